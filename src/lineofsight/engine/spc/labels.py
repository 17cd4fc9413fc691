"""From bits to words: causes, point types and the two icons.

Source: NHSRplotthedots 0.2.2, R/ptd_calculate_point_type.R, R/geom_ptd_icon.R and R/ptd_calculate_assurance_type.R.
"""

import numpy as np
import numpy.typing as npt

from lineofsight.engine.spc.averages import Floats
from lineofsight.engine.spc.rules import Bits

CAUSES = (
    "above_limit",
    "below_limit",
    "trend_up",
    "trend_down",
    "two_of_three_above",
    "two_of_three_below",
    "shift_above",
    "shift_below",
)
"""Bit k of a mark is cause k; this is the order of precedence."""

DIRECTIONS = {"up": 1, "neutral": 0, "down": -1}
"""What `improves` may say, and the sign of an improvement."""

Words = npt.NDArray[np.object_]
Codes = npt.NDArray[np.int8]

_HIGH_BITS = np.uint8(0b01010101)
_WORD_OF_LABEL = np.array(["", *[""] * 255], dtype=object)
for _bit, _cause in enumerate(CAUSES):
    _WORD_OF_LABEL[1 << _bit] = _cause

_POINT_TYPES = np.array(
    [
        ["improvement", "common", "concern"],
        ["neutral_low", "common", "neutral_high"],
        ["concern", "common", "improvement"],
    ],
    dtype=object,
)
"""By sign of improvement (down, neutral, up), then by direction of the cause (low, none, high)."""

_VARIATIONS = np.array(
    [
        ["improvement_low", "common", "concern_high"],
        ["neutral_low", "common", "neutral_high"],
        ["concern_low", "common", "improvement_high"],
    ],
    dtype=object,
)

_ASSURANCES = np.array([["pass", "inconsistent", "fail"], [None] * 3, ["fail", "inconsistent", "pass"]], dtype=object)
"""By sign of improvement, then by where the target lies: above the limits, between them or no limits, below them."""


def cause_words(label: Bits) -> Words:
    """The word for each label, "" for none."""
    return _WORD_OF_LABEL[label]


def cause_tuples(label: Bits, rules: Bits) -> Words:
    """For each point every cause that fired, in order of precedence, the label's own first."""
    found: dict[tuple[int, int], tuple[str, ...]] = {}
    tuples = np.empty(label.shape, dtype=object)
    flat = tuples.reshape(-1)
    for place, key in enumerate(zip(label.ravel().tolist(), rules.ravel().tolist(), strict=True)):
        if key not in found:
            found[key] = _tuple_of(*key)
        flat[place] = found[key]
    return tuples


def _tuple_of(label: int, rules: int) -> tuple[str, ...]:
    others = [cause for bit, cause in enumerate(CAUSES) if rules & ~label & (1 << bit)]
    return (str(_WORD_OF_LABEL[label]), *others) if label else tuple(others)


def direction_of(label: Bits) -> Codes:
    """1 for a high cause or a rise, -1 for a low one or a fall, 0 for none."""
    high = (label & _HIGH_BITS) > 0
    return high.astype(np.int8) - ((label > 0) & ~high).astype(np.int8)


def point_types(label: Bits, improves: Codes) -> Words:
    """Common, improvement, concern, neutral_high or neutral_low, for each label and sign of improvement."""
    return _POINT_TYPES[improves + 1, direction_of(label) + 1]


def variations(label: Bits, improves: Codes) -> Words:
    """The variation icon of each series, from the label of its last point."""
    return _VARIATIONS[improves + 1, direction_of(label) + 1]


def assurances(target: Floats, lower: Floats, upper: Floats, improves: Codes) -> Words:
    """The assurance icon of each series; None without a target or a good direction.

    "fail" when the limits lie wholly on the wrong side of the target, "pass" when wholly on the right side, else
    "inconsistent", which is also the published answer when there are no limits.
    """
    place = (target < lower).astype(np.int8) - (target > upper).astype(np.int8)
    icons = _ASSURANCES[improves + 1, place + 1]
    icons[np.isnan(target)] = None
    return icons
