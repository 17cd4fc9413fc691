"""One clock: a rule and the day that started it give the due date, the days left and a state in plain words."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Literal

from lineofsight.engine.clocks.days import (
    ONE_DAY,
    add_months,
    add_working_days,
    is_working_day,
    plain_date,
    working_days_between,
)
from lineofsight.engine.clocks.errors import ClockError
from lineofsight.engine.clocks.holidays import BankHolidays

Unit = Literal["working_days", "days", "months", "date_in_year", "none"]
State = Literal["running", "due_soon", "overdue", "met", "met_late", "no_time_limit"]

WORDS: dict[State, str] = {
    "running": "Running",
    "due_soon": "Due soon",
    "overdue": "Overdue",
    "met": "Done in time",
    "met_late": "Done late",
    "no_time_limit": "No time limit",
}


@dataclass(frozen=True)
class ClockRule:
    """How long somebody has, and where that is written.

    `length` counts `unit`; negative counts back from the start (a report due before its publication). For
    `date_in_year` the rule has `month_and_day` instead: the first such date after the start. `duty` False is an
    expectation, not a duty. A rule holds from `from_date` until a later rule of the same code takes over.
    """

    code: str
    starts: str
    ends: str
    holder: str
    unit: Unit
    length: int = 0
    month_and_day: tuple[int, int] | None = None
    due_soon_in_days: int = 0
    duty: bool = True
    from_date: date = date.min
    source: str = ""


@dataclass(frozen=True)
class ClockReading:
    """What a clock says on one day.

    `days_left` counts calendar days to the due date (negative when past), `working_days_left` the same in working days
    for rules that count them; both None when there is no due date. `due_on_working_day` False is shown, never moved.
    """

    rule: ClockRule
    started: date
    due: date | None
    days_left: int | None
    working_days_left: int | None
    state: State
    due_on_working_day: bool = True

    @property
    def words(self) -> str:
        """The state in plain words."""
        return WORDS[self.state]


def evaluate(
    rule: ClockRule,
    start: date,
    *,
    today: date,
    met_on: date | None = None,
    holidays: BankHolidays | Collection[date] | None = None,
) -> ClockReading:
    """The clock as it stands on `today`. `met_on` is the day the thing was done, None while it is not.

    Done on the due date is in time; overdue begins the day after. The clock never pauses for other proceedings.
    """
    due = due_date(rule, start, holidays=holidays)
    if due is None:
        return ClockReading(rule, start, None, None, None, _state(None, rule, today, met_on))
    counts_working_days = rule.unit == "working_days"
    return ClockReading(
        rule=rule,
        started=start,
        due=due,
        days_left=(due - plain_date(today)).days,
        working_days_left=working_days_between(today, due, holidays=holidays) if counts_working_days else None,
        state=_state(due, rule, today, met_on),
        due_on_working_day=counts_working_days or _falls_on_working_day(due, holidays),
    )


def due_date(rule: ClockRule, start: date, *, holidays: BankHolidays | Collection[date] | None = None) -> date | None:
    """The last day on which the duty is met in time; None for a rule with no time limit."""
    match rule.unit:
        case "working_days":
            return add_working_days(start, rule.length, holidays=holidays)
        case "days":
            return plain_date(start) + ONE_DAY * rule.length
        case "months":
            return add_months(start, rule.length)
        case "date_in_year":
            return _next_date_in_year(rule, plain_date(start))
        case "none":
            return None
    raise ClockError(
        f"{rule.code}: a clock counts working days, days, months or to a date in the year, not {rule.unit}."
    )


def _next_date_in_year(rule: ClockRule, start: date) -> date:
    if rule.month_and_day is None:
        raise ClockError(f"{rule.code}: give the month and day it is due.")
    this_year = date(start.year, *rule.month_and_day)
    return this_year if this_year > start else date(start.year + 1, *rule.month_and_day)


def _state(due: date | None, rule: ClockRule, today: date, met_on: date | None) -> State:
    if met_on is not None:
        return "met" if due is None or met_on <= due else "met_late"
    if due is None:
        return "no_time_limit"
    if today > due:
        return "overdue"
    return "due_soon" if (due - today).days <= rule.due_soon_in_days else "running"


def _falls_on_working_day(due: date, holidays: BankHolidays | Collection[date] | None) -> bool:
    return is_working_day(due, holidays=holidays)
