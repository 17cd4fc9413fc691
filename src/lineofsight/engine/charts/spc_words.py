"""An SPC chart in words: its text alternative, its table, and what each signal means."""

from math import isfinite

from lineofsight.engine.charts.figures import figure
from lineofsight.engine.charts.ink import INKS, MARKERS
from lineofsight.engine.charts.spc_chart import Change, SpcChart
from lineofsight.engine.charts.text import within

LONGEST_ALTERNATIVE = 220

CAUSE_WORDS: dict[str, str] = {
    "": "",
    "above_limit": "above the upper limit",
    "below_limit": "below the lower limit",
    "trend_up": "part of a steady rise",
    "trend_down": "part of a steady fall",
    "two_of_three_above": "two of three near the upper limit",
    "two_of_three_below": "two of three near the lower limit",
    "shift_above": "in a run above average",
    "shift_below": "in a run below average",
}


def spc_alternative(chart: SpcChart) -> str:
    """What a person who cannot see the chart needs, in at most 220 characters."""
    first, last = chart.periods[0], chart.periods[-1]
    span = first if first == last else f"{first} to {last}"
    parts = [f"{chart.measure}, {span}.", _latest(chart), _limits(chart), _change(chart)]
    if chart.target is not None:
        parts.append(f"Target {_figure(chart, chart.target)}.")
    return within(" ".join(part for part in parts if part), LONGEST_ALTERNATIVE)


def _latest(chart: SpcChart) -> str:
    at = chart.latest
    if at is None:
        return "No figures to show."
    when = f" in {chart.periods[at]}" if at != len(chart.periods) - 1 else ""
    provisional = ", provisional" if at in chart.provisional else ""
    return f"Latest {_figure(chart, chart.values[at])}{when}{provisional}: {signal(chart, at).lower() or 'as usual'}."


def _limits(chart: SpcChart) -> str:
    if not chart.mean or not isfinite(chart.mean[-1]):
        return ""
    average = f"Average {_figure(chart, chart.mean[-1])}"
    if not (chart.lower and chart.upper and isfinite(chart.upper[-1])):
        return f"{average}."
    trial = ", trial limits" if chart.trial else ""
    return f"{average}, usual range {_figure(chart, chart.lowest_limit)} to {_figure(chart, chart.upper[-1])}{trial}."


def _change(chart: SpcChart) -> str:
    change = chart.change
    if change is None:
        return ""
    levels = f"from {_figure(chart, change.before)} to {_figure(chart, change.after)}"
    return f"Changed {levels} since {chart.periods[change.since]}."


def change_range(chart: SpcChart, change: Change) -> str:
    """The range in which a change began, `, between March and May`; empty where it is one period or not given."""
    if change.earliest is None or change.latest is None or change.earliest == change.latest:
        return ""
    return f", between {chart.periods[change.earliest]} and {chart.periods[change.latest]}"


def signal(chart: SpcChart, at: int) -> str:
    """Meaning and reason of one point: `Worse than usual, above the upper limit`; empty for a usual one."""
    meaning = chart.meanings[at]
    if chart.states[at] != "value" or meaning == "usual":
        return ""
    reason = CAUSE_WORDS.get(chart.causes[at], "") if chart.causes else ""
    return f"{INKS[meaning].words}, {reason}" if reason else INKS[meaning].words


def point_title(chart: SpcChart, at: int) -> str:
    """What the pointer shows over one point."""
    said = signal(chart, at)
    provisional = ", provisional" if at in chart.provisional else ""
    return f"{chart.periods[at]}: {_figure(chart, chart.values[at])}{provisional}{'. ' + said if said else ''}"


def spc_table(chart: SpcChart) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """Headings and one row a period, all text; a gap has its letter (c, x, z) in place of the figure."""
    columns: list[tuple[str, list[str]]] = [("Period", list(chart.periods))]
    columns += [(name, _counts(chart, part)) for name, part in _given_counts(chart)]
    columns.append((chart.axis or "Figure", [shown(chart, i) for i in range(len(chart.periods))]))
    columns += [(name, [_figure(chart, value) for value in part]) for name, part in _given_limits(chart)]
    columns.append(("Signal", [signal(chart, i) for i in range(len(chart.periods))]))
    columns.append(("Note", _remarks(chart)))
    return tuple(name for name, _ in columns), list(zip(*(cells for _, cells in columns), strict=True))


def shown(chart: SpcChart, at: int) -> str:
    """The figure of one period as text, or the letter that stands for why there is none."""
    state = chart.states[at]
    return _figure(chart, chart.values[at]) if state == "value" else MARKERS[state][0]


def _given_counts(chart: SpcChart) -> list[tuple[str, tuple[float, ...]]]:
    return [(n, p) for n, p in (("Number", chart.numerators), ("Out of", chart.denominators)) if p]


def _given_limits(chart: SpcChart) -> list[tuple[str, tuple[float, ...]]]:
    parts = (("Average", chart.mean), ("Lower limit", chart.lower), ("Upper limit", chart.upper))
    return [(name, part) for name, part in parts if part]


def _counts(chart: SpcChart, part: tuple[float, ...]) -> list[str]:
    states = chart.states
    return [figure(v) if states[i] == "value" else MARKERS[states[i]][0] for i, v in enumerate(part)]


def _remarks(chart: SpcChart) -> list[str]:
    remarks: list[list[str]] = [[] for _ in chart.periods]
    for position in chart.breaks:
        remarks[position].append("Limits start anew")
    for position in chart.provisional:
        remarks[position].append("Provisional")
    if chart.change:
        remarks[chart.change.since].append(f"Changed since about here{change_range(chart, chart.change)}")
    for note in chart.notes:
        remarks[note.position].append(note.text)
    return ["; ".join(said) for said in remarks]


def _figure(chart: SpcChart, value: float) -> str:
    return figure(value, chart.unit, chart.decimals)
