"""Loading publishers' own files: rates as published, restated issues, nothing twice, nothing of single children."""

import csv
import os
from collections.abc import Iterator
from datetime import UTC, date, datetime
from fnmatch import fnmatch
from pathlib import Path

import pytest

from lineofsight.cycle.requests.models import Return
from lineofsight.engine import tables
from lineofsight.foundation.partnership.changes import cover_area
from lineofsight.foundation.partnership.models import Area, Partnership
from lineofsight.foundation.trail.models import Entry
from lineofsight.sources.dashboard.changes.loading import Report, load_file
from lineofsight.sources.dashboard.changes.measures import take_over_catalogue
from lineofsight.sources.dashboard.models import Measure, Observation, SeriesState
from lineofsight.sources.dashboard.queries.figures import figures
from tests import making

pytestmark = pytest.mark.django_db
KENT, TODAY = "E10000016", date(2026, 10, 21)
MORNING, EVENING = datetime(2026, 6, 1, 9, tzinfo=UTC), datetime(2026, 7, 1, 18, tzinfo=UTC)
POPULATION = "reference-geography/ons_mid-year_population_estimates_2012_to_2024.csv"
REFERRALS = "dfe-cin/c1_children_in_need_referrals_and_rereferrals_2013_to_2025.csv"
COUNTS = """
title = "Counts by area"
publisher = "A council"
[area]
column = "area"
[period]
type = "month"
column = "month"
[[measure]]
code = "m05"
numerator = "again"
denominator = "all"
value = "percent"
[[measure]]
code = "pupils-in-clubs"
value = "pupils"
"""
ROWS = "area,month,again,all,percent,pupils\nE10000016,2026-04,10,30,33.3,7\nE10000016,2026-05,c,30,c,8\n"


@pytest.fixture
def kent(partnership: Partnership) -> Partnership:
    """A partnership of Kent with the catalogue of the framework."""
    take_over_catalogue(partnership, making.framework_named("kscmp-2024"), by=making.SYSTEM)
    whole = Area.objects.create(code=KENT, name="Kent", kind="county", starts_on=making.FIRST_DAY)
    cover_area(partnership, whole, starts_on=making.FIRST_DAY, by=making.SYSTEM, is_whole=True)
    return partnership


@pytest.fixture
def data() -> Path:
    folder = os.environ.get("LINEOFSIGHT_REAL_DATA")
    if not folder:
        pytest.skip("LINEOFSIGHT_REAL_DATA is not set")
    return Path(folder)


@pytest.fixture
def counts(tmp_path: Path) -> Path:
    path = tmp_path / "counts.csv"
    path.write_text(ROWS, encoding="utf-8")
    return path


def load(
    place: Partnership, path: Path, recipe: str | tables.Recipe, *, now: datetime = MORNING, **more: object
) -> Report:
    found = tables.load_recipe(recipe) if isinstance(recipe, str) else recipe
    return load_file(place, path, recipe=found, by=making.SYSTEM, now=now, today=TODAY, **more)  # type: ignore[arg-type]


def own() -> tables.Recipe:
    return tables.parse_recipe(COUNTS, name="counts")


def raw(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        yield from csv.DictReader(file)


def held(place: Partnership, measure: str, area: str = "", **more: object) -> dict[tuple[str, str], float | None]:
    found = figures(place, measure=measure, area=area, **more)  # type: ignore[arg-type]
    return {(row["area"], row["period_end"]): row["value"] for row in found if not row["breakdown"]}


def test_rates_come_from_the_counts_and_not_from_the_rounded_rate(kent: Partnership, counts: Path) -> None:
    load(kent, counts, own())
    rows = {row["period_start"]: (row["value"], row["state"]) for row in figures(kent, measure="m05")}
    assert rows == {"2026-04-01": (pytest.approx(1000 / 30), "value"), "2026-05-01": (None, "suppressed")}


def test_measure_that_the_catalogue_lacks_is_added_as_neutral(kent: Partnership, counts: Path) -> None:
    report = load(kent, counts, own())
    version = Measure.objects.get(partnership=kent, code="pupils-in-clubs").versions.get()
    assert report.measures_added == ["pupils-in-clubs"]
    assert (version.name, version.direction, version.unit, version.period_type, version.roll_up) == (
        "Pupils in clubs", "neutral", "count", "month", "none",
    )  # fmt: skip
    assert version.known_limits == "Found in a publisher's file. Its definition is to be agreed by its owner."
    assert list(held(kent, "pupils-in-clubs").values()) == [7.0, 8.0]


def test_loading_twice_changes_nothing_and_leaves_no_empty_return(kent: Partnership, counts: Path) -> None:
    first = load(kent, counts, own())
    before = (Return.objects.count(), Entry.objects.count(), Observation.objects.count())
    again = load(kent, counts, own(), now=EVENING)
    assert (first.new, first.restated, first.unchanged) == (4, 0, 0)
    assert (again.new, again.restated, again.unchanged, again.measures_added) == (0, 0, 4, [])
    assert (Return.objects.count(), Entry.objects.count(), Observation.objects.count()) == before


def test_dry_run_reports_and_writes_nothing(kent: Partnership, counts: Path) -> None:
    before = (Return.objects.count(), Entry.objects.count(), Measure.objects.count(), Area.objects.count())
    report = load(kent, counts, own(), dry_run=True)
    assert (report.new, report.measures_added) == (4, ["pupils-in-clubs"])
    assert (Return.objects.count(), Entry.objects.count(), Measure.objects.count(), Area.objects.count()) == before


def test_only_the_measures_that_were_asked_for_are_loaded(kent: Partnership, counts: Path) -> None:
    report = load(kent, counts, own(), measures=["m05"])
    assert (report.new, report.measures_added, held(kent, "pupils-in-clubs")) == (2, [], {})


def test_restated_figure_supersedes_and_the_earlier_one_is_still_known(kent: Partnership, counts: Path) -> None:
    load(kent, counts, own())
    counts.write_text(ROWS.replace("10,30,33.3", "12,30,40"), encoding="utf-8")
    report = load(kent, counts, own(), now=EVENING)
    assert (report.new, report.restated, report.unchanged) == (0, 1, 3)
    april = (KENT, "2026-04-30")
    assert held(kent, "m05", moment=MORNING)[april] == pytest.approx(1000 / 30)
    assert held(kent, "m05")[april] == 40.0


def test_refused_cells_are_named_and_the_rest_is_kept(kent: Partnership, counts: Path) -> None:
    counts.write_text(ROWS.replace(",7\n", ",seven\n").replace("2026-05,c,30,c", "2026-05,40,30,99"), encoding="utf-8")
    report = load(kent, counts, own())
    places = {(one["row"], one["column"], one["value"]) for one in report.refused}
    assert (2, "F", "seven") in places
    assert report.new == 2
    assert all(one["reason"] for one in report.refused)


def test_rolling_and_year_to_date_figures_are_kept_marked_and_never_charted(kent: Partnership, tmp_path: Path) -> None:
    path = tmp_path / "rolling.csv"
    lines = [f"{KENT},2026-{month:02},{month}" for month in range(1, 13)]
    path.write_text("\n".join(["area,month,count", *lines]), encoding="utf-8")
    text = COUNTS.split("[[measure]]")[0].replace('"month"\ncolumn', '"month"\nrolling = true\ncolumn', 1)
    recipe = tables.parse_recipe(text + '[[measure]]\ncode = "in-a-year"\nvalue = "count"\n')
    report = load(kent, path, recipe)
    assert (report.new, report.not_charted) == (12, 12)
    state = SeriesState.objects.get(series__version__measure__code="in-a-year")
    assert (state.series.period_type, state.mean, state.tier, state.variation) == ("rolling", None, "", "")


@pytest.mark.parametrize("name", ["ad1.csv", "fake_903.xml", "episodes.csv"])
def test_file_of_single_children_is_refused_with_nothing_kept(kent: Partnership, data: Path, name: str) -> None:
    before = (Return.objects.count(), Entry.objects.count(), Measure.objects.count())
    with pytest.raises(tables.FileRefused) as refused:
        load(kent, data / "ssda903-synthetic" / name, "dfe-cin-referrals")
    assert "single children" in str(refused.value)
    assert (Return.objects.count(), Entry.objects.count(), Measure.objects.count()) == before


def test_every_percentage_of_referrals_is_the_published_one(kent: Partnership, data: Path) -> None:
    load(kent, data / POPULATION, "ons-children-population")
    report = load(kent, data / REFERRALS, "dfe-cin-referrals", measures=["m04", "m05"])
    assert report.refused == []
    population = held(kent, "population-0-to-17")
    m04, m05 = held(kent, "m04"), held(kent, "m05")
    wrong = []
    for row in raw(data / REFERRALS):
        area, year = row["new_la_code"] or row["region_code"] or row["country_code"], int(row["time_period"])
        key, children = (area, f"{year}-03-31"), population.get((area, f"{year - 1}-06-30"))
        if row["rereferral_percent"].replace(".", "").isdigit() and not _to(m05[key], row["rereferral_percent"]):
            wrong.append((key, m05[key], row["rereferral_percent"]))
        if children and row["referral_count"].isdigit() and m04[key] != 10_000 * int(row["referral_count"]) / children:
            wrong.append((key, m04[key], row["referral_count"]))
    assert wrong == []
    assert report.waiting_for_population < 25
    assert m04[KENT, "2025-03-31"] == 10_000 * 24_035 / 355_390


def _to(value: float | None, published: str) -> bool:
    """True when the value is the published one to its decimals; a figure that ends in .0 is written without."""
    return value is not None and abs(value - float(published)) <= 0.05 + 1e-9


PERCENTAGES = [
    ("dfe-cin/d3_cpps_subsequent_plan_2013_to_2025.csv", "dfe-cin-repeat-plans", "m19a", "CPP_subsequent_percent"),
    ("dfe-cin/d5_cpps_at31march_by_duration_2013_to_2025.csv", "dfe-cin-plan-duration", "m20a", "2_years_or_more_percent"),
    (REFERRALS, "dfe-cin-referrals", "m06", "no_further_action_percent"),
]  # fmt: skip


@pytest.mark.parametrize(("file", "recipe", "measure", "column"), PERCENTAGES, ids=lambda part: str(part)[:30])
def test_every_percentage_of_children_in_need_is_the_published_one(
    kent: Partnership, data: Path, file: str, recipe: str, measure: str, column: str
) -> None:
    load(kent, data / file, recipe, measures=[measure])
    found = held(kent, measure)
    published = {
        (row["new_la_code"] or row["region_code"] or row["country_code"], f"{row['time_period']}-03-31"): row[column]
        for row in raw(data / file)
    }
    numbers = {key: text for key, text in published.items() if text.replace(".", "").isdigit()}
    assert len(numbers) > 1_300
    assert {key: (found.get(key), text) for key, text in numbers.items() if not _to(found.get(key), text)} == {}


def test_next_years_issue_restates_what_the_publisher_changed(kent: Partnership, data: Path) -> None:
    name, recipe = "cla_number_and_rate_per_10k_children.csv", "dfe-cla-number-and-rate"
    first = load(kent, data / "dfe-cla-vintage-2023" / name, recipe, measures=["m26a"])
    second = load(kent, data / "dfe-cla-vintage-2024" / name, recipe, measures=["m26a"], now=EVENING)
    assert first.restated == 0
    assert min(second.new, second.restated, second.unchanged) > 0
    old = {row["period_end"]: row["numerator"] for row in figures(kent, measure="m26a", area=KENT, moment=MORNING)}
    new = {row["period_end"]: row["numerator"] for row in figures(kent, measure="m26a", area=KENT)}
    assert (max(old), max(new), old["2023-03-31"]) == ("2023-03-31", "2024-03-31", 1942.0)


FOLDERS = ("ees-screener-fixtures", "ssda903-synthetic", "dfe-messy-csv", "dfe-messy-xlsx")


def bad_files() -> list[object]:
    root = os.environ.get("LINEOFSIGHT_REAL_DATA")
    found = (
        [p for name in FOLDERS for p in sorted((Path(root) / name).glob("*")) if p.name != "SOURCE.txt"] if root else []
    )
    return [
        pytest.param(path, id=path.name, marks=[pytest.mark.long] if "messy" in path.parent.name else [])
        for path in found
    ]


@pytest.mark.parametrize("path", bad_files())
def test_every_awkward_file_gives_figures_or_says_which_cell_and_why(kent: Partnership, path: Path) -> None:
    every = [tables.shipped_recipe(name) for name in tables.shipped_names()]
    fits = [recipe for recipe in every if any(fnmatch(path.name, pattern) for pattern in recipe.files)]
    said: list[str] = []
    for recipe in fits or [tables.shipped_recipe("dfe-cin-referrals")]:
        try:
            report = load(kent, path, recipe, dry_run=True)
        except tables.TableError as error:
            said.append(str(error))
            continue
        assert report.new > 0 or report.refused
        assert all(one["reason"] and one["row"] > 0 for one in report.refused)
    assert all(len(words) > 20 for words in said)
    assert Observation.objects.count() == 0
