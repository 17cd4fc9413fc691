"""The page of a measure: message, chart, figures that lead to their source, agencies, areas, disclosure."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from lineofsight.foundation.partnership.models import Area, Partnership
from lineofsight.sources.dashboard.changes.figures import Figure
from lineofsight.sources.dashboard.changes.measures import change_definition
from lineofsight.sources.dashboard.models import Measure, Observation
from lineofsight.sources.dashboard.queries.looking import Look
from lineofsight.sources.dashboard.queries.measure_page import Choice, Page, measure_page
from lineofsight.sources.dashboard.queries.tracing import trace
from lineofsight.sources.dashboard.rules import wording
from lineofsight.sources.dashboard.views.charting import run_of, spc_chart
from tests import making
from tests.sources.dashboard import county

pytestmark = pytest.mark.django_db
URL = "/p/westmarch/data/measures/visits/"
SignIn = Callable[..., Client]


def page_of(partnership: Partnership, **choice: str) -> Page:
    """The measure as the inner circle sees it."""
    look = Look(partnership, True, frozenset())
    return measure_page(partnership, "visits", look=look, choice=Choice(**choice), today=county.TODAY)


def visits(partnership: Partnership, whole: Area, **facts: object) -> None:
    """Visits in time, of two agencies in four districts, the council's falling in the last eight months."""
    county.a_measure(partnership, "visits", name="Visits in time", target=90.0, **facts)
    police = making.an_organisation(partnership, "Westmarch Police", kind="police")
    for organisation, drop in ((making.an_organisation(partnership), 12), (police, 0)):
        rows = [
            figure
            for district in Area.objects.filter(parent=whole)
            for figure in county.percentages(
                "visits", district, lambda n, d=drop: (45 + county.wave(n) / 3 - (d if n > 27 else 0), 50)
            )
        ]
        county.accept(partnership, rows, organisation=organisation)


def test_message_names_the_change_and_when_it_began(partnership: Partnership, whole: Area) -> None:
    visits(partnership, whole)
    line = page_of(partnership).line
    assert line is not None and line.shows is not None
    assert wording.message(line.shows, line.trait, run_of(line)) == "Visits in time: worse since about Feb 2026"
    assert (line.shows.tier, line.shows.since, line.period_type) == ("alert", date(2026, 2, 1), "month")


def test_page_shows_chart_agencies_areas_and_leads_to_sources(
    partnership: Partnership, whole: Area, signed_in: SignIn
) -> None:
    visits(partnership, whole)
    page = signed_in("analyst").get(URL).content.decode()
    for words in ("worse since about Feb 2026", "chart--wide", "By agency", "Westmarch Police", "By area", "Dunmere"):
        assert words in page
    newest = Observation.objects.filter(series__organisation=None, series__area=whole, known_to=None).latest("period")
    assert f"/p/westmarch/data/figures/{newest.pk}/" in page


def test_figure_of_a_total_leads_to_the_figures_it_was_made_from(
    partnership: Partnership, whole: Area, signed_in: SignIn
) -> None:
    visits(partnership, whole)
    newest = Observation.objects.filter(series__organisation=None, series__area=whole, known_to=None).latest("period")
    page = signed_in("analyst").get(f"/p/westmarch/data/figures/{newest.pk}/").content.decode()
    parts = Observation.objects.filter(period=newest.period, series__is_derived=False)
    assert parts.count() == 8
    assert all(f"/figures/{part.pk}/" in page for part in parts)
    first = signed_in("analyst", name="Second").get(f"/p/westmarch/data/figures/{parts[0].pk}/").content.decode()
    assert "sheet Return, row 37, column C" in first and "Accepted by" in first


def test_total_leads_to_the_whole_that_an_agency_gave_and_not_to_its_districts_as_well(
    partnership: Partnership, whole: Area
) -> None:
    county.a_measure(partnership, "visits", name="Visits in time")
    districts = list(Area.objects.filter(parent=whole).order_by("name"))[:2]
    police = making.an_organisation(partnership, "Westmarch Police", kind="police")
    given = {making.an_organisation(partnership): [whole, *districts], police: districts}
    for organisation, areas in given.items():
        rows = [row for area in areas for row in county.percentages("visits", area, lambda n: (40, 50), count=1)]
        county.accept(partnership, rows, organisation=organisation)
    total = Observation.objects.get(series__organisation=None, series__area=whole, known_to=None)
    parts = trace(partnership, total.pk).parts
    assert [(part.series.organisation.name, part.series.area.name) for part in parts] == [  # type: ignore[union-attr]
        ("Westmarch Council", "Westmarch"),
        ("Westmarch Police", "Aldersham"),
        ("Westmarch Police", "Brackenford"),
    ]
    assert sum(part.numerator or 0 for part in parts) == total.numerator


def test_restated_figure_says_what_we_knew_until_when(partnership: Partnership, whole: Area, signed_in: SignIn) -> None:
    county.a_measure(partnership, "visits", name="Visits in time")
    council = making.an_organisation(partnership)
    for day, number in ((1, 40), (15, 30)):
        rows = county.percentages("visits", whole, lambda n, c=number: (c, 50), count=2)
        county.accept(partnership, rows, organisation=council, at=datetime(2026, 6, day, 9, tzinfo=UTC))
    now = Observation.objects.filter(series__organisation=council, known_to=None).latest("period")
    page = signed_in("analyst").get(f"/p/westmarch/data/figures/{now.pk}/").content.decode()
    assert "We knew 80.0% from 1 Jun 2026, 10:00 until 15 Jun 2026, 10:00" in page


def test_changed_definition_breaks_the_chart_and_starts_detection_afresh(partnership: Partnership, whole: Area) -> None:
    county.a_measure(partnership, "visits", name="Visits in time")
    measure = Measure.objects.get(code="visits")
    start = county.months(36)[24]
    change_definition(
        measure, effective_from=start, reason="Weekends count", by=making.SYSTEM, numerator="with weekends"
    )
    rows = county.percentages("visits", whole, lambda n: (90 + county.wave(n) - (40 if n >= 24 else 0), 100))
    county.accept(partnership, rows, organisation=making.an_organisation(partnership))
    page = page_of(partnership)
    assert page.line is not None and page.line.shows is not None
    assert (page.line.breaks, page.line.version_breaks, len(page.line.panel.periods)) == ((24,), (24,), 36)
    assert (page.line.shows.tier, page.line.shows.variation) == ("", "common")
    chart = spc_chart(page, page.line)
    assert [note.text for note in chart.notes] == ["Definition changed: Weekends count"]


def test_provisional_newest_figure_is_shown_and_raises_nothing(partnership: Partnership, whole: Area) -> None:
    county.a_measure(partnership, "visits", name="Visits in time")
    rows = county.percentages("visits", whole, lambda n: (90 + county.wave(n), 100), count=35)
    last = county.months(36)[35]
    rows.append(Figure("visits", whole.pk, last, 10.0, 10.0, 100.0, state=Observation.State.PROVISIONAL))
    county.accept(partnership, rows, organisation=making.an_organisation(partnership))
    line = page_of(partnership).line
    assert line is not None and line.shows is not None
    assert (line.shows.period, line.shows.value, line.shows.tier, line.shows.variation) == (last, 10.0, "", "common")


def test_rolling_figures_are_shown_and_never_charted(partnership: Partnership, whole: Area) -> None:
    county.a_measure(partnership, "visits", name="Visits in time", taken="rolling")
    rows = county.percentages("visits", whole, lambda n: (90 - n, 100))
    county.accept(partnership, rows, organisation=making.an_organisation(partnership))
    line = page_of(partnership).line
    assert line is not None and line.shows is not None
    assert (line.limits, line.shows.variation, line.shows.tier) == (None, "", "")


def test_page_takes_at_most_thirty_queries_however_many_parts(
    partnership: Partnership, whole: Area, signed_in: SignIn
) -> None:
    visits(partnership, whole)
    analyst = signed_in("analyst")
    analyst.get(URL)
    for url in (URL, f"{URL}?known_on=2026-10-20", f"{URL}?to=2026-01-01"):
        with CaptureQueriesContext(connection) as queries:
            assert analyst.get(url).status_code == 200
        assert len(queries) <= 30


def test_downloads_are_a_picture_and_two_files(partnership: Partnership, whole: Area, signed_in: SignIn) -> None:
    visits(partnership, whole)
    analyst = signed_in("analyst")
    assert analyst.get(URL + "chart.png").content[:4] == b"\x89PNG"
    lines = b"".join(analyst.get(URL + "?export=csv")).decode().splitlines()
    assert len([line for line in lines if "%" in line or ",5" in line]) >= 36
    assert analyst.get(URL + "?agencies-export=xlsx").status_code == 200


def test_measure_of_another_partnership_is_not_found(partnership: Partnership, whole: Area, signed_in: SignIn) -> None:
    other = making.a_partnership("elsewhere")
    county.a_measure(other, "visits")
    assert signed_in("analyst").get(URL).status_code == 404


def test_breakdowns_stand_beside_each_other_and_each_can_be_chosen(
    partnership: Partnership, whole: Area, signed_in: SignIn
) -> None:
    county.a_measure(partnership, "visits", name="Visits in time")
    council = making.an_organisation(partnership)
    rows = county.percentages("visits", whole, lambda n: (80 + county.wave(n), 100), count=20)
    for split in ("sex=Female", "sex=Male"):
        rows += [replace(row, breakdown=split) for row in rows[:20]]
    county.accept(partnership, rows, organisation=council)
    client = signed_in("analyst")
    page = client.get(URL).content.decode()
    assert '<option value="sex=Female">Sex: Female</option>' in page and "By breakdown" in page
    assert "?split=sex%3DMale" in page
    chosen = client.get(URL, {"split": "sex=Male", "agency": str(council.pk)}).content.decode()
    assert "Sex: Male, " in chosen and '<option value="sex=Male" selected>' in chosen
    assert f'<input type="hidden" name="agency" value="{council.pk}">' in chosen
    assert [part.name for part in page_of(partnership).splits] == ["Sex: Female", "Sex: Male"]


NEIGHBOURS = {"E10000012": ("Essex", 30.0), "E10000011": ("East Sussex", 20.0), "E10000008": ("Devon", None),
              "E10000030": ("Surrey", 90.0)}  # fmt: skip


def test_statistical_neighbours_are_compared_by_the_definitions_method(
    partnership: Partnership, whole: Area, signed_in: SignIn
) -> None:
    comparators = "Neighbours | mean_missing_excluded | yearly\nNeighbours | median | yearly"
    county.a_measure(partnership, "visits", name="Visits in time", comparators=comparators)
    month = county.months(36)[35]
    rows = county.percentages("visits", whole, lambda n: (80 + county.wave(n), 100))
    for code, (name, value) in NEIGHBOURS.items():
        area = Area.objects.create(code=code, name=name, kind="county", starts_on=making.FIRST_DAY)
        if value is not None:
            rows.append(Figure("visits", area.pk, month, value))
    county.accept(partnership, rows)
    client = signed_in("analyst")
    form = {"councils": "881 Essex\nE10000011\nDevon", "source": "The model of 2025", "expected_version": "0"}
    assert (
        "We do not know “Atlantis”."
        in client.post("/p/westmarch/data/neighbours/", form | {"councils": "Atlantis"}).content.decode()
    )
    assert client.post("/p/westmarch/data/neighbours/", form).status_code == 302
    found = {(one.name, one.method): one.value for one in page_of(partnership).benchmarks}
    assert found == {
        ("Statistical neighbours (2 of 3)", "mean of those with a figure; The model of 2025"): 25.0,
        ("Statistical neighbours (2 of 3)", "median of those with a figure; The model of 2025"): 25.0,
        ("All councils loaded (3)", "mean, missing ones left out"): pytest.approx(140 / 3),
    }
    assert "Statistical neighbours (2 of 3)" in client.get(URL).content.decode()
    late = client.post("/p/westmarch/data/neighbours/", form | {"source": "Another"})
    assert (late.status_code, "Another" in late.content.decode()) == (409, True)
