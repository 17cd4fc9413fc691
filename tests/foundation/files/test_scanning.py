"""A real clamd with signatures of our own: EICAR, a word, and nothing else."""

import hashlib
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from lineofsight.foundation.files import tasks
from lineofsight.foundation.files.incoming import NotTaken
from lineofsight.foundation.files.models import Evidence, StoredFile
from lineofsight.foundation.files.scanning import Scanned, ScannerSilent, scan
from lineofsight.foundation.notices.models import Notice
from lineofsight.foundation.partnership.models import Partnership
from lineofsight.foundation.trail.models import Entry
from tests import making
from tests.foundation.files.things import EICAR, NOW, PDF, a_file, a_thing, upload

CLAMD = shutil.which("clamd") or shutil.which("clamd", path="/usr/sbin")
SECONDS_TO_START = 30
WORD = b"This word is malware in the tests of Line of Sight"


def has(scanned: Scanned) -> tuple[str, str]:
    return scanned.result, scanned.found


@pytest.fixture(scope="module")
def clamd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a clamd that runs for these tests alone, on a socket in a folder of its own."""
    if CLAMD is None:
        pytest.skip("clamd is not installed: script/test installs it")
    folder = tmp_path_factory.mktemp("clamd")
    socket_path = _configured(folder)
    with subprocess.Popen(
        [CLAMD, "--foreground", f"--config-file={folder}/clamd.conf"], stdout=subprocess.DEVNULL
    ) as daemon:
        try:
            _wait_for(socket_path, daemon)
            yield f"unix:{socket_path}"
        finally:
            daemon.terminate()
            daemon.wait(timeout=SECONDS_TO_START)


def _configured(folder: Path) -> Path:
    """A database with two signatures, and the smallest configuration."""
    signatures, socket_path = folder / "signatures", folder / "clamd.sock"
    signatures.mkdir()
    digest = hashlib.md5(EICAR, usedforsecurity=False).hexdigest()
    (signatures / "ours.hdb").write_text(f"{digest}:{len(EICAR)}:Ours.Eicar\n")
    (signatures / "ours.ndb").write_text(f"Ours.Word:0:*:{WORD.hex()}\n")
    settings = {
        "DatabaseDirectory": signatures,
        "LocalSocket": socket_path,
        "TemporaryDirectory": folder,
        "StreamMaxLength": "1M",
        "LogFile": folder / "log",
    }
    (folder / "clamd.conf").write_text("".join(f"{name} {value}\n" for name, value in settings.items()))
    return socket_path


def _wait_for(path: Path, daemon: "subprocess.Popen[bytes]") -> None:
    """Until it answers; a socket's path must be short, so it lies where pytest puts its folders."""
    for _ in range(SECONDS_TO_START * 20):
        assert daemon.poll() is None, "clamd ended: see its log"
        with socket.socket(socket.AF_UNIX) as knocking:
            if path.exists() and knocking.connect_ex(str(path)) == 0:
                return
        time.sleep(0.05)
    raise TimeoutError("clamd does not answer.")


def test_clamd_says_what_is_in_a_file(clamd: str) -> None:
    assert has(scan(upload(), clamd=clamd)) == ("clean", "")
    assert has(scan(upload(content=EICAR), clamd=clamd)) == ("infected", "Ours.Eicar.UNOFFICIAL")
    assert has(scan(upload(content=PDF + WORD), clamd=clamd)) == ("infected", "Ours.Word.UNOFFICIAL")


def test_a_file_that_clamd_finds_too_large_is_not_scanned(clamd: str) -> None:
    result, why = has(scan(upload(content=b"x" * 3_000_000), clamd=clamd))
    assert (result, why) == ("not_scanned", "INSTREAM size limit exceeded. ERROR")


def test_without_a_checker_a_file_is_not_scanned() -> None:
    assert has(scan(upload(content=EICAR), clamd="")) == ("not_scanned", "")


@pytest.mark.parametrize(
    "address", ["unix:/nowhere/clamd.sock", "/nowhere/clamd.sock", "tcp://127.0.0.1:1", "127.0.0.1:1"]
)
def test_a_checker_that_is_not_there_is_silent(address: str) -> None:
    with pytest.raises(ScannerSilent, match="does not answer"):
        scan(upload(), clamd=address)


def test_a_clean_file_says_when_it_was_checked(partnership: Partnership, clamd: str) -> None:
    stored = a_file(partnership, a_thing(partnership), clamd=clamd).stored
    assert stored is not None
    assert (stored.scan, stored.get_scan_display(), stored.scanned_at) == ("clean", "No malware found", NOW)


def test_malware_is_not_kept(partnership: Partnership, clamd: str) -> None:
    with pytest.raises(NotTaken, match=r"malware in “eicar.txt” \(Ours.Eicar.UNOFFICIAL\). It was not kept"):
        a_file(partnership, a_thing(partnership), upload=upload("eicar.txt", EICAR), clamd=clamd)
    assert (StoredFile.objects.count(), Evidence.objects.count()) == (0, 0)


def test_nothing_is_kept_while_the_checker_is_silent(partnership: Partnership) -> None:
    with pytest.raises(NotTaken, match="does not answer, so nothing was kept"):
        a_file(partnership, a_thing(partnership), clamd="unix:/nowhere/clamd.sock")
    assert StoredFile.objects.count() == 0


def test_files_from_before_are_scanned_later_and_malware_is_told(
    partnership: Partnership, clamd: str, settings: Any
) -> None:
    manager = making.a_member(partnership, "business-manager").person
    thing = a_thing(partnership)
    clean, bad = a_file(partnership, thing), a_file(partnership, thing, upload=upload("eicar.txt", EICAR))
    assert tasks.scan_waiting() == 0
    settings.VIRUS_SCANNER = clamd
    assert (tasks.scan_waiting(), tasks.scan_waiting()) == (2, 0)
    assert clean.stored is not None and bad.stored is not None
    clean.stored.refresh_from_db()
    bad.stored.refresh_from_db()
    assert (clean.stored.scan, bad.stored.scan) == ("clean", "infected")
    assert Notice.objects.get(person=manager).text.startswith("The virus checker found malware in “eicar.txt”")
    assert Entry.objects.filter(deed="files.find_malware", subject=thing).count() == 1


def test_files_wait_while_the_checker_is_silent(partnership: Partnership, settings: Any) -> None:
    a_file(partnership, a_thing(partnership))
    settings.VIRUS_SCANNER = "unix:/nowhere/clamd.sock"
    assert tasks.scan_waiting() == 0
    assert StoredFile.objects.get().scanned_at is None


def test_scanning_leaves_the_file_at_its_beginning(clamd: str) -> None:
    file = SimpleUploadedFile("a.pdf", PDF)
    scan(file, clamd=clamd)
    assert file.read() == PDF
