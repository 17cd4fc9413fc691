"""How much is done: one bar in named parts, each with its count."""

from dataclasses import dataclass

from lineofsight.engine.charts.drawing import Table
from lineofsight.engine.charts.errors import ChartError
from lineofsight.engine.charts.ink import BLACK, WHITE
from lineofsight.engine.charts.sheet import Sheet, finished
from lineofsight.engine.charts.sheet import heading as draw_heading
from lineofsight.engine.charts.text import text_width, within, words_at

# From most done to least: dark to light, so that the order is seen in black and white; each part has a dark edge.
SHADES = ("#12436d", "#28788f", "#7fb2c4", "#cfe3ea", WHITE)


@dataclass(frozen=True)
class Part:
    """One part of the whole and its words: 7, `completed`."""

    count: int
    words: str


@dataclass(frozen=True)
class Progress:
    """Parts of a whole, most done first, at most five. Raises `ChartError` for none, more, or a count below zero."""

    label: str
    parts: tuple[Part, ...]
    title: str = ""

    def __post_init__(self) -> None:
        """Check that it can be drawn."""
        if not 1 <= len(self.parts) <= len(SHADES):
            raise ChartError(f"{self.label}: a progress bar has 1 to {len(SHADES)} parts, not {len(self.parts)}.")
        if any(part.count < 0 for part in self.parts):
            raise ChartError(f"{self.label}: a part is below zero.")

    @property
    def total(self) -> int:
        """All parts together."""
        return sum(part.count for part in self.parts)

    def shade(self, position: int) -> str:
        """The fill of one part: the first is darkest, the last of several white."""
        last = position == len(self.parts) - 1 and position > 0
        return SHADES[-1] if last else SHADES[position]


def draw_progress(chart: Progress, *, width: int, heading: bool) -> str:
    """A level bar; under it each part's mark, count and words."""
    sheet = Sheet(width)
    parts, top = draw_heading(chart.title or chart.label, "", sheet=sheet) if heading else ([], 0.0)
    parts += _bar(chart, width=width, top=top + 2)
    words, height = _words(chart, sheet=sheet, top=top + 24)
    name = progress_alternative(chart)
    return finished(parts + words, width=width, height=height, name=name, kind="progress")


def _bar(chart: Progress, *, width: float, top: float) -> list[str]:
    x, room, parts = 1.0, width - 2, []
    for i, part in enumerate(chart.parts):
        wide = room * part.count / chart.total if chart.total else 0.0
        size = f'width="{wide:.1f}" height="16"'
        parts.append(f'<rect x="{x:.1f}" y="{top:.0f}" {size} fill="{chart.shade(i)}" stroke="{BLACK}"/>')
        x += wide
    return (
        parts if chart.total else [f'<path d="M1 {top:.0f}h{room:.0f}v16h-{room:.0f}z" fill="none" stroke="{BLACK}"/>']
    )


def _words(chart: Progress, *, sheet: Sheet, top: float) -> tuple[list[str], float]:
    parts: list[str] = []
    x, y = 1.0, top + sheet.size
    for i, part in enumerate(chart.parts):
        text = f"{part.count} {part.words}"
        wide = 18 + text_width(text, sheet.size)
        if x > 1 and x + wide > sheet.width:
            x, y = 1.0, y + sheet.size + 7
        box = f'x="{x:.1f}" y="{y - 11:.1f}" width="12" height="12"'
        parts.append(f'<rect {box} fill="{chart.shade(i)}" stroke="{BLACK}"/>')
        parts.append(words_at(x + 18, y, text, size=sheet.size))
        x += wide + 14
    return parts, y + 8


def progress_alternative(chart: Progress) -> str:
    """`Section 11: 7 of 11 completed, 4 to do.`"""
    first, *rest = chart.parts
    said = [f"{first.count} of {chart.total} {first.words}", *(f"{part.count} {part.words}" for part in rest)]
    return within(f"{chart.label}: {', '.join(said)}.", 220)


def progress_table(chart: Progress) -> Table:
    """Part and count, one row each."""
    return ("Part", "Count"), [(part.words, str(part.count)) for part in chart.parts]
