"""One figure an agency or area, as level bars in the order given, with an average and a target."""

from dataclasses import dataclass
from math import isfinite, nan

from lineofsight.engine.charts.drawing import Table
from lineofsight.engine.charts.errors import ChartError
from lineofsight.engine.charts.figures import figure
from lineofsight.engine.charts.ink import BLACK, INKS, MARKERS, Figures, Meaning
from lineofsight.engine.charts.key import LINES, KeyItem, draw_key
from lineofsight.engine.charts.sheet import Sheet, axis_name, finished
from lineofsight.engine.charts.sheet import heading as draw_heading
from lineofsight.engine.charts.text import halo, text_width, within, wrapped


@dataclass(frozen=True)
class BarChart:
    """Names and figures side by side, at least zero. `states` says why a figure is not there: it is never drawn then.

    `own` is the position of the reader's own agency, whose name is bold.
    """

    title: str
    names: tuple[str, ...]
    values: tuple[float, ...]
    subtitle: str = ""
    unit: str = ""
    axis: str = ""
    states: tuple[Figures, ...] = ()
    meanings: tuple[Meaning, ...] = ()
    average: float | None = None
    target: float | None = None
    own: int | None = None

    def __post_init__(self) -> None:
        """Fill in what was left empty, hide what has no figure, and check that the parts fit."""
        count = len(self.names)
        parts = (self.values, self.states or self.values, self.meanings or self.values)
        if count == 0 or any(len(part) != count for part in parts):
            raise ChartError(f"{self.title}: names, figures, states and meanings do not go together.")
        if any(isfinite(value) and value < 0 for value in self.values):
            raise ChartError(f"{self.title}: a bar cannot show a figure below zero.")
        given = self.states or ("value",) * count
        states = tuple("missing" if s == "value" and v != v else s for s, v in zip(given, self.values, strict=True))
        object.__setattr__(self, "states", states)
        hidden = tuple(v if s == "value" else nan for v, s in zip(self.values, states, strict=True))
        object.__setattr__(self, "values", hidden)
        object.__setattr__(self, "meanings", self.meanings or ("usual",) * count)

    def words(self, at: int) -> str:
        """The figure of one bar, or why there is none."""
        state = self.states[at]
        return figure(self.values[at], self.unit) if state == "value" else "{} ({})".format(*MARKERS[state])


def draw_bars(chart: BarChart, *, width: int, heading: bool) -> str:
    """Bars from zero, each with its name and figure; narrow sheets put the name above the bar."""
    sheet = Sheet(width)
    parts, y = draw_heading(chart.title, chart.subtitle, sheet=sheet) if heading else ([], 0.0)
    key, key_height = draw_key(_key(chart), width=width, left=4, top=y, size=sheet.size)
    named, y = axis_name(chart.axis, sheet=sheet, top=y + key_height)
    parts += key + named
    left, room, longest = _room(chart, sheet)
    top = y = y + 6
    words: list[str] = []
    for i in range(len(chart.names)):
        said, middle, tall = _name(chart, i, sheet=sheet, left=left, top=y)
        parts += _bar(chart, i, left=left, room=room / longest, middle=middle)
        words += [*said, _figure(chart, i, sheet=sheet, left=left, room=room / longest, middle=middle)]
        y += tall
    lines = [(chart.average, LINES["mean"]), (chart.target, LINES["target"])]
    parts += [
        f'<path d="M{left + value * room / longest:.1f} {top:.0f}V{y:.0f}" {line}/>'
        for value, line in lines
        if value is not None
    ]
    if not sheet.narrow:
        parts.append(f'<path d="M{left:.1f} {top:.0f}V{y:.0f}" stroke="{BLACK}"/>')
    return finished(parts + words, width=width, height=y + 4, name=bars_alternative(chart), kind="bars")


def _room(chart: BarChart, sheet: Sheet) -> tuple[float, float, float]:
    """Left edge of the bars, pixels for the longest and its value."""
    names = max(text_width(name, sheet.size) for name in chart.names) * 1.06 + 12
    left = 2.0 if sheet.narrow else min(names, sheet.width * 0.4)
    there = [i for i, value in enumerate(chart.values) if isfinite(value)]
    figures = max((text_width(chart.words(i), sheet.size * 1.06) for i in there), default=0.0)
    extra = [value for value in (chart.average, chart.target) if value is not None]
    longest = max([*(value for value in chart.values if isfinite(value)), *extra], default=0.0) or 1.0
    return left, sheet.width - left - figures - 14, longest


def _name(chart: BarChart, at: int, *, sheet: Sheet, left: float, top: float) -> tuple[list[str], float, float]:
    """The name in its lines, the middle of its bar and the height of both."""
    own = at == chart.own
    limit = sheet.width - 4 if sheet.narrow else left - 10
    lines = wrapped(chart.names[at], width=limit, size=sheet.size * (1.06 if own else 1))
    row = sheet.size + 3
    above = len(lines) * row + 4 if sheet.narrow else 0.0
    tall = above + 24 if sheet.narrow else max(26.0, len(lines) * row + 8)
    middle = top + above + (tall - above) / 2
    first = top + row - 3 if sheet.narrow else middle - (len(lines) - 1) * row / 2 + sheet.size * 0.36
    x, anchor = (2.0, "start") if sheet.narrow else (left - 8, "end")
    drawn = [halo(x, first + n * row, line, size=sheet.size, anchor=anchor, bold=own) for n, line in enumerate(lines)]
    return drawn, middle, tall


def _bar(chart: BarChart, at: int, *, left: float, room: float, middle: float) -> list[str]:
    value = chart.values[at]
    if not isfinite(value):
        return []
    size = f'width="{value * room:.1f}" height="16"'
    return [f'<rect x="{left:.1f}" y="{middle - 8:.1f}" {size} fill="{INKS[chart.meanings[at]].fill}"/>']


def _figure(chart: BarChart, at: int, *, sheet: Sheet, left: float, room: float, middle: float) -> str:
    value = chart.values[at]
    x = left + (value * room + 7 if isfinite(value) else 7.0 * (not sheet.narrow))
    return halo(x, middle + sheet.size * 0.36, chart.words(at), size=sheet.size, bold=at == chart.own)


def _key(chart: BarChart) -> list[KeyItem]:
    used = [meaning for meaning in INKS if meaning in chart.meanings]
    items = [KeyItem(INKS[meaning].words, meaning=meaning) for meaning in used] if len(used) > 1 else []
    if chart.average is not None:
        items.append(KeyItem(f"Average {figure(chart.average, chart.unit)}", line="mean"))
    if chart.target is not None:
        items.append(KeyItem(f"Target {figure(chart.target, chart.unit)}", line="target"))
    return items


def bars_alternative(chart: BarChart) -> str:
    """How many bars, the highest and the lowest, the average, and how many have no figure."""
    there = [i for i, value in enumerate(chart.values) if isfinite(value)]
    parts = [f"{chart.title}: {len(chart.names)} compared."]
    if there:
        high, low = max(there, key=lambda i: chart.values[i]), min(there, key=lambda i: chart.values[i])
        parts.append(
            f"Highest {chart.names[high]}, {chart.words(high)}; lowest {chart.names[low]}, {chart.words(low)}."
        )
    if chart.average is not None:
        parts.append(f"Average {figure(chart.average, chart.unit)}.")
    if len(there) < len(chart.names):
        parts.append(f"{len(chart.names) - len(there)} without a figure.")
    return within(" ".join(parts), 220)


def bars_table(chart: BarChart) -> Table:
    """Name, figure and what it means, one row a bar."""
    compared = any(meaning != "usual" for meaning in chart.meanings)
    rows: list[tuple[str, ...]] = [(name, chart.words(i)) for i, name in enumerate(chart.names)]
    if not compared:
        return ("Name", chart.axis or "Figure"), rows
    said = [(*row, INKS[meaning].words) for row, meaning in zip(rows, chart.meanings, strict=True)]
    return ("Name", chart.axis or "Figure", "Compared"), said
