"""The evidence that a series has changed: a Shiryaev-Roberts mixture over every start since monitoring began.

For each candidate start the Bayes factor of "the last m periods differ from all before", with a half-normal prior of
PRIOR_SIZE standard deviations on the size, is summed. Shiryaev (1963), Roberts (1966); the mixture over unknown sizes and
the estimated baseline follow Pollak (1987) and Hawkins, Qiu and Kang (2003).
"""

from dataclasses import dataclass

import numpy as np

from lineofsight.engine.watch.contrast import Prior, Scores, gaussian
from lineofsight.engine.watch.counting import counts, rarer
from lineofsight.engine.watch.panel import Columns, Numbers, Options
from lineofsight.engine.watch.season import adjust
from lineofsight.engine.watch.sums import total

PRIOR_SIZE = {"gaussian": 0.85, "poisson": 1.0, "binomial": 1.0}
# Of measurements the newest starts count up to twice, so that a large change is caught at once, and old ones a little
# more, so that a small one is not forgotten. Counts gain nothing by it.
NEWEST_WEIGHT, NEWEST_PERIODS, OLD_WEIGHT = 1.0, 1.5, 0.01
LONGEST = 60
# A score beyond these has said all it can; the caps keep its exponentials finite.
LEAST_SCORE, GREATEST_SCORE = -8.0, 34.0


def scores(columns: Columns, options: Options, prior: Prior) -> Scores | None:
    """Scores of every candidate start on the newest period, or None when nothing is monitored yet."""
    candidates = int(min(LONGEST, np.max(columns.points - columns.baseline)))
    if candidates < 1:
        return None
    chosen = prior.of(columns.who, columns.values.shape[1])
    if options.family == "gaussian":
        adjusted = adjust(columns, options, candidates)
        return gaussian(columns, adjusted, candidates, chosen, correlated=options.autocorrelation)
    if options.family == "poisson":
        return counts(columns, candidates, options, chosen, concern=options.concern)
    columns, chosen, turned = rarer(columns, chosen)
    if not turned.any():
        return counts(columns, candidates, options, chosen, concern=options.concern)
    found = counts(columns, candidates, options, chosen)
    up, down = np.where(turned, found.down, found.up), np.where(turned, found.up, found.down)
    return Scores(up, down, found.periods, found.discount)


def factors(score: Numbers, found: Scores, columns: Columns, family: str) -> Numbers:
    """Bayes factor of each candidate start, (candidates, series); 0 where it would lie in the history."""
    size = PRIOR_SIZE[family] ** 2 * found.periods
    kept = size / (1 + size)
    root = np.clip(score, LEAST_SCORE, GREATEST_SCORE)
    root *= np.sqrt(kept)
    square = root * root
    # 2Φ(root) by its logistic form (Bowling 2009, within 0.00014): a weight here, not a probability that is shown.
    factor = np.exp(0.5 * square - found.discount)
    factor *= 2.0 / np.sqrt(1 + size)
    factor /= 1 + np.exp(-root * (1.5976 + 0.07056 * square))
    length = np.arange(1.0, len(factor) + 1)[:, None]
    if family == "gaussian":
        factor *= 1 + NEWEST_WEIGHT * np.exp(-(length - 1) / NEWEST_PERIODS) + OLD_WEIGHT * length
    monitored = columns.points - columns.baseline
    if np.min(monitored) < len(factor):
        factor = np.where(length <= monitored, factor, 0.0)
    return factor


@dataclass(frozen=True, slots=True)
class Evidence:
    """The log evidence of each series (whole lanes), whether it is of a rise, and the factor of each candidate start.

    `newest` is the normal score of the newest figure alone, in the same direction.
    """

    log: Numbers
    rising: np.ndarray
    factor: Numbers
    newest: Numbers


def evidence(columns: Columns, options: Options, prior: Prior) -> Evidence:
    """The evidence in the direction of concern on the newest period: the stronger where both are watched.

    The log is -inf where nothing is monitored yet.
    """
    lanes = columns.values.shape[1]
    found = scores(columns, options, prior)
    if found is None:
        return Evidence(np.full(lanes, -np.inf), np.zeros(lanes, dtype=bool), np.zeros((1, lanes)), np.zeros(lanes))
    if options.concern != "both":
        rising = options.concern == "up"
        return _one_way(found.up if rising else found.down, found, columns, options.family, rising=rising)
    up, down = (
        _one_way(s, found, columns, options.family, rising=r) for s, r in ((found.up, True), (found.down, False))
    )
    higher = up.log >= down.log
    newest = np.where(higher, up.newest, down.newest)
    return Evidence(np.maximum(up.log, down.log), higher, np.where(higher, up.factor, down.factor), newest)


def _one_way(score: Numbers, found: Scores, columns: Columns, family: str, *, rising: bool) -> Evidence:
    factor = factors(score, found, columns, family)
    with np.errstate(divide="ignore"):
        log = np.log(total(factor))
    return Evidence(log, np.full(log.shape, rising), factor, score[0])
