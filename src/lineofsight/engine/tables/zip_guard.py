"""Looks inside a zipped workbook before any reader does: how large it would grow, how wide its sheets are, its errors.

A workbook of 0.8 MB can unfold to 1.4 GB, and one stray cell in the last corner of a sheet makes a reader set up
seventeen thousand million cells. Both are seen here from the packed file, in small memory.
"""

import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

from lineofsight.engine.tables.columns import position_of
from lineofsight.engine.tables.errors import FileRefused
from lineofsight.engine.tables.limits import MEBIBYTE, Limits

_BLOCK = 1 * MEBIBYTE
_DAMAGED = "The workbook is damaged: it cannot be unpacked. Save it again and send the new copy."
_LOCKED = "The workbook is locked with a password. Take the password off and send it again."

_SHEET = re.compile(rb"<(?:\w+:)?sheet\b[^>]*>")
_ATTRIBUTE = re.compile(rb'([\w:]+)="([^"]*)"')
_CELL = re.compile(rb'<(?:\w+:)?c\b[^>]*?\br="([A-Z]{1,3})(\d{1,7})"([^>]*?)(/?)>')
_ROW_REPEAT = re.compile(rb'number-rows-repeated="(\d+)"')
_COLUMN_REPEAT = re.compile(
    rb'number-columns-repeated="(\d+)"[^>]*value-type=|value-type=[^>]*number-columns-repeated="(\d+)"'
)

CellErrors = dict[tuple[int, int], str]
"""(row from 1, column from 0) → what is wrong with the cell."""


@dataclass(slots=True)
class SheetFacts:
    """What the packed XML of one sheet shows: its farthest row and column (from 1), and cells without a true figure."""

    rows: int = 0
    columns: int = 0
    errors: CellErrors = field(default_factory=dict)


def check_size(file: BinaryIO, limits: Limits) -> None:
    """Refuse a workbook that would unfold beyond the limits, whether its own list of contents says so or hides it."""
    try:
        with zipfile.ZipFile(file) as archive:
            _check_declared(archive, limits)
            for member in archive.infolist():
                _check_true(archive, member)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError) as error:
        raise FileRefused(_DAMAGED) from error
    finally:
        file.seek(0)


def _check_declared(archive: zipfile.ZipFile, limits: Limits) -> None:
    members = archive.infolist()
    if any(member.flag_bits & 1 for member in members):
        raise FileRefused(_LOCKED)
    unfolded = sum(member.file_size for member in members)
    packed = max(sum(member.compress_size for member in members), 1)
    if unfolded > limits.unfolded_bytes or (
        unfolded > limits.small_bytes and unfolded / packed > limits.unfolded_ratio
    ):
        raise FileRefused(
            f"The workbook would grow from {packed / MEBIBYTE:.1f} MB to {unfolded / MEBIBYTE:,.0f} MB when opened, "
            "which is too much. Save only the sheet that is needed, as CSV."
        )


def _check_true(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> None:
    """A member that is longer than it says fails here: unpacking stops at the stated size and the checksum is wrong."""
    try:
        for _ in blocks(archive, member.filename):
            pass
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
        raise FileRefused(_DAMAGED) from error
    except RuntimeError as error:
        raise FileRefused(_LOCKED) from error


def blocks(archive: zipfile.ZipFile, member: str) -> Iterator[bytes]:
    """A member in pieces."""
    with archive.open(member) as stream:
        while block := stream.read(_BLOCK):
            yield block


def texts(file: BinaryIO) -> Iterator[bytes]:
    """Everything that is written in a packed workbook's XML, in pieces."""
    with zipfile.ZipFile(file) as archive:
        for member in archive.namelist():
            if member.endswith(".xml"):
                yield from blocks(archive, member)
                yield b"\n"
    file.seek(0)


def _pieces(archive: zipfile.ZipFile, member: str) -> Iterator[bytes]:
    """A member in pieces that end where a tag ends, so that no cell is cut in two."""
    left = b""
    for block in blocks(archive, member):
        whole = left + block
        cut = whole.rfind(b"<c ") if b"<c " in whole else whole.rfind(b"<")
        yield whole[:cut]
        left = whole[cut:]
    yield left


def xlsx_sheets(file: BinaryIO, limits: Limits) -> dict[str, SheetFacts]:
    """Facts about each sheet of an XLSX by name. Raises when a sheet is larger than the limits."""
    with zipfile.ZipFile(file) as archive:
        names = set(archive.namelist())
        workbook = archive.read("xl/workbook.xml")
        rels = archive.read("xl/_rels/workbook.xml.rels") if "xl/_rels/workbook.xml.rels" in names else b""
        never_worked_out = re.search(rb'fullCalcOnLoad="(?:1|true)"', workbook) is not None
        targets = _targets(rels)
        found = {}
        for tag in _SHEET.findall(workbook):
            given = dict(_ATTRIBUTE.findall(tag))
            member = targets.get(given.get(b"r:id", b""), "")
            if member in names and member.startswith("xl/worksheets/"):
                name = _unescaped(given.get(b"name", b"").decode("utf-8", "replace"))
                found[name] = _facts(archive, member, name, limits, never_worked_out=never_worked_out)
    file.seek(0)
    return found


def _targets(rels: bytes) -> dict[bytes, str]:
    given = (dict(_ATTRIBUTE.findall(tag)) for tag in re.findall(rb"<Relationship\b[^>]*>", rels))
    paths = {entry.get(b"Id", b""): entry.get(b"Target", b"").decode("utf-8", "replace") for entry in given}
    return {key: path.lstrip("/") if path.startswith("/") else f"xl/{path}" for key, path in paths.items()}


def _unescaped(text: str) -> str:
    for code, sign in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&apos;", "'"), ("&amp;", "&")):
        text = text.replace(code, sign)
    return text


def _facts(archive: zipfile.ZipFile, member: str, sheet: str, limits: Limits, *, never_worked_out: bool) -> SheetFacts:
    facts, widths = SheetFacts(), set()
    for piece in _pieces(archive, member):
        found = re.findall(rb'\br="([A-Z]{1,3})\d', piece)
        widths.update(found)
        if rows := re.findall(rb'<(?:\w+:)?row\b[^>]*?\br="(\d+)"', piece):
            facts.rows = max(facts.rows, *(int(row) for row in rows), 0)
        if b't="e"' in piece or b"<f" in piece:
            _note_errors(piece, facts.errors, never_worked_out=never_worked_out)
    facts.columns = max((position_of(width.decode()) + 1 for width in widths), default=0)
    check_area(sheet, facts.rows, facts.columns, limits)
    return facts


def check_area(sheet: str, rows: int, columns: int, limits: Limits) -> None:
    """Refuse a sheet whose used area is beyond the limits."""
    if rows * columns > limits.cells or columns > limits.columns or rows > limits.rows:
        raise FileRefused(
            f"The sheet “{sheet}” reaches to row {rows:,} and column {columns:,}, which is too large to read. "
            "Delete stray cells far from the table, or save the sheet as CSV.",
            sheet=sheet,
        )


def _note_errors(piece: bytes, errors: CellErrors, *, never_worked_out: bool) -> None:
    for found in _CELL.finditer(piece):
        place = (int(found[2]), position_of(found[1].decode()))
        if b't="e"' in found[0]:
            errors[place] = "holds a spreadsheet error such as #N/A or #DIV/0!"
        elif not found[4]:
            end = piece.find(b"</c>", found.end())
            body = piece[found.end() : end if end >= 0 else found.end() + 500]
            if b"<f" in body and (never_worked_out or not re.search(rb"<v>[^<]", body)):
                errors[place] = "holds a formula that no spreadsheet program has worked out; open the file and save it"


def check_ods(file: BinaryIO, limits: Limits) -> None:
    """Refuse a locked ODS, and one that repeats a filled cell or row so often that it would not fit in memory."""
    with zipfile.ZipFile(file) as archive:
        if "content.xml" not in archive.namelist():
            raise FileRefused(_DAMAGED)
        if "META-INF/manifest.xml" in archive.namelist() and b"encryption-data" in archive.read(
            "META-INF/manifest.xml"
        ):
            raise FileRefused(_LOCKED)
        cells = 0
        for piece in _rows_of_ods(archive):
            repeats = [int(a or b) for a, b in _COLUMN_REPEAT.findall(piece)]
            filled = b"value-type=" in piece
            rows = _ROW_REPEAT.search(piece[:400])
            cells += (sum(repeats) + 1) * (int(rows[1]) if rows else 1) if filled else 0
            if cells > limits.cells:
                raise FileRefused("The workbook repeats filled cells so often that it cannot be read.")
    file.seek(0)


def _rows_of_ods(archive: zipfile.ZipFile) -> Iterator[bytes]:
    left = b""
    for block in blocks(archive, "content.xml"):
        parts = (left + block).split(b"<table:table-row")
        yield from parts[:-1]
        left = parts[-1]
    yield left
