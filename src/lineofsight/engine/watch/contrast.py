"""How far the last m periods lie from all before them, on a scale where a steady series gives a standard normal.

For measurements the t statistic, turned into a normal score by Wallace (1959); for counts see `counting`.
"""

from dataclasses import dataclass

import numpy as np

from lineofsight.engine.watch.carryover import carryover, widening
from lineofsight.engine.watch.panel import Columns, Numbers
from lineofsight.engine.watch.season import Adjusted
from lineofsight.engine.watch.sums import running, total

TINY = 1e-300
# A series that differs only in the last digits of its floating-point numbers is constant.
ROUNDING = 1e-24


@dataclass(frozen=True, slots=True)
class Scores:
    """Normal scores of every candidate start, (candidates, series): row m - 1 compares the newest m with all before.

    `up` is large when the newest are high, `down` when they are low. `periods` is how many periods of information each
    comparison holds. `discount` is taken off the log evidence where the spread of counts had to be estimated.
    """

    up: Numbers
    down: Numbers
    periods: Numbers
    discount: Numbers | float = 0.0


@dataclass(frozen=True, slots=True)
class Prior:
    """What other series say of this one's baseline: a pooled rate worth `exposure`, and a known dispersion."""

    events: Numbers | None = None
    exposure: Numbers | None = None
    dispersion: Numbers | None = None

    def of(self, who: np.ndarray, lanes: int) -> "Prior":
        """The same for chosen series, repeated to fill whole lanes."""
        places = np.concatenate([who, np.repeat(who[-1:], lanes - len(who))])
        return Prior(*(None if a is None else a[places] for a in (self.events, self.exposure, self.dispersion)))


def gaussian(columns: Columns, adjusted: Adjusted, candidates: int, prior: Prior, *, correlated: bool) -> Scores:
    """Scores of measurements whose variance is unknown (or known, when the prior gives it), divided by exposure."""
    weights, values = columns.weights, adjusted.residuals
    newest, _ = running(weights * values, candidates)
    spread = total(weights * values * values)
    information = adjusted.information
    between = newest * newest / np.maximum(information, TINY)
    points = columns.points
    if prior.dispersion is not None:
        root = np.sqrt(between / prior.dispersion)
    else:
        freedom = np.maximum(points - 2 - adjusted.extra, 1)
        steady = spread <= ROUNDING * adjusted.magnitude
        share = np.where(steady, 0.0, between / np.where(steady, 1.0, spread))
        root = np.sqrt(-freedom * np.log1p(-np.minimum(share, 1 - 1e-12))) * wallace(freedom)
    up = np.copysign(root, newest)
    if correlated:
        up = up / np.sqrt(widening(carryover(values * np.sqrt(weights), points), candidates, points))
    return Scores(up, -up, information * (points / adjusted.weight))


def wallace(freedom: Numbers) -> Numbers:
    return (8.0 * freedom + 1) / (8.0 * freedom + 3)
