"""Series too short to be watched in full: what can be said, and only provisionally."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from scipy.special import betainc, ndtr, stdtr
from scipy.stats import hypergeom

from lineofsight.engine.watch.chances import MONTHS_IN_A_YEAR, Chances
from lineofsight.engine.watch.contrast import Prior
from lineofsight.engine.watch.evidence import Evidence
from lineofsight.engine.watch.panel import LEAST_BASELINE, Columns, Numbers, Options
from lineofsight.engine.watch.sums import total

LEAST_FIGURES = 4
HALVED_FROM = 12
# What a steady series shows in one period in 36 with the chance of a "watch" is asked of the only comparison there is.
WATCH_ONCE = 1 - 0.7 ** (1 / 36)


def shortened(chunk: Columns) -> tuple[NDArray[np.bool_], NDArray[np.bool_], Columns]:
    """Which series have nothing monitored yet, which of those have only their newest figure to test, and the chunk with a
    shorter baseline for them.

    From 12 figures on the first half (six at least) is the baseline; from 4 to 11 all but the newest; with fewer nothing is
    compared.
    """
    provisional = chunk.points <= chunk.baseline
    tested = provisional & (chunk.points >= LEAST_FIGURES) & (chunk.points < HALVED_FROM)
    if not provisional.any():
        return provisional, tested, chunk
    half = np.maximum(chunk.points // 2, LEAST_BASELINE)
    newest = np.where(tested, chunk.points - 1, chunk.points)
    baseline = np.where(chunk.points >= HALVED_FROM, half, newest)
    return provisional, tested, replace(chunk, baseline=np.where(provisional, baseline, chunk.baseline))


def exact(
    chances: Chances, chunk: Columns, found: Evidence, options: Options, prior: Prior, tested: NDArray[np.bool_]
) -> Chances:
    """The chances with those of the exact test of the newest figure where there is no more than that.

    Of counts that vary more than chance makes them, and with a season or carry-over, the score that allows for it holds
    where it says less.
    """
    places = np.flatnonzero(np.broadcast_to(tested, found.log.shape)[: len(chunk.who)])
    if not len(places):
        return chances
    few = chunk.lanes(places)
    up, down = (p[: len(places)] for p in _newest(few, options, prior.of(chunk.who[places], few.values.shape[1])))
    ways = 2 if options.concern == "both" else 1
    one_way = np.where(found.rising[places], up, down)
    if options.family != "gaussian" or options.season is not None or options.autocorrelation:
        one_way = np.maximum(one_way, ndtr(-found.score[0, places]))
    p = np.minimum(ways * one_way, 1.0)
    p_value, months = chances.p_value.copy(), chances.chance_in_months.copy()
    p_value[places] = p
    months[places] = MONTHS_IN_A_YEAR / options.period / np.maximum(p, 1e-12)
    return replace(chances, p_value=p_value, chance_in_months=months)


def _newest(chunk: Columns, options: Options, prior: Prior) -> tuple[Numbers, Numbers]:
    """The chance of a newest figure as high as this, and as low, given the older ones."""
    weights = np.broadcast_to(chunk.weights, chunk.values.shape)
    if options.family == "gaussian":
        return _measured(chunk.values, weights, chunk.points, prior)
    return _counted(chunk.values, weights, prior, binomial=options.family == "binomial")


def _measured(values: Numbers, weights: Numbers, points: np.ndarray, prior: Prior) -> tuple[Numbers, Numbers]:
    """Student's test of one figure against the others; the normal one where the variance is known."""
    older, size = values[1:], weights[1:]
    mean = total(size * older) / total(size)
    apart = np.where(size > 0, older - mean, 0.0)
    freedom = np.maximum(points - 2.0, 1.0)
    variance = total(size * apart * apart) / freedom if prior.dispersion is None else prior.dispersion
    error = np.sqrt(variance * (1 / weights[0] + 1 / total(size)))
    with np.errstate(divide="ignore", invalid="ignore"):
        away = np.where(values[0] == mean, 0.0, (values[0] - mean) / error)
    if prior.dispersion is not None:
        return ndtr(-away), ndtr(away)
    return stdtr(freedom, -away), stdtr(freedom, away)


def _counted(values: Numbers, weights: Numbers, prior: Prior, *, binomial: bool) -> tuple[Numbers, Numbers]:
    """Given all events, those of the newest period are a draw: of events that may fall in any unit of exposure, or of
    trials of which so many had the event."""
    newest, size, events, exposure = values[0], weights[0], total(values), total(weights)
    whole = all(bool((part == np.round(part)).all()) for part in (values, weights))
    if binomial and whole and prior.events is None:
        draw = hypergeom(exposure, events, size)
        return draw.sf(newest - 1), draw.cdf(newest)
    if prior.events is not None and prior.exposure is not None:
        events, exposure = events + prior.events, exposure + prior.exposure
    share, rest = size / exposure, np.maximum(events - newest, 0.0)
    up = np.where(newest > 0, betainc(np.maximum(newest, 1e-9), rest + 1, share), 1.0)
    down = np.where(rest > 0, betainc(np.maximum(rest, 1e-9), newest + 1, 1 - share), 1.0)
    return up, down
