"""Reading blocks from the record, for the report's readers and for the public, and keeping what was read."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import F, QuerySet

from lineofsight.foundation.handbook.queries import framework_of
from lineofsight.foundation.trail.changes import Doer, record
from lineofsight.governance.updates import changes as updates
from lineofsight.governance.updates.queries import given_for
from lineofsight.outputs.reports import audiences
from lineofsight.outputs.reports.changes.holding import held, must_be_draft, touch
from lineofsight.outputs.reports.models import Block, Report
from lineofsight.outputs.reports.pieces import Content, text
from lineofsight.outputs.reports.registry import Ask, BlockKind, is_known, kind_of
from lineofsight.sources.dashboard.queries.figures import end_of

NOT_THEIRS = "The readers of this report may not see this, so it is left out."
NO_LONGER = "What this block told is not offered any more. Remove it."


def to_fill(report: Report) -> QuerySet[Block]:
    """Blocks that were not read yet."""
    return Block.objects.filter(report=report, read_at__isnull=True).exclude(kind="text").select_related("report")


def read(report: Report, block: Block, audience: str, *, known_on: date) -> Content:
    """What the block tells these readers, read from the record now."""
    if not is_known(block.kind):
        return Content((text(NO_LONGER),))
    kind, reader = kind_of(block.kind), audiences.reader(report.partnership, audience, today=known_on)
    if not reader.may(kind.needs) or (audience == audiences.PUBLIC and not kind.in_public):
        return Content((text(NOT_THEIRS),))
    return kind.read(_ask(report, block, reader, known_on))


def _ask(report: Report, block: Block, reader: Any, known_on: date) -> Ask:
    return Ask(
        reader=reader,
        framework=framework_of(report.framework),
        period_start=report.period_start,
        period_end=report.period_end,
        known_on=known_on,
        end_of_day=end_of(known_on),
        theme=report.theme,
        settings=block.settings,
    )


@transaction.atomic
def fill(block: Block, *, by: Doer, now: datetime) -> Block:
    """Read one block as of the report's day and keep it. Nothing to undo: what was read before was read before."""
    report = held(block.report)
    must_be_draft(report)
    _keep(report, block, now=now)
    _mark_updates(report, block, by=by, now=now)
    touch(report, by=by, now=now)
    after = {"block": block.heading or block.section, "kind": block.kind, "as_of": report.snapshot_on}
    record(report.partnership.chain, by=by, deed="reports.fill", subject=report.subject, after=after)
    block.refresh_from_db()
    return block


def _keep(report: Report, block: Block, *, now: datetime) -> None:
    known_on = report.snapshot_on
    content = read(report, block, report.audience, known_on=known_on)
    public = read(report, block, audiences.PUBLIC, known_on=known_on) if _is_public(block) else Content()
    facts = {"content": content.as_json(), "public_content": public.as_json(), "read_at": now, "known_on": known_on}
    Block.objects.filter(pk=block.pk).update(**facts, version=F("version") + 1)


def _is_public(block: Block) -> bool:
    kind: BlockKind | None = kind_of(block.kind) if is_known(block.kind) else None
    return block.is_public and kind is not None and kind.in_public


def _mark_updates(report: Report, block: Block, *, by: Doer, now: datetime) -> None:
    """Updates say where they were used, so that a given one is not taken back from under a report."""
    channel = block.settings.get("channel")
    if block.kind == "updates" and channel and report.subject:
        for update in given_for(report.partnership, channel, start=report.period_start, end=report.period_end):
            updates.mark_used(update, channel, used_in=report.subject, by=by, now=now)


def fill_all(report: Report, *, by: Doer, now: datetime) -> int:
    """Fill every block that was not read yet, each in its own transaction; how many."""
    waiting = list(to_fill(report))
    for block in waiting:
        fill(block, by=by, now=now)
    return len(waiting)


@transaction.atomic
def refresh(report: Report, *, snapshot_on: date, by: Doer, now: datetime, today: date) -> int:
    """Let every block that is not frozen be read again as of the day; how many there are to read."""
    report = held(report)
    must_be_draft(report)
    rows = Block.objects.filter(report=report, is_frozen=False).exclude(kind="text")
    count = rows.update(read_at=None, content={}, public_content={}, known_on=None)
    touch(report, by=by, now=now, snapshot_on=min(snapshot_on, today))
    after = {"as_of": report.snapshot_on}
    record(
        report.partnership.chain, by=by, deed="reports.refresh", subject=report.subject, after=after, rows=count or 1
    )
    return count
