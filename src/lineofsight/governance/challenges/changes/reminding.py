"""Reminders to whoever must answer a challenge, by the framework's days."""

from collections.abc import Sequence
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from lineofsight.cycle.requests.rules import Reminding, reminder_due
from lineofsight.foundation.partnership.models import Partnership
from lineofsight.foundation.partnership.queries import people_in
from lineofsight.governance.challenges import queries
from lineofsight.governance.challenges.changes.asking import tell
from lineofsight.governance.challenges.models import Challenge


@transaction.atomic
def remind(partnership: Partnership, *, reminders: Sequence[Reminding], today: date) -> int:
    """Remind whoever must answer, of each challenge that waits; the number of people told."""
    rows = queries.unanswered(partnership).select_related("subject", "partnership__chain", "to_role__partnership")
    return sum(_remind(challenge, reminders, today=today) for challenge in rows)


def _remind(challenge: Challenge, reminders: Sequence[Reminding], *, today: date) -> int:
    asked = timezone.localtime(challenge.asked_at).date()
    # Whoever was asked was told then: a reminder for a day before that would only say it twice.
    later = [one for one in reminders if challenge.due_on + timedelta(days=one.days) > asked]
    due = reminder_due(later, due=challenge.due_on, today=today)
    if due is None:
        return 0
    people = [
        person for person in people_in(challenge.to_role, today=today) if person.actor_id != challenge.asked_by_id
    ]
    day = f"{challenge.due_on.day} {challenge.due_on:%B %Y}"
    late = challenge.due_on < today
    text = f"A question that you were asked {'was' if late else 'is'} to be answered by {day}."
    return tell(challenge, people, key=f"answer:{due.code}", text=text, kind="task")
