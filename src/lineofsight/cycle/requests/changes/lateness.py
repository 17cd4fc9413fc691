"""What the day brings: reminders before and after, and lateness as a recorded fact."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import F

from lineofsight.cycle.requests import queries, rules
from lineofsight.cycle.requests.changes.asking import announce, day_words, owed_words, tell
from lineofsight.cycle.requests.models import Request, Round
from lineofsight.foundation.notices.models import Notice
from lineofsight.foundation.partnership.models import Partnership
from lineofsight.foundation.trail.changes import Doer, record


@transaction.atomic
def mark_late(partnership: Partnership, *, today: date, now: datetime) -> int:
    """Every request that nothing came for by the end of its day is recorded as late, once; the number that became so."""
    owed = Request.objects.for_partnership(partnership).filter(
        state__in=rules.WAITING, first_received_at__isnull=True, became_late_on__isnull=True, due_on__lt=today,
        round__closed_at__isnull=True,
    )  # fmt: skip
    found = list(
        owed.select_for_update(of=("self",)).select_related("round", "organisation", "subject", "partnership__chain")
    )
    for request in found:
        _tell_lead(request, today=today)
        Request.objects.filter(pk=request.pk).update(
            became_late_on=date.fromordinal(request.due_on.toordinal() + 1), version=F("version") + 1
        )
    if found:
        after = {"requests": [str(request.pk) for request in found], "at": now}
        record(partnership.chain, by=Doer.system(), deed="requests.mark_late", after=after, rows=len(found))
    return len(found)


def _tell_lead(request: Request, *, today: date) -> None:
    """The agency's lead hears of it first: before anybody is warned."""
    leads = queries.people_in(request, "approve_returns", today=today)
    tell(request, leads, key=f"ask:late:{request.due_on.isoformat()}", text=_words(request, today=today))


@transaction.atomic
def send_reminders(partnership: Partnership, *, reminders: list[rules.Reminding], today: date) -> int:
    """Open what opens today, then the reminder that is due for each request; each person once for each. The number told."""
    told = 0
    opening = Round.objects.for_partnership(partnership).filter(closed_at__isnull=True, opens_on__lte=today)
    for round_ in opening.filter(due_on__gte=today):
        told += announce(round_, today=today)
    owed = queries.requests_of(partnership).filter(
        state__in=rules.WAITING, round__opens_on__lte=today, round__closed_at__isnull=True
    )
    for request in owed:
        told += _remind(request, reminders, today=today)
    return told


def _remind(request: Request, reminders: list[rules.Reminding], *, today: date) -> int:
    due = rules.reminder_due(reminders, due=request.due_on, today=today)
    if due is None:
        return 0
    key = f"ask:{request.due_on.isoformat()}:{due.code}"
    told = tell(request, queries.people_of(request, today=today), key=key, text=_words(request, today=today))
    if due.copy_to_lead:
        leads = queries.people_in(request, "approve_returns", today=today)
        told += tell(request, leads, key=f"{key}:lead", text=_words(request, today=today), kind=Notice.Kind.NEWS)
    return told


def _words(request: Request, *, today: date) -> str:
    owed = owed_words(request)
    if today > request.due_on:
        days = (today - request.due_on).days
        return f"{owed} was due on {day_words(request.due_on)}, {days} {'day' if days == 1 else 'days'} ago."
    return f"{owed} is due on {day_words(request.due_on)}."
