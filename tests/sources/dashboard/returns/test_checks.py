"""The checks: one case for each thing that stops a return, and for each that needs a reason."""

from datetime import date
from uuid import UUID

import pytest

from lineofsight.sources.dashboard.returns.checks import check
from lineofsight.sources.dashboard.returns.figures_written import Read, read_cell, work_out
from lineofsight.sources.dashboard.returns.reading import Written, from_rows
from lineofsight.sources.dashboard.returns.slots import Entry, Last, Slot, period_words, periods_of

QUARTER, BEFORE = date(2026, 7, 1), date(2026, 4, 1)
WHOLE, NORTH, SOUTH = 1, 2, 3
AREAS = {WHOLE: ("X1", "Westmarch"), NORTH: ("X2", "North"), SOUTH: ("X3", "South")}


def a_slot(code: str = "m1", area: int = WHOLE, *, unit: str = "percent", breakdown: str = "") -> Slot:
    """A figure that is asked for."""
    return Slot(
        measure_id=UUID(int=1), code=code, name=f"Measure {code}", number_words="Seen", unit=unit,
        multiplier=100 if unit == "percent" else 1,
        out_of_words="" if unit == "count" else "All", decimals=1, whole_numbers=unit not in {"average"}, part_of=unit == "percent",
        area=area, area_code=AREAS[area][0], area_name=AREAS[area][1], is_whole=area == WHOLE, period=QUARTER,
        period_type="quarter", breakdown=breakdown,
    )  # fmt: skip


def an_entry(number: str, out_of: str = "", **facts: object) -> Entry:
    """A figure as it was written in row 5, column I."""
    return work_out(Entry(a_slot(**facts), number, out_of, row=5, column="I"))  # type: ignore[arg-type]


def found(*entries: Entry, last: dict[int, Last] | None = None) -> list[tuple[str, str, str]]:
    """Severity, code and message of each finding."""
    before = {entry.slot.key: last[at] for at, entry in enumerate(entries) if last and at in last}
    findings = check({entry.slot.key: entry for entry in entries}, last=before, jump_percent=25.0)
    return [(one.severity, one.code, one.message) for one in findings]


def was(number: float, out_of: float | None = None) -> Last:
    """What was accepted for the quarter before."""
    value = 100 * number / out_of if out_of else number
    return Last(BEFORE, value, number, out_of, 0)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("1,204", Read(1204.0, 0)),
        (" 1 204 ", Read(1204.0, 0)),
        ("0", Read(0.0, 0)),
        ("12e", Read(12.0, 4)),
        ("12p", Read(12.0, 5)),
        ("", Read()),
        ("c", Read(state=1)),
        ("z", Read(state=3)),
        ("n/a", Read(problem="Enter a whole number, or leave it blank and pick a reason.")),
        ("-", Read(problem="Enter a whole number, or leave it blank and pick a reason.")),
        ("<5", Read(problem="Enter a whole number, or leave it blank and pick a reason.")),
        ("-3", Read(problem="“-3” is below nought. Enter a whole number of 0 or more.")),
        ("3.5", Read(problem="Enter a whole number: this counts children or events, not a share.")),
        ("38%", Read(problem="Enter how many, not a percentage. We work the percentage out.")),
    ],
)
def test_read_cell(written: str, expected: Read) -> None:
    assert read_cell(written, whole_numbers=True) == expected


@pytest.mark.parametrize(
    ("number", "out_of", "value", "state"),
    [("9", "10", 90.0, 0), ("0", "0", None, 3), ("c", "10", None, 1), ("9e", "10", 90.0, 4), ("", "", None, 2)],
)
def test_work_out(number: str, out_of: str, value: float | None, state: int) -> None:
    entry = an_entry(number, out_of)
    assert (entry.value, entry.state) == (value, state)


@pytest.mark.parametrize(
    ("number", "out_of", "expected"),
    [
        ("9", "10", []),
        ("n/a", "10", [("error", "not-a-number", "Enter a whole number, or leave it blank and pick a reason.")]),
        ("-1", "10", [("error", "negative", "“-1” is below nought. Enter a whole number of 0 or more.")]),
        ("41", "38", [("error", "more-than-all", "41 is more than the 38 it is out of (J5). Change one of them.")]),
        ("3", "0", [("error", "more-than-all", "3 is more than the 0 it is out of (J5). Change one of them.")]),
        ("3", "", [("error", "half-given", "This is blank. Enter the number of: all.")]),
        ("", "", [("error", "missing", "This is blank. Enter the figure, or pick a reason.")]),
    ],
)
def test_one_figure(number: str, out_of: str, expected: list[tuple[str, str, str]]) -> None:
    assert found(an_entry(number, out_of)) == expected


def test_average_may_be_more_than_what_it_is_out_of() -> None:
    assert found(an_entry("41.5", "2", unit="average")) == []


def test_districts_that_do_not_add_up_stop_the_return() -> None:
    rows = [an_entry("90", "100"), an_entry("40", "50", area=NORTH), an_entry("45", "50", area=SOUTH)]
    assert found(*rows) == [
        ("error", "sub-total", "The districts add up to 85, but the whole is 90. Change one of them.")
    ]


def test_hidden_district_leaves_nothing_to_add_up() -> None:
    rows = [an_entry("90", "100"), an_entry("c", "50", area=NORTH), an_entry("45", "50", area=SOUTH)]
    assert found(*rows) == []


def test_split_that_does_not_add_up_stops_the_return() -> None:
    rows = [an_entry("10", unit="count"), an_entry("4", unit="count", breakdown="sex=Female"),
            an_entry("5", unit="count", breakdown="sex=Male")]  # fmt: skip
    assert found(*rows) == [
        ("error", "sub-total", "The values of sex add up to 9, but the whole is 10. Change one of them.")
    ]


def test_values_of_which_a_child_may_have_several_are_not_added_up() -> None:
    factors = [an_entry(number, "20", breakdown=f"assessment-factor={number}") for number in ("12", "9")]
    assert found(an_entry("20", "20"), *factors) == []
    counts = [an_entry(number, unit="count", breakdown=f"assessment-factor={number}") for number in ("12", "9")]
    said = "The values of assessment factor add up to 21, more than the whole, 20. Can one count twice?"
    assert found(an_entry("20", unit="count"), *counts) == [("warning", "sub-total", said)]


def test_blank_values_of_a_breakdown_beside_a_whole_need_a_reason() -> None:
    values = [an_entry("4", unit="count", breakdown="sex=Female"), an_entry("", unit="count", breakdown="sex=Male")]
    assert found(an_entry("10", unit="count"), *values) == [
        ("warning", "missing-breakdown", "1 of 2 values of sex are blank. Say why, or fill them in.")
    ]


def test_blank_districts_beside_a_whole_need_a_reason() -> None:
    rows = [an_entry("90", "100"), an_entry("40", "50", area=NORTH), an_entry("", "", area=SOUTH)]
    assert found(*rows) == [
        ("warning", "missing-breakdown", "1 of 2 districts are blank. Say why, or fill them in."),
    ]


def test_blank_whole_beside_all_districts_is_worked_out() -> None:
    rows = [an_entry("", ""), an_entry("40", "50", area=NORTH), an_entry("45", "50", area=SOUTH)]
    assert found(*rows) == []


@pytest.mark.parametrize(
    ("now", "before", "expected"),
    [
        ("12", 10.0, []),
        ("13", 10.0, [("warning", "jump", "Up 30% on last time (10 to 13): is this right?")]),
        ("7", 10.0, [("warning", "jump", "Down 30% on last time (10 to 7): is this right?")]),
        ("4", 2.0, []),
        ("0", 10.0, [("warning", "zero", "Last time 10, now 0: is this right?")]),
        ("10", 0.0, [("warning", "zero", "Last time 0, now 10: is this right?")]),
    ],
)
def test_change_from_last_time(now: str, before: float, expected: list[tuple[str, str, str]]) -> None:
    assert found(an_entry(now, unit="count"), last={0: was(before)}) == expected


def test_every_figure_the_same_as_last_time_is_asked_about_once() -> None:
    rows = [an_entry(str(10 + at), unit="count", code=f"m{at}") for at in range(5)]
    same = {at: was(10.0 + at) for at in range(5)}
    assert found(*rows, last=same) == [
        ("warning", "same-as-last-time", "Every figure is the same as last time. Is this last time’s file?")
    ]
    assert found(*rows, last={**same, 4: was(13.0)}) == []


def test_split_that_came_last_time_and_not_now_needs_a_reason() -> None:
    entry = an_entry("10", unit="count")
    last = {("m1", WHOLE, "sex=Female", QUARTER): was(4.0)}
    findings = check({entry.slot.key: entry}, last=last, jump_percent=25.0)
    assert [(one.code, one.message) for one in findings] == [
        ("missing-breakdown", "Last time it was also split by sex. Say why not now.")
    ]


def a_row(**facts: object) -> Written:
    """A row of the template."""
    base = {
        "code": "m1",
        "area": "X1",
        "split": "",
        "period": QUARTER,
        "number": "9",
        "out_of": "10",
        "row": 5,
        "column": "I",
    }
    return Written(**(base | facts))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([a_row(code="m99")], ("unknown-measure", "There is no measure “m99”. Use the codes of the template.")),
        ([a_row(code="m2")], ("not-asked", "“m2” is not asked for in this return. Take the row out.")),
        ([a_row(area="E9")], ("unknown-area", "“E9” is not an area of this return. Use the codes of the template.")),
        (
            [a_row(period="2026-04-01")],
            ("wrong-period", "“2026-04-01” is not a period of this return. It asks for 2026-07-01."),
        ),
        ([a_row(split="sex=Male")], ("unknown-split", "“sex=Male” is not asked for with m1. Take the row out.")),
        (
            [a_row(), a_row(row=6)],
            ("duplicate", "Row 5 gives this figure too. Take one of the two rows out."),
        ),
    ],
)
def test_rows_that_cannot_be_placed(rows: list[Written], expected: tuple[str, str]) -> None:
    reading = from_rows(rows, slots=[a_slot()], known=frozenset({"m1", "m2"}), reasons=[])
    assert [(one.code, one.message) for one in reading.findings] == [expected]


def test_period_of_a_row_is_read_as_a_date_a_text_or_a_spreadsheets_number() -> None:
    for written in (QUARTER, "2026-07-01", "01/07/2026", "46204"):
        reading = from_rows([a_row(period=written)], slots=[a_slot()], known=frozenset(), reasons=[])
        assert [entry.value for entry in reading.entries.values()] == [90.0]


def test_reason_in_the_file_is_known_by_its_name_or_code() -> None:
    for reason in ("We do not hold the figure", "no-data"):
        row = a_row(number="", out_of="", reason=reason)
        reading = from_rows(
            [row], slots=[a_slot()], known=frozenset(), reasons=[("no-data", "We do not hold the figure")]
        )
        assert [entry.reason_code for entry in reading.entries.values()] == ["no-data"]


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("month", [date(2026, 7, 1), date(2026, 8, 1), date(2026, 9, 1)]),
        ("quarter", [QUARTER]),
        ("term", [date(2026, 5, 1)]),
        ("academic_year", [date(2025, 9, 1)]),
        ("financial_year", []),
    ],
)
def test_periods_of_a_round_are_those_that_end_in_it(kind: str, expected: list[date]) -> None:
    assert periods_of(kind, QUARTER, date(2026, 9, 30)) == expected


def test_period_words() -> None:
    said = [period_words(QUARTER, kind) for kind in ("month", "quarter", "financial_year")]
    assert said == ["July 2026", "July to September 2026", "July 2026 to June 2027"]
