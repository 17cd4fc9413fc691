"""How much evidence a steady series reaches by chance: thresholds for a stated rate, and the chance behind a figure.

Read from `thresholds.npz`, which `calibrate` makes by simulating steady series. Between the lengths of history and the
rates in the table the lookup is linear (in the logarithm of both).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import as_file, files

import numpy as np

from lineofsight.engine.watch.panel import Numbers, Options

HORIZON = 36
# In the first year the baseline is known least, and a little more is asked. From then on the starts that are weighed grow in
# number, so the threshold rises slowly: a steady series then alarms about as often in each later year as in any other.
EARLY_CARE, EARLY_PERIODS = 0.4, 12
GROWTH, GROWTH_FROM, GROWTH_LEVEL, GROWTH_TO = 0.45, 12.0, 24.0, 60.0


@dataclass(frozen=True, slots=True)
class Table:
    """One kind of series: log evidence by length of history, for the 36-period rate and for a single period.

    `ranked` is `single` for the evidence by which a list is ranked.
    """

    history: Numbers
    rates: Numbers
    level: Numbers
    chances: Numbers
    periods: Numbers
    single: Numbers
    ranked: Numbers


def care(periods: np.ndarray) -> Numbers:
    """What is added to the threshold in each monitored period (1 is the first)."""
    early = EARLY_CARE * np.clip(1 - periods / EARLY_PERIODS, 0.0, 1.0)
    return early + GROWTH * np.log((np.clip(periods, 0, GROWTH_TO) + GROWTH_FROM) / (GROWTH_LEVEL + GROWTH_FROM))


def kind_of(options: Options, *, dispersion_known: bool) -> str:
    """The table for these options."""
    name = "gaussian" if options.family == "gaussian" else "count"
    return f"{name}-known" if dispersion_known else name


@cache
def table(kind: str) -> Table:
    """The calibration of one kind: `gaussian` or `count`, and the same with `-known` (dispersion given)."""
    with as_file(files(__package__) / "thresholds.npz") as path, np.load(path) as stored:
        names = ("history", "rates", "level", "chances", "periods", "single", "ranked")
        return Table(*(stored[name if name in stored else f"{kind}/{name}"] for name in names))


def log_threshold(false_alarm_36: float, baseline: np.ndarray, periods: np.ndarray, kind: str) -> Numbers:
    """The log evidence at which an alarm stands, per series, after `periods` monitored with `baseline` of history."""
    known = table(kind)
    grid = np.log(known.rates)
    at_history = [np.interp(np.log(false_alarm_36), grid, row) for row in known.level]
    return np.interp(np.log(baseline), np.log(known.history), at_history) + care(periods)


def false_alarm_36(log_evidence: Numbers, baseline: np.ndarray, periods: np.ndarray, kind: str) -> Numbers:
    """The chance that a steady series reaches this evidence at some time in 36 periods."""
    known = table(kind)
    plain = log_evidence - care(periods)
    found = np.empty_like(log_evidence)
    for length, here in _alike(baseline, found.shape):
        row = _at_history(known, known.level, length)
        found[here] = _chance(plain[here], row[::-1], np.log(known.rates[::-1]))
    return np.exp(np.minimum(found, 0.0))


def p_value(
    log_evidence: Numbers, baseline: np.ndarray, periods: np.ndarray, kind: str, *, ranked: bool = False
) -> Numbers:
    """The chance that a steady series shows this evidence in this one period; 1 before monitoring."""
    known = table(kind)
    found = np.empty_like(log_evidence)
    for length, here in _alike(baseline, found.shape):
        levels = _at_history(known, known.ranked if ranked else known.single, length)
        for period, both in _alike(periods, found.shape):
            chosen = here & both
            found[chosen] = _chance(log_evidence[chosen], _at_period(known, levels, period), np.log(known.chances))
    return np.exp(np.minimum(found, 0.0))


def _at_period(known: Table, levels: Numbers, period: int) -> Numbers:
    """The levels of one monitored period, between the two in the table around it."""
    place = float(np.interp(np.log(max(period, 1)), np.log(known.periods), np.arange(len(known.periods))))
    low = min(int(place), len(known.periods) - 2)
    return levels[low] * (1 - (place - low)) + levels[low + 1] * (place - low)


def _alike(values: np.ndarray, shape: tuple[int, ...]) -> Iterator[tuple[int, np.ndarray]]:
    """Each distinct value with the mask of the series that have it."""
    for value in np.unique(values):
        yield int(value), np.broadcast_to(values == value, shape)


def _at_history(known: Table, rows: Numbers, length: int) -> Numbers:
    """The table's row for a length of history, between the two lengths around it."""
    grid = np.log(known.history)
    place = float(np.interp(np.log(length), grid, np.arange(len(grid))))
    low = min(int(place), len(grid) - 2)
    return rows[low] * (1 - (place - low)) + rows[low + 1] * (place - low)


def _chance(evidence: Numbers, levels: Numbers, log_chances: Numbers) -> Numbers:
    """Log chance by level, carried on past the end of the table along its last stretch."""
    steep = (log_chances[-1] - log_chances[-4]) / (levels[-1] - levels[-4])
    beyond = log_chances[-1] + steep * (evidence - levels[-1])
    inside = np.interp(evidence, levels, log_chances, left=0.0)
    return np.where(evidence > levels[-1], beyond, inside)
