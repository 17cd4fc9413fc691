"""Writes a backup: one archive with a manifest, a file of lines for each table, and the files that people gave."""

import contextlib
import hashlib
import json
import os
import zipfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from django.db import connection, transaction

from lineofsight import __version__
from lineofsight.config.keeping.tables import Sum, lines, migrations, tables

FORMAT = 1
MANIFEST = "manifest.json"


class CannotKeep(Exception):
    """The backup cannot be made or restored; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup holds. `content_hash` covers every row and every file, and nothing else."""

    format: int
    version: str
    made_at: str
    migrations: list[str]
    tables: dict[str, int]
    files: int
    content_hash: str

    @property
    def rows(self) -> int:
        """Rows of all tables together."""
        return sum(self.tables.values())


def content_hash(sums: dict[str, Sum], files: dict[str, str]) -> str:
    """One hash of all tables (empty ones do not count) and files."""
    facts = {"tables": {name: str(total) for name, total in sums.items() if total.count}, "files": files}
    return hashlib.sha256(json.dumps(facts, sort_keys=True).encode("utf-8")).hexdigest()


def make(target: Path, *, files: Path, now: datetime) -> Manifest:
    """Write the backup to the target, whole or not at all. CannotKeep when there is such a file already."""
    if target.exists():
        raise CannotKeep(f"{target} exists already. Choose another name, or move it away.")
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = target.with_name(f"{target.name}.part")
    try:
        descriptor = os.open(draft, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w+b") as handle:
            manifest = _write(handle, files=files, now=now)
            handle.flush()
            os.fsync(handle.fileno())
        draft.rename(target)
    finally:
        draft.unlink(missing_ok=True)
    return manifest


def _write(handle: object, *, files: Path, now: datetime) -> Manifest:
    with zipfile.ZipFile(handle, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:  # type: ignore[call-overload]
        with snapshot():
            sums = {model._meta.label_lower: _write_table(archive, model) for model in tables()}
            shaped_by = migrations()
            # Files are only ever added, and a row names its file: read after the rows, none is missing.
            digests = _write_files(archive, files)
        manifest = Manifest(
            format=FORMAT,
            version=__version__,
            made_at=now.isoformat(),
            migrations=shaped_by,
            tables={name: total.count for name, total in sums.items() if total.count},
            files=len(digests),
            content_hash=content_hash(sums, digests),
        )
        archive.writestr(MANIFEST, json.dumps(asdict(manifest), indent=2))
    return manifest


def _write_table(archive: zipfile.ZipFile, model: type) -> Sum:
    total = Sum()
    with archive.open(f"tables/{model._meta.label_lower}.jsonl", "w", force_zip64=True) as part:  # type: ignore[attr-defined]
        for line in lines(model):
            total.add(line)
            part.write(line.encode("utf-8") + b"\n")
    return total


def _write_files(archive: zipfile.ZipFile, folder: Path) -> dict[str, str]:
    digests = {}
    for path in sorted(folder.rglob("*")) if folder.exists() else []:
        if path.is_file():
            name = path.relative_to(folder).as_posix()
            archive.write(path, f"files/{name}")
            with path.open("rb") as handle:
                digests[name] = hashlib.file_digest(handle, "sha256").hexdigest()
    return digests


@contextlib.contextmanager
def snapshot() -> Iterator[None]:
    """Everything read inside is of one moment, while others go on writing."""
    if connection.in_atomic_block:
        yield
        return
    connection.ensure_connection()
    mode = getattr(connection, "transaction_mode", None)
    try:
        if connection.vendor == "sqlite":
            # A reader's; the usual mode would keep writers out.
            connection.transaction_mode = "DEFERRED"  # type: ignore[attr-defined]
        with transaction.atomic():
            if connection.vendor == "postgresql":
                with connection.cursor() as cursor:
                    cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            yield
    finally:
        if connection.vendor == "sqlite":
            connection.transaction_mode = mode  # type: ignore[attr-defined]
