"""`lineofsight load …` as a person or a program calls it."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import pytest

from lineofsight.config.cli import main
from lineofsight.cycle.requests.models import Return
from lineofsight.foundation.partnership.models import Partnership
from lineofsight.sources.dashboard.changes.measures import take_over_catalogue
from lineofsight.sources.dashboard.models import Observation
from tests import making

KEYS = ["rows_read", "new", "restated", "unchanged", "refused", "warnings_raised"]
RECIPE = """
title = "Counts"
[area]
column = "area"
[period]
type = "month"
column = "month"
[[measure]]
code = "pupils-in-clubs"
value = "pupils"
"""


@pytest.fixture
def here(tmp_path: Path) -> Path:
    """A folder with a recipe and a small file."""
    (tmp_path / "mine.toml").write_text(RECIPE, encoding="utf-8")
    (tmp_path / "counts.csv").write_text(
        "area,month,pupils\nE10000016,2026-04,7\nE10000016,2026-05,x7\n", encoding="utf-8"
    )
    return tmp_path


def load(here: Path, *more: str) -> int:
    words = ["load", str(here / "counts.csv"), "--recipe", str(here / "mine.toml"), "--partnership", "westmarch"]
    return main([*words, *more])


@pytest.mark.django_db
def test_report_says_what_was_kept_and_which_cell_was_not(partnership, here, capsys):
    assert load(here) == 0
    report = json.loads(capsys.readouterr().out)
    assert list(report)[:6] == KEYS
    assert [report[key] for key in KEYS if key != "refused"] == [2, 1, 0, 0, 0]
    assert [(one["row"], one["column"], one["value"]) for one in report["refused"]] == [(3, "C", "x7")]
    assert set(report["refused"][0]) == {"sheet", "row", "column", "value", "reason"}
    assert report["measures_added"] == ["pupils-in-clubs"]


@pytest.mark.django_db
def test_received_and_by_stand_on_the_return(partnership, here, capsys):
    person = making.a_member(partnership, "analyst").person
    assert load(here, "--received", "2026-05-20", "--by", person.email.upper()) == 0
    kept = Return.objects.get()
    assert (kept.received_at.date(), kept.accepted_by_id, kept.how) == (date(2026, 5, 20), person.actor_id, "load")
    assert kept.accepted_at > kept.received_at


@pytest.mark.django_db
def test_dry_run_writes_nothing(partnership, here, capsys):
    assert load(here, "--dry-run") == 0
    assert json.loads(capsys.readouterr().out)["new"] == 1
    assert (Return.objects.count(), Observation.objects.count()) == (0, 0)


@pytest.mark.django_db
def test_measure_limits_what_is_loaded(partnership, here, capsys):
    assert load(here, "--measure", "m05") == 0
    assert json.loads(capsys.readouterr().out)["new"] == 0


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("more", "words"),
    [
        (["--by", "nobody@example.org"], "nobody here has the address nobody@example.org"),
        (["--partnership", "atlantis"], "there is no partnership “atlantis”"),
        (["--recipe", "no-such"], "No recipe is called “no-such”"),
    ],
)
def test_word_that_names_nothing_is_bad_input(partnership, here, capsys, more, words):
    assert load(here, *more) == 2
    assert words in capsys.readouterr().err
    assert Return.objects.count() == 0


@pytest.mark.django_db
def test_file_of_single_children_is_bad_input_and_nothing_is_kept(partnership, here, capsys):
    lines = ["upn,dob,month,area,pupils", *(f"A1234567890{n:02},2015-01-01,2026-04,E10000016,1" for n in range(9))]
    (here / "counts.csv").write_text("\n".join(lines), encoding="utf-8")
    assert load(here) == 2
    assert "single children" in capsys.readouterr().err
    assert Return.objects.count() == 0


STARTED = """
import sys
from lineofsight.config.django_setup import ready
ready()
from tests import making
from lineofsight.sources.dashboard.changes.measures import take_over_catalogue
take_over_catalogue(making.a_partnership("westmarch"), making.framework_named("kscmp-2024"), by=making.SYSTEM)
"""


def started(here: Path, tmp_path: Path) -> tuple[list[str], dict[str, str], list[str]]:
    """A database of its own with a partnership, and the words that load 8,400 figures into it."""
    environment = {
        **os.environ, "PYTHONPATH": str(Path(__file__).parents[3]), "LINEOFSIGHT_STATE": str(tmp_path / "state"),
        "LINEOFSIGHT_SECRET_KEY": "for-this-test-alone", "LINEOFSIGHT_DATABASE": f"sqlite:///{tmp_path}/killed.sqlite3",
    }  # fmt: skip
    program = [str(Path(sys.executable).parent / "lineofsight")]
    subprocess.run([*program, "manage", "migrate", "--verbosity", "0"], env=environment, check=True)
    subprocess.run([sys.executable, "-c", STARTED], env=environment, check=True)
    lines = [f"E10000016,{year}-{month:02},{month}" for year in range(1300, 2000) for month in range(1, 13)]
    (here / "counts.csv").write_text("\n".join(["area,month,pupils", *lines]), encoding="utf-8")
    file, recipe = str(here / "counts.csv"), str(here / "mine.toml")
    return [*program, "load", file, "--recipe", recipe, "--partnership", "westmarch"], environment, lines


@pytest.mark.long
def test_same_file_loaded_twice_at_once_is_in_once(here, tmp_path):
    words, environment, lines = started(here, tmp_path)
    going = [subprocess.Popen(words, env=environment, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    said = [one.communicate(timeout=300)[0] for one in going]
    assert [one.returncode for one in going] == [0, 0]
    counts = sorted((report["new"], report["unchanged"]) for report in map(json.loads, said))
    assert counts == [(0, len(lines)), (len(lines), 0)]
    assert held(tmp_path / "killed.sqlite3") == (1, len(lines), len(lines))


@pytest.mark.long
def test_load_that_is_killed_leaves_nothing_half_in(here, tmp_path):
    """Killed again and again at later and later moments; afterwards the database holds all of a file or nothing."""
    words, environment, lines = started(here, tmp_path)
    killed = 0
    for wait in (2.0, 3.0, 4.0, 5.0, 6.0):
        going = subprocess.Popen(words, env=environment, stdout=subprocess.DEVNULL)
        time.sleep(wait)
        if going.poll() is None:
            going.send_signal(signal.SIGKILL)
            killed += 1
        going.wait()
        assert held(tmp_path / "killed.sqlite3") in {(0, 0, 0), (1, len(lines), len(lines))}
    assert killed > 0
    done = subprocess.run(words, env=environment, check=True, capture_output=True, text=True)
    report = json.loads(done.stdout)
    assert report["new"] + report["unchanged"] == len(lines)
    assert held(tmp_path / "killed.sqlite3") == (1, len(lines), len(lines))


def held(database: Path) -> tuple[int, int, int]:
    """Returns, cells and observations."""
    with sqlite3.connect(database) as connection:
        tables = ("requests_return", "dashboard_cell", "dashboard_observation")
        return tuple(connection.execute(f"select count(*) from {table}").fetchone()[0] for table in tables)


@pytest.mark.django_db
def test_partnership_with_the_catalogue_keeps_its_own_definitions(partnership: Partnership, here, capsys):
    take_over_catalogue(partnership, making.framework_named("kscmp-2024"), by=making.SYSTEM)
    (here / "mine.toml").write_text(RECIPE.replace("pupils-in-clubs", "m01"), encoding="utf-8")
    assert load(here) == 0
    assert json.loads(capsys.readouterr().out)["measures_added"] == []
