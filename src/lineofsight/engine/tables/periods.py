"""Periods as publishers write them, turned into a first and a last day.

Years are written 2025, 2024-25, 2024/25, 202425; a financial year is April to March, an academic one September to
August; weeks are those of ISO 8601 (Monday to Sunday). Days are read day first, as in Britain: 03/04/2024 is 3 April.
"""

import calendar
import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from lineofsight.engine.tables.cells import text_of
from lineofsight.engine.tables.errors import RecipeError

PERIOD_TYPES = (
    "month",
    "quarter",
    "term",
    "financial_year",
    "academic_year",
    "calendar_year",
    "week",
    "day",
    "snapshot",
    "rolling",
    "year_to_date",
)
NOT_CHARTABLE = frozenset({"rolling", "year_to_date"})
"""Periods that overlap: their figures are kept and shown, but never drawn as separate points of one line."""

_FIRST_MONTH = {"financial_year": 4, "academic_year": 9, "calendar_year": 1}
_MONTHS = {name.casefold(): number for number, name in enumerate(calendar.month_abbr) if name}
_TWO_YEARS = re.compile(r"((?:19|20)\d\d)\s*[-/_–]?\s*((?:19|20)?\d\d)(?!\d)")
_ONE_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d\d)")
_QUARTER = re.compile(r"(?<![a-z])q(?:uarter)?\s*([1-4])\b", re.IGNORECASE)
_MONTH_SPAN = re.compile(r"([A-Za-z]{3,9})\s*(?:-|–|to)\s*([A-Za-z]{3,9})[ \-,]*(\d{4})")
_ISO_DAY = re.compile(r"(\d{4})-(\d\d?)-(\d\d?)(?:[ T]00:00(?::00(?:\.0+)?)?)?")
_BRITISH_DAY = re.compile(r"(\d\d?)[/.\-](\d\d?)[/.\-](\d{4})(?: 00:00(?::00)?)?")
_WRITTEN_DAY = re.compile(r"(\d\d?)(?:st|nd|rd|th)?[ \-]([A-Za-z]{3,9})[ \-,]+(\d{4}|\d\d)")
_WRITTEN_MONTH = re.compile(r"([A-Za-z]{3,9})[ \-,/]*(\d{4}|\d\d)")
_MONTH_NUMBERS = re.compile(r"(\d{4})[-/ ]?(\d\d)(?:[-/]01)?(?: 00:00:00)?")
_WEEK = re.compile(r"w(?:ee)?k?\s*(\d\d?)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Period:
    """First and last day, both in the period, and its type. `problem` is set instead when the text was not understood."""

    start: date = date.min
    end: date = date.min
    type: str = ""
    problem: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodRule:
    """How a table writes its periods.

    `named_by` says which year a single year names ("end": 2025 is 2024-25). `quarters` says whether Q1 starts in
    January or April. `snapshot_on` ("03-31") gives the day of a snapshot for which only the year is written.
    `serial_dates` lets a plain number be an Excel day number. `by_months` gives the type by length in months, where
    one file mixes lengths; 0 stands for every other length.
    """

    type: str
    columns: tuple[str, ...] = ()
    start: str = ""
    end: str = ""
    value: str = ""
    heading_row: int = 0
    in_heading: str = ""
    heading_is: str = ""
    named_by: str = "end"
    quarters: str = "calendar"
    snapshot_on: str = ""
    serial_dates: bool = False
    by_months: tuple[tuple[int, str], ...] = ()
    rolling: bool = False
    year_to_date: bool = False

    def __post_init__(self) -> None:
        if self.type not in PERIOD_TYPES:
            raise RecipeError(f"period.type is “{self.type}”; it must be one of {', '.join(PERIOD_TYPES)}.")
        if self.named_by not in {"start", "end"}:
            raise RecipeError("period.named_by must be start or end.")
        if self.quarters not in {"calendar", "financial"}:
            raise RecipeError("period.quarters must be calendar or financial.")


def last_day(year: int, month: int) -> date:
    """The last day of a month; months beyond December run into the next years."""
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    return date(year, month, calendar.monthrange(year, month)[1])


def first_day(year: int, month: int) -> date:
    """The first day of a month; months beyond December run into the next years."""
    return date(year + (month - 1) // 12, (month - 1) % 12 + 1, 1)


def _full_year(text: str) -> int:
    return int(text) if len(text) == 4 else 2000 + int(text)


def _month_number(name: str) -> int | None:
    return _MONTHS.get(name[:3].casefold())


def day(cell: object, *, serial_dates: bool = False) -> date | None:
    """A day, from a date cell or from text; None when it is neither."""
    if isinstance(cell, datetime.datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    text = text_of(cell)
    if serial_dates and text.isdecimal() and 20_000 < int(text) < 80_000:
        return date(1899, 12, 30) + timedelta(days=int(text))
    return _written_day(text)


def _written_day(text: str) -> date | None:
    try:
        if found := _ISO_DAY.fullmatch(text):
            return date(int(found[1]), int(found[2]), int(found[3]))
        if found := _BRITISH_DAY.fullmatch(text):
            return date(int(found[3]), int(found[2]), int(found[1]))
        found = _WRITTEN_DAY.fullmatch(text)
        month = _month_number(found[2]) if found else None
        return date(_full_year(found[3]), month, int(found[1])) if found and month else None
    except ValueError:
        return None


def _year(text: str, rule: PeriodRule) -> int | None:
    """The calendar year in which the written year starts."""
    if found := _TWO_YEARS.search(text):
        first, second = int(found[1]), int(found[2]) % 100
        return first if (first + 1) % 100 == second else None
    years = set(_ONE_YEAR.findall(text))
    if len(years) != 1:
        return None
    return int(years.pop()) - (1 if rule.named_by == "end" and rule.type != "calendar_year" else 0)


def _one_year(text: str, rule: PeriodRule) -> Period | None:
    first = _FIRST_MONTH[rule.type]
    on = _written_day(text)
    year = on.year - (on.month < first) if on else _year(text, rule)
    return None if year is None else Period(first_day(year, first), last_day(year, first + 11), rule.type)


def _one_quarter(text: str, rule: PeriodRule) -> Period | None:
    if span := _MONTH_SPAN.fullmatch(text):
        first, last = (_month_number(span[1]) or 0), (_month_number(span[2]) or 0)
        return _whole_quarter(int(span[3]), first) if last == first + 2 else None
    if on := _written_day(text):
        return _whole_quarter(on.year, on.month - (on.month - 1) % 3)
    found = _QUARTER.search(text)
    year = _year(_QUARTER.sub(" ", text), replace(rule, named_by="start"))
    if not found or year is None:
        return None
    return _whole_quarter(year, 3 * int(found[1]) - 2 + (3 if rule.quarters == "financial" else 0))


def _whole_quarter(year: int, first: int) -> Period | None:
    """The quarter that starts in this month; None when quarters do not start there."""
    if first % 3 != 1:
        return None
    return Period(first_day(year, first), last_day(year, first + 2), "quarter")


def _one_month(text: str, rule: PeriodRule) -> Period | None:
    found = _MONTH_NUMBERS.fullmatch(text)
    year, month = (int(found[1]), int(found[2])) if found else (0, 0)
    if not found and (on := _written_day(text)):
        year, month = on.year, on.month
    elif not found and (found := _WRITTEN_MONTH.fullmatch(text)):
        year, month = _full_year(found[2]), _month_number(found[1]) or 0
    if not 1 <= month <= 12:
        return None
    return Period(first_day(year, month), last_day(year, month), "month")


def _one_week(text: str, rule: PeriodRule) -> Period | None:
    if ending := _written_day(text):
        monday = ending - timedelta(days=ending.weekday())
        return Period(monday, monday + timedelta(days=6), "week")
    week, year = _WEEK.search(text), _ONE_YEAR.search(text)
    if not week or not year:
        return None
    try:
        monday = date.fromisocalendar(int(year[1]), int(week[1]), 1)
    except ValueError:
        return None
    return Period(monday, monday + timedelta(days=6), "week")


def _one_day(text: str, rule: PeriodRule) -> Period | None:
    on = _written_day(text)
    if on is None and rule.snapshot_on and (year := _ONE_YEAR.search(text)):
        month, number = (int(part) for part in rule.snapshot_on.split("-"))
        two = _TWO_YEARS.search(text)
        written = _full_year(two[2]) if two and (int(two[1]) + 1) % 100 == int(two[2]) % 100 else int(year[1])
        on = date(written, month, number)
    return Period(on, on, rule.type) if on else None


_READERS = {
    "financial_year": _one_year,
    "academic_year": _one_year,
    "calendar_year": _one_year,
    "quarter": _one_quarter,
    "month": _one_month,
    "week": _one_week,
    "day": _one_day,
    "snapshot": _one_day,
}


def _marked(period: Period, rule: PeriodRule) -> Period:
    if rule.rolling:
        return replace(period, type="rolling")
    return replace(period, type="year_to_date") if rule.year_to_date else period


def whole_period(cells: Sequence[object], rule: PeriodRule) -> Period:
    """The period that one or more cells name together (a year and a quarter, say)."""
    found = [day(cell, serial_dates=rule.serial_dates) for cell in cells]
    texts = [on.isoformat() if on else text_of(cell) for cell, on in zip(cells, found, strict=True)]
    text = " ".join(part for part in texts if part)
    if not text:
        return Period(problem="has no period")
    reader = _READERS.get(rule.type)
    period = reader(text, rule) if reader else None
    if period is None:
        return Period(problem=_why_not(text, rule))
    return _marked(period, rule)


def _why_not(text: str, rule: PeriodRule) -> str:
    wanted = rule.type.replace("_", " ")
    if text.isdecimal() and 20_000 < int(text) < 80_000:
        on = date(1899, 12, 30) + timedelta(days=int(text))
        shown = f"{on.day} {on:%B %Y}"
        return f"looks like an Excel day number ({shown}); format it as a date, or set serial_dates in the recipe"
    return f"is not a {wanted} that can be read"


def between(start: object, end: object, rule: PeriodRule) -> Period:
    """The period from one cell's day to another's, both in it."""
    first, last = (day(cell, serial_dates=rule.serial_dates) for cell in (start, end))
    if first is None or last is None:
        return Period(problem="is not a pair of days that can be read")
    if last < first:
        return Period(problem="ends before it starts")
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    whole = first.day == 1 and (last + timedelta(days=1)).day == 1
    lengths = dict(rule.by_months)
    kind = lengths.get(months if whole else 0, lengths.get(0, rule.type))
    return _marked(Period(first, last, kind), rule)
