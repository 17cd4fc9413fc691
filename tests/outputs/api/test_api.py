"""The programming interface: by whom, for what, and the same as on the pages."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from lineofsight.foundation.accounts.models import Person
from lineofsight.foundation.partnership.models import Membership
from lineofsight.outputs.api.changes import make_token, revoke_token
from lineofsight.outputs.api.models import ApiToken
from tests import making
from tests.sources.dashboard.returns import county as counties

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 10, 5, 9, 30, tzinfo=UTC)
REFUSED = {"detail": "Unauthorized"}


def token_for(person: Person, **facts: Any) -> tuple[ApiToken, str]:
    seat = Membership.objects.get(person=person)
    until = facts.pop("until", counties.TODAY + timedelta(days=30))
    return make_token(seat, name="Test", expires_on=until, by=making.SYSTEM, now=NOW, today=counties.TODAY)


def program(token: str) -> Client:
    return Client(headers={"Authorization": f"Bearer {token}"})


@pytest.fixture
def supplier(county: counties.County) -> Client:
    return program(token_for(county.supplier)[1])


@pytest.fixture
def analyst(county: counties.County) -> Client:
    return program(token_for(county.analyst)[1])


def filled(county: counties.County, number: str = "10", out_of: str = "20") -> dict[str, Any]:
    rows = [
        {"measure": slot.code, "area": slot.area_code, "period_start": slot.period.isoformat(), "number": number,
         "out_of": out_of if slot.has_out_of else ""}
        for slot in county.slots
    ]  # fmt: skip
    return {"request": str(county.request.pk), "figures": rows}


def post(client: Client, body: dict[str, Any]) -> Any:
    return client.post("/api/v1/returns", body, content_type="application/json")


def test_token_is_kept_only_as_its_digest(county: counties.County) -> None:
    row, token = token_for(county.supplier)
    assert token.startswith("los_")
    assert token not in str(ApiToken.objects.filter(pk=row.pk).values().get())


@pytest.mark.parametrize("words", ["", "Bearer", "Bearer los_wrong", "Basic los_wrong"])
def test_without_a_good_token_nothing_opens(county: counties.County, words: str) -> None:
    answer = Client(headers={"Authorization": words}).get("/api/v1/measures")
    assert (answer.status_code, answer.json()) == (401, REFUSED)


def test_a_session_opens_nothing(county: counties.County) -> None:
    client = Client()
    client.force_login(county.analyst, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert client.get("/api/v1/measures").status_code == 401


def test_revoked_token_and_token_that_is_over_stop_working(county: counties.County, settings: Any) -> None:
    row, token = token_for(county.analyst)
    assert program(token).get("/api/v1/measures").status_code == 200
    settings.FIXED_TODAY = row.expires_on + timedelta(days=1)
    assert program(token).get("/api/v1/measures").status_code == 401
    settings.FIXED_TODAY = counties.TODAY
    revoke_token(row, by=making.SYSTEM, now=NOW + timedelta(hours=1))
    assert program(token).get("/api/v1/measures").status_code == 401


def test_token_ends_with_its_seat(county: counties.County, analyst: Client) -> None:
    Membership.objects.filter(person=county.analyst).update(stopped_at=NOW)
    assert analyst.get("/api/v1/measures").status_code == 401


def test_measures_are_listed_and_one_is_found(county: counties.County, analyst: Client) -> None:
    codes = [one["code"] for one in analyst.get("/api/v1/measures").json()]
    assert codes
    assert analyst.get(f"/api/v1/measures/{codes[0]}").json()["code"] == codes[0]
    assert analyst.get("/api/v1/measures/no-such-measure").status_code == 404


def test_figures_can_be_asked_for_as_they_were_known_on_a_day(county: counties.County, analyst: Client) -> None:
    code = county.slots[0].code
    counties.accepted_last_quarter(county, **{code: (10, 20)})
    now = analyst.get(f"/api/v1/measures/{code}/figures").json()
    assert now and now[0].keys() >= {"measure", "area", "value", "state", "known_from", "source"}
    assert analyst.get(f"/api/v1/measures/{code}/figures?known_on=2020-01-01").json() == []
    assert analyst.get(f"/api/v1/measures/{code}/figures?known_on=yesterday").status_code == 422


def test_a_supplier_sees_what_its_organisation_owes(county: counties.County, supplier: Client, analyst: Client) -> None:
    assert [one["id"] for one in supplier.get("/api/v1/requests").json()] == [str(county.request.pk)]
    asked = supplier.get(f"/api/v1/requests/{county.request.pk}").json()
    assert [one["measure"] for one in asked["figures"]] == [slot.code for slot in county.slots]
    refused = analyst.get("/api/v1/requests")
    assert (refused.status_code, "Your role does not let you" in refused.json()["detail"]) == (403, True)


def test_figures_sent_become_the_draft_and_can_be_read_again(county: counties.County, supplier: Client) -> None:
    answer = post(supplier, filled(county))
    assert answer.status_code == 200, answer.content
    state = answer.json()
    assert (state["state"], state["request"]) == ("draft", str(county.request.pk))
    assert supplier.get(f"/api/v1/returns/{state['id']}").json() == state
    kept = county.request.returns.get()
    assert (kept.how, kept.created_by_id, kept.figures.count()) == ("api", county.supplier.actor_id, len(county.slots))


def test_a_wrong_figure_is_named_by_its_row(county: counties.County, supplier: Client) -> None:
    body = filled(county)
    body["figures"][0]["number"] = "many"
    problems = post(supplier, {**body, "send": True}).json()
    assert problems["state"] == "draft"
    assert [(one["severity"], one["row"]) for one in problems["problems"] if one["row"] == 1] == [("error", 1)]


def test_another_agencys_request_is_not_there(county: counties.County, partnership: Any) -> None:
    other = making.an_organisation(partnership, "Other Trust", kind="nhs_provider", part="relevant_agency")
    stranger = making.a_member(partnership, "data-supplier", name="Other Supplier", organisation=other)
    client = program(token_for(stranger.person)[1])
    assert client.get(f"/api/v1/requests/{county.request.pk}").status_code == 404
    assert post(client, filled(county)).status_code == 404
    assert county.request.returns.count() == 0


def test_description_lists_every_call_and_there_is_no_page_of_it(county: counties.County) -> None:
    described = Client().get("/api/v1/openapi.json").json()
    assert sorted(described["paths"]) == [
        "/api/v1/measures", "/api/v1/measures/{code}", "/api/v1/measures/{code}/figures", "/api/v1/requests",
        "/api/v1/requests/{key}", "/api/v1/returns", "/api/v1/returns/{key}",
    ]  # fmt: skip
    assert Client().get("/api/v1/docs").status_code == 404
