"""What a committee is told of each series on its newest period."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from lineofsight.engine.watch.alarms import checked_rate, threshold
from lineofsight.engine.watch.chances import chances
from lineofsight.engine.watch.contrast import Prior
from lineofsight.engine.watch.errors import WatchError
from lineofsight.engine.watch.evidence import evidence
from lineofsight.engine.watch.findings import findings
from lineofsight.engine.watch.panel import Columns, Numbers, Options, Panel, columns, read_panel
from lineofsight.engine.watch.peers import peer_share, read_peers
from lineofsight.engine.watch.pooling import Pool, prior_of
from lineofsight.engine.watch.rebasing import newest_segments
from lineofsight.engine.watch.returning import come_back
from lineofsight.engine.watch.short import WATCH_ONCE, exact, shortened
from lineofsight.engine.watch.thresholds import kind_of
from lineofsight.engine.watch.tiers import ALERT, FALSE_SHARE, WATCH, chosen_by_rank
from lineofsight.engine.watch.told import Scan, Told, blank, fill

IMPROVES = ("up", "down", "neutral")


def scan(
    values: Any,
    exposure: Any = None,
    *,
    family: str,
    history: int = 24,
    period: int = 12,
    concern: str = "up",
    target: Any = None,
    improves: str | None = None,
    false_alarm_36: float = 0.10,
    season: int | None = None,
    autocorrelation: bool = False,
    pool: Pool | None = None,
    dispersion: Any = None,
    peers: Any = None,
    in_list: Any = None,
    rebase: Any = (),
) -> Scan:
    """The newest period of each series: what changed, since when, how sure, and against the target.

    Takes what `alarms` takes. `target` is one number or one a series (NaN: none), in the units of `before`; `improves`
    says which way is better ("up", "down", "neutral"), by default the way opposite to `concern`. `peers`: the present
    figures of comparable areas, (peers,) or (series, peers), NaN where unknown. A series with fewer figures than it
    needs is judged as far as it goes and marked provisional: with 12 or more against its own first half, with 4 to 11 by
    an exact test of the newest figure; it never raises an alarm. `in_list` (one bool a series) keeps series out of the
    ranking that gives priority. Raises WatchError naming the place.
    """
    options = Options(family, history, period, concern, season, autocorrelation).checked()
    better, rate = _better(improves, concern), checked_rate(false_alarm_36)
    panel = read_panel(values, exposure, family)
    prior = prior_of(panel, pool, dispersion)
    goal, others = _target(target, panel), read_peers(peers, panel.shape[0])
    panel, prior = newest_segments(panel, prior, rebase)
    made = blank(panel.shape[0])
    for chunk in columns(panel, history):
        goals = None if goal is None else goal[chunk.who]
        fill(made, chunk.who, _told(chunk, options, prior, rate=rate, target=goals, better=better))
    ranked = ~made["provisional"] & (made["back_since"] < 0)
    if in_list is not None:
        ranked &= _in_list(in_list, panel)
    made["tier"] = chosen_by_rank(made["tier"], made["p_value"], ranked, share=FALSE_SHARE)
    compared = peer_share(others, made["level"], concern=concern, rising=made["rising"])
    return Scan(**made, peer_share=compared, family=family, period=period, concern=concern, improves=improves)


def _told(
    chunk: Columns, options: Options, prior: Prior, *, rate: float, target: Numbers | None, better: str | None
) -> Told:
    provisional, tested, chunk = shortened(chunk)
    found = evidence(chunk, options, prior)
    kind = kind_of(options, dispersion_known=prior.dispersion is not None)
    monitored = np.maximum(chunk.points - chunk.baseline, 0)
    needed = {at: threshold(at, options, chunk.baseline, monitored, kind) for at in (rate, WATCH, ALERT)}
    back = come_back(chunk, found, options, found.log >= np.minimum(needed[rate], needed[WATCH]))
    lasts = back == 0
    chance = chances(found, chunk, options, kind, needed[rate], ~lasts)
    chance = exact(chance, chunk, found, options, prior, tested)
    watched = np.where(tested, chance.p_value <= WATCH_ONCE, found.log >= needed[WATCH])
    alarm = ~provisional & lasts & (found.log >= needed[rate])
    alert = ~provisional & (found.log >= needed[ALERT])
    tier = np.where(lasts, np.where(alert, "alert", np.where(watched, "watch", "")), "")
    shown = findings(chunk, found, options, (tier != "") | alarm, back, target=target, better=better)
    return Told(
        **vars(shown),
        **vars(chance),
        alarm=alarm,
        tier=tier,
        provisional=chunk.every(provisional),
        figures=chunk.every(chunk.points),
    )


def _better(improves: str | None, concern: str) -> str | None:
    if improves is None:
        return {"up": "down", "down": "up"}.get(concern)
    if improves not in IMPROVES:
        raise WatchError(f"improves is {improves!r}: it must be one of {', '.join(IMPROVES)}")
    return None if improves == "neutral" else improves


def _in_list(in_list: Any, panel: Panel) -> NDArray[np.bool_]:
    array = np.asarray(in_list)
    if array.dtype != bool or array.shape not in ((), panel.shape[:1]):
        raise WatchError(f"in_list: give True or False for each of the {panel.shape[0]} series")
    return array


def _target(target: Any, panel: Panel) -> Numbers | None:
    if target is None:
        return None
    try:
        goal = np.broadcast_to(np.asarray(target, dtype=np.float64), panel.shape[:1]).copy()
    except (TypeError, ValueError) as error:
        raise WatchError(f"target: give one number, or one for each of the {panel.shape[0]} series") from error
    if np.isinf(goal).any():
        raise WatchError(f"target: series {int(np.argmax(np.isinf(goal)))}: the target is infinite")
    return goal
