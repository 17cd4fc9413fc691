"""When meetings are, when their papers are due, how late a paper is, and how long reading takes. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from lineofsight.engine.clocks import add_months, add_working_days

WORDS_A_MINUTE, MINUTES_A_PAGE, MINUTES_A_PAPER = 200, 2, 5
WEEKS: Final = {"2weeks": 2, "6weeks": 6, "8weeks": 8}
MONTHS: Final = {"month": 1, "2months": 2, "quarter": 3, "half": 6, "year": 12}
CYCLES: Final = (
    ("2weeks", "Every two weeks"),
    ("month", "Every month"),
    ("6weeks", "Every six weeks"),
    ("8weeks", "Every eight weeks"),
    ("2months", "Every two months"),
    ("quarter", "Every quarter"),
    ("half", "Twice a year"),
    ("year", "Once a year"),
)


def series(first: date, *, cycle: str, until: date) -> list[date]:
    """Days from the first to the last by the cycle, each moved to the next working day where it falls on none."""
    found, number = [], 0
    while (day := _nth(first, cycle, number)) <= until:
        found.append(add_working_days(day, 0))
        number += 1
    return found


def _nth(first: date, cycle: str, number: int) -> date:
    if cycle in WEEKS:
        return first + timedelta(weeks=WEEKS[cycle] * number)
    return add_months(first, MONTHS[cycle] * number)


def papers_due(day: date, *, working_days: int) -> date:
    """The day by which papers must be there: working days before the meeting."""
    return add_working_days(day, -working_days) if working_days else day


@dataclass(frozen=True, slots=True)
class Lateness:
    """How a paper stands against the day on which papers were due: `days` late, 0 for in time."""

    added_on: date
    days: int

    @property
    def words(self) -> str:
        """ "added 3 November, 4 days late"."""
        day = f"added {self.added_on.day} {self.added_on:%B}"
        if not self.days:
            return f"{day}, in time"
        return f"{day}, {self.days} day{'' if self.days == 1 else 's'} late"


def lateness(added_on: date, *, due_on: date) -> Lateness:
    """How late a paper came; due means by the end of that day."""
    return Lateness(added_on, max((added_on - due_on).days, 0))


def reading_minutes(texts: Iterable[str], *, pages: Iterable[int | None] = ()) -> int:
    """Minutes to read the texts and the papers: 200 words a minute, 2 minutes a page, 5 for a paper of unknown length."""
    words = sum(len(text.split()) for text in texts)
    papers = sum(MINUTES_A_PAPER if count is None else count * MINUTES_A_PAGE for count in pages)
    return -(-words // WORDS_A_MINUTE) + papers


def times(starts_at: datetime, minutes: Iterable[int]) -> list[datetime]:
    """When each item starts, and last when the meeting ends by them."""
    found = [starts_at]
    for one in minutes:
        found.append(found[-1] + timedelta(minutes=one))
    return found


def next_by_cycle(last: date, *, cycle_months: int, after: date, until: date) -> list[date]:
    """Days in a period on which a tool comes round again, counted from the last day known; a missed one stands at its day."""
    found, number = [], 1
    while (day := add_months(last, cycle_months * number)) <= until:
        found.append(day)
        number += 1
    missed = [day for day in found if day <= after]
    return missed[-1:] + [day for day in found if day > after]
