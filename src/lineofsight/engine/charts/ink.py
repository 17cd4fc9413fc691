"""The colours, shapes and words of the charts. Each meaning has all three, so that none rests on colour.

Contrast with white is at least 3 to 1 for every mark and line and 4.5 to 1 for every text. A diamond, a square, a
circle and two triangles differ in black and white.
"""

from dataclasses import dataclass
from typing import Literal

Meaning = Literal["usual", "better", "worse", "higher", "lower"]
Figures = Literal["value", "suppressed", "missing", "not_applicable", "low", "unreliable"]

BLACK, GREY, PALE_GREY = "#0b0c0c", "#505a5f", "#dcdfe1"
WHITE, SHADE = "#ffffff", "#e8eef5"
BLUE, ORANGE, PURPLE, MID_GREY, PLUM = "#1d70b8", "#c8500a", "#54319f", "#6b7276", "#801650"


@dataclass(frozen=True)
class Ink:
    """How one meaning looks and reads."""

    fill: str
    words: str


INKS: dict[Meaning, Ink] = {
    "better": Ink(BLUE, "Better than usual"),
    "worse": Ink(ORANGE, "Worse than usual"),
    "higher": Ink(PURPLE, "Higher than usual"),
    "lower": Ink(PURPLE, "Lower than usual"),
    "usual": Ink(MID_GREY, "As usual"),
}

# Letters in place of a figure: those of the Department for Education, with the words that a screen reader says.
MARKERS: dict[Figures, tuple[str, str]] = {
    "suppressed": ("c", "hidden, small number"),
    "missing": ("x", "not supplied"),
    "not_applicable": ("z", "does not apply"),
    "low": ("low", "above zero, rounds to zero"),
    "unreliable": ("u", "not reliable enough to show"),
}


def mark(meaning: Meaning, x: float, y: float, r: float, *, hollow: bool = False, title: str = "") -> str:
    """The mark itself, in the fill of its group; hollow for a figure that may still change. `title` is escaped."""
    paint = f' fill="{WHITE}" stroke="{INKS[meaning].fill}" stroke-width="2"' if hollow else ""
    if meaning == "usual":
        head, tail = f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{r:g}"{paint}', "</circle>"
    else:
        head, tail = f'<path d="{shape(meaning, x, y, r)}"{paint}', "</path>"
    return f"{head}><title>{title}</title>{tail}" if title else f"{head}/>"


def shape(meaning: Meaning, x: float, y: float, r: float) -> str:
    """The path of the mark that has this meaning, about `r` from its centre to its edge."""
    match meaning:
        case "better":
            d = r * 1.35
            return f"M{x:.1f} {y - d:.1f}l{d:.1f} {d:.1f}-{d:.1f} {d:.1f}-{d:.1f}-{d:.1f}z"
        case "worse":
            s = r * 0.95
            return f"M{x - s:.1f} {y - s:.1f}h{2 * s:.1f}v{2 * s:.1f}h-{2 * s:.1f}z"
        case "higher":
            d = r * 1.2
            return f"M{x:.1f} {y - d:.1f}l{d:.1f} {2 * d:.1f}h-{2 * d:.1f}z"
        case "lower":
            d = r * 1.2
            return f"M{x:.1f} {y + d:.1f}l{d:.1f}-{2 * d:.1f}h-{2 * d:.1f}z"
    return f"M{x - r:.1f} {y:.1f}a{r:.1f} {r:.1f} 0 1 0 {2 * r:.1f} 0a{r:.1f} {r:.1f} 0 1 0-{2 * r:.1f} 0z"
