"""Averages and sums of one series, missing entries left out."""

from math import fsum, nan

import numpy as np

from lineofsight.engine.spc.averages import Floats
from lineofsight.engine.spc.limits import SCREEN


def total_of(values: Floats) -> float:
    """The sum of what is not missing."""
    return fsum(values[~np.isnan(values)])


def mean_of(values: Floats) -> float:
    """The mean of what is not missing, rounded once; NaN when all is missing."""
    kept = values[~np.isnan(values)]
    if not len(kept):
        return nan
    mean = fsum(kept) / len(kept)
    return mean + fsum(kept - mean) / len(kept)


def median_of(values: Floats) -> float:
    """The median of what is not missing; NaN when all is missing."""
    kept = values[~np.isnan(values)]
    return float(np.median(kept)) if len(kept) else nan


def average_range(ranges: Floats, *, screen: bool, above: float = SCREEN) -> float:
    """The mean of moving ranges; with `screen` once more without those of `above` times that mean or more.

    NaN when none is left, as in a series that never moves. Source: Nelson 1982, as in qicharts2 0.8.1.
    """
    average = mean_of(ranges)
    if not screen:
        return average
    return mean_of(ranges[ranges < above * average])
