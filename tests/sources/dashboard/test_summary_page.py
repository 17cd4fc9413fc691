"""The summary: most concerning first, counts that filter, what was known on a day, a fixed number of queries."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from lineofsight.foundation.partnership.models import Area, Partnership
from lineofsight.foundation.ui.words import short_date
from lineofsight.sources.dashboard.queries import summary
from lineofsight.sources.dashboard.queries.looking import Look
from tests import making
from tests.sources.dashboard import county

pytestmark = pytest.mark.django_db
URL = "/p/westmarch/data/"
SignIn = Callable[..., Client]


def look(partnership: Partnership, **facts: object) -> Look:
    """The inner circle's look."""
    return Look(partnership, True, frozenset(), **facts)  # type: ignore[arg-type]


def three_measures(partnership: Partnership, whole: Area, *, count: int = 36) -> None:
    """One that gets worse, one that is steady, one with hardly a figure."""
    council = making.an_organisation(partnership)
    for code in ("falling", "steady", "short"):
        county.a_measure(partnership, code, name=code.title(), target=80.0)
    falling = county.percentages(
        "falling", whole, lambda n: (170 + 2 * county.wave(n) - (40 if n >= count - 8 else 0), 200), count=count
    )
    steady = county.percentages("steady", whole, lambda n: (90 + county.wave(n), 100), count=count)
    short = county.percentages("short", whole, lambda n: (5, 10), count=3)
    county.accept(partnership, [*falling, *steady, *short], organisation=council)


def test_rows_come_most_concerning_first_with_words(partnership: Partnership, whole: Area) -> None:
    three_measures(partnership, whole)
    county.a_measure(partnership, "empty", name="Empty")
    rows = summary.rows(look(partnership), today=county.TODAY)
    assert [(row.name, row.latest, row.period, row.group) for row in rows] == [
        ("Falling", "62.0%", "Sep 2026", "worse"),
        ("Short", "50.0%", "Dec 2023", "little"),
        ("Steady", "87.0%", "Sep 2026", "same"),
        ("Empty", "", "", "none"),
    ]
    assert rows[0].change == "Concerning, low: below the lower limit"
    assert rows[2].target == "Will meet the target (80.0%)"


def test_page_says_headline_and_filters_by_grid(partnership: Partnership, whole: Area, signed_in: SignIn) -> None:
    three_measures(partnership, whole)
    analyst = signed_in("analyst")
    page = analyst.get(URL).content.decode()
    assert "1 of 3 measures is getting worse, 0 better, 1 no real change, 1 too little data." in page
    only = analyst.get(URL + "?group=worse").content.decode()
    assert "/measures/falling/" in only
    assert "/measures/steady/" not in only


def test_page_as_known_on_a_day_shows_what_was_accepted_by_then(
    partnership: Partnership, whole: Area, signed_in: SignIn
) -> None:
    county.a_measure(partnership, "falling", name="Falling")
    rows = county.percentages("falling", whole, lambda n: (90, 100), count=14)
    county.accept(
        partnership, rows, at=datetime(2026, 3, 1, 9, tzinfo=UTC), organisation=making.an_organisation(partnership)
    )
    newer = county.percentages("falling", whole, lambda n: (50, 100), count=14)
    county.accept(
        partnership, newer, at=datetime(2026, 6, 1, 9, tzinfo=UTC), organisation=making.an_organisation(partnership)
    )
    day = date(2026, 3, 14)
    then = summary.rows(
        look(partnership, known_on=day, moment=datetime(2026, 3, 14, 23, 59, tzinfo=UTC)), today=county.TODAY
    )
    now = summary.rows(look(partnership), today=county.TODAY)
    assert [(row.latest) for row in (*then, *now)] == ["90.0%", "50.0%"]
    page = signed_in("analyst").get(f"{URL}?known_on=2026-03-14").content.decode()
    assert "as they were known on 14 March 2026" in page and "90.0%" in page
    export = b"".join(signed_in("analyst", name="Second").get(f"{URL}?known_on=2026-03-14&export=csv")).decode()
    assert "90.0%" in export and "known on 14 March 2026" in export


def test_page_before_anything_was_published_shows_nothing_to_the_outer_circle(
    partnership: Partnership, whole: Area, signed_in: SignIn
) -> None:
    three_measures(partnership, whole)
    page = signed_in("agency-lead").get(URL).content.decode()
    assert "Nothing has been published yet" in page
    assert "62.0%" not in page


def test_page_takes_the_same_queries_for_ten_months_and_more(
    partnership: Partnership, whole: Area, signed_in: SignIn
) -> None:
    analyst, counts = signed_in("analyst"), []
    analyst.get(URL)
    for count in (10, 36):
        if count == 10:
            three_measures(partnership, whole, count=count)
        else:
            rows = county.percentages("steady", whole, lambda n: (90 + county.wave(n), 100))
            county.accept(partnership, rows, organisation=making.an_organisation(partnership))
        with CaptureQueriesContext(connection) as queries:
            analyst.get(URL)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 30


def test_freshness_names_the_newest_period(partnership: Partnership, whole: Area) -> None:
    three_measures(partnership, whole)
    shown = look(partnership)
    fresh = summary.freshness(shown, summary.rows(shown, today=county.TODAY))
    assert (fresh.to, short_date(fresh.accepted_at)) == ("Sep 2026", "20 Oct 2026")  # type: ignore[arg-type]
