"""Making a report from a template, changing what is known of it, and keeping its outline as a template of one's own."""

from datetime import date, datetime
from typing import Any

from django.db import transaction

from lineofsight.foundation.handbook.queries import version_in_use
from lineofsight.foundation.partnership.holding import ChangedMeanwhile, must
from lineofsight.foundation.partnership.models import Partnership
from lineofsight.foundation.partnership.numbering import next_reference
from lineofsight.foundation.partnership.permissions import Refused
from lineofsight.foundation.trail.changes import Doer, record
from lineofsight.outputs.reports import rules
from lineofsight.outputs.reports.changes.holding import (
    CHANGED,
    held,
    must_be_draft,
    refresh_needs,
    refresh_subject,
    touch,
)
from lineofsight.outputs.reports.models import Block, OwnTemplate, Report
from lineofsight.outputs.reports.registry import is_known
from lineofsight.outputs.reports.shelf import Template

SERIES = "RP"


@transaction.atomic
def make(
    partnership: Partnership,
    template: Template,
    *,
    title: str,
    period_start: date,
    period_end: date,
    snapshot_on: date,
    audience: str,
    marking: str,
    theme: str = "",
    by: Doer,
    now: datetime,
    today: date,
) -> Report:
    """A draft with the template's blocks, none of them filled yet."""
    must(rules.why_not_period(period_start, period_end, snapshot_on, today=today))
    if not title.strip():
        raise Refused("Give the report a title.")
    report = Report.objects.create(
        partnership=partnership,
        framework=version_in_use(partnership, on=today),
        template=template.code,
        kind=template.kind,
        reference=next_reference(partnership, SERIES, year=today.year),
        title=title.strip(),
        period_start=period_start,
        period_end=period_end,
        snapshot_on=snapshot_on,
        audience=audience,
        marking=marking,
        theme=theme,
        made_at=now,
        made_by_id=by.actor_id,
    )
    planned = [one for one in template.outline if is_known(one.kind)]
    Block.objects.bulk_create([
        Block(report=report, position=at, section=one.section, heading=one.heading, kind=one.kind, item=one.item,
              prompt=one.prompt, settings=dict(one.settings))
        for at, one in enumerate(planned, start=1)
    ])  # fmt: skip
    refresh_needs(report)
    refresh_subject(report)
    after = {"template": template.code, "reference": report.reference, **_recorded(report)}
    record(partnership.chain, by=by, deed="reports.make", subject=report.subject, after=after)
    return report


@transaction.atomic
def edit(
    report: Report,
    *,
    title: str,
    period_start: date,
    period_end: date,
    snapshot_on: date,
    audience: str,
    marking: str,
    by: Doer,
    now: datetime,
    today: date,
    version: int,
) -> Report:
    """Change what is known of a draft. With other days or readers its blocks must be read again, so they are emptied."""
    report = held(report)
    must_be_draft(report)
    must(rules.why_not_period(period_start, period_end, snapshot_on, today=today))
    if report.version != version:
        raise ChangedMeanwhile(CHANGED)
    before = _recorded(report)
    facts: dict[str, Any] = {
        "title": title.strip(), "period_start": period_start, "period_end": period_end, "snapshot_on": snapshot_on,
        "audience": audience, "marking": marking,
    }  # fmt: skip
    reads = {name: facts[name] for name in ("period_start", "period_end", "snapshot_on", "audience")}
    if any(getattr(report, name) != value for name, value in reads.items()):
        empty: dict[str, Any] = {"content": {}, "public_content": {}, "read_at": None, "known_on": None}
        Block.objects.filter(report=report, is_frozen=False).exclude(kind="text").update(**empty)
        if report.audience != audience:
            # What was frozen for other readers is not theirs to see.
            Block.objects.filter(report=report).exclude(kind="text").update(**empty, is_frozen=False)
    touch(report, by=by, now=now, **facts)
    refresh_needs(report)
    refresh_subject(report)
    record(report.partnership.chain, by=by, deed="reports.edit", subject=report.subject, before=before,
           after=_recorded(report))  # fmt: skip
    return report


def _recorded(report: Report) -> dict[str, Any]:
    names = ("title", "period_start", "period_end", "snapshot_on", "audience", "marking", "theme")
    return {name: getattr(report, name) for name in names}


@transaction.atomic
def keep_template(report: Report, *, name: str, purpose: str, by: Doer, now: datetime) -> OwnTemplate:
    """The outline of a report, kept under a name to make others from; the same name replaces. No text goes into it."""
    blocks = Block.objects.filter(report=report).order_by("position")
    outline: dict[str, Any] = {
        "audience": report.audience,
        "kind": report.kind,
        "theme": bool(report.theme),
        "blocks": [
            {"section": one.section, "kind": one.kind, "heading": one.heading, "prompt": one.prompt, "item": one.item,
             "settings": one.settings}
            for one in blocks
        ],
    }  # fmt: skip
    facts = {"purpose": purpose, "outline": outline, "made_at": now, "made_by_id": by.actor_id}
    kept, _ = OwnTemplate.objects.update_or_create(partnership=report.partnership, name=name.strip(), defaults=facts)
    after = {"name": kept.name, "blocks": len(outline["blocks"])}
    record(report.partnership.chain, by=by, deed="reports.keep_template", subject=report.subject, after=after)
    return kept
