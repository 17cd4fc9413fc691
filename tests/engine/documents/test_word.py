"""Word: real styles, headers that say so, text alternatives, language, title; a partnership's template; forms read back."""

import io
import shutil
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn

from lineofsight.engine.charts import png_of
from lineofsight.engine.documents import (
    Document,
    Field,
    NumberedList,
    Paragraph,
    Section,
    Table,
    TemplateError,
    describe_template,
    pack,
    read_fields,
    to_docx,
)
from tests.engine.documents.papers import ALT, HOSTILE, LONG_WORD, paper

LOGO = b"<svg xmlns='http://www.w3.org/2000/svg' width='20' height='10'><rect width='20' height='10' fill='#801650'/></svg>"


def opened(made: bytes) -> Any:
    return docx.Document(io.BytesIO(made))


def part(made: bytes, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        return archive.read(name).decode()


def template(*without: str, header: bool = True) -> bytes:
    """A partnership's own template, as Word would save it."""
    made = docx.Document()
    if header:
        paragraph = made.sections[0].header.paragraphs[0]
        paragraph.add_run("Westmarch letterhead").add_picture(io.BytesIO(png_of(LOGO.decode())))
    made.add_paragraph("Text of the template's own body")
    made.styles["Heading 1"].font.name = "Georgia"
    for name in without:
        style = made.styles[name].element
        style.getparent().remove(style)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def repacked(made: bytes, **members: str) -> bytes:
    """The file with members changed or added; `__` stands for `/` and `_dot_` for a full stop."""
    changed = {name.replace("__", "/").replace("_dot_", "."): text for name, text in members.items()}
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(made)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.namelist():
            if member not in changed:
                new.writestr(member, old.read(member))
        for name, text in changed.items():
            new.writestr(name, text)
    return out.getvalue()


@pytest.fixture(scope="module")
def made() -> bytes:
    return to_docx(paper(), logo=LOGO)


def test_headings_are_words_own(made: bytes) -> None:
    found = [(p.style.name, p.text) for p in opened(made).paragraphs if p.style.name.startswith(("Heading", "Title"))]
    assert found == [
        ("Title", "Annual report"),
        ("Heading 1", "What we found"),
        ("Heading 2", "Figures"),
        ("Heading 3", "By district"),
        ("Heading 4", "Northmarch"),
        ("Heading 1", "Next steps"),
    ]


def test_the_file_says_its_title_and_language(made: bytes) -> None:
    core = opened(made).core_properties
    assert (core.title, core.author, core.language, core.comments) == (
        "Annual report",
        "Westmarch Partnership",
        "en-GB",
        "",
    )
    assert f"{core.created:%Y-%m-%d}" == "2026-06-15"
    assert '<w:lang w:val="en-GB"' in part(made, "word/styles.xml")


def test_a_table_marks_its_header_and_says_it_again(made: bytes) -> None:
    table = opened(made).tables[0]
    rows = [row._tr for row in table.rows]
    assert [row.find(f".//{qn('w:tblHeader')}") is not None for row in rows] == [True, False, False, False]
    assert all(row.find(f".//{qn('w:cantSplit')}") is not None for row in rows)
    look = table._tbl.tblPr.find(qn("w:tblLook"))
    assert (look.get(qn("w:firstRow")), look.get(qn("w:firstColumn"))) == ("1", "1")
    assert table._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val")) == "Actions by agency"
    assert [cell.text for cell in table.rows[2].cells] == ["Agency 2", "6", "2", "Training record"]


def test_properties_stand_in_the_order_that_word_demands(made: bytes) -> None:
    order = ["tblStyle", "tblW", "tblBorders", "tblLayout", "tblLook", "tblCaption"]
    properties = [child.tag.split("}")[1] for child in opened(made).tables[0]._tbl.tblPr]
    assert properties == [name for name in order if name in properties]


def test_pictures_have_their_text_alternative(made: bytes) -> None:
    shapes = opened(made).inline_shapes
    assert [shape._inline.docPr.get("descr") for shape in shapes] == ["Westmarch Partnership", ALT]


def test_marking_draft_and_page_stand_on_every_page(made: bytes) -> None:
    section = opened(made).sections[0]
    assert section.header.paragraphs[0].text == "Westmarch Partnership\tOFFICIAL-SENSITIVE\tDRAFT: not signed off"
    assert section.footer.paragraphs[0].text == "Annual report\tOFFICIAL-SENSITIVE\tPage 1 of 1"
    assert [code.text for code in section.footer._element.iter(qn("w:instrText"))] == [" PAGE ", " NUMPAGES "]


def test_the_contents_lead_to_the_headings(made: bytes) -> None:
    body = opened(made).element.body
    names = [mark.get(qn("w:name")) for mark in body.iter(qn("w:bookmarkStart"))]
    led = [link.get(qn("w:anchor")) for link in body.iter(qn("w:hyperlink")) if link.get(qn("w:anchor"))]
    assert led == [names[0], names[1], names[4]]
    assert [code.text for code in body.iter(qn("w:instrText"))] == [' TOC \\o "1-2" \\h \\z \\u ']


def test_links_lead_out_of_the_file(made: bytes) -> None:
    rels = opened(made).part.rels.values()
    assert sorted(rel.target_ref for rel in rels if rel.is_external) == [
        "https://example.org/returns/12",
        "https://lineofsight.example/p/westmarch/audits/7/",
    ]


def test_every_numbered_list_begins_at_one() -> None:
    made = to_docx(paper(Section("S", (NumberedList(("a", "b")), NumberedList(("c",))))))
    used = [p._p.pPr.numPr.numId.val for p in opened(made).paragraphs if p.text in ("a", "b", "c")]
    assert used[0] == used[1] != used[2]
    numbering = opened(made).part.numbering_part.element
    for number in set(used):
        found = next(num for num in numbering.findall(qn("w:num")) if num.get(qn("w:numId")) == str(number))
        assert found.find(f".//{qn('w:startOverride')}").get(qn("w:val")) == "1"


def test_hostile_text_is_text() -> None:
    made = opened(
        to_docx(
            paper(
                Section(
                    HOSTILE,
                    (Paragraph(HOSTILE + "\x00😀 שלום"), Table(HOSTILE, ("H",), ((HOSTILE,),)), Paragraph(LONG_WORD)),
                )
            )
        )
    )
    said = [p.text for p in made.paragraphs]
    assert said.count(HOSTILE) == 3  # contents, heading, caption
    assert HOSTILE + "😀 שלום" in said and LONG_WORD in said
    assert made.tables[0].rows[1].cells[0].text == HOSTILE


def test_a_pack_turns_to_each_papers_marking_and_page() -> None:
    papers = [
        Document("First", "W", (Paragraph("x"),), marking="OFFICIAL"),
        Document("Map", "W", (Paragraph("y"),), marking="OFFICIAL-SENSITIVE", page="a3-landscape"),
        Document("Last", "W", (Paragraph("z"),), marking="OFFICIAL"),
    ]
    made = opened(to_docx(pack(papers, title="Papers", partnership="W", marking="OFFICIAL-SENSITIVE", contents=False)))
    sections = [(round(s.page_width.cm), s.header.paragraphs[0].text.split("\t")[1]) for s in made.sections]
    assert sections == [(21, "OFFICIAL-SENSITIVE"), (21, "OFFICIAL"), (42, "OFFICIAL-SENSITIVE"), (21, "OFFICIAL")]


def test_a_partnerships_template_gives_its_look_and_its_header_on_every_section() -> None:
    given = template()
    papers = [paper(), Document("Map", "W", (Paragraph("y"),), marking="OFFICIAL", page="a3-landscape")]
    made = opened(to_docx(pack(papers, title="Papers", partnership="W", marking="OFFICIAL"), template=given))
    assert made.styles["Heading 1"].font.name == "Georgia"
    assert "Text of the template's own body" not in [p.text for p in made.paragraphs]
    for section in made.sections:
        assert section.header.paragraphs[0].text == "Westmarch letterhead"
        assert len(section.header._element.findall(f".//{qn('a:blip')}")) == 1
        blip = section.header._element.find(f".//{qn('a:blip')}")
        assert section.header.part.related_parts[blip.get(qn("r:embed"))].blob.startswith(b"\x89PNG")


def test_a_template_with_page_numbers_gets_no_second_ones() -> None:
    given = docx.Document()
    run = given.sections[0].footer.paragraphs[0].add_run()
    field = run._r.makeelement(qn("w:fldSimple"), {qn("w:instr"): " PAGE "})
    run._r.addprevious(field)
    out = io.BytesIO()
    given.save(out)
    footer = opened(to_docx(paper(), template=out.getvalue())).sections[0].footer
    assert "Page" not in " ".join(p.text for p in footer.paragraphs)
    assert "OFFICIAL-SENSITIVE" in footer.paragraphs[-1].text


def test_what_a_template_lacks_is_named() -> None:
    facts = describe_template(template("Heading 2", "Heading 3", "Caption"))
    assert (facts.serves, facts.missing, facts.made_up_for) == (False, ("Heading 2", "Heading 3"), ("Caption",))
    assert (facts.header, facts.pictures) == ("Westmarch letterhead", 1)
    with pytest.raises(TemplateError, match="lacks the styles “Heading 2”, “Heading 3”") as refused:
        to_docx(paper(), template=template("Heading 2", "Heading 3"))
    assert refused.value.missing == ("Heading 2", "Heading 3")


def test_a_template_without_lists_and_captions_still_serves() -> None:
    given = template("List Bullet", "List Number", "Caption", "Quote", "Title", header=False)
    assert [p.text for p in opened(to_docx(paper(), template=given)).paragraphs][1] == "Annual report"


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (b"%PDF-1.7", "not a Word file"),
        (b"", "not a Word file"),
        (repacked(template(), word__vbaProject_dot_bin="x"), "macros"),
        (
            repacked(
                template(),
                word___rels__header9_dot_xml_dot_rels='<Relationships><Relationship Id="rId1" Type="http://x/image" '
                'Target="http://tracker.example/a.png" TargetMode="External"/></Relationships>',
            ),
            "from outside",
        ),
        (repacked(template(), word__document_dot_xml="<broken"), "damaged"),
        (repacked(template(), word__media__big_dot_bin="0" * (101 * 1024 * 1024)), "too large"),
    ],
    ids=["pdf", "empty", "macros", "outside", "damaged", "bomb"],
)
def test_a_template_that_cannot_serve_says_why(given: bytes, said: str) -> None:
    with pytest.raises(TemplateError, match=said):
        describe_template(given)


def test_a_form_is_read_back_by_its_keys() -> None:
    form = to_docx(paper(Section("Q", (Field("What did you do?", key="q1"), Field("And then?", "A hint", key="q2")))))
    assert read_fields(form) == {"q1": "", "q2": ""}
    filled = opened(form)
    control = next(filled.element.body.iter(qn("w:sdt")))
    control.find(qn("w:sdtPr")).remove(control.find(qn("w:sdtPr")).find(qn("w:showingPlcHdr")))
    control.find(f".//{qn('w:t')}").text = "We trained 40 people."
    out = io.BytesIO()
    filled.save(out)
    assert read_fields(out.getvalue()) == {"q1": "We trained 40 people.", "q2": ""}


@pytest.mark.skipif(not shutil.which("soffice"), reason="Only on a machine with LibreOffice.")
def test_libreoffice_opens_it(tmp_path: Path) -> None:
    file = tmp_path / "paper.docx"
    file.write_bytes(to_docx(paper(rows=60), template=template()))
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    subprocess.run(
        ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), str(file)],
        check=True,
        timeout=120,
    )
    import pymupdf

    with pymupdf.open(tmp_path / "paper.pdf") as document:
        text = " ".join(page.get_text() for page in document)
    assert all(words in text for words in ("Westmarch letterhead", "Northmarch", "Agency 60", "OFFICIAL-SENSITIVE"))
