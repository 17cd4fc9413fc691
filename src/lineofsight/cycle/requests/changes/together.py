"""A later day for several agencies at once: in one transaction, and undone within ten minutes."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import F

from lineofsight.cycle.requests import queries
from lineofsight.cycle.requests.changes.asking import day_words, extend, tell
from lineofsight.cycle.requests.models import ExtendedRequest, Request, Round, TogetherExtended
from lineofsight.foundation.notices import changes as notices
from lineofsight.foundation.notices.models import Notice
from lineofsight.foundation.partnership.permissions import Refused
from lineofsight.foundation.trail.changes import Doer, record

UNDO_MINUTES: Final = 10


@transaction.atomic
def extend_together(
    round_: Round, requests: Sequence[Request], *, until: date, reason: str, by: Doer, now: datetime, today: date
) -> TogetherExtended:
    """A later day for each of these; for none of them when one cannot be moved."""
    made = TogetherExtended.objects.create(
        partnership=round_.partnership, round=round_, until=until, reason=reason, at=now, actor_id=by.actor_id
    )
    for request in requests:
        before = request.due_on
        extend(request, until=until, by=by, today=today, reason=reason)
        ExtendedRequest.objects.create(together=made, request=request, due_before=before, version_after=request.version)
    return made


def may_still_be_undone(made: TogetherExtended, *, now: datetime) -> bool:
    """For ten minutes, once."""
    return made.undone_at is None and now - made.at <= timedelta(minutes=UNDO_MINUTES)


@transaction.atomic
def undo_extend(made: TogetherExtended, *, by: Doer, now: datetime, today: date) -> int:
    """Each has its earlier day again, save where somebody has changed it since; how many. Those who were told hear of it."""
    if not may_still_be_undone(made, now=now):
        raise Refused("This was undone already, or it is more than ten minutes ago.")
    items = list(made.items.select_related("request__round", "request__subject", "request__partnership__chain"))
    undone = [item for item in items if _undo_one(item, today=today)]
    TogetherExtended.objects.filter(pk=made.pk).update(undone_at=now)
    after = {"requests": [str(item.request_id) for item in undone], "until": made.until}
    record(made.partnership.chain, by=by, deed="requests.undo_extend", after=after, rows=max(len(undone), 1))
    return len(undone)


def _undo_one(item: ExtendedRequest, *, today: date) -> bool:
    held = Request.objects.filter(pk=item.request_id, version=item.version_after)
    if not held.update(due_on=item.due_before, version=F("version") + 1):
        return False
    request, until = item.request, item.request.due_on
    notices.settle(key_prefix=f"request:{request.pk}:news:until:{until.isoformat()}")
    text = f"{request.round.title}: the later day was a mistake. It is due on {day_words(item.due_before)}, as before."
    people = queries.people_of(request, today=today)
    tell(request, people, key=f"news:as-before:{item.version_after}", text=text, kind=Notice.Kind.NEWS)
    return True
