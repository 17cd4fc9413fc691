"""Reading a filled form back: what was written into the places of a Word file that this room made."""

from typing import Any

from lineofsight.engine.documents.word_template import opened


def read_fields(filled: bytes) -> dict[str, str]:
    """The answers of a filled form by the keys of its `Field` blocks; an empty text where nothing was written.

    TemplateError for a file that Word's library cannot open.
    """
    from docx.oxml.ns import qn

    found: dict[str, str] = {}
    for control in opened(filled).element.body.iter(qn("w:sdt")):
        properties = control.find(qn("w:sdtPr"))
        tag = properties.find(qn("w:tag")) if properties is not None else None
        if tag is not None:
            is_empty = properties.find(qn("w:showingPlcHdr")) is not None
            found[tag.get(qn("w:val"))] = "" if is_empty else _text(control)
    return found


def _text(control: Any) -> str:
    from docx.oxml.ns import qn

    said = [
        "\n" if node.tag == qn("w:br") else node.text or ""
        for node in control.iter()
        if node.tag in (qn("w:t"), qn("w:br"))
    ]
    return "".join(said).strip()
