"""The key above a chart: a mark or a line, and its words, in rows that fit."""

from dataclasses import dataclass
from typing import Literal

from lineofsight.engine.charts.ink import BLACK, GREY, INKS, PLUM, WHITE, Meaning, shape
from lineofsight.engine.charts.text import text_width, words_at

LineKind = Literal["limit", "mean", "target", "level"]

# Stroke of each line: they differ in dashes and weight as well as in colour.
LINES: dict[LineKind, str] = {
    "limit": f'stroke="{GREY}" stroke-width="1.5" stroke-dasharray="7 4"',
    "mean": f'stroke="{BLACK}" stroke-width="1.3"',
    "target": f'stroke="{PLUM}" stroke-width="2.5" stroke-dasharray="2 4"',
    "level": f'stroke="{BLACK}" stroke-width="3"',
}


@dataclass(frozen=True)
class KeyItem:
    """One entry: a point (`meaning`), a line (`line`) or a letter (`letter`), and its words."""

    words: str
    meaning: Meaning | None = None
    line: LineKind | None = None
    letter: str = ""
    hollow: bool = False

    def symbol_width(self, size: float) -> float:
        """Pixels of the symbol and the space after it."""
        if self.letter:
            return text_width(self.letter, size) + 6
        return 30 if self.line else 17


def draw_key(items: list[KeyItem], *, width: float, left: float, top: float, size: float) -> tuple[list[str], float]:
    """The drawn entries and the height that they take."""
    parts: list[str] = []
    x, y, row = left, top + size, size + 7
    for item in items:
        wide = item.symbol_width(size) + text_width(item.words, size)
        if x > left and x + wide > width:
            x, y = left, y + row
        parts.append(_symbol(item, x, y - size * 0.36, size))
        parts.append(words_at(x + item.symbol_width(size), y, item.words, size=size))
        x += wide + 14
    return parts, (y + 7 - top) if items else 0.0


def _symbol(item: KeyItem, x: float, y: float, size: float) -> str:
    if item.letter:
        return words_at(x, y + size * 0.36, item.letter, size=size, bold=True)
    if item.line:
        return f'<path d="M{x:.0f} {y:.1f}h24" {LINES[item.line]}/>'
    fill = INKS[item.meaning or "usual"].fill
    paint = f'fill="{WHITE}" stroke="{fill}" stroke-width="2"' if item.hollow else f'fill="{fill}"'
    return f'<path d="{shape(item.meaning or "usual", x + 6, y, 5)}" {paint}/>'
