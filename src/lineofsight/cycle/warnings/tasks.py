"""What the clock calls once a day."""

from datetime import date, datetime

from lineofsight.cycle.warnings import changes
from lineofsight.foundation.handbook.queries import NoFramework, framework_in_use
from lineofsight.foundation.partnership.guards import now as current_moment
from lineofsight.foundation.partnership.guards import today as current_day
from lineofsight.foundation.partnership.models import Partnership

DAYS_FOR_THE_LEAD = 7
"""How long the agency's lead has, after their copy of the last reminder, before a late return becomes a warning."""


def daily() -> int:
    """The day's work on warnings, in every partnership; the number of warnings that moved or were found."""
    now, today = current_moment(), current_day()
    return sum(day_of(one, now=now, today=today) for one in Partnership.objects.select_related("chain").order_by("pk"))


def day_of(partnership: Partnership, *, now: datetime, today: date) -> int:
    """Late returns that came, late returns that did not, and what nobody triaged in time."""
    days = days_before_a_warning(partnership, today=today)
    done = changes.close_late_that_came(partnership, now=now)
    done += changes.warn_of_late(partnership, now=now, today=today, after_days=days)
    return done + changes.tell_by_clock(partnership, now=now, today=today)


def days_before_a_warning(partnership: Partnership, *, today: date) -> int:
    """Days from the due day: a week after the framework's reminder that the agency's lead has a copy of."""
    try:
        reminders = framework_in_use(partnership, on=today).reminders
    except NoFramework:
        reminders = ()
    copies = [reminder.days for reminder in reminders if reminder.copy_to_lead]
    return max(copies, default=DAYS_FOR_THE_LEAD) + DAYS_FOR_THE_LEAD
