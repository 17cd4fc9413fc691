"""Figures checked and laid out for the detector: newest first, gaps closed, one column a series."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lineofsight.engine.watch.errors import WatchError

Numbers = NDArray[np.float64]

FAMILIES = ("gaussian", "poisson", "binomial")
CONCERNS = ("up", "down", "both")
LEAST_BASELINE = 6
# Beyond this a square would no longer be a number.
LARGEST = 1e100
CHUNK = 1024
LANES = 16


@dataclass(frozen=True, slots=True)
class Options:
    """How a list of series is judged; every field checked by `checked`."""

    family: str
    history: int
    period: int
    concern: str
    season: int | None = None
    autocorrelation: bool = False

    def checked(self) -> "Options":
        """These options, or a WatchError that says which one cannot be used."""
        if not isinstance(self.family, str) or self.family not in FAMILIES:
            raise WatchError(f"family is {self.family!r}: it must be one of {', '.join(FAMILIES)}")
        if not isinstance(self.concern, str) or self.concern not in CONCERNS:
            raise WatchError(f"concern is {self.concern!r}: it must be one of {', '.join(CONCERNS)}")
        if not (_is_whole(self.history) and 12 <= self.history <= 60):
            raise WatchError(f"history is {self.history!r}: it must be from 12 to 60 periods")
        if not (_is_whole(self.period) and self.period >= 1):
            raise WatchError(f"period is {self.period!r}: it is the number of periods in a year, 1 or more")
        if self.season is not None and not (_is_whole(self.season) and self.season in (1, 2)):
            raise WatchError(f"season is {self.season!r}: it must be None, 1 or 2 harmonics")
        if not isinstance(self.autocorrelation, bool | np.bool_):
            raise WatchError(f"autocorrelation is {self.autocorrelation!r}: it must be True or False")
        return self


def _is_whole(number: Any) -> bool:
    return isinstance(number, int | np.integer) and not isinstance(number, bool)


@dataclass(frozen=True, slots=True)
class Panel:
    """Checked figures, (series, periods). NaN in `values` is a gap; `exposure` is None when every weight is one."""

    values: Numbers
    exposure: Numbers | None
    flat: bool

    @property
    def shape(self) -> tuple[int, int]:
        """Number of series, number of periods."""
        return self.values.shape[0], self.values.shape[1]


@dataclass(frozen=True, slots=True)
class Columns:
    """A chunk of series side by side, newest row first, gaps closed up and the end padded with weight 0.

    `values`, `weights`, `position` are (rows, series) or (rows, 1) where all series agree; `points` is how many rows
    of each series are real; `baseline` how many of those are history, which begins with a series' first figure. `who`
    gives the series numbers in the panel.
    """

    who: NDArray[np.intp]
    values: Numbers
    weights: Numbers
    position: Numbers
    points: NDArray[np.int64]
    baseline: NDArray[np.int64]

    def without_newest(self, count: int) -> "Columns":
        """The same series as they stood `count` figures ago."""
        return replace(
            self,
            values=self.values[count:],
            weights=self.weights[count:],
            position=self.position[count:],
            points=self.points - count,
        )

    def lanes(self, places: NDArray[np.intp]) -> "Columns":
        """The series in these columns alone, the last repeated to fill whole lanes."""
        chosen = _padded(places)

        def pick(array: np.ndarray) -> np.ndarray:
            return array if array.shape[-1] == 1 else array[..., chosen]

        return Columns(
            who=places,
            values=self.values[:, chosen],
            weights=pick(self.weights),
            position=pick(self.position),
            points=pick(self.points),
            baseline=pick(self.baseline),
        )

    def every(self, per_series: np.ndarray) -> np.ndarray:
        """A field that may be one number for all, written out for each series of the chunk (whole lanes)."""
        return np.broadcast_to(per_series, self.values.shape[1:])


def read_panel(values: Any, exposure: Any, family: str) -> Panel:
    """A checked panel from anything shaped (series, periods), or (periods,) for a single series.

    Raises WatchError for text, unequal lengths, an infinite or impossible figure, or a series with fewer than two.
    """
    array = _numbers(values, "values")
    flat = array.ndim == 1
    array = np.atleast_2d(array)
    if array.ndim != 2 or array.shape[1] == 0:
        raise WatchError(f"values have shape {array.shape}: they must be (series, periods)")
    weights = None if exposure is None else _exposure(exposure, array.shape)
    _refuse(np.isinf(array), "the figure is infinite")
    # Not by the absolute value: that would be the whole list once more in memory.
    _refuse((array > LARGEST) | (array < -LARGEST), "the figure is too large to be watched")
    if family != "gaussian":
        _refuse(array < 0, "a count is below zero")
    if family == "binomial" and weights is None:
        raise WatchError("a binomial series needs exposure: the number that each count is out of")
    if weights is not None:
        array, weights = _weighted(array, weights, family)
    _refuse_short(array)
    return Panel(array, weights, flat)


def _numbers(data: Any, name: str) -> Numbers:
    if isinstance(data, np.ma.MaskedArray):
        # What is masked is missing.
        masked, data = np.ma.getmaskarray(data), data.data.astype(object)
        data[masked] = None
    elif not isinstance(data, np.ndarray) and hasattr(data, "__array__"):
        data = np.asarray(data)
    if isinstance(data, np.ndarray) and data.dtype.kind in "fiub":
        return np.asarray(data, dtype=np.float64)
    if not _is_list(data):
        raise WatchError(f"{name}: {data!r} is not a list of figures")
    rows = list(data)
    if rows and all(np.ndim(row) == 1 for row in rows):
        lengths = [len(row) for row in rows]
        for place, length in enumerate(lengths):
            if length != lengths[0]:
                raise WatchError(f"{name}: series {place} has {length} periods but series 0 has {lengths[0]}")
        return np.array(
            [[_number(v, f"{name}: series {i}, period {t}") for t, v in enumerate(row)] for i, row in enumerate(rows)],
            dtype=np.float64,
        )
    return np.array([_number(v, f"{name}: period {t}") for t, v in enumerate(rows)], dtype=np.float64)


def _is_list(data: Any) -> bool:
    if isinstance(data, np.ndarray):
        return data.ndim > 0
    return hasattr(data, "__iter__") and not isinstance(data, str | bytes)


def _number(value: Any, place: str) -> float:
    if value is None:
        return float("nan")
    if isinstance(value, str | bytes | complex) or np.ndim(value) != 0:
        said = str(value) if isinstance(value, str) else value
        raise WatchError(f"{place}: {said!r} is not a number")
    try:
        return float(value)
    except (TypeError, ValueError) as error:
        raise WatchError(f"{place}: {value!r} is not a number") from error


def _exposure(exposure: Any, shape: tuple[int, ...]) -> Numbers:
    array = _numbers(exposure, "exposure") if _is_list(exposure) else np.array(_number(exposure, "exposure"))
    try:
        return np.broadcast_to(array, shape)
    except ValueError as error:
        raise WatchError(f"exposure has shape {array.shape} but values have shape {shape}") from error


def _weighted(values: Numbers, weights: Numbers, family: str) -> tuple[Numbers, Numbers]:
    _refuse(np.isinf(weights), "the exposure is infinite")
    _refuse(np.abs(weights) > LARGEST, "the exposure is too large")
    _refuse(weights < 0, "the exposure is below zero")
    _refuse((weights == 0) & (values > 0) & (family != "gaussian"), "there is a count but no exposure")
    if family == "binomial":
        _refuse(values > weights, "the count is larger than the number it is out of")
    gap = np.isnan(values) | np.isnan(weights) | (weights == 0)
    return np.where(gap, np.nan, values), np.where(gap, 0.0, weights)


def _refuse(wrong: NDArray[np.bool_], what: str) -> None:
    if wrong.any():
        series, period = np.argwhere(wrong)[0]
        raise WatchError(f"series {series}, period {period}: {what}")


def _refuse_short(array: Numbers) -> None:
    figures = (~np.isnan(array)).sum(axis=1)
    if (figures < 2).any():
        series = int(np.argmax(figures < 2))
        found = "one figure" if figures[series] == 1 else "no figures"
        raise WatchError(f"series {series} has {found}: at least two are needed")


def columns(panel: Panel, history: int) -> Iterator[Columns]:
    """The panel in chunks of columns: series without gaps together, the rest with their gaps closed up."""
    gaps = np.isnan(panel.values).any(axis=1)
    for with_gaps in (False, True):
        chosen = np.flatnonzero(gaps == with_gaps)
        for start in range(0, len(chosen), CHUNK):
            who = chosen[start : start + CHUNK]
            yield _with_gaps(panel, who, history) if with_gaps else _whole(panel, who, history)


def _padded(who: NDArray[np.intp]) -> NDArray[np.intp]:
    # Vector instructions treat the ragged end of a row apart; whole lanes keep a series' bits the same in any batch.
    return np.concatenate([who, np.repeat(who[-1:], -len(who) % LANES)])


def _whole(panel: Panel, who: NDArray[np.intp], history: int) -> Columns:
    lanes, periods = _padded(who), panel.shape[1]
    newest_first = np.ascontiguousarray(panel.values[lanes, ::-1].T)
    weights = np.ones((periods, 1)) if panel.exposure is None else _turned(panel.exposure, lanes)
    position = np.arange(periods - 1.0, -1.0, -1.0)[:, None]
    baseline = np.array([max(min(history, periods), LEAST_BASELINE)])
    return Columns(who, newest_first, weights, position, np.array([periods]), baseline)


def _turned(array: Numbers, lanes: NDArray[np.intp]) -> Numbers:
    return np.ascontiguousarray(array[lanes, ::-1].T)


def _with_gaps(panel: Panel, who: NDArray[np.intp], history: int) -> Columns:
    lanes = _padded(who)
    values = _turned(panel.values, lanes)
    periods = len(values)
    missing = np.isnan(values)
    order = np.argsort(missing, axis=0, kind="stable")
    weights = np.ones_like(values) if panel.exposure is None else _turned(panel.exposure, lanes)
    position = np.broadcast_to(np.arange(periods - 1.0, -1.0, -1.0)[:, None], values.shape)
    first = np.argmin(missing[::-1], axis=0)
    age = (periods - 1 - np.arange(periods))[:, None] - first
    baseline = (~missing & (age < history)).sum(axis=0)
    return Columns(
        who,
        np.take_along_axis(np.where(missing, 0.0, values), order, 0),
        np.take_along_axis(np.where(missing, 0.0, weights), order, 0),
        np.take_along_axis(position, order, 0),
        (~missing).sum(axis=0),
        np.maximum(baseline, LEAST_BASELINE),
    )
