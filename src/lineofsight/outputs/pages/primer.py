"""The four pictures of “How to read a chart”, drawn from made-up figures by the same code as every chart."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from django.utils.safestring import SafeString, mark_safe

from lineofsight.engine.charts import both_widths, spc_chart, text_alternative
from lineofsight.engine.spc import xmr

MONTHS = tuple(
    f"{month} {year}" for year in (2024, 2025)
    for month in ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
)  # fmt: skip
STEADY = (24, 26, 23, 25, 27, 24, 22, 25, 26, 24, 23, 26, 25, 24, 27, 23, 25, 24, 26, 25, 23, 26, 24, 25)
RISING = (*STEADY[:20], 28, 31, 33, 34)
FALLING = (*STEADY[:16], 22, 21, 22, 20, 21, 20, 19, 20)


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture with what to look for, what it says, and the same in words for those who cannot see it."""

    title: str
    look_for: str
    says: str
    drawing: SafeString
    words: str


@cache
def pictures() -> tuple[Picture, ...]:
    """As usual, worse, better, and too few points to be sure."""
    return (
        _picture(
            "As usual", STEADY,
            "Grey circles go up and down around the thin line. All lie between the two dashed lines.",
            "Nothing has really changed. Do not explain a single high or low month.",
        ),
        _picture(
            "Worse", RISING,
            "Orange squares: several in a row on one side of the line, or one outside the dashed lines.",
            "Something has changed, and not for the better. Ask what happened.",
        ),
        _picture(
            "Better, and still short of the target", FALLING,
            "Blue diamonds, and a dotted line: the target.",
            "It gets better. The target lies below every figure, so it is not met yet.",
            target=15,
        ),
        _picture(
            "Too few points to be sure", STEADY[:9],
            "The word “trial” beside the dashed lines.",
            "There are fewer than 13 points, so the dashed lines may still move. Read it with care.",
        ),
    )  # fmt: skip


def _picture(title: str, values: Sequence[float], look_for: str, says: str, *, target: float | None = None) -> Picture:
    result: Any = xmr(np.array(values, dtype=float), improves="down", target=target)
    chart = spc_chart(
        values, result, title=title, measure="Children who come back within a year (made up)",
        periods=MONTHS[: len(values)], unit="%", axis="Of 100 children", target=target, from_zero=True,
    )  # fmt: skip
    drawing = mark_safe(both_widths(chart))  # noqa: S308 (drawn by us from fixed figures)
    return Picture(title, look_for, says, drawing, text_alternative(chart))
