"""PDF: tagged, named, marked on every page, readable in order; two independent checkers find nothing wrong."""

import io
from pathlib import Path
from typing import Any

import outloud
import pdfua
import pikepdf
import pymupdf
import pytest

from lineofsight.engine.documents import (
    BulletList,
    Document,
    DocumentError,
    Facts,
    Figure,
    Paragraph,
    Section,
    Table,
    pack,
    to_pdf,
)
from lineofsight.engine.documents.letters import drawable_letters, shipped_fonts, spelled
from tests.engine.documents.papers import ALT, HOSTILE, LONG_WORD, chart, paper, table


def pages(made: bytes) -> list[str]:
    """Each page's text, its white space made one."""
    with pymupdf.open(stream=made) as document:
        return [" ".join(page.get_text().replace("\u200b", "").split()) for page in document]


def tags(made: bytes) -> list[tuple[str, str]]:
    """The structure in reading order: kind and text alternative."""
    with pikepdf.open(io.BytesIO(made)) as document:
        return list(_walk(document.Root.StructTreeRoot.K))


def _walk(node: Any) -> Any:
    if isinstance(node, pikepdf.Array):
        for child in node:
            yield from _walk(child)
    elif isinstance(node, pikepdf.Dictionary) and "/S" in node:
        yield str(node.S)[1:], str(node.get("/Alt", ""))
        if "/K" in node:
            yield from _walk(node.K)


def bookmarks(made: bytes) -> list[tuple[int, str]]:
    with pymupdf.open(stream=made) as document:
        return [(level, title) for level, title, _ in document.get_toc()]


@pytest.fixture(scope="module")
def made() -> bytes:
    return to_pdf(paper(rows=80), logo=chart())


def test_the_file_says_that_it_is_tagged_and_what_it_is(made: bytes) -> None:
    with pikepdf.open(io.BytesIO(made)) as document:
        root = document.Root
        assert bool(root.MarkInfo.Marked)
        assert str(root.Lang) == "en-GB"
        assert bool(root.ViewerPreferences.DisplayDocTitle)
        assert document.open_metadata()["dc:title"] == "Annual report"
        assert document.open_metadata()["pdfuaid:part"] == "1"
        assert str(document.docinfo["/Author"]) == "Westmarch Partnership"


def test_bookmarks_follow_the_headings(made: bytes) -> None:
    assert bookmarks(made) == [
        (1, "What we found"),
        (2, "Figures"),
        (3, "By district"),
        (4, "Northmarch"),
        (1, "Next steps"),
    ]


def test_the_structure_names_every_kind_of_block(made: bytes) -> None:
    kinds = [kind for kind, _ in tags(made)]
    headings = [kind for kind in kinds if kind in ("Title", "H1", "H2", "H3", "H4")]
    assert headings == ["Title", "H1", "H2", "H3", "H4", "H1"]
    assert kinds.count("Table") == 1
    assert (kinds.count("TH"), kinds.count("TD"), kinds.count("TR")) == (4, 320, 81)
    assert kinds.count("L") == 4
    assert [alt for kind, alt in tags(made) if kind == "Figure"] == ["Westmarch Partnership", ALT]
    assert ("TOC" in kinds, "Quote" in kinds, kinds.count("Link")) == (True, True, 5)


def test_every_page_has_marking_draft_and_number(made: bytes) -> None:
    found = pages(made)
    assert len(found) > 3
    for number, text in enumerate(found, start=1):
        assert text.count("OFFICIAL-SENSITIVE") == 2
        assert "DRAFT: not signed off" in text
        assert f"Page {number} of {len(found)}" in text


def test_the_header_of_a_table_is_said_again_on_every_page_of_it(made: bytes) -> None:
    whole = [text for text in pages(made) if "Training record" in text]
    assert len(whole) > 1
    assert all("Agency Open Overdue What is late" in text for text in whole)


def test_text_comes_out_in_reading_order(made: bytes) -> None:
    text = " ".join(pages(made))
    said = ["Three things must change.", "See the audit first", "Thresholds are known", "Agree the rating", "Next review",
            "Re-referrals, Westmarch", "Source: Return of December 2025", "Actions by agency", "Agency 80", "Northmarch",
            "Higher than the others.", "Activity without impact", "Nobody asked me.", "What did you do?"]  # fmt: skip
    places = [text.rindex(words) for words in said]
    assert places == sorted(places)


def test_links_lead_out_of_the_file(made: bytes) -> None:
    with pymupdf.open(stream=made) as document:
        found = [link["uri"] for page in document for link in page.get_links() if "uri" in link]
    assert found == ["https://lineofsight.example/p/westmarch/audits/7/", "https://example.org/returns/12"]


def hostile_paper() -> Document:
    return paper(
        Section(HOSTILE, (Paragraph(HOSTILE), BulletList((HOSTILE,)), Facts((("Label #x", HOSTILE),)))),
        Section("Two", (Table(HOSTILE, (HOSTILE, "B"), ((HOSTILE, LONG_WORD),)), Paragraph(LONG_WORD))),
        Section("Three", (Figure(chart(), f"Alt {HOSTILE}", HOSTILE),)),
    )


def test_hostile_text_is_text() -> None:
    text = " ".join(pages(to_pdf(hostile_paper()))).replace(" ", "")
    assert text.count(HOSTILE.replace(" ", "")) >= 8
    assert "root:" not in text


def test_no_word_runs_over_the_edge_of_the_page() -> None:
    with pymupdf.open(stream=to_pdf(hostile_paper())) as document:
        edges = [word[2] for page in document for word in page.get_text("words")]
        assert max(edges) <= document[0].rect.width - 40


def test_letters_of_other_scripts_are_drawn_or_named() -> None:
    text = " ".join(
        pages(
            to_pdf(
                paper(
                    Section(
                        "S", (Paragraph("שלום \u0633\u0644\u0627\u0645 Zażółć Ξένος Привет 😀 🧿 中 👩‍👧 e\u0301"),)
                    )
                )
            )
        )
    )
    for words in ("Zażółć", "Ξένος", "Привет", "😀", "[nazar amulet]", "[cjk unified ideograph-4e2d]", "[woman]", "é"):
        assert words in text
    assert any("\u0590" < letter < "\u05ff" for letter in text) and any("\u0600" < letter < "\u06ff" for letter in text)


def test_a_letter_that_no_font_has_is_named() -> None:
    letters = drawable_letters(shipped_fonts())
    assert spelled("a🧿👍🏽b", letters) == "a[nazar amulet][thumbs up sign]b"
    assert spelled("plain – “text”\n", letters) == "plain – “text”\n"
    assert len(letters) > 5000


def test_a_picture_with_a_letter_that_no_font_has_still_makes_a_paper() -> None:
    text = b"<text y='20' font-family='Arial'>&#129535;</text>"
    drawing = b"<svg xmlns='http://www.w3.org/2000/svg' width='200' height='40'>" + text + b"</svg>"
    made = to_pdf(paper(Section("S", (Figure(drawing, "An amulet"),))))
    assert [alt for kind, alt in tags(made) if kind == "Figure"] == ["An amulet"]


def test_a_damaged_picture_is_refused_with_a_reason() -> None:
    with pytest.raises(DocumentError):
        to_pdf(paper(Section("S", (Figure(b"\x89PNG\r\n\x1a\n" + b"\x00" * 40, "Broken"),))))


def test_a_pack_is_one_file_with_each_papers_marking_and_page() -> None:
    papers = [
        Document("First paper", "W", (Section("A", (Paragraph("x"),)),), marking="OFFICIAL"),
        Document("Heat map", "W", (table(),), marking="OFFICIAL-SENSITIVE", page="a3-landscape"),
        Document("Last paper", "W", (Paragraph("y"),), marking="OFFICIAL"),
    ]
    made = to_pdf(
        pack(papers, title="Papers", partnership="W", marking="OFFICIAL-SENSITIVE", before=(Paragraph("Agenda"),))
    )
    with pymupdf.open(stream=made) as document:
        sizes = [(round(page.rect.width), round(page.rect.height)) for page in document]
    found = pages(made)
    assert sizes == [(595, 842), (595, 842), (1191, 842), (595, 842)]
    assert [text.count("OFFICIAL-SENSITIVE") for text in found] == [2, 0, 2, 0]
    assert [text.count("OFFICIAL") for text in found] == [2, 2, 2, 2]
    assert bookmarks(made) == [(1, "First paper"), (2, "A"), (1, "Heat map"), (1, "Last paper")]


def test_the_same_document_makes_the_same_file() -> None:
    assert to_pdf(paper()) == to_pdf(paper())


@pytest.mark.parametrize("which", ["report", "hostile", "pack"])
def test_two_independent_checkers_find_nothing_wrong(which: str, tmp_path: Path) -> None:
    document = {"report": paper(rows=60), "hostile": hostile_paper(),
                "pack": pack([paper(), paper()], title="Papers", partnership="W")}[which]  # fmt: skip
    file = tmp_path / "paper.pdf"
    file.write_bytes(to_pdf(document))
    first, second = pdfua.validate(str(file)), outloud.check(str(file))
    assert [finding.to_dict() for finding in first.findings] == []
    # One of its rules stumbles over a structure element with several attributes; headings are tested above.
    assert {outcome.rule_id for outcome in first.skipped} <= {"UA-14-001"}
    # Hostile text is no language, and the addresses in it are text on purpose.
    wrong = [finding for finding in second.findings if finding.rule not in ("LNK-010", "FIG-012")]
    assert (second.error, wrong) == (None, [])
    assert second.stats["pages"] > 1
