"""The words in a file, as far as they can be read without opening it in a program."""

import zipfile
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

LARGEST_PART = 50 * 1024 * 1024
"""A part of a packed file that would grow larger than this is not looked into."""


def texts_of(file: Any) -> Iterator[str]:
    """The text of a plain file, or of each XML part of a packed one (XLSX, DOCX, ODS). The file is read from its beginning."""
    file.seek(0)
    if not zipfile.is_zipfile(file):
        file.seek(0)
        yield file.read(LARGEST_PART).decode("utf-8", "replace")
        return
    with suppress(zipfile.BadZipFile, NotImplementedError, RuntimeError), zipfile.ZipFile(file) as packed:
        for part in packed.infolist():
            if part.filename.endswith((".xml", ".csv", ".txt")) and part.file_size <= LARGEST_PART:
                yield without_tags(packed.read(part).decode("utf-8", "replace"))


def without_tags(xml: str) -> str:
    """The words of an XML part; tags become spaces, so that words in neighbouring cells stay apart."""
    return " ".join(piece.partition(">")[2] if ">" in piece else piece for piece in xml.split("<"))
