"""A sparkline: the last figures of a series in a cell. The words beside it carry the message."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import isfinite

from lineofsight.engine.charts.drawing import Table
from lineofsight.engine.charts.errors import ChartError
from lineofsight.engine.charts.figures import figure
from lineofsight.engine.charts.ink import GREY, INKS, Meaning, mark


@dataclass(frozen=True)
class Sparkline:
    """Figures, oldest first, NaN for a gap, and what the newest one means. `periods` and `unit` are for the words."""

    values: tuple[float, ...]
    meaning: Meaning = "usual"
    periods: tuple[str, ...] = ()
    unit: str = ""
    height: int = 28

    def __post_init__(self) -> None:
        """Refuse periods that do not fit."""
        if self.periods and len(self.periods) != len(self.values):
            raise ChartError(f"{len(self.values)} figures but {len(self.periods)} periods.")


def draw_sparkline(chart: Sparkline, *, width: int, heading: bool = False) -> str:
    """A line without axes, hidden from screen readers; a shape marks the newest figure."""
    size = f'width="{width}" height="{chart.height}" viewBox="0 0 {width} {chart.height}"'
    body = "".join(_line_and_mark(chart, width)) if any(map(isfinite, chart.values)) else ""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="chart chart--sparkline" aria-hidden="true" '
        f'focusable="false" {size}>{body}</svg>'
    )


def _line_and_mark(chart: Sparkline, width: int) -> list[str]:
    places = _places(chart, width)
    path: list[str] = []
    joined = False
    for place in places:
        if place is not None:
            path.append(f"{'L' if joined else 'M'}{place[0]:.1f} {place[1]:.1f}")
        joined = place is not None
    x, y = next(place for place in reversed(places) if place is not None)
    line = f'<path d="{"".join(path)}" fill="none" stroke="{GREY}" stroke-width="1.5" stroke-linejoin="round"/>'
    return [line, f'<g fill="{INKS[chart.meaning].fill}">{mark(chart.meaning, x, y, 3.5)}</g>']


def _places(chart: Sparkline, width: int) -> list[tuple[float, float] | None]:
    finite = [value for value in chart.values if isfinite(value)]
    low, span = min(finite), (max(finite) - min(finite)) or 1.0
    step = (width - 12) / max(len(chart.values) - 1, 1)
    middle = 0.5 if max(finite) == low else 0.0
    room = chart.height - 12
    return [
        (4 + i * step, chart.height - 6 - ((value - low) / span + middle) * room) if isfinite(value) else None
        for i, value in enumerate(chart.values)
    ]


def sparkline_words(chart: Sparkline) -> str:
    """The message in words: `Rising 3 in a row, 22% to 27%`, or `22% to 27%`, for the cell beside the line."""
    finite = [value for value in chart.values if isfinite(value)]
    if not finite:
        return "No figures"
    last = figure(finite[-1], chart.unit)
    steps = _same_way(finite)
    if steps < 2:
        return f"{figure(finite[0], chart.unit)} to {last}" if len(finite) > 1 else last
    way = "Rising" if finite[-1] > finite[-2] else "Falling"
    return f"{way} {steps} in a row, {figure(finite[-1 - steps], chart.unit)} to {last}"


def _same_way(values: Sequence[float]) -> int:
    """How many of the newest steps go the same way."""
    steps = [b - a for a, b in pairwise(values)]
    count = 0
    while count < len(steps) and steps[-1 - count] * steps[-1] > 0:
        count += 1
    return count


def sparkline_table(chart: Sparkline) -> Table:
    """Period and figure, one row each."""
    periods = chart.periods or tuple(str(i) for i in range(1, len(chart.values) + 1))
    return ("Period", "Figure"), [
        (period, figure(value, chart.unit) or "x") for period, value in zip(periods, chart.values, strict=True)
    ]
