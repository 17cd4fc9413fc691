"""A partnership's own Word template: what it brings, what it lacks, and why one cannot serve."""

import io
import re
import zipfile
from dataclasses import dataclass
from typing import Any

from lineofsight.engine.documents.errors import TemplateError

NEEDED = ("Normal", "Heading 1", "Heading 2", "Heading 3", "Heading 4")
LIKED = ("Title", "List Bullet", "List Number", "Caption", "Quote", "Header", "Footer")
LARGEST_BYTES, LARGEST_UNFOLDED = 10 * 1024 * 1024, 100 * 1024 * 1024
_MAIN = "word/document.xml"
_DOCUMENT = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_TEMPLATE = b"application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml"


@dataclass(frozen=True, slots=True)
class TemplateFacts:
    """What a template brings. `missing` styles make it unusable; those `made_up_for` get a plain look instead."""

    found: tuple[str, ...]
    missing: tuple[str, ...]
    made_up_for: tuple[str, ...]
    header: str
    footer: str
    pictures: int

    @property
    def serves(self) -> bool:
        """True when documents can be made with it."""
        return not self.missing


def describe_template(template: bytes) -> TemplateFacts:
    """What is in a Word template. TemplateError when it cannot be read as one, or does things that a paper must not do."""
    document = opened(template)
    names = {style.name for style in document.styles}
    section = document.sections[0]
    pictures = sum(
        len(part._element.findall(".//{*}blip")) for part in (section.header, section.first_page_header) if _own(part)
    )
    return TemplateFacts(
        found=tuple(name for name in (*NEEDED, *LIKED) if name in names),
        missing=tuple(name for name in NEEDED if name not in names),
        made_up_for=tuple(name for name in LIKED if name not in names),
        header=_text(section.header),
        footer=_text(section.footer),
        pictures=pictures,
    )


def opened(template: bytes) -> Any:
    """The template as a document of Word's library."""
    import docx

    checked = _as_document(template)
    try:
        return docx.Document(io.BytesIO(checked))
    except Exception as error:  # the library raises whatever its parts raise
        raise TemplateError(
            "This Word file is damaged: Word's own library cannot open it. Save it again as .docx."
        ) from error


def usable(template: bytes) -> Any:
    """The opened template. TemplateError that names the styles which it lacks."""
    facts = describe_template(template)
    if facts.missing:
        listed = ", ".join(f"“{name}”" for name in facts.missing)
        raise TemplateError(
            f"This Word template lacks the style{'s' if len(facts.missing) > 1 else ''} {listed}. Use each once in the template, "
            "save it, and upload it again.",
            missing=facts.missing,
        )
    return opened(template)


def _as_document(template: bytes) -> bytes:
    if len(template) > LARGEST_BYTES:
        raise TemplateError(
            f"The template holds more than {LARGEST_BYTES // 1024 // 1024} MB. Use smaller pictures in it."
        )
    try:
        with zipfile.ZipFile(io.BytesIO(template)) as archive:
            _check(archive)
            return _retyped(archive)
    except (zipfile.BadZipFile, KeyError, OSError, ValueError, RuntimeError, NotImplementedError) as error:
        if isinstance(error, TemplateError):
            raise
        raise TemplateError(
            "This is not a Word file (.docx or .dotx). In Word, choose “Save as”, then “Word document”."
        ) from error


def _check(archive: zipfile.ZipFile) -> None:
    names = set(archive.namelist())
    if _MAIN not in names:
        raise TemplateError(
            "This is not a Word file (.docx or .dotx). In Word, choose “Save as”, then “Word document”."
        )
    if sum(member.file_size for member in archive.infolist()) > LARGEST_UNFOLDED:
        raise TemplateError("The template grows too large when it is opened. Use smaller pictures in it.")
    if any("vbaProject" in name or name.startswith("word/embeddings/") or "activeX" in name for name in names):
        raise TemplateError("The template holds macros or other programs. Save it as a .docx without them.")
    for name in names:
        if name.endswith(".rels") and _points_outside(archive.read(name)):
            raise TemplateError(
                "The template fetches something from outside itself. Put the picture or template into the file."
            )


def _points_outside(relations: bytes) -> bool:
    tags = re.findall(rb"<[^>]*TargetMode\s*=\s*[\"']External[\"'][^>]*>", relations)
    return any(not re.search(rb"/(hyperlink|attachedTemplate)[\"']", tag) for tag in tags)


def _retyped(archive: zipfile.ZipFile) -> bytes:
    """The same file as a document: a .dotx says template, and where it was made says a path on somebody's machine."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for member in archive.infolist():
            data = archive.read(member)
            if member.filename == "[Content_Types].xml":
                data = data.replace(_TEMPLATE, _DOCUMENT)
            elif member.filename == "word/_rels/settings.xml.rels":
                data = re.sub(rb"<Relationship\b[^>]*attachedTemplate[^>]*/>", b"", data)
            elif member.filename == "word/settings.xml":
                data = re.sub(rb"<w:attachedTemplate\b[^>]*/>", b"", data)
            made.writestr(member.filename, data)
    return out.getvalue()


def _own(part: Any) -> bool:
    return not part.is_linked_to_previous


def _text(part: Any) -> str:
    return " ".join(" ".join(p.text for p in part.paragraphs if p.text).split()) if _own(part) else ""
