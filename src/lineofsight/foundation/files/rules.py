"""What may be given as evidence, and how long it counts. Pure."""

from collections.abc import Iterable
from datetime import date
from pathlib import PurePath
from typing import Final

MARKINGS: Final = ("OFFICIAL", "OFFICIAL-SENSITIVE")
SENSITIVE: Final = "OFFICIAL-SENSITIVE"

# Ending → what a browser is told, and what the file begins with (one of these; empty: any).
_OFFICE = "application/vnd.openxmlformats-officedocument"
_OPEN = "application/vnd.oasis.opendocument"
_ZIP, _OLD = (b"PK\x03\x04",), (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",)
ALLOWED: Final[dict[str, tuple[str, tuple[bytes, ...]]]] = {
    "pdf": ("application/pdf", (b"%PDF-",)),
    "docx": (f"{_OFFICE}.wordprocessingml.document", _ZIP),
    "xlsx": (f"{_OFFICE}.spreadsheetml.sheet", _ZIP),
    "pptx": (f"{_OFFICE}.presentationml.presentation", _ZIP),
    "odt": (f"{_OPEN}.text", _ZIP),
    "ods": (f"{_OPEN}.spreadsheet", _ZIP),
    "odp": (f"{_OPEN}.presentation", _ZIP),
    "csv": ("text/csv", ()),
    "txt": ("text/plain", ()),
    "png": ("image/png", (b"\x89PNG\r\n\x1a\n",)),
    "jpg": ("image/jpeg", (b"\xff\xd8\xff",)),
    "jpeg": ("image/jpeg", (b"\xff\xd8\xff",)),
    "eml": ("message/rfc822", ()),
    "msg": ("application/vnd.ms-outlook", _OLD),
}
TYPES_IN_WORDS: Final = (
    "PDF, Word (.docx), Excel (.xlsx), PowerPoint (.pptx), OpenDocument, CSV, text, PNG, JPEG, e-mail (.eml, .msg)"
)
_SAVE_AS: Final = {
    "doc": ".docx",
    "xls": ".xlsx",
    "ppt": ".pptx",
    "docm": ".docx",
    "xlsm": ".xlsx",
    "pptm": ".pptx",
    "rtf": ".docx",
}
PLAIN: Final = {"csv", "txt", "eml"}


def ending_of(name: str) -> str:
    """The ending of a file's name in small letters, without the dot."""
    return PurePath(name.replace("\\", "/")).suffix.lower().lstrip(".")


def shown_name(name: str) -> str:
    """The name without folders and without letters that no file name holds."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    kept = "".join(letter for letter in last if letter.isprintable() and letter not in '<>:"|?*').strip(" .")
    return kept[-200:] or "file"


def media_type_of(name: str) -> str:
    """What a browser is told; never what the sender's browser said."""
    return ALLOWED.get(ending_of(name), ("application/octet-stream", ()))[0]


def why_not_take(name: str, *, size: int, head: bytes, largest_megabytes: int) -> str | None:
    """The reason why a file cannot be taken, as its owner can read it, or None. `head`: its first bytes."""
    ending, shown = ending_of(name), shown_name(name)
    if ending in _SAVE_AS:
        return f"“{shown}” is of an old kind or may hold macros. Save it as {_SAVE_AS[ending]} and choose the new file."
    if ending not in ALLOWED:
        return f"“{shown}” cannot be taken. These can: {TYPES_IN_WORDS}."
    if size == 0:
        return f"“{shown}” is empty. Choose another file."
    if size > largest_megabytes * 1024 * 1024:
        return f"“{shown}” is larger than {largest_megabytes} MB. Choose a smaller file, or give a link to it."
    return _why_not_inside(ending, shown, head)


def _why_not_inside(ending: str, shown: str, head: bytes) -> str | None:
    beginnings = ALLOWED[ending][1]
    if beginnings and not head.startswith(beginnings):
        locked = " It may be locked with a password." if head.startswith(_OLD) else ""
        wrong = f"“{shown}” is not what its name says: its content is not that of a .{ending} file."
        return f"{wrong}{locked} Save it again and choose it."
    if ending in PLAIN and b"\x00" in head and not head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return f"“{shown}” is not what its name says: it holds no text. Save it again and choose it."
    return None


def why_not_dates(*, evidence_date: date | None, expires_on: date | None, today: date) -> str | None:
    """The reason why these dates cannot be right, or None."""
    if evidence_date is not None and evidence_date > today:
        return "Evidence is of a day that is over. Enter today or an earlier day."
    if evidence_date is not None and expires_on is not None and expires_on < evidence_date:
        return "Evidence cannot run out before the day that it is of."
    return None


def is_expired(expires_on: date | None, *, today: date) -> bool:
    """True from the day after the last on which the evidence counts."""
    return expires_on is not None and expires_on < today


def is_sensitive(marking: str) -> bool:
    """True when a look at it belongs in the trail."""
    return "SENSITIVE" in marking.upper()


def strongest(markings: Iterable[str]) -> str:
    """The marking for a page that shows all of these."""
    found = list(markings)
    return SENSITIVE if any(is_sensitive(marking) for marking in found) else "OFFICIAL"


def can_be_read(name: str) -> bool:
    """True for files whose words can be looked through: plain text and packed office files, not PDFs and pictures."""
    return ending_of(name) in {*PLAIN, "docx", "xlsx", "pptx", "odt", "ods", "odp"}
