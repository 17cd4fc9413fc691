"""A backup put into an empty installation gives the same content hash, on this database and on the other."""

import json
import os
import shutil
import subprocess
import sys
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.db import connection, transaction
from django.utils import timezone

from lineofsight.config import cli
from lineofsight.config.keeping.backup import CannotKeep, Manifest, make
from lineofsight.config.keeping.restore import restore
from lineofsight.config.keeping.tables import empty, tables
from lineofsight.foundation.files.models import StoredFile
from lineofsight.foundation.partnership.models import Partnership
from lineofsight.foundation.trail import redactions
from lineofsight.foundation.trail.changes import Doer, record
from lineofsight.foundation.trail.models import Chain, EntryContent
from lineofsight.foundation.trail.queries import verify
from lineofsight.foundation.trail.register import Register
from tests import database, making

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 10, 21, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def state(settings: object, tmp_path: Path) -> Path:
    settings.STATE, settings.MEDIA_ROOT = tmp_path, tmp_path / "files"  # type: ignore[attr-defined]
    return tmp_path


@pytest.fixture
def filled(partnership: Partnership) -> Partnership:
    """People, a trail, and a file."""
    person = making.a_member(partnership, "analyst").person
    StoredFile.objects.create(
        partnership=partnership, name="figures.csv", media_type="text/csv", size=5, sha256="0" * 64,
        content=ContentFile(b"a,b\n1", name="figures.csv"), uploaded_at=timezone.now(), uploaded_by=person.actor,
    )  # fmt: skip
    return partnership


def taken(state: Path, name: str = "one.backup") -> Manifest:
    return make(state / name, files=state / "files", now=NOW)


def make_empty(state: Path) -> None:
    """As a new installation is: no rows, no files."""
    empty(tables())
    if (state / "files").exists():
        (state / "files").rename(state / f"files-{len(list(state.iterdir()))}")


def put_back(state: Path, name: str = "one.backup", *, dry_run: bool = False):
    register = Register(state / "redactions")
    return restore(state / name, files=state / "files", register=register, now=NOW, dry_run=dry_run)


def test_restore_gives_the_same_content_hash(filled: Partnership, state: Path) -> None:
    before = taken(state)
    make_empty(state)
    assert put_back(state).manifest == before
    again = taken(state, "two.backup")
    assert (again.content_hash, again.tables, again.files) == (before.content_hash, before.tables, 1)
    assert (state / "files" / StoredFile.objects.get().content.name).read_bytes() == b"a,b\n1"
    assert verify(Chain.objects.get(code=filled.slug)) is None


def test_restored_installation_goes_on_numbering(filled: Partnership, state: Path) -> None:
    taken(state)
    make_empty(state)
    put_back(state)
    with transaction.atomic():
        record(Chain.objects.get(code=filled.slug), by=Doer.system(), deed="tests.next")
    assert verify(Chain.objects.get(code=filled.slug)) is None


def test_dry_run_leaves_nothing_behind(filled: Partnership, state: Path) -> None:
    before = taken(state)
    make_empty(state)
    assert put_back(state, dry_run=True).manifest == before
    assert not Partnership.objects.exists() and not (state / "files").exists()


def test_restore_into_an_installation_in_use_is_refused(filled: Partnership, state: Path) -> None:
    taken(state)
    with pytest.raises(CannotKeep, match="not empty"):
        put_back(state)


def tampered(state: Path, *, part: str, old: bytes, new: bytes) -> None:
    """The same backup with a part of it changed."""
    with zipfile.ZipFile(state / "one.backup") as whole, zipfile.ZipFile(state / "bad.backup", "w") as bad:
        for info in whole.infolist():
            content = whole.read(info)
            bad.writestr(info.filename, content.replace(old, new) if info.filename == part else content)


@pytest.mark.parametrize(
    ("part", "old", "new", "why"),
    [
        ("tables/partnership.partnership.jsonl", b"westmarch", b"eastmarch", "damaged"),
        ("tables/partnership.partnership.jsonl", b'"slug"', b'"slig"', "damaged"),
        ("manifest.json", b'"format": 1', b'"format": 9', "format 9"),
        ("manifest.json", b'"trail 0001_initial"', b'"trail 0001_other"', "another shape"),
    ],
)
def test_damaged_backup_is_refused_whole(
    filled: Partnership, state: Path, part: str, old: bytes, new: bytes, why: str
) -> None:
    taken(state)
    tampered(state, part=part, old=old, new=new)
    make_empty(state)
    with pytest.raises(CannotKeep, match=why):
        put_back(state, "bad.backup")
    assert not Partnership.objects.exists() and not (state / "files").exists()


def test_cut_off_backup_and_no_backup_are_refused(filled: Partnership, state: Path) -> None:
    taken(state)
    (state / "half.backup").write_bytes((state / "one.backup").read_bytes()[:2_000])
    make_empty(state)
    for name in ("half.backup", "none.backup"):
        with pytest.raises(CannotKeep, match="not a backup"):
            put_back(state, name)


def test_later_redaction_is_done_again_in_an_older_backup(
    filled: Partnership, state: Path, django_capture_on_commit_callbacks
) -> None:
    with transaction.atomic():
        record(filled.chain, by=Doer.system(), deed="tests.write", note="Ann Leeming was seen")
    taken(state)
    pair = [Doer(making.a_person(name).actor_id, "Manager") for name in ("One Person", "Other Person")]
    asked = redactions.ask(filled.chain, words="Ann Leeming", reason="A child", by=pair[0], now=NOW)
    with django_capture_on_commit_callbacks(execute=True):
        redactions.agree(asked, by=pair[1], now=NOW, register=Register(state / "redactions"))
    make_empty(state)
    assert put_back(state).redactions == {str(asked.pk): 1}
    assert not EntryContent.objects.filter(text__contains="Leeming").exists()
    assert verify(Chain.objects.get(code=filled.slug)) is None


def test_backup_never_writes_over_a_file(filled: Partnership, state: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (state / "mine").write_text("mine")
    assert cli.main(["backup", str(state / "mine")]) == 2
    assert "exists already" in capsys.readouterr().err
    assert (state / "mine").read_text() == "mine"


def test_backup_file_is_readable_by_its_owner_alone(filled: Partnership, state: Path) -> None:
    taken(state)
    assert (state / "one.backup").stat().st_mode & 0o077 == 0


def test_backup_of_one_database_restores_into_the_other(filled: Partnership, state: Path) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("Only on PostgreSQL: from there to SQLite, in a process of its own.")
    before = taken(state)
    if database.kept_sqlite().exists():
        # An installation that is empty, with its tables, so that the test need not wait for them.
        (state / "other").mkdir()
        shutil.copyfile(database.kept_sqlite(), state / "other" / "lineofsight.sqlite3")
    other = {
        **{name: value for name, value in os.environ.items() if not name.startswith("LINEOFSIGHT_")},
        "LINEOFSIGHT_STATE": str(state / "other"),
        "LINEOFSIGHT_SECRET_KEY": "only-for-tests",
        "DJANGO_SETTINGS_MODULE": "lineofsight.config.settings",
    }
    lineofsight = [sys.executable, "-m", "lineofsight.config.cli"]
    subprocess.run([*lineofsight, "restore", str(state / "one.backup")], env=other, check=True)
    words = [*lineofsight, "backup", str(state / "two.backup"), "--json"]
    again = json.loads(subprocess.run(words, env=other, check=True, capture_output=True).stdout)
    assert (again["content_hash"], again["rows"]) == (before.content_hash, before.rows)
