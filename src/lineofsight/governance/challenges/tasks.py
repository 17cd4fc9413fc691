"""What the clock calls once a day: whoever must answer a challenge is reminded."""

from lineofsight.cycle.requests.tasks import reminders_of
from lineofsight.foundation.partnership.guards import today as current_day
from lineofsight.foundation.partnership.models import Partnership
from lineofsight.governance.challenges import changes


def daily() -> int:
    """Reminders of challenges, in every partnership; the number of people told."""
    today = current_day()
    return sum(
        changes.remind(one, reminders=reminders_of(one, today=today), today=today)
        for one in Partnership.objects.select_related("chain").order_by("pk")
    )
