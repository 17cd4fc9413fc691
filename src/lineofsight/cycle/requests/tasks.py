"""What the clock calls once a day."""

from datetime import date, datetime

from lineofsight.cycle.requests.changes import lateness
from lineofsight.cycle.requests.rules import Reminding
from lineofsight.foundation.handbook.queries import NoFramework, framework_in_use
from lineofsight.foundation.partnership.guards import now as current_moment
from lineofsight.foundation.partnership.guards import today as current_day
from lineofsight.foundation.partnership.models import Partnership


def mark_late(today: date, now: datetime) -> int:
    """Record what became late, in every partnership; the number."""
    return sum(lateness.mark_late(partnership, today=today, now=now) for partnership in _partnerships())


def send_reminders(today: date) -> int:
    """The reminders that are due, in every partnership that has adopted a framework; the number of people told."""
    return sum(
        lateness.send_reminders(partnership, reminders=reminders_of(partnership, today=today), today=today)
        for partnership in _partnerships()
    )


def reminders_of(partnership: Partnership, *, today: date) -> list[Reminding]:
    """The framework's reminders; none without a framework."""
    try:
        framework = framework_in_use(partnership, on=today)
    except NoFramework:
        return []
    return [Reminding(one.code, one.days, one.copy_to_lead) for one in framework.reminders]


def daily() -> int:
    """The day's work on requests: lateness first, then reminders."""
    today = current_day()
    return mark_late(today, current_moment()) + send_reminders(today)


def _partnerships() -> list[Partnership]:
    return list(Partnership.objects.select_related("chain").order_by("pk"))
