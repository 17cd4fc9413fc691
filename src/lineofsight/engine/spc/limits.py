"""Mean and natural process limits of one segment, for many series at once.

Source: NHSRplotthedots 0.2.2, R/ptd_spc_standard.R; Wheeler's XmR chart: limits at the mean plus and minus 2.66 average
moving ranges. Rows are periods and columns are series; NaN is a missing period.
"""

from dataclasses import dataclass

import numpy as np

from lineofsight.engine.spc.averages import Bools, Floats, mean_down

LIMIT = 2.66
"""3 / 1.128: average moving ranges from the mean to a limit."""
NEAR_LIMIT = 2 * (LIMIT / 3)
SCREEN = 3.267
"""A moving range this many times their average or more is left out, once."""


@dataclass(frozen=True)
class Lines:
    """Five lines, one number for each series; NaN where there is none."""

    mean: Floats
    lower: Floats
    upper: Floats
    near_lower: Floats
    near_upper: Floats


def lines_of(baseline: Floats, *, gaps: bool, screen: bool, as_published: bool) -> Lines:
    """The lines that the rows of the baseline set. `gaps`: whether there may be a NaN among them.

    A moving range needs both its points. One pass of the screen leaves out the large moving ranges, never a point, so
    the mean is of all points.
    """
    with np.errstate(invalid="ignore", divide="ignore", over="ignore"):
        mean = _mean_of_points(baseline, gaps)
        raw, screened = _average_ranges(baseline, gaps, screen)
        spread = screened if as_published else _spread_that_means_something(baseline, mean, raw, screened)
        return Lines(
            mean=mean,
            lower=mean - LIMIT * spread,
            upper=mean + LIMIT * spread,
            near_lower=mean - NEAR_LIMIT * spread,
            near_upper=mean + NEAR_LIMIT * spread,
        )


def _mean_of_points(baseline: Floats, gaps: bool) -> Floats:
    return mean_down(baseline, ~np.isnan(baseline) if gaps else None)


def _average_ranges(baseline: Floats, gaps: bool, screen: bool) -> tuple[Floats, Floats]:
    """The average moving range before and after the screen."""
    ranges = np.subtract(baseline[1:], baseline[:-1])
    np.abs(ranges, out=ranges)
    raw = mean_down(ranges, ~np.isnan(ranges) if gaps else None)
    if not screen:
        return raw, raw
    return raw, _screened(ranges, raw)


def _screened(ranges: Floats, raw: Floats) -> Floats:
    """The average again, of the ranges below the screen. A series that loses none keeps its average to the bit."""
    kept = ranges < SCREEN * raw
    changed = np.flatnonzero(~kept.all(axis=0))
    screened = raw.copy()
    screened[changed] = mean_down(ranges[:, changed], kept[:, changed])
    return screened


def _spread_that_means_something(baseline: Floats, mean: Floats, raw: Floats, screened: Floats) -> Floats:
    """The average range without the two false answers of the published program (docs/deviations.md, 1 and 2).

    Screening that leaves only zeros would put both limits on the mean and flag every point: the unscreened average
    stands. A baseline that never moved has no spread at all: its limits are its mean, and `mean` is set to its value.
    """
    spread = np.where(screened > 0, screened, raw)
    still = np.flatnonzero(~(spread > 0))
    if len(still):
        values = baseline[:, still]
        lowest, highest = np.fmin.reduce(values, axis=0), np.fmax.reduce(values, axis=0)
        steady = (lowest == highest) & ((~np.isnan(values)).sum(axis=0) > 1)
        spread[still] = np.where(steady, 0.0, np.nan)
        mean[still] = np.where(steady, lowest, mean[still])
    return spread


def present_points(values: Floats) -> Bools:
    """Where there is a figure."""
    return ~np.isnan(values)
