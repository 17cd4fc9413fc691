"""The definitions of a measure's charts, from its page."""

from math import nan
from typing import Any

from lineofsight.engine.charts import Change, ChartError, FunnelChart, Meaning, Note, SpcChart
from lineofsight.engine.charts.spc_chart import MEANING_OF_POINT
from lineofsight.sources.dashboard.models import Annotation
from lineofsight.sources.dashboard.queries.lines import Line, position_of
from lineofsight.sources.dashboard.queries.measure_page import Page
from lineofsight.sources.dashboard.rules import panel as states
from lineofsight.sources.dashboard.rules import periods, wording, words


def run_of(line: Line) -> wording.Run:
    """The newest run of the line's judged points."""
    if line.limits is None:
        return wording.Run()
    return wording.run_of(line.panel.judged([line.excluded])[0].tolist(), line.limits.mean.tolist())


def subtitle(page: Page, line: Line) -> str:
    """What, where and when."""
    who = line.organisation.name if line.organisation else "all organisations together"
    split = f", {words.split(line.series[-1].breakdown)}" if line.series[-1].breakdown else ""
    first, last = line.label(0), line.label(len(line.panel.periods) - 1)
    span = f"{first} until {last}" if " to " in first else f"{first} to {last}"
    return f"{axis_words(page)}, {line.area.name}{split}, {who}, {span}, {periods.named(line.period_type)}"


def axis_words(page: Page) -> str:
    """What is counted, with its unit."""
    version = page.version
    unit = words.UNITS.get(version.unit, version.unit)
    first = version.counts[:1].upper() + version.counts[1:]
    return f"{first}, {unit}" if unit else first


def spc_chart(page: Page, line: Line) -> SpcChart:
    """The chart of the line: limits only where they mean something."""
    count = len(line.panel.periods)
    kinds = line.panel.states[0]
    return SpcChart(
        title=wording.message(line.shows, line.trait, run_of(line)),
        subtitle=subtitle(page, line),
        measure=page.version.name,
        periods=tuple(line.label(column) for column in range(count)),
        values=_floats(line.panel.values[0]),
        unit=words.sign_of(page.version.unit),
        axis=axis_words(page),
        states=tuple(words.DRAWN_AS.get(int(kind), "missing") for kind in kinds),
        target=page.version.target if line.trait.is_charted else None,
        provisional=tuple(i for i in range(count) if kinds[i] == states.PROVISIONAL),
        notes=notes_of(line),
        change=_change(line),
        neutral=line.trait.improves == "neutral",
        decimals=0 if page.version.unit == "count" else None,
        **_limit_facts(line),
    )


def _limit_facts(line: Line) -> dict[str, Any]:
    """Limits, meanings and breaks; nothing for figures that are never charted. No limit of a count lies below zero."""
    limits = line.limits
    if limits is None:
        return {}
    return {
        "mean": _floats(limits.mean),
        "lower": tuple(max(v, 0.0) if v == v else v for v in _floats(limits.lower)),
        "upper": _floats(limits.upper),
        "meanings": _meanings(line),
        "causes": tuple(str(cause) for cause in limits.cause),
        "trial": bool(limits.trial[-1]),
        "breaks": line.breaks,
    }


def _meanings(line: Line) -> tuple[Meaning, ...]:
    limits = line.limits
    return tuple(MEANING_OF_POINT[str(kind)] for kind in limits.point_type) if limits is not None else ()


def _floats(values: object) -> tuple[float, ...]:
    return tuple(float(value) for value in values)  # type: ignore[attr-defined]


def notes_of(line: Line) -> tuple[Note, ...]:
    """Notes, new baselines, points left out and new definitions, at their periods."""
    found = []
    for annotation in line.annotations:
        at = position_of(line, annotation.period)
        if at is not None:
            found.append(Note(at, said_of(annotation)))
    for version, at in zip(line.series[1:], line.version_breaks, strict=True):
        found.append(Note(at, f"Definition changed: {version.version.reason or 'see Definition'}"))
    return tuple(sorted(found, key=lambda note: note.position))


def said_of(annotation: Annotation) -> str:
    """An annotation in words."""
    if annotation.kind == Annotation.Kind.NOTE:
        return annotation.reason
    return f"{annotation.get_kind_display()}: {annotation.reason}"


def _change(line: Line) -> Change | None:
    """The change that an early warning found: shaded, with the level before and the level now."""
    shows = line.shows
    if shows is None or shows.tier not in {"alert", "priority"} or shows.before is None or shows.after is None:
        return None
    since = position_of(line, shows.since)
    if since is None:
        return None
    low, high = position_of(line, shows.since_low), position_of(line, shows.since_high)
    return Change(since=since, before=shows.before, after=shows.after, earliest=low, latest=high)


def funnel(page: Page) -> FunnelChart | None:
    """Areas of different size against their average; None for a measure without a denominator, or too few areas."""
    version, newest = page.version, page.line.shows.period if page.line and page.line.shows else None
    parts = [part for part in page.areas if part.shows.period == newest and part.shows.denominator]
    if len(parts) < 3 or version.family == "gaussian":
        return None
    try:
        return FunnelChart(
            title=f"{version.name} by area",
            measure=version.name,
            subtitle=periods.label(parts[0].shows.period, parts[0].period_type),
            names=tuple(part.name for part in parts),
            numerators=tuple(_or_nan(part.shows.numerator) for part in parts),
            denominators=tuple(_or_nan(part.shows.denominator) for part in parts),
            per=version.multiplier,
            unit=words.sign_of(version.unit),
            axis=axis_words(page),
            size_axis=version.denominator[:60] or "Size",
            improves=version.direction,
            limits="proportion" if version.family == "binomial" else "rate",
            states=tuple(words.DRAWN_AS.get(int(part.shows.state), "missing") for part in parts),
        )
    except ChartError:
        return None


def _or_nan(value: float | None) -> float:
    return nan if value is None else value
