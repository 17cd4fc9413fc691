"""The four rules of Making Data Count on one segment, for many series at once.

Source: NHSRplotthedots 0.2.2, R/ptd_calculate_point_type.R. Rows are periods and columns are series. Every array of
`Bits` holds two answers an entry, bit 0 for high and bit 1 for low, so that one pass serves both sides. A missing
period is neither, and so ends a trend, a shift and a two-in-three.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from lineofsight.engine.spc.averages import Bools, Floats
from lineofsight.engine.spc.limits import Lines

Bits = npt.NDArray[np.uint8]

HIGH = np.uint8(1)
"""The bit for a high answer; the next one is for a low answer."""

TREND, TWO_OF_THREE, SHIFT = np.uint8(2), np.uint8(4), np.uint8(6)
"""Where the two bits of each rule start; those of a point outside the limits come first."""


@dataclass(frozen=True)
class Fired:
    """Two bits for each of the four rules, in the order of precedence: outside, trend, two of three, shift.

    `rules` has every rule that fired, `label` the one bit of the published label (0: none).
    """

    rules: Bits
    label: Bits


def fired(values: Floats, lines: Lines, *, points: int) -> Fired:
    """What fired at each point, looking back over the whole segment: all points of a pattern are marked.

    `points`: length of a trend and of a shift, 7 as published or 6.
    """
    outside = two_bits(values > lines.upper, values < lines.lower)
    side = two_bits(values > lines.mean, values < lines.mean)
    close = two_bits(values > lines.near_upper, values < lines.near_lower) & ~outside
    steps = two_bits(values[1:] > values[:-1], values[1:] < values[:-1])
    trend = marked(unbroken(steps, points - 1), points, len(values))
    others = _two_of_three(close, side) << TWO_OF_THREE
    others |= marked(unbroken(side, points), points, len(values)) << SHIFT
    others |= outside
    label = others | (_trend_label(trend, steps) << TREND)
    return Fired(rules=others | (trend << TREND), label=label & (~label + HIGH))


def two_bits(high: Bools, low: Bools) -> Bits:
    """Both answers in one array."""
    bits = low.view(np.uint8) << HIGH
    bits |= high.view(np.uint8)
    return bits


def unbroken(bits: Bits, length: int) -> Bits:
    """Row t holds the bits that stand in all of the rows t to t + length - 1; rows without room for that are gone."""
    width = 1
    while width < length and len(bits):
        step = min(width, length - width)
        bits = bits[:-step] & bits[step:]
        width += step
    return bits


def marked(starts: Bits, length: int, periods: int) -> Bits:
    """Each start carried over the `length` rows of its pattern."""
    marks = np.zeros((periods, starts.shape[1]), dtype=np.uint8)
    if periods < length:
        return marks
    marks[: periods - length + 1] = starts
    width = 1
    while width < length:
        step = min(width, length - width)
        marks[step:] |= marks[:-step]
        width += step
    return marks


def _two_of_three(close: Bits, side: Bits) -> Bits:
    """Close points of any window of three that has at least two of them and lies wholly on one side of the mean.

    A point outside the limits is not close, but it may be the third of the window.
    """
    if len(close) < 3:
        return np.zeros_like(close)
    pair = (close[:-2] & close[1:-1]) | (close[2:] & (close[:-2] | close[1:-1]))
    return marked(pair & unbroken(side, 3), 3, len(close)) & close


def _trend_label(trend: Bits, steps: Bits) -> Bits:
    """High or low at each point of a trend: by the step into it, or out of it if the next point is in a trend too.

    So the peak that two trends share belongs to the second. This is the published wording to the letter; it also calls
    the last point of a rise low when a fall leads straight to another rise (docs/deviations.md, 8).
    """
    here = trend > 0
    rising = np.zeros(trend.shape, dtype=bool)
    step_up = (steps & HIGH).view(bool)
    rising[1:] = step_up
    np.copyto(rising[:-1], step_up, where=here[:-1] & here[1:])
    return two_bits(here & rising, here & ~rising)
