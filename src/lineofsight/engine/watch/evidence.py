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
# A list is ranked at far smaller chances than an alarm needs. What is left there is large, and small sizes only add noise.
RANK_SHARES = (0.3, 0.2, 0.5)
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


def ratios(score: Numbers, found: Scores, monitored: np.ndarray) -> list[Numbers]:
    """The likelihood ratio of each size, summed over the candidate starts, per series; those in the history left out."""
    smallest = SIZES[0]
    rise = np.exp(smallest * np.clip(score, LEAST_SCORE, GREATEST_SCORE) * np.sqrt(found.periods))
    cost = np.exp(-0.5 * smallest * smallest * found.periods)
    length = np.arange(1.0, len(rise) + 1)[:, None]
    if np.min(monitored) < len(rise):
        rise = np.where(length <= monitored, rise, 0.0)
    kept = 1 - found.discount
    sums = [total(rise * (cost * kept))]
    for _ in SIZES[1:]:
        # Twice the size: the score counts twice, what it costs four times.
        rise *= rise
        cost = cost * cost
        cost = cost * cost
        sums.append(total(rise * (cost * kept)))
    return sums


@dataclass(frozen=True, slots=True)
class Evidence:
    """The log evidence of each series (whole lanes), whether it is of a rise, and what it is made from.

    `rank` is the log evidence by which a list is ranked. `score` has a row for each candidate start, in the direction found;
    `periods` as in `Scores`; starts farther back than `monitored` lie in the history.
    """

    log: Numbers
    rank: Numbers
    rising: NDArray[np.bool_]
    score: Numbers
    periods: Numbers
    monitored: np.ndarray

    def weights(self, places: NDArray[np.intp]) -> Numbers:
        """How likely each start is for the series in these places, in no unit; 0 where it would lie in the history.

        With a normal prior on the size, which lets a change be larger than any in the list that raises the alarm.
        """
        score = np.clip(self.score[:, places], 0.0, GREATEST_SCORE)
        periods = self.periods if self.periods.shape[1] == 1 else self.periods[:, places]
        size = PRIOR_SIZE**2 * periods
        weight = np.exp(0.5 * score * score * size / (1 + size)) / np.sqrt(1 + size)
        length = np.arange(1, len(weight) + 1)[:, None]
        return np.where(length <= np.broadcast_to(self.monitored, self.log.shape)[places], weight, 0.0)


def evidence(columns: Columns, options: Options, prior: Prior) -> Evidence:
    """The evidence in the direction of concern on the newest period: the stronger where both are watched.

    The log is -inf where nothing is monitored yet.
    """
    found = scores(columns, options, prior)
    monitored = columns.points - columns.baseline
    if found is None:
        none, nothing = np.full(columns.values.shape[1], -np.inf), np.zeros((1, columns.values.shape[1]))
        return Evidence(none, none, np.zeros(len(none), dtype=bool), nothing, nothing, monitored)
    if options.concern != "both":
        return _one_way(found, monitored, rising=options.concern == "up")
    up, down = (_one_way(found, monitored, rising=rising) for rising in (True, False))
    higher = up.log >= down.log
    rank, score = (np.where(higher, *pair) for pair in ((up.rank, down.rank), (up.score, down.score)))
    return Evidence(np.maximum(up.log, down.log), rank, higher, score, found.periods, monitored)


def _one_way(found: Scores, monitored: np.ndarray, *, rising: bool) -> Evidence:
    score = found.up if rising else found.down
    sums = ratios(score, found, monitored)
    log, rank = (_log_of(sums, shares) for shares in (SHARES, RANK_SHARES))
    return Evidence(log, rank, np.full(log.shape, rising), score, found.periods, monitored)


def _log_of(sums: list[Numbers], shares: tuple[float, ...]) -> Numbers:
    with np.errstate(divide="ignore"):
        return np.log(sum(share * part for share, part in zip(shares, sums, strict=True)))
