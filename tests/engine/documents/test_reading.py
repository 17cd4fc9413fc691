"""Words of files that people give, and files that are no such thing."""

import io
import zipfile
from collections.abc import Callable

import docx
import pptx
import pytest
import xlsxwriter

from lineofsight.engine.documents.reading import Unreadable, words_in


def a_document() -> bytes:
    """Two paragraphs, a table, a footer."""
    document = docx.Document()
    document.add_paragraph("We spoke to ").add_run("Jane ").bold = True
    document.paragraphs[0].add_run("Smithson.")
    document.add_table(1, 2).cell(0, 1).text = "TN24 8AA"
    document.sections[0].footer.paragraphs[0].text = "14 Mill Lane"
    return _saved(document.save)


def a_workbook() -> bytes:
    """A name in two cells, and a number."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Cases")
        sheet.write_row(0, 0, ["Jane", "Smithson"])
        sheet.write_number(1, 0, 9434765919)
    return buffer.getvalue()


def a_presentation() -> bytes:
    """One slide with a title."""
    slides = pptx.Presentation()
    slides.slides.add_slide(slides.slide_layouts[5]).shapes.title.text = "Jane Smithson"
    return _saved(slides.save)


def an_open_text(body: str = "<text:p>We spoke to <text:span>Jane</text:span><text:s/>Smithson.</text:p>") -> bytes:
    """An OpenDocument text."""
    space = 'xmlns:office="o" xmlns:text="t"'
    content = f"<office:document-content {space}><office:body>{body}</office:body></office:document-content>"
    return zipped({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": content})


def zipped(parts: dict[str, str]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return buffer.getvalue()


def _saved(save: Callable[[io.BytesIO], object]) -> bytes:
    buffer = io.BytesIO()
    save(buffer)
    return buffer.getvalue()


def lines(content: bytes, name: str) -> list[str]:
    words = words_in(io.BytesIO(content), name=name)
    assert words is not None
    return [line.strip() for line in words.splitlines() if line.strip()]


@pytest.mark.parametrize(
    ("content", "name", "found"),
    [
        (b"Jane Smithson\r\n", "a.txt", ["Jane Smithson"]),
        ("Zoë".encode("cp1252"), "a.csv", ["Zoë"]),
        ("Zoë".encode("utf-16"), "a.txt", ["Zoë"]),
        (a_document(), "a.docx", ["We spoke to Jane Smithson.", "TN24 8AA", "14 Mill Lane"]),
        (a_workbook(), "a.xlsx", ["Cases", "Jane Smithson", "Jane", "Smithson", "9434765919"]),
        (a_presentation(), "a.pptx", ["Jane Smithson"]),
        (an_open_text(), "a.odt", ["We spoke to Jane Smithson."]),
    ],
)
def test_words_of_a_file(content: bytes, name: str, found: list[str]) -> None:
    assert lines(content, name) == found


@pytest.mark.parametrize("name", ["a.pdf", "a.png", "a"])
def test_kind_that_is_not_read_gives_nothing(name: str) -> None:
    assert words_in(io.BytesIO(b"%PDF-1.7"), name=name) is None


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"PK\x03\x04 broken", "a.docx"),
        (b"not a book", "a.xlsx"),
        (an_open_text("<text:p>Jane"), "a.odt"),
        (zipped({"content.xml": '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}), "a.odt"),
        (zipped({"word/document.xml": "<a>" + "x" * 300_000_000 + "</a>"}), "a.docx"),
    ],
    ids=["damaged", "no workbook", "cut off", "entities", "bomb"],
)
def test_file_that_cannot_be_opened_says_so(content: bytes, name: str) -> None:
    with pytest.raises(Unreadable, match=r"cannot be opened. Save it again and choose it"):
        words_in(io.BytesIO(content), name=name)
