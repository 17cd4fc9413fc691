"""How many XmR charts a second: 60 points a series, one core, lines, labels of all points and both icons."""

from time import perf_counter
from typing import Any

import numpy as np

from lineofsight.engine import spc

SERIES, PERIODS, ROUNDS = 50_000, 60, 5
BAR = 400_000
"""Half of the time that 150,000 series a second leave, and more, is then free for detection."""


def run() -> list[dict[str, Any]]:
    """The best of five rounds: without a gap, and with one period in twenty missing."""
    rng = np.random.default_rng(1)
    whole = rng.normal(50, 5, (SERIES, PERIODS))
    gappy = np.where(rng.random(whole.shape) < 0.05, np.nan, whole)
    return [
        _figure("XmR charts, 60 points, none missing", _series_a_second(whole), BAR),
        _figure("XmR charts, 60 points, one in twenty missing", _series_a_second(gappy), None),
    ]


def _series_a_second(values: np.ndarray) -> float:
    seconds = []
    for _ in range(ROUNDS):
        start = perf_counter()
        spc.xmr_many(values, improves="down", target=48.0)
        seconds.append(perf_counter() - start)
    return len(values) / min(seconds)


def _figure(name: str, rate: float, bar: int | None) -> dict[str, Any]:
    ok = None if bar is None else rate >= bar
    return {"name": name, "value": rate, "unit": "series/s", "bar": bar and f">= {bar:,}", "ok": ok}
