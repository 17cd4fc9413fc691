"""The trail's page: what it shows, to whom, and what can be taken out."""

from collections.abc import Callable

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from lineofsight.foundation.partnership.models import Partnership
from lineofsight.foundation.trail.changes import Doer, record, record_look, subject_for
from lineofsight.foundation.trail.models import Entry
from lineofsight.outputs.pages.trail_reading import change_in_words
from tests import making

pytestmark = pytest.mark.django_db


def page(client: Client, partnership: Partnership, query: str = "") -> str:
    return client.get(reverse("pages:trail", args=[partnership.slug]) + query).content.decode()


def test_trail_shows_who_and_what_in_words(partnership: Partnership, signed_in: Callable[..., Client]) -> None:
    client = signed_in("business-manager", name="Bea Manager")
    html = page(client, partnership)
    assert "Put somebody in a role" in html and "Line of Sight" in html
    assert "partnership.seat" not in html.split("<table")[1]
    assert "Bea Manager" in page(client, partnership), "a look at the trail is itself in the trail"


def test_trail_shows_nothing_of_the_scrutineers_drafts_and_looks(
    partnership: Partnership, signed_in: Callable[..., Client]
) -> None:
    scrutineer = making.a_member(partnership, "independent-scrutineer", name="Ivy Scrutineer").person
    by = Doer(scrutineer.actor_id, "Independent Scrutineer")
    draft = subject_for(
        partnership.chain,
        room="scrutiny",
        kind="draft",
        key=1,
        title="Secret draft",
        may_read="see_products",
        private_to=scrutineer.actor,
    )
    open_thing = subject_for(
        partnership.chain, room="products", kind="p", key=1, title="Audit one", may_read="see_products"
    )
    with transaction.atomic():
        record(partnership.chain, by=by, deed="scrutiny.save", subject=draft)
    record_look(partnership.chain, by=by, deed="products.read", subject=open_thing)
    html = page(signed_in("business-manager"), partnership)
    assert "Secret draft" not in html and "Audit one" not in html
    own = Client()
    own.force_login(scrutineer, backend="allauth.account.auth_backends.AuthenticationBackend")
    html = page(own, partnership)
    assert "Secret draft" in html and "Audit one" in html


def test_trail_filters_by_person_deed_and_thing(partnership: Partnership, signed_in: Callable[..., Client]) -> None:
    client = signed_in("business-manager")
    assert "Confirmed somebody in a role" in page(client, partnership, "?what=partnership.confirm").split("<tbody")[1]
    assert "Put somebody" not in page(client, partnership, "?what=partnership.confirm").split("<tbody")[1]
    assert "Nothing matches" in page(client, partnership, "?person=Nobody+Such")
    assert "Nothing matches" in page(client, partnership, "?about=No+such+thing")


def test_trail_exports_what_is_shown(partnership: Partnership, signed_in: Callable[..., Client]) -> None:
    client = signed_in("business-manager")
    answer = client.get(reverse("pages:trail", args=[partnership.slug]) + "?what=partnership.confirm&export=csv")
    text = b"".join(answer).decode("utf-8-sig") if answer.streaming else answer.content.decode("utf-8-sig")
    assert "Confirmed somebody in a role" in text and "Put somebody" not in text


def test_change_in_words_says_before_and_after(partnership: Partnership) -> None:
    person = making.a_person("Ada Okafor")
    with transaction.atomic():
        entry = record(
            partnership.chain,
            by=Doer.system(),
            deed="tests.write",
            before={"due_on": "1 May", "was": True},
            after={"due_on": "2 May", "was": None, "person": str(person.actor_id)},
            note="ill",
            rows=3,
        )
    words = change_in_words(Entry.objects.select_related("content").get(pk=entry.pk), {str(person.actor_id): "Ada"})
    assert words == "due on: 1 May, now 2 May; was: yes, now nothing; person: Ada; Note: ill; 3 rows"
