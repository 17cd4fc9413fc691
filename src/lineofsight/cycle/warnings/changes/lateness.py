"""What the clock does by itself: the Executive is told of what nobody triaged, and late returns become warnings."""

from datetime import date, datetime, timedelta

from django.db import transaction

from lineofsight.cycle.requests.models import Request
from lineofsight.cycle.warnings import rules
from lineofsight.cycle.warnings.changes.finding import Detection, detect
from lineofsight.cycle.warnings.changes.moving import close, raise_to_executive
from lineofsight.cycle.warnings.changes.telling import tell
from lineofsight.cycle.warnings.changes.triage import triage_setting
from lineofsight.cycle.warnings.models import Warning
from lineofsight.foundation.partnership.models import Partnership
from lineofsight.foundation.partnership.queries import people_who_may
from lineofsight.foundation.trail.changes import Doer

STILL_OWED = (Request.State.OPEN, Request.State.STARTED, Request.State.SENT_BACK)
CAME = "The return came in."
EXCUSED = "It was agreed that this return is not needed."


@transaction.atomic
def tell_by_clock(partnership: Partnership, *, now: datetime, today: date) -> int:
    """The Executive is told of every warning that nobody triaged in time; the number told."""
    rows = Warning.objects.for_partnership(partnership).filter(joined_to__isnull=True)
    waiting = list(rows.filter(state=rules.NEW, triage_due_on__lt=today).select_for_update())
    days = triage_setting(partnership).working_days if waiting else 0
    for warning in waiting:
        note = f"Nobody triaged it within {days} working days."
        by = Doer.system()
        raise_to_executive(warning, by=by, now=now, today=today, version=warning.version, note=note, by_clock=True)
    return len(waiting)


@transaction.atomic
def warn_of_late(partnership: Partnership, *, now: datetime, today: date, after_days: int) -> int:
    """Every return that has been late for so many days becomes a warning, once; the agency's lead is told too. The number."""
    rows = Request.objects.for_partnership(partnership).filter(
        state__in=STILL_OWED, first_received_at__isnull=True, round__closed_at__isnull=True,
        became_late_on__isnull=False, due_on__lte=today - timedelta(days=after_days),
    )  # fmt: skip
    return sum(_warn(request, now=now, today=today) for request in rows.select_related("round", "organisation"))


def _warn(request: Request, *, now: datetime, today: date) -> bool:
    days = (today - request.due_on).days
    found = Detection(
        kind=Warning.Kind.LATE,
        key=key_of(request),
        title=f"{request.organisation.name}: {request.round.title} is late",
        sentence=rules.late_words(request.organisation.name, request.round.title, due=request.due_on, days=days),
        rank=rules.rank_of_late(days),
        known="Reminders went to the people who send it, and a copy to the agency’s lead.",
        not_known="Why it is late, and when it will come.",
        about=request.subject,
        organisation=request.organisation,
        happened_on=request.due_on,
    )
    warning, is_new = detect(request.partnership, found, by=Doer.system(), now=now, today=today)
    if is_new:
        leads = people_who_may(
            request.partnership, "approve_returns", today=today, organisation_id=request.organisation_id
        )
        text = f"{request.round.title} of {request.organisation.name} is now an early warning because it is late."
        tell(warning, leads, key="lead", text=text, path=f"/p/{request.partnership.slug}/")
    return is_new


def key_of(request: Request) -> str:
    """What a warning about a late return is about."""
    return f"late:{request.pk}"


@transaction.atomic
def close_late_that_came(partnership: Partnership, *, now: datetime) -> int:
    """A warning about a late return that nobody has raised closes by itself when the return is there; the number closed."""
    rows = Warning.objects.for_partnership(partnership).filter(
        kind=Warning.Kind.LATE, state__in=[rules.NEW, rules.WATCHED], joined_to__isnull=True
    )
    waiting = {warning.key: warning for warning in rows}
    ids = [key.removeprefix("late:") for key in waiting]
    came = Request.objects.for_partnership(partnership).filter(pk__in=ids).exclude(
        state__in=STILL_OWED, first_received_at__isnull=True
    )  # fmt: skip
    for request in came:
        warning = waiting[key_of(request)]
        close(
            warning,
            reason=EXCUSED if request.state == Request.State.EXCUSED else CAME,
            own_organisations=frozenset(),
            by=Doer.system(),
            now=now,
            version=warning.version,
            proved=Warning.Proved.RIGHT,
        )
    return len(came)
