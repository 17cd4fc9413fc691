"""The words of a file that somebody gives: text, CSV, Word, PowerPoint, OpenDocument and workbooks. Reads, and never runs.

For looking through a file before it is kept. Pictures and PDF are not read.
"""

import io
import re
import zipfile
from collections.abc import Iterator
from itertools import pairwise
from pathlib import PurePath
from typing import BinaryIO, Final
from xml.etree import ElementTree

from lineofsight.engine.tables.cells import text_of
from lineofsight.engine.tables.errors import TableError
from lineofsight.engine.tables.kind import what_it_is
from lineofsight.engine.tables.limits import MEBIBYTE, Limits
from lineofsight.engine.tables.text_files import encoding_of
from lineofsight.engine.tables.workbooks import Workbook
from lineofsight.engine.tables.zip_guard import blocks, check_size

MOST_CHARACTERS: Final = 4_000_000
"""Where reading stops: some two thousand pages."""
PLAIN: Final = {"txt", "csv", "tsv", "md", "eml"}
WORKBOOKS: Final = {"xlsx", "ods", "xls"}
PACKED: Final = {"docx", "pptx", "odt", "odp"}
READ: Final = PLAIN | WORKBOOKS | PACKED
_LIMITS = Limits(bytes=64 * MEBIBYTE, unfolded_bytes=200 * MEBIBYTE)
_PARTS = re.compile(
    r"^(word/(document|header\d*|footer\d*|comments|footnotes|endnotes)|ppt/(slides|notesSlides|comments)/\w+|content|styles)"
    r"\.xml$"
)
# Where a word processor, a slide or an OpenDocument text ends a line.
_ENDS_LINE: Final = {"p", "h", "br", "tab", "line-break", "tc", "table-cell"}


class Unreadable(Exception):
    """The file cannot be opened as what its name says; the message is the reason."""


def words_in(file: BinaryIO, *, name: str) -> str | None:
    """Everything that is written in the file, each cell and paragraph on a line; None for a kind that is not read.

    The file is left at its beginning. Raises `Unreadable` for one that is damaged, locked or far too large.
    """
    ending = PurePath(name.replace("\\", "/")).suffix.lower().lstrip(".")
    if ending not in READ:
        return None
    try:
        file.seek(0)
        return _cut(_pieces(file, ending, name))
    except (TableError, zipfile.BadZipFile, ElementTree.ParseError, OSError, ValueError) as error:
        raise Unreadable(f"“{PurePath(name).name}” cannot be opened. Save it again and choose it.") from error
    finally:
        file.seek(0)


def _pieces(file: BinaryIO, ending: str, name: str) -> Iterator[str]:
    if ending in PLAIN:
        return _of_text(file)
    return _of_workbook(file, name) if ending in WORKBOOKS else _of_package(file)


def _cut(pieces: Iterator[str]) -> str:
    """The pieces, up to the limit."""
    whole = io.StringIO()
    for piece in pieces:
        whole.write(piece)
        whole.write("\n")
        if whole.tell() > MOST_CHARACTERS:
            break
    return whole.getvalue()


def _of_text(file: BinaryIO) -> Iterator[str]:
    encoding = encoding_of(file)
    file.seek(0)
    yield io.TextIOWrapper(io.BytesIO(file.read(MOST_CHARACTERS)), encoding=encoding, errors="replace").read()


def _of_workbook(file: BinaryIO, name: str) -> Iterator[str]:
    """Each cell on a line of its own, after the sheet's name: a name stands in one cell, or in two beside each other."""
    book = Workbook(file, what_it_is(file, name=name), limits=_LIMITS)
    for sheet in book.names:
        yield sheet
        for row in book.sheet(sheet).rows:
            cells = [text_of(cell) for cell in row]
            yield from filter(None, [" ".join(pair) for pair in pairwise(cells) if all(pair)])
            yield from filter(None, cells)


def _of_package(file: BinaryIO) -> Iterator[str]:
    check_size(file, _LIMITS)
    with zipfile.ZipFile(file) as archive:
        for member in archive.namelist():
            if _PARTS.search(member):
                yield _words_of(b"".join(blocks(archive, member)))


def _words_of(content: bytes) -> str:
    """The words of a part. A document type is refused, so that no entity can swell or fetch anything."""
    if b"<!DOCTYPE" in content[:4096] or b"<!ENTITY" in content[:4096]:
        raise ValueError("A document type has no place in an Office file.")
    words = _Words()
    parser = ElementTree.XMLParser(target=words)  # noqa: S314 (no entities, see above)
    parser.feed(content)
    parser.close()
    return "".join(words.pieces)


class _Words:
    """Gathers the text between tags, with a line's end where a paragraph or a cell ends."""

    def __init__(self) -> None:
        self.pieces: list[str] = []

    def start(self, tag: str, _: dict[str, str]) -> None:
        # An OpenDocument space of its own.
        if tag.endswith("}s"):
            self.pieces.append(" ")

    def end(self, tag: str) -> None:
        if tag.rpartition("}")[2] in _ENDS_LINE:
            self.pieces.append("\n")

    def data(self, text: str) -> None:
        self.pieces.append(text)

    def close(self) -> None:
        """Nothing is left open."""
