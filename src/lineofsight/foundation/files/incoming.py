"""A file that somebody gives, before anything is kept: its name, size, hash, what it is, and what the virus checker says."""

import hashlib
import zipfile
from dataclasses import dataclass
from typing import Any

from lineofsight.foundation.files import rules
from lineofsight.foundation.files.scanning import Scanned, ScannerSilent, scan

HEAD = 4096
PIECE = 1024 * 1024


class NotTaken(Exception):
    """A file or link cannot be taken; the message is the reason that its owner can be shown."""


@dataclass(frozen=True, slots=True)
class Given:
    """A file that was looked at and may be kept."""

    file: Any
    name: str
    media_type: str
    size: int
    sha256: str
    scanned: Scanned


def looked_at(upload: Any, *, largest_megabytes: int, clamd: str = "") -> Given:
    """The upload, when it may be kept. NotTaken with the reason when not. Call it outside of a transaction: scanning takes time.

    `clamd`: address of the virus checker, none where none is configured; one that does not answer lets nothing in.
    """
    name = rules.shown_name(upload.name or "")
    upload.seek(0)
    head = upload.read(HEAD)
    why_not = rules.why_not_take(name, size=upload.size, head=head, largest_megabytes=largest_megabytes)
    if why_not is None and head.startswith(b"PK"):
        why_not = _why_not_packed(upload, name)
    if why_not:
        raise NotTaken(why_not)
    scanned = _scanned(upload, name, clamd)
    return Given(upload, name, rules.media_type_of(name), upload.size, sha256_of(upload), scanned)


def _scanned(upload: Any, name: str, clamd: str) -> Scanned:
    try:
        scanned = scan(upload, clamd=clamd)
    except ScannerSilent as silent:
        raise NotTaken(
            "The virus checker does not answer, so nothing was kept. Try again in ten minutes, or tell the Business Team."
        ) from silent
    if scanned.result == "infected":
        raise NotTaken(
            f"The virus checker found malware in “{name}” ({scanned.found}). It was not kept. "
            "Tell whoever looks after your computer."
        )
    return scanned


def _why_not_packed(upload: Any, name: str) -> str | None:
    """Office files are packed folders: this one must open, be one of its kind, and hold no macro."""
    try:
        upload.seek(0)
        with zipfile.ZipFile(upload) as packed:
            names = set(packed.namelist())
    except (zipfile.BadZipFile, OSError, ValueError):
        return f"“{name}” is damaged: it cannot be opened. Save it again and choose it."
    if any(part.lower().endswith("vbaproject.bin") or part.startswith("Basic/") for part in names):
        return f"“{name}” holds macros. Save it without them and choose the new file."
    if not names & {"[Content_Types].xml", "mimetype"}:
        return f"“{name}” is not what its name says: it is a packed folder. Choose the files in it one by one."
    return None


def sha256_of(file: Any) -> str:
    """The hash of the whole file, which is left at its beginning."""
    file.seek(0)
    digest = hashlib.sha256()
    while piece := file.read(PIECE):
        digest.update(piece)
    file.seek(0)
    return digest.hexdigest()
