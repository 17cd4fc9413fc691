"""What is taken out before the comparison: the mean, and a yearly season when one is asked for."""

from dataclasses import dataclass

import numpy as np

from lineofsight.engine.watch.panel import Columns, Numbers, Options
from lineofsight.engine.watch.sums import running, total


@dataclass(frozen=True, slots=True)
class Adjusted:
    """A chunk with mean and season taken out.

    `residuals` (gaussian) have weighted mean 0 and no season; `weights` (counts) carry the season in the exposure.
    `information` is the variance of each candidate's sum in units of one weight, `narrowing` how much the season's own
    estimation narrows it for counts, `weight` the sum of the weights, `extra` the parameters that the season took,
    `magnitude` the sum of squares before anything was taken out.
    """

    residuals: Numbers
    weights: Numbers
    information: Numbers
    narrowing: Numbers | float
    weight: Numbers
    extra: int
    magnitude: Numbers
    points: np.ndarray


def adjust(columns: Columns, options: Options, candidates: int) -> Adjusted:
    """The chunk ready for comparison."""
    if options.family == "gaussian":
        return _level(columns, candidates)
    weight = total(columns.weights)
    none = np.zeros((1, 1))
    return Adjusted(none, columns.weights, none, 1.0, weight, 0, none, columns.points)


def _level(columns: Columns, candidates: int) -> Adjusted:
    weights = columns.weights
    oldest = _oldest(columns)
    shifted = columns.values - oldest
    newest, weight = running(weights, candidates)
    mean = total(weights * shifted) / weight
    residuals = shifted - mean
    if np.min(columns.points) < len(columns.values):
        residuals = np.where(weights > 0, residuals, 0.0)
    information = newest * (1 - newest / weight)
    magnitude = weight * (np.abs(oldest) + np.abs(mean)) ** 2
    return Adjusted(residuals, weights, information, 1.0, weight, 0, magnitude, columns.points)


def _oldest(columns: Columns) -> Numbers:
    # Taking off an early figure first keeps the digits of a series like 1 000 000 001, 1 000 000 003, …
    if len(columns.points) == 1:
        return columns.values[columns.points[0] - 1]
    rows = np.maximum(columns.points - 1, 0)
    return np.take_along_axis(columns.values, rows[None, :], 0)[0]
