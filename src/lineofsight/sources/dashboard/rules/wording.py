"""Sentences about a line: the message over the chart, what it shows, and when the next figure comes. No cause is ever named."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from lineofsight.sources.dashboard.rules import panel as states
from lineofsight.sources.dashboard.rules import periods, words
from lineofsight.sources.dashboard.rules.judging import Judgement, back_lately
from lineofsight.sources.dashboard.rules.panel import Trait

NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")


@dataclass(frozen=True, slots=True)
class Run:
    """How many of the newest points in a row share something: the side of the average, or the way they go."""

    side: int = 0
    way: int = 0


def run_of(values: Sequence[float], means: Sequence[float]) -> Run:
    """The run that the newest judged points make, missing ones left out."""
    pairs = [(value, mean) for value, mean in zip(values, means, strict=True) if value == value and mean == mean]
    if not pairs:
        return Run()
    above = [value > mean for value, mean in pairs]
    side = next((n for n, one in enumerate(reversed(above)) if one != above[-1]), len(above))
    steps = [b[0] - a[0] for a, b in itertools.pairwise(pairs)]
    way = next((n for n, step in enumerate(reversed(steps)) if step * steps[-1] <= 0), len(steps)) if steps else 0
    return Run(side, way)


def message(shows: Judgement | None, trait: Trait, run: Run) -> str:
    """The headline of the page: what the figures say, in one line."""
    if shows is None:
        return f"{trait.name}: no figures yet"
    period = periods.label(shows.period, trait.period_type)
    if not trait.is_charted:
        return f"{trait.name}: {_figure(shows, trait)} in {period}"
    if shows.tier in {"alert", "priority"} and shows.kind == "spike":
        return f"{trait.name}: {direction(shows, trait)} in {period}, one figure alone"
    if shows.tier in {"alert", "priority"} and shows.since is not None:
        return f"{trait.name}: {direction(shows, trait)} since about {periods.label(shows.since, trait.period_type)}"
    if shows.is_early and shows.since is not None:
        since = periods.label(shows.since, trait.period_type)
        return f"{trait.name}: perhaps {direction(shows, trait)} since about {since}, on few figures"
    if not shows.variation or shows.points < 12:
        return f"{trait.name}: too few figures yet to see a change"
    back = back_lately(shows.back_since, shows.period)
    if back is not None and shows.variation == "common":
        return f"{trait.name}: back at about its usual level since {periods.label(back, trait.period_type)}"
    return f"{trait.name}: {_by_cause(shows.cause, run, trait, period)}"


def _by_cause(cause: str, run: Run, trait: Trait, period: str) -> str:
    kind = trait.period_type
    match cause:
        case "above_limit":
            return f"{period} is above the usual range"
        case "below_limit":
            return f"{period} is below the usual range"
        case "trend_up":
            return f"rising for {periods.many(run.way + 1, kind)}"
        case "trend_down":
            return f"falling for {periods.many(run.way + 1, kind)}"
        case "two_of_three_above":
            return f"two of the last three {periods.many(3, kind).split()[1]} are close to the upper limit"
        case "two_of_three_below":
            return f"two of the last three {periods.many(3, kind).split()[1]} are close to the lower limit"
        case "shift_above":
            return f"above average for {periods.many(run.side, kind)}"
        case "shift_below":
            return f"below average for {periods.many(run.side, kind)}"
    return "no real change"


def direction(shows: Judgement, trait: Trait) -> str:
    """Worse, better, higher or lower: coloured words only where one way is good."""
    if shows.before is None or shows.after is None:
        return "changed"
    up = shows.after > shows.before
    if trait.improves == "neutral":
        return "higher" if up else "lower"
    return "better" if up == (trait.improves == "up") else "worse"


def what_it_shows(shows: Judgement | None, trait: Trait, run: Run) -> str:
    """Two to five short sentences: the newest figure, the usual range, what is unusual, and the target."""
    if shows is None:
        return "Nobody has supplied a figure yet."
    parts = [f"{_figure(shows, trait)} in {periods.label(shows.period, trait.period_type)}{_remark(shows)}."]
    if not trait.is_charted:
        return f"{parts[0]} It is a {periods.named(trait.period_type)} figure, so it is not charted."
    if shows.mean is not None:
        parts.append(f"Average {_amount(shows.mean, trait)}{_range(shows, trait)}.")
    parts.append(shows.sentence or _change(shows, trait, run))
    parts.append(_target(shows, trait))
    return " ".join(part for part in parts if part)


def _figure(shows: Judgement, trait: Trait) -> str:
    if shows.value is None or shows.state in words.SYMBOLS:
        said = words.remark(shows.state)
        return f"{said[:1].upper()}{said[1:]}"
    return _amount(shows.value, trait)


def _amount(value: float | None, trait: Trait) -> str:
    places = trait.decimals if trait.unit != "count" else None
    return words.amount(value, unit="" if trait.unit == "count" else trait.unit, decimals=places)


def _remark(shows: Judgement) -> str:
    if shows.state == states.PROVISIONAL:
        return ", provisional: it may still change, and raises no warning"
    return ", estimated" if shows.state == states.ESTIMATED else ""


def _range(shows: Judgement, trait: Trait) -> str:
    if shows.lower is None or shows.upper is None:
        return ""
    trial = " These limits are on trial: fewer than 13 figures made them" if shows.is_trial else ""
    text = f", usual range {_amount(max(shows.lower, 0.0), trait)} to {_amount(shows.upper, trait)}"
    return f"{text}.{trial}" if trial else text


def _change(shows: Judgement, trait: Trait, run: Run) -> str:
    if shows.tier in {"alert", "priority"} and shows.since is not None:
        since = words.span(shows.since, shows.since_low, shows.since_high, period_type=trait.period_type)
        before, after = _amount(shows.before, trait), _amount(shows.after, trait)
        return f"{direction(shows, trait).capitalize()} since {since}: {after} on average, before that {before}."
    if shows.points < 12:
        return "There are too few figures yet to tell a change from chance."
    if shows.variation in {"", "common"}:
        return "Nothing here is more than the usual ups and downs."
    said = _by_cause(shows.cause, run, trait, periods.label(shows.period, trait.period_type))
    return f"{said[:1].upper()}{said[1:]}: unlikely to be chance."


def _target(shows: Judgement, trait: Trait) -> str:
    aim = _amount(trait.target, trait)
    return {
        "pass": f"As things are, the target of {aim} will be met.",
        "fail": f"As things are, the target of {aim} will be missed.",
        "inconsistent": f"As things are, the target of {aim} will be met in some periods and missed in others.",
    }.get(shows.assurance, "")


def next_update(newest: date | None, *, period_type: str, arrival_days: int) -> date | None:
    """About when the next figure is due: the end of the next period and the days that figures usually take."""
    after = periods.following(newest, period_type) if newest else None
    end = periods.following(after, period_type) if after else None
    return end + timedelta(days=arrival_days - 1) if end else None
