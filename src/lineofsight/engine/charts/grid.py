"""Tables that are also pictures: the heat table and the risk matrix. On a page they are HTML tables of these words."""

from collections.abc import Mapping
from dataclasses import dataclass

from lineofsight.engine.charts.drawing import Table
from lineofsight.engine.charts.errors import ChartError
from lineofsight.engine.charts.ink import BLACK, GREY, WHITE
from lineofsight.engine.charts.sheet import Sheet, finished
from lineofsight.engine.charts.sheet import heading as draw_heading
from lineofsight.engine.charts.text import escape, shortened, text_width, within, words_at, wrapped

# Five shades from nothing to darkest; text on the two darkest is white. Readable in black and white.
SHADES = (WHITE, "#e3edf5", "#b3cbe0", "#3f719b", "#12436d")

_DIALS = {"●": 1.0, "◑": 0.5, "◔": 0.25, "○": 0.0}


@dataclass(frozen=True)
class Cell:
    """One cell: a short sign (a letter or number), the full words, and a shade from 0 (lightest) to 4."""

    sign: str
    words: str
    shade: int = 0


@dataclass(frozen=True)
class HeatTable:
    """Rows by columns of cells; None where there is nothing to say. Raises `ChartError` for a ragged table."""

    title: str
    corner: str
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: tuple[tuple[Cell | None, ...], ...]
    subtitle: str = ""

    def __post_init__(self) -> None:
        """Check that every row has a cell a column."""
        if len(self.cells) != len(self.rows) or any(len(row) != len(self.columns) for row in self.cells):
            raise ChartError(
                f"{self.title}: the cells do not fit {len(self.rows)} rows by {len(self.columns)} columns."
            )
        if any(cell and not 0 <= cell.shade < len(SHADES) for row in self.cells for cell in row):
            raise ChartError(f"{self.title}: a shade is not between 0 and {len(SHADES) - 1}.")


def risk_matrix(
    counts: Mapping[tuple[int, int], int],
    *,
    title: str,
    likelihood: tuple[str, ...],
    impact: tuple[str, ...],
    bands: tuple[tuple[int, str], ...],
    subtitle: str = "",
) -> HeatTable:
    """The matrix of risks: likelihood down (highest first), impact across, each cell `12 High · 3 risks`.

    `counts` is keyed by (likelihood, impact), both from 1. `bands` are (lowest score, word), lowest first; the darker
    the cell the higher the band, and every cell says its score and band in words.
    """
    highest = len(likelihood)
    rows = tuple(f"{level} {likelihood[level - 1]}" for level in range(highest, 0, -1))
    columns = tuple(f"{level} {word}" for level, word in enumerate(impact, start=1))
    cells = tuple(
        tuple(_risk_cell(row * column, counts.get((row, column), 0), bands) for column in range(1, len(impact) + 1))
        for row in range(highest, 0, -1)
    )
    return HeatTable(title, "Likelihood, impact", rows, columns, cells, subtitle)


def _risk_cell(score: int, count: int, bands: tuple[tuple[int, str], ...]) -> Cell:
    band = max(i for i, (lowest, _) in enumerate(bands) if lowest <= score)
    risks = "" if count == 0 else f" · {count} risk{'s' if count > 1 else ''}"
    words = f"{score} {bands[band][1]}{risks}"
    sign = f"{score} {bands[band][1]}" + risks.replace(" · ", " ").replace(" risk", "\u00a0risk")
    return Cell(sign, words, min(band + (len(bands) < len(SHADES)), len(SHADES) - 1))


def draw_grid(chart: HeatTable, *, width: int, heading: bool) -> str:
    """The table as a picture for documents: a sign in each cell, its shade, and the row and column headings."""
    sheet = Sheet(width)
    parts, top = draw_heading(chart.title, chart.subtitle, sheet=sheet) if heading else ([], 0.0)
    label = min(
        max((text_width(row, sheet.size) for row in chart.rows), default=0) + 12,
        width * (0.24 if sheet.narrow else 0.36),
    )
    across = (width - label - 2) / max(len(chart.columns), 1)
    heads, head_height = _column_heads(chart, sheet=sheet, left=label, across=across, top=top)
    parts += heads
    y = top + head_height
    for row, cells in zip(chart.rows, chart.cells, strict=True):
        drawn, tall = _row(row, cells, sheet=sheet, left=label, across=across, top=y)
        parts += drawn
        y += tall
    return finished(parts, width=width, height=y + 2, name=grid_alternative(chart), kind="grid")


def _column_heads(chart: HeatTable, *, sheet: Sheet, left: float, across: float, top: float) -> tuple[list[str], float]:
    size = 12.0 if sheet.narrow else sheet.size
    lines = [wrapped(column, width=across - 4, size=size) for column in chart.columns]
    tall = max((len(words) for words in lines), default=0) * (sheet.size + 3) + 8
    parts: list[str] = []
    for i, words in enumerate(lines):
        for n, word in enumerate(reversed(words)):
            y = top + tall - 7 - n * (sheet.size + 3)
            fitted = shortened(word, width=across, size=size)
            parts.append(words_at(left + (i + 0.5) * across, y, fitted, size=size, anchor="middle", bold=True))
    return parts, tall


def _row(
    row: str, cells: tuple[Cell | None, ...], *, sheet: Sheet, left: float, across: float, top: float
) -> tuple[list[str], float]:
    name = wrapped(row, width=left - 10, size=sheet.size)
    size = 12.0 if sheet.narrow else sheet.size
    signs = [wrapped(cell.sign if cell else "–", width=across - 4, size=size) for cell in cells]
    tall = max([len(name), *map(len, signs)]) * (sheet.size + 3) + 12
    parts = _lines(name, x=2, middle=top + tall / 2, size=sheet.size)
    for i, (cell, sign) in enumerate(zip(cells, signs, strict=True)):
        shade = cell.shade if cell else 0
        x = left + i * across
        box = f'x="{x:.1f}" y="{top:.1f}" width="{across:.1f}" height="{tall:.1f}"'
        title = f"<title>{escape(words_of(cell))}</title>"
        parts.append(f'<rect {box} fill="{SHADES[shade]}" stroke="{GREY}">{title}</rect>')
        fill = WHITE if shade >= 3 else BLACK
        parts += _sign(sign, x=x + across / 2, middle=top + tall / 2, size=size, fill=fill)
    return parts, tall


def _sign(sign: list[str], *, x: float, middle: float, size: float, fill: str) -> list[str]:
    """The sign of a cell. The rating circles are drawn, as few fonts have them."""
    if sign and sign[0][0] in _DIALS:
        rest = sign[0][1:].strip()
        shift = text_width(rest, size) / 2 + 3 if rest else 0.0
        dial = _dial(_DIALS[sign[0][0]], x - shift, middle - (len(sign) - 1) * (size + 3) / 2, size * 0.42, fill)
        first = _lines(
            [rest, *sign[1:]], x=x + size * 0.5 * bool(rest), middle=middle, size=size, anchor="middle", fill=fill
        )
        return [dial, *(first if rest or sign[1:] else [])]
    return _lines(sign, x=x, middle=middle, size=size, anchor="middle", fill=fill)


def _dial(share: float, x: float, y: float, r: float, fill: str) -> str:
    """A circle of which this share is filled, clockwise from the top."""
    ring = f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{r:.1f}" fill="{fill if share == 1 else "none"}" stroke="{fill}"/>'
    if share in (0, 1):
        return ring
    end = f"{x + r:.1f} {y:.1f}" if share == 0.25 else f"{x:.1f} {y + r:.1f}"
    return f'{ring}<path d="M{x:.1f} {y:.1f}V{y - r:.1f}A{r:.1f} {r:.1f} 0 0 1 {end}z" fill="{fill}"/>'


def _lines(
    lines: list[str], *, x: float, middle: float, size: float, anchor: str = "start", fill: str = BLACK
) -> list[str]:
    first = middle - (len(lines) - 1) * (size + 3) / 2 + size * 0.36
    return [
        words_at(x, first + n * (size + 3), line, size=size, anchor=anchor, fill=fill) for n, line in enumerate(lines)
    ]


def words_of(cell: Cell | None) -> str:
    """The full words of a cell; an empty one says so."""
    return cell.words if cell else "Nothing recorded"


def grid_alternative(chart: HeatTable) -> str:
    """Its size and how often each word comes up, most often first."""
    counts: dict[str, int] = {}
    for row in chart.cells:
        for cell in row:
            counts[words_of(cell)] = counts.get(words_of(cell), 0) + 1
    said = ", ".join(f"{count} {words}" for words, count in sorted(counts.items(), key=lambda pair: -pair[1]))
    return within(f"{chart.title}. Table of {len(chart.rows)} rows by {len(chart.columns)} columns. {said}.", 220)


def grid_table(chart: HeatTable) -> Table:
    """The headings and the full words of every cell."""
    rows = zip(chart.rows, chart.cells, strict=True)
    return (chart.corner, *chart.columns), [(name, *(words_of(cell) for cell in cells)) for name, cells in rows]
