"""The same comparison for counts and proportions.

The signed root of the deviance with its skewness taken out. Of rare events the exact conditional (binomial) tail instead:
given the number in all, the newest periods hold a share of them as large as their share of the exposure.
"""

from dataclasses import dataclass, replace

import numpy as np
from scipy.special import betainc, ndtri

from lineofsight.engine.watch.carryover import carryover, widening
from lineofsight.engine.watch.contrast import TINY, Prior, Scores, wallace
from lineofsight.engine.watch.panel import Columns, Numbers, Options
from lineofsight.engine.watch.season import Adjusted, adjust
from lineofsight.engine.watch.sums import running, total

# Between these many standard errors over 1 the spread of counts passes gradually from Poisson to estimated.
SPREAD_FROM, SPREAD_TO = 0.75, 1.5
SPREAD_DISCOUNT = 0.10
# Below so many events a period the normal approximation gives way to the exact test: sooner for a fall, which ends at 0.
RARE_RISE, RARE_FALL = 1.0, 8.0
# Of a fall from one to eight events a period this much of the chance of the very number found is left out of the tail.
POINT_SHARE = 0.55


def rarer(columns: Columns, prior: Prior) -> tuple[Columns, Prior, np.ndarray]:
    """Proportions with the rarer outcome as the event, and where that turned a series round."""
    events, exposure = total(columns.values), total(columns.weights)
    if prior.events is not None and prior.exposure is not None:
        events, exposure = events + prior.events, exposure + prior.exposure
    turned = 2 * events > exposure
    if not turned.any():
        return columns, prior, turned
    values = np.where(turned, columns.weights - columns.values, columns.values)
    pooled = prior.events
    if prior.events is not None and prior.exposure is not None:
        pooled = np.where(turned, prior.exposure - prior.events, prior.events)
    return replace(columns, values=values), replace(prior, events=pooled), turned


def counts(columns: Columns, candidates: int, options: Options, prior: Prior, *, concern: str = "both") -> Scores:
    """Scores of counts against exposure (or of events out of trials), with over-dispersion allowed for.

    Only the direction of `concern` is filled in.
    """
    adjusted = adjust(columns, options, candidates)
    sample = _Sample.of(columns, adjusted, candidates, prior, binomial=options.family == "binomial")
    root = sample.root() * adjusted.narrowing
    spread = sample.dispersion(adjusted, prior)
    freedom = np.maximum(columns.points - 2 - adjusted.extra, 1)
    wider: Numbers | float = 1.0
    if options.autocorrelation:
        wider = np.sqrt(widening(sample.carryover(columns, adjusted), candidates, columns.points))
    more = fewer = root
    if concern != "down":
        more = _rise(sample, root, spread, freedom) / wider
    if concern != "up":
        fewer = _fall(sample, root, spread, freedom) / wider
    information = sample.information * (columns.points / adjusted.weight) / (adjusted.narrowing * adjusted.narrowing)
    return Scores(more, fewer, information, SPREAD_DISCOUNT * spread.estimated)


def _rise(sample: "_Sample", root: Numbers, spread: "_Spread", freedom: Numbers) -> Numbers:
    skew = sample.skewness() / 6
    more = _settled(root, spread, freedom, skew)
    rare = sample.events < RARE_RISE * sample.points
    if not rare.any():
        return more
    return np.where(rare, _settled(sample.exact_rise(rare), spread, freedom, np.zeros_like(skew)), more)


def _fall(sample: "_Sample", root: Numbers, spread: "_Spread", freedom: Numbers) -> Numbers:
    skew = sample.skewness() / 6
    fewer = _settled(-root, spread, freedom, -skew)
    few = sample.events < RARE_FALL * sample.points
    if not few.any():
        return fewer
    return np.where(few, _settled(sample.exact_fall(few), spread, freedom, np.zeros_like(skew)), fewer)


@dataclass(frozen=True, slots=True)
class _Spread:
    """Variance relative to Poisson's (or the binomial's), at least 1, and how far it is an estimate (0 to 1)."""

    phi: Numbers
    estimated: Numbers


def _settled(root: Numbers, spread: _Spread, freedom: Numbers, skew: Numbers) -> Numbers:
    """The score with over-dispersion allowed for and its skewness removed."""
    phi = spread.phi
    scaled = root / np.sqrt(phi)
    student = np.copysign(np.sqrt(freedom * np.log1p(scaled * scaled / freedom)), scaled) * wallace(freedom)
    score = scaled + spread.estimated * (student - scaled)
    # Of a spread phi times Poisson's the deviance removes the Poisson part of the skewness; the rest is removed here.
    rest = np.abs(skew) * (phi - 1) / np.sqrt(phi)
    longer_tail = (score > 0) & (skew > 0)
    score = np.where(longer_tail, score / (1 + rest * np.maximum(score, 0)), score)
    return score + skew * np.sqrt(phi) + np.copysign(rest, skew)


@dataclass(frozen=True, slots=True)
class _Sample:
    """Events and exposure of the newest m rows and of all rows (a pooled baseline among the older ones)."""

    newest: Numbers
    newest_exposure: Numbers
    events: Numbers
    exposure: Numbers
    seen: Numbers
    newest_squares: Numbers
    squares: Numbers
    own_exposure: Numbers
    binomial: bool
    points: np.ndarray
    seasonal: bool

    @staticmethod
    def of(columns: Columns, adjusted: Adjusted, candidates: int, prior: Prior, *, binomial: bool) -> "_Sample":
        newest, seen = running(columns.values, candidates)
        weights = adjusted.weights
        newest_exposure, own = running(weights, candidates)
        squared = columns.values * columns.values / np.where(weights > 0, weights, 1.0)
        newest_squares, squares = running(squared, candidates)
        events = seen if prior.events is None else seen + prior.events
        exposure = own if prior.exposure is None else own + prior.exposure
        return _Sample(
            newest,
            newest_exposure,
            events,
            exposure,
            seen,
            newest_squares,
            squares,
            own,
            binomial,
            columns.points,
            adjusted.extra > 0,
        )

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
        if self.seasonal and self.binomial:
            deviance = deviance / self.failing
        elif self.binomial:
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

    def carryover(self, columns: Columns, adjusted: Adjusted) -> Numbers:
        """Carry-over between the periods' figures, each against its expected number."""
        expected = self.rate * adjusted.weights
        residuals = (columns.values - expected) / np.sqrt(np.where(expected > 0, expected, 1.0))
        return carryover(residuals, columns.points)

    def _within(self, squares: Numbers, events: Numbers, exposure: Numbers) -> Numbers:
        """Pearson's statistic of a stretch of periods around its own rate."""
        rate = np.maximum(events, TINY) / np.maximum(exposure, TINY)
        failing = np.maximum(1 - rate, 1e-9) if self.binomial else 1.0
        return np.maximum(squares / rate - events, 0) / failing

    def dispersion(self, adjusted: Adjusted, prior: Prior) -> _Spread:
        """The spread between the periods on both sides of the candidate change."""
        if prior.dispersion is not None:
            return _Spread(np.maximum(prior.dispersion, 1.0), np.zeros(1))
        points = adjusted.points
        freedom = np.maximum(points - 2 - adjusted.extra, 1)
        newest = self._within(self.newest_squares, self.newest, self.newest_exposure)
        older_exposure = self.own_exposure - self.newest_exposure
        older = self._within(self.squares - self.newest_squares, self.seen - self.newest, older_exposure)
        found = (newest + older) / freedom
        doubt = np.sqrt((2 + points / np.maximum(self.events, 1.0)) / freedom)
        share = np.clip(((found - 1) / doubt - SPREAD_FROM) / (SPREAD_TO - SPREAD_FROM), 0.0, 1.0)
        return _Spread(1 + share * np.maximum(found - 1, 0), share)


def _part(found: Numbers, expected: Numbers) -> Numbers:
    return found * np.log(np.maximum(found, TINY) / np.maximum(expected, TINY))
