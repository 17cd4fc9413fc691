"""The database of the tests. On SQLite its tables are made once and then copied, because making them takes longer than most tests.

The copy is kept in `.state/tests` under a name that stands for every migration and every locked package: whatever changes
one of them makes new tables. On PostgreSQL they are made by each run.
"""

import fcntl
import hashlib
import shutil
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
    config = [(connection, old, True)] if connection.vendor == "sqlite" and _copied() else _migrated()
    try:
        yield
    finally:
        teardown_databases(config, verbosity=0)


def _migrated() -> list[tuple[object, str, bool]]:
    return setup_databases(verbosity=0, interactive=False, aliases={"default"}, serialized_aliases=set())


def _copied() -> bool:
    """Make the tests' file from the kept one, which is made now if there is none for these migrations."""
    KEPT.mkdir(parents=True, exist_ok=True)
    kept = KEPT / f"{_fingerprint()}.sqlite3"
    with (KEPT / "lock").open("w") as lock:
        # Two stages of script/test begin at once: the second waits for the first one's tables.
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not kept.exists():
            _keep(kept)
        kept.touch()
    name = connection.creation._get_test_db_name()
    connection.close()
    shutil.copyfile(kept, name)
    settings.DATABASES["default"]["NAME"] = connections["default"].settings_dict["NAME"] = name
    return True


def _keep(kept: Path) -> None:
    """Make the tables, write them to the file whole or not at all, and drop those that nobody used for longest."""
    config = _migrated()
    draft = kept.with_suffix(".making")
    draft.unlink(missing_ok=True)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(draft)])
    teardown_databases(config, verbosity=0)
    draft.rename(kept)
    for old in sorted(KEPT.glob("*.sqlite3"), key=lambda file: file.stat().st_mtime)[:-MOST_KEPT]:
        old.unlink()


def _fingerprint() -> str:
    digest = hashlib.sha256()
    sources = [*sorted((ROOT / "src").glob("lineofsight/*/*/migrations/*.py")), ROOT / "requirements.lock"]
    for source in [*sources, ROOT / "src/lineofsight/config/settings.py"]:
        digest.update(source.name.encode() + b"\0" + source.read_bytes() + b"\0")
    return digest.hexdigest()[:16]
