"""What workers do for reports: fill blocks, make files, and take up again what a killed worker left."""

import logging
from uuid import UUID

from django.conf import settings
from django.utils import timezone
from django_tasks import task

from lineofsight.engine.documents import Document, DocumentError, TemplateError, to_docx, to_page, to_pdf
from lineofsight.foundation.handbook.queries import framework_of
from lineofsight.foundation.partnership.guards import today
from lineofsight.foundation.trail.changes import Doer
from lineofsight.outputs.reports import document, queries
from lineofsight.outputs.reports.changes import files, filling
from lineofsight.outputs.reports.models import PaperLook, Report, ReportFile

log = logging.getLogger(__name__)
LAST_STEPS = 1
"""Steps after the blocks: writing the file itself."""


def start_filling(report: Report, *, by: Doer) -> None:
    """Read its blocks in the background."""
    fill_report.enqueue(str(report.pk), str(by.actor_id), by.role)


@task()
def fill_report(key: str, actor: str, role: str) -> None:
    """Read each block that was not read yet; doing it twice, or again after being killed, reads what is left."""
    report = Report.objects.filter(pk=UUID(key)).select_related("partnership__chain", "framework").first()
    if report is not None and report.state == Report.State.DRAFT:
        filling.fill_all(report, by=Doer(UUID(actor), role), now=timezone.now())


def start_file(report: Report, *, form: str, is_public: bool, is_draft: bool, by: Doer) -> ReportFile:
    """A file whose making has begun in the background, is under way, or is there already."""
    facts = {"form": form, "is_public": is_public, "is_draft": is_draft}
    file = files.ask_for_file(report, by=by, now=timezone.now(), **facts)  # type: ignore[arg-type]
    if file.state == ReportFile.State.WAITING and file.beat_at is None:
        make_file.enqueue(str(file.pk))
    return file


@task()
def make_file(key: str) -> None:
    """Make one file. Doing it twice, or again after being killed half-way, gives the same one file and one message."""
    file = (
        ReportFile.objects.select_related("report__partnership__chain", "report__framework")
        .filter(pk=UUID(key))
        .first()
    )
    if file is None:
        return
    blocks = queries.blocks_of(file.report)
    if not files.begin(file, parts=len(blocks) + LAST_STEPS, now=timezone.now()):
        return
    try:
        content = _content(file, blocks)
    except (DocumentError, TemplateError) as error:
        log.exception("Report file %s cannot be made.", key)
        files.give_up(file, why=str(error), now=timezone.now())
        return
    files.finish(file, content, now=timezone.now())


def _content(file: ReportFile, blocks: list[document.Block]) -> bytes:
    report = file.report
    paper = document.document_of(
        report,
        blocks,
        framework_of(report.framework),
        is_public=file.is_public,
        is_draft=file.is_draft,
        site=settings.ADDRESS,
        made_on=today(),
        links=queries.links_of(report.partnership, blocks),
        done=lambda count: files.beat(file, done=count, now=timezone.now()),
    )
    return in_form(paper, file.form, queries.look_of(report.partnership))


def in_form(paper: Document, form: str, look: PaperLook | None) -> bytes:
    """The paper as a file of that form, in the partnership's look."""
    logo = look.logo.read() if look and look.logo else None
    if form == ReportFile.Form.WORD:
        return to_docx(paper, template=look.word.read() if look and look.word else None, logo=logo)
    if form == ReportFile.Form.PDF:
        return to_pdf(paper, logo=logo)
    return to_page(paper, logo=logo).encode()


def take_up_silent_files() -> int:
    """Start files again whose worker was killed; the number started. The clock calls it."""
    now = timezone.now()
    found = [file for file in files.silent(now=now) if files.take_up(file, now=now)]
    for file in found:
        make_file.enqueue(str(file.pk))
    return len(found)
