"""Whether a level that had changed has come back: then nothing is wrong any more, and no alarm stands.

The evidence for "the last m periods differ from all before" stays high for long after a level has come back, because most of
those m periods did differ. So the stretch since the change is itself searched for the period from which it is as before.
"""

import numpy as np
from numpy.typing import NDArray

from lineofsight.engine.watch.carryover import carryover
from lineofsight.engine.watch.evidence import Evidence
from lineofsight.engine.watch.panel import Columns, Numbers, Options
from lineofsight.engine.watch.season import adjust
from lineofsight.engine.watch.sums import total

# So many standard errors must lie between the changed figures and those since, and the newest ones must not lie so many from
# the level before again.
CLEARLY, AGAIN = 2.75, 2.0


def come_back(chunk: Columns, found: Evidence, options: Options, stands: NDArray[np.bool_]) -> NDArray[np.int64]:
    """How many of the newest figures are back at the level before the change, per series; 0 where it lasts.

    Only series that `stands` picks are looked at; the change is the likeliest start of those found.
    """
    length = np.zeros(len(stands), dtype=np.int64)
    places = np.flatnonzero(stands)
    if len(places):
        start = np.argmax(found.weights(places), axis=0) + 1
        chosen = chunk.lanes(places)
        whole = np.concatenate([start, np.repeat(start[-1:], len(chosen.values.T) - len(start))])
        sign = np.where(found.rising[places], 1.0, -1.0)
        sign = np.concatenate([sign, np.repeat(sign[-1:], len(whole) - len(sign))])
        length[places] = _back(chosen, options, whole, sign)[: len(places)]
    return length


def _back(chunk: Columns, options: Options, start: NDArray[np.int64], sign: Numbers) -> NDArray[np.int64]:
    """The same for a small chunk (whole lanes) in which every series has a change of `start` figures."""
    longest = int(start.max())
    figures, weights, inflated = _level_figures(chunk, options)
    row = np.arange(len(figures))[:, None]
    older = np.where(row >= start, weights, 0.0)
    before = total(older * figures) / total(older)
    # Deviations from the level before, towards the change.
    away = sign * (figures - before)
    sums, sizes = (np.cumsum(part[:longest], axis=0) for part in (weights * away, weights))
    stretch, whole = (np.take_along_axis(part, (start - 1)[None, :], 0) for part in (sums, sizes))
    spread = _spread(away, older, before, before + sign * (stretch / whole)[0], options) * inflated
    with np.errstate(divide="ignore", invalid="ignore"):
        newest, rest = sums / sizes, (stretch - sums) / (whole - sizes)
        clear = (rest - newest) / (spread * np.sqrt(1 / sizes + 1 / (whole - sizes)))
        near = newest < rest / 2
        again = np.logical_or.accumulate(~near & (sums >= AGAIN * spread * np.sqrt(sizes)), axis=0)
    back = np.arange(1, longest + 1)[:, None]
    # One figure is no level yet, unless it follows upon a single odd one.
    usable = (back < start) & (back >= np.minimum(2, start - 1)) & near & ~again
    clear = np.where(usable, clear, -np.inf)
    best = np.argmax(clear, axis=0)
    return np.where(clear[best, np.arange(len(best))] >= CLEARLY, best + 1, 0).astype(np.int64)


def _level_figures(chunk: Columns, options: Options) -> tuple[Numbers, Numbers, Numbers]:
    """Each period's figure without its season, its weight, and how carry-over widens the spread of an average."""
    figures, weights = chunk.values, chunk.weights
    if options.season is not None:
        adjusted = adjust(chunk, options, 1)
        figures = adjusted.residuals if options.family == "gaussian" else figures
        weights = adjusted.weights
    weights = np.broadcast_to(weights, chunk.values.shape)
    if options.family != "gaussian":
        figures = figures / np.where(weights > 0, weights, 1.0)
    if not options.autocorrelation:
        return figures, weights, np.ones(figures.shape[1])
    centred = np.where(weights > 0, figures - total(weights * figures) / total(weights), 0.0)
    rho = carryover(centred * np.sqrt(weights), chunk.points)
    return figures, weights, np.sqrt((1 + rho) / (1 - rho))


def _spread(away: Numbers, older: Numbers, before: Numbers, after: Numbers, options: Options) -> Numbers:
    """Standard deviation of a figure of weight one: that around the level before, and of counts as much wider as goes with
    the level after; of counts at least that of chance."""
    square = total(older * away * away) / np.maximum((older > 0).sum(axis=0) - 1, 1)
    if options.family != "gaussian":
        chance, chance_after = (_chance(np.maximum(level, 0.5 / total(older)), options) for level in (before, after))
        square = np.maximum(square / chance, 1.0) * np.maximum(chance, chance_after)
    return np.sqrt(np.maximum(square, 1e-300))


def _chance(level: Numbers, options: Options) -> Numbers:
    """Variance of a rate of weight one by chance alone."""
    return level * np.maximum(1 - level, 1e-9) if options.family == "binomial" else level
