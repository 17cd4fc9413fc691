"""Early warning: series a second beside two other programs in the same run, and the rates and delays it promises."""

import importlib
from collections.abc import Callable
from time import perf_counter
from typing import Any

import numpy as np

from lineofsight.engine import spc, watch
from lineofsight.engine.watch import trials

SERIES, PERIODS, ROUNDS = 40_000, 60, 5
CHUNK = 2_000
BAR, TIMES_SHEWHART = 150_000, 30
OTHERS = {"shewhart": 150, "pycontrolcharts": 600}
"""The other programs, and how many series each is timed on."""
STEADY, CHANGED, SEED = 8_000, 4_000, 20_270_131
EARLIER = {"step 0.5": 1.5, "step 1": 1.5, "step 1.5": 1.3, "step 2": 1.2, "drift 0.1": 1.15}
"""How many times sooner than the Making Data Count icon, limits fixed at 24 months, at equal false alarms."""


def run() -> list[dict[str, Any]]:
    """Speed first, statistics after; about two minutes."""
    return [*_speed(), *_false_alarms(), *_delays()]


def _speed() -> list[dict[str, Any]]:
    values = np.random.default_rng(1).normal(50, 5, (SERIES, PERIODS))
    ours = SERIES / min(_seconds(_charts_and_alarms, values) for _ in range(ROUNDS))
    figures = [_figure("charts, icons and alarms, newest of 60 periods", ours, "series/s", BAR)]
    for name, size in OTHERS.items():
        chart = _other(name)
        if chart is None:
            figures.append(_figure(f"{name}: not installed here, so not compared", float("nan"), "series/s", None))
            continue
        theirs = size / min(_seconds(chart, values[:size]) for _ in range(2))
        figures.append(_figure(f"{name}, charts and rules only", theirs, "series/s", None))
        bar = TIMES_SHEWHART if name == "shewhart" else None
        figures.append(_figure(f"times as fast as {name}", ours / theirs, "times", bar))
    return figures


def _charts_and_alarms(values: np.ndarray) -> None:
    for start in range(0, len(values), CHUNK):
        chunk = values[start : start + CHUNK]
        spc.xmr_many(chunk, improves="down", target=48.0)
        watch.scan(chunk, family="gaussian")


def _seconds(work: Callable[[np.ndarray], object], values: np.ndarray) -> float:
    start = perf_counter()
    work(values)
    return perf_counter() - start


def _other(name: str) -> Callable[[np.ndarray], object] | None:
    """The other program's chart of every row, or None when it is not installed."""
    try:
        module = importlib.import_module(name)
    except ImportError:
        return None
    if name == "shewhart":
        return lambda values: [module.imr(row) for row in values]
    return lambda values: [module.calc_xmr(row.tolist()) for row in values]


def _figure(name: str, value: float, unit: str, bar: float | None) -> dict[str, Any]:
    ok = None if bar is None else value >= bar
    return {"name": name, "value": value, "unit": unit, "bar": None if bar is None else f">= {bar:,}", "ok": ok}


def _false_alarms() -> list[dict[str, Any]]:
    """The chance of a false alarm in 36 months beside the stated 10% and 30%, for each kind of series."""
    figures = []
    for place, (name, kind) in enumerate(trials.KINDS.items()):
        values = trials.steady(kind, STEADY, np.random.default_rng([SEED, place]))
        for stated in (0.10, 0.30):
            found = trials.p36(watch.alarms(values, kind.exposure, family=kind.family, false_alarm_36=stated))
            ok = abs(found - stated) <= 0.03
            named = f"{name}: false alarm in 36 months, stated {stated:.0%}"
            bar = f"{stated - 0.03:.0%} to {stated + 0.03:.0%}"
            figures.append({"name": named, "value": found, "unit": "share", "bar": bar, "ok": ok})
    return figures


def _delays() -> list[dict[str, Any]]:
    """How many times sooner than the icon, at the icon's own rate of false alarms."""
    figures = []
    for place, (name, kind) in enumerate(trials.KINDS.items()):
        chance = np.random.default_rng([SEED, 100 + place])
        rate = trials.p36(icons(kind, trials.steady(kind, STEADY, chance)))
        for change, bar in EARLIER.items():
            times = times_sooner(kind, trials.changed(kind, change, CHANGED, chance), rate)
            figures.append(_figure(f"{name}, {change} sd: times sooner than the icon", times, "times", bar))
    return figures


def times_sooner(kind: trials.Kind, values: np.ndarray, rate: float) -> float:
    """Mean delay of the icon over mean delay of the alarm at this rate of false alarms."""
    found = watch.alarms(values, kind.exposure, family=kind.family, false_alarm_36=rate)
    return float(trials.delays(icons(kind, values)).mean() / trials.delays(found).mean())


def icons(kind: trials.Kind, values: np.ndarray) -> np.ndarray:
    """Whether the Making Data Count icon shows concern (a rise) in each month, limits fixed on the first 24."""
    figures = values if kind.exposure is None else values / kind.exposure
    shown = np.zeros(figures.shape, dtype=bool)
    for month in range(trials.HISTORY, figures.shape[1]):
        chart = spc.xmr_many(figures[:, : month + 1], improves="down", fix_after=trials.HISTORY)
        shown[:, month] = chart.variation == "concern_high"
    return shown
