"""What a file really is, by its bytes and not by its name."""

import io
import re
import struct
import zipfile
import zlib
from typing import BinaryIO

import puremagic

from lineofsight.engine.tables.errors import FileRefused

NAMES = {"csv": "text table (CSV)", "xlsx": "Excel workbook (XLSX)", "xls": "old Excel workbook (XLS)", "ods": "ODS"}
_EXTENSIONS = {
    "csv": {"csv", "txt", "tsv", "tab", "psv", ""},
    "xlsx": {"xlsx", "xlsm", ""},
    "xls": {"xls", ""},
    "ods": {"ods", ""},
}
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_R_DATA = (b"RDX2", b"RDX3", b"RDA2", b"RDA3")
_HEAD = 65_536
_OTHER_SHEETS = (b"xl/workbook.bin",)
SAVE_AS = "Open it in a spreadsheet program and save it as CSV, XLSX or ODS."


def what_it_is(file: BinaryIO, *, name: str) -> str:
    """`csv`, `xlsx`, `xls` or `ods`. Raises `FileRefused` for anything else, and when the name says otherwise."""
    file.seek(0)
    head = file.read(_HEAD)
    file.seek(0)
    if not head.strip(b"\x00\r\n\t \xef\xbb\xbf\xff\xfe"):
        raise FileRefused("The file is empty.")
    kind = _kind(head, file)
    extension = name.rpartition(".")[2].lower() if "." in name else ""
    if extension not in _EXTENSIONS[kind]:
        raise FileRefused(
            f"The file’s name ends in .{extension}, but it is really an {NAMES[kind]}. Save it again as what it is."
            if kind != "csv"
            else f"The file’s name ends in .{extension}, but it is really plain text. Save it again as what it is."
        )
    return kind


def _kind(head: bytes, file: BinaryIO) -> str:
    if head.startswith(b"PK\x03\x04"):
        return _zipped(file)
    if head.startswith(_OLE):
        return _compound(file)
    if head.startswith(_R_DATA) or head[:3] == b"BZh" or head[:2] == b"\x1f\x8b" or head[:6] == b"\xfd7zXZ\x00":
        raise FileRefused(f"This is a packed file or R’s own data file, which cannot be read here. {SAVE_AS}")
    if head.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")) or _reads_as_text(head):
        return _plain_text(head)
    raise FileRefused(f"This is {_named_by_magic(head)}, not a table. {SAVE_AS}")


def _reads_as_text(head: bytes) -> bool:
    if b"\x00" in head:
        return looks_utf_16(head) != ""
    odd = sum(byte < 32 and byte not in b"\t\n\r\x0b\x0c\x1a\x1b" for byte in head[:4096])
    return odd == 0 and not head.startswith(b"%PDF")


def looks_utf_16(head: bytes) -> str:
    """`utf-16-le` or `utf-16-be` when every other byte is nought, as in Western text without a mark; else ""."""
    sample = head[: len(head[:4096]) // 2 * 2]
    nought_first, nought_second = sample[0::2].count(0), sample[1::2].count(0)
    half = max(len(sample) // 2, 1)
    if nought_second > 0.8 * half and nought_first < 0.1 * half:
        return "utf-16-le"
    return "utf-16-be" if nought_first > 0.8 * half and nought_second < 0.1 * half else ""


def _plain_text(head: bytes) -> str:
    start = re.sub(rb"[\x00\xef\xbb\xbf\xff\xfe]", b"", head[:2048]).lstrip().lower()
    if start.startswith((b"<!doctype html", b"<html", b"<table")):
        raise FileRefused(f"This is a web page, not a table. {SAVE_AS}")
    if start.startswith((b"<?xml", b"<message")):
        raise FileRefused(f"This is an XML file, which cannot be read here. {SAVE_AS}")
    if start.startswith((b"{", b"[{")):
        raise FileRefused("This is a JSON file. Send JSON through the programming interface, or save it as CSV.")
    return "csv"


def _named_by_magic(head: bytes) -> str:
    try:
        found = puremagic.magic_string(head)
    except (puremagic.PureError, ValueError):
        found = []
    return f"a file of the kind “{found[0].name}”" if found and found[0].name else "a file of an unknown kind"


def _zipped(file: BinaryIO) -> str:
    try:
        with zipfile.ZipFile(file) as archive:
            names = set(archive.namelist())
            kind = archive.read("mimetype")[:80] if "mimetype" in names and _small(archive, "mimetype") else b""
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError, RuntimeError, ValueError) as error:
        raise FileRefused("The file is damaged: it cannot be unpacked. Save it again and send the new copy.") from error
    finally:
        file.seek(0)
    if b"opendocument.spreadsheet" in kind:
        return "ods"
    if "xl/workbook.xml" in names:
        return "xlsx"
    other = "a binary Excel workbook (XLSB)" if "xl/workbook.bin" in names else "a packed file or document"
    raise FileRefused(f"This is {other}, which cannot be read here. {SAVE_AS}")


def _small(archive: zipfile.ZipFile, member: str) -> bool:
    return archive.getinfo(member).file_size < 200


def _compound(file: BinaryIO) -> str:
    file.seek(0)
    content = file.read(64 * 1024 * 1024)
    file.seek(0)
    if "EncryptedPackage".encode("utf-16-le") in content or _is_locked_book(content):
        raise FileRefused("The workbook is locked with a password. Take the password off and send it again.")
    if any(name.encode("utf-16-le") + b"\x00\x00" in content for name in ("Workbook", "Book")):
        return "xls"
    raise FileRefused(f"This is an old Office file that is not a workbook. {SAVE_AS}")


def _is_locked_book(content: bytes) -> bool:
    """Whether an old workbook's first records hold the one that says it is enciphered (FILEPASS, 0x2F).

    The reader notices one kind of cipher only, and takes the other for figures.
    """
    for start in range(0, len(content) - 512, 512):
        if content[start : start + 2] == b"\x09\x08" and content[start + 6 : start + 8] == b"\x05\x00":
            at = start
            while at + 4 <= start + 512:
                kind, length = struct.unpack_from("<HH", content, at)
                if kind == 0x2F:
                    return True
                at += 4 + length
    return False


def opened(source: object) -> BinaryIO:
    """The source as an open binary file: a path is opened, bytes are wrapped, a file is taken as it is."""
    if isinstance(source, bytes):
        return io.BytesIO(source)
    if hasattr(source, "read"):
        return source  # type: ignore[return-value]
    try:
        return open(source, "rb")  # type: ignore[call-overload,no-any-return]
    except OSError as error:
        raise FileRefused(f"The file cannot be opened: {error.strerror}.") from error
