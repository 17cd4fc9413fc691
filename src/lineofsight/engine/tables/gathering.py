"""Turns blocks of rows into columns of observations, a column at a time.

Repeated texts (areas, periods, breakdowns) become codes and are understood once; figures are parsed by the column. The
rows of a file of any length pass through in blocks, so memory holds the observations and one block.
"""

from collections.abc import Iterator, Sequence
from itertools import islice
from operator import itemgetter
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lineofsight.engine.tables.cells import BLANK, REFUSED, STATE_CODES, Figures, text_of
from lineofsight.engine.tables.columns import Vocabulary, letters
from lineofsight.engine.tables.layout import Filters, Lane, Layout
from lineofsight.engine.tables.lookups import Areas, Breakdowns, Measures, Periods
from lineofsight.engine.tables.reading import Refusal
from lineofsight.engine.tables.zip_guard import CellErrors

BLOCK_ROWS = 4_096
_MISSING = STATE_CODES["missing"]
FIELDS = (
    "lane",
    "measure",
    "area",
    "breakdown",
    "period",
    "numerator",
    "denominator",
    "value",
    "state",
    "row",
    "column",
)

Block = dict[str, NDArray[Any]]
Mask = NDArray[np.bool_]


class Gatherer:
    """Gathers the observations and refusals of one sheet. Feed it blocks of rows; `blocks` and `refusals` fill up."""

    def __init__(self, layout: Layout, *, errors: CellErrors, even: bool) -> None:
        rule = layout.rule
        self.layout, self.errors, self.even = layout, errors, even
        self.figures = Figures(rule.markers, numbers=rule.numbers)
        self.areas, self.breakdowns = Areas(rule.area), Breakdowns(layout)
        self.periods, self.measures = Periods(), Measures()
        self.blocks: list[Block] = []
        self.refusals: dict[tuple[int, int], Refusal] = {}
        self.rows_read = 0
        self._texts: dict[int, Vocabulary] = {}
        self._figure_columns = layout.figure_columns()

    def feed(self, rows: list[Sequence[object]], first_row: int) -> None:
        """Take in a block of rows of which the first has this number."""
        self.rows_read += len(rows)
        block = _RowBlock(rows, first_row, width=len(self.layout.headings))
        keep = self._kept(block)
        figures = {at: self._parsed(block, at) for at in self._figure_columns}
        areas = self.areas.codes(block, self.layout.areas)
        keep &= self._rows_with_area(block, areas, figures, keep)
        if self.even and not block.is_even():
            keep &= self._even_rows(block, figures, keep)
        shared = self.breakdowns.codes(block)
        for number, lane in enumerate(self.layout.lanes):
            self._feed_lane(number, lane, block, keep, areas, shared, figures)
        self.figures.forget_if_full()

    def _parsed(self, block: "_RowBlock", at: int) -> tuple[NDArray[np.float64], NDArray[np.uint8]]:
        numbers, states = self.figures.columns(block.cells(at))
        for (row, column), problem in self.errors.items():
            if column == at and 0 <= row - block.first_row < len(block):
                states[row - block.first_row] = REFUSED
                numbers[row - block.first_row] = np.nan
                self._refuse(row, column, "", problem)
        return numbers, states

    def _kept(self, block: "_RowBlock") -> Mask:
        keep = self._fits(block, self.layout.where)
        for at, unwanted in self.layout.where_not:
            keep &= ~self._among(block, at, unwanted)
        return keep

    def _fits(self, block: "_RowBlock", filters: Filters) -> Mask:
        keep = np.ones(len(block), dtype=bool)
        for at, wanted in filters:
            keep &= self._among(block, at, wanted)
        return keep

    def _among(self, block: "_RowBlock", at: int, wanted: frozenset[str]) -> Mask:
        known = self._texts.setdefault(at, Vocabulary())
        codes = block.codes(at, known)
        fits = np.fromiter((text_of(cell).casefold() in wanted for cell in known.entries), bool, count=len(known))
        return fits[codes] if len(known) else np.zeros(len(block), dtype=bool)

    def _rows_with_area(self, block: "_RowBlock", areas: NDArray[np.int32], figures: Any, keep: Mask) -> Mask:
        """Rows of figures. A row of text only is a title, a note or a spacer; figures without an area are refused."""
        has_number, has_mark = np.zeros(len(block), dtype=bool), np.zeros(len(block), dtype=bool)
        for numbers, states in figures.values():
            has_number |= ~np.isnan(numbers)
            has_mark |= states != BLANK
        known = areas >= 0
        for index in np.flatnonzero(keep & ~known & has_number):
            at, raw = block.first_text(int(index), self.layout.areas)
            reason = "is not an area that is known" if raw else "has figures but no area"
            self._refuse(block.first_row + int(index), at, raw, reason)
        return known & (has_mark | (self.layout.rule.area.scheme != "as_written") & bool(self.layout.areas))

    def _even_rows(self, block: "_RowBlock", figures: Any, keep: Mask) -> Mask:
        """Rows of a text table with as many cells as its headings; the others may have slipped sideways."""
        wanted, even = len(self.layout.headings), np.ones(len(block), dtype=bool)
        for index in np.flatnonzero(block.widths != wanted):
            row = block.rows[index]
            if len(row) > wanted and not any(text_of(cell) for cell in row[wanted:]):
                continue
            even[index] = False
            if keep[index]:
                reason = f"The row has {block.widths[index]} cells where the headings have {wanted}; its figures may have slipped"
                self._refuse(block.first_row + int(index), self._figure_columns[0], "", reason)
        return even

    def _feed_lane(
        self, number: int, lane: Lane, block: "_RowBlock", keep: Mask, areas: Any, shared: Any, figures: Any
    ) -> None:
        keep = keep & self._fits(block, lane.where) if lane.where else keep
        periods = self.periods.codes(block, lane)
        measures = self.measures.codes(block, lane, number)
        keep = keep & (measures >= 0)
        keep = self._with_period(block, lane, keep, periods, figures)
        for at in lane.figures():
            keep = self._understood(block, at, keep, figures[at][1])
        chosen = np.flatnonzero(keep)
        if not len(chosen):
            return
        block_out: Block = {
            "lane": np.full(len(chosen), number, np.int32),
            "measure": measures[chosen],
            "area": areas[chosen],
            "breakdown": self.breakdowns.with_own(shared[chosen], lane),
            "period": periods[chosen],
            "row": (chosen + block.first_row).astype(np.int32),
            "column": np.full(len(chosen), lane.shown, np.int16),
        }
        for part in ("numerator", "denominator", "value"):
            at = getattr(lane, part)
            none = (np.full(len(chosen), np.nan), np.full(len(chosen), BLANK, np.uint8))
            numbers, states = none if at is None else (figures[at][0][chosen], figures[at][1][chosen])
            block_out[part], block_out[f"{part}_state"] = numbers, np.where(states == BLANK, _MISSING, states)
        self.blocks.append(block_out)

    def _with_period(self, block: "_RowBlock", lane: Lane, keep: Mask, periods: Any, figures: Any) -> Mask:
        unread = keep & (periods < 0)
        if not unread.any():
            return keep
        marks = np.zeros(len(block), dtype=bool)
        for at in lane.figures():
            marks |= figures[at][1] != BLANK
        for index in np.flatnonzero(unread & marks):
            at, raw = block.first_text(int(index), lane.period_columns)
            self._refuse(block.first_row + int(index), at, raw, self.periods.problem(block, lane, int(index)))
        return keep & (periods >= 0)

    def _understood(self, block: "_RowBlock", at: int, keep: Mask, states: NDArray[np.uint8]) -> Mask:
        for index in np.flatnonzero(keep & (states == REFUSED)):
            raw = block.cell(int(index), at)
            self._refuse(block.first_row + int(index), at, text_of(raw), self.figures.understand(raw).problem)
        return keep & (states != REFUSED)

    def _refuse(self, row: int, at: int, raw: str, reason: str) -> None:
        """Note one refusal a cell: the first reason stands."""
        quoted = f"“{raw}” {reason}." if raw else f"{reason[:1].upper()}{reason[1:]}."
        place = (row, at)
        self.refusals.setdefault(place, Refusal(self.layout.sheet, row, letters(at), raw, quoted))


class _RowBlock:
    """A block of rows, seen by the column."""

    def __init__(self, rows: list[Sequence[object]], first_row: int, *, width: int) -> None:
        self.rows, self.first_row = rows, first_row
        self.widths = np.fromiter(map(len, rows), np.int64, count=len(rows))
        self._width = width
        self._cells: dict[int, list[object]] = {}
        self._short = len(rows) > 0 and int(self.widths.min()) < width

    def __len__(self) -> int:
        return len(self.rows)

    def is_even(self) -> bool:
        """Whether every row has as many cells as the headings."""
        return bool((self.widths == self._width).all())

    def cells(self, at: int) -> list[object]:
        """One column; "" where a row ends before it."""
        if at not in self._cells:
            if self._short:
                self._cells[at] = [row[at] if at < len(row) else "" for row in self.rows]
            else:
                self._cells[at] = list(map(itemgetter(at), self.rows))
        return self._cells[at]

    def cell(self, index: int, at: int) -> object:
        """One cell."""
        return self.cells(at)[index]

    def codes(self, at: int, vocabulary: Vocabulary) -> NDArray[np.int32]:
        """One column as codes of a vocabulary."""
        return vocabulary.codes(self.cells(at), count=len(self))  # type: ignore[arg-type]

    def first_text(self, index: int, columns: Sequence[int]) -> tuple[int, str]:
        """Position and text of the first of these columns that is not blank in a row; the first column when all are."""
        found = ((at, text_of(self.cell(index, at))) for at in columns)
        return next(((at, text) for at, text in found if text), (columns[0] if columns else 0, ""))


RowBlock = _RowBlock


def blocks_of(rows: Iterator[Sequence[object]]) -> Iterator[list[Sequence[object]]]:
    """Rows in blocks, small enough to stay in the processor's cache."""
    while block := list(islice(rows, BLOCK_ROWS)):
        yield block
