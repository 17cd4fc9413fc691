"""The database of the tests. Its tables are made once and then copied, because making them takes longer than most tests.

The copy is kept in `.state/tests`, for SQLite and for PostgreSQL, under a name that stands for every migration and every
locked package: whatever changes one of them makes new tables.
"""

import fcntl
import glob
import hashlib
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection, connections
from django.test.utils import setup_databases, teardown_databases

ROOT = Path(__file__).resolve().parent.parent
KEPT = ROOT / ".state" / "tests"
MOST_KEPT = 3


@contextmanager
def made() -> Iterator[None]:
    """An empty database with its tables, as long as the block."""
    old = connection.settings_dict["NAME"]
    KEPT.mkdir(parents=True, exist_ok=True)
    with (KEPT / "lock").open("w") as lock:
        # Two stages of script/test begin at once: the second waits for the first one's tables.
        fcntl.flock(lock, fcntl.LOCK_EX)
        copied = _copied() if connection.vendor == "sqlite" else _loaded()
    try:
        yield
    finally:
        teardown_databases([(connection, old, True)] if copied is True else copied, verbosity=0)


Config = list[tuple[object, str, bool]]


def kept_sqlite() -> Path:
    """Where the empty SQLite database of these migrations is kept, if it was made already."""
    return KEPT / f"{_fingerprint()}.sqlite3"


def _migrated() -> Config:
    return setup_databases(verbosity=0, interactive=False, aliases={"default"}, serialized_aliases=set())


def _copied() -> bool:
    """Make the tests' file from the kept one, which is made now if there is none for these migrations."""
    kept = kept_sqlite()
    if not kept.exists():
        _keep(kept)
    kept.touch()
    name = connection.creation._get_test_db_name()
    connection.close()
    shutil.copyfile(kept, name)
    _use(name)
    return True


def _keep(kept: Path) -> None:
    """Make the tables, write them to the file whole or not at all, and drop those that nobody used for longest."""
    config = _migrated()
    draft = kept.with_suffix(".making")
    draft.unlink(missing_ok=True)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(draft)])
    teardown_databases(config, verbosity=0)
    _put_in_place(draft, kept)


def _loaded() -> Config | bool:
    """Make the tests' database from the kept dump, which is made now if there is none; without it where nothing can dump."""
    programs, kept = _programs(), KEPT / f"{_fingerprint()}.sql"
    if programs is None:
        return _migrated()
    if not kept.exists():
        config, draft = _migrated(), kept.with_suffix(".making")
        _call(programs / "pg_dump", "--no-owner", "--file", str(draft))
        _put_in_place(draft, kept)
        return config
    kept.touch()
    name = connection.creation._create_test_db(verbosity=0, autoclobber=True, keepdb=False)
    connection.close()
    _use(name)
    _call(programs / "psql", "--quiet", "--no-psqlrc", "--set=ON_ERROR_STOP=1", "--file", str(kept))
    return True


def _programs() -> Path | None:
    found = [
        Path(one) for one in sorted(glob.glob("/usr/lib/postgresql/*/bin/pg_dump")) or [shutil.which("pg_dump")] if one
    ]
    return found[-1].parent if found and (found[-1].parent / "psql").exists() else None


def _call(program: Path, *words: str) -> None:
    facts = connection.settings_dict
    place = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD", "PGDATABASE": "NAME"}
    environment = {**os.environ, **{name: str(facts[fact]) for name, fact in place.items()}}
    subprocess.run([program, *words], env=environment, check=True, stdout=subprocess.DEVNULL)


def _use(name: str) -> None:
    settings.DATABASES["default"]["NAME"] = connections["default"].settings_dict["NAME"] = name


def _put_in_place(draft: Path, kept: Path) -> None:
    draft.rename(kept)
    for old in sorted(KEPT.glob(f"*{kept.suffix}"), key=lambda file: file.stat().st_mtime)[:-MOST_KEPT]:
        old.unlink()


def _fingerprint() -> str:
    digest = hashlib.sha256()
    sources = [*sorted((ROOT / "src").glob("lineofsight/*/*/migrations/*.py")), ROOT / "requirements.lock"]
    for source in [*sources, ROOT / "src/lineofsight/config/settings.py"]:
        digest.update(source.name.encode() + b"\0" + source.read_bytes() + b"\0")
    return digest.hexdigest()[:16]
