"""New baselines: from each of them on a series is watched as if it began there.

A new baseline is somebody's decision, with a reason; nothing here makes one. One list serves all series, or one each.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lineofsight.engine.watch.contrast import Prior
from lineofsight.engine.watch.errors import WatchError
from lineofsight.engine.watch.panel import Panel


@dataclass(frozen=True, slots=True)
class Segment:
    """Some series of a panel, each from period `first` up to but not `end`: all else in it is missing."""

    who: NDArray[np.intp]
    panel: Panel
    prior: Prior
    first: NDArray[np.int64]
    end: NDArray[np.int64]


def starts_of(rebase: Any, series: int, periods: int) -> list[tuple[int, ...]] | None:
    """Where the segments of each series begin, 0 first; None where none has a new baseline. Raises WatchError."""
    wanted = _lists(rebase, series)
    if not any(wanted):
        return None
    return [_checked(positions, place, periods) for place, positions in enumerate(wanted)]


def segments(panel: Panel, prior: Prior, rebase: Any) -> Iterator[Segment]:
    """The first segment of every series, then the second of those that have one, and so on; one without any figure is no
    segment."""
    count, periods = panel.shape
    starts = starts_of(rebase, count, periods)
    if starts is None:
        yield Segment(np.arange(count), panel, prior, np.zeros(count, dtype=np.int64), np.full(count, periods))
        return
    for number in range(max(map(len, starts))):
        who = np.array([place for place, own in enumerate(starts) if len(own) > number], dtype=np.intp)
        first = np.array([starts[place][number] for place in who], dtype=np.int64)
        end = np.array([(*starts[place][number + 1 :], periods)[0] for place in who], dtype=np.int64)
        yield from _known(panel, prior, who, first, end)


def newest_segments(panel: Panel, prior: Prior, rebase: Any) -> tuple[Panel, Prior]:
    """The panel with everything before each series' last new baseline missing; one with no figure after it is ignored."""
    starts = starts_of(rebase, *panel.shape)
    if starts is None:
        return panel, prior
    last = panel.shape[1] - 1 - np.argmax(~np.isnan(panel.values[:, ::-1]), axis=1)
    first = np.array([max(start for start in own if start <= known) for own, known in zip(starts, last, strict=True)])
    return _cut(panel, np.arange(panel.shape[0]), first, np.full(panel.shape[0], panel.shape[1])), prior


def _known(
    panel: Panel, prior: Prior, who: NDArray[np.intp], first: NDArray[np.int64], end: NDArray[np.int64]
) -> Iterator[Segment]:
    """The segment of these series, those without a figure in it left out."""
    cut = _cut(panel, who, first, end)
    here = np.flatnonzero(~np.isnan(cut.values).all(axis=1))
    if len(here):
        exposure = None if cut.exposure is None else cut.exposure[here]
        kept = Panel(cut.values[here], exposure, cut.flat)
        yield Segment(who[here], kept, prior.of(who[here], len(here)), first[here], end[here])


def _cut(panel: Panel, who: NDArray[np.intp], first: NDArray[np.int64], end: NDArray[np.int64]) -> Panel:
    period = np.arange(panel.shape[1])
    inside = (period >= first[:, None]) & (period < end[:, None])
    exposure = None if panel.exposure is None else np.where(inside, panel.exposure[who], 0.0)
    return replace(panel, values=np.where(inside, panel.values[who], np.nan), exposure=exposure)


def _lists(rebase: Any, series: int) -> list[list[Any]]:
    entries = [] if rebase is None else _entries(rebase)
    each = [entry is None or np.ndim(entry) == 1 or isinstance(entry, list | tuple | set) for entry in entries]
    if not any(each):
        return [entries] * series
    if len(entries) != series or not all(each):
        raise WatchError(f"rebase: give one list of positions, or one list for each of the {series} series")
    return [[] if entry is None else list(entry) for entry in entries]


def _entries(rebase: Any) -> list[Any]:
    if isinstance(rebase, str | bytes) or not hasattr(rebase, "__iter__"):
        raise WatchError(f"rebase: {rebase!r} is not a list of positions")
    return list(rebase)


def _checked(positions: list[Any], place: int, periods: int) -> tuple[int, ...]:
    for position in positions:
        if isinstance(position, bool | np.bool_) or not isinstance(position, int | np.integer):
            raise WatchError(f"rebase: series {place}: {position!r} is not a whole number")
        if not 0 <= position < periods:
            raise WatchError(f"rebase: series {place}: {position} is outside the periods 0 to {periods - 1}")
    return tuple(sorted({0, *map(int, positions)}))
