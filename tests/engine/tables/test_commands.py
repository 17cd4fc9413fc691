"""`lineofsight read` and `lineofsight recipe` as people and programs use them."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from lineofsight.config.cli import main
from tests.engine.tables.making_tables import COUNTS

TIDY = "measure,area,breakdown,period_start,period_end,period_type,numerator,denominator,value,state,sheet,row,column\n"


@pytest.fixture
def recipe(tmp_path: Path) -> str:
    (tmp_path / "counts.toml").write_text(COUNTS, encoding="utf-8")
    return str(tmp_path / "counts.toml")


def file(folder: Path, text: str) -> str:
    (folder / "file.csv").write_text(text, encoding="utf-8")
    return str(folder / "file.csv")


def test_read_prints_tidy_rows_and_refusals_apart(
    tmp_path: Path, recipe: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["read", file(tmp_path, "area,count\nA,12\nB,2.5\nC,c\nD,large\n"), "--recipe", recipe]) == 0
    out, err = capsys.readouterr()
    year = "2024-01-01,2024-12-31,calendar_year"
    assert out == TIDY + f"n,A,,{year},,,12,value,,2,B\nn,B,,{year},,,2.5,value,,3,B\nn,C,,{year},,,,suppressed,,4,B\n"
    assert [json.loads(line) for line in err.splitlines()] == [
        {
            "sheet": "",
            "row": 5,
            "column": "B",
            "value": "large",
            "reason": "“large” is not a figure, and not a mark that the recipe knows.",
        }
    ]


def test_read_of_a_child_level_file_prints_no_figure_and_returns_two(
    tmp_path: Path, recipe: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["read", file(tmp_path, "area,count,UPN\nA,12,H801200001001\n"), "--recipe", recipe]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert json.loads(err)["reason"].startswith("This file holds records of single children")


@pytest.mark.parametrize(
    "words", [["no-such-file.csv", "--recipe", "dfe-cin-need"], ["pyproject.toml", "--recipe", "no-such-recipe"]]
)
def test_read_of_a_missing_file_or_recipe_returns_two(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["read", *words]) == 2
    assert json.loads(capsys.readouterr().err)["reason"]


def test_recipe_list_and_check_name_what_is_shipped(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["recipe", "list"]) == 0
    assert "dfe-cin-referrals " in capsys.readouterr().out
    assert main(["recipe", "check", "dfe-cin-referrals"]) == 0
    assert "1 table(s), 6 measure(s)" in capsys.readouterr().out


def test_recipe_check_with_a_file_that_holds_refusals_returns_one(
    tmp_path: Path, recipe: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["recipe", "check", recipe, file(tmp_path, "area,count\nA,large\n")]) == 1
    assert "B2: “large” is not a figure" in capsys.readouterr().out


def test_recipe_suggest_prints_a_draft_that_check_accepts(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = file(tmp_path, "month,area_code,count\n2024-04-01,E10000016,5\n2024-05-01,E10000016,6\n")
    assert main(["recipe", "suggest", source]) == 0
    (tmp_path / "draft.toml").write_text(capsys.readouterr().out, encoding="utf-8")
    assert main(["recipe", "check", str(tmp_path / "draft.toml"), source]) == 0


def test_a_reader_who_stops_gets_no_error() -> None:
    command = [sys.executable, "-m", "lineofsight.config.cli", "recipe", "list"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None and process.stderr is not None
        process.stdout.close()
        said = process.stderr.read()
    assert (said, process.returncode) == ("", 1)
