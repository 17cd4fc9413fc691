"""Reminders of what products wait for: the day on which one is due, and the day on which a rating must be looked at again.

Each person is told once for each reminder and day; what was agreed, moved or given to another role is not reminded of again.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction

from lineofsight.cycle.products.changes.holding import path_of, tell, who_prepares
from lineofsight.cycle.products.models import Product
from lineofsight.cycle.products.queries import newest_ratings
from lineofsight.cycle.requests.rules import Reminding, reminder_due
from lineofsight.foundation.partnership.models import Partnership
from lineofsight.foundation.ui.words import days as days_words

BEFORE, AFTER = timedelta(days=31), timedelta(days=38)
"""How far around today a day may lie: the first reminder is thirty days before, the last a week after."""


@dataclass(frozen=True, slots=True)
class Dated:
    """A day of a product, and what it is the day of."""

    product: Product
    day: date
    what: str
    code: str
    page: str


@transaction.atomic
def send_reminders(partnership: Partnership, *, reminders: Sequence[Reminding], today: date) -> int:
    """The reminders that are due today, to whoever holds the role that leads; the number of days reminded of."""
    return sum(_remind(one, reminders, today=today) for one in _dated(partnership, today=today))


def _remind(one: Dated, reminders: Sequence[Reminding], *, today: date) -> int:
    reminder = reminder_due(reminders, due=one.day, today=today)
    if reminder is None:
        return 0
    people = who_prepares(one.product, today=today)
    key = f"due:{one.code}:{one.day.isoformat()}:{reminder.code}"
    tell(one.product, people, key=key, text=_words(one, today=today), path=path_of(one.product) + one.page)
    return 1


def _words(one: Dated, *, today: date) -> str:
    day = f"{one.day.day} {one.day:%B %Y}"
    if today > one.day:
        return f"{one.product.reference}: {one.what} was due on {day}, {days_words((today - one.day).days)} ago."
    return f"{one.product.reference}: {one.what} is due {'today' if today == one.day else f'on {day}'}."


def _dated(partnership: Partnership, *, today: date) -> Iterator[Dated]:
    first, last = today - AFTER, today + BEFORE
    rows = Product.objects.for_partnership(partnership).select_related("partnership__chain", "subject")
    for product in rows.filter(stage__in=["work", "route"], due_on__range=(first, last)):
        if product.due_on is not None:
            yield Dated(product, product.due_on, "the product", "product", "")
    for rating in newest_ratings(partnership).filter(next_review_on__range=(first, last)):
        yield Dated(rating.product, rating.next_review_on, "its rating", "rating", "rate/")
