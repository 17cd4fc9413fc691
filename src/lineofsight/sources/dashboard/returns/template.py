"""The template of a return as XLSX, ODS and CSV: pre-filled, locked headings, one table a sheet, and notes."""

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from lineofsight.foundation.ui.exports import csv_cell
from lineofsight.sources.dashboard.returns import ods
from lineofsight.sources.dashboard.returns.slots import Entry, Key, Last, Slot

SHEET, NOTES, MEASURES = "Figures", "Notes", "Measures"
HEADINGS = (
    "Measure code", "Measure", "Area code", "Area", "Split", "Period", "First day of period", "What to count",
    "Number", "Out of", "Why it is blank", "Last figure",
)  # fmt: skip
NUMBER, OUT_OF, REASON = 8, 9, 10
ERRORS = "Errors"
_WIDTHS = (10, 44, 12, 18, 18, 22, 14, 52, 12, 12, 26, 14)

MARKS = (
    ("A number", "What you counted. Spaces and commas do no harm: 1,204."),
    ("0", "You counted, and there were none. Never leave a true nought blank."),
    ("(blank)", "You have no figure. Pick the reason in the column “Why it is blank”."),
    ("c", "You have the figure, but it is too small to show even to us."),
    ("z", "The question does not apply to you."),
    ("12e", "An estimate: the number with an e after it."),
    ("12p", "Not final yet: the number with a p after it."),
)


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a template is made of. `errors`: what to write beside each row. `reasons`: (code, name) of why a figure is missing."""

    title: str
    organisation: str
    due_on: date
    slots: Sequence[Slot]
    reasons: Sequence[tuple[str, str]]
    last: Mapping[Key, Last] = field(default_factory=dict)
    entries: Mapping[Key, Entry] = field(default_factory=dict)
    errors: Mapping[Key, str] = field(default_factory=dict)

    @property
    def headings(self) -> list[str]:
        """The headings; with a column for errors when there are any."""
        return [*HEADINGS, ERRORS] if self.errors else list(HEADINGS)

    def rows(self) -> list[list[Any]]:
        """The table's rows below the headings."""
        return [self._row(slot) for slot in self.slots]

    def _row(self, slot: Slot) -> list[Any]:
        entry, before = self.entries.get(slot.key), self.last.get(slot.key)
        reasons = dict(self.reasons)
        row = [
            slot.code,
            slot.name,
            slot.area_code,
            slot.area_name,
            slot.breakdown,
            slot.period_words,
            slot.period.isoformat(),
            what_to_count(slot),
            as_number(entry.written_number) if entry else "",
            as_number(entry.written_out_of) if entry and slot.has_out_of else self._population(slot, before),
            reasons.get(entry.reason_code, entry.reason_code) if entry else "",
            "" if before is None or before.value is None else round(before.value, slot.decimals),
        ]
        return [*row, self.errors.get(slot.key, "")] if self.errors else row

    @staticmethod
    def _population(slot: Slot, before: Last | None) -> Any:
        """How many people live there changes once a year: last time's number is offered."""
        if slot.unit.startswith("rate_per") and before is not None and before.denominator is not None:
            return as_number(f"{before.denominator:g}")
        return ""

    def notes(self) -> list[list[Any]]:
        """What stands on the sheet of notes."""
        due = f"{self.due_on.day} {self.due_on:%B %Y}"
        return [
            ["Return", self.title],
            ["From", self.organisation],
            ["Due", due],
            [
                "How",
                "Fill in the columns Number and Out of on the sheet Figures. The rest is locked. Save, then upload it.",
            ],
            ["Never", "Send records of single children here. Only totals."],
            ["", ""],
            ["Write", "It means"],
            *([mark, meaning] for mark, meaning in MARKS),
            ["", ""],
            ["Why it is blank", "Pick one of these"],
            *([name, ""] for _, name in self.reasons),
        ]

    def measures(self) -> list[list[Any]]:
        """Each measure once, with its definition."""
        seen: dict[str, list[Any]] = {}
        for slot in self.slots:
            seen.setdefault(
                slot.code, [slot.code, slot.name, slot.number_words, slot.out_of_words, slot.unit.replace("_", " ")]
            )
        return [["Measure code", "Measure", "Number", "Out of", "Shown as"], *seen.values()]


def as_number(written: str) -> Any:
    """A plain number as a number, so that a spreadsheet does not call it text; anything else as it was written."""
    try:
        return float(written) if "." in written else int(written)
    except ValueError:
        return written


def what_to_count(slot: Slot) -> str:
    """What the number is, and what it is out of."""
    return f"{slot.number_words}; out of: {slot.out_of_words}" if slot.has_out_of else slot.number_words


def as_csv(sheet: Sheet) -> bytes:
    """The table alone, for those whose systems make CSV."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(sheet.headings)
    writer.writerows([csv_cell(cell) for cell in row] for row in sheet.rows())
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def as_ods(sheet: Sheet) -> bytes:
    """A workbook for LibreOffice and others."""
    open_columns = {NUMBER, OUT_OF, REASON}
    return ods.workbook(
        [
            ods.Page(SHEET, [sheet.headings, *sheet.rows()], open_columns=open_columns, is_locked=True, widths=_WIDTHS),
            ods.Page(NOTES, sheet.notes(), widths=(22, 90)),
            ods.Page(MEASURES, sheet.measures(), widths=(14, 50, 60, 60, 18)),
        ],
        title=f"{sheet.title}: {sheet.organisation}",
    )


def as_xlsx(sheet: Sheet) -> bytes:
    """A workbook for Excel, with a list of reasons to choose from."""
    import xlsxwriter  # late: only templates and exports need it

    target = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(target, options)
    _figures_page(book, sheet)
    _plain_page(book, NOTES, sheet.notes(), widths=(22, 90))
    _plain_page(book, MEASURES, sheet.measures(), widths=(14, 50, 60, 60, 18))
    book.set_properties({"title": f"{sheet.title}: {sheet.organisation}"})
    book.close()
    return target.getvalue()


def _figures_page(book: Any, sheet: Sheet) -> None:
    page = book.add_worksheet(SHEET)
    head = book.add_format({"bold": True, "bottom": 2, "text_wrap": True, "valign": "bottom", "locked": True})
    shut = book.add_format({"locked": True, "text_wrap": True, "valign": "top"})
    to_fill = book.add_format({"locked": False, "bg_color": "#FFF7D6", "border": 1, "border_color": "#8A8A8A"})
    wrong = book.add_format({"locked": True, "text_wrap": True, "valign": "top", "bold": True})
    for place, width in enumerate([*_WIDTHS, 60][: len(sheet.headings)]):
        page.set_column(place, place, width)
    for place, heading in enumerate(sheet.headings):
        page.write_string(0, place, heading, head)
    rows = sheet.rows()
    for number, (slot, row) in enumerate(zip(sheet.slots, rows, strict=True), start=1):
        opened = {NUMBER, REASON, *({OUT_OF} if slot.has_out_of else set())}
        for place, cell in enumerate(row):
            style = to_fill if place in opened else wrong if place == len(HEADINGS) else shut
            _write(page, number, place, cell, style)
    page.freeze_panes(1, 2)
    page.data_validation(1, REASON, max(len(rows), 1), REASON, {
        "validate": "list", "source": [name for _, name in sheet.reasons] or ["-"], "ignore_blank": True,
    })  # fmt: skip
    page.protect("", {"format_columns": True, "format_rows": True, "select_locked_cells": True})


def _write(page: Any, row: int, place: int, cell: Any, style: Any) -> None:
    if cell == "":
        page.write_blank(row, place, None, style)
    elif isinstance(cell, int | float):
        page.write_number(row, place, cell, style)
    else:
        page.write_string(row, place, str(cell), style)


def _plain_page(book: Any, name: str, rows: Sequence[Sequence[Any]], *, widths: Sequence[int]) -> None:
    page, wrapped = book.add_worksheet(name), book.add_format({"text_wrap": True, "valign": "top"})
    for place, width in enumerate(widths):
        page.set_column(place, place, width)
    for number, row in enumerate(rows):
        for place, cell in enumerate(row):
            _write(page, number, place, cell, wrapped)


WRITERS: Mapping[str, tuple[Callable[[Sheet], bytes], str]] = {
    "xlsx": (as_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "ods": (as_ods, "application/vnd.oasis.opendocument.spreadsheet"),
    "csv": (as_csv, "text/csv; charset=utf-8"),
}
