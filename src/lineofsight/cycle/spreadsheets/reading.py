"""From a file to plain cells: every sheet as rows of text, with the cells that could not be read. Nothing is written."""

from dataclasses import dataclass, field
from typing import Any, BinaryIO, Final

from lineofsight.cycle.spreadsheets import rules
from lineofsight.engine import tables
from lineofsight.engine.disclosure.pupils import nhs_numbers, pupil_numbers
from lineofsight.engine.tables.cells import text_of

LIMITS: Final = tables.Limits(bytes=20 * 1024 * 1024, unfolded_bytes=80 * 1024 * 1024, cells=400_000, columns=200)
_COULD_RUN: Final = ("=", "+", "-", "@", "\t", "\r", "\n")


class NotRead(Exception):
    """The file was not taken, and nothing of it was kept; the message says why and what to do."""


@dataclass(slots=True)
class Page:
    """A sheet: its rows from the first on, as text, and (row from 0, column from 0) → what is wrong with a cell."""

    rows: list[list[str]]
    unread: list[tuple[int, int, str]] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """For keeping."""
        return {"rows": self.rows, "unread": self.unread}


def pages_of(file: BinaryIO, *, name: str) -> dict[str, Page]:
    """Every sheet of a workbook, or the one table of a CSV, under "". NotRead when the file cannot be taken."""
    try:
        book = tables.open_table(file, name=name, limits=LIMITS)
        pages = {one: _page(book.sheet(one), is_text=book.kind == "csv") for one in book.names}
    except tables.FileRefused as refusal:
        raise NotRead(str(refusal)) from refusal
    filled = {one: page for one, page in pages.items() if page.rows}
    if not filled:
        raise NotRead("This file holds no rows. Check that you saved it, then choose it again.")
    for sheet, page in filled.items():
        _refuse_numbers(sheet, page)
    return filled


def _page(sheet: Any, *, is_text: bool) -> Page:
    rows = [[_cell(cell, is_text=is_text) for cell in row] for row in sheet.rows]
    while rows and not any(rows[-1]):
        rows.pop()
    if len(rows) > rules.MOST_ROWS + rules.SEARCHED_ROWS:
        raise NotRead(f"This file has {len(rows):,} rows. At most {rules.MOST_ROWS:,} come in at once: split it.")
    width = max((len(row) for row in rows), default=0)
    unread = [(row - 1, column, reason) for (row, column), reason in sheet.errors.items()]
    return Page([row + [""] * (width - len(row)) for row in rows], unread)


def _cell(cell: object, *, is_text: bool) -> str:
    text = text_of(cell)
    # Our own CSV puts a quote before what a spreadsheet could run as a formula; it is no part of the text.
    return text[1:] if is_text and text[:1] == "'" and text[1:2] in _COULD_RUN and len(text) > 1 else text


def _refuse_numbers(sheet: str, page: Page) -> None:
    """A number that can be nothing but one child's or patient's keeps the whole file out: it must not lie here for a minute."""
    for number, row in enumerate(page.rows, start=1):
        for at, text in enumerate(row):
            if nhs_numbers(text) or pupil_numbers(text):
                raise NotRead(
                    f"{place(sheet, number, at)} holds a number like that of one child or patient. Nothing of the file "
                    "was kept. Take the number out and choose the file again."
                )


def place(sheet: str, number: int, column: int) -> str:
    """ "Sheet “Plan”, cell C14": where a person finds a cell. `number` from 1, `column` from 0."""
    cell = f"cell {tables.letters(column)}{number}"
    return f"Sheet “{sheet}”, {cell}" if sheet else cell.capitalize()
