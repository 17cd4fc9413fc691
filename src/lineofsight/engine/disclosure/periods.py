"""A total over periods of which some are hidden: a year over its quarters."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from lineofsight.engine.disclosure.attack import Knowledge, bounds
from lineofsight.engine.disclosure.figures import mask
from lineofsight.engine.disclosure.rules import Rule
from lineofsight.engine.disclosure.states import State
from lineofsight.engine.disclosure.sums import sums_of


@dataclass(frozen=True)
class PeriodTotal:
    """The total that may be shown (NaN unless the state is "value") and why not, in words, when it may not."""

    value: float
    state: State
    reason: str = ""


def total_over_periods(counts: ArrayLike, rule: Rule) -> PeriodTotal:
    """The total of the counts of consecutive periods, shown each under the same rule.

    It is shown only if it is itself large enough and no hidden period can be worked out from it and the others. A gap
    among the periods leaves no total.
    """
    parts = np.array(counts, dtype=np.float64)
    states = mask(parts, None, rule)
    if "missing" in states:
        return PeriodTotal(float("nan"), "missing", "A period is missing.")
    total = float(parts.sum())
    if 0 < total <= rule.hide_up_to:
        return PeriodTotal(float("nan"), "suppressed", "The total is a small number.")
    hidden = np.append(states == "suppressed", False)
    sums = sums_of([(len(parts), list(range(len(parts))))], len(parts) + 1)
    proof = bounds(Knowledge(np.append(parts, total), sums, hidden), enough=rule.protection)
    if (proof.doubt[hidden] < rule.protection).any():
        return PeriodTotal(float("nan"), "suppressed", "A hidden period could be worked out from the total.")
    return PeriodTotal(total, "value")
