"""What every write to a report shares: holding it, its subject, what reading it needs, and voiding what was signed before."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import F

from lineofsight.cycle.products import changes as products
from lineofsight.foundation.partnership.holding import must
from lineofsight.foundation.trail.changes import Doer, record, subject_for
from lineofsight.foundation.trail.queries import was_recorded_lately
from lineofsight.outputs.reports import audiences, rules
from lineofsight.outputs.reports.models import Block, Report
from lineofsight.outputs.reports.registry import is_known, kind_of

BETWEEN_ENTRIES = timedelta(minutes=10)
CHANGED = "Somebody else changed this while you were writing."


def path_of(report: Report) -> str:
    """The address of the report's page."""
    return f"/p/{report.partnership.slug}/reports/{report.pk}/"


def held(report: Report) -> Report:
    """The report as it is now, locked until the transaction ends."""
    rows = Report.objects.for_partnership(report.partnership).select_for_update(of=("self",))
    related = rows.select_related("partnership__chain", "framework", "subject", "product__partnership__chain")
    found: Report = related.defer("framework__content").get(pk=report.pk)
    return found


def must_be_draft(report: Report) -> None:
    """What is published or withdrawn stays as it is."""
    must(rules.why_not_write(report.state))


def refresh_subject(report: Report) -> None:
    """Bring the one row that trail, notices and search point at in step with the report."""
    is_out = report.state == rules.PUBLISHED
    report.subject = subject_for(
        report.partnership.chain,
        room="reports",
        kind="report",
        key=report.pk,
        title=f"{report.reference} {report.title}",
        may_read=audiences.GATE[report.audience] if is_out else "edit_reports",
        path=path_of(report),
        marking=report.marking,
    )
    Report.objects.filter(pk=report.pk, subject__isnull=True).update(subject=report.subject)


def refresh_needs(report: Report) -> None:
    """Work out anew what opening the report needs, from its audience and its blocks."""
    codes = Block.objects.filter(report=report).order_by().values_list("kind", flat=True).distinct()
    needs = audiences.needs_of(report.audience, [kind_of(code).all_uses for code in codes if is_known(code)])
    report.needs = " ".join(sorted(needs))
    Report.objects.filter(pk=report.pk).update(needs=report.needs)


def touch(report: Report, *, by: Doer, now: datetime, **facts: Any) -> None:
    """The report was changed: by whom and when, and what was signed before does not stand any more."""
    facts |= {"changed_at": now, "changed_by_id": by.actor_id}
    Report.objects.filter(pk=report.pk).update(**facts, version=F("version") + 1)
    for name, value in facts.items():
        setattr(report, name, value)
    report.version += 1
    if report.product is not None:
        products.content_changed(report.product, by=by, now=now)


def record_saved(report: Report, deed: str, after: dict[str, Any], *, by: Doer) -> None:
    """A saved version of a draft is an entry at most once in ten minutes for each editor."""
    if not was_recorded_lately(report.subject, deed=deed, by=by.actor_id, within=BETWEEN_ENTRIES):
        record(report.partnership.chain, by=by, deed=deed, subject=report.subject, after=after)
