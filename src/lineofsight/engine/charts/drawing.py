"""The three ways to give any chart: a drawing, a sentence and a table. Each kind of chart adds its own."""

from functools import singledispatch
from typing import Any

from lineofsight.engine.charts.errors import ChartError

WIDE, NARROW = 720, 320

Table = tuple[tuple[str, ...], list[tuple[str, ...]]]


@singledispatch
def draw(chart: Any, *, width: int, heading: bool) -> str:
    """The drawing of one kind of chart."""
    raise ChartError(f"{type(chart).__name__} is not a chart.")


@singledispatch
def text_alternative(chart: Any) -> str:
    """What a person who cannot see the chart needs, in at most 220 characters."""
    raise ChartError(f"{type(chart).__name__} is not a chart.")


@singledispatch
def to_table(chart: Any) -> Table:
    """Headings and rows, all text, that hold every figure that the drawing shows."""
    raise ChartError(f"{type(chart).__name__} is not a chart.")


def to_svg(chart: Any, *, width: int = WIDE, heading: bool = False) -> str:
    """The chart as an inline SVG that is `width` pixels wide: no script, no style, readable in black and white.

    Below 480 pixels the chart has its narrow layout. `heading` draws title and subtitle too, for a picture that leaves
    its page. Raises `ChartError` below 200 pixels (a sparkline goes down to any).
    """
    return draw(chart, width=width, heading=heading)


def both_widths(chart: Any) -> str:
    """The wide and the narrow drawing one after the other; the page shows the one that fits.

    The classes `chart--wide` and `chart--narrow` tell them apart; the one not displayed is not read out either.
    """
    return to_svg(chart, width=WIDE) + to_svg(chart, width=NARROW)
