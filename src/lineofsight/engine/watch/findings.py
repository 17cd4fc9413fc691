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


@dataclass(frozen=True)
class Findings:
    """Per series of a chunk (whole lanes); see Scan."""

    since: NDArray[np.int64]
    since_low: NDArray[np.int64]
    since_high: NDArray[np.int64]
    back_since: NDArray[np.int64]
    before: Numbers
    after: Numbers
    level: Numbers
    size: Numbers
    kind: NDArray[np.str_]
    p_miss_target: Numbers
    months_to_target: Numbers
    rising: NDArray[np.bool_]
    newest: NDArray[np.int64]


def findings(
    chunk: Columns,
    found: Evidence,
    options: Options,
    shown: NDArray[np.bool_],
    back: NDArray[np.int64],
    *,
    target: Numbers | None,
    better: str | None,
) -> Findings:
    """What is told of the chunk's series. Only those `shown` have a start, and those with so many newest figures `back`."""
    returned = back > 0
    start, low, high, spike = _starts(found, shown | returned)
    alone = ~(shown | returned) & (found.score[0] >= STANDS_OUT) & (found.monitored > 0)
    start, low, high = (np.where(alone, 1, length) for length in (start, low, high))
    placed = shown | returned | alone
    before, after, level = _levels(chunk, start, back, placed, options)
    missed, months = np.full(len(after), np.nan), np.full(len(after), np.nan)
    if target is not None:
        goal = np.concatenate([target, np.repeat(target[-1:], len(after) - len(target))])
        present = np.where(returned, back, start)
        missed = p_miss_target(chunk, options, present, placed, before, level, goal, better)
        months = months_to_target(chunk, options, goal, better)
    since, since_low, since_high = (_calendar(chunk, rows, placed) for rows in (start, high, low))
    return Findings(
        since=since,
        since_low=since_low,
        since_high=since_high,
        back_since=_calendar(chunk, np.maximum(back, 1), returned),
        before=before,
        after=after,
        level=level,
        size=after - before,
        kind=np.where(placed & ~returned, np.where(spike | alone, "spike", "sustained"), ""),
        p_miss_target=missed,
        # The trend of a year in which a level rose and fell again leads nowhere.
        months_to_target=np.where(returned & ~np.isnan(months), np.inf, months),
        rising=found.rising,
        newest=chunk.every(chunk.position[0]).astype(np.int64),
    )


def _starts(found: Evidence, shown: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Length of the changed stretch: most likely, shortest and longest of the middle four fifths; whether one period."""
    length = np.ones(len(shown), dtype=np.int64)
    low, high, spike = length.copy(), length.copy(), np.zeros(len(shown), dtype=bool)
    places = np.flatnonzero(shown)
    if len(places):
        weight = found.weights(places)
        share = np.cumsum(weight, axis=0)
        share /= share[-1]
        length[places] = np.argmax(weight, axis=0) + 1
        low[places] = np.minimum((share < RANGE_LOW).sum(axis=0) + 1, length[places])
        high[places] = np.maximum((share < RANGE_HIGH).sum(axis=0) + 1, length[places])
        # Where the likeliest stretch is one period there is nothing yet to call lasting, however wide its range.
        spike[places] = (share[0] > SPIKE_SHARE) | (length[places] == 1)
    return length, low, high, spike


def _calendar(chunk: Columns, length: np.ndarray, shown: np.ndarray) -> NDArray[np.int64]:
    """The period in which the stretch of this length begins, -1 where none is shown."""
    position = np.broadcast_to(chunk.position, chunk.values.shape)
    return np.where(shown, np.take_along_axis(position, (length - 1)[None, :], 0)[0], -1).astype(np.int64)


def _levels(
    chunk: Columns, start: np.ndarray, back: np.ndarray, placed: np.ndarray, options: Options
) -> tuple[Numbers, Numbers, Numbers]:
    """Level before a change, while it lasted, and now; the level of the whole where none is placed."""
    amount = chunk.values if options.family != "gaussian" else chunk.values * chunk.weights
    whole = total(amount) / total(chunk.weights)
    before, after, level = whole.copy(), whole.copy(), whole
    places = np.flatnonzero(placed)
    if len(places):
        row = np.arange(len(amount))[:, None]
        weights = chunk.weights if chunk.weights.shape[1] == 1 else chunk.weights[:, places]
        part, since, end = amount[:, places], start[places], back[places]
        before[places] = _mean(part, weights, row >= since)
        after[places] = _mean(part, weights, (row < since) & (row >= end))
        level[places] = np.where(end > 0, _mean(part, weights, row < end), after[places])
    return before, after, level


def _mean(amount: Numbers, weights: Numbers, rows: NDArray[np.bool_]) -> Numbers:
    """The level of these rows of each series; NaN where there are none."""
    weight = total(np.where(rows, weights, 0.0))
    return total(np.where(rows, amount, 0.0)) / np.where(weight > 0, weight, np.nan)
