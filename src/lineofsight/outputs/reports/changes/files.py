"""Files of a report: asked for, begun, given a sign of life, finished or given up. What makes them is the task."""

from datetime import datetime, timedelta

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import F, Q

from lineofsight.foundation.accounts.models import Person
from lineofsight.foundation.notices import changes as notices
from lineofsight.foundation.notices.models import Notice
from lineofsight.foundation.trail.changes import Doer, record
from lineofsight.outputs.reports import queries
from lineofsight.outputs.reports.changes.holding import held, path_of
from lineofsight.outputs.reports.models import Report, ReportFile

State = ReportFile.State
SILENT_FOR, MOST_TRIES = timedelta(minutes=3), 4
GAVE_UP = "It could not be made. Try again; if that fails too, tell whoever looks after the installation."


@transaction.atomic
def ask_for_file(report: Report, *, form: str, is_public: bool, is_draft: bool, by: Doer, now: datetime) -> ReportFile:
    """The file of the report as it is now: one that is there or under way is given back."""
    report = held(report)
    content = queries.content_hash(report, queries.blocks_of(report))
    same = ReportFile.objects.for_partnership(report.partnership).filter(
        report=report, form=form, is_public=is_public, is_draft=is_draft, content_hash=content
    )
    known = same.exclude(state=State.FAILED).first()
    if known is not None:
        return known
    made = ReportFile.objects.create(
        partnership=report.partnership, report=report, form=form, is_public=is_public, is_draft=is_draft,
        needs=report.needs, content_hash=content, asked_at=now, asked_by_id=by.actor_id,
    )  # fmt: skip
    after = {"form": form, "is_public": is_public, "content": content}
    record(report.partnership.chain, by=by, deed="reports.ask_for_file", subject=report.subject, after=after)
    return made


def _under_way(file: ReportFile) -> Q:
    return Q(pk=file.pk, state__in=[State.WAITING, State.RUNNING])


def begin(file: ReportFile, *, parts: int, now: datetime) -> bool:
    """The work begins, or begins again after a worker was killed; False when it is finished or given up."""
    facts = {"state": State.RUNNING, "beat_at": now, "done_parts": 0, "all_parts": parts, "error": ""}
    return bool(ReportFile.objects.filter(_under_way(file)).update(tries=F("tries") + 1, **facts))


def beat(file: ReportFile, *, done: int, now: datetime) -> None:
    """How far the work is."""
    ReportFile.objects.filter(pk=file.pk, state=State.RUNNING).update(done_parts=done, beat_at=now)


@transaction.atomic
def finish(file: ReportFile, content: bytes, *, now: datetime) -> bool:
    """Keep the file and tell who asked, once; False when another worker was first."""
    rows = ReportFile.objects.select_for_update(of=("self",)).select_related("report__partnership__chain")
    row = rows.get(pk=file.pk)
    if row.state != State.RUNNING:
        return False
    row.content.save(f"{row.pk}.{row.form}", ContentFile(content), save=False)
    row.state, row.size, row.finished_at, row.beat_at = State.READY, len(content), now, now
    row.done_parts = row.all_parts
    row.save(update_fields=["content", "state", "size", "finished_at", "beat_at", "done_parts"])
    _tell(row, f"{row.report.title} is ready as {row.get_form_display()}.", key="ready")
    return True


@transaction.atomic
def give_up(file: ReportFile, *, why: str, now: datetime) -> None:
    """It cannot be made; who asked is told."""
    facts = {"state": State.FAILED, "error": why[:300], "finished_at": now}
    if ReportFile.objects.filter(_under_way(file)).update(**facts):
        row = ReportFile.objects.select_related("report__partnership__chain").get(pk=file.pk)
        _tell(row, f"{row.report.title} could not be made as {row.get_form_display()}.", key="failed")


def silent(*, now: datetime) -> list[ReportFile]:
    """Files under way that gave no sign of life for three minutes: their worker was killed, or their task was lost."""
    before = now - SILENT_FOR
    quiet = Q(beat_at__lt=before) | Q(beat_at__isnull=True, asked_at__lt=before)
    return list(ReportFile.objects.filter(quiet, state__in=[State.WAITING, State.RUNNING]).order_by("asked_at"))


def take_up(file: ReportFile, *, now: datetime) -> bool:
    """True when the caller should start a silent file's work again; after too many tries it is given up."""
    if file.tries >= MOST_TRIES:
        give_up(file, why=GAVE_UP, now=now)
        return False
    return bool(ReportFile.objects.filter(pk=file.pk, beat_at=file.beat_at, state=file.state).update(beat_at=now))


def _tell(file: ReportFile, text: str, *, key: str) -> None:
    notices.tell(
        Person.objects.filter(actor=file.asked_by_id),
        key=f"report-file:{file.pk}:{key}",
        text=text,
        path=f"{path_of(file.report)}files/{file.pk}/",
        kind=Notice.Kind.NEWS,
        chain=file.report.partnership.chain,
    )
