"""What a committee is told of each series on its newest period."""

from dataclasses import dataclass, fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lineofsight.engine.watch.alarms import checked_rate, threshold
from lineofsight.engine.watch.chances import Chances, chances
from lineofsight.engine.watch.contrast import Prior
from lineofsight.engine.watch.errors import WatchError
from lineofsight.engine.watch.evidence import Evidence, evidence
from lineofsight.engine.watch.findings import Findings, findings
from lineofsight.engine.watch.panel import Columns, Numbers, Options, Panel, columns, read_panel
from lineofsight.engine.watch.peers import peer_share, read_peers
from lineofsight.engine.watch.pooling import Pool, prior_of
from lineofsight.engine.watch.short import shortened
from lineofsight.engine.watch.thresholds import kind_of
from lineofsight.engine.watch.tiers import ALERT, FALSE_SHARE, WATCH, chosen_by_rank

IMPROVES = ("up", "down", "neutral")


@dataclass(frozen=True, slots=True)
class Scan:
    """One entry a series; positions count periods from 0, -1 where nothing is found.

    `alarm` stands at the stated rate. `since` (most likely start) lies between `since_low` and `since_high` four times in
    five. `before` and `after` are levels: the mean, the rate per unit of exposure, or the proportion; `size` is after
    minus before (0 where nothing is found, and both are then the level of the whole). `kind` is "sustained", "spike" or
    ""; a newest figure that stands out may be a spike without a tier. `tier` is "priority", "alert", "watch" or "".
    `p_value` is the chance of this evidence in a steady series this period; `chance_in_months`: a steady series gets
    this far about once in so many months. `false_chance` is the chance that a steady series shows an alarm this period.
    `p_miss_target` is the chance that the present level misses the target, `months_to_target` when the trend of the last
    year crosses it (inf: not on this trend; NaN: no target). `rising` gives the direction of what was found.
    `provisional`: too few figures to be watched in full. `peer_share` is the share of peers that look less worrying (NaN
    without peers). `figures` counts what there is, `newest` is the position of the newest figure.
    """

    alarm: NDArray[np.bool_]
    since: NDArray[np.int64]
    since_low: NDArray[np.int64]
    since_high: NDArray[np.int64]
    before: Numbers
    after: Numbers
    size: Numbers
    kind: NDArray[np.str_]
    tier: NDArray[np.str_]
    p_value: Numbers
    chance_in_months: Numbers
    p_miss_target: Numbers
    months_to_target: Numbers
    false_chance: Numbers
    rising: NDArray[np.bool_]
    provisional: NDArray[np.bool_]
    peer_share: Numbers
    figures: NDArray[np.int64]
    newest: NDArray[np.int64]
    family: str
    period: int
    concern: str
    improves: str | None

    def __len__(self) -> int:
        return len(self.alarm)


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
) -> Scan:
    """The newest period of each series: what changed, since when, how sure, and against the target.

    Takes what `alarms` takes. `target` is one number or one a series (NaN: none), in the units of `before`; `improves`
    says which way is better ("up", "down", "neutral"), by default the way opposite to `concern`. `peers`: the present
    figures of comparable areas, (peers,) or (series, peers), NaN where unknown. A series with fewer figures than it
    needs is judged as far as it goes and marked provisional: with 12 or more against its own first half, with 4 to 11 by
    an exact test of the newest figure; it never raises an alarm. `in_list` (one bool a series) keeps series out of the
    ranking that gives priority. Raises WatchError naming the place.
    """
    panel = read_panel(values, exposure, family)
    options = Options(family, history, period, concern, season, autocorrelation).checked()
    better = _better(improves, concern)
    prior, rate = prior_of(panel, pool, dispersion), checked_rate(false_alarm_36)
    goal, others = _target(target, panel), read_peers(peers, panel.shape[0])
    made = _Made.empty(panel.shape[0])
    for chunk in columns(panel, history):
        _judge(made, chunk, panel, options, prior, rate=rate, target=goal, better=better)
    ranked = ~made.provisional if in_list is None else ~made.provisional & np.asarray(in_list, dtype=bool)
    tier = chosen_by_rank(made.tier, made.p_value, ranked, share=FALSE_SHARE)
    compared = peer_share(others, made.level, concern=concern, rising=made.rising)
    kept = {f.name: getattr(made, f.name) for f in fields(_Made) if f.name not in ("tier", "level")}
    return Scan(
        **kept, tier=tier, peer_share=compared, family=family, period=period, concern=concern, improves=improves
    )


@dataclass(slots=True)
class _Made:
    """The arrays of a Scan while the chunks fill them."""

    alarm: NDArray[np.bool_]
    since: NDArray[np.int64]
    since_low: NDArray[np.int64]
    since_high: NDArray[np.int64]
    before: Numbers
    after: Numbers
    size: Numbers
    kind: NDArray[np.str_]
    tier: NDArray[np.str_]
    p_value: Numbers
    chance_in_months: Numbers
    p_miss_target: Numbers
    months_to_target: Numbers
    false_chance: Numbers
    rising: NDArray[np.bool_]
    provisional: NDArray[np.bool_]
    figures: NDArray[np.int64]
    newest: NDArray[np.int64]
    level: Numbers

    @staticmethod
    def empty(count: int) -> "_Made":
        def none() -> NDArray[np.int64]:
            return np.full(count, -1, dtype=np.int64)

        def blank() -> Numbers:
            return np.full(count, np.nan)

        def no() -> NDArray[np.bool_]:
            return np.zeros(count, dtype=bool)

        def words() -> NDArray[np.str_]:
            return np.full(count, "", dtype="U9")

        return _Made(
            alarm=no(),
            since=none(),
            since_low=none(),
            since_high=none(),
            before=blank(),
            after=blank(),
            size=blank(),
            kind=words(),
            tier=words(),
            p_value=blank(),
            chance_in_months=blank(),
            p_miss_target=blank(),
            months_to_target=blank(),
            false_chance=blank(),
            rising=no(),
            provisional=no(),
            figures=none(),
            newest=none(),
            level=blank(),
        )

    def fill(self, who: np.ndarray, part: Chances | Findings) -> None:
        """Put a chunk's answers in their places."""
        for field in fields(part):
            getattr(self, field.name)[who] = getattr(part, field.name)[: len(who)]


def _judge(
    made: _Made,
    chunk: Columns,
    panel: Panel,
    options: Options,
    prior: Prior,
    *,
    rate: float,
    target: Numbers | None,
    better: str | None,
) -> None:
    who, size = chunk.who, len(chunk.who)
    provisional, chunk = shortened(chunk)
    found = evidence(chunk, options, prior)
    kind = kind_of(options, dispersion_known=prior.dispersion is not None)
    monitored = np.maximum(chunk.points - chunk.baseline, 0)
    needed = {at: threshold(at, options, chunk.baseline, monitored, kind) for at in (rate, WATCH, ALERT)}
    made.provisional[who] = chunk.every(provisional)[:size]
    made.figures[who] = chunk.every(chunk.points)[:size]
    made.alarm[who] = (~provisional & (found.log >= needed[rate]))[:size]
    made.fill(who, chances(found.log, chunk, options, kind, needed[rate]))
    tier = _tier(found, needed, provisional)
    made.tier[who] = tier[:size]
    goal = None if target is None else target[who]
    shown = findings(
        chunk,
        found,
        options,
        (tier != "") | chunk.every(~provisional & (found.log >= needed[rate])),
        target=goal,
        better=better,
    )
    made.fill(who, shown)


def _tier(found: Evidence, needed: dict[float, Numbers], provisional: np.ndarray) -> NDArray[np.str_]:
    tier = np.where(found.log >= needed[WATCH], "watch", "").astype("U9")
    return np.where(~provisional & (found.log >= needed[ALERT]), "alert", tier).astype("U9")


def _better(improves: str | None, concern: str) -> str | None:
    if improves is None:
        return {"up": "down", "down": "up"}.get(concern)
    if improves not in IMPROVES:
        raise WatchError(f"improves is {improves!r}: it must be one of {', '.join(IMPROVES)}")
    return None if improves == "neutral" else improves


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
