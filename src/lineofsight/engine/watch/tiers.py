"""The tiers of a list, and how many of its alarms chance alone would give."""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from lineofsight.engine.watch.panel import Numbers

if TYPE_CHECKING:
    from lineofsight.engine.watch.told import Scan

# Chance of a false alarm in 36 periods on one steady series: `watch` as a control chart, `alert` a third of that.
WATCH, ALERT = 0.30, 0.10
# Benjamini-Hochberg holds this level times the share of steady series: of the priority list about one in ten is false.
FALSE_SHARE = 0.10
# In a shorter list than this a rank says little, and only an alert can have priority.
LEAST_LIST = 20


def chosen_by_rank(
    tier: NDArray[np.str_], p_value: Numbers, ranked: NDArray[np.bool_], *, share: float
) -> NDArray[np.str_]:
    """`tier`, with "priority" put in where a finding stands out in the whole list (Benjamini and Hochberg, 1995)."""
    result = tier.astype("U9", copy=False)
    able = result != "" if ranked.sum() >= LEAST_LIST else result == "alert"
    result[stands_out(p_value, ranked, share=share) & able] = "priority"
    return result


def stands_out(p_value: Numbers, ranked: NDArray[np.bool_], *, share: float) -> NDArray[np.bool_]:
    """Benjamini-Hochberg over the ranked series: those chosen are false in at most `share` of cases on average."""
    count = int(ranked.sum())
    if count == 0:
        return np.zeros(len(p_value), dtype=bool)
    ordered = np.sort(p_value[ranked])
    below = np.flatnonzero(ordered <= share * np.arange(1, count + 1) / count)
    return ranked & (p_value <= ordered[below[-1]]) if len(below) else np.zeros(len(p_value), dtype=bool)


def expected_false(result: "Scan") -> float:
    """How many of this list's alarms chance alone would give this period, if no series had changed."""
    return float(np.sum(np.where(result.provisional, 0.0, result.false_chance)))
