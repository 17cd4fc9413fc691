"""Charts as PNG pictures, for Word, slides and copying."""

import sys
from functools import cache
from pathlib import Path
from typing import Any

from lineofsight.engine.charts.drawing import WIDE, to_svg
from lineofsight.engine.charts.errors import ChartError

# In order of liking; the first family that is there is used, in both weights.
FAMILIES = (
    ("LiberationSans-Regular.ttf", "LiberationSans-Bold.ttf"),
    ("Arial.ttf", "Arial Bold.ttf"),
    ("arial.ttf", "arialbd.ttf"),
    ("Arimo-Regular.ttf", "Arimo-Bold.ttf"),
    ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf"),
)
FOLDERS = (
    # The font that the package brings, so that a picture is the same on every machine.
    Path(__file__).parent.parent / "fonts",
    Path("/usr/share/fonts"),
    Path("/usr/local/share/fonts"),
    Path(sys.prefix) / "share" / "fonts",
    Path("/System/Library/Fonts/Supplemental"),
    Path("/Library/Fonts"),
    Path("C:/Windows/Fonts"),
)


def to_png(chart: Any, *, scale: float = 2, width: int = WIDE, heading: bool = True) -> bytes:
    """The chart as a PNG, `scale` times `width` pixels wide, with its title unless `heading` is False.

    Raises `ChartError` when this machine has none of the fonts that a chart can be set in.
    """
    return png_of(to_svg(chart, width=width, heading=heading), scale=scale)


def png_of(svg: str, *, scale: float = 2) -> bytes:
    """Any SVG of this room as a PNG, an icon for instance."""
    import resvg_py  # 15 MB of native code: only for those who make pictures

    fonts = font_files()
    return bytes(resvg_py.svg_to_bytes(svg_string=svg, zoom=scale, skip_system_fonts=True, font_files=list(fonts)))


@cache
def font_files() -> tuple[str, ...]:
    """The files of the font that pictures are set in, regular and bold."""
    folders = [folder for folder in reversed(FOLDERS) if folder.is_dir()]
    present = {path.name: str(path) for folder in folders for path in folder.rglob("*.ttf")}
    for family in FAMILIES:
        if all(name in present for name in family):
            return tuple(present[name] for name in family)
    raise ChartError("No font for pictures: install Liberation Sans (the package fonts-liberation).")
