"""What the clock calls once a day: sign-offs whose content changed, and reminders."""

from datetime import date, datetime

from lineofsight.cycle.products import changes
from lineofsight.cycle.requests.tasks import reminders_of
from lineofsight.foundation.partnership.guards import now as current_moment
from lineofsight.foundation.partnership.guards import today as current_day
from lineofsight.foundation.partnership.models import Partnership
from lineofsight.foundation.trail.changes import Doer

BY = Doer.system()


def daily() -> int:
    """The day's work on products, in every partnership; what was voided or reminded of."""
    now, today = current_moment(), current_day()
    return sum(day_of(one, now=now, today=today) for one in Partnership.objects.select_related("chain").order_by("pk"))


def day_of(partnership: Partnership, *, now: datetime, today: date) -> int:
    """Void what changed, then remind."""
    voided = changes.void_what_changed(partnership, by=BY, now=now)
    reminders = reminders_of(partnership, today=today)
    return voided + changes.send_reminders(partnership, reminders=reminders, today=today)
