"""Small files and recipes for the tests of tables, the old Excel format written by hand included."""

import io
import struct
import zipfile
from collections.abc import Sequence

import xlsxwriter

from lineofsight.engine import tables

SIMPLE = """
title = "Referrals"

[area]
column = "area_code"

[period]
type = "month"
column = "month"

[[measure]]
code = "re-referrals"
numerator = "again"
denominator = "referrals"
"""

COUNTS = """
title = "Counts"

[area]
column = "area"
scheme = "as_written"

[period]
type = "calendar_year"
value = "2024"

[[measure]]
code = "n"
value = "count"
"""


def read_text(text: str, recipe: str = COUNTS, *, encoding: str = "utf-8", name: str = "file.csv") -> tables.Reading:
    """A reading of a CSV that is written here."""
    return tables.read(text.encode(encoding), tables.parse_recipe(recipe), name=name)


def figures(reading: tables.Reading) -> list[tuple[str, float | None, str]]:
    """Area, value and state of each observation."""
    return [(seen.area, seen.value, seen.state) for seen in reading.observations]


def reasons(reading: tables.Reading) -> list[tuple[str, str]]:
    """Place and reason of each refusal."""
    return [(f"{refusal.column}{refusal.row}", refusal.reason) for refusal in reading.refusals]


def workbook(rows: Sequence[Sequence[object]], *, sheet: str = "Sheet1") -> bytes:
    """An XLSX of one sheet."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"strings_to_formulas": False})
    page = book.add_worksheet(sheet)
    for number, row in enumerate(rows):
        page.write_row(number, 0, row)
    book.close()
    return out.getvalue()


def open_document(rows: Sequence[Sequence[object]], *, repeat: int = 1, locked: bool = False) -> bytes:
    """An ODS of one sheet. `repeat`: how often each filled cell is said to repeat. `locked`: as if with a password."""
    out = io.BytesIO()
    cells = "".join(
        f"<table:table-row>{''.join(_ods_cell(cell, repeat) for cell in row)}</table:table-row>" for row in rows
    )
    names = "".join(
        f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
    )
    sheet = f'<table:table table:name="Sheet1">{cells}</table:table>'
    body = f"<office:body><office:spreadsheet>{sheet}</office:spreadsheet></office:body>"
    locks = '<manifest:encryption-data manifest:checksum="x"/>' if locked else ""
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", f"<manifest:manifest>{locks}</manifest:manifest>")
        archive.writestr(
            "content.xml", f"<?xml version='1.0'?><office:document-content{names}>{body}</office:document-content>"
        )
    return out.getvalue()


def _ods_cell(cell: object, repeat: int) -> str:
    times = f' table:number-columns-repeated="{repeat}"' if repeat > 1 else ""
    if isinstance(cell, str):
        return f'<table:table-cell{times} office:value-type="string"><text:p>{cell}</text:p></table:table-cell>'
    return f'<table:table-cell{times} office:value-type="float" office:value="{cell}"><text:p>{cell}</text:p></table:table-cell>'


def old_workbook(rows: Sequence[Sequence[object]], *, locked: bool = False) -> bytes:
    """An XLS (BIFF8 in a compound file) of one sheet, of numbers and short texts. `locked`: as if with a password."""

    def record(kind: int, body: bytes) -> bytes:
        return struct.pack("<HH", kind, len(body)) + body

    begin = struct.pack("<HHHHII", 0x0600, 0x0005, 0, 0, 0, 0)
    name = b"Sheet1"
    lock = record(0x002F, struct.pack("<HHH", 0, 1, 1)) if locked else b""
    head = record(0x0809, begin) + lock + record(0x0042, struct.pack("<H", 1200))
    sheet_record = 4 + 8 + len(name)
    start = len(head) + sheet_record + 4
    head += record(0x0085, struct.pack("<IBBBB", start, 0, 0, len(name), 0) + name) + record(0x000A, b"")
    body = record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0, 0, 0, 0))
    body += record(0x0200, struct.pack("<IIHHH", 0, len(rows), 0, max(map(len, rows)), 0))
    for at, row in enumerate(rows):
        for column, cell in enumerate(row):
            place = struct.pack("<HHH", at, column, 0)
            if isinstance(cell, str):
                text = cell.encode("latin-1")
                body += record(0x0204, place + struct.pack("<HB", len(text), 0) + text)
            else:
                body += record(0x0203, place + struct.pack("<d", float(cell)))  # type: ignore[arg-type]
    return _compound(head + body + record(0x000A, b""), "Workbook")


def compound_with(stream: str) -> bytes:
    """A compound file with one empty stream of this name (EncryptedPackage: a locked workbook)."""
    return _compound(b"\x00" * 4096, stream)


def _compound(stream: bytes, name: str) -> bytes:
    stream = stream.ljust(max(len(stream), 4096) + -max(len(stream), 4096) % 512, b"\x00")
    sectors = len(stream) // 512
    free, end = 0xFFFFFFFF, 0xFFFFFFFE
    chain = [0xFFFFFFFD, end, *range(3, sectors + 2), end]
    table = struct.pack("<128I", *(chain + [free] * (128 - len(chain))))

    def entry(text: str, kind: int, child: int, first: int, size: int) -> bytes:
        label = text.encode("utf-16-le") + b"\x00\x00" if text else b""
        body = label.ljust(64, b"\x00") + struct.pack("<HBBIII", len(label), kind, 1, free, free, child)
        return body + b"\x00" * 36 + struct.pack("<III", first, size, 0)

    folder = entry("Root Entry", 5, 1, end, 0) + entry(name, 2, free, 2, len(stream)) + entry("", 0, free, 0, 0) * 2
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 16
    header += struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + b"\x00" * 6
    header += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, end, 0, end, 0)
    header += struct.pack("<109I", 0, *[free] * 108)
    return header + table + folder + stream
