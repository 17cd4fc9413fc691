"""The sheet that every chart is drawn on: size, background, name for a screen reader, heading."""

from dataclasses import dataclass

from lineofsight.engine.charts.errors import ChartError
from lineofsight.engine.charts.ink import GREY, WHITE
from lineofsight.engine.charts.text import FONTS, escape, words_at, wrapped

NARROW_BELOW = 480
SMALLEST_WIDTH = 200


@dataclass(frozen=True)
class Sheet:
    """Its width in pixels; narrow sheets have their own smaller layout, never smaller text than 12 pixels."""

    width: int

    def __post_init__(self) -> None:
        """Refuse what no text would fit on."""
        if self.width < SMALLEST_WIDTH:
            raise ChartError(f"A chart needs at least {SMALLEST_WIDTH} pixels of width, not {self.width}.")

    @property
    def narrow(self) -> bool:
        """Whether this is the layout for a telephone or a column."""
        return self.width < NARROW_BELOW

    @property
    def size(self) -> float:
        """Pixels of ordinary text."""
        return 13 if self.narrow else 14


def finished(parts: list[str], *, width: float, height: float, name: str, kind: str) -> str:
    """The whole drawing as one inline SVG, with no style attribute and no script. `name` is the text alternative."""
    size = f'width="{width:.0f}" height="{height:.0f}" viewBox="0 0 {width:.0f} {height:.0f}"'
    variant = "narrow" if width < NARROW_BELOW else "wide"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="chart chart--{kind} chart--{variant}" role="img" '
        f'aria-label="{escape(name)}" {size} font-family="{FONTS}">'
        f'<rect width="{width:.0f}" height="{height:.0f}" fill="{WHITE}"/>{"".join(parts)}</svg>'
    )


def heading(title: str, subtitle: str, *, sheet: Sheet) -> tuple[list[str], float]:
    """Title and subtitle in as many lines as they need, and their height: for a picture that stands alone."""
    parts: list[str] = []
    y = 0.0
    for text, size, bold in ((title, sheet.size + 3, True), (subtitle, sheet.size, False)):
        for line in wrapped(text, width=sheet.width - 16, size=size * (1.08 if bold else 1)):
            y += size + 5
            parts.append(words_at(8, y, line, size=size, bold=bold, fill="#0b0c0c" if bold else GREY))
    return parts, (y + 10 if parts else 0.0)


def axis_name(text: str, *, sheet: Sheet, top: float) -> tuple[list[str], float]:
    """What the value axis counts, written level above it, and where the chart may go on."""
    parts: list[str] = []
    y = top
    for line in wrapped(text, width=sheet.width - 8, size=sheet.size):
        parts.append(words_at(4, y + sheet.size, line, size=sheet.size, fill=GREY))
        y += sheet.size + 6
    return parts, y
