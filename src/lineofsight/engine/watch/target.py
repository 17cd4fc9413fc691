"""The present level against the target, and when the trend crosses it."""

import numpy as np
from scipy.special import ndtr

from lineofsight.engine.watch.chances import MONTHS_IN_A_YEAR
from lineofsight.engine.watch.evidence import PRIOR_SIZE
from lineofsight.engine.watch.panel import Columns, Numbers, Options
from lineofsight.engine.watch.sums import total

TREND_PERIODS = 12
# A slope within this many of its own standard errors is no trend to speak of.
CLEAR_SLOPE = 1.5


def p_miss_target(
    chunk: Columns,
    options: Options,
    length: np.ndarray,
    shown: np.ndarray,
    before: Numbers,
    after: Numbers,
    target: Numbers,
    better: str | None,
) -> Numbers:
    """The chance that the level since the change (of the whole, where none is shown) lies on the wrong side of target.

    The level since a recent change is drawn towards the one before, as far as the few figures leave it open. NaN without
    a target or a better direction.
    """
    if better is None:
        return np.full(len(after), np.nan)
    points = chunk.every(chunk.points)
    spread = _spread(chunk, options, before, after, np.where(shown, length, 0))
    periods = np.where(shown, length * (points - length) / np.maximum(points, 1), points)
    size = PRIOR_SIZE**2 * periods
    kept = np.where(shown, size / (1 + size), 1.0)
    level = np.where(shown, before + kept * (after - before), after)
    error = spread * np.sqrt(np.where(shown, kept / np.maximum(periods, 1e-9) + 1 / np.maximum(points - length, 1), 0)
                             + np.where(shown, 0, 1 / np.maximum(points, 1)))  # fmt: skip
    gap = (target - level) if better == "up" else (level - target)
    with np.errstate(divide="ignore", invalid="ignore"):
        chance = ndtr(gap / error)
    chance = np.where(error > 0, chance, (gap > 0) * 1.0)
    return np.where(np.isnan(target), np.nan, chance)


def _spread(chunk: Columns, options: Options, before: Numbers, after: Numbers, length: np.ndarray) -> Numbers:
    """Standard deviation of one period's level around the level of its stretch."""
    weights = np.broadcast_to(chunk.weights, chunk.values.shape)
    here = weights > 0
    figure = chunk.values if options.family == "gaussian" else chunk.values / np.where(here, weights, 1.0)
    centre = np.where(np.arange(len(figure))[:, None] < length, after, np.where(np.isnan(before), after, before))
    squares = total(np.where(here, weights * (figure - centre) ** 2, 0.0)) / total(weights)
    points = chunk.every(chunk.points)
    typical = total(weights) / np.maximum(points, 1)
    spread = squares * points / np.maximum(points - 1 - (length > 0), 1)
    if options.family != "gaussian":
        rate = np.maximum(after, 0.5 / total(weights))
        spread = np.maximum(spread, rate * (1 - rate if options.family == "binomial" else 1) / typical)
    return np.sqrt(np.maximum(spread, 0))


def months_to_target(chunk: Columns, options: Options, target: Numbers, better: str | None) -> Numbers:
    """Months until the straight trend of the last 12 figures crosses the target; inf if it does not, NaN without one."""
    rows = min(TREND_PERIODS, len(chunk.values))
    weights = np.broadcast_to(chunk.weights, chunk.values.shape)[:rows]
    here: Numbers = np.where(weights > 0, 1.0, 0.0)
    figure = chunk.values[:rows]
    if options.family != "gaussian":
        figure = figure / np.where(weights > 0, weights, 1.0)
    position: Numbers = np.broadcast_to(chunk.position, chunk.values.shape)[:rows] - chunk.position[0]
    count = np.maximum(total(here), 1)
    across = here * (position - total(here * position) / count)
    mean = total(here * figure) / count
    length = np.maximum(total(across * across), 1e-9)
    slope = total(across * (figure - mean)) / length
    line = mean - slope * total(here * position) / count
    distance = here * (figure - mean) - slope * across
    rest = total(distance * distance)
    clear = np.abs(slope) > CLEAR_SLOPE * np.sqrt(rest / np.maximum(count - 2, 1) / length)
    with np.errstate(divide="ignore", invalid="ignore"):
        periods = (target - line) / slope
    months = np.where(clear & (count >= 4) & (periods > 0), periods * MONTHS_IN_A_YEAR / options.period, np.inf)
    return np.where(np.isnan(target) | (better is None), np.nan, months)
