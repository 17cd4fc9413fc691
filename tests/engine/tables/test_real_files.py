"""Real publishers' files by the shipped recipes, against figures taken from the files by the csv module alone."""
# ruff: noqa: E501

import csv
import os
from collections import Counter
from collections.abc import Iterator
from datetime import date
from fnmatch import fnmatch
from functools import cache
from pathlib import Path

import pytest

from lineofsight.engine import tables

KENT = "E10000016"


@pytest.fixture
def data() -> Path:
    folder = os.environ.get("LINEOFSIGHT_REAL_DATA")
    if not folder:
        pytest.skip("LINEOFSIGHT_REAL_DATA is not set")
    return Path(folder)


@cache
def reading(path: Path, recipe: str) -> tables.Reading:
    return tables.read(path, tables.load_recipe(recipe))


def raw(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        yield from csv.DictReader(file)


def seen(found: tables.Reading, measure: str, area: str = KENT, breakdown: str = "") -> dict[date, tuple[object, ...]]:
    """Last day → numerator, denominator, value, state."""
    chosen = (one for one in found.each() if (one.measure, one.area, one.breakdown) == (measure, area, breakdown))
    return {one.period_end: (one.numerator, one.denominator, one.value, one.state) for one in chosen}


def number(text: str) -> float | None:
    try:
        return float(text.replace(",", ""))
    except ValueError:
        return None


STATES = {
    "c": "suppressed",
    "x": "missing",
    "z": "not_applicable",
    "u": "unreliable",
    "k": "low",
    "low": "low",
    "": "missing",
}

DFE = [
    ("dfe-cin/c1_children_in_need_referrals_and_rereferrals_2013_to_2025.csv", "dfe-cin-referrals", "m05", "rereferral_percent", {}, (3, 31)),
    ("dfe-cin/b1_children_in_need_2013_to_2025.csv", "dfe-cin-need", "children-in-need-at-year-end", "At31_episodes", {}, (3, 31)),
    ("dfe-cin/c3_factors_identified_at_end_of_assessment_2018_to_2025.csv", "dfe-cin-assessment-factors", "assessments-with-factors", "Episodes_with_assessment_factor", {}, (3, 31)),
    ("dfe-cin/d3_cpps_subsequent_plan_2013_to_2025.csv", "dfe-cin-repeat-plans", "m19a", "CPP_subsequent_percent", {}, (3, 31)),
    ("dfe-cin/d5_cpps_at31march_by_duration_2013_to_2025.csv", "dfe-cin-plan-duration", "m20a", "2_years_or_more_percent", {}, (3, 31)),
    ("dfe-cla-missing/la_children_who_were_missing_or_away_from_placement_without_authorisation.csv", "dfe-cla-missing", "m30a", "number", {"CLA_group": "Number of missing incidents during the year"}, (3, 31)),
    ("dfe-cla-vintage-2023/cla_number_and_rate_per_10k_children.csv", "dfe-cla-number-and-rate", "m26a", "rate_per_10000", {"population_count": "Children looked after at 31 March each year"}, (3, 31)),
    ("dfe-cla-vintage-2024/cla_number_and_rate_per_10k_children.csv", "dfe-cla-number-and-rate", "m26a", "rate_per_10000", {"population_count": "Children looked after at 31 March each year"}, (3, 31)),
    ("dfe-cla/la_cla_placement_stability.csv", "dfe-cla-placement-stability", "m27", "children_percent", {"cla_group": "CLA on 31 March", "placement_stability": "With 3 or more placements during the year"}, (3, 31)),
    ("dfe-cla/la_care_leavers_accommodation_suitability.csv", "dfe-care-leavers-accommodation", "m32", "care_leaver_percent", {"care_leaver_age": "19 to 21 years", "breakdown": "Accommodation considered suitable"}, (3, 31)),
    ("dfe-cla/la_cla_swcount.csv", "dfe-cla-social-worker-changes", "three-or-more-social-workers", "percentage", {"sw_stability": "3 or more social workers during the year"}, (3, 31)),
    ("dfe-csww/csww_headline_measures_2017_to_2022.csv", "dfe-social-workers", "m34", "caseload_fte", {}, (9, 30)),
    ("reference-geography/ons_mid-year_population_estimates_2012_to_2024.csv", "ons-children-population", "population-0-to-17", "population_estimate", {}, (6, 30)),
]  # fmt: skip


@pytest.mark.parametrize(("file", "recipe", "measure", "column", "where", "ends"), DFE, ids=lambda part: str(part)[:40])
def test_every_figure_of_a_tidy_file_is_the_one_that_is_published(
    data: Path, file: str, recipe: str, measure: str, column: str, where: dict[str, str], ends: tuple[int, int]
) -> None:
    found = reading(data / file, recipe)
    expected = {}
    for row in raw(data / file):
        if all(row[name] == text for name, text in where.items()):
            area = row["new_la_code"] or row["region_code"] or row["country_code"]
            value = number(row[column])
            expected[area, date(int(row["time_period"]), *ends)] = (
                value,
                "value" if value is not None else STATES[row[column]],
            )
    got = {
        (one.area, one.period_end): (one.value, one.state)
        for one in found.each()
        if one.measure == measure and not one.breakdown
    }
    assert got == expected
    assert found.refusals == []


def test_kent_referrals_have_numerator_and_denominator_in_every_year(data: Path) -> None:
    path = data / "dfe-cin/c1_children_in_need_referrals_and_rereferrals_2013_to_2025.csv"
    found = seen(reading(path, "dfe-cin-referrals"), "m05")
    assert found[date(2025, 3, 31)] == (5194.0, 24035.0, 21.6, "value")
    assert len(found) == 13
    for numerator, denominator, value, _ in found.values():
        assert round(100 * numerator / denominator, 1) == value  # type: ignore[operator]


def test_kent_long_tables_find_their_denominators_in_other_rows(data: Path) -> None:
    found = seen(reading(data / "dfe-cla/la_cla_placement_stability.csv", "dfe-cla-placement-stability"), "m27")
    rows = [row for row in raw(data / "dfe-cla/la_cla_placement_stability.csv") if row["new_la_code"] == KENT]
    for row in rows:
        if row["cla_group"] == "CLA on 31 March" and row["placement_stability"] == "Total children":
            assert found[date(int(row["time_period"]), 3, 31)][1] == float(row["children_count"])


def test_restated_vintages_differ_where_the_publisher_changed_them(data: Path) -> None:
    old, new = (
        seen(
            reading(
                data / f"dfe-cla-vintage-{year}/cla_number_and_rate_per_10k_children.csv", "dfe-cla-number-and-rate"
            ),
            "m26a",
        )
        for year in (2023, 2024)
    )
    assert old[date(2023, 3, 31)] == (1942.0, 342411.0, 57.0, "value")
    assert new[date(2024, 3, 31)] == (1960.0, 348332.0, 56.0, "value")
    assert {day for day in old.keys() & new.keys() if old[day] != new[day]} != set()


def test_assessment_factors_are_a_breakdown_each(data: Path) -> None:
    path = data / "dfe-cin/c3_factors_identified_at_end_of_assessment_2018_to_2025.csv"
    row = next(row for row in raw(path) if row["new_la_code"] == KENT and row["time_period"] == "2025")
    found = seen(reading(path, "dfe-cin-assessment-factors"), "m10", breakdown="assessment-factor=Self harm")
    assert found[date(2025, 3, 31)][:2] == (number(row["Self_harm"]), number(row["Episodes_with_assessment_factor"]))


def test_weekly_attendance_has_iso_weeks_and_year_to_date_is_marked(data: Path) -> None:
    weekly = seen(
        reading(data / "_extracts/attendance_weekly_kent_autumn2022.csv", "dfe-attendance-weekly"),
        "absence",
        breakdown="phase=Primary",
    )
    row = next(
        row for row in raw(data / "_extracts/attendance_weekly_kent_autumn2022.csv") if row["school_type"] == "Primary"
    )
    assert weekly[date(2022, 9, 18)] == (41066.0, 893175.0, float(row["overall_absence_perc"]), "value")
    assert len(weekly) == 15
    whole = reading(data / "dfe-attendance-ytd/EES_ytd_data.csv", "dfe-attendance-year-to-date")
    assert set(whole.columns["period_type"].tolist()) == {"year_to_date"} <= tables.NOT_CHARTABLE


def test_emergency_department_months_have_their_denominators(data: Path) -> None:
    path = data / "_extracts/ae_attendances_kent_trusts.csv"
    found = seen(reading(path, "nhs-ae-attendances"), "emergency-waits-over-four-hours", "RVV", "department=1")
    expected = {
        row["period"]: (float(row["breaches"]), float(row["attendances"]))
        for row in raw(path)
        if row["org_code"] == "RVV" and row["type"] == "1"
    }
    assert {day.replace(day=1).isoformat(): figures[:2] for day, figures in found.items()} == expected
    assert len(expected) == 36


@pytest.mark.parametrize("issue", ["Apr", "May", "Jun"])
def test_mental_health_file_of_two_period_lengths_marks_the_rolling_ones(data: Path, issue: str) -> None:
    path = data / f"_extracts/mhsds_4ww_kent_{issue}Perf_2024_v2.csv"
    found = reading(path, "nhs-mhsds-four-week-waits")
    lengths = Counter(
        "rolling" if row["REPORTING_PERIOD_START"][3:5] != row["REPORTING_PERIOD_END"][3:5] else "month"
        for row in raw(path)
    )
    assert Counter(found.columns["period_type"].tolist()) == lengths
    assert Counter(found.columns["state"].tolist())["suppressed"] == sum(
        row["MEASURE_VALUE"] == "*" for row in raw(path)
    )


def test_modern_slavery_children_of_one_force_are_those_of_each_quarter(data: Path) -> None:
    path = data / "_extracts/nrm_kent_police_by_quarter_file.csv"
    found = reading(path, "home-office-nrm-police")
    child = "Child (17 or under)"
    expected = {
        f"{row['file']}/{row['Exploitation type']}": float(row["People"])
        for row in raw(path)
        if row["Age at exploitation"] == child and row["Gender"] == "Total"
    }
    got = {}
    for one in found.each():
        parts = dict(part.split("=", 1) for part in one.breakdown.split("; ") if part)
        if parts.get("age") == child and "gender" not in parts:
            got[
                f"{one.period_start.year}_q{(one.period_start.month + 2) // 3}/{parts.get('exploitation', 'Total')}"
            ] = one.value
    assert got == expected


def test_injury_admissions_have_count_denominator_and_published_rate(data: Path) -> None:
    path = data / "fingertips-hospital-admissions/la_hospital_admissions_2324.csv"
    found = seen(reading(path, "ohid-injury-admissions"), "m50")
    row = next(
        row
        for row in raw(path)
        if row["Area Code"] == KENT and row["Time period"] == "2023/24" and row["Sex"] == "Persons"
    )
    assert found[date(2024, 3, 31)] == (number(row["Count"]), number(row["Denominator"]), float(row["Value"]), "value")


def test_inspection_grades_of_the_ods_are_read_under_its_title_rows(data: Path) -> None:
    found = reading(data / "ofsted-ods/LA_Inspection_Outcomes_as_at_31_March_2025.ods", "ofsted-ilacs-outcomes")
    assert seen(found, "ilacs-judgement", breakdown="judgement=overall") == {
        date(2022, 5, 9): (None, None, 1.0, "value")
    }
    assert (found.rows_read, len(found), found.refusals) == (271, 1355, [])


def _wide(path: Path, name: str, column: int) -> str:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return next(row[column] for row in csv.reader(file) if name in row[:8])


OLD = [
    ("dfe-messy-csv/OC2_Final_V2.csv", "dfe-cla-health-2010", "Kent", 38, "looked-after-12-months", "", date(2010, 3, 31)),
    ("dfe-messy-csv/SFR34_Missing2015.csv", "dfe-cla-missing-2015", "Kent", 5, "m30a", "", date(2015, 3, 31)),
    ("dfe-messy-csv/SFR50_Missing_2017.csv", "dfe-cla-missing-2017", "Kent", 6, "m30a", "", date(2017, 3, 31)),
    ("dfe-messy-csv/SFR32_2012_TableLA11_Absence_UD.csv", "dfe-cla-absence-2012", "Kent", 36, "looked-after-children-in-school-census", "", date(2012, 8, 31)),
    ("dfe-messy-csv/sheet10_absence.csv", "dfe-cla-absence-2014", "Kent", 28, "looked-after-absence", "terms=5", date(2014, 8, 31)),
    ("dfe-messy-csv/sheet10_absence.csv", "dfe-cla-absence-2014", "Kent", 44, "looked-after-absence", "terms=6", date(2014, 8, 31)),
    ("dfe-messy-csv/sheet7_oc24.csv", "dfe-cla-strengths-and-difficulties-2014", "Kent", 23, "strengths-and-difficulties-band", "band=Concern", date(2014, 3, 31)),
    ("dfe-messy-csv/sheet_extra_sdq.csv", "dfe-cla-strengths-and-difficulties-2016", "Kent", 9, "strengths-and-difficulties-band", "band=Concern", date(2014, 3, 31)),
    ("dfe-messy-csv/sheet_extra_sdq.csv", "dfe-cla-strengths-and-difficulties-2016", "Kent", 25, "strengths-and-difficulties-band", "band=Concern", date(2016, 3, 31)),
]  # fmt: skip


@pytest.mark.parametrize(
    ("file", "recipe", "name", "column", "measure", "breakdown", "ends"), OLD, ids=lambda part: str(part)[-30:]
)
def test_pretty_table_gives_kents_own_cell(
    data: Path, file: str, recipe: str, name: str, column: int, measure: str, breakdown: str, ends: date
) -> None:
    figure = seen(reading(data / file, recipe), measure, breakdown=breakdown)[ends]
    assert (figure[2], figure[3]) == (number(_wide(data / file, name, column)), "value")


def test_pretty_workbook_gives_the_same_as_its_sheet_saved_as_csv(data: Path) -> None:
    book = reading(data / "dfe-messy-xlsx/SFR49_2014_LATables.xlsx", "dfe-cla-outcomes-2014")
    sheet = reading(data / "dfe-messy-csv/sheet10_absence.csv", "dfe-cla-absence-2014")

    def figures(found: tables.Reading) -> dict[tuple[object, ...], object]:
        return {
            (one.measure, one.area, one.breakdown, one.period_end): (one.value and round(one.value, 1), one.state)
            for one in found.each()
            if one.breakdown.startswith("terms=")
        }

    assert figures(sheet) == figures(book)
    assert len(figures(book)) == 4100
    assert (book.refusals, sheet.refusals) == ([], [])


def test_workbook_of_nine_tables_is_read_whole(data: Path) -> None:
    book = reading(data / "dfe-messy-xlsx/SFR12_2017_LA_Tables.xlsx", "dfe-cla-outcomes-2016")
    assert book.refusals == []
    assert set(book.columns["sheet"].tolist()) == {
        f"Table LA{name}" for name in ("1", "2a", "2b", "3a", "3b", "3c", "4", "5", "6")
    }
    progress = seen(book, "looked-after-progress-8")[date(2016, 8, 31)]
    assert progress[3] == "value"
    assert progress[2] < 0  # type: ignore[operator]


def test_every_shipped_recipe_reads_a_real_file(data: Path) -> None:
    files = [path for path in data.glob("*/*") if path.suffix in {".csv", ".xlsx", ".ods"}]
    unread = []
    for name in tables.shipped_names():
        fitting = [
            path for path in files if any(fnmatch(path.name, pattern) for pattern in tables.shipped_recipe(name).files)
        ]
        if not fitting or any(not len(reading(path, name)) for path in fitting):
            unread.append(name)
    assert unread == []


@pytest.mark.parametrize(
    ("file", "recipes"),
    [
        ("dfe-cin/c1_children_in_need_referrals_and_rereferrals_2013_to_2025.csv", ["dfe-cin-referrals"]),
        ("dfe-cla-vintage-2023/cla_number_and_rate_per_10k_children.csv", ["dfe-cla-number-and-rate"]),
        ("ofsted-ods/LA_Inspection_Outcomes_as_at_31_March_2025.ods", ["ofsted-ilacs-outcomes"]),
        ("dfe-messy-xlsx/SFR12_2017_LA_Tables.xlsx", ["dfe-cla-outcomes-2016"]),
        ("lait/la_code_list.xlsx", []),
    ],
)
def test_shipped_recipe_that_fits_a_file_is_found(data: Path, file: str, recipes: list[str]) -> None:
    assert tables.fitting_recipes(data / file)[:1] == recipes


def test_every_file_of_single_children_is_refused(data: Path) -> None:
    recipe = tables.shipped_recipe("dfe-cin-referrals")
    files = sorted(path for path in (data / "ssda903-synthetic").iterdir() if path.name != "SOURCE.txt")
    kept = []
    for path in files:
        try:
            kept.append((path.name, tables.read(path, recipe)))
        except tables.ChildLevelFile:
            continue
    assert (len(files), kept) == (16, [])


def test_no_other_published_file_is_taken_for_child_level(data: Path) -> None:
    taken = []
    for path in sorted(data.glob("*/*")):
        if path.parent.name != "ssda903-synthetic" and path.suffix in {".csv", ".xlsx", ".ods"}:
            try:
                tables.open_table(path).file.close()
            except tables.FileRefused as refused:
                taken.append((path.name, refused.reason))
    assert taken == []


def test_r_data_files_are_refused_in_plain_words(data: Path) -> None:
    with pytest.raises(tables.FileRefused, match="R’s own data file"):
        tables.open_table(data / "nhs-ae-monthly/ae_attendances.rda")


ONE = """
title = "One"
[area]
column = ["new_la_code", "country_code"]
[period]
type = "{kind}"
column = "time_period"
[[measure]]
code = "one"
value = "{column}"
"""


@pytest.mark.parametrize(
    ("file", "kind", "column", "count", "places"),
    [
        ("mixed-categorical-numerical-data-test.csv", "academic_year", "ind_one", 0, ["I2", "I3", "I4", "I5"]),
        ("mixed-categorical-numerical-data-test.csv", "academic_year", "ind_two", 4, []),
        ("small-csv-with-special-data.csv", "calendar_year", "ind_one", 3, ["J4"]),
        ("invalid-data-set.csv", "academic_year", "pupil_gender_girls_percent", 0, [f"F{row}" for row in range(2, 12)]),
    ],
)
def test_deliberately_bad_upload_gives_right_figures_or_names_the_cell(
    data: Path, file: str, kind: str, column: str, count: int, places: list[str]
) -> None:
    found = tables.read(
        data / "ees-screener-fixtures" / file, tables.parse_recipe(ONE.format(kind=kind, column=column))
    )
    assert (len(found), [f"{one.column}{one.row}" for one in found.refusals]) == (count, places)
