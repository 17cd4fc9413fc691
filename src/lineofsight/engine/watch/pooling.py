"""What a list of series says about one of them: a baseline rate and a dispersion, made by a first pass."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from lineofsight.engine.watch.contrast import Prior
from lineofsight.engine.watch.errors import WatchError
from lineofsight.engine.watch.panel import Numbers, Panel, read_panel


@dataclass(frozen=True, slots=True)
class Pool:
    """A baseline from elsewhere: `events` out of `exposure`, added to each series' own history.

    One number for all series or one a series. For counts only: 2 events in 24 months of a national rate, say.
    """

    events: Any
    exposure: Any


def pooled(values: Any, exposure: Any = None, *, family: str, history: int = 24, weight: float | None = None) -> Pool:
    """A baseline shared by all these series (counts): their pooled rate, worth as many periods as they agree.

    The weight follows from how far the rates differ beyond chance (gamma prior by moments), at most `history` periods;
    give `weight` in periods to set it. The newest periods are left out, so that a change cannot teach the baseline.
    """
    panel = read_panel(values, exposure, family)
    if family == "gaussian":
        raise WatchError("pooled: a pooled baseline is for counts; give `dispersion` for measurements")
    past = panel.values[:, :history]
    known = ~np.isnan(past)
    weights = known * 1.0 if panel.exposure is None else np.where(known, panel.exposure[:, :history], 0.0)
    events, size = np.where(known, past, 0.0).sum(axis=1), weights.sum(axis=1)
    rate = events.sum() / size.sum()
    period_size = size / np.maximum(known.sum(axis=1), 1)
    own = _agreement(events, size, rate, period_size, history) if weight is None else weight
    return Pool(rate * own * period_size, own * period_size)


def _agreement(events: Numbers, size: Numbers, rate: float, period_size: Numbers, history: int) -> float:
    """Periods that the pooled rate is worth: few where the rates differ widely."""
    here = size > 0
    if rate <= 0 or here.sum() < 2:
        return float(history)
    beyond = float(np.mean((events[here] - rate * size[here]) ** 2 - rate * size[here]) / np.mean(size[here] ** 2))
    if beyond <= 0:
        return float(history)
    return float(min(history, rate / beyond / float(np.mean(period_size[here]))))


def prior_of(panel: Panel, pool: Pool | None, dispersion: Any) -> Prior:
    """The prior in the shape of the panel's series. Raises WatchError for a negative or ill-shaped one."""
    count = panel.shape[0]
    spread = None if dispersion is None else _per_series(dispersion, count, "dispersion", least=1e-300)
    if pool is None:
        return Prior(dispersion=spread)
    if not isinstance(pool, Pool):
        raise WatchError(f"pool is {pool!r}: it must be a Pool, as `pooled` makes")
    return Prior(
        _per_series(pool.events, count, "pool.events", least=0.0),
        _per_series(pool.exposure, count, "pool.exposure", least=0.0),
        spread,
    )


def _per_series(data: Any, count: int, name: str, *, least: float) -> Numbers:
    try:
        array = np.broadcast_to(np.asarray(data, dtype=np.float64), (count,)).copy()
    except (TypeError, ValueError) as error:
        raise WatchError(f"{name}: give one number, or one for each of the {count} series") from error
    if not (np.isfinite(array) & (array >= least)).all():
        place = int(np.argmin(np.isfinite(array) & (array >= least)))
        raise WatchError(f"{name}: series {place}: {array[place]} cannot be used")
    return array
