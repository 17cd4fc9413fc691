"""Since when, from what level to what level, and how that stands against the target."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lineofsight.engine.watch.evidence import Evidence
from lineofsight.engine.watch.panel import Columns, Numbers, Options
from lineofsight.engine.watch.sums import total
from lineofsight.engine.watch.target import months_to_target, p_miss_target

RANGE_LOW, RANGE_HIGH = 0.1, 0.9
SPIKE_SHARE = 0.5
# A newest figure that a steady series gives about once in a thousand periods is told as a spike, without a tier.
STANDS_OUT = 3.1


@dataclass(frozen=True, slots=True)
class Findings:
    """Per series of a chunk (whole lanes), as the fields of the same names in a Scan; `level` is the present one."""

    since: NDArray[np.int64]
    since_low: NDArray[np.int64]
    since_high: NDArray[np.int64]
    before: Numbers
    after: Numbers
    size: Numbers
    kind: NDArray[np.str_]
    p_miss_target: Numbers
    months_to_target: Numbers
    rising: NDArray[np.bool_]
    newest: NDArray[np.int64]
    level: Numbers


def findings(
    chunk: Columns, found: Evidence, options: Options, shown: np.ndarray, *, target: Numbers | None, better: str | None
) -> Findings:
    """What is told of the chunk's series; only those `shown` have a start."""
    start, low, high, spike = _starts(found.factor, shown)
    alone = ~shown & (found.newest >= STANDS_OUT) & (found.factor[0] > 0)
    shown, spike = shown | alone, spike | alone
    start, low, high = (np.where(alone, 1, length) for length in (start, low, high))
    after, before = _levels(chunk, start, shown, options)
    before = np.where(shown, before, after)
    newest = chunk.every(chunk.position[0]).astype(np.int64)
    nothing = np.full(len(after), np.nan)
    missed, months = nothing, nothing
    if target is not None:
        goal = np.concatenate([target, np.repeat(target[-1:], len(after) - len(target))])
        missed = p_miss_target(chunk, options, start, shown, before, after, goal, better)
        months = months_to_target(chunk, options, goal, better)
    since, since_low, since_high = (_calendar(chunk, rows, shown) for rows in (start, high, low))
    return Findings(
        since=since,
        since_low=since_low,
        since_high=since_high,
        before=before,
        after=after,
        size=after - before,
        kind=np.where(shown, np.where(spike, "spike", "sustained"), ""),
        p_miss_target=missed,
        months_to_target=months,
        rising=found.rising,
        newest=newest,
        level=after,
    )


def _starts(factor: Numbers, shown: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Length of the changed stretch: most likely, shortest and longest of the middle four fifths; whether one period."""
    length = np.ones(factor.shape[1], dtype=np.int64)
    low, high, spike = length.copy(), length.copy(), np.zeros(len(length), dtype=bool)
    places = np.flatnonzero(shown)
    if len(places):
        weight = np.cumsum(factor[:, places], axis=0)
        share = weight / weight[-1]
        length[places] = np.argmax(factor[:, places], axis=0) + 1
        low[places] = np.minimum((share < RANGE_LOW).sum(axis=0) + 1, length[places])
        high[places] = np.maximum((share < RANGE_HIGH).sum(axis=0) + 1, length[places])
        spike[places] = share[0] > SPIKE_SHARE
    return length, low, high, spike


def _calendar(chunk: Columns, length: np.ndarray, shown: np.ndarray) -> NDArray[np.int64]:
    """The period in which the stretch of this length begins, -1 where none is shown."""
    position = np.broadcast_to(chunk.position, chunk.values.shape)
    return np.where(shown, np.take_along_axis(position, (length - 1)[None, :], 0)[0], -1).astype(np.int64)


def _levels(chunk: Columns, length: np.ndarray, shown: np.ndarray, options: Options) -> tuple[Numbers, Numbers]:
    """Level of the newest `length` figures and of those before; where nothing is shown, of the whole and NaN."""
    amount = chunk.values if options.family != "gaussian" else chunk.values * chunk.weights
    whole, exposure = total(amount), total(chunk.weights)
    after, before = whole / exposure, np.full(len(whole), np.nan)
    places = np.flatnonzero(shown)
    if len(places):
        inside = np.arange(len(amount))[:, None] < length[places]
        weights = chunk.weights if chunk.weights.shape[1] == 1 else chunk.weights[:, places]
        newest, newest_weight = total(np.where(inside, amount[:, places], 0.0)), total(np.where(inside, weights, 0.0))
        older, older_weight = (total(np.where(inside, 0.0, part)) for part in (amount[:, places], weights))
        after[places] = newest / newest_weight
        before[places] = older / np.where(older_weight > 0, older_weight, np.nan)
    return after, before
