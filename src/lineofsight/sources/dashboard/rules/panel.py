"""Figures of many series side by side, and what each series' measure says of them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

# Numbers of the states of a figure, as the table of observations keeps them; NONE is no figure at all.
NONE, VALUE, SUPPRESSED, MISSING, NOT_APPLICABLE, ESTIMATED, PROVISIONAL, WITHDRAWN, LOW, UNRELIABLE = range(-1, 9)
DRAWN = (VALUE, ESTIMATED, PROVISIONAL)
# What may still change is shown and never judged: an agency that has not sent yet would look like a fall.
JUDGED = (VALUE, ESTIMATED)


@dataclass(frozen=True, slots=True)
class Trait:
    """What judging a series needs to know of its measure: `improves` is up, down or neutral."""

    improves: str
    family: str
    period_type: str
    is_charted: bool = True
    target: float | None = None
    multiplier: float = 1.0
    name: str = ""
    unit: str = ""
    decimals: int = 1


@dataclass(frozen=True, slots=True)
class Panel:
    """Figures of series (rows) by period (columns, oldest first); NaN and state NONE where there is no row."""

    series: tuple[int, ...]
    periods: tuple[date, ...]
    values: Floats
    numerators: Floats
    denominators: Floats
    states: NDArray[np.int8]
    ids: NDArray[np.int64]

    def judged(self, excluded: Sequence[Sequence[int]] = ()) -> Floats:
        """The figures that limits and detection are made from: final ones, without points that somebody left out."""
        kept = np.where(np.isin(self.states, JUDGED), self.values, np.nan)
        for row, positions in enumerate(excluded):
            kept[row, list(positions)] = np.nan
        return kept

    def newest(self, row: int) -> int | None:
        """The column of the newest period that has a row, whatever its state; None without any."""
        found = np.flatnonzero(self.states[row] != NONE)
        return int(found[-1]) if len(found) else None

    def rows(self, chosen: Sequence[int]) -> "Panel":
        """The panel with only these rows."""
        at = list(chosen)
        return Panel(
            series=tuple(self.series[row] for row in at),
            periods=self.periods,
            values=self.values[at],
            numerators=self.numerators[at],
            denominators=self.denominators[at],
            states=self.states[at],
            ids=self.ids[at],
        )


@dataclass(frozen=True, slots=True)
class Marks:
    """Where somebody, with a reason, set a new baseline or left a point out: columns of the panel, for each series."""

    rebases: list[list[int]] = field(default_factory=list)
    excluded: list[list[int]] = field(default_factory=list)

    @classmethod
    def none(cls, count: int) -> "Marks":
        """Nobody did."""
        return cls([[] for _ in range(count)], [[] for _ in range(count)])
