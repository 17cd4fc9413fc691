"""`lineofsight framework …` as a person or a program calls it."""

import json

import pytest

from lineofsight.config.cli import main
from lineofsight.engine.framework import load, plain
from tests import making
from tests.engine.framework.folders import SHIPPED, change, copy_of


@pytest.mark.parametrize("name", SHIPPED)
def test_check_json_counts_and_names_tools_with_routes(name, capsys):
    assert main(["framework", "check", name, "--json"]) == 0
    framework = load(name)
    assert json.loads(capsys.readouterr().out) == {
        "counts": framework.counts(),
        "tools": [
            {"code": tool.code, "name": tool.name, "tier": tool.tier, "route": list(tool.route)}
            for tool in framework.tools
        ],
    }


def test_check_says_how_many_of_each(capsys):
    assert main(["framework", "check", "harbour-2025"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[:2] == [f"{load('harbour-2025').name}, Spring 2025: whole.", "   3 objectives"]
    assert lines[-2:] == ["   3 measures", f"Content hash {load('harbour-2025').content_hash}"]


def test_check_of_broken_folder_names_file_line_and_key_and_exits_2(tmp_path, capsys):
    folder = copy_of("harbour-2025", tmp_path)
    line = change(folder / "people.toml", 'home = "lsp"', 'home = "castle"')
    assert main(["framework", "check", str(folder), "--json"]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith(f"people.toml line {line}, roles[1].home: “castle” is not a word for this key; known: ")
    assert said.err.endswith("\n1 to put right.\n")


def test_show_section_as_json_is_the_entries(capsys):
    assert main(["framework", "show", "harbour-2025", "--section", "measures", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == plain(load("harbour-2025").measures)


def test_show_lists_entries_and_marks_suggestions(capsys):
    assert main(["framework", "show", "harbour-2025", "--section", "tiers"]) == 0
    assert [line.split() for line in capsys.readouterr().out.splitlines()] == [
        ["tiers", "(2)"],
        ["inner", "Inner", "circle"],
        ["outer", "Outer", "circle"],
    ]
    main(["framework", "show", "harbour-2025", "--section", "reminders"])
    main(["framework", "show", "kscmp-2024", "--section", "reminders"])
    assert capsys.readouterr().out.splitlines()[1:3][-1].endswith("30 days before (suggested)")


def test_show_unknown_section_exits_2(capsys):
    assert main(["framework", "show", "harbour-2025", "--section", "wishes"]) == 2
    assert capsys.readouterr().err.startswith("There is no section “wishes”. Sections: sources, names, objectives,")


def test_diff_json_lists_each_difference(tmp_path, capsys):
    folder = copy_of("harbour-2025", tmp_path)
    change(folder / "who-and-how.toml", "cycle_months = 6\n", "cycle_months = 4\n")
    assert main(["framework", "diff", "harbour-2025", str(folder), "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == [
        {"kind": "tools", "code": "case-conversations", "field": "cycle_months", "before": 6, "after": 4}
    ]


def test_diff_of_the_same_says_so(capsys):
    assert main(["framework", "diff", "harbour-2025", "harbour-2025"]) == 0
    assert capsys.readouterr().out == "No difference.\n"


@pytest.mark.django_db
def test_load_makes_a_version_that_counts_from_the_date(capsys):
    from lineofsight.foundation.handbook.models import Adoption

    partnership = making.a_partnership()
    words = ["--partnership", partnership.slug, "--counts-from", "2027-04-01"]
    assert main(["framework", "load", "harbour-2025", *words]) == 0
    newest = Adoption.objects.get(partnership=partnership, counts_from="2027-04-01")
    assert newest.version.content_hash == load("harbour-2025").content_hash
    assert newest.version.content == load("harbour-2025").to_json()
    assert capsys.readouterr().out.splitlines()[1] == f"It counts in {partnership} from 1 April 2027."


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--counts-from", "2027-04-01"], "Give --partnership and --counts-from together, or neither.\n"),
        (["--partnership", "atlantis", "--counts-from", "2027-04-01"], "There is no partnership “atlantis”.\n"),
        (["--by", "nobody@example.org"], "Nobody here has the e-mail address nobody@example.org.\n"),
    ],
)
def test_load_with_a_wrong_word_says_which_and_writes_nothing(words, message, capsys):
    from lineofsight.foundation.handbook.models import FrameworkVersion

    assert main(["framework", "load", "harbour-2025", *words]) == 2
    assert capsys.readouterr().err == message
    assert not FrameworkVersion.objects.exists()


def test_load_of_broken_folder_exits_2_before_any_database_is_touched(tmp_path):
    folder = copy_of("harbour-2025", tmp_path)
    change(folder / "people.toml", 'home = "lsp"', "home = ")
    assert main(["framework", "load", str(folder)]) == 2
