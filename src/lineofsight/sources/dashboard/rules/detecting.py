"""Early warning for many series: laid out for the watch by family, direction, kind of period and length.

Each series is judged alone and in its own length, so that it comes out the same whatever it is judged together with.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from lineofsight.engine import watch
from lineofsight.engine.watch.short import WATCH_ONCE
from lineofsight.engine.watch.tiers import FALSE_SHARE, stands_out
from lineofsight.sources.dashboard.rules import periods
from lineofsight.sources.dashboard.rules.panel import Floats, Panel, Trait

CONCERN = {"up": "down", "down": "up", "neutral": "both"}
HISTORY, SHORT_HISTORY = 24, 12
FEWEST = 4
FIRST_SIGN = WATCH_ONCE
"""How often a steady series with too few figures shows a first sign, in each period."""


@dataclass(frozen=True, slots=True)
class Found:
    """What the watch found in one series. Columns are those of the panel; levels are in the measure's unit.

    `back_since`: from where on a changed level is back at the one before; then no tier stands. `false_chance`: the chance
    that a steady series shows an alarm in this period; 0 for one too short to be watched.
    """

    tier: str = ""
    kind: str = ""
    since: int | None = None
    since_low: int | None = None
    since_high: int | None = None
    back_since: int | None = None
    before: float | None = None
    after: float | None = None
    p_value: float | None = None
    p_miss_target: float | None = None
    months_to_target: float | None = None
    false_chance: float = 0.0
    sentence: str = ""


@dataclass(frozen=True, slots=True)
class Key:
    """What series must share to be scanned together."""

    family: str
    weighed: bool
    improves: str
    period_type: str
    length: int


@dataclass(frozen=True, slots=True)
class Laid:
    """One series as the watch takes it: its own columns `first` to `end` (not included), figures, weights and target."""

    row: int
    first: int
    values: Floats
    exposure: Floats | None
    target: float
    scale: float


def detect(
    panel: Panel, rows: Sequence[int], judged: Floats, traits: Sequence[Trait], starts: Mapping[int, int]
) -> dict[int, Found]:
    """What stands on the newest figure of each of these rows, counted from its start on. Too short ones are left out."""
    groups: dict[Key, list[Laid]] = {}
    for row in rows:
        laid = _laid(panel, row, judged[row], traits[row], starts[row])
        if laid is not None:
            key, series = laid
            groups.setdefault(key, []).append(series)
    found: dict[int, Found] = {}
    for key, group in groups.items():
        found |= _scanned(key, group, panel.periods, traits)
    return found


def _laid(panel: Panel, row: int, judged: Floats, trait: Trait, start: int) -> tuple[Key, Laid] | None:
    known = np.flatnonzero(~np.isnan(judged[start:])) + start
    if len(known) < FEWEST:
        return None
    first, end = int(known[0]), int(known[-1]) + 1
    own = slice(first, end)
    family, values, exposure, scale = _figures(panel, row, judged[own], own, trait)
    target = np.nan if trait.target is None else trait.target / scale
    key = Key(family, exposure is not None, trait.improves, trait.period_type, end - first)
    return key, Laid(row, first, values, exposure, target, scale)


def _figures(
    panel: Panel, row: int, judged: Floats, own: slice, trait: Trait
) -> tuple[str, Floats, Floats | None, float]:
    """Counts where the measure has them, else the figures themselves as an ordinary quantity."""
    gap = np.isnan(judged)
    if trait.family == "poisson" and trait.unit == "count" and not (judged[~gap] < 0).any():
        return "poisson", judged, None, 1.0
    numerators = np.where(gap, np.nan, panel.numerators[row, own])
    denominators = np.where(gap, np.nan, panel.denominators[row, own])
    if trait.family in {"poisson", "binomial"} and _usable(numerators, denominators, gap, trait.family):
        return trait.family, numerators, denominators, trait.multiplier
    return "gaussian", judged, None, 1.0


def _usable(numerators: Floats, denominators: Floats, gap: NDArray[np.bool_], family: str) -> bool:
    n, d = numerators[~gap], denominators[~gap]
    if np.isnan(n).any() or np.isnan(d).any() or (d <= 0).any() or (n < 0).any():
        return False
    return family == "poisson" or not (n > d).any()


def _scanned(key: Key, group: Sequence[Laid], axis: Sequence[date], traits: Sequence[Trait]) -> dict[int, Found]:
    exposure = np.stack([one.exposure for one in group]) if key.weighed else None  # type: ignore[misc]
    scan = watch.scan(
        np.stack([one.values for one in group]),
        exposure,
        family=key.family,
        history=HISTORY if periods.a_year(key.period_type) >= 12 else SHORT_HISTORY,
        period=periods.a_year(key.period_type),
        concern=CONCERN[key.improves],
        target=np.array([one.target for one in group]),
        improves=key.improves,
        # Which ones also stand out among all others is settled over the whole list, not over what is judged at once.
        in_list=np.zeros(len(group), dtype=bool),
    )
    return {one.row: _found(scan, i, one, key, axis, traits[one.row]) for i, one in enumerate(group)}


def _found(scan: watch.Scan, i: int, one: Laid, key: Key, axis: Sequence[date], trait: Trait) -> Found:
    chance = 0.0 if scan.provisional[i] else float(scan.false_chance[i])
    facts = {
        "p_miss_target": _number(scan.p_miss_target[i]),
        "months_to_target": _number(scan.months_to_target[i]),
        "p_value": _number(scan.p_value[i]),
        "false_chance": chance,
    }
    if not scan.tier[i] and scan.back_since[i] < 0:
        return Found(**facts)  # type: ignore[arg-type]
    at = lambda column: None if column < 0 else one.first + int(column)  # noqa: E731
    return Found(
        tier=str(scan.tier[i]),
        kind=str(scan.kind[i]),
        since=at(scan.since[i]),
        since_low=at(scan.since_low[i]),
        since_high=at(scan.since_high[i]),
        back_since=at(scan.back_since[i]),
        before=_scaled(scan.before[i], one.scale),
        after=_scaled(scan.after[i], one.scale),
        sentence=_sentence(scan, i, one, key, axis, trait),
        **facts,  # type: ignore[arg-type]
    )


def _sentence(scan: watch.Scan, i: int, one: Laid, key: Key, axis: Sequence[date], trait: Trait) -> str:
    names = [periods.label(day, key.period_type) for day in axis[one.first : one.first + key.length]]
    return watch.sentence(scan, i, measure=trait.name, unit=_unit(trait, key), periods=names)


def _unit(trait: Trait, key: Key) -> str:
    """What follows a figure in a sentence."""
    if trait.unit == "percent":
        return "%"
    if trait.unit.startswith("rate_per_"):
        return "per " + f"{int(trait.multiplier):,}"
    one = periods.many(1, key.period_type).split()[1]
    return f"a {one}" if trait.unit == "count" else ""


def _scaled(value: float, scale: float) -> float | None:
    return None if np.isnan(value) else float(value) * scale


def _number(value: float) -> float | None:
    """A figure that a table can hold; infinite (never, on this path) is as good as none."""
    return float(value) if np.isfinite(value) else None


def priorities(tiers: Sequence[str], p_values: Sequence[float | None]) -> list[str]:
    """The tiers of a whole list, with priority for alerts that stand out among all (Benjamini and Hochberg)."""
    plain = ["alert" if tier == "priority" else tier for tier in tiers]
    p = np.array([np.nan if value is None else value for value in p_values], dtype=np.float64)
    chosen = stands_out(np.nan_to_num(p, nan=1.0), ~np.isnan(p), share=FALSE_SHARE)
    return ["priority" if tier == "alert" and chosen[i] else tier for i, tier in enumerate(plain)]
