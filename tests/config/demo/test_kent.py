"""The demo's Kent: published figures beside the South East and England, and nothing invented."""

from datetime import date

import pytest
from django.test import Client

from lineofsight.config.demo import kent, people
from lineofsight.cycle.warnings.models import Warning
from lineofsight.engine import tables
from lineofsight.sources.dashboard.models import Observation
from lineofsight.sources.dashboard.queries.figures import figures

KENT, REGION, ENGLAND = "E10000016", "E12000008", "E92000001"


@pytest.mark.parametrize("name", kent.FILES)
def test_every_cell_of_the_retyped_files_is_read(name):
    found = tables.read(kent.FIGURES / f"{name}.csv", tables.load_recipe(kent.FIGURES / f"{name}.toml"))
    assert found.refusals == []
    beside = set(kent.NEIGHBOURS) if name == "neighbours" else {KENT, REGION, ENGLAND}
    assert set(found.columns["area"]) == beside
    assert len(found) == found.rows_read > (25 if name == "neighbours" else 150)


def test_files_carry_the_attribution_of_their_licence():
    words = "Contains public sector information licensed under the Open Government Licence v3.0"
    assert words in (kent.FIGURES / "SOURCE.md").read_text("utf-8")
    for name in kent.FILES:
        assert tables.load_recipe(kent.FIGURES / f"{name}.toml").licence == words


@pytest.mark.django_db
def test_kent_is_told_with_benchmarks_pages_and_no_warnings(settings):
    settings.FIXED_TODAY = date(2026, 10, 21)
    demo = people.make()
    kent.tell(demo)
    newest = {
        row["area"]: round(row["value"], 1)
        for row in figures(demo.kent, measure="m05")
        if row["period_end"] == "2025-03-31" and row["area"] in {KENT, REGION, ENGLAND}
    }
    assert newest == {KENT: 21.6, REGION: 28.4, ENGLAND: 22.6}
    assert Observation.objects.filter(series__partnership=demo.kent, series__is_benchmark=True).count() > 200
    assert not Warning.objects.filter(partnership=demo.kent).exists()
    manager = demo.kent_members["business-manager"].person
    manager.refresh_from_db()
    client = Client()
    client.force_login(manager, backend="allauth.account.auth_backends.AuthenticationBackend")
    pages = ["/p/kent/data/", *(f"/p/kent/data/measures/{code}/" for code in ("m04", "m05", "m23", "m26a", "m50"))]
    assert [client.get(page).status_code for page in pages] == [200] * len(pages)
    assert "Referred again within 12 months" in client.get(pages[0]).content.decode()
    compared = client.get("/p/kent/data/measures/m05/").content.decode()
    assert "Statistical neighbours (10 of 10)" in compared and "statistical neighbour model, 2025" in compared
