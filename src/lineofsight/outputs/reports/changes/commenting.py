"""What readers of a draft say of it, and when it is settled."""

from datetime import datetime

from django.db import transaction

from lineofsight.foundation.partnership.permissions import Refused
from lineofsight.foundation.trail.changes import Doer, record
from lineofsight.outputs.reports.changes.holding import must_be_draft
from lineofsight.outputs.reports.models import Block, Comment, Report


@transaction.atomic
def comment(report: Report, *, text: str, block: Block | None = None, by: Doer, now: datetime) -> Comment:
    """Say something of the report, or of one of its blocks."""
    must_be_draft(report)
    if not text.strip():
        raise Refused("Write what you want to say.")
    made = Comment.objects.create(report=report, block=block, text=text, at=now, actor_id=by.actor_id, role=by.role)
    record(report.partnership.chain, by=by, deed="reports.comment", subject=report.subject, note=text)
    return made


@transaction.atomic
def settle_comment(comment: Comment, *, by: Doer, now: datetime) -> None:
    """What was said is dealt with; it stays on record."""
    rows = Comment.objects.filter(pk=comment.pk, settled_at__isnull=True)
    if rows.update(settled_at=now, settled_by_id=by.actor_id):
        report = comment.report
        record(report.partnership.chain, by=by, deed="reports.settle_comment", subject=report.subject)
