"""Workbooks: XLSX, XLS and ODS, read by calamine after the guard has looked inside."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, BinaryIO

from lineofsight.engine.tables.errors import FileRefused
from lineofsight.engine.tables.limits import Limits
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


class Workbook:
    """An open file of any kind that can be read: `names`, and `sheet(name)`."""

    def __init__(self, file: BinaryIO, kind: str, *, limits: Limits) -> None:
        self.file, self.kind, self.limits = file, kind, limits
        self._facts: dict[str, SheetFacts] = {}
        self._tables: dict[str, CalamineSheet] = {}
        self._book = None if kind == "csv" else self._open()
        self.names: list[str] = [""] if self._book is None else list(self._book.sheet_names)

    def _open(self) -> "CalamineWorkbook":
        from python_calamine import CalamineError, CalamineWorkbook, PasswordError

        if self.kind in {"xlsx", "ods"}:
            check_size(self.file, self.limits)
        if self.kind == "xlsx":
            self._facts = xlsx_sheets(self.file, self.limits)
        if self.kind == "ods":
            check_ods(self.file, self.limits)
        self.file.seek(0)
        try:
            return CalamineWorkbook.from_filelike(self.file)
        except PasswordError as error:
            raise FileRefused(
                "The workbook is locked with a password. Take the password off and send it again."
            ) from error
        except (CalamineError, OSError, ValueError) as error:
            raise FileRefused(
                "The workbook is damaged: it cannot be opened. Save it again and send the new copy."
            ) from error

    def sheet(self, name: str) -> Sheet:
        """A sheet by name; "" is the only sheet, or the first."""
        if self._book is None:
            self.file.seek(0)
            return Sheet("", text_rows(self.file, limits=self.limits), even=True)  # type: ignore[arg-type]
        wanted = name or self.names[0]
        found = [known for known in self.names if known.strip().casefold() == wanted.strip().casefold()]
        if not found:
            raise FileRefused(f"The workbook has no sheet “{wanted}”. It has: {', '.join(self.names)}.")
        facts = self._facts.get(found[0], SheetFacts())
        return Sheet(found[0], self._rows(found[0]), facts.errors)

    def _rows(self, name: str) -> Iterator[Row]:
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
        from python_calamine import CalamineError

        if name not in self._tables:
            try:
                self._tables = {name: self._book.get_sheet_by_name(name)}  # type: ignore[union-attr]
            except CalamineError as error:
                raise FileRefused(f"The sheet “{name}” is damaged and cannot be read.", sheet=name) from error
        return self._tables[name]


def _plain(cell: object) -> object:
    """Truth values as words (else True would equal 1) and empty cells as text."""
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, datetime.timedelta):
        return str(cell)
    return "" if cell is None else cell
