"""What the clock calls once a day: reminders, and themes that come back."""

from datetime import date, datetime

from lineofsight.cycle.findings import changes
from lineofsight.cycle.findings.changes.themes import theme_names
from lineofsight.cycle.findings.models import Finding
from lineofsight.cycle.products.models import Product
from lineofsight.cycle.requests.tasks import reminders_of
from lineofsight.foundation.handbook.queries import NoFramework, framework_in_use
from lineofsight.foundation.partnership.guards import now as current_moment
from lineofsight.foundation.partnership.guards import today as current_day
from lineofsight.foundation.partnership.models import Partnership


def daily() -> int:
    """The day's work from finding to impact, in every partnership; what was told, found or opened."""
    now, today = current_moment(), current_day()
    return sum(day_of(one, now=now, today=today) for one in Partnership.objects.select_related("chain").order_by("pk"))


def day_of(partnership: Partnership, *, now: datetime, today: date) -> int:
    """Open what the scrutineer issued, remind, and raise the themes that come back."""
    issued = Product.objects.for_partnership(partnership).filter(
        is_private=False, pk__in=Finding.objects.for_partnership(partnership)
        .filter(subject__may_read="write_scrutiny").values("product"),
    )  # fmt: skip
    done = sum(changes.open_with_product(product) for product in issued)
    done += changes.send_reminders(partnership, reminders=reminders_of(partnership, today=today), today=today)
    return done + changes.warn_of_themes(partnership, names=_names(partnership, today), now=now, today=today)


def _names(partnership: Partnership, today: date) -> dict[str, str]:
    try:
        return theme_names(framework_in_use(partnership, on=today))
    except NoFramework:
        return {}
