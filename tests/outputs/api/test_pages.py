"""The pages of tokens: made once and shown once, seen by their owner and by whoever manages the set-up, stopped at once."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from lineofsight.foundation.accounts.models import Person
from lineofsight.foundation.trail.models import Entry
from lineofsight.outputs.api.models import ApiToken
from tests import making
from tests.sources.dashboard.returns import county as counties

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
URL = "/p/westmarch/tokens/"


def browser(person: Person) -> Client:
    client = Client()
    client.force_login(person, backend=BACKEND)
    return client


def test_supplier_makes_a_token_uses_it_and_stops_it(county: counties.County) -> None:
    client = browser(county.supplier)
    page = client.get(URL + "make/").content.decode()
    seat = re.search(r'<option value="([0-9a-f-]+)"', page)[1]  # type: ignore[index]
    until = counties.TODAY + timedelta(days=60)
    made = client.post(
        URL + "make/", {"name": "Nightly figures", "seat": seat, "expires_on": until.strftime("%d/%m/%Y")}
    )
    token = re.search(r'value="(los_[^"]+)"', made.content.decode())[1]  # type: ignore[index]
    assert "no-store" in made["Cache-Control"] or "no-cache" in made["Cache-Control"]
    program = Client(headers={"Authorization": f"Bearer {token}"})
    assert program.get("/api/v1/requests").status_code == 200
    listed = client.get(URL).content.decode()
    row = ApiToken.objects.get()
    assert "Nightly figures" in listed and token not in listed and f"/{row.pk}/stop/" in listed
    assert client.post(f"{URL}{row.pk}/stop/").status_code == 302
    assert program.get("/api/v1/requests").status_code == 401
    assert "Stopped" in client.get(URL).content.decode()
    assert list(Entry.objects.filter(deed__startswith="api.").order_by("number").values_list("deed", "actor_id")) == [
        ("api.make_token", county.supplier.actor_id),
        ("api.revoke_token", county.supplier.actor_id),
    ]


def test_a_day_too_far_off_is_refused_and_what_was_typed_stays(county: counties.County) -> None:
    page = browser(county.supplier).post(URL + "make/", {"name": "Nightly", "expires_on": "1/1/2090"}).content.decode()
    assert "Choose a day between today and a year from now." in page and 'value="Nightly"' in page
    assert not ApiToken.objects.exists()


def test_others_neither_see_nor_stop_it_and_the_manager_does(county: counties.County) -> None:
    browser(county.supplier).get(URL)
    from tests.outputs.api.test_api import token_for

    row, _ = token_for(county.supplier)
    assert "Test" not in browser(county.analyst).get(URL).content.decode().split("<main", 1)[1]
    assert browser(county.analyst).post(f"{URL}{row.pk}/stop/").status_code == 404
    manager = making.a_member(row.partnership, "business-manager", name="Mana Ger")
    client = browser(manager.person)
    assert county.supplier.name in client.get(URL).content.decode()
    assert client.post(f"{URL}{row.pk}/stop/").status_code == 302
    row.refresh_from_db()
    assert row.revoked_at is not None
