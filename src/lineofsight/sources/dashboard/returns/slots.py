"""What a return is asked for, figure by figure, and which periods a round holds. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from lineofsight.engine.clocks import add_months
from lineofsight.sources.dashboard.rules import words

Key = tuple[str, int, str, date]
"""Measure code, area's row, breakdown, first day of the period."""

_FIRST_MONTHS = {
    "month": tuple(range(1, 13)),
    "quarter": (1, 4, 7, 10),
    "term": (1, 5, 9),
    "financial_year": (4,),
    "academic_year": (9,),
    "calendar_year": (1,),
}
_MONTHS_LONG = {"month": 1, "quarter": 3, "term": 4}


@dataclass(frozen=True, slots=True)
class Slot:
    """One figure that is asked for. `whole_numbers`: counts of children or events; `part_of`: cannot exceed what it is out of."""

    measure_id: UUID
    code: str
    name: str
    number_words: str
    out_of_words: str
    unit: str
    multiplier: float
    decimals: int
    whole_numbers: bool
    part_of: bool
    area: int
    area_code: str
    area_name: str
    is_whole: bool
    period: date
    period_type: str
    breakdown: str = ""
    reason_code: str = ""

    @property
    def key(self) -> Key:
        """What tells it from every other."""
        return (self.code, self.area, self.breakdown, self.period)

    @property
    def has_out_of(self) -> bool:
        """True for a share or a rate; False for a plain number."""
        return bool(self.out_of_words)

    @property
    def period_words(self) -> str:
        """ "July 2026", "July to September 2026"."""
        return period_words(self.period, self.period_type)

    @property
    def part_words(self) -> str:
        """Which part of everybody, or else which area."""
        return words.split(self.breakdown) or self.area_name

    @property
    def title(self) -> str:
        """What a message calls it."""
        where = "" if self.is_whole and not self.breakdown else f", {self.part_words}"
        return f"{self.name}{where}"


@dataclass(slots=True)
class Entry:
    """One figure as it was given: what was written, and what it was read as. `row` 0: typed in the browser."""

    slot: Slot
    written_number: str = ""
    written_out_of: str = ""
    numerator: float | None = None
    denominator: float | None = None
    value: float | None = None
    state: int = 2
    sheet: str = ""
    row: int = 0
    column: str = ""
    reason_code: str = ""
    reason: str = ""
    problems: list[tuple[str, str]] = field(default_factory=list)

    @property
    def is_blank(self) -> bool:
        """True where nothing was written."""
        return not self.written_number and not self.written_out_of

    @property
    def out_of_column(self) -> str:
        """The column to the right of the number's, where it stands in the template."""
        return chr(ord(self.column) + 1) if len(self.column) == 1 else ""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something found in a return. `key` None: it is about no figure that was asked for."""

    severity: str
    code: str
    message: str
    key: Key | None = None
    part: str = "number"
    sheet: str = ""
    row: int = 0
    column: str = ""
    written: str = ""


@dataclass(frozen=True, slots=True)
class Last:
    """What was accepted before: of the period before, or of the same period."""

    period: date
    value: float | None
    numerator: float | None
    denominator: float | None
    state: int


def period_end(start: date, period_type: str) -> date:
    """The last day of the period that begins on `start`."""
    following = add_months(start.replace(day=1), _MONTHS_LONG.get(period_type, 12))
    return following - timedelta(days=1)


def periods_of(period_type: str, start: date, end: date) -> list[date]:
    """The first days of the measure's periods that end inside the round: three months of a quarter, say."""
    return [first for first in _candidates(period_type, end) if start <= period_end(first, period_type) <= end]


def _candidates(period_type: str, end: date) -> Iterator[date]:
    for year in (end.year - 2, end.year - 1, end.year):
        for month in _FIRST_MONTHS.get(period_type, ()):
            yield date(year, month, 1)


def period_words(start: date, period_type: str) -> str:
    """The period as people say it."""
    end = period_end(start, period_type)
    if (start.year, start.month) == (end.year, end.month):
        return f"{start:%B %Y}"
    first = f"{start:%B}" if start.year == end.year else f"{start:%B %Y}"
    return f"{first} to {end:%B %Y}"
