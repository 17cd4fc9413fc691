"""Whether an alarm stands in each period, on the figures known by then."""

from numbers import Real
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lineofsight.engine.watch.contrast import Prior
from lineofsight.engine.watch.errors import WatchError
from lineofsight.engine.watch.evidence import evidence
from lineofsight.engine.watch.panel import Columns, Numbers, Options, Panel, columns, read_panel
from lineofsight.engine.watch.pooling import Pool, prior_of
from lineofsight.engine.watch.rebasing import segments
from lineofsight.engine.watch.returning import come_back
from lineofsight.engine.watch.thresholds import kind_of, log_threshold

LEAST_RATE, GREATEST_RATE = 0.02, 0.5


def alarms(
    values: Any,
    exposure: Any = None,
    *,
    family: str,
    history: int = 24,
    period: int = 12,
    concern: str = "up",
    false_alarm_36: float = 0.10,
    season: int | None = None,
    autocorrelation: bool = False,
    pool: Pool | None = None,
    dispersion: Any = None,
    rebase: Any = (),
) -> NDArray[np.bool_]:
    """Where an alarm stands, in the shape of `values`: at period t it uses the figures up to t only, and is not latched.

    `values` is (series, periods) or (periods,); NaN is a gap and is skipped (the alarm stands on as it was). The first
    `history` periods are the baseline, 12 to 60. `poisson`: counts, `exposure` population or time. `binomial`: events,
    `exposure` trials. `gaussian`: `exposure` divides the variance. `false_alarm_36` (0.02 to 0.5) is the chance of any
    alarm on a steady series in the first 36 periods after the history, for `concern` "up", "down" or both together.
    `season` takes out 1 or 2 yearly harmonics of `period` periods; `autocorrelation` allows for carry-over from one
    period to the next. `dispersion` is a known spread (counts: variance over the Poisson or binomial one; gaussian: the
    variance), otherwise each series' own is estimated. `pool` is a baseline from other series, see `pooled`. `rebase`: the
    positions where a new baseline was set, one list for all series or one each: from there a series begins anew.

    Raises WatchError naming the place.
    """
    options = Options(family, history, period, concern, season, autocorrelation).checked()
    checked_rate(false_alarm_36)
    panel = read_panel(values, exposure, family)
    prior = prior_of(panel, pool, dispersion)
    stands = np.zeros(panel.shape, dtype=bool)
    position = np.arange(panel.shape[1])
    for segment in segments(panel, prior, rebase):
        found = _alarms(segment.panel, options, segment.prior, false_alarm_36)
        watched = (position >= segment.first[:, None] + history) & (position < segment.end[:, None])
        stands[segment.who] |= found & watched
    return stands[0] if panel.flat else stands


def _alarms(panel: Panel, options: Options, prior: Prior, rate: float) -> NDArray[np.bool_]:
    """The alarms of a panel in its own shape, those in the history too."""
    stands = np.zeros(panel.shape, dtype=bool)
    for chunk in columns(panel, options.history):
        stands[chunk.who] = _path(panel, chunk, options, prior, rate)
    return stands


def checked_rate(rate: float) -> float:
    """The rate itself, or a WatchError when the thresholds do not reach it."""
    number = isinstance(rate, Real) and not isinstance(rate, bool)
    if not (number and LEAST_RATE <= rate <= GREATEST_RATE):
        raise WatchError(f"false_alarm_36 is {rate!r}: it must be from {LEAST_RATE} to {GREATEST_RATE}")
    return float(rate)


def _path(panel: Panel, chunk: Columns, options: Options, prior: Prior, rate: float) -> NDArray[np.bool_]:
    """The chunk's alarms period by period: what stood after each series' c-th figure, put back into the calendar."""
    periods, size = panel.shape[1], len(chunk.who)
    after_figure = np.zeros((periods + 1, size), dtype=bool)
    points = np.broadcast_to(chunk.points, chunk.values.shape[1:])[:size]
    for dropped in range(periods):
        now = chunk.without_newest(dropped)
        if np.max(now.points - now.baseline) < 1:
            break
        real = points - dropped > 0
        # Where all figures of a series have been dropped the arithmetic is idle, and not `real`.
        with np.errstate(divide="ignore", invalid="ignore"):
            stands = standing(now, options, prior, rate)[:size]
        after_figure[(points - dropped)[real], np.flatnonzero(real)] = stands[real]
    known = np.cumsum(~np.isnan(panel.values[chunk.who]), axis=1)
    return after_figure[known, np.arange(size)[:, None]]


def standing(chunk: Columns, options: Options, prior: Prior, rate: float) -> NDArray[np.bool_]:
    """Whether an alarm stands on the newest figure of each series (whole lanes): a change was found, and it lasts."""
    kind = kind_of(options, dispersion_known=prior.dispersion is not None)
    monitored = np.maximum(chunk.points - chunk.baseline, 0)
    found = evidence(chunk, options, prior)
    stands = found.log >= threshold(rate, options, chunk.baseline, monitored, kind)
    return stands & (come_back(chunk, found, options, stands) == 0)


def threshold(rate: float, options: Options, baseline: np.ndarray, monitored: np.ndarray, kind: str) -> Numbers:
    """The log evidence needed at this rate; half of it, nearly, for each direction where both are watched."""
    one_way = rate if options.concern != "both" else one_direction(rate)
    return log_threshold(one_way, baseline, monitored, kind)


def one_direction(rate: float) -> float:
    """The rate for each direction when either may alarm: the two hardly ever do in the same series."""
    return 1 - float(np.sqrt(1 - rate))
