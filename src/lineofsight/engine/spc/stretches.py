"""Segments of many series gathered by length, so that any number of different new baselines is worked out together."""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from lineofsight.engine.spc.averages import Floats
from lineofsight.engine.spc.settings import groups_of

Places = npt.NDArray[np.intp]


@dataclass(frozen=True)
class Stretch:
    """Segments of one length and one setting: entry i is series `series[i]` from period `first[i]` on."""

    length: int
    fix_after: int | None
    screen: bool
    points: int
    series: Places
    first: Places

    def part(self, some: slice) -> "Stretch":
        """Some of them."""
        return replace(self, series=self.series[some], first=self.first[some])

    @property
    def together(self) -> bool:
        """Whether they lie side by side: neighbouring series, the same periods."""
        series = self.series
        side_by_side = series[-1] - series[0] == len(series) - 1 and bool((np.diff(series) == 1).all())
        return side_by_side and bool((self.first == self.first[0]).all())

    @property
    def place(self) -> tuple[Any, Any]:
        """Where they lie in an array of (periods, series)."""
        if self.together:
            first = int(self.first[0])
            return slice(first, first + self.length), slice(int(self.series[0]), int(self.series[-1]) + 1)
        return self.first + np.arange(self.length)[:, np.newaxis], self.series

    def read(self, figures: Floats) -> Floats:
        """Their figures out of (series, periods), one row a segment."""
        rows, columns = self.place
        if self.together:
            return figures[columns, rows]
        return figures[columns[:, np.newaxis], rows.T]


def stretches_of(series: int, periods: int, *, rebase: Any, fix_after: Any, screen: Any, points: Any) -> list[Stretch]:
    """All segments of all series. Each option is one for all or one for each series; raises SpcError as `groups_of`."""
    gathered: dict[tuple[int, int | None, bool, int], list[tuple[Places, int]]] = {}
    for group in groups_of(series, periods, rebase=rebase, fix_after=fix_after, screen=screen, points=points):
        setting = group.setting
        for first, end in setting.segments(periods):
            key = (end - first, setting.fix_after, setting.screen, setting.points)
            gathered.setdefault(key, []).append((group.columns, first))
    return [
        Stretch(
            *key,
            series=np.concatenate([columns for columns, _ in parts]),
            first=np.repeat([first for _, first in parts], [len(columns) for columns, _ in parts]).astype(np.intp),
        )
        for key, parts in gathered.items()
    ]
