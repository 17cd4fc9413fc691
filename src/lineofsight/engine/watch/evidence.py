"""The evidence that a series has changed: a Shiryaev-Roberts mixture over every start since monitoring began.

For each candidate start the likelihood ratio of "the last m periods differ from all before by so many standard deviations"
is averaged over a few sizes and summed. Shiryaev (1963), Roberts (1966); the mixture over unknown sizes and the estimated
baseline follow Pollak (1987) and Hawkins, Qiu and Kang (2003).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lineofsight.engine.watch.contrast import Prior, Scores, gaussian
from lineofsight.engine.watch.counting import counts, rarer
from lineofsight.engine.watch.panel import Columns, Numbers, Options
from lineofsight.engine.watch.season import adjust
from lineofsight.engine.watch.sums import total

# Sizes of change, in standard deviations of one period, and how much each counts. A list of sizes grows only exponentially
# with the score, where a normal prior grows with its square: scores of counts have tails a little longer than the normal
# one's, and so false alarms fall while a large change is still caught at once. Each size is twice the one before, so that
# one exponential serves all.
SIZES, SHARES = (0.5, 1.0, 2.0), (0.72, 0.16, 0.12)
LONGEST = 60
# Where a change is placed, and how far its level is believed, a size of about one standard deviation is expected.
PRIOR_SIZE = 1.0
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


def factors(score: Numbers, found: Scores, columns: Columns) -> Numbers:
    """Likelihood ratio of each candidate start, (candidates, series); 0 where it would lie in the history."""
    smallest = SIZES[0]
    rise = np.exp(smallest * np.clip(score, LEAST_SCORE, GREATEST_SCORE) * np.sqrt(found.periods))
    cost = np.exp(-0.5 * smallest * smallest * found.periods)
    factor = rise * (SHARES[0] * cost)
    for share in SHARES[1:]:
        # Twice the size: the score counts twice, what it costs four times.
        rise *= rise
        cost = cost * cost
        cost = cost * cost
        factor += rise * (share * cost)
    if np.ndim(found.discount):
        factor *= 1 - found.discount
    length = np.arange(1.0, len(factor) + 1)[:, None]
    monitored = columns.points - columns.baseline
    if np.min(monitored) < len(factor):
        factor = np.where(length <= monitored, factor, 0.0)
    return factor


@dataclass(frozen=True, slots=True)
class Evidence:
    """The log evidence of each series (whole lanes), whether it is of a rise, and what it is the sum of.

    `factor` and `score` have a row for each candidate start, in the direction found; `periods` as in `Scores`.
    """

    log: Numbers
    rising: NDArray[np.bool_]
    factor: Numbers
    score: Numbers
    periods: Numbers

    def weights(self, places: NDArray[np.intp]) -> Numbers:
        """How likely each start is for the series in these places, in no unit; 0 where it would lie in the history.

        With a normal prior on the size, which lets a change be larger than any in the list that raises the alarm.
        """
        score = np.clip(self.score[:, places], 0.0, GREATEST_SCORE)
        periods = self.periods if self.periods.shape[1] == 1 else self.periods[:, places]
        size = PRIOR_SIZE**2 * periods
        weight = np.exp(0.5 * score * score * size / (1 + size)) / np.sqrt(1 + size)
        return np.where(self.factor[:, places] > 0, weight, 0.0)


def evidence(columns: Columns, options: Options, prior: Prior) -> Evidence:
    """The evidence in the direction of concern on the newest period: the stronger where both are watched.

    The log is -inf where nothing is monitored yet.
    """
    lanes = columns.values.shape[1]
    found = scores(columns, options, prior)
    if found is None:
        nothing = np.zeros((1, lanes))
        return Evidence(np.full(lanes, -np.inf), np.zeros(lanes, dtype=bool), nothing, nothing, nothing)
    if options.concern != "both":
        return _one_way(found, columns, rising=options.concern == "up")
    up, down = (_one_way(found, columns, rising=rising) for rising in (True, False))
    higher = up.log >= down.log
    factor, score = (np.where(higher, *pair) for pair in ((up.factor, down.factor), (up.score, down.score)))
    return Evidence(np.maximum(up.log, down.log), higher, factor, score, found.periods)


def _one_way(found: Scores, columns: Columns, *, rising: bool) -> Evidence:
    score = found.up if rising else found.down
    factor = factors(score, found, columns)
    with np.errstate(divide="ignore"):
        log = np.log(total(factor))
    return Evidence(log, np.full(log.shape, rising), factor, score, found.periods)
