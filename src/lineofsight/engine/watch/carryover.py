"""Carry-over from one period to the next (first-order autocorrelation), and how it widens every comparison."""

import numpy as np

from lineofsight.engine.watch.panel import Numbers
from lineofsight.engine.watch.sums import total

# Twenty-four figures say little of the carry-over: each series' own is drawn towards a usual one, worth so many figures.
USUAL, WORTH = 0.25, 20.0
GREATEST = 0.85


def carryover(residuals: Numbers, points: np.ndarray) -> Numbers:
    """First-order autocorrelation of each series (newest first), its small-sample bias taken out, 0 to 0.85."""
    spread = total(residuals * residuals)
    found = total(residuals[1:] * residuals[:-1]) / np.where(spread > 0, spread, 1.0)
    # An estimated mean takes (1 + 4 rho) / n off the estimate (Marriott and Pope, 1954).
    unbiased = (points * found + 1) / np.maximum(points - 4.0, 1.0)
    return np.clip((points * unbiased + WORTH * USUAL) / (points + WORTH), 0.0, GREATEST)


def widening(rho: Numbers, candidates: int, points: np.ndarray) -> Numbers:
    """How many times wider the variance of "newest m against all before" is than without carry-over, (m, series)."""
    newest = np.arange(1.0, candidates + 1)[:, None]
    older = np.maximum(points - newest, 1.0)
    across = rho * (1 - rho**newest) * (1 - rho**older) / (1 - rho) ** 2 / (newest * older)
    variance = _mean_variance(rho, newest) + _mean_variance(rho, older) - 2 * across
    # The variance within the series is itself found too small when neighbours are alike.
    shrunk = (1 - _mean_variance(rho, points)) / (1 - 1 / np.maximum(points, 2.0))
    return variance / (1 / newest + 1 / older) / np.maximum(shrunk, 0.2)


def _mean_variance(rho: Numbers, length: np.ndarray) -> Numbers:
    """Variance of the mean of so many neighbours, in units of one period's."""
    length = np.maximum(length, 1.0)
    return ((1 + rho) / (1 - rho) - 2 * rho * (1 - rho**length) / (length * (1 - rho) ** 2)) / length
