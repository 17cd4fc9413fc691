"""Blocks of a draft: added, written, moved, kept as they are, taken out."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F, Max

from lineofsight.foundation.partnership.holding import ChangedMeanwhile
from lineofsight.foundation.partnership.permissions import Refused
from lineofsight.foundation.trail.changes import Doer, record
from lineofsight.outputs.reports import rules
from lineofsight.outputs.reports.changes.holding import (
    CHANGED,
    held,
    must_be_draft,
    record_saved,
    refresh_needs,
    touch,
)
from lineofsight.outputs.reports.models import Block, Report
from lineofsight.outputs.reports.registry import is_known


@transaction.atomic
def add_block(
    report: Report, *, kind: str, section: str, heading: str = "", item: str = "", by: Doer, now: datetime
) -> Block:
    """A new block after the last one of its section, or at the end."""
    report = held(report)
    must_be_draft(report)
    if not is_known(kind):
        raise Refused("Choose what the block tells.")
    rows = Block.objects.filter(report=report)
    last = rows.filter(section=section).aggregate(at=Max("position"))["at"]
    last = last if last is not None else rows.aggregate(at=Max("position"))["at"] or 0
    rows.filter(position__gt=last).update(position=F("position") + 1)
    block = Block.objects.create(
        report=report, position=last + 1, section=section, heading=heading, kind=kind, item=item, changed_at=now,
        changed_by_id=by.actor_id,
    )  # fmt: skip
    touch(report, by=by, now=now)
    refresh_needs(report)
    after = {"block": kind, "section": section}
    record(report.partnership.chain, by=by, deed="reports.add_block", subject=report.subject, after=after)
    return block


@transaction.atomic
def edit_block(
    block: Block,
    *,
    section: str,
    heading: str,
    text: str,
    is_public: bool,
    settings: dict[str, Any] | None = None,
    by: Doer,
    now: datetime,
    version: int,
) -> Block:
    """Write a block. Other settings mean that it must be read again, so what it read goes. ChangedMeanwhile as everywhere."""
    report = held(block.report)
    must_be_draft(report)
    before = Block.objects.get(pk=block.pk)
    facts: dict[str, Any] = {
        "section": section, "heading": heading, "text": text, "is_public": is_public, "changed_at": now,
        "changed_by_id": by.actor_id,
    }  # fmt: skip
    if settings is not None and settings != before.settings:
        facts |= {"settings": settings, "content": {}, "public_content": {}, "read_at": None, "is_frozen": False}
    if not Block.objects.filter(pk=block.pk, version=version).update(**facts, version=F("version") + 1):
        raise ChangedMeanwhile(CHANGED)
    touch(report, by=by, now=now)
    record_saved(report, "reports.edit_block", {"section": section, "heading": heading, "text": text}, by=by)
    block.refresh_from_db()
    return block


@transaction.atomic
def move_block(block: Block, *, up: bool, by: Doer, now: datetime) -> int:
    """One place up or down; its new place, counted from one."""
    report = held(block.report)
    must_be_draft(report)
    keys = [str(key) for key in Block.objects.filter(report=report).values_list("pk", flat=True)]
    order = rules.position_after_move(keys, str(block.pk), up=up)
    for at, key in enumerate(order, start=1):
        Block.objects.filter(pk=key).exclude(position=at).update(position=at)
    touch(report, by=by, now=now)
    record_saved(report, "reports.move_block", {"block": block.heading or block.section}, by=by)
    return order.index(str(block.pk)) + 1


@transaction.atomic
def freeze(block: Block, *, is_frozen: bool, by: Doer, now: datetime) -> None:
    """Keep a block as it was read when the report is refreshed, or let it be read again."""
    report = held(block.report)
    must_be_draft(report)
    if is_frozen and not block.read_at:
        raise Refused("Refresh the block first: there is nothing to keep yet.")
    Block.objects.filter(pk=block.pk).update(is_frozen=is_frozen, version=F("version") + 1)
    after = {"block": block.heading or block.section, "is_frozen": is_frozen}
    record(report.partnership.chain, by=by, deed="reports.freeze", subject=report.subject, after=after)


@transaction.atomic
def remove_block(block: Block, *, by: Doer, now: datetime) -> None:
    """Take a block out of a draft. What it read stays where it was read from."""
    report = held(block.report)
    must_be_draft(report)
    before = {"section": block.section, "kind": block.kind, "text": block.text}
    Block.objects.filter(pk=block.pk).delete()
    touch(report, by=by, now=now)
    refresh_needs(report)
    record(report.partnership.chain, by=by, deed="reports.remove_block", subject=report.subject, before=before)
