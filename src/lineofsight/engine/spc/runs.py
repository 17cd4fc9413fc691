"""The Anhøj rules: is the longest run on one side of the centre too long, or is the centre crossed too seldom?

Source: Anhøj and Olesen 2014, PLoS ONE 9(11) e113825; qicharts2 0.8.1, `runs.analysis`. Limits of both from the number
of useful points: longest run at most round(log2 n) + 3 (Schilling 2012); crossings at least the 5% quantile of a
binomial with n - 1 trials and chance one half (Chen 2010).
"""

from dataclasses import dataclass
from functools import lru_cache
from math import comb, log2, nan

import numpy as np

from lineofsight.engine.spc.averages import Floats


@dataclass(frozen=True)
class Runs:
    """The runs of one part; NaN throughout when no point is useful."""

    signal: bool
    longest_run: float
    longest_run_max: float
    crossings: float
    crossings_min: float


NO_RUNS = Runs(signal=False, longest_run=nan, longest_run_max=nan, crossings=nan, crossings_min=nan)


def runs_of(values: Floats, centre: Floats) -> Runs:
    """The runs of the values about the centre. Missing points and points on the centre are not useful: left out."""
    sides = np.sign(values - centre)
    sides = sides[(sides != 0) & ~np.isnan(sides)]
    useful = len(sides)
    if not useful:
        return NO_RUNS
    ends = np.flatnonzero(np.append(sides[1:] != sides[:-1], True))
    longest = int(np.diff(ends, prepend=-1).max())
    crossings = len(ends) - 1
    longest_max, crossings_min = longest_run_max(useful), fewest_crossings(useful)
    return Runs(
        signal=longest > longest_max or crossings < crossings_min,
        longest_run=longest,
        longest_run_max=longest_max,
        crossings=crossings,
        crossings_min=crossings_min,
    )


def longest_run_max(useful: int) -> int:
    """The longest run that is no signal among so many useful points."""
    return round(log2(useful)) + 3


@lru_cache(maxsize=4096)
def fewest_crossings(useful: int) -> int:
    """The fewest crossings that are no signal, in whole numbers: the least k with P(crossings <= k) at least 1 in 20."""
    trials = useful - 1
    reached, outcomes = 1, 0
    while 20 * reached < 2**trials:
        outcomes += 1
        reached += comb(trials, outcomes)
    return outcomes
