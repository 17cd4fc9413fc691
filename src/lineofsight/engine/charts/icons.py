"""The small pictures of variation and assurance: a shape and a letter, never without their words beside them."""

from collections.abc import Mapping
from typing import Any

from lineofsight.engine.charts.errors import ChartError
from lineofsight.engine.charts.ink import BLUE, MID_GREY, ORANGE, PURPLE, WHITE
from lineofsight.engine.charts.text import FONTS, escape

# Words, colour, shape and letter of each picture. The keys are those of the SPC result.
VARIATION: dict[str, tuple[str, str, str, str]] = {
    "common": ("No real change", MID_GREY, "circle", "~"),
    "improvement_high": ("Improving, high", BLUE, "diamond", "H"),
    "improvement_low": ("Improving, low", BLUE, "diamond", "L"),
    "concern_high": ("Concerning, high", ORANGE, "square", "H"),
    "concern_low": ("Concerning, low", ORANGE, "square", "L"),
    "neutral_high": ("Higher than usual", PURPLE, "up", "↑"),
    "neutral_low": ("Lower than usual", PURPLE, "down", "↓"),
}
ASSURANCE: dict[str | None, tuple[str, str, str, str]] = {
    "pass": ("Will meet the target", BLUE, "diamond", "P"),
    "fail": ("Will miss the target", ORANGE, "square", "F"),
    "inconsistent": ("May meet or miss the target", MID_GREY, "circle", "?"),
    None: ("No target", MID_GREY, "dashed", "–"),
}
_SHAPES = {
    "circle": '<circle cx="16" cy="16" r="13.5" fill="{fill}"/>',
    "dashed": '<circle cx="16" cy="16" r="13" fill="none" stroke="{fill}" stroke-width="2" stroke-dasharray="4 3"/>',
    "diamond": '<path d="M16 .5 31.5 16 16 31.5.5 16z" fill="{fill}"/>',
    "square": '<path d="M3 3h26v26h-26z" fill="{fill}"/>',
    "up": '<path d="M16 1 31 29h-30z" fill="{fill}"/>',
    "down": '<path d="M16 31 1 3h30z" fill="{fill}"/>',
}
_ARROWS = {"up": "M16 25v-11m-4 4 4-4 4 4", "down": "M16 7v11m-4-4 4 4 4-4"}
_WAVE = "M8 18c3-6 5-6 8-2s5 4 8-2"


def variation_words(variation: str) -> str:
    """What the variation picture says: `Concerning, high`."""
    return _named(VARIATION, variation)[0]


def assurance_words(assurance: str | None) -> str:
    """What the assurance picture says: `Will miss the target`. None is "no target"."""
    return _named(ASSURANCE, assurance)[0]


def variation_icon(variation: str, *, size: int = 32, named: bool = False) -> str:
    """The variation picture as SVG. Hidden from screen readers, as its words stand beside it, unless `named`."""
    return _icon(_named(VARIATION, variation), size=size, named=named)


def assurance_icon(assurance: str | None, *, size: int = 32, named: bool = False) -> str:
    """The assurance picture as SVG. Hidden from screen readers, as its words stand beside it, unless `named`."""
    return _icon(_named(ASSURANCE, assurance), size=size, named=named)


def _named(table: Mapping[Any, tuple[str, str, str, str]], key: str | None) -> tuple[str, str, str, str]:
    if key not in table:
        raise ChartError(f"There is no picture for {key!r}.")
    return table[key]


def _icon(picture: tuple[str, str, str, str], *, size: int, named: bool) -> str:
    words, fill, shape, letter = picture
    role = f'role="img" aria-label="{escape(words)}"' if named else 'aria-hidden="true" focusable="false"'
    body = _SHAPES[shape].format(fill=fill) + _letter(shape, letter, fill)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="spc-icon" {role} width="{size}" height="{size}" '
        f'viewBox="0 0 32 32" font-family="{FONTS}">{body}</svg>'
    )


def _letter(shape: str, letter: str, fill: str) -> str:
    line = _ARROWS.get(shape) or (_WAVE if letter == "~" else "")
    if line:
        return f'<path d="{line}" fill="none" stroke="{WHITE}" stroke-width="2.5"/>'
    ink = fill if shape == "dashed" else WHITE
    place = 'x="16" y="21.5" text-anchor="middle" font-size="16" font-weight="bold"'
    return f'<text {place} fill="{ink}">{letter}</text>'
