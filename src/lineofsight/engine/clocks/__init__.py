"""Statutory clocks: working days, months, and what a clock says today. Dates in, dates out; the day is passed in.

A working day is Monday to Friday without the bank holidays of England and Wales. Day 1 is the first working day after
the day that starts the clock. "Due on" means the end of that day.
"""

from lineofsight.engine.clocks.clock import ClockReading, ClockRule, State, evaluate
from lineofsight.engine.clocks.days import add_months, add_working_days, is_working_day, working_days_between
from lineofsight.engine.clocks.errors import BeyondTheTable, ClockError, NotADate
from lineofsight.engine.clocks.holidays import BankHolidays, england_and_wales
from lineofsight.engine.clocks.london import LONDON, london_day, london_moment
from lineofsight.engine.clocks.statutory import statutory_rule, statutory_rules

__all__ = [
    "LONDON",
    "BankHolidays",
    "BeyondTheTable",
    "ClockError",
    "ClockReading",
    "ClockRule",
    "NotADate",
    "State",
    "add_months",
    "add_working_days",
    "england_and_wales",
    "evaluate",
    "is_working_day",
    "london_day",
    "london_moment",
    "statutory_rule",
    "statutory_rules",
    "working_days_between",
]
