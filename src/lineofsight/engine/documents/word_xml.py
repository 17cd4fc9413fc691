"""What Word's own library leaves out: fields, links, borders, repeated headers, languages, places to write on."""

from typing import Any

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

PLACEHOLDER = "Write here"


def element(tag: str, *children: Any, **attributes: str) -> Any:
    """`element("w:jc", val="left")`: an element with its attributes in the namespace of its own prefix."""
    made = OxmlElement(tag)
    for name, value in attributes.items():
        made.set(qn(f"{tag.split(':')[0]}:{name}"), value)
    for child in children:
        made.append(child)
    return made


def add_field(paragraph: Any, code: str, shown: str = "1") -> None:
    """A field such as PAGE, with what is shown until it is worked out."""
    open_field(paragraph, code)
    paragraph.add_run(shown)
    close_field(paragraph)


def open_field(paragraph: Any, code: str) -> None:
    """The first half of a field; what is put in next is what it shows."""
    paragraph.add_run()._r.append(element("w:fldChar", fldCharType="begin"))
    paragraph.add_run()._r.append(_code(code))
    paragraph.add_run()._r.append(element("w:fldChar", fldCharType="separate"))


def close_field(paragraph: Any) -> None:
    """The end of a field, perhaps paragraphs after its beginning."""
    paragraph.add_run()._r.append(element("w:fldChar", fldCharType="end"))


def _code(code: str) -> Any:
    made = OxmlElement("w:instrText")
    made.set(qn("xml:space"), "preserve")
    made.text = f" {code} "
    return made


def link_in(paragraph: Any, address: str) -> Any:
    """The element of a link to an address; runs are put into it."""
    relation = paragraph.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    made = OxmlElement("w:hyperlink")
    made.set(qn("r:id"), relation)
    paragraph._p.append(made)
    return made


def link_to_bookmark(paragraph: Any, name: str, text: str) -> None:
    """A link to a place in the same document."""
    made = element("w:hyperlink", anchor=name)
    made.set(qn("w:history"), "1")
    run = paragraph.add_run(text)
    made.append(run._r)
    paragraph._p.append(made)


def bookmark(paragraph: Any, name: str, number: int) -> None:
    """Name the paragraph, so that a link can lead to it."""
    paragraph._p.append(element("w:bookmarkStart", id=str(number), name=name))
    paragraph._p.append(element("w:bookmarkEnd", id=str(number)))


def repeat_as_header(row: Any) -> None:
    """Mark a row as the table's header, said again on every page."""
    row._tr.get_or_add_trPr().append(element("w:tblHeader", val="true"))


def keep_whole(row: Any) -> None:
    """Keep a row on one page."""
    row._tr.get_or_add_trPr().append(element("w:cantSplit", val="true"))


def edge(place: str, *, size: int, colour: str, space: int = 0) -> Any:
    """One line of a border; `size` in eighths of a point."""
    return element(f"w:{place}", val="single", sz=str(size), space=str(space), color=colour)


def border_paragraph(paragraph: Any, *edges: Any) -> None:
    """Lines around a paragraph."""
    paragraph._p.get_or_add_pPr().insert_element_before(
        element("w:pBdr", *edges),
        *(
            f"w:{name}"
            for name in ("shd", "tabs", "suppressAutoHyphens", "spacing", "ind", "contextualSpacing", "jc", "rPr")
        ),
    )


def shade_paragraph(paragraph: Any, colour: str) -> None:
    """A ground of one colour behind a paragraph."""
    paragraph._p.get_or_add_pPr().insert_element_before(
        element("w:shd", val="clear", color="auto", fill=colour),
        *(f"w:{name}" for name in ("tabs", "suppressAutoHyphens", "spacing", "ind", "contextualSpacing", "jc", "rPr")),
    )


def describe_table(table: Any, *, title: str, lines: str, row_headers: bool) -> None:
    """Borders, which cells are headers, and the table's name for those who cannot see it."""
    properties = table._tbl.tblPr
    places = ("top", "bottom", "insideH")
    borders = element("w:tblBorders", *(edge(place, size=4, colour=lines) for place in places))
    look = element(
        "w:tblLook", val="04A0" if row_headers else "0420", firstRow="1", lastRow="0",
        firstColumn=str(int(row_headers)), lastColumn="0", noHBand="1", noVBand="1",
    )  # fmt: skip
    layout = element("w:tblLayout", type="fixed")
    for made in (borders, layout, look, element("w:tblCaption", val=title[:250])):
        for old in properties.findall(made.tag):
            properties.remove(old)
        # Word refuses a file whose properties stand in another order than its schema's; these are the last four, in order.
        properties.append(made)


def shade_cell(cell: Any, colour: str, *, under: str) -> None:
    """A header cell's ground, and the line under it."""
    properties = cell._tc.get_or_add_tcPr()
    properties.append(element("w:tcBorders", edge("bottom", size=12, colour=under)))
    properties.append(element("w:shd", val="clear", color="auto", fill=colour))


def set_language(document: Any, language: str) -> None:
    """The language of everything that says no other."""
    defaults = document.styles.element.find(qn("w:docDefaults"))
    if defaults is None:
        defaults = element("w:docDefaults")
        document.styles.element.insert(0, defaults)
    holder = defaults.find(qn("w:rPrDefault"))
    if holder is None:
        holder = element("w:rPrDefault")
        defaults.insert(0, holder)
    properties = holder.find(qn("w:rPr"))
    if properties is None:
        properties = element("w:rPr")
        holder.append(properties)
    for old in properties.findall(qn("w:lang")):
        properties.remove(old)
    properties.append(element("w:lang", val=language, eastAsia=language, bidi="ar-SA"))


def describe_picture(shape: Any, *, alt: str) -> None:
    """The text alternative of a picture."""
    shape._inline.docPr.set("descr", alt)
    shape._inline.docPr.set("title", "")


def place_to_write(paragraph: Any, *, label: str, key: str, number: int, lines: int) -> None:
    """A content control in the paragraph, which can be filled in on the computer and read back by its key.

    Empty lines follow it in the same frame, so that a printed form has room for a pen.
    """
    properties = element(
        "w:sdtPr",
        element("w:alias", val=label[:60]),
        element("w:tag", val=key or f"field-{number}"),
        element("w:id", val=str(100_000 + number)),
        element("w:showingPlcHdr"),
        element("w:text", multiLine="1"),
    )
    said = element("w:r", element("w:rPr", element("w:rStyle", val="PlaceholderText")), element("w:t"))
    said.find(qn("w:t")).text = PLACEHOLDER
    paragraph._p.append(element("w:sdt", properties, element("w:sdtContent", said)))
    for _ in range(lines - 1):
        paragraph.add_run().add_break()
