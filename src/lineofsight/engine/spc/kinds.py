"""The lines of each kind of chart, for one part.

Source: qicharts2 0.8.1, functions qic.run to qic.g, which name the pages of Montgomery, Introduction to Statistical
Quality Control; Laney 2002 for the primed charts; Nelson 1982 for the screen. Formulas only, written anew.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.special import gammaln

from lineofsight.engine.spc.averages import Floats
from lineofsight.engine.spc.single import average_range, mean_of, median_of, total_of
from lineofsight.engine.spc.subgroups import Points

BIAS = 1.128
"""d2 for ranges of two: average moving range over standard deviation."""
SCREEN_OF_WEIGHTED = 3.2665
"""The screen of the I' chart, which is published with one more digit than that of the others."""
RANGE_LIMIT = 3.267
MEDIAN_OF_GEOMETRIC = 0.693
TO_NORMAL = 3.6
"""A time between events to the power 1 / 3.6 is near enough normal (Nelson 1994)."""


@dataclass(frozen=True)
class Drawn:
    """What one part draws: points, centre and limits, one entry a point."""

    y: Floats
    centre: Floats
    lower: Floats
    upper: Floats
    lower95: Floats
    upper95: Floats


Kind = Callable[[Points, bool], Drawn]


def about(y: Floats, centre: Floats, deviation: Floats | float, *, floor: float | None = None) -> Drawn:
    """Limits at three and two standard deviations about the centre, the lower ones not under `floor`."""
    lower, lower95 = centre - 3 * deviation, centre - 2 * deviation
    if floor is not None:
        lower, lower95 = (np.where((line < floor) & np.isfinite(line), floor, line) for line in (lower, lower95))
    return Drawn(y, centre, lower, centre + 3 * deviation, lower95, centre + 2 * deviation)


def run(points: Points, screen: bool) -> Drawn:
    """Run chart: the median, no limits."""
    nothing = np.full(len(points.y), np.nan)
    return Drawn(points.y, centre_or(points, median_of(points.y[points.base])), nothing, nothing, nothing, nothing)


def individuals(points: Points, screen: bool) -> Drawn:
    """I chart: the mean, and the average moving range of the baseline."""
    base = points.base
    centre = centre_or(points, mean_of(points.y[base]))
    ranges = np.abs(np.diff(points.y[base] - centre[base]))
    return about(points.y, centre, average_range(ranges, screen=screen) / BIAS)


def moving_ranges(points: Points, screen: bool) -> Drawn:
    """MR chart: the distance of each point from the one before it."""
    ranges = np.append(np.nan, np.abs(np.diff(points.y)))
    centre = centre_or(points, mean_of(ranges[points.base]))
    floor = np.zeros(len(ranges))
    return Drawn(ranges, centre, floor, RANGE_LIMIT * centre, floor, (RANGE_LIMIT / 3) * 2 * centre)


def weighted_individuals(points: Points, screen: bool) -> Drawn:
    """I' chart: ratios with denominators of different sizes. Its spread is of all points, the baseline or not."""
    base = points.base
    weights = points.n
    centre = centre_or(points, over(total_of(points.y[base] * weights[base]), total_of(weights[base])))
    apart = np.sqrt(1 / weights[:-1] + 1 / weights[1:])
    spreads = np.sqrt(np.pi / 2) * np.abs(np.diff(points.y)) / apart
    average = average_range(spreads, screen=screen, above=SCREEN_OF_WEIGHTED)
    return about(points.y, centre, average * np.sqrt(1 / weights))


def counts(points: Points, screen: bool) -> Drawn:
    """C chart: counts of equal exposure."""
    centre = centre_or(points, mean_of(points.total[points.base]))
    return about(points.total, centre, np.sqrt(centre), floor=0.0)


def rates(points: Points, screen: bool) -> Drawn:
    """U chart: counts over exposure."""
    centre = ratio(points)
    return about(points.y, centre, np.sqrt(centre / points.n), floor=0.0)


def rates_prime(points: Points, screen: bool) -> Drawn:
    """U' chart: as U, with the spread between points taken in (Laney)."""
    centre = ratio(points)
    deviation = np.sqrt(centre / points.n)
    return about(points.y, centre, deviation * between(points, centre, deviation, screen), floor=0.0)


def proportions(points: Points, screen: bool) -> Drawn:
    """P chart: so many out of so many."""
    centre = ratio(points)
    return at_most_one(about(points.y, centre, np.sqrt(centre * (1 - centre) / points.n), floor=0.0))


def proportions_prime(points: Points, screen: bool) -> Drawn:
    """P' chart: as P, with the spread between points taken in (Laney)."""
    centre = ratio(points)
    deviation = np.sqrt(centre * (1 - centre) / points.n)
    spread = deviation * between(points, centre, deviation, screen)
    return at_most_one(about(points.y, centre, spread, floor=0.0))


def opportunities_between(points: Points, screen: bool) -> Drawn:
    """G chart: opportunities between events. Limits about the mean, the median drawn as centre.

    A given centre is taken as the mean; its theoretical median is drawn.
    """
    mean = centre_or(points, mean_of(points.y[points.base]))
    drawn = about(points.y, mean, np.sqrt(mean * (mean + 1)), floor=0.0)
    median = MEDIAN_OF_GEOMETRIC * mean if points.centre_given else centre_or(points, median_of(points.y[points.base]))
    return Drawn(drawn.y, median, drawn.lower, drawn.upper, drawn.lower95, drawn.upper95)


def centre_or(points: Points, own: float) -> Floats:
    """The given centre at each point, or else the part's own."""
    return points.centre if points.centre_given else np.full(len(points.y), own)


def ratio(points: Points) -> Floats:
    """All events over all exposure of the baseline."""
    base = points.base
    return centre_or(points, over(total_of(points.total[base]), total_of(points.n[base])))


def over(part: float, whole: float) -> float:
    """The one over the other; NaN where there is nothing in all, as when every point is left out."""
    return part / whole if whole else np.nan


def between(points: Points, centre: Floats, deviation: Floats, screen: bool) -> float:
    """How many times wider the points of the baseline spread than their denominators explain (Laney's sigma z)."""
    base = points.base
    scores = (points.y[base] - centre[base]) / deviation[base]
    return average_range(np.abs(np.diff(scores)), screen=screen) / BIAS


def at_most_one(drawn: Drawn) -> Drawn:
    """The upper limits of a proportion cut at 1, where they are finite."""
    upper, upper95 = (np.where((line > 1) & np.isfinite(line), 1.0, line) for line in (drawn.upper, drawn.upper95))
    return Drawn(drawn.y, drawn.centre, drawn.lower, upper, drawn.lower95, upper95)


def times_between(points: Points, screen: bool) -> Drawn:
    """T chart: time between events, as an I chart of its 3.6th root.

    A lower limit that would be below zero is zero; a lower 95% limit that would be is not drawn, as published.
    """
    inner = Points(**{**vars(points), "y": points.y ** (1 / TO_NORMAL), "centre": points.centre ** (1 / TO_NORMAL)})
    drawn = individuals(inner, screen)
    lower = drawn.lower**TO_NORMAL
    lower = np.where(np.isnan(lower), 0.0, lower)
    upper, lower95, upper95 = (line**TO_NORMAL for line in (drawn.upper, drawn.lower95, drawn.upper95))
    return Drawn(drawn.y**TO_NORMAL, drawn.centre**TO_NORMAL, lower, upper, lower95, upper95)


def subgroup_means(points: Points, screen: bool) -> Drawn:
    """X-bar chart: means of subgroups, limits from the spread inside them."""
    base = points.base
    members_in_all = total_of(points.size[base & ~np.isnan(points.y)])
    centre = centre_or(points, over(total_of((points.size * points.y)[base]), members_in_all))
    size = members(points)
    wide = spread_inside(points) / (unbiasing(size) * np.sqrt(size))
    return about(points.y, centre, wide)


def subgroup_deviations(points: Points, screen: bool) -> Drawn:
    """S chart: standard deviations of subgroups."""
    centre = centre_or(points, spread_inside(points))
    size = members(points)
    relative = np.sqrt(1 - unbiasing(size) ** 2) / unbiasing(size)
    drawn = about(points.deviation, np.ones(len(size)), relative, floor=0.0)
    lines = (line * centre for line in (drawn.lower, drawn.upper, drawn.lower95, drawn.upper95))
    return Drawn(points.deviation, centre, *lines)


def spread_inside(points: Points) -> float:
    """Standard deviation inside the subgroups of the baseline: a plain mean for one size, pooled for several.

    A subgroup without two members has no spread and does not count.
    """
    usable = points.base & ~np.isnan(points.deviation)
    deviations, freedom = points.deviation[usable], points.size[usable] - 1
    if len(set(points.size)) == 1:
        return mean_of(deviations)
    return float(np.sqrt(np.float64(total_of(freedom * deviations**2)) / np.float64(total_of(freedom))))


def members(points: Points) -> Floats:
    """Members of each subgroup, NaN where there are fewer than two."""
    return np.where(points.size > 1, points.size, np.nan)


def unbiasing(size: Floats) -> Floats:
    """c4: what the standard deviation of a subgroup of this size is on average, over the true one."""
    return np.sqrt(2 / (size - 1)) * np.exp(gammaln(size / 2) - gammaln((size - 1) / 2))


DRAW: dict[str, Kind] = {
    "run": run,
    "i": individuals,
    "mr": moving_ranges,
    "ip": weighted_individuals,
    "c": counts,
    "u": rates,
    "up": rates_prime,
    "p": proportions,
    "pp": proportions_prime,
    "g": opportunities_between,
    "t": times_between,
    "xbar": subgroup_means,
    "s": subgroup_deviations,
}
