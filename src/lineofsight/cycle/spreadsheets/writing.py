"""Spreadsheets on their way out: everything of a kind, the template, and a given file with what is wrong marked in it."""

import csv
import io
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final

from django.utils import timezone

from lineofsight.cycle.spreadsheets.columns import EXAMPLES, Kind
from lineofsight.cycle.spreadsheets.complete import Page
from lineofsight.cycle.spreadsheets.models import SheetImport
from lineofsight.cycle.spreadsheets.planning import Planned
from lineofsight.engine import tables
from lineofsight.foundation.ui.exports import XLSX, csv_cell, plain

CSV: Final = "text/csv; charset=utf-8"
TO_MEND: Final = "What to mend"
_OPTIONS: Final = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_WIDE, _NARROW = 46, 20
_MOST_IN_A_CELL: Final = 32_000

__all__ = ["CSV", "TO_MEND", "XLSX", "as_csv", "as_xlsx", "marked", "template"]


def as_csv(page: Page) -> bytes:
    """One sheet as CSV; what a spreadsheet could run as a formula gets a quote before it, which is taken off on the way in."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([csv_cell(one) for one in page.headings])
    writer.writerows([csv_cell(one) for one in row] for row in page.rows)
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def as_xlsx(pages: Sequence[Page], *, notes: Sequence[tuple[str, str]], title: str) -> bytes:
    """A workbook: the sheets, and a last one of notes. Text is written as text, so that nothing in it can run."""
    import xlsxwriter  # late: only spreadsheets need it

    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, _OPTIONS)
    styles = _styles(book)
    for one in pages:
        _write_page(book.add_worksheet(one.name[:31]), one, styles)
    _write_page(book.add_worksheet("Notes"), Page("Notes", ["What", "Words"], notes), styles)
    book.set_properties({"title": title})
    book.close()
    return target.getvalue()


def _styles(book: Any) -> dict[str, Any]:
    usual = {"text_wrap": True, "valign": "top"}
    return {
        "head": book.add_format({"bold": True, "bottom": 2, "text_wrap": True, "valign": "bottom"}),
        "cell": book.add_format(usual),
        "date": book.add_format({**usual, "num_format": "dd/mm/yyyy"}),
        "moment": book.add_format({**usual, "num_format": "dd/mm/yyyy hh:mm"}),
        "wrong": book.add_format({**usual, "bg_color": "#FBE3DD", "border": 1, "border_color": "#8A8A8A"}),
        "said": book.add_format({**usual, "bold": True}),
    }


def _write_page(sheet: Any, page: Page, styles: Mapping[str, Any]) -> None:
    sheet.freeze_panes(1, 0)
    for at, heading in enumerate(page.headings):
        longest = max((len(str(row[at] or "")) for row in page.rows[:50]), default=len(heading))
        sheet.set_column(at, at, _WIDE if longest > _WIDE else max(_NARROW, min(longest, _WIDE)))
        sheet.write_string(0, at, heading, styles["head"])
    for number, row in enumerate(page.rows, start=1):
        for at, value in enumerate(row):
            _write(sheet, number, at, plain(value), styles)
    if page.headings:
        sheet.autofilter(0, 0, max(len(page.rows), 1), len(page.headings) - 1)


def _write(sheet: Any, row: int, at: int, value: Any, styles: Mapping[str, Any], style: Any = None) -> None:
    if isinstance(value, datetime):
        local = timezone.localtime(value) if timezone.is_aware(value) else value
        sheet.write_datetime(row, at, local.replace(tzinfo=None), styles["moment"])
    elif isinstance(value, date):
        sheet.write_datetime(row, at, value, styles["date"])
    elif isinstance(value, int | float):
        sheet.write_number(row, at, value, style or styles["cell"])
    elif value or style is not None:
        sheet.write_string(row, at, str(value)[:_MOST_IN_A_CELL], style or styles["cell"])


def template(kind: Kind, choices: Mapping[str, Sequence[str]]) -> bytes:
    """An empty sheet with our headings, lists to choose from, and what each column means."""
    import xlsxwriter  # late: only spreadsheets need it

    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, _OPTIONS)
    styles = _styles(book)
    sheet = book.add_worksheet(kind.title[:31])
    _write_page(sheet, Page(kind.title, [one.heading for one in kind.fields], []), styles)
    _write_page(
        book.add_worksheet("What to write"),
        Page(
            "",
            ["Column", "What to write", "Needed"],
            [[one.heading, _hint(kind, one.hint, choices), "Yes" if one.needed else ""] for one in kind.fields],
        ),
        styles,
    )
    lists = book.add_worksheet("Lists")
    for at, field in enumerate(kind.fields):
        if field.is_day:
            sheet.set_column(at, at, _NARROW, styles["date"])
        names = choices.get(field.code, ())
        for row, name in enumerate(names):
            lists.write_string(row, at, name)
        if names and field.code not in {"themes"}:
            letter = tables.letters(at)
            sheet.data_validation(1, at, 2000, at, {
                "validate": "list", "source": f"=Lists!${letter}$1:${letter}${len(names)}", "error_type": "information",
            })  # fmt: skip
    book.set_properties({"title": f"{kind.title}: template"})
    book.close()
    return target.getvalue()


def _hint(kind: Kind, hint: str, choices: Mapping[str, Sequence[str]]) -> str:
    return hint.format(example=EXAMPLES.get(kind.code, ""), kinds=", ".join(choices.get("kind", ())),
                       role_kinds=", ".join(choices.get("role_kind", ())))  # fmt: skip


def marked(taken: SheetImport, planned: Sequence[Planned], *, kind: Kind) -> bytes:
    """The sheet as it was given, with wrong cells tinted and a column that says what to mend; it can be given again."""
    import xlsxwriter  # late: only spreadsheets need it

    rows = taken.sheets.get(taken.sheet, {"rows": []})["rows"]
    by_row = {one.row.number: one for one in planned}
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, _OPTIONS)
    styles = _styles(book)
    sheet = book.add_worksheet((taken.sheet or kind.title)[:31])
    last = _column_to_mend(rows, taken.heading_row)
    sheet.set_column(0, last, _NARROW)
    sheet.set_column(last, last, 80)
    for number, cells in enumerate(rows):
        one = by_row.get(number + 1)
        wrong = _wrong_columns(taken, one)
        for at, cell in enumerate(cells):
            if at != last:
                _write(sheet, number, at, cell, styles, styles["wrong"] if at in wrong else None)
        _write(sheet, number, last, _said(taken, one, kind) if one else "", styles, styles["said"])
    sheet.write_string(taken.heading_row, last, TO_MEND, styles["head"])
    sheet.freeze_panes(taken.heading_row + 1, 0)
    book.close()
    return target.getvalue()


def _column_to_mend(rows: Sequence[Sequence[str]], heading_row: int) -> int:
    """The column of a file that was marked before, else the first free one."""
    headings = list(rows[heading_row]) if rows else []
    return headings.index(TO_MEND) if TO_MEND in headings else max((len(row) for row in rows), default=0)


def _wrong_columns(taken: SheetImport, one: Planned | None) -> set[int]:
    codes = {problem.code for problem in one.row.problems if problem.is_error} if one else set()
    codes |= {code for code, _ in one.doubts} if one else set()
    return {taken.columns[code] for code in codes if code in taken.columns}


def _said(taken: SheetImport, one: Planned, kind: Kind) -> str:
    told = [f"{_cell(taken, one, problem.code, kind)}: {problem.why} {problem.todo}".strip()
            for problem in one.row.problems]  # fmt: skip
    told += [f"{_cell(taken, one, code, kind)}: {words}" for code, words in one.doubts]
    return "\n".join(told)


def _cell(taken: SheetImport, one: Planned, code: str, kind: Kind) -> str:
    column = taken.columns.get(code)
    return f"{tables.letters(column)}{one.row.number}" if column is not None else kind.field(code).heading
