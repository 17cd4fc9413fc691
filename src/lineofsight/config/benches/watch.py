"""Early warning: series a second beside two other programs in the same run, and the rates and delays it promises."""

import importlib
from collections.abc import Callable
from time import process_time
from typing import Any

import numpy as np

from lineofsight.engine import spc, watch
from lineofsight.engine.watch import trials

SERIES, PERIODS, ROUNDS = 40_000, 60, 5
CHUNK = 2_000
BAR, TIMES_SHEWHART = 150_000, 30
OTHERS = {"shewhart": 150, "pycontrolcharts": 600}
"""The other programs, and how many series each is timed on."""
STEADY, CHANGED, SEED = 12_000, 8_000, 20_270_131
"""Steady series for a rate (error about half a point) and changed ones for a delay (error of a ratio about one in a hundred)."""
EARLIER = {"step 0.5": 1.5, "step 1": 1.5, "step 1.5": 1.3, "step 2": 1.2, "drift 0.1": 1.15}
"""How many times sooner than the Making Data Count icon, limits fixed at 24 months, at equal false alarms."""
BEST = {
    "gaussian": {"step 0.5": 14.6, "step 1": 6.2, "step 1.5": 3.5, "step 2": 2.3},
    "poisson 20": {"step 0.5": 13.8, "step 1": 6.0, "step 1.5": 3.5, "step 2": 2.4},
    "poisson 100": {"step 0.5": 14.2, "step 1": 6.2, "step 1.5": 3.5, "step 2": 2.4},
}
"""Mean delay of the best that a method knowing size and spread does from the same 24 months, at the icon's false alarms."""
SLACK = {"step 1": 0.10}
"""How far from the best we may be; 20% elsewhere."""
LISTS, IN_LIST, WORSE = 40, 1_000, 50


def run() -> list[dict[str, Any]]:
    """Speed first, statistics after; about six minutes."""
    return [*_speed(), *_false_alarms(), *_unquiet_false_alarms(), *_delays(), *_priority()]


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
    # Of the processor, all its threads together: what else runs on the machine does not count against anyone.
    start = process_time()
    work(values)
    return process_time() - start


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
            figures.append(_rate(name, found, stated, within=0.03))
    return figures


def _unquiet_false_alarms() -> list[dict[str, Any]]:
    """The same with a season of one deviation and with carry-over of 0.3, the options for them on."""
    chance = np.random.default_rng([SEED, 50])
    shapes: list[tuple[str, np.ndarray, dict[str, Any]]] = [
        ("gaussian with a season", trials.with_season(STEADY, chance), {"season": 1}),
        ("gaussian with carry-over", trials.with_carry_over(STEADY, chance), {"autocorrelation": True}),
    ]
    figures = []
    for name, values, options in shapes:
        for stated in (0.10, 0.30):
            found = trials.p36(watch.alarms(values, family="gaussian", false_alarm_36=stated, **options))
            figures.append(_rate(name, found, stated, within=0.08))
    return figures


def _rate(name: str, found: float, stated: float, *, within: float) -> dict[str, Any]:
    low, high = max(stated - within, 0.0), stated + within
    named = f"{name}: false alarm in 36 months, stated {stated:.0%}"
    return {
        "name": named,
        "value": found,
        "unit": "share",
        "bar": f"{low:.0%} to {high:.0%}",
        "ok": low <= found <= high,
    }


def _delays() -> list[dict[str, Any]]:
    """How many times sooner than the icon, and how close to the best, at the icon's own rate of false alarms."""
    figures = []
    for place, (name, kind) in enumerate(trials.KINDS.items()):
        chance = np.random.default_rng([SEED, 100 + place])
        rate = trials.p36(icons(kind, trials.steady(kind, STEADY, chance)))
        for change, bar in EARLIER.items():
            times = times_sooner(kind, trials.changed(kind, change, CHANGED, chance), rate)
            figures.append(_figure(f"{name}, {change} sd: times sooner than the icon", times, "times", bar))
        for change, best in BEST.get(name, {}).items():
            mean = uncapped_delay(kind, change, CHANGED // 2, chance, rate)
            figures.append(_beside_best(f"{name}, {change} sd: mean delay", mean, best, SLACK.get(change, 0.20)))
    return figures


def _beside_best(name: str, mean: float, best: float, slack: float) -> dict[str, Any]:
    bar = best * (1 + slack)
    return {"name": name, "value": mean, "unit": "months", "bar": f"<= {bar:.3g} (best {best:g})", "ok": mean <= bar}


def uncapped_delay(kind: trials.Kind, change: str, series: int, chance: np.random.Generator, rate: float) -> float:
    """Mean months to the first alarm after the change, among series without one before it, watched for 164 months."""
    values = trials.changed(kind, change, series, chance, periods=200)
    found = watch.alarms(values, kind.exposure, family=kind.family, false_alarm_36=rate)
    return float(trials.delays(found, longest=164).mean())


def _priority() -> list[dict[str, Any]]:
    """What is false of the priority list, and how many of the worsened series it finds within six months."""
    false, soon = priority_lists(np.random.default_rng([SEED, 300]), LISTS)
    named = f"priority list of {IN_LIST:,} with {WORSE} worse by 1.5 sd"
    return [
        {"name": f"{named}: false", "value": false, "unit": "share", "bar": "<= 12%", "ok": false <= 0.12},
        {
            "name": f"{named}: found within six months",
            "value": soon,
            "unit": "share",
            "bar": ">= 50%",
            "ok": soon >= 0.5,
        },
    ]


def priority_lists(chance: np.random.Generator, lists: int) -> tuple[float, float]:
    """Share of false ones in the priority lists of a year after the change, and share of true ones found in six months."""
    shown = false = soon = 0
    changed = np.arange(IN_LIST) < WORSE
    for _ in range(lists):
        values = chance.normal(size=(IN_LIST, 48))
        values[changed, 36:] += 1.5
        seen = np.zeros(IN_LIST, dtype=bool)
        for month in range(36, 48):
            priority = watch.scan(values[:, : month + 1], family="gaussian").tier == "priority"
            shown, false = shown + int(priority.sum()), false + int(priority[~changed].sum())
            seen |= priority
            soon += int(seen[changed].sum()) if month == 41 else 0
    return false / shown, soon / (lists * WORSE)


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
