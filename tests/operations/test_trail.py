"""`lineofsight trail`: good, a row that was altered, and last rows that went with the head put right."""

from pathlib import Path

import pytest
from django.db import transaction

from lineofsight.config import cli, trail_heads
from lineofsight.foundation.notices.models import Email
from lineofsight.foundation.partnership.models import Partnership
from lineofsight.foundation.trail.changes import Doer, record
from lineofsight.foundation.trail.models import Chain, Entry, EntryContent
from tests import making

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def state(settings: object, tmp_path: Path) -> None:
    settings.STATE = tmp_path  # type: ignore[attr-defined]


def head_of(partnership: Partnership) -> Chain:
    return Chain.objects.get(pk=partnership.chain_id)


def cut_last_row(partnership: Partnership) -> str:
    """What somebody with the database's password could do without leaving a trace in it; the hash that went."""
    last, before = partnership.chain.entries.order_by("-number")[:2]
    EntryContent.objects.filter(entry=last)._raw_delete("default")
    Entry.objects.filter(pk=last.pk)._raw_delete("default")
    Chain.objects.filter(pk=partnership.chain_id).update(last_number=before.number, last_hash=before.hash)
    return last.hash


def test_verify_untouched_trail_is_good(partnership: Partnership, capsys: pytest.CaptureFixture[str]) -> None:
    trail_heads.write_and_send()
    assert cli.main(["trail", "verify", "--head", head_of(partnership).last_hash]) == 0
    assert "all as they were written" in capsys.readouterr().out


def test_verify_altered_row_fails_and_names_it(partnership: Partnership, capsys: pytest.CaptureFixture[str]) -> None:
    EntryContent.objects.filter(entry__chain=partnership.chain, entry__number=3).update(text="{}")
    assert cli.main(["trail", "verify"]) == 1
    assert capsys.readouterr().err == "westmarch, row 3: its content was altered\n"


def test_verify_deleted_last_row_is_found_by_its_head(
    partnership: Partnership, capsys: pytest.CaptureFixture[str]
) -> None:
    gone = cut_last_row(partnership)
    assert cli.main(["trail", "verify"]) == 0
    assert cli.main(["trail", "verify", "--head", gone]) == 1
    assert gone in capsys.readouterr().err


def test_verify_deleted_last_row_is_found_by_the_file_of_the_day(
    partnership: Partnership, capsys: pytest.CaptureFixture[str]
) -> None:
    trail_heads.write_and_send()
    number = head_of(partnership).last_number
    cut_last_row(partnership)
    assert cli.main(["trail", "verify"]) == 1
    assert f"westmarch, row {number}: " in capsys.readouterr().err


def test_head_prints_each_chain(partnership: Partnership, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["trail", "head"]) == 0
    head = head_of(partnership)
    assert f"westmarch {head.last_number} {head.last_hash}" in capsys.readouterr().out.splitlines()


def test_write_and_send_tells_each_administrator_once_a_day(partnership: Partnership) -> None:
    making.a_person("Admin Istrator", is_administrator=True)
    first = trail_heads.write_and_send().read_text()
    with transaction.atomic():
        record(partnership.chain, by=Doer.system(), deed="tests.write")
    second = trail_heads.write_and_send().read_text()
    assert first != second
    assert [email.to for email in Email.objects.filter(kind="trail")] == ["admin.istrator@example.org"]
