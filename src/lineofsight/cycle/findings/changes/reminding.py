"""Reminders of everything here that has a day: actions, recommendations without an answer, impact checks.

Each person is told once for each reminder; what is done, changed hands or moved to another day is not reminded of again.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from lineofsight.cycle.findings import queries, rules
from lineofsight.cycle.findings.changes.subjects import Thing, tell
from lineofsight.cycle.findings.models import Action, ImpactCheck, Recommendation
from lineofsight.cycle.requests.rules import Reminding, reminder_due
from lineofsight.foundation.accounts.models import Person
from lineofsight.foundation.notices.models import Notice
from lineofsight.foundation.partnership.models import Partnership
from lineofsight.foundation.partnership.queries import people_who_may
from lineofsight.foundation.ui.words import days as days_words

BEFORE, AFTER = timedelta(days=31), timedelta(days=38)
"""How far around today a day may lie: the first reminder is thirty days before, the last a week after."""
LEADS: Final = "approve_returns"


@dataclass
class Asked:
    """Who is asked, looked up once for each seat and agency in a run."""

    partnership: Partnership
    today: date
    by_owner: dict[Any, list[Person]] = field(default_factory=dict)
    leads: dict[Any, list[Person]] = field(default_factory=dict)

    def of(self, row: Action | Recommendation) -> list[Person]:
        """The people of the seat, else of the agency, else of the team."""
        key = row.owner_id or row.organisation_id
        if key not in self.by_owner:
            self.by_owner[key] = queries.people_asked(row, today=self.today)
        return self.by_owner[key]

    def checkers(self, check: ImpactCheck) -> list[Person]:
        """The seat that looks; else those who keep the plan, without the owners."""
        held = queries.people_in(check.checker_id, today=self.today)
        owners = queries.owner_roles(check.recommendation)
        return held or queries.verifiers(self.partnership, today=self.today, not_in=owners)

    def leads_of(self, organisation_id: UUID | None) -> list[Person]:
        """Who leads an agency."""
        if organisation_id not in self.leads:
            found = people_who_may(self.partnership, LEADS, today=self.today, organisation_id=organisation_id)
            self.leads[organisation_id] = found if organisation_id else []
        return self.leads[organisation_id]


@dataclass(frozen=True, slots=True)
class Dated:
    """Something that waits for somebody by a day; `since` is the day on which they were first told of it."""

    thing: Thing
    due: date
    since: date
    what: str
    path: str
    people: Sequence[Person]
    leads: Sequence[Person] = ()


@transaction.atomic
def send_reminders(partnership: Partnership, *, reminders: Sequence[Reminding], today: date) -> int:
    """The reminders that are due today; the number of people told now."""
    asked = Asked(partnership, today)
    return sum(_remind(one, reminders, today=today) for one in _dated(partnership, asked, today=today))


def _remind(one: Dated, reminders: Sequence[Reminding], *, today: date) -> int:
    # Whoever got it was told then: a reminder for a day before that would only say it twice.
    later = [each for each in reminders if one.due + timedelta(days=each.days) > one.since]
    reminder = reminder_due(later, due=one.due, today=today)
    if reminder is None:
        return 0
    key, text = f"ask:{one.due.isoformat()}:{reminder.code}", _words(one, today=today)
    told = tell(one.thing, one.people, key=key, text=text, path=one.path)
    if reminder.copy_to_lead:
        told += tell(one.thing, one.leads, key=f"{key}:lead", text=text, kind=Notice.Kind.NEWS)
    return told


def _words(one: Dated, *, today: date) -> str:
    day = f"{one.due.day} {one.due:%B %Y}"
    if today > one.due:
        return f"{one.what} was due on {day}, {days_words((today - one.due).days)} ago."
    return f"{one.what} is due {'today' if today == one.due else f'on {day}'}."


def _dated(partnership: Partnership, asked: Asked, *, today: date) -> Iterator[Dated]:
    first, last = today - AFTER, today + BEFORE
    base = f"/p/{partnership.slug}"
    actions = Action.objects.for_partnership(partnership).filter(state__in=rules.LIVE, due_on__range=(first, last))
    for action in _with_all(actions):
        yield Dated(action, action.due_on, _day(action.made_at), action.reference, f"{base}/actions/{action.pk}/quick/",
                    asked.of(action), asked.leads_of(action.organisation_id))  # fmt: skip
    proposed = Recommendation.objects.for_partnership(partnership).filter(
        state=rules.PROPOSED, private_to__isnull=True, answer_due_on__range=(first, last)
    )
    for held in _with_all(proposed):
        what = f"{held.reference}: the answer to a recommendation"
        yield Dated(held, held.answer_due_on, _day(held.made_at), what, f"{base}/recommendations/{held.pk}/answer/",
                    asked.of(held), asked.leads_of(held.organisation_id))  # fmt: skip
    checks = ImpactCheck.objects.for_partnership(partnership).filter(
        result="", due_on__range=(first, last), recommendation__state__in=[rules.DELIVERED, rules.EMBEDDED]
    )
    for check in checks.select_related("recommendation__subject", "subject", "partnership__chain"):
        what = f"{check.recommendation.reference}: its impact check"
        yield Dated(
            check, check.due_on, _day(check.planned_at), what, f"{base}/impact/{check.pk}/", asked.checkers(check)
        )


def _with_all(rows: Any) -> Iterable[Any]:
    return rows.select_related("subject", "partnership__chain", "owner", "organisation").order_by("due_on", "reference")


def _day(moment: datetime) -> date:
    return timezone.localtime(moment).date()
