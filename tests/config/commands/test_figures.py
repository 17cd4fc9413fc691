"""`lineofsight figures …`: what is known, what was known on a day, and where each figure came from."""

import csv
import io
import json
from datetime import UTC, datetime

import pytest

from lineofsight.config.cli import main
from lineofsight.engine import tables
from lineofsight.sources.dashboard.changes.loading import load_file
from tests import making
from tests.config.commands.test_load import RECIPE

pytestmark = pytest.mark.django_db
KEYS = {"measure", "area", "breakdown", "period_start", "period_end", "numerator", "denominator", "value", "state",
        "known_from", "source"}  # fmt: skip


@pytest.fixture(autouse=True)
def _two_issues(partnership, tmp_path):
    for day, number in ((1, 7), (20, 9)):
        path = tmp_path / f"issue-{number}.csv"
        path.write_text(f"area,month,pupils\nE10000016,2026-04,{number}\n", encoding="utf-8")
        now = datetime(2026, 6, day, 12, tzinfo=UTC)
        recipe = tables.parse_recipe(RECIPE, name="mine")
        load_file(partnership, path, recipe=recipe, by=making.SYSTEM, now=now, today=now.date())


def printed(capsys, *more: str) -> list[dict]:
    assert main(["figures", "--partnership", "westmarch", "--json", *more]) == 0
    return json.loads(capsys.readouterr().out)


def test_json_gives_every_figure_with_its_source(capsys):
    (row,) = printed(capsys, "--measure", "pupils-in-clubs", "--area", "E10000016")
    assert row.keys() >= KEYS
    assert (row["value"], row["period_start"], row["period_end"]) == (9.0, "2026-04-01", "2026-04-30")
    assert (row["source"]["return"], row["source"]["row"], row["source"]["column"]) == ("L00002", 2, "C")


@pytest.mark.parametrize(
    ("day", "values"), [("2026-05-31", []), ("2026-06-01", [7.0]), ("2026-06-19", [7.0]), ("2026-06-20", [9.0])]
)
def test_known_on_gives_what_was_accepted_by_the_end_of_the_day(capsys, day, values):
    assert [row["value"] for row in printed(capsys, "--known-on", day)] == values


def test_csv_has_a_heading_and_the_same_figures(capsys):
    assert main(["figures", "--partnership", "westmarch"]) == 0
    (row,) = csv.DictReader(io.StringIO(capsys.readouterr().out))
    assert (row["measure"], row["value"], row["source_return"]) == ("pupils-in-clubs", "9.0", "L00002")


@pytest.mark.parametrize("more", [["--partnership", "atlantis"], ["--measure", "no-such-measure"]])
def test_word_that_names_nothing_is_bad_input(capsys, more):
    assert main(["figures", "--partnership", "westmarch", *more]) == 2
    assert "no" in capsys.readouterr().err
