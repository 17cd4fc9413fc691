"""Drafts of recipes: for tidy files they work as they are; for the rest they say what to fill in."""

import os
from pathlib import Path

import pytest

from lineofsight.engine import tables
from tests.engine.tables.making_tables import workbook

TIDY = [
    "dfe-cin/b1_children_in_need_2013_to_2025.csv",
    "dfe-cin/c1_children_in_need_referrals_and_rereferrals_2013_to_2025.csv",
    "dfe-cin/d3_cpps_subsequent_plan_2013_to_2025.csv",
    "dfe-cla/la_care_leavers_accommodation_suitability.csv",
    "dfe-cla/la_cla_placement_stability.csv",
    "dfe-cla-vintage-2024/cla_number_and_rate_per_10k_children.csv",
    "dfe-messy-csv/permanent_exclusions_and_suspensions_la.csv",
    "dfe-messy-csv/sheet7_oc24.csv",
    "_extracts/attendance_weekly_kent_autumn2022.csv",
    "reference-geography/ons_mid-year_population_estimates_2012_to_2024.csv",
    "trafford-la-tidy/neet.csv",
]


def test_draft_for_a_tidy_table_is_a_recipe_that_reads_it() -> None:
    text = "year,area_code,sex,referrals\n2024,E10000016,Total,10\n2024,E10000016,Male,c\n2025,E06000035,Total,1,200\n"
    text = text.replace("1,200", '"1,200"')
    draft = tables.suggest(text.encode(), name="x.csv")
    reading = tables.read(text.encode(), tables.parse_recipe(draft), name="x.csv")
    assert [(one.measure, one.area, one.breakdown, one.value, one.state) for one in reading.observations] == [
        ("referrals", "E10000016", "", 10.0, "value"),
        ("referrals", "E10000016", "sex=Male", None, "suppressed"),
        ("referrals", "E06000035", "", 1200.0, "value"),
    ]
    assert reading.refusals == []


def test_draft_for_a_workbook_finds_the_sheet_with_figures_and_its_merged_headings() -> None:
    rows: list[list[object]] = [
        ["Table 5: absence", "", "", "", ""],
        ["", "", "", "", ""],
        ["", 2013, "", 2014, ""],
        ["Area", "Children", "Absence", "Children", "Absence"],
        ["ENGLAND", 26990, 4.4, 27780, 3.9],
        ["Kent", 75, "x", 80, 2.6],
    ]
    data = workbook(rows, sheet="LA5")
    draft = tables.suggest(data, name="x.xlsx")
    assert 'sheet = "LA5"\nheading_rows = [3, 4]' in draft
    reading = tables.read(data, tables.parse_recipe(draft), name="x.xlsx")
    kent = {(one.measure, one.period_end.year): one.value for one in reading.each() if one.area == "E10000016"}
    assert kent == {("children", 2013): 75.0, ("absence", 2013): None, ("children", 2014): 80.0, ("absence", 2014): 2.6}


def test_file_without_figures_gets_no_draft() -> None:
    with pytest.raises(tables.FileRefused, match="no column of figures"):
        tables.suggest(b"area_code,area_name\nE10000016,Kent\n", name="x.csv")


@pytest.mark.parametrize("file", TIDY)
def test_draft_for_a_published_file_reads_every_row_of_it(file: str) -> None:
    folder = os.environ.get("LINEOFSIGHT_REAL_DATA")
    if not folder:
        pytest.skip("LINEOFSIGHT_REAL_DATA is not set")
    path = Path(folder) / file
    reading = tables.read(path, tables.parse_recipe(tables.suggest(path)))
    assert (reading.refusals, reading.repeated, len(reading) > 0) == ([], 0, True)
