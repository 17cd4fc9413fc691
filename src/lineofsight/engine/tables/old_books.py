"""Old Excel workbooks (XLS), read in a process of their own.

A damaged one can make the reader stop the whole process, or ask for all memory there is; it has no packed parts that
could be measured first. The child process has a cap on memory and time, gets the file by a pipe and answers by a pipe:
nothing is written to disk.
"""

import contextlib
import datetime
import io
import json
import subprocess
import sys

from lineofsight.engine.tables.errors import FileRefused
from lineofsight.engine.tables.limits import MEBIBYTE

MEMORY = 2_048 * MEBIBYTE
SECONDS = 60
DAMAGED = "The workbook is damaged or far too large: it cannot be opened. Save it as XLSX or CSV and send the new copy."
LOCKED = "The workbook is locked with a password. Take the password off and send it again."

Rows = list[list[object]]


def sheets_of_old_book(data: bytes, *, cells: int) -> dict[str, Rows]:
    """The rows of every sheet by name, sheets of more than so many cells refused."""
    command = [sys.executable, "-m", "lineofsight.engine.tables.old_books", str(cells)]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=SECONDS, check=True)  # noqa: S603
        answer = json.loads(done.stdout)
    except (subprocess.SubprocessError, ValueError) as error:
        raise FileRefused(DAMAGED) from error
    if isinstance(answer, str):
        raise FileRefused(answer)
    return {name: [[_read(cell) for cell in row] for row in rows] for name, rows in answer}


def _read(cell: object) -> object:
    return datetime.datetime.fromisoformat(cell["day"]) if isinstance(cell, dict) else cell


def _written(cell: object) -> object:
    if isinstance(cell, datetime.datetime | datetime.date):
        return {"day": cell.isoformat()}
    if isinstance(cell, bool):
        return str(cell).upper()
    return cell if isinstance(cell, str | float | int) else "" if cell is None else str(cell)


def _answer(data: bytes, cells: int) -> str | list[tuple[str, Rows]]:
    from python_calamine import CalamineWorkbook, PasswordError

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    except PasswordError:
        return LOCKED
    found: list[tuple[str, Rows]] = []
    for name in book.sheet_names:
        sheet = book.get_sheet_by_name(name)
        if sheet.total_height * sheet.total_width > cells:
            return DAMAGED
        found.append((name, [[_written(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]))
    return found


def main() -> None:
    """Read a workbook from standard input and write its sheets, or a reason, to standard output as JSON."""
    with contextlib.suppress(ImportError):  # not on Windows
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    json.dump(_answer(sys.stdin.buffer.read(), int(sys.argv[1])), sys.stdout)


if __name__ == "__main__":
    main()
