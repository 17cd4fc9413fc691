"""The assurance map: gaps, age, single sources and coverage, today and on a past day, in as many queries for more rows."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lineofsight.cycle.products.models import Product, Tag
from lineofsight.foundation.partnership.models import Partnership
from lineofsight.outputs.leadership import rules
from tests import making
from tests.cycle.products import walking

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
pytestmark = pytest.mark.django_db


@pytest.fixture
def place(settings: Any) -> Partnership:
    settings.FIXED_TODAY = walking.TODAY
    return making.a_partnership()


@pytest.fixture
def client(place: Partnership) -> Client:
    found = Client()
    found.force_login(making.a_member(place, "business-manager").person, backend=BACKEND)
    return found


def evidence(
    place: Partnership, kind: str, *, rated_on: date = walking.TODAY, code: str = "voice", **facts: Any
) -> Product:
    by = walking.officer(f"Rater of {kind} {rated_on} {code}")
    product = walking.a_product(place, kind, by=by)
    Tag.objects.create(product=product, section="indicators", code=code)
    walking.rate(product, by=by, rated_on=rated_on, next_review_on=rated_on + timedelta(days=90), **facts)
    return product


def read(client: Client, place: Partnership, query: str = "?by=indicators") -> str:
    return client.get(reverse("leadership:map", args=[place.slug]) + query).content.decode()


@pytest.mark.parametrize(
    ("lines", "tools", "in_date", "views"),
    [
        ({1, 2, 3}, {"a", "b"}, {"1", "2"}, ()),
        ({1, 3}, {"a", "b"}, {"1"}, ("gaps",)),
        ({1, 2, 3}, {"a", "b"}, set(), ("stale",)),
        ({1, 2, 3}, {"a"}, {"1"}, ("single",)),
        ({1, 2, 3}, {"a", "b"}, {"1", "2", "3", "4", "5"}, ("over",)),
        (set(), set(), set(), ("gaps",)),
    ],
)
def test_views_of_a_row(lines: set[int], tools: set[str], in_date: set[str], views: tuple[str, ...]) -> None:
    shape = rules.Shape(frozenset(lines), (1, 2, 3), frozenset(tools), frozenset(in_date))
    assert rules.views_of(shape) == views


def test_a_past_day_shows_what_was_known_then(client: Client, place: Partnership) -> None:
    long_ago = walking.TODAY - timedelta(days=120)
    old = evidence(place, "multi-agency-audit", rated_on=long_ago)
    # What was written down today about a day long ago was not known then.
    today = read(client, place, "?by=indicators&view=stale")
    assert "Voice shapes services" in today and "Overdue 30 days" in today
    then = read(client, place, f"?by=indicators&on={long_ago.day}/{long_ago.month}/{long_ago.year}")
    assert "This is how it stood on" in then and "Multi-agency audits," not in then
    old.ratings.update(at=walking.NOW - timedelta(days=120))
    assert "Multi-agency audits," in read(
        client, place, f"?by=indicators&on={long_ago.day}/{long_ago.month}/{long_ago.year}"
    )


def test_an_objective_rests_on_its_indicators_and_the_row_names_whom_it_misses(
    client: Client, place: Partnership
) -> None:
    police = making.an_organisation(place, "Westmarch Police", kind="police")
    evidence(place, "multi-agency-audit", organisations=[police])
    framework = making.framework_named("kscmp-2024")
    served = framework.get("indicators", "voice").objectives[0]
    assert "Multi-agency audits," in read(client, place, "?by=objectives")
    url = reverse("leadership:row", args=[place.slug, "objectives", served])
    text = client.get(url).content.decode()
    assert "<strong>Not covered:</strong> Westmarch Council" in text
    assert client.get(reverse("leadership:row", args=[place.slug, "themes", "neglect"])).status_code == 404


def test_the_map_as_a_file_holds_what_the_page_shows(client: Client, place: Partnership) -> None:
    evidence(place, "multi-agency-audit")
    answer = client.get(reverse("leadership:map", args=[place.slug]) + "?by=indicators&export=csv")
    text = b"".join(answer.streaming_content).decode() if answer.streaming else answer.content.decode()
    row = next(line for line in text.splitlines() if "Voice shapes services" in line)
    assert "Substantial" in row and "In date" in row


def test_pages_ask_as_often_for_many_rows_as_for_one(client: Client, place: Partnership) -> None:
    def counts() -> list[int]:
        found = []
        for url in pages:
            client.get(url)
            with CaptureQueriesContext(connection) as asked:
                client.get(url)
            found.append(len(asked))
        return found

    slug = place.slug
    pages = [
        reverse("leadership:map", args=[slug]), reverse("leadership:map", args=[slug]) + "?by=objectives",
        reverse("leadership:map", args=[slug]) + f"?on={walking.TODAY:%d/%m/%Y}".replace("21", "20", 1),
        reverse("leadership:row", args=[slug, "indicators", "voice"]), reverse("leadership:indicators", args=[slug]),
        reverse("leadership:indicator", args=[slug, "voice"]),
        *(reverse("leadership:indicator", args=[slug, one.code]) for one in making.framework_named("kscmp-2024").indicators),
    ]  # fmt: skip
    evidence(place, "multi-agency-audit")
    few = counts()
    for number in range(6):
        evidence(place, "multi-agency-audit", rated_on=walking.TODAY - timedelta(days=number + 1))
    assert counts() == few
    assert max(few) <= 30
