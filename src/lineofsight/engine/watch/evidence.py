"""The evidence that a series has changed: a Shiryaev-Roberts mixture over every start since monitoring began.

For each candidate start the Bayes factor of "the last m periods differ from all before", with a half-normal prior of
PRIOR_SIZE standard deviations on the size, is summed. Shiryaev (1963), Roberts (1966); the mixture over unknown sizes and
the estimated baseline follow Pollak (1987) and Hawkins, Qiu and Kang (2003).
"""

import numpy as np

from lineofsight.engine.watch.contrast import Prior, Scores, counts, gaussian
from lineofsight.engine.watch.panel import Columns, Numbers, Options
from lineofsight.engine.watch.season import adjust
from lineofsight.engine.watch.sums import total

PRIOR_SIZE = 0.95
LONGEST = 36
# A score beyond these has said all it can; the caps keep its exponentials finite.
LEAST_SCORE, GREATEST_SCORE = -8.0, 34.0


def scores(columns: Columns, options: Options, prior: Prior) -> Scores | None:
    """Scores of every candidate start on the newest period, or None when nothing is monitored yet."""
    candidates = int(min(LONGEST, np.max(columns.points - columns.baseline)))
    if candidates < 1:
        return None
    adjusted = adjust(columns, options, candidates)
    chosen = prior.of(columns.who, columns.values.shape[1])
    if options.family == "gaussian":
        return gaussian(columns, adjusted, candidates, chosen)
    return counts(columns, adjusted, candidates, chosen, binomial=options.family == "binomial")


def factors(score: Numbers, found: Scores, columns: Columns) -> Numbers:
    """Bayes factor of each candidate start, (candidates, series); 0 where it would lie in the history."""
    size = PRIOR_SIZE * PRIOR_SIZE * found.periods
    kept = size / (1 + size)
    root = np.clip(score, LEAST_SCORE, GREATEST_SCORE)
    root *= np.sqrt(kept)
    square = root * root
    # 2Φ(root) by its logistic form (Bowling 2009, within 0.00014): a weight here, not a probability that is shown.
    factor = np.exp(0.5 * square - found.discount)
    factor *= 2.0 / np.sqrt(1 + size)
    factor /= 1 + np.exp(-root * (1.5976 + 0.07056 * square))
    monitored = columns.points - columns.baseline
    if np.min(monitored) < len(factor):
        factor = np.where(np.arange(1, len(factor) + 1)[:, None] <= monitored, factor, 0.0)
    return factor


def log_evidence(columns: Columns, options: Options, prior: Prior, concern: str) -> Numbers:
    """Log evidence of a change in one direction on the newest period of each series; -inf before monitoring."""
    found = scores(columns, options, prior)
    if found is None:
        return np.full(columns.values.shape[1], -np.inf)
    factor = factors(found.up if concern == "up" else found.down, found, columns)
    with np.errstate(divide="ignore"):
        return np.log(total(factor))
