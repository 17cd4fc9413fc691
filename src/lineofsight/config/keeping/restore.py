"""Puts a backup into an empty installation: all of it, with the same content hash, or nothing."""

import hashlib
import json
import shutil
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath

from django.core.management.color import no_style
from django.db import connection, transaction

from lineofsight.config.keeping.backup import FORMAT, MANIFEST, CannotKeep, Manifest, content_hash
from lineofsight.config.keeping.tables import empty, migrations, tables, write
from lineofsight.foundation.accounts.models import Person
from lineofsight.foundation.partnership.models import Partnership
from lineofsight.foundation.trail.changes import Doer
from lineofsight.foundation.trail.redactions import take_out_again
from lineofsight.foundation.trail.register import Register


@dataclass(frozen=True, slots=True)
class Restored:
    """What was put back, and which redactions had to be done again, by id with the places changed."""

    manifest: Manifest
    redactions: dict[str, int]


def read_manifest(source: Path) -> Manifest:
    """What the backup says of itself. CannotKeep when it is none, or of another format."""
    try:
        with zipfile.ZipFile(source) as archive:
            given = json.loads(archive.read(MANIFEST))
    except (OSError, zipfile.BadZipFile, KeyError, ValueError) as error:
        raise CannotKeep(f"{source} is not a backup of Line of Sight, or it is damaged ({error}).") from error
    if given.get("format") != FORMAT:
        raise CannotKeep(f"The backup is of format {given.get('format')}; this version reads format {FORMAT}.")
    return Manifest(**given)


def restore(source: Path, *, files: Path, register: Register, now: datetime, dry_run: bool = False) -> Restored:
    """Put rows and files back. Every hash is checked before anything counts; a dry run leaves nothing behind.

    CannotKeep when this installation is not empty, when another version made the backup, or when it is damaged.
    """
    manifest = read_manifest(source)
    _check_it_fits(manifest, files)
    beside = files.with_name(f"{files.name}.restoring")
    shutil.rmtree(beside, ignore_errors=True)
    try:
        with zipfile.ZipFile(source) as archive:
            done = _put_back(archive, manifest, beside=beside, files=files, register=register, now=now, dry_run=dry_run)
    except (zipfile.BadZipFile, zlib.error, ValueError, KeyError) as error:
        raise CannotKeep(f"The backup is damaged ({error}). Nothing was restored.") from error
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    return Restored(manifest, done)


def _put_back(
    archive: zipfile.ZipFile,
    manifest: Manifest,
    *,
    beside: Path,
    files: Path,
    register: Register,
    now: datetime,
    dry_run: bool,
) -> dict[str, int]:
    digests = _unpack(archive, beside)
    with transaction.atomic():
        _write_rows(archive, manifest, digests)
        done = take_out_again(register=register, by=Doer.system("Restore"), now=now)
        connection.check_constraints()
        if dry_run:
            transaction.set_rollback(True)
        elif beside.exists():
            _put_in_place(beside, files)
    return done


def _check_it_fits(manifest: Manifest, files: Path) -> None:
    if Partnership.objects.exists() or Person.objects.exists():
        raise CannotKeep(
            "This installation is not empty. Restore into a new one: choose another LINEOFSIGHT_STATE or database."
        )
    if files.exists() and any(files.iterdir()):
        raise CannotKeep(f"There are files in {files} already. Restore into a new installation.")
    missing, more = set(manifest.migrations) - set(migrations()), set(migrations()) - set(manifest.migrations)
    if missing or more:
        raise CannotKeep(
            f"Version {manifest.version} made this backup, and its tables had another shape "
            f"({', '.join(sorted(missing | more)[:3])} …). Restore it with that version, then update."
        )


def _unpack(archive: zipfile.ZipFile, folder: Path) -> dict[str, str]:
    digests = {}
    for part in archive.infolist():
        if not part.filename.startswith("files/"):
            continue
        name = part.filename.removeprefix("files/")
        if name.startswith("/") or ".." in PurePosixPath(name).parts:
            raise CannotKeep(f"The backup names a file outside its folder: {name}")
        path = folder / name
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with archive.open(part) as packed, path.open("wb") as plain:
            shutil.copyfileobj(packed, plain)
        with path.open("rb") as handle:
            digests[name] = hashlib.file_digest(handle, "sha256").hexdigest()
    return digests


def _write_rows(archive: zipfile.ZipFile, manifest: Manifest, digests: dict[str, str]) -> None:
    known, sums = tables(), {}
    empty(known)
    for model in known:
        sums[model._meta.label_lower] = write(model, _lines(archive, model._meta.label_lower))
    if content_hash(sums, digests) != manifest.content_hash:
        raise CannotKeep("The backup is damaged: its content is not what its manifest says. Nothing was restored.")
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), known):
            cursor.execute(statement)


def _lines(archive: zipfile.ZipFile, name: str) -> Iterator[str]:
    try:
        part = archive.open(f"tables/{name}.jsonl")
    except KeyError:
        return
    with part:
        for line in part:
            yield line.decode("utf-8").rstrip("\n")


def _put_in_place(beside: Path, files: Path) -> None:
    if files.exists():
        files.rmdir()
    beside.rename(files)
