"""A folder becomes a framework, or says which file, line and key is wrong."""

from pathlib import Path

import pytest

from lineofsight.engine.framework import COUNTED, FrameworkError, Problem, load, shipped
from tests.engine.framework.folders import SHIPPED, change, copy_of, problems_of


def test_shipped_names_both():
    assert shipped() == ("harbour-2025", "kscmp-2024")


@pytest.mark.parametrize(
    ("name", "counts"),
    [("kscmp-2024", (4, 8, 3, 15, 6, 13, 6, 4)), ("harbour-2025", (3, 5, 2, 6, 4, 4, 3, 2))],
)
def test_counts_of_shipped_framework(name, counts):
    assert load(name).counts() == dict(zip(COUNTED, counts, strict=True))


@pytest.mark.parametrize("name", SHIPPED)
def test_load_by_path_equals_load_by_name(name, tmp_path):
    assert load(copy_of(name, tmp_path)) == load(name)


def test_load_unknown_name_names_those_that_come_along():
    with pytest.raises(FrameworkError) as caught:
        load("no-such-framework")
    message = "is not a folder, nor a framework that comes with the product (harbour-2025, kscmp-2024)"
    assert caught.value.problems == (Problem("no-such-framework", 0, "", message),)


def test_load_folder_without_toml_says_so(tmp_path):
    (tmp_path / "document.txt").write_text("Words.")
    assert problems_of(tmp_path) == (Problem(str(tmp_path), 0, "", "holds no .toml file"),)


@pytest.mark.parametrize(
    ("file", "name", "old", "new", "key", "message"),
    [
        (
            "tools.toml",
            "kscmp-2024",
            'tier = "strategic"',
            'tier = "middle"',
            "tools[4].tier",
            "“middle” is not a code of tiers; known: independent, operational, strategic",
        ),
        (
            "who-and-how.toml",
            "harbour-2025",
            'route = ["table", "board"]',
            'route = ["table", "throne"]',
            "tools[2].route[2]",
            "“throne” is not a code of groups; known: board, circle, office, table",
        ),
        (
            "judging.toml",
            "harbour-2025",
            '{ step = "agree", gate = "child-read" }',
            '{ step = "agree", gate = "cat-read" }',
            "kinds[4].extra_gates[1].gate",
            "“cat-read” is not a code of gates; known: child-read, lead, papers, reason, route-complete",
        ),
        (
            "who-and-how.toml",
            "harbour-2025",
            'code = "young-inspectors"\n',
            'code = "case-conversations"\n',
            "tools[4].code",
            "case-conversations is used by another entry of tools",
        ),
        (
            "tools.toml",
            "kscmp-2024",
            "number = 9\n",
            'number = "nine"\n',
            "tools[9].number",
            "should be a whole number, not text in quotes",
        ),
        (
            "clocks.toml",
            "kscmp-2024",
            "effective_from = 2018-06-29\n",
            'effective_from = "2018"\n',
            "clocks[1].effective_from",
            "should be a date, not text in quotes",
        ),
        (
            "tools.toml",
            "kscmp-2024",
            'independence = "internal"',
            'independence = "inside"',
            "tools[1].independence",
            "“inside” is not a word for this key; known: external, internal",
        ),
        (
            "purpose.toml",
            "kscmp-2024",
            'name = "Children are protected"',
            'name = "Children are safe"',
            "objectives[1].name",
            "“Children are safe” is not in the document word for word; correct it or mark it as suggested",
        ),
        (
            "people.toml",
            "harbour-2025",
            'unit = "count"',
            'unit = "percent"',
            "measures[1].denominator",
            "a count has none; every other unit needs one",
        ),
    ],
)
def test_wrong_value_names_file_line_and_key(tmp_path, file, name, old, new, key, message):
    folder = copy_of(name, tmp_path)
    line = change(folder / file, old, new)
    found = next(problem for problem in problems_of(folder) if problem.key == key)
    if key.endswith("denominator"):  # the key is absent, so the entry's own line is named
        text = (folder / file).read_text(encoding="utf-8").splitlines()
        line = text.index("[[measures]]") + 1
    assert found == Problem(file, line, key, message)


def test_missing_key_names_entry_line(tmp_path):
    folder = copy_of("harbour-2025", tmp_path)
    line = change(folder / "people.toml", 'home = "lsp"\n', "")
    headers = (folder / "people.toml").read_text(encoding="utf-8").splitlines()
    entry_line = max(at for at, text in enumerate(headers[:line], start=1) if text == "[[roles]]")
    assert problems_of(folder) == (Problem("people.toml", entry_line, "roles[1].home", "is missing"),)


def test_unknown_key_names_its_line(tmp_path):
    folder = copy_of("harbour-2025", tmp_path)
    line = change(folder / "people.toml", 'home = "lsp"\n', 'home = "lsp"\ncolour = "red"\n')
    (found,) = problems_of(folder)
    assert (found.file, found.line, found.key) == ("people.toml", line + 1, "roles[1].colour")
    assert found.message.startswith("is not a key of this table; known keys: number, code,")


def test_unknown_section_is_refused(tmp_path):
    folder = copy_of("harbour-2025", tmp_path)
    (folder / "extra.toml").write_text('\n[[wishes]]\ncode = "one"\n')
    (found,) = problems_of(folder)
    assert (found.file, found.line, found.key) == ("extra.toml", 2, "wishes[1]")
    assert found.message.startswith("is not a section; known: [meta], [[sources]],")


@pytest.mark.parametrize(
    ("broken", "line", "message"),
    [
        ('[[tools]]\ncode = "a"\nname = \n', 3, "cannot be read as TOML: Invalid value"),
        ('[[tools]]\ncode = "a"\ncode = "b"\n', 3, "cannot be read as TOML: Cannot overwrite a value"),
        ('[[tools]]\nroute = ["a",\n', 2, "cannot be read as TOML: Invalid value"),
    ],
)
def test_broken_toml_names_the_line(tmp_path, broken, line, message):
    folder = copy_of("harbour-2025", tmp_path)
    (folder / "broken.toml").write_text(broken)
    assert problems_of(folder) == (Problem("broken.toml", line, "", message),)


def test_file_that_is_not_utf_8_is_refused(tmp_path):
    folder = copy_of("harbour-2025", tmp_path)
    (folder / "people.toml").write_bytes(b'name = "caf\xe9"\n')
    message = "is not UTF-8 text (byte 11): save it as UTF-8"
    assert problems_of(folder) == (Problem("people.toml", 0, "", message),)


def test_every_fault_is_told_at_once_in_file_order(tmp_path):
    folder = copy_of("harbour-2025", tmp_path)
    second = change(folder / "who-and-how.toml", "cycle_months = 1\n", 'cycle_months = "one"\n')
    first = change(folder / "people.toml", "arrival_days = 14\n", "arrival_days = true\n")
    places = [(problem.file, problem.line) for problem in problems_of(folder)]
    assert places == [("people.toml", first), ("who-and-how.toml", second)]


def test_missing_section_is_named(tmp_path):
    folder = copy_of("harbour-2025", tmp_path)
    (folder / "judging.toml").unlink()
    missing = [problem.key for problem in problems_of(folder)]
    assert missing == ["gates", "kinds", "scales", "states", "steps"]


def test_problem_reads_as_a_sentence():
    problem = Problem("tools.toml", 12, "tools[3].tier", "is missing")
    assert str(problem) == "tools.toml line 12, tools[3].tier: is missing"


def test_missing_document_is_named(tmp_path: Path):
    folder = copy_of("harbour-2025", tmp_path)
    (folder / "document.txt").unlink()
    assert problems_of(folder) == (Problem("document.txt", 0, "", "is missing: it holds the framework's own words"),)
