"""Workbooks: XLSX, XLS and ODS, read by calamine after the guard has looked inside."""

import datetime
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, BinaryIO

from lineofsight.engine.tables.errors import FileRefused
from lineofsight.engine.tables.limits import Limits
from lineofsight.engine.tables.old_books import DAMAGED, LOCKED, sheets_of_old_book
from lineofsight.engine.tables.text_files import text_rows
from lineofsight.engine.tables.zip_guard import CellErrors, SheetFacts, check_area, check_ods, check_size, xlsx_sheets

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook

Row = list[object]


@dataclass(slots=True)
class Sheet:
    """One sheet: its rows from the first on, and the cells that hold no true figure. A text table has one, unnamed.

    `even`: every row must have as many cells as the headings (text tables, where a stray comma shifts figures).
    """

    name: str
    rows: Iterator[Row]
    errors: CellErrors = field(default_factory=dict)
    even: bool = False


@contextmanager
def _refusing(sheet: str = "") -> Iterator[None]:
    """Turn whatever the reader makes of a damaged workbook, a panic of its own included, into one plain refusal."""
    from python_calamine import CalamineError, PasswordError

    try:
        yield
    except PasswordError as error:
        raise FileRefused(LOCKED, sheet=sheet) from error
    except (CalamineError, OSError, ValueError) as error:
        raise FileRefused(DAMAGED, sheet=sheet) from error
    except BaseException as error:
        # The reader's own panic is no Exception, and its class cannot be imported.
        if type(error).__name__ != "PanicException":
            raise
        raise FileRefused(DAMAGED, sheet=sheet) from error


class Workbook:
    """An open file of any kind that can be read: `names`, and `sheet(name)`."""

    def __init__(self, file: BinaryIO, kind: str, *, limits: Limits) -> None:
        self.file, self.kind, self.limits = file, kind, limits
        self._facts: dict[str, SheetFacts] = {}
        self._tables: dict[str, CalamineSheet] = {}
        self._old: dict[str, list[Row]] = {}
        self._book: CalamineWorkbook | None = None
        self.names: list[str] = [""] if kind == "csv" else self._open()

    def _open(self) -> list[str]:
        from python_calamine import CalamineWorkbook

        if self.kind == "xls":
            self.file.seek(0)
            self._old = sheets_of_old_book(self.file.read(), cells=self.limits.cells)
            return list(self._old)
        check_size(self.file, self.limits)
        if self.kind == "xlsx":
            self._facts = xlsx_sheets(self.file, self.limits)
        else:
            check_ods(self.file, self.limits)
        self.file.seek(0)
        with _refusing():
            self._book = CalamineWorkbook.from_filelike(self.file)
            return list(self._book.sheet_names)

    def sheet(self, name: str) -> Sheet:
        """A sheet by name; "" is the only sheet, or the first."""
        if self.kind == "csv":
            self.file.seek(0)
            return Sheet("", text_rows(self.file, limits=self.limits), even=True)  # type: ignore[arg-type]
        wanted = name or self.names[0]
        found = [known for known in self.names if known.strip().casefold() == wanted.strip().casefold()]
        if not found:
            raise FileRefused(f"The workbook has no sheet “{wanted}”. It has: {', '.join(self.names)}.")
        facts = self._facts.get(found[0], SheetFacts())
        return Sheet(found[0], self._rows(found[0]), facts.errors)

    def _rows(self, name: str) -> Iterator[Row]:
        if self.kind == "xls":
            yield from self._old[name]
            return
        table = self._loaded(name)
        if not table.height or table.end is None:
            return
        check_area(name, table.end[0] + 1, table.end[1] + 1, self.limits)
        left = [""] * table.start[1] if table.start else []
        # The reader gives the empty rows above the table, but not the empty columns before it.
        for row in table.iter_rows():
            yield left + [_plain(cell) for cell in row]

    def _loaded(self, name: str) -> "CalamineSheet":
        """The sheet, kept so that looking at it and then reading it loads it once. One at a time is kept."""
        if name not in self._tables:
            with _refusing(name):
                self._tables = {name: self._book.get_sheet_by_name(name)}  # type: ignore[union-attr]
        return self._tables[name]


def _plain(cell: object) -> object:
    """Truth values as words (else True would equal 1) and empty cells as text."""
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, datetime.timedelta):
        return str(cell)
    return "" if cell is None else cell
