"""Whole tables read by a recipe: encodings, layouts, headings, what is kept and what is left out."""

import datetime
from datetime import date

import numpy as np
import pytest

from lineofsight.engine import tables
from tests.engine.tables.making_tables import COUNTS, SIMPLE, figures, read_text, reasons, workbook

MONTHLY = (
    "area_code,month,again,referrals\nE10000016,2024-04-01,12,60\nE10000016,2024-05-01,c,55\nE10000016,2024-06-01,0,0\n"
)


def test_numerator_and_denominator_give_the_value_and_its_place() -> None:
    first = read_text(MONTHLY, SIMPLE).observations[0]
    assert first == tables.Observation(
        measure="re-referrals",
        area="E10000016",
        breakdown="",
        period_start=date(2024, 4, 1),
        period_end=date(2024, 4, 30),
        period_type="month",
        numerator=12.0,
        denominator=60.0,
        value=20.0,
        state="value",
        sheet="",
        row=2,
        column="C",
    )


def test_suppressed_numerator_and_nothing_of_nothing_have_their_states() -> None:
    assert [(seen.value, seen.state) for seen in read_text(MONTHLY, SIMPLE).observations] == [
        (20.0, "value"),
        (None, "suppressed"),
        (None, "not_applicable"),
    ]


def test_numerator_above_its_denominator_is_refused() -> None:
    reading = read_text("area_code,month,again,referrals\nE10000016,2024-04-01,41,38\n", SIMPLE)
    assert (len(reading), reasons(reading)) == (0, [("C2", "“41” is more than the 38 that it is a part of.")])


def test_row_with_an_unknown_area_or_period_is_refused_and_notes_are_left_out() -> None:
    text = "area_code,month,again,referrals\nKent,2024-04-01,1,2\nE10000016,soon,1,2\nSource: council,,,\n,,,\n,,1,2\n"
    assert reasons(read_text(text, SIMPLE)) == [
        ("A2", "“Kent” is not an area that is known."),
        ("B3", "“soon” is not a month that can be read."),
        ("A6", "Has figures but no area."),
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_text_in_any_usual_encoding_is_read(encoding: str) -> None:
    reading = read_text("area,count\nBromé,“n”\nB,2\n".replace("“n”", "1"), encoding=encoding)
    assert figures(reading) == [("Bromé", 1.0, "value"), ("B", 2.0, "value")]


@pytest.mark.parametrize(
    "text",
    [
        "area;count\nA;1,5\n".replace(",", "."),
        "area\tcount\nA\t1.5\n",
        "area|count\nA|1.5\n",
        "sep=;\narea;count\nA;1.5\n",
    ],
)
def test_text_with_any_usual_sign_between_cells_is_read(text: str) -> None:
    assert figures(read_text(text)) == [("A", 1.5, "value")]


def test_quoted_line_ends_keep_row_numbers_of_the_spreadsheet() -> None:
    reading = read_text('area,count\n"A\nB",1\nC,x?\n')
    assert [place for place, _ in reasons(reading)] == ["B3"]


def test_headings_are_found_below_title_rows() -> None:
    assert figures(read_text("Figures for 2024,\n,\narea,count\nA,1\n")) == [("A", 1.0, "value")]


WIDE = """
title = "Absence"

[area]
column = "=A"
scheme = "england"

[period]
type = "academic_year"
heading_row = 2

[table]
heading_rows = [2, 3, 4]

[[measure]]
code = "overall"
value = "* / Overall"

[[measure]]
code = "children"
value = "Number*"
"""
WIDE_ROWS: list[list[object]] = [
    ["Table 1: absence", "", "", "", "", "", ""],
    ["", 2013, "", "", "20144", "", ""],
    ["", "Number of children1", "Sessions missed", "", "Number of children1", "Sessions missed", ""],
    ["", "", "Authorised", "Overall", "", "Authorised", "Overall"],
    ["", "", "", "", "", "", ""],
    ["ENGLAND", "26,990", 3.3, 4.4, "27,780", 2.9, 3.9],
    ["Kent", 75, "x", "x", 80, 2.1, 2.6],
    ["1. Rounded to the nearest 5.", "", "", "", "", "", ""],
]


def test_merged_headings_with_years_above_give_each_year_its_own_figures() -> None:
    reading = tables.read_rows(WIDE_ROWS, tables.parse_recipe(WIDE))
    found = [(seen.measure, seen.area, seen.period_end.year, seen.value, seen.state) for seen in reading.observations]
    assert sorted(found, key=str) == sorted(
        [
            ("overall", "E92000001", 2013, 4.4, "value"),
            ("overall", "E92000001", 2014, 3.9, "value"),
            ("overall", "E10000016", 2013, None, "missing"),
            ("overall", "E10000016", 2014, 2.6, "value"),
            ("children", "E92000001", 2013, 26990.0, "value"),
            ("children", "E92000001", 2014, 27780.0, "value"),
            ("children", "E10000016", 2013, 75.0, "value"),
            ("children", "E10000016", 2014, 80.0, "value"),
        ],
        key=str,
    )


def test_workbook_gives_the_same_as_rows_in_memory() -> None:
    recipe = tables.parse_recipe(WIDE)
    book, rows = (
        tables.read(workbook(WIDE_ROWS), recipe, name="x.xlsx"),
        tables.read_rows(WIDE_ROWS, recipe, sheet="Sheet1"),
    )
    assert book.observations == rows.observations


def test_period_in_the_heading_text_and_five_hundred_columns_are_read() -> None:
    years = range(1600, 2100)
    text = "area," + ",".join(f"n_{year}" for year in years) + "\nA," + ",".join(str(year) for year in years) + "\n"
    recipe = COUNTS.replace('value = "2024"', 'in_heading = "{measure}_{period}"').replace(
        'value = "count"', 'value = "n"'
    )
    seen = read_text(text, recipe).observations
    assert [(one.period_start.year, one.value) for one in seen] == [(year, float(year)) for year in range(1900, 2100)]


LONG = """
title = "Long"

[area]
column = "area"
scheme = "as_written"

[period]
type = "calendar_year"
column = "year"

[where]
level = ["LA", "national"]

[where_not]
area = "Z"

[breakdown]
columns = { sex = "sex" }
totals = ["Total"]

[[measure]]
code = "moves"
numerator = "n"
denominator = "n"
where = { what = "3 or more" }
denominator_where = { what = "All children" }
"""


def test_denominators_in_other_rows_are_joined_by_area_period_and_breakdown() -> None:
    rows = [
        ["area", "level", "year", "sex", "what", "n"],
        ["A", "LA", 2024, "Total", "3 or more", 10],
        ["A", "LA", 2024, "Male", "3 or more", 4],
        ["A", "LA", 2024, "Male", "All children", 40],
        ["A", "LA", 2024, "Total", "All children", 50],
        ["B", "LA", 2024, "Total", "3 or more", 5],
        ["C", "Ward", 2024, "Total", "3 or more", 5],
        ["Z", "LA", 2024, "Total", "3 or more", 5],
    ]
    reading = tables.read_rows(rows, tables.parse_recipe(LONG))
    assert [(one.area, one.breakdown, one.denominator, one.value, one.state) for one in reading.observations] == [
        ("A", "", 50.0, 20.0, "value"),
        ("A", "sex=Male", 40.0, 10.0, "value"),
        ("B", "", None, None, "missing"),
    ]


def test_column_that_says_the_measure_gives_one_code_a_text() -> None:
    recipe = COUNTS.replace(
        'code = "n"',
        'code_column = "what"\ncodes = { "Children seen" = "m53a" }\nonly = ["Children seen", "Waits (days)"]',
    )
    reading = read_text("area,what,count\nA,Children seen,1\nA,Waits (days),2\nA,Other,3\n", recipe)
    assert [(one.measure, one.value) for one in reading.observations] == [("m53a", 1.0), ("waits-days", 2.0)]


def test_each_column_of_a_list_becomes_a_breakdown() -> None:
    recipe = COUNTS.replace(
        'value = "count"', 'each = { name = "factor", columns = { "Self-harm" = "sh", Gangs = "g" } }'
    )
    seen = read_text("area,sh,g\nA,1,2\n", recipe).observations
    assert [(one.breakdown, one.value) for one in seen] == [("factor=Self-harm", 1.0), ("factor=Gangs", 2.0)]


def test_percentage_held_as_a_share_is_scaled() -> None:
    reading = tables.read_rows([["area", "count"], ["A", 0.125]], tables.parse_recipe(COUNTS + "scale = 100\n"))
    assert figures(reading) == [("A", 12.5, "value")]


def test_date_where_a_figure_should_be_is_refused() -> None:
    rows = [["area", "count"], ["A", datetime.datetime.fromisoformat("2024-05-01")]]
    assert "is a date" in tables.read_rows(rows, tables.parse_recipe(COUNTS)).refusals[0].reason


def test_columns_of_a_reading_are_arrays_of_the_stated_kinds() -> None:
    columns = read_text(MONTHLY, SIMPLE).columns
    assert list(columns) == list(tables.TIDY_COLUMNS)
    assert [columns[name].dtype for name in ("period_start", "value", "row", "column", "area")] == [
        np.dtype("M8[D]"),
        np.dtype("f8"),
        np.dtype("i4"),
        np.dtype("i2"),
        np.dtype("O"),
    ]
    assert {len(column) for column in columns.values()} == {3}


def test_table_without_rows_gives_empty_columns_of_the_same_kinds() -> None:
    empty, full = read_text("area_code,month,again,referrals\n", SIMPLE).columns, read_text(MONTHLY, SIMPLE).columns
    assert {name: (column.dtype, len(column)) for name, column in empty.items()} == {
        name: (column.dtype, 0) for name, column in full.items()
    }


def test_file_longer_than_one_block_is_read_the_same_as_in_pieces() -> None:
    rows = [[f"A{number}", str(number) if number % 7 else "c"] for number in range(10_000)]
    reading = tables.read_rows([["area", "count"], *rows], tables.parse_recipe(COUNTS))
    assert figures(reading) == [
        (area, None if text == "c" else float(text), "suppressed" if text == "c" else "value") for area, text in rows
    ]
    assert reading.columns["row"].tolist() == list(range(2, 10_002))
