"""Tables as files: CSV that no spreadsheet takes for a formula, and XLSX with numbers as numbers."""

from __future__ import annotations

import csv
import datetime as dt
import re
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.http import FileResponse, StreamingHttpResponse
from django.utils import timezone
from django.utils.html import strip_tags
from django.utils.safestring import SafeString

BYTE_ORDER_MARK = "\ufeff"
_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class Sheet:
    """A table as it goes into a file; `rows` is read once."""

    name: str
    title: str
    notes: list[tuple[str, str]]
    heads: list[str]
    rows: Iterable[list[Any]]


def plain(value: Any) -> Any:
    """The value for a cell: numbers and dates stay what they are, markup becomes text, None an empty cell."""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if value is None:
        return ""
    if isinstance(value, int | float | Decimal | dt.date):
        return value
    return strip_tags(value) if isinstance(value, SafeString) else str(value)


def csv_cell(value: Any) -> Any:
    """A cell that no spreadsheet runs: text that could start a formula gets a leading quote; numbers stay numbers."""
    cell = plain(value)
    if isinstance(cell, dt.datetime):
        return (timezone.localtime(cell) if timezone.is_aware(cell) else cell).strftime("%Y-%m-%d %H:%M")
    if isinstance(cell, dt.date):
        return cell.isoformat()
    if isinstance(cell, str) and cell.startswith(_STARTS_A_FORMULA):
        return f"'{cell}"
    return cell


class _Line:
    """Gives `csv.writer` somewhere to write, and us the line back."""

    def write(self, text: str) -> str:
        return text


def csv_lines(sheet: Sheet) -> Iterator[str]:
    """The file line by line: title, notes, an empty line, heads, rows."""
    writer = csv.writer(_Line())
    yield BYTE_ORDER_MARK + writer.writerow([csv_cell(sheet.title)])
    for note in sheet.notes:
        yield writer.writerow([csv_cell(text) for text in note])
    yield writer.writerow([])
    yield writer.writerow([csv_cell(head) for head in sheet.heads])
    for row in sheet.rows:
        yield writer.writerow([csv_cell(value) for value in row])


def csv_response(sheet: Sheet) -> StreamingHttpResponse:
    response = StreamingHttpResponse(csv_lines(sheet), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{file_name(sheet.name)}.csv"'
    return response


def file_name(name: str) -> str:
    return re.sub(r"[^A-Za-z0-9-]+", "-", name).strip("-") or "table"


def xlsx_response(sheet: Sheet) -> FileResponse:
    """Written row by row to a temporary file, which goes when the answer has been sent."""
    target = tempfile.TemporaryFile()  # noqa: SIM115
    write_xlsx(sheet, target)
    target.seek(0)
    return FileResponse(target, as_attachment=True, filename=f"{file_name(sheet.name)}.xlsx", content_type=XLSX)


def write_xlsx(sheet: Sheet, target: Any) -> None:
    """One sheet with the table, and a sheet of notes."""
    import xlsxwriter  # late: only exports need it

    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(target, {**options, "strings_to_numbers": False, "remove_timezone": True})
    formats = {
        "head": book.add_format({"bold": True, "bottom": 2, "text_wrap": True, "valign": "bottom"}),
        "date": book.add_format({"num_format": "d mmm yyyy"}),
        "moment": book.add_format({"num_format": "d mmm yyyy hh:mm"}),
    }
    _write_table(book.add_worksheet("Table"), sheet, formats)
    _write_notes(book.add_worksheet("Notes"), sheet, formats)
    book.set_properties({"title": sheet.title})
    book.close()


def _write_table(page: Any, sheet: Sheet, formats: dict[str, Any]) -> None:
    page.freeze_panes(1, 0)
    for place, head in enumerate(sheet.heads):
        page.set_column(place, place, max(12, min(40, len(head) + 6)))
        page.write_string(0, place, head, formats["head"])
    last = 0
    for last, row in enumerate(sheet.rows, start=1):
        for place, value in enumerate(row):
            _write_cell(page, last, place, plain(value), formats)
    if sheet.heads:
        page.autofilter(0, 0, last, len(sheet.heads) - 1)


def _write_cell(page: Any, row: int, place: int, value: Any, formats: dict[str, Any]) -> None:
    if isinstance(value, dt.datetime):
        local = timezone.localtime(value) if timezone.is_aware(value) else value
        page.write_datetime(row, place, local.replace(tzinfo=None), formats["moment"])
    elif isinstance(value, dt.date):
        page.write_datetime(row, place, value, formats["date"])
    elif isinstance(value, int | float | Decimal):
        page.write_number(row, place, value)
    elif value:
        page.write_string(row, place, value)


def _write_notes(page: Any, sheet: Sheet, formats: dict[str, Any]) -> None:
    page.set_column(0, 0, 14)
    page.set_column(1, 1, 90)
    page.write_string(0, 0, sheet.title, formats["head"])
    for row, (label, text) in enumerate(sheet.notes, start=1):
        page.write_string(row, 0, label)
        page.write_string(row, 1, text)
