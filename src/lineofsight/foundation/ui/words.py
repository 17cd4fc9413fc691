"""How values are said on a page: dates, numbers, how late something is, a field's name inside a sentence."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from django.utils import timezone

NOTHING = "–"
MONTHS = (
    "January February March April May June July August September October November December".split()  # noqa: SIM905
)
WEEKDAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()  # noqa: SIM905


def short_date(day: dt.date) -> str:
    """ "3 Nov 2026"."""
    return f"{day.day} {MONTHS[day.month - 1][:3]} {day.year}"


def long_date(day: dt.date) -> str:
    """ "Tuesday 3 November 2026", for deadlines."""
    return f"{WEEKDAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]} {day.year}"


def moment(at: dt.datetime) -> str:
    """ "3 Nov 2026, 14:02" in the partnership's time zone."""
    local = timezone.localtime(at) if timezone.is_aware(at) else at
    return f"{short_date(local)}, {local:%H:%M}"


def clock_time(at: dt.datetime) -> str:
    """ "14:02" in the partnership's time zone."""
    local = timezone.localtime(at) if timezone.is_aware(at) else at
    return f"{local:%H:%M}"


def number(value: int | float | Decimal) -> str:
    """With commas, and no zeros after the last figure that says something."""
    text = f"{value:,f}" if isinstance(value, Decimal) else f"{value:,}"
    return text.rstrip("0").rstrip(".") if "." in text and "e" not in text else text


def shown(value: Any) -> str:
    """A value as a reader sees it; a dash for nothing."""
    match value:
        case None | "":
            return NOTHING
        case bool():
            return "Yes" if value else "No"
        case dt.datetime():
            return moment(value)
        case dt.date():
            return short_date(value)
        case int() | float() | Decimal():
            return number(value)
    return str(value)


def days(count: int) -> str:
    return "1 day" if count == 1 else f"{number(count)} days"


def due_words(due: dt.date, *, today: dt.date) -> str:
    """ "Overdue 12 days", "due today", "in 1 day". Due means by the end of that day."""
    left = (due - today).days
    if left < 0:
        return f"Overdue {days(-left)}"
    return "due today" if left == 0 else f"in {days(left)}"


def counted(count: int, one: str, many: str = "") -> str:
    """ "1 action", "1,204 actions"."""
    return f"{number(count)} {one if count == 1 else many or one + 's'}"


def inside_sentence(label: str) -> str:
    """A field's label as it reads inside a sentence: "Due date" becomes "due date", "NHS number" stays."""
    plain = label.strip().rstrip(":?")
    first = plain.split(" ", 1)[0]
    if len(first) > 1 and any(letter.isupper() for letter in first[1:]):
        return plain
    return plain[:1].lower() + plain[1:]
