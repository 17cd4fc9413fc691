"""What each series shows: limits and icons as the NHS draws them, and whether an early warning stands."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from math import log10
from typing import Protocol

import numpy as np

from lineofsight.engine import spc
from lineofsight.sources.dashboard.rules.detecting import Found, detect
from lineofsight.sources.dashboard.rules.panel import Floats, Marks, Panel, Trait

RECENT = 24
RANK_OF_TIER = {"priority": 3.0, "alert": 2.0, "watch": 1.0, "": 0.0}


@dataclass(frozen=True, slots=True)
class Judgement:
    """What one series showed in its newest period. None where there is too little to say it."""

    series: int
    period: date
    value: float | None
    numerator: float | None
    denominator: float | None
    state: int
    points: int
    mean: float | None = None
    lower: float | None = None
    upper: float | None = None
    variation: str = ""
    cause: str = ""
    assurance: str = ""
    is_trial: bool = False
    tier: str = ""
    kind: str = ""
    since: date | None = None
    since_low: date | None = None
    since_high: date | None = None
    back_since: date | None = None
    before: float | None = None
    after: float | None = None
    p_value: float | None = None
    p_miss_target: float | None = None
    months_to_target: float | None = None
    false_chance: float = 0.0
    sentence: str = ""
    recent: str = ""
    rank: float = 0.0

    @property
    def is_early(self) -> bool:
        """A first sign of a change, on too few figures to be watched in full."""
        return is_early(self.tier, self.false_chance)


def is_early(tier: str, false_chance: float) -> bool:
    """Whether a tier is no more than a first sign: without enough figures no chance of a false alarm is worked out."""
    return tier == "watch" and false_chance == 0.0


LATELY = timedelta(days=366)


def back_lately(back_since: date | None, period: date) -> date | None:
    """Since when a changed level is back, as long as that is news: for a year."""
    return back_since if back_since is not None and period - back_since <= LATELY else None


def judge(panel: Panel, traits: Sequence[Trait], marks: Marks) -> list[Judgement]:
    """One judgement for each series that has a row, in the panel's order; each series is judged alone."""
    judged = panel.judged(marks.excluded)
    found: dict[int, Judgement] = {}
    for row in range(len(panel.series)):
        newest = panel.newest(row)
        if newest is not None:
            found[row] = _plain(panel, row, newest, judged)
    charted = [row for row in found if traits[row].is_charted and found[row].points]
    if charted:
        _add_limits(found, panel.rows(charted), charted, judged[charted], traits, marks)
        _add_changes(found, panel, charted, judged, traits, marks)
    return [replace(one, rank=rank_of(one, improves=traits[row].improves)) for row, one in found.items()]


def _plain(panel: Panel, row: int, newest: int, judged: Floats) -> Judgement:
    return Judgement(
        series=panel.series[row],
        period=panel.periods[newest],
        value=_number(panel.values[row, newest]),
        numerator=_number(panel.numerators[row, newest]),
        denominator=_number(panel.denominators[row, newest]),
        state=int(panel.states[row, newest]),
        points=int((~np.isnan(judged[row])).sum()),
        recent=recent_of(panel, row, newest),
    )


def recent_of(panel: Panel, row: int, newest: int) -> str:
    """The last figures up to the newest, for a sparkline; x where there is none to draw."""
    first = int(np.flatnonzero(panel.states[row] != -1)[0])
    values = panel.values[row, max(first, newest + 1 - RECENT) : newest + 1]
    return " ".join("x" if np.isnan(value) else f"{value:.6g}" for value in values)


def _add_limits(
    found: dict[int, Judgement],
    panel: Panel,
    rows: list[int],
    judged: Floats,
    traits: Sequence[Trait],
    marks: Marks,
) -> None:
    """Limits, variation and assurance of each charted series."""
    chosen = [traits[row] for row in rows]
    charts = spc.xmr_many(
        judged,
        improves=[trait.improves for trait in chosen],
        target=[trait.target for trait in chosen],
        rebase=[usable_rebases(marks.rebases[row], judged[place]) for place, row in enumerate(rows)],
    )
    newest = judged.shape[1] - 1 - (~np.isnan(judged))[:, ::-1].argmax(axis=1)
    across = np.arange(len(rows))
    lines = [line[across, newest] for line in (charts.mean, charts.lower, charts.upper)]
    trial, cause = charts.trial[across, newest], charts.labels[across, newest]
    for place, row in enumerate(rows):
        mean, lower, upper = (_number(line[place]) for line in lines)
        found[row] = replace(
            found[row],
            mean=mean,
            lower=lower,
            upper=upper,
            variation=str(charts.variation[place]),
            cause=spc.CAUSES[int(cause[place]).bit_length() - 1] if cause[place] else "",
            assurance=str(charts.assurance[place] or ""),
            is_trial=bool(trial[place]),
        )


def usable_rebases(columns: Sequence[int], values: Floats) -> list[int]:
    """The new baselines that have figures on both sides: an empty segment has no limits."""
    known = np.flatnonzero(~np.isnan(values))
    return [column for column in columns if len(known) and known[0] < column <= known[-1]]


def _add_changes(
    found: dict[int, Judgement],
    panel: Panel,
    rows: list[int],
    judged: Floats,
    traits: Sequence[Trait],
    marks: Marks,
) -> None:
    """What the watch found since each series' last new baseline."""
    starts = {row: max(usable_rebases(marks.rebases[row], judged[row]), default=0) for row in rows}
    for row, change in detect(panel, rows, judged, traits, starts).items():
        found[row] = _with_change(found[row], change, panel)


def _with_change(one: Judgement, change: Found, panel: Panel) -> Judgement:
    day = lambda column: None if column is None else panel.periods[column]  # noqa: E731
    return replace(
        one,
        tier=change.tier,
        kind=change.kind,
        since=day(change.since),
        since_low=day(change.since_low),
        since_high=day(change.since_high),
        back_since=day(change.back_since),
        before=change.before,
        after=change.after,
        p_value=change.p_value,
        p_miss_target=change.p_miss_target,
        months_to_target=change.months_to_target,
        false_chance=change.false_chance,
        sentence=change.sentence,
    )


class Ranked(Protocol):
    """What of a judgement its rank is made from."""

    @property
    def tier(self) -> str: ...
    @property
    def variation(self) -> str: ...
    @property
    def assurance(self) -> str: ...
    @property
    def p_value(self) -> float | None: ...


def rank_of(one: Ranked, *, improves: str) -> float:
    """How concerning: larger comes first. A change with no good direction ranks below one for the worse."""
    weight = RANK_OF_TIER[one.tier] + (1.0 if one.variation.startswith("concern") else 0.0)
    if improves == "neutral":
        weight = weight / 2 + (0.25 if one.variation.startswith("neutral") else 0.0)
    if one.variation.startswith("improvement"):
        weight -= 1.0
    missing = {"fail": 0.6, "inconsistent": 0.1}.get(one.assurance, 0.0)
    strength = min(-log10(max(one.p_value, 1e-12)), 12.0) / 40 if one.tier and one.p_value is not None else 0.0
    return round(weight + missing + strength, 6)


def _number(value: float) -> float | None:
    return None if np.isnan(value) else float(value)
