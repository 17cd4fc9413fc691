"""What the clock calls once a day: warn before a day, escalate after it, and chase what agencies owe."""

from datetime import date, datetime

from lineofsight.foundation.partnership.guards import now as current_moment
from lineofsight.foundation.partnership.guards import today as current_day
from lineofsight.foundation.partnership.models import Partnership
from lineofsight.sources.reviews import changes


def daily() -> int:
    """The day's work on incidents, in every partnership; how many clocks and people heard of something."""
    now, today = current_moment(), current_day()
    return sum(day_of(one, now=now, today=today) for one in Partnership.objects.select_related("chain").order_by("pk"))


def day_of(partnership: Partnership, *, now: datetime, today: date) -> int:
    """Clocks that end soon, clocks that ran out, and summaries that are still to come."""
    warned, escalated = changes.warn_and_escalate(partnership, today=today, now=now)
    return warned + escalated + changes.chase_summaries(partnership, today=today)
