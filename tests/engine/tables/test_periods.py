"""Periods as publishers write them."""

import datetime
from datetime import date
from typing import Any

import pytest

from lineofsight.engine.tables.errors import RecipeError
from lineofsight.engine.tables.periods import Period, PeriodRule, between, whole_period

YEAR_2024 = (date(2024, 4, 1), date(2025, 3, 31), "financial_year")


def read(kind: str, *cells: object, **more: Any) -> tuple[date, date, str]:
    period = whole_period(cells, PeriodRule(type=kind, columns=("p",), **more))
    return period.start, period.end, period.type


@pytest.mark.parametrize(
    "text", ["2025", "2024-25", "2024/25", "202425", "2024-2025", "2024–25", "20253", "Year ending 31 March 2025"]
)
def test_financial_year_however_written_is_april_to_march(text: str) -> None:
    assert read("financial_year", text) == YEAR_2024


def test_financial_year_named_by_its_start_is_read_so() -> None:
    assert read("financial_year", "2024", named_by="start") == YEAR_2024


@pytest.mark.parametrize(
    ("kind", "cells", "start", "end"),
    [
        ("academic_year", ["201516"], date(2015, 9, 1), date(2016, 8, 31)),
        ("calendar_year", ["2019"], date(2019, 1, 1), date(2019, 12, 31)),
        ("calendar_year", [2019.0], date(2019, 1, 1), date(2019, 12, 31)),
        ("quarter", ["2022_q2"], date(2022, 4, 1), date(2022, 6, 30)),
        ("quarter", ["2009", "Q4"], date(2009, 10, 1), date(2009, 12, 31)),
        ("quarter", ["Apr-Jun 2024"], date(2024, 4, 1), date(2024, 6, 30)),
        ("month", ["2016-04-01"], date(2016, 4, 1), date(2016, 4, 30)),
        ("month", ["Feb-24"], date(2024, 2, 1), date(2024, 2, 29)),
        ("month", ["December 2023"], date(2023, 12, 1), date(2023, 12, 31)),
        ("month", [datetime.datetime.fromisoformat("2024-05-01")], date(2024, 5, 1), date(2024, 5, 31)),
        ("week", ["2022", "Week 37"], date(2022, 9, 12), date(2022, 9, 18)),
        ("week", ["2021", "Week 1"], date(2021, 1, 4), date(2021, 1, 10)),
        ("day", ["03/04/2024"], date(2024, 4, 3), date(2024, 4, 3)),
        ("snapshot", ["31 March 2024"], date(2024, 3, 31), date(2024, 3, 31)),
    ],
)
def test_period_of_each_type_has_its_first_and_last_day(kind: str, cells: list[object], start: date, end: date) -> None:
    assert read(kind, *cells) == (start, end, kind)


def test_financial_quarter_counts_from_april() -> None:
    assert read("quarter", "2023-24 Q4", quarters="financial") == (date(2024, 1, 1), date(2024, 3, 31), "quarter")


def test_snapshot_of_a_year_stands_on_the_day_that_the_recipe_gives() -> None:
    assert read("snapshot", "2024", snapshot_on="09-30") == (date(2024, 9, 30), date(2024, 9, 30), "snapshot")


def test_rolling_and_year_to_date_are_marked() -> None:
    assert read("academic_year", "202526", year_to_date=True)[2] == "year_to_date"
    assert read("month", "2024-05", rolling=True)[2] == "rolling"


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("financial_year", "2024-26"),
        ("financial_year", "2010 to 2014"),
        ("financial_year", "2016172"),
        ("financial_year", "NA"),
        ("month", "2024-13"),
        ("day", "03/25/2024"),
        ("week", "2022 Week 54"),
        ("quarter", "May-Jul 2024"),
    ],
)
def test_period_that_is_doubtful_is_refused(kind: str, text: str) -> None:
    assert whole_period([text], PeriodRule(type=kind, columns=("p",))).problem.startswith("is not a ")


def test_excel_day_number_is_explained_and_read_only_when_the_recipe_says_so() -> None:
    rule = PeriodRule(type="day", columns=("p",))
    assert "1 April 2018" in whole_period(["43191"], rule).problem
    assert read("day", 43191.0, serial_dates=True) == (date(2018, 4, 1), date(2018, 4, 1), "day")


def test_period_between_two_days_takes_its_type_from_its_length() -> None:
    rule = PeriodRule(type="rolling", start="s", end="e", by_months=((1, "month"), (3, "rolling")))
    assert between("01/04/2024", "30/04/2024", rule) == Period(date(2024, 4, 1), date(2024, 4, 30), "month")
    assert between("01/02/2024", "30/04/2024", rule) == Period(date(2024, 2, 1), date(2024, 4, 30), "rolling")
    assert between("30/04/2024", "01/02/2024", rule).problem == "ends before it starts"


def test_rule_of_an_unknown_type_is_a_wrong_recipe() -> None:
    with pytest.raises(RecipeError, match=r"period\.type is “fortnight”"):
        PeriodRule(type="fortnight")
