"""What an unknown table looks like: its headings, its area column, its periods, its figures, its breakdowns."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from lineofsight.engine.tables.areas import AreaRule
from lineofsight.engine.tables.cells import Figures, text_of
from lineofsight.engine.tables.errors import FileRefused
from lineofsight.engine.tables.headings import Heading, headings_of
from lineofsight.engine.tables.periods import PeriodRule, day, whole_period
from lineofsight.engine.tables.workbooks import Workbook

SAMPLE_ROWS = 2_000
_SEARCHED = 40
_NOT_FIGURES = re.compile(
    r"(?:^|[_ ])(?:code|codes|id|urn|ukprn|number of la|lestab|estab|order|sortable|rank|objectid|index)$|^(?:la|geog)[_ ]",
    re.IGNORECASE,
)
_PLACES = re.compile(
    r"country|region|gor_|_level$|geog|area[ _]|parent|^la[ _]|_la_|la_name|ward|trust|lad_|lsip|pcon", re.I
)
_PERIOD_NAME = re.compile(r"time|period|year|quarter|month|week|date|day$", re.IGNORECASE)
_ENGLAND = AreaRule(scheme="england", codes={})
_FIGURES = Figures({})
_KINDS = (
    ("financial_year", re.compile(r"(?:19|20)\d\d[/_-](?:19|20)?\d\d")),
    ("academic_year", re.compile(r"20\d{4}")),
    ("quarter", re.compile(r".*q[1-4].*", re.IGNORECASE)),
    ("week", re.compile(r".*week.*", re.IGNORECASE)),
    ("month", re.compile(r"\d{4}-\d\d-01|\d{4}-\d\d|[A-Za-z]{3,9}[ -]\d{2,4}|01/\d\d/\d{4}")),
    ("day", re.compile(r"\d{4}-\d\d-\d\d|\d\d/\d\d/\d{4}")),
    ("calendar_year", re.compile(r"(?:19|20)\d\d")),
)
_IDENTIFIERS = {
    "reporting year": "financial_year",
    "financial year": "financial_year",
    "academic year": "academic_year",
    "calendar year": "calendar_year",
}


@dataclass(frozen=True, slots=True, eq=False)
class Profile:
    """One sheet in a sample. Positions count from 0, rows from 1; `cells` holds the sampled cells of each column."""

    sheet: str
    heading_rows: tuple[int, ...]
    titles: tuple[str, ...]
    headings: tuple[Heading, ...]
    cells: tuple[tuple[object, ...], ...]

    def texts(self, at: int) -> list[str]:
        """The column's cells as text, blanks left out."""
        return [text for cell in self.cells[at] if (text := text_of(cell))]

    def distinct(self, at: int) -> set[str]:
        """The column's different texts."""
        return set(self.texts(at))


def profile(workbook: Workbook, *, sheet: str = "") -> Profile:
    """The profile of one sheet: the one asked for, or the one with the most figures."""
    names = [sheet] if sheet else workbook.names
    found = [_profile(list(islice(workbook.sheet(name).rows, SAMPLE_ROWS)), sheet=name) for name in names]
    best = max(found, key=_figure_count)
    if not _figure_count(best):
        raise FileRefused(
            "The file holds no column of figures, so no recipe can be suggested for it.", sheet=best.sheet
        )
    return best


def _figure_count(found: Profile) -> int:
    return sum(len(found.cells[at]) for at in figure_columns(found))


def _profile(rows: Sequence[Sequence[object]], *, sheet: str) -> Profile:
    first = _first_row_of_figures(rows)
    heading_rows = _heading_rows(rows, first)
    headings = headings_of([rows[row - 1] for row in heading_rows]) if heading_rows else []
    below = [row for row in rows[first - 1 :] if any(text_of(cell) for cell in row)]
    cells = tuple(tuple(row[at] if at < len(row) else "" for row in below) for at in range(len(headings)))
    above = rows[: heading_rows[0] - 1] if heading_rows else []
    titles = tuple(text for row in above for cell in row if (text := text_of(cell)))
    return Profile(sheet, heading_rows, titles, tuple(headings), cells)


def _first_row_of_figures(rows: Sequence[Sequence[object]]) -> int:
    """The first row with an area that is known and a figure; else the first under the widest row of texts."""
    for number, row in enumerate(rows[:_SEARCHED], start=1):
        known = any(_is_area(cell) for cell in row[:14])
        if number > 1 and known and any(_is_figure(cell) for cell in row):
            return number
    widths = [sum(bool(text_of(cell)) and not _is_number(cell) for cell in row) for row in rows[:_SEARCHED]] or [0]
    return widths.index(max(widths)) + 2


def _is_area(cell: object) -> bool:
    text = text_of(cell)
    return bool(text) and not text.isdecimal() and bool(_ENGLAND.resolve(text))


def _is_number(cell: object) -> bool:
    return _FIGURES.understand(cell).state == 0


def _is_figure(cell: object) -> bool:
    return bool(text_of(cell)) and not _FIGURES.understand(cell).problem


def _heading_rows(rows: Sequence[Sequence[object]], first: int) -> tuple[int, ...]:
    """The rows just above the figures, up to a title (a row of one text at its left edge)."""
    found: list[int] = []
    for number in range(min(first, len(rows) + 1) - 1, max(first - 8, 0), -1):
        texts = [at for at, cell in enumerate(rows[number - 1]) if text_of(cell)]
        if not texts:
            continue
        if found and len(texts) == 1 and texts[0] <= 1:
            break
        found.insert(0, number)
        if len(texts) > 5 and not any(
            at > 0 and not text_of(rows[number - 1][at]) for at in range(len(rows[number - 1]))
        ):
            break
    return tuple(found)


@lru_cache(maxsize=32)
def area_columns(found: Profile) -> tuple[list[int], str]:
    """The columns that name the area, best first, and the scheme; no columns when none does."""
    width = range(len(found.cells))
    share = {at: _share(found.texts(at), lambda text: bool(re.fullmatch(r"[EWSNK]\d{8}", text))) for at in width}
    coded = [at for at in width if share[at] > 0.9]
    if coded:
        # The smallest areas first: the column with the most different codes, then those beyond country and region.
        best = sorted(coded, key=lambda at: (-len(found.distinct(at)), found.texts(at)[0][:3] in {"E92", "E12"}))
        filling = [] if len(coded) > 1 else _filling(found, best[0])
        return ([best[0], *filling], "england") if filling else (best[:4], "ons")
    named = {at: _share(found.texts(at), _names_area(found.headings[at].text)) for at in width}
    fitting = [at for at in width if named[at] > 0.6]
    if fitting:
        widest = max(fitting, key=lambda at: len(found.distinct(at)) * named[at])
        return [widest, *_filling(found, widest)], "england"
    wanted = [
        at
        for at in width
        if re.search(r"org|provider|area|first responder|force|primary_level$", found.headings[at].text, re.I)
    ]
    texts = [at for at in wanted if _share(found.texts(at), str.isdecimal) < 0.5 and found.texts(at)]
    return texts[:1], "as_written"


def _names_area(heading: str) -> Callable[[str], bool]:
    """Whether a text names an area; a plain number does so only under a heading that promises a code."""
    coded = re.search(r"code|\bla\b|^la_|authority|area", heading, re.IGNORECASE) is not None
    return lambda text: bool(_ENGLAND.resolve(text)) and (coded or not text.isdecimal())


def _filling(found: Profile, best: int) -> list[int]:
    """The column that names the area in rows where the best one is blank (regions, often)."""
    blank = [row for row, cell in enumerate(found.cells[best]) if not text_of(cell)]
    for at in range(min(len(found.cells), 14)):
        texts = [text for row in blank if (text := text_of(found.cells[at][row]))]
        if at != best and len(texts) > 2 and sum(_is_area(text) for text in texts) > 0.4 * len(texts):
            return [at]
    return []


def _share(texts: Sequence[str], test: Callable[[str], bool]) -> float:
    return sum(bool(test(text)) for text in texts) / len(texts) if texts else 0.0


@lru_cache(maxsize=32)
def period_columns(found: Profile) -> tuple[list[int], str]:
    """The columns that say the period, and its type; no columns when none does."""
    named = [at for at, heading in enumerate(found.headings) if _PERIOD_NAME.search(heading.text) and found.texts(at)]
    for columns in ([at] for at in named):
        partner = [at for at in named if re.search(r"identifier|quarter|week", found.headings[at].text, re.I)]
        for group in ([*columns, *partner[:1]] if partner[:1] != columns else columns, columns):
            kind = _kind(found, group)
            if kind and _reads(found, group, kind):
                return (columns if kind in _IDENTIFIERS.values() else list(dict.fromkeys(group))), kind
    return [], ""


def start_and_end(found: Profile) -> tuple[int, int] | None:
    """The columns of first and last days, if the table has both."""

    def dated(word: str) -> list[int]:
        named = [at for at, heading in enumerate(found.headings) if re.search(word, heading.text, re.I)]
        return [at for at in named if _share(found.texts(at), lambda text: day(text) is not None) > 0.9]

    starts, ends = dated(r"start|from"), dated(r"end|to\b")
    return (starts[0], ends[0]) if starts and ends else None


def _joined(found: Profile, columns: Sequence[int]) -> list[str]:
    rows = zip(*(found.cells[at] for at in columns), strict=True)
    return [" ".join(text_of(cell) for cell in row).strip() for row in islice(rows, 200)]


def _kind(found: Profile, columns: Sequence[int]) -> str:
    if len(columns) > 1:
        said = {text.casefold() for text in found.texts(columns[1])}
        if len(said) == 1 and next(iter(said)) in _IDENTIFIERS:
            return _IDENTIFIERS[said.pop()]
    texts = [text for text in _joined(found, columns) if text]
    for kind, pattern in _KINDS:
        if texts and sum(bool(pattern.fullmatch(text)) for text in texts) > 0.9 * len(texts):
            return kind
    return ""


def _reads(found: Profile, columns: Sequence[int], kind: str) -> bool:
    rule = PeriodRule(type=kind, columns=("",))
    texts = [text for text in _joined(found, columns[:1] if kind in _IDENTIFIERS.values() else columns) if text]
    return sum(not whole_period([text], rule).problem for text in texts) > 0.9 * len(texts)


@lru_cache(maxsize=32)
def figure_columns(found: Profile) -> list[int]:
    """The columns that hold figures: mostly numbers and marks, and not codes, years or places."""
    areas, _ = area_columns(found)
    periods, _ = period_columns(found)
    apart = {*areas, *periods}
    return [at for at in range(len(found.cells)) if at not in apart and _holds_figures(found, at)]


def _holds_figures(found: Profile, at: int) -> bool:
    heading = found.headings[at]
    texts = found.texts(at)
    if not heading.own or not texts or _NOT_FIGURES.search(heading.text) or not heading.text:
        return False
    numbers = sum(_is_number(text) for text in texts)
    return numbers > 0 and sum(_is_figure(text) for text in texts) > 0.6 * len(texts)


def breakdown_columns(found: Profile) -> list[int]:
    """The columns of texts by which figures are split: few different texts, and not a property of the area."""
    areas, _ = area_columns(found)
    periods, _ = period_columns(found)
    apart = {*areas, *periods, *figure_columns(found)}
    return [at for at in range(len(found.cells)) if at not in apart and _splits(found, at, areas[:1])]


def _splits(found: Profile, at: int, areas: Sequence[int]) -> bool:
    heading, distinct = found.headings[at], found.distinct(at)
    if not heading.own or len(distinct) < 2 or _PLACES.search(heading.text) or _PERIOD_NAME.search(heading.text):
        return False
    if _NOT_FIGURES.search(heading.text) and not re.search(r"measure|indicator", heading.text, re.I):
        return False
    pairs = (
        {(text_of(area), text_of(cell)) for area, cell in zip(found.cells[areas[0]], found.cells[at], strict=True)}
        if areas
        else set()
    )
    per_area = len(pairs) / max(len({area for area, _ in pairs}), 1)
    return (not pairs or per_area > 1) and len(distinct) <= max(0.6 * len(found.cells[at]), 2)
