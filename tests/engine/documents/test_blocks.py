"""What a document refuses, and what it finds in plain text."""

import pytest

from lineofsight.engine.documents import (
    BulletList,
    Callout,
    Document,
    DocumentError,
    Figure,
    NumberedList,
    Paragraph,
    Part,
    Run,
    Section,
    Table,
    pack,
    paragraphs_of,
)
from lineofsight.engine.documents.pictures import aspect_of
from lineofsight.engine.documents.widths import column_shares
from tests.engine.documents.papers import ALT, chart, table


@pytest.mark.parametrize("alt", ["", "   ", "\n\x00"])
def test_a_picture_without_text_alternative_is_refused(alt: str) -> None:
    with pytest.raises(DocumentError, match="text alternative"):
        Figure(chart(), alt)


@pytest.mark.parametrize(
    "picture",
    [b"GIF89a...", b"%PDF-1.7", b"", b"<html></html>",
     b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
     b"<svg xmlns='http://www.w3.org/2000/svg'><image href='https://example.org/spy.png'/></svg>",
     b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"],
)  # fmt: skip
def test_other_bytes_and_drawings_that_do_things_are_refused(picture: bytes) -> None:
    with pytest.raises(DocumentError):
        Figure(picture, ALT)


@pytest.mark.parametrize(
    "link",
    [
        "javascript:alert(1)",
        " JavaScript:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "//example.org",
        "\x01javascript:x",
    ],
)
def test_a_link_that_leads_nowhere_safe_is_refused(link: str) -> None:
    with pytest.raises(DocumentError, match="A link in a document"):
        Run("here", link=link)


def test_a_link_keeps_no_sign_that_could_end_it() -> None:
    assert Run("here", link='https://example.org/a b"<x>').link == "https://example.org/a%20b%22%3Cx%3E"


@pytest.mark.parametrize(
    ("made", "said"),
    [
        (lambda: Table("", ("A",), ()), "caption"),
        (lambda: Table("T", (), ()), "header"),
        (lambda: Table("T", ("A", "B"), (("1", "2"), ("1",))), "Row 2"),
        (lambda: Table("T", ("A",), (), align=("left", "right")), "alignment"),
        (lambda: Section(" \n "), "heading"),
        (lambda: Document("", "P", ()), "heading"),
        (
            lambda: Document(
                "T", "P", (Section("1", (Section("2", (Section("3", (Section("4", (Section("5"),)),)),)),)),)
            ),
            "5 levels",
        ),
        (lambda: Document("T", "P", (Section("1", (Part("2"),)),)), "inside another"),  # type: ignore[arg-type]
        (lambda: Document("T", "P", (Callout("C", (table(),)),)), "paragraphs, lists"),
    ],
)
def test_a_document_that_no_reader_could_follow_is_refused(made, said: str) -> None:
    with pytest.raises(DocumentError, match=said):
        made()


def test_letters_that_no_document_may_hold_are_taken_out() -> None:
    assert Run("a\x00b\x0bc\x1fd\ud800e\ufffef\u202eg\r\nh\ti").text == "abcdefg\nh\ti"


def test_plain_text_becomes_paragraphs_lists_and_links_and_nothing_else() -> None:
    text = (
        "First line\nsecond *line* #x\r\n\r\n- one\n- two <b>\n\n1. do this\n2) do that\nthen rest\n\n\n"
        "See https://example.org/a?b=c&d. Or (https://example.org/x)\n  \n "
    )
    assert paragraphs_of(text) == (
        Paragraph((Run("First line\nsecond *line* #x"),)),
        BulletList(((Run("one"),), (Run("two <b>"),))),
        NumberedList(((Run("do this"),), (Run("do that"),))),
        Paragraph((Run("then rest"),)),
        Paragraph(
            (
                Run("See "),
                Run("https://example.org/a?b=c&d", link="https://example.org/a?b=c&d"),
                Run(". Or ("),
                Run("https://example.org/x", link="https://example.org/x"),
                Run(")"),
            )
        ),
    )


@pytest.mark.parametrize("text", ["", " \n\n ", "\x00", "\n \x07\n"])
def test_no_text_is_no_paragraph(text: str) -> None:
    assert paragraphs_of(text) == ()


def test_a_pack_keeps_each_papers_marking_and_page() -> None:
    papers = [
        Document("One", "P", (Section("A"),), marking="OFFICIAL", draft=True, lines=("1 May",)),
        Document("Two", "P", (), marking="OFFICIAL-SENSITIVE", page="a3-landscape"),
    ]
    assert pack(papers, title="Papers", partnership="P", before=(Paragraph("Agenda"),)).blocks == (
        Paragraph("Agenda"),
        Part("One", (Paragraph("DRAFT\n1 May", tone="quiet"), Section("A")), "OFFICIAL", "a4"),
        Part("Two", (), "OFFICIAL-SENSITIVE", "a3-landscape"),
    )


def test_columns_get_room_by_what_stands_in_them() -> None:
    shares = column_shares(table(long="A record of everything that was done, by whom and when"))
    assert sum(shares) == pytest.approx(1)
    assert shares[3] > shares[0] > shares[1]
    assert min(shares) > 0.08


def test_widths_that_are_asked_for_hold() -> None:
    assert column_shares(Table("T", ("A", "B"), (("x", "y" * 500),), widths=(3, 1))) == (0.75, 0.25)


@pytest.mark.parametrize(
    ("drawing", "aspect"),
    [(b'<svg viewBox="0 0 720 360" width="9"/>', 2), (b"<svg width='300' height='100'/>", 3), (b"<svg/>", 1)],
)
def test_a_drawings_shape_is_known(drawing: bytes, aspect: float) -> None:
    assert aspect_of(drawing) == aspect
