"""Simulated series, steady and changed, and how a row of alarms on them is scored.

Months 0 to 23 are history; a change begins at month 36, after 12 quiet monitored ones. A score is the chance of a false
alarm in the first 36 monitored months of steady series (P36), and the delay of the first alarm after the change (1 is at
once, 48 at most) among the series that had none before it. A delay says nothing without its P36.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lineofsight.engine.watch.panel import Numbers

HISTORY, HORIZON, QUIET, PERIODS, LONGEST_DELAY = 24, 36, 12, 84, 48
CHANGES = ("step 0.5", "step 1", "step 1.5", "step 2", "drift 0.1")


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of series: the family it is watched as, its exposure, and figures that lie `shift` deviations higher."""

    family: str
    exposure: float | None
    drawn: Callable[[np.random.Generator, Numbers], Numbers]


def _poisson(mean: float) -> Kind:
    return Kind("poisson", None, lambda chance, shift: chance.poisson(mean + shift * mean**0.5).astype(float))


def _binomial(trials: int, share: float) -> Kind:
    deviation = (share * (1 - share) / trials) ** 0.5
    drawn = lambda chance, shift: chance.binomial(trials, share + shift * deviation).astype(float)  # noqa: E731
    return Kind("binomial", float(trials), drawn)


def _overdispersed(mean: float, times: float) -> Kind:
    deviation = (mean * times) ** 0.5

    def drawn(chance: np.random.Generator, shift: Numbers) -> Numbers:
        level = mean + shift * deviation
        return chance.negative_binomial(level / (times - 1), 1 / times).astype(float)

    return Kind("poisson", None, drawn)


KINDS = {
    "gaussian": Kind("gaussian", None, lambda chance, shift: chance.normal(shift)),
    "poisson 5": _poisson(5),
    "poisson 20": _poisson(20),
    "poisson 100": _poisson(100),
    "binomial 50 x 0.2": _binomial(50, 0.2),
    "binomial 30 x 0.05": _binomial(30, 0.05),
    "negative binomial 20, variance 60": _overdispersed(20, 3),
}


def steady(kind: Kind, series: int, chance: np.random.Generator, *, periods: int = HISTORY + HORIZON) -> Numbers:
    """Series in which nothing changes, (series, periods)."""
    return kind.drawn(chance, np.zeros((series, periods)))


def changed(kind: Kind, change: str, series: int, chance: np.random.Generator, *, periods: int = PERIODS) -> Numbers:
    """Series that change from month 36 on: by a step of so many standard deviations, or by so many more every month."""
    shape, size = change.split()
    since = np.maximum(np.arange(periods) - (HISTORY + QUIET) + 1, 0)
    shift = float(size) * (np.minimum(since, 1) if shape == "step" else since)
    return kind.drawn(chance, np.broadcast_to(shift, (series, periods)))


def with_season(series: int, chance: np.random.Generator, *, periods: int = HISTORY + HORIZON) -> Numbers:
    """Steady measurements with a yearly wave one standard deviation high, its peak in any month."""
    month = np.arange(periods) / 12 + chance.random((series, 1))
    return chance.normal(size=(series, periods)) + np.cos(2 * np.pi * month)


def with_carry_over(series: int, chance: np.random.Generator, *, periods: int = HISTORY + HORIZON) -> Numbers:
    """Steady measurements of which each takes 0.3 from the one before."""
    carried, before = 0.3, 30
    values = chance.normal(size=(series, before + periods))
    for month in range(1, before + periods):
        values[:, month] = carried * values[:, month - 1] + np.sqrt(1 - carried**2) * values[:, month]
    return values[:, before:]


def p36(alarms: NDArray[np.bool_]) -> float:
    """The share of steady series with any alarm in the first 36 monitored months."""
    return float(alarms[:, HISTORY : HISTORY + HORIZON].any(axis=1).mean())


def delays(alarms: NDArray[np.bool_], *, longest: int = LONGEST_DELAY) -> NDArray[np.int64]:
    """Months from the change to the first alarm, of the series that had none in the quiet months."""
    quiet = ~alarms[:, HISTORY : HISTORY + QUIET].any(axis=1)
    after = alarms[quiet][:, HISTORY + QUIET :]
    found = np.where(after.any(axis=1), after.argmax(axis=1) + 1, longest)
    return np.minimum(found, longest)
