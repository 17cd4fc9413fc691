"""When a sub-group's update is for, due and open, and what its state allows. Pure: no clock, no database."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

DRAFT, GIVEN = "draft", "given"
OPENS_BEFORE_IN_DAYS: Final = 14
"""How long before the end of its quarter a chair can begin."""
DUE_AFTER_IN_DAYS: Final = 14
"""How long after the end of its quarter an update may take, when the framework says nothing else."""


@dataclass(frozen=True, slots=True)
class Quarter:
    """Three months of a year that begins in April, both days counted."""

    start: date
    end: date

    @property
    def words(self) -> str:
        """ "Quarter 2, July to September 2026"."""
        number = (self.start.month - 4) // 3 % 4 + 1
        return f"Quarter {number}, {self.start:%B} to {self.end:%B %Y}"


def quarter_of(day: date) -> Quarter:
    """The quarter in which a day falls."""
    first = (day.month - 1) // 3 * 3 + 1
    return Quarter(date(day.year, first, 1), date(day.year, first + 2, monthrange(day.year, first + 2)[1]))


def quarter_to_write(today: date) -> Quarter:
    """The quarter that updates are written for on a day: this one near its end, else the one before."""
    now = quarter_of(today)
    return now if today >= opens_on(now.end) else quarter_of(now.start - timedelta(days=1))


def opens_on(period_end: date) -> date:
    """The first day on which a quarter's update can be written."""
    return period_end - timedelta(days=OPENS_BEFORE_IN_DAYS - 1)


def is_overdue(*, state: str, due: date, today: date) -> bool:
    """True when it was not given by the end of its day."""
    return state == DRAFT and today > due


def why_not_write(*, state: str) -> str | None:
    """The reason why the texts cannot be changed, or None."""
    return None if state == DRAFT else "This update was given. Take it back if you want to change it."


def why_not_give(*, state: str, has_words: bool, has_channel: bool) -> str | None:
    """The reason why an update cannot be given, or None."""
    if state != DRAFT:
        return "This update was given already."
    if not has_words:
        return "Write something under one of the topics first."
    return None if has_channel else "Choose where it goes."


def why_not_take_back(*, state: str, is_used: bool) -> str | None:
    """The reason why an update cannot be taken back, or None: it can until a report or a meeting has used it."""
    if state != GIVEN:
        return "Only an update that was given can be taken back."
    return "It was used already, so it stays as it is. Say what changed in the next one." if is_used else None


def clock_words(*, state: str, due: date, given: date | None, today: date) -> str:
    """Where an update's clock stands, in a few words for a list."""
    if given is not None:
        late = (given - due).days
        return "Given in time" if late <= 0 else f"Given {late} {'day' if late == 1 else 'days'} late"
    left = (due - today).days
    if left < 0:
        return f"Overdue {-left} {'day' if left == -1 else 'days'}"
    return "Due today" if left == 0 else f"Due in {left} {'day' if left == 1 else 'days'}"
