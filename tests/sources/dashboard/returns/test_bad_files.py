"""Every file that a person may upload by mistake gives a page that says what to do, and never leaves anything half in."""

import os
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from lineofsight.cycle.requests.models import Return
from lineofsight.foundation.files.models import StoredFile
from lineofsight.sources.dashboard.models import ReturnCell
from tests.sources.dashboard.returns.county import County
from tests.sources.dashboard.returns.test_pages import client_of, upload

pytestmark = pytest.mark.django_db
REAL = os.environ.get("LINEOFSIGHT_REAL_DATA", "")
LARGEST = 3_000_000


def files() -> list[Path]:
    """The files that came from elsewhere, those that a quick run can read."""
    folders = ("dfe-messy-csv", "dfe-messy-xlsx", "ees-screener-fixtures", "ssda903-synthetic")
    found = [path for folder in folders for path in sorted(Path(REAL, folder).rglob("*")) if path.is_file()]
    return [path for path in found if path.name != "SOURCE.txt" and path.stat().st_size < LARGEST]


@pytest.mark.skipif(not REAL, reason="LINEOFSIGHT_REAL_DATA is not set")
@pytest.mark.long
def test_every_messy_file_is_answered_with_words_and_leaves_nothing(county: County) -> None:
    agency = client_of(county.supplier)
    silent = []
    for path in files():
        answer = upload(county, agency, SimpleUploadedFile(path.name, path.read_bytes()))
        if answer.status_code != 200 or "govuk-error-message" not in answer.content.decode():
            silent.append((path.name, answer.status_code))
    assert silent == []
    assert (StoredFile.objects.count(), Return.objects.count(), ReturnCell.objects.count()) == (0, 0, 0)
    assert len(files()) > 10


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("empty.csv", b" ", "The file is empty."),
        ("picture.png", b"\x89PNG\r\n\x1a\n" + b"\x00" * 64, "not a table"),
        ("broken.xlsx", b"PK\x03\x04" + b"\x00" * 100, "cannot be unpacked"),
        ("page.csv", b"<html><table></table></html>", "This is a web page"),
        ("list.json", b'{"a": 1}', "This is a JSON file"),
    ],
)
def test_wrong_kind_of_file_says_what_it_is(county: County, name: str, content: bytes, words: str) -> None:
    answer = upload(county, client_of(county.supplier), SimpleUploadedFile(name, content))
    assert words in answer.content.decode()
    assert (StoredFile.objects.count(), Return.objects.count()) == (0, 0)
