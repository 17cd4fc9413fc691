"""Sets of standards: the shipped one holds together, survives every form it is kept in, and faults name their place."""

from io import BytesIO

import pytest

from lineofsight.engine import standards

CORE = "section-11-core-2026"
SMALL = """
code = "small"
name = "Small"
edition = "1"
scale = "section-11"

[[standards]]
code = "one"
name = "One"
text = "Something"

[[questions]]
code = "one.a"
standard = "one"
text = "Is it so?"
asked_of = ["police"]
"""


def test_shipped_set_has_eleven_standards_and_four_descriptors_for_each() -> None:
    core = standards.load(CORE)
    assert (len(core.standards), len(core.questions), len(core.survey)) == (11, 47, 14)
    assert {len(one.descriptors) for one in core.standards} == {4}
    assert {one.standard for one in core.questions} == {one.code for one in core.standards}


def test_a_question_is_asked_of_the_kinds_that_it_names_alone() -> None:
    small = standards.from_toml(SMALL.encode())
    assert [question.code for question in small.asked_of("police")] == ["one.a"]
    assert small.asked_of("icb") == ()


@pytest.mark.parametrize("name", standards.shipped())
def test_a_set_is_the_same_after_json_and_after_a_workbook(name: str) -> None:
    one = standards.load(name)
    assert standards.StandardSet.from_json(one.to_json()) == one
    assert standards.read_book(standards.to_book(one)) == one
    assert standards.read_book(standards.to_book(one)).content_hash == one.content_hash


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (('standard = "one"', 'standard = "two"'), "questions[1].standard: there is no standard “two”"),
        (('text = "Is it so?"', ""), "questions[1].text: is missing"),
        (('text = "Is it so?"', "text = 3"), "questions[1].text: must be a text"),
        (('scale = "section-11"', 'scales = "x"'), "scales: is not known"),
        (('asked_of = ["police"]', 'asked_of = "police"'), "questions[1].asked_of: must be a list"),
        (('name = "Small"', "name = "), "the file: "),
    ],
)
def test_a_fault_in_a_file_names_its_place(change: tuple[str, str], fault: str) -> None:
    with pytest.raises(standards.StandardsError) as error:
        standards.from_toml(SMALL.replace(*change).encode())
    assert fault in str(error.value)


def test_a_standard_without_a_question_and_a_code_used_twice_are_faults() -> None:
    twice = (
        SMALL
        + '\n[[standards]]\ncode = "one"\nname = "Again"\ntext = "x"\n[[standards]]\ncode = "bare"\nname = "B"\ntext = "x"\n'
    )
    with pytest.raises(standards.StandardsError) as error:
        standards.from_toml(twice.encode())
    assert [str(fault) for fault in error.value.faults] == [
        "standards[2].code: “one” stands already at standards[1]",
        "standards[3]: “bare” has no question",
    ]


def test_a_fault_in_a_workbook_names_sheet_row_and_column() -> None:
    import xlsxwriter

    into = BytesIO()
    book = xlsxwriter.Workbook(into, {"in_memory": True})
    tables = {
        "Set": [["Key", "Value"], ["code", "x"], ["name", "X"], ["edition", "1"], ["scale", "section-11"]],
        "Standards": [["Code", "Name", "Text"], ["one", "One", "Something"]],
        "Questions": [["Code", "Standard", "Text"], [], ["one.a", "one", "Is it so?"], ["one.b", "two", "And so?"]],
    }
    for name, rows in tables.items():
        sheet = book.add_worksheet(name)
        for at, row in enumerate(rows):
            sheet.write_row(at, 0, row)
    book.close()
    with pytest.raises(standards.StandardsError) as error:
        standards.read_book(into.getvalue())
    assert [str(fault) for fault in error.value.faults] == [
        "Sheet Questions, row 4, column Standard: there is no standard “two”"
    ]


def test_what_is_no_workbook_is_refused_in_words() -> None:
    with pytest.raises(standards.StandardsError, match="is not a workbook that can be read"):
        standards.read_book(b"not a workbook")


def test_differences_between_two_versions_are_named() -> None:
    old = standards.from_toml(SMALL.encode())
    new = standards.from_toml(SMALL.replace("Is it so?", "Is it really so?").encode())
    assert standards.differences(old, new) == [("questions", "one.a", "changed")]
