"""Periods: which follow each other, which may be charted, and how they are called."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from lineofsight.engine.charts import month_label, quarter_label, year_label

MONTHS_IN = {"month": 1, "quarter": 3, "financial_year": 12, "academic_year": 12, "calendar_year": 12}
# A rolling or year-to-date figure shares most of what it counts with the one before: limits would mean nothing.
NEVER_CHARTED = frozenset({"rolling", "year_to_date"})
FINEST_FIRST = (
    "week", "month", "quarter", "half_term", "term", "financial_year", "academic_year", "calendar_year", "snapshot",
)  # fmt: skip
YEARLY = frozenset({"financial_year", "academic_year", "calendar_year"})
NAMES = {
    "week": "weekly", "month": "monthly", "quarter": "quarterly", "term": "by term", "half_term": "by half term",
    "financial_year": "by financial year, April to March", "academic_year": "by academic year, September to August",
    "calendar_year": "by calendar year", "snapshot": "on a day", "rolling": "rolling", "year_to_date": "year to date",
}  # fmt: skip
PERIODS_A_YEAR = {"week": 52, "month": 12, "quarter": 4, "term": 3, "half_term": 6}


def is_charted(*, taken: str, period_type: str) -> bool:
    """False for rolling and year-to-date figures."""
    return taken not in NEVER_CHARTED and period_type not in NEVER_CHARTED


def a_year(period_type: str) -> int:
    """How many of these periods make a year; 1 for yearly ones and for days."""
    return PERIODS_A_YEAR.get(period_type, 1)


def following(day: date, period_type: str) -> date | None:
    """The period after the one that begins on the day; None where they do not follow each other evenly."""
    if period_type == "week":
        return day + timedelta(days=7)
    months = MONTHS_IN.get(period_type)
    if months is None:
        return None
    month = day.month - 1 + months
    return date(day.year + month // 12, month % 12 + 1, day.day if day.day <= 28 else 1)


def axis_of(found: Iterable[date], period_type: str) -> list[date]:
    """Every period from the first to the last, with those that nobody supplied; uneven ones only as found."""
    days = sorted(set(found))
    if not days or following(days[0], period_type) is None:
        return days
    axis, known, day = [], set(days), days[0]
    while day <= days[-1]:
        axis.append(day)
        day = following(day, period_type) or days[-1] + timedelta(days=1)
    # A period that does not begin where the others do keeps its own place rather than being lost.
    return sorted(known | set(axis))


def label(day: date, period_type: str) -> str:
    """The period as it stands on an axis: Sep 2026, Jul to Sep 2026, 2025 to 2026."""
    if period_type == "month":
        return month_label(day)
    if period_type == "quarter":
        return quarter_label(day)
    if period_type in YEARLY:
        return year_label(day)
    if period_type in {"term", "half_term"}:
        return f"{'Autumn' if day.month >= 8 else 'Spring' if day.month < 4 else 'Summer'} {day.year}"
    return f"{day.day} {month_label(day)}"


def named(period_type: str) -> str:
    """How often, in words."""
    return NAMES.get(period_type, period_type.replace("_", " "))


def many(count: int, period_type: str) -> str:
    """A number of periods in words: 7 months, 1 quarter."""
    one = {"month": "month", "quarter": "quarter", "week": "week", "term": "term"}.get(period_type, "")
    if period_type in YEARLY:
        one = "year"
    one = one or "period"
    return f"{count} {one}" if count == 1 else f"{count} {one}s"


def finest(kinds: Sequence[str], *, first: str) -> str | None:
    """Which kind of period stands for a measure: the one that its definition names, else the finest there is."""
    if first in kinds:
        return first
    ranked = sorted(kinds, key=lambda kind: FINEST_FIRST.index(kind) if kind in FINEST_FIRST else len(FINEST_FIRST))
    return ranked[0] if ranked else None


def quarter_of(day: date) -> date:
    """The first day of the quarter that the day is in."""
    return date(day.year, 3 * ((day.month - 1) // 3) + 1, 1)


def quarter_before(day: date) -> date:
    """The first day of the quarter before the one that begins on the day."""
    return quarter_of(day - timedelta(days=1))


def quarter_end(day: date) -> date:
    """The last day of the quarter that begins on the day."""
    after = following(day, "quarter")
    if after is None:
        raise ValueError("A quarter is followed by a quarter.")
    return after - timedelta(days=1)
