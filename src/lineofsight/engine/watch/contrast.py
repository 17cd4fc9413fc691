"""How far the last m periods lie from all before them, on a scale where a steady series gives a standard normal.

The signed root of the two-sample likelihood ratio, per family. Gaussian: the t statistic, turned into a normal score by
Wallace (1959). Counts: the signed root of the deviance with its skewness taken out; below one expected event a period
the exact conditional (binomial) tail instead.
"""

from dataclasses import dataclass

import numpy as np
from scipy.special import betainc, ndtri

from lineofsight.engine.watch.panel import Columns, Numbers
from lineofsight.engine.watch.season import Adjusted
from lineofsight.engine.watch.sums import running, total

TINY = 1e-300
# A series that differs only in the last digits of its floating-point numbers is constant.
ROUNDING = 1e-24
# Between half and one standard error over 1 the spread of counts passes gradually from Poisson to estimated.
SPREAD_FROM, SPREAD_TO = 0.5, 1.0
SPREAD_DISCOUNT = 0.10
# Below so many events a period the normal approximation gives way to the exact test: sooner for a fall, which ends at 0.
RARE_RISE, RARE_FALL = 1.0, 8.0
# Of a fall from one to eight events a period this much of the chance of the very number found is left out of the tail.
POINT_SHARE = 0.55


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


def gaussian(columns: Columns, adjusted: Adjusted, candidates: int, prior: Prior) -> Scores:
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
        root = np.sqrt(-freedom * np.log1p(-np.minimum(share, 1 - 1e-12))) * _wallace(freedom)
    up = np.copysign(root, newest)
    return Scores(up, -up, information * (points / adjusted.weight))


def _wallace(freedom: Numbers) -> Numbers:
    return (8.0 * freedom + 1) / (8.0 * freedom + 3)


def counts(columns: Columns, adjusted: Adjusted, candidates: int, prior: Prior, *, binomial: bool) -> Scores:
    """Scores of counts against exposure (or of events out of trials), with over-dispersion allowed for."""
    sample = _Sample.of(columns, adjusted, candidates, prior, binomial=binomial)
    root = sample.root() * adjusted.narrowing
    spread = sample.dispersion(root, adjusted, prior)
    freedom = np.maximum(columns.points - 2 - adjusted.extra, 1)
    skew = sample.skewness() / 6
    more, fewer = _settled(root, spread, freedom, skew), _settled(-root, spread, freedom, -skew)
    few = sample.events < RARE_FALL * columns.points
    if few.any():
        none = np.zeros_like(skew)
        rare = sample.events < RARE_RISE * columns.points
        more = np.where(rare, _settled(sample.exact_rise(rare), spread, freedom, none), more)
        fewer = np.where(few, _settled(sample.exact_fall(few), spread, freedom, none), fewer)
    up, down = (
        (np.where(sample.turned, fewer, more), np.where(sample.turned, more, fewer)) if binomial else (more, fewer)
    )
    information = sample.information * (columns.points / adjusted.weight)
    return Scores(up, down, information, SPREAD_DISCOUNT * spread.estimated)


@dataclass(frozen=True, slots=True)
class _Spread:
    """Variance relative to Poisson's (or the binomial's), at least 1, and how far it is an estimate (0 to 1)."""

    phi: Numbers
    estimated: Numbers


def _settled(root: Numbers, spread: _Spread, freedom: Numbers, skew: Numbers) -> Numbers:
    """The score with over-dispersion allowed for and its skewness removed."""
    phi = spread.phi
    scaled = root / np.sqrt(phi)
    student = np.copysign(np.sqrt(freedom * np.log1p(scaled * scaled / freedom)), scaled) * _wallace(freedom)
    score = scaled + spread.estimated * (student - scaled)
    # Of a spread phi times Poisson's the deviance removes the Poisson part of the skewness; the rest is removed here.
    rest = np.abs(skew) * (phi - 1) / np.sqrt(phi)
    longer_tail = (score > 0) & (skew > 0)
    score = np.where(longer_tail, score / (1 + rest * np.maximum(score, 0)), score)
    return score + skew * np.sqrt(phi) + np.copysign(rest, skew)


@dataclass(frozen=True, slots=True)
class _Sample:
    """Events and exposure of the newest m rows and of all rows (a pooled baseline among the older ones).

    Of a proportion above one half the failures are counted instead (`turned`), so that the rarer is always the event.
    """

    newest: Numbers
    newest_exposure: Numbers
    events: Numbers
    exposure: Numbers
    seen: Numbers
    squares: Numbers
    own_exposure: Numbers
    binomial: bool
    turned: np.ndarray
    points: np.ndarray

    @staticmethod
    def of(columns: Columns, adjusted: Adjusted, candidates: int, prior: Prior, *, binomial: bool) -> "_Sample":
        newest, seen = running(columns.values, candidates)
        weights = adjusted.weights
        newest_exposure, own = running(weights, candidates)
        squares = total(columns.values * columns.values / np.where(weights > 0, weights, 1.0))
        events = seen if prior.events is None else seen + prior.events
        exposure = own if prior.exposure is None else own + prior.exposure
        turned = (2 * events > exposure) & binomial
        if turned.any():
            newest = np.where(turned, newest_exposure - newest, newest)
            squares = np.where(turned, own - 2 * seen + squares, squares)
            seen, events = np.where(turned, own - seen, seen), np.where(turned, exposure - events, events)
        return _Sample(newest, newest_exposure, events, exposure, seen, squares, own, binomial, turned, columns.points)

    @property
    def rate(self) -> Numbers:
        return np.maximum(self.events, TINY) / self.exposure

    @property
    def failing(self) -> Numbers | float:
        return np.maximum(1 - self.rate, 1e-9) if self.binomial else 1.0

    @property
    def share(self) -> Numbers:
        return self.newest_exposure / self.exposure

    @property
    def information(self) -> Numbers:
        return self.newest_exposure * (1 - self.share)

    def root(self) -> Numbers:
        """Signed root of the deviance between the newest and the older rows."""
        older, older_exposure = self.events - self.newest, self.exposure - self.newest_exposure
        expected = self.rate * self.newest_exposure
        deviance = _part(self.newest, expected) + _part(older, self.rate * older_exposure)
        if self.binomial:
            deviance += _part(self.newest_exposure - self.newest, self.failing * self.newest_exposure)
            deviance += _part(older_exposure - older, self.failing * older_exposure)
        return np.copysign(np.sqrt(np.maximum(2 * deviance, 0)), self.newest - expected)

    def skewness(self) -> Numbers:
        """Skewness of the number of events in the newest rows, given the number in all."""
        failing, share = self.failing, self.share
        variance = np.maximum(self.events, 1.0) * failing * share * (1 - share)
        return (1 - 2 * share) * (2 * failing - 1) / np.sqrt(np.maximum(variance, TINY))

    def exact_rise(self, here: np.ndarray) -> Numbers:
        """Scores from the exact chance of so many events in the newest rows, given the number in all."""
        return self._exact(here, self.newest, self.share)

    def exact_fall(self, here: np.ndarray) -> Numbers:
        """Scores from the exact chance of so few."""
        return self._exact(here, self.events - self.newest, 1 - self.share)

    def _exact(self, here: np.ndarray, found: Numbers, share: Numbers) -> Numbers:
        score = np.zeros_like(found)
        cells = np.broadcast_to(here, found.shape)
        found = found[cells]
        events = np.broadcast_to(self.events, cells.shape)[cells]
        share = np.broadcast_to(share, cells.shape)[cells]
        other = np.maximum(events - found, 0)
        tail = np.where(found > 0, betainc(np.maximum(found, 1e-9), other + 1, share), 1.0)
        often = events >= np.broadcast_to(self.points, cells.shape)[cells]
        beyond = np.where(other > 0, betainc(found + 1, np.maximum(other, 1e-9), share), 0.0)
        tail = np.where(often, tail - POINT_SHARE * (tail - beyond), tail)
        score[cells] = -ndtri(np.clip(tail, TINY, 1 - 1e-9))
        return score

    def dispersion(self, root: Numbers, adjusted: Adjusted, prior: Prior) -> _Spread:
        """The spread between the periods, once the candidate change is taken out."""
        if prior.dispersion is not None:
            return _Spread(np.maximum(prior.dispersion, 1.0), np.zeros(1))
        points = adjusted.points
        freedom = np.maximum(points - 2 - adjusted.extra, 1)
        squares = self.squares / self.rate - 2 * self.seen + self.rate * self.own_exposure
        found = (squares / self.failing - root * root) / freedom
        doubt = np.sqrt((2 + points / np.maximum(self.events, 1.0)) / freedom)
        share = np.clip(((found - 1) / doubt - SPREAD_FROM) / (SPREAD_TO - SPREAD_FROM), 0.0, 1.0)
        return _Spread(1 + share * np.maximum(found - 1, 0), share)


def _part(found: Numbers, expected: Numbers) -> Numbers:
    return found * np.log(np.maximum(found, TINY) / np.maximum(expected, TINY))
