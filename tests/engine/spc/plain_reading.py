"""The rules of Making Data Count read point by point, slowly and literally, to hold the quick arithmetic against.

Written from the published description of each rule, with loops and no bits.
"""

import itertools
from statistics import fmean

from lineofsight.engine.spc import CAUSES

Window = list[float | None]


def plain_causes(values: Window, mean: float, spread: float, points: int) -> list[set[str]]:
    """Every cause at each point of one segment, None for a missing period."""
    near, far = 2 * (2.66 / 3) * spread, 2.66 * spread
    found: list[set[str]] = [set() for _ in values]
    for place, value in enumerate(values):
        if value is not None and value > mean + far:
            found[place].add("above_limit")
        if value is not None and value < mean - far:
            found[place].add("below_limit")
    _mark(found, values, points, lambda w: all(b > a for a, b in itertools.pairwise(w)), "trend_up")
    _mark(found, values, points, lambda w: all(b < a for a, b in itertools.pairwise(w)), "trend_down")
    _mark(found, values, points, lambda w: all(v > mean for v in w), "shift_above")
    _mark(found, values, points, lambda w: all(v < mean for v in w), "shift_below")
    for start in range(len(values) - 2):
        window = values[start : start + 3]
        if None in window:
            continue
        for side, cause in ((1, "two_of_three_above"), (-1, "two_of_three_below")):
            ends = ((mean + near, mean + far), (mean - near, mean - far))[side < 0]
            close = [side * v > side * ends[0] and not side * v > side * ends[1] for v in window]
            if sum(close) >= 2 and all(side * v > side * mean for v in window):
                for step in range(3):
                    if close[step]:
                        found[start + step].add(cause)
    return found


def _mark(found: list[set[str]], values: Window, length: int, rule, cause: str) -> None:
    for start in range(len(values) - length + 1):
        window = values[start : start + length]
        if None not in window and rule(window):
            for step in range(length):
                found[start + step].add(cause)


def plain_label(found: list[set[str]], values: Window, place: int) -> str:
    """The first cause by precedence; a trend by the step out of the point if the next one is in a trend too."""
    causes = found[place]
    trends = {"trend_up", "trend_down"}
    ordered = [cause for cause in CAUSES if cause in causes]
    if not ordered or ordered[0] not in trends:
        return ordered[0] if ordered else ""
    following = place + 1 < len(values) and bool(found[place + 1] & trends)
    before, after = (place, place + 1) if following else (place - 1, place)
    return "trend_up" if values[after] > values[before] else "trend_down"


def plain_mean_and_spread(values: Window, *, screen: bool) -> tuple[float, float]:
    """The mean and the average moving range of one segment that moves."""
    present = [value for value in values if value is not None]
    pairs = [(a, b) for a, b in itertools.pairwise(values) if a is not None and b is not None]
    ranges = [abs(b - a) for a, b in pairs]
    average = fmean(ranges)
    kept = [each for each in ranges if each < 3.267 * average]
    screened = fmean(kept) if screen and kept and fmean(kept) > 0 else average
    return fmean(present), screened
