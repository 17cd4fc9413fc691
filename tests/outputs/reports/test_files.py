"""Files of a report: made once in the background, passed by two checkers, opened by another program, safe for the public."""

import io
import re
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import docx
import outloud
import pdfua
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from lineofsight.foundation.handbook.queries import framework_of
from lineofsight.foundation.notices.models import Notice
from lineofsight.outputs.reports import document, queries, tasks
from lineofsight.outputs.reports.changes import files
from lineofsight.outputs.reports.models import PaperLook, Report, ReportFile
from tests.governance.meetings.pdfs import bookmarks, text_of
from tests.outputs.reports.story import Story, fresh
from tests.outputs.reports.test_blocks import browser

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def waiting(settings: Any) -> None:
    """Tasks wait to be called."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}


def made(story: Story, report: Report, form: str, **facts: Any) -> bytes:
    file = tasks.start_file(fresh(report), form=form, by=story.by, **{"is_public": False, "is_draft": True, **facts})
    tasks.make_file.func(str(file.pk))
    file.refresh_from_db()
    assert (file.state, file.done_parts) == ("ready", file.all_parts)
    return file.content.read()


def test_pdf_names_its_sources_and_two_checkers_find_nothing_wrong(story: Story, tmp_path: Path) -> None:
    report = story.write(story.report("lsp-report"), text=f"Plans were late, as {story.product.reference} shows.")
    content = made(story, report, "pdf")
    text = text_of(content)
    assert "DRAFT: not signed off" in text and "OFFICIAL-SENSITIVE" in text
    assert bookmarks(content)[-1] == "Sources" and "Early warnings" in bookmarks(content)
    number = re.search(rf"as {story.product.reference} \[(\d+)\] shows", text)
    assert number and f"{number[1]}. {story.product.reference} –" in text.replace("\n", " ")
    path = tmp_path / "report.pdf"
    path.write_bytes(content)
    first, second = pdfua.validate(str(path)), outloud.check(str(path))
    assert [finding.to_dict() for finding in first.findings] == []
    assert (second.error, [one for one in second.findings if one.rule not in ("LNK-010", "FIG-012")]) == (None, [])


def test_word_keeps_headings_alt_texts_and_table_headers_and_another_program_opens_it(
    story: Story, tmp_path: Path
) -> None:
    content = made(story, story.report("lsp-report"), "docx")
    paper = docx.Document(io.BytesIO(content))
    headings = [one.text for one in paper.paragraphs if one.style.name == "Heading 1"]
    assert headings[:3] == ["In short", "For decision", "Early warnings"] and headings[-1] == "Sources"
    pictures = paper.element.findall(".//{*}docPr")
    assert pictures and all(one.get("descr") for one in pictures)
    assert len(paper.element.findall(".//{*}tblHeader")) == len(paper.tables) > 3
    file = tmp_path / "report.docx"
    file.write_bytes(content)
    command = [
        "soffice",
        f"-env:UserInstallation=file://{tmp_path}/office",
        "--headless",
        "--convert-to",
        "pdf",
        "report.docx",
    ]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, timeout=120)
    text = text_of((tmp_path / "report.pdf").read_bytes())
    assert "How sure we are" in text and "Neglect audit" in text


def test_made_twice_or_taken_up_again_it_is_one_file_and_one_message(story: Story) -> None:
    report = story.report("key-issues")
    facts: dict[str, Any] = {"form": "html", "is_public": False, "is_draft": True, "by": story.by}
    file = tasks.start_file(report, **facts)
    assert files.begin(file, parts=9, now=timezone.now())
    tasks.make_file.func(str(file.pk))
    tasks.make_file.func(str(file.pk))
    row = ReportFile.objects.get()
    assert (row.state, row.tries, tasks.start_file(fresh(report), **facts).pk) == ("ready", 2, row.pk)
    assert Notice.objects.filter(key=f"report-file:{row.pk}:ready").count() == 1
    page = row.content.read().decode()
    assert (
        page.startswith("<!DOCTYPE html>")
        and f'href="http://127.0.0.1:8000/p/westmarch/warnings/{story.warning_row.pk}/"' in page
    )


def test_public_version_has_no_way_in_and_nothing_that_is_not_for_anybody(story: Story) -> None:
    report = story.write(story.report("lsp-report"))
    page = made(story, report, "html", is_public=True).decode()
    assert "/p/westmarch/" not in page and report.reference not in page
    assert "Early warnings" in page and "Visits in time fell" not in page and "Why did visits fall?" not in page
    assert "small numbers are hidden" in page and "Neglect audit" not in page
    paper = document.document_of(report, queries.blocks_of(report), framework_of(report.framework), is_public=True)
    assert paper.marking == "OFFICIAL"
    reader = browser(story.executive[0])
    file = ReportFile.objects.get()
    assert reader.get(f"/p/westmarch/reports/{report.pk}/files/{file.pk}/open/").status_code == 404


def test_own_word_template_is_checked_shown_and_used(story: Story) -> None:
    client, address = browser(story.manager), "/p/westmarch/reports/look/"
    wrong = client.post(address, {"word": SimpleUploadedFile("a.docx", b"no word file"), "expected_version": "1"})
    assert "This is not a Word file" in wrong.content.decode()
    own = docx.Document()
    own.sections[0].header.paragraphs[0].text = "Westmarch letterhead"
    kept = io.BytesIO()
    own.save(kept)
    sent = client.post(address, {"word": SimpleUploadedFile("own.docx", kept.getvalue()), "expected_version": "1"})
    assert sent.status_code == 302
    shown = client.get(address).content.decode()
    assert "Westmarch letterhead" in shown and "own.docx" in shown
    for content in (client.get(f"{address}sample.docx").content, made(story, story.report("key-issues"), "docx")):
        names = zipfile.ZipFile(io.BytesIO(content)).namelist()
        headers = [zipfile.ZipFile(io.BytesIO(content)).read(one).decode() for one in names if "header" in one]
        assert any("Westmarch letterhead" in one for one in headers)
    assert client.post(f"{address}forget/").status_code == 302
    assert PaperLook.objects.get().word_name == ""
