"""Text tables as they come: any usual encoding, byte-order marks, commas, semicolons, tabs or bars."""

import codecs
import csv
import io
from collections.abc import Iterator
from typing import BinaryIO

from lineofsight.engine.tables.errors import FileRefused
from lineofsight.engine.tables.kind import looks_utf_16
from lineofsight.engine.tables.limits import MEBIBYTE, Limits

DELIMITERS = (",", ";", "\t", "|")
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_FIELD_LIMIT = 1 * MEBIBYTE


def encoding_of(file: BinaryIO) -> str:
    """The encoding: by its mark, else UTF-8 if every byte fits, else Windows-1252. Raises when none of them fits."""
    file.seek(0)
    head = file.read(65_536)
    for mark, encoding in _MARKS:
        if head.startswith(mark):
            return _checked(file, encoding)
    if encoding := looks_utf_16(head):
        return _checked(file, encoding)
    return "utf-8" if _misfit(file, "utf-8") is None else _checked(file, "cp1252")


def _checked(file: BinaryIO, encoding: str) -> str:
    line = _misfit(file, encoding)
    if line is not None:
        raise FileRefused(
            f"Line {line} holds letters in an encoding that is not known. Save the file as “CSV UTF-8”.", row=line
        )
    return encoding


def _misfit(file: BinaryIO, encoding: str) -> int | None:
    """The line of the first byte that does not fit the encoding; None when all do."""
    file.seek(0)
    decoder, lines = codecs.getincrementaldecoder(encoding)("strict"), 1
    while True:
        block = file.read(4 * MEBIBYTE)
        try:
            decoder.decode(block, final=not block)
        except UnicodeDecodeError as error:
            return lines + block[: error.start].count(b"\n")
        if not block:
            file.seek(0)
            return None
        lines += block.count(b"\n")


def delimiter_of(sample: str) -> str:
    """The sign between cells: the one that cuts most lines of the sample into the same number (over one) of cells."""
    first = sample.split("\n", 1)[0].strip()
    if first.lower().startswith("sep=") and len(first) == 5:
        return first[4]
    return max(DELIMITERS, key=lambda sign: _evenness(sample, sign))


def _evenness(sample: str, sign: str) -> tuple[int, int]:
    try:
        widths = [len(row) for row in csv.reader(io.StringIO(sample), delimiter=sign) if row][:-1] or [1]
    except csv.Error:
        return (0, 0)
    common = max(set(widths), key=lambda width: (widths.count(width), width))
    return (widths.count(common) * (common > 1), common)


def text_rows(file: BinaryIO, *, limits: Limits, encoding: str = "") -> Iterator[list[str]]:
    """The rows of a text table, blank ones included, so that row numbers are those a spreadsheet shows."""
    text = io.TextIOWrapper(file, encoding=encoding or encoding_of(file), newline="")
    try:
        sample = text.read(65_536)
        text.seek(0)
        csv.field_size_limit(_FIELD_LIMIT)
        reader = csv.reader(text, delimiter=delimiter_of(sample + "\n"))
        yield from _capped(reader, limits)
    finally:
        if not text.closed:
            text.detach()


def _capped(reader: Iterator[list[str]], limits: Limits) -> Iterator[list[str]]:
    number = 0
    try:
        for number, row in enumerate(reader, start=1):
            if number == 1 and len(row) > limits.columns:
                raise FileRefused(f"The file has {len(row):,} columns; {limits.columns:,} can be read.", row=1)
            if number > limits.rows:
                raise FileRefused(f"The file has more than {limits.rows:,} rows.", row=number)
            yield row
    except csv.Error as error:
        raise FileRefused(
            f"Row {number + 1} cannot be cut into cells. A quotation mark there, or just above, may never be closed.",
            row=number + 1,
        ) from error
