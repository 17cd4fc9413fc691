"""What the clock does by itself: warn before a day, escalate after it, chase summaries. Everything once."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction

from lineofsight.foundation.notices import changes as notices
from lineofsight.foundation.notices.models import Notice
from lineofsight.foundation.partnership.models import Partnership
from lineofsight.foundation.partnership.queries import people_who_may
from lineofsight.foundation.trail.changes import Doer
from lineofsight.sources.reviews import queries
from lineofsight.sources.reviews.changes.holding import enter, tell_group
from lineofsight.sources.reviews.models import ClockRun, SummaryRequest

CHASE_DAYS = (3, 1, 0, -1, -3)


@transaction.atomic
def warn_and_escalate(partnership: Partnership, *, today: date, now: datetime) -> tuple[int, int]:
    """Clocks whose warning day has come, and those that ran out: the review group hears of both, the Executive and the
    scrutineer of the second, by reference and clock alone. Numbers of each."""
    running = queries.running(partnership).filter(due_on__isnull=False).select_for_update(of=("self",))
    soon = list(running.filter(warned_at__isnull=True, warn_on__lte=today, due_on__gte=today))
    names = queries.clock_names(partnership, on=today) if soon or running.filter(due_on__lt=today).exists() else {}
    for clock in soon:
        days = (_day(clock) - today).days
        when = "today" if days == 0 else f"in {days} days" if days > 1 else "tomorrow"
        text = f"{clock.incident.reference}: {named(names, clock)} ends {when}, on {_words(_day(clock))}."
        tell_group(clock.incident, key=f"clock:{clock.code}:warn", text=text, today=today)
    late = list(running.filter(escalated_at__isnull=True, due_on__lt=today))
    for clock in late:
        _escalate(clock, named(names, clock), today=today)
    ClockRun.objects.filter(pk__in=[clock.pk for clock in soon]).update(warned_at=now)
    ClockRun.objects.filter(pk__in=[clock.pk for clock in late]).update(escalated_at=now, warned_at=now)
    return len(soon), len(late)


def named(names: Mapping[str, str], clock: ClockRun) -> str:
    """A clock as a sentence has it: the clock “Rapid review”."""
    return f"the clock “{names.get(clock.code, clock.code)}”"


def _escalate(clock: ClockRun, name: str, *, today: date) -> None:
    incident, partnership = clock.incident, clock.partnership
    text = f"{incident.reference}: {name} ran out on {_words(_day(clock))}."
    tell_group(incident, key=f"clock:{clock.code}:late", text=text, today=today)
    seen = set(people_who_may(partnership, "see_incidents", today=today))
    leading = [
        *people_who_may(partnership, "decide", today=today),
        *people_who_may(partnership, "write_scrutiny", today=today),
    ]
    notices.tell(
        [person for person in dict.fromkeys(leading) if person in seen],
        key=f"incident:{incident.pk}:clock:{clock.code}:escalated", text=text, kind=Notice.Kind.URGENT,
        path=f"/p/{partnership.slug}/reviews/clocks/", chain=partnership.chain,
    )  # fmt: skip
    after: dict[str, Any] = {"clock": clock.code, "due_on": clock.due_on, "expected_on": clock.expected_on}
    enter(incident, "reviews.escalate_clock", by=Doer.system(), **after)


def _day(clock: ClockRun) -> date:
    assert clock.due_on is not None
    return clock.due_on


def _words(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


@transaction.atomic
def chase_summaries(partnership: Partnership, *, today: date) -> int:
    """Agencies that have not sent their summary hear of it on the days before and after it is due; the number of people told."""
    rows = SummaryRequest.objects.for_partnership(partnership).filter(state=SummaryRequest.State.ASKED)
    told = 0
    for one in rows.select_related("review__incident", "organisation", "subject", "partnership__chain"):
        days = (one.due_on - today).days
        if days not in CHASE_DAYS:
            continue
        people = people_who_may(partnership, "log_products", today=today, organisation_id=one.organisation_id)
        if days < 0:
            people += people_who_may(partnership, "approve_returns", today=today, organisation_id=one.organisation_id)
        when = f"was due on {_words(one.due_on)}" if days < 0 else f"is due on {_words(one.due_on)}"
        text = f"{one.review.incident.reference}: what {one.organisation.name} knows {when}."
        path = one.subject.path if one.subject else ""
        key = f"summary:{one.pk}:ask:{days}"
        told += notices.tell(people, key=key, text=text, path=path, chain=partnership.chain)
    return told
