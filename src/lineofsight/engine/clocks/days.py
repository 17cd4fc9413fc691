"""Arithmetic on working days and months."""

import calendar
from collections.abc import Collection
from datetime import date, datetime, timedelta
from operator import index

from lineofsight.engine.clocks.errors import ClockError, NotADate
from lineofsight.engine.clocks.holidays import BankHolidays, table_of

ONE_DAY = timedelta(days=1)
SATURDAY = 5


def add_working_days(start: date, days: int, *, holidays: BankHolidays | Collection[date] | None = None) -> date:
    """The working day that lies `days` working days after `start` (before it, when negative).

    Day 1 is the first working day after the start, whether or not the start is itself a working day. 0 gives the start
    if it is a working day, else the next one. `holidays` None is the shipped table of England and Wales.

    Raises `NotADate` for a moment (datetime) or a length that is not whole, `BeyondTheTable` where a day on the way has
    no known bank holidays.
    """
    day, left, table = plain_date(start), whole(days), table_of(holidays)
    if left == 0:
        return _next_working_day(day, table)
    step = ONE_DAY if left > 0 else -ONE_DAY
    for _ in range(abs(left)):
        day = _next_working_day(_moved(day, step), table, step)
    return day


def add_months(start: date, months: int) -> date:
    """The same day of the month, `months` months on (back, when negative), or the last day of a shorter month.

    The answer may fall on a weekend or bank holiday: it is never moved, only shown.
    """
    day = plain_date(start)
    year, month = divmod(day.year * 12 + day.month - 1 + whole(months), 12)
    if not date.min.year <= year <= date.max.year:
        raise ClockError(f"{months} months from {day.isoformat()} is outside the calendar.")
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def is_working_day(day: date, *, holidays: BankHolidays | Collection[date] | None = None) -> bool:
    """Whether the day is Monday to Friday and not a bank holiday."""
    return _works(plain_date(day), table_of(holidays))


def working_days_between(start: date, end: date, *, holidays: BankHolidays | Collection[date] | None = None) -> int:
    """How many working days come after `start`, up to and including `end`; negative when the end comes first.

    It undoes `add_working_days`: for a whole n above 0, `working_days_between(d, add_working_days(d, n)) == n`.
    """
    first, last, table = plain_date(start), plain_date(end), table_of(holidays)
    if last < first:
        return -sum(_works(last + timedelta(days=n), table) for n in range((first - last).days))
    return sum(_works(first + timedelta(days=n), table) for n in range(1, (last - first).days + 1))


def plain_date(day: date) -> date:
    """The date itself. A datetime is refused: its day depends on a time zone that nobody stated."""
    if isinstance(day, datetime) or not isinstance(day, date):
        raise NotADate(f"A clock counts from a date, not from {day!r}.")
    return day


def whole(length: int) -> int:
    """The length as a whole number; True, 1.5 and text are refused."""
    if isinstance(length, bool):
        raise NotADate("A length of time is a whole number, not True or False.")
    try:
        return index(length)
    except TypeError:
        raise NotADate(f"A length of time is a whole number, not {length!r}.") from None


def _works(day: date, table: BankHolidays) -> bool:
    return not table.falls_on(day) and day.weekday() < SATURDAY


def _next_working_day(day: date, table: BankHolidays, step: timedelta = ONE_DAY) -> date:
    while not _works(day, table):
        day = _moved(day, step)
    return day


def _moved(day: date, step: timedelta) -> date:
    try:
        return day + step
    except OverflowError:
        raise ClockError(f"There is no day beyond {day.isoformat()} in the calendar.") from None
