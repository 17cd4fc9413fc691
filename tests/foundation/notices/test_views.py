"""One's own messages, and the queue for those who look after the installation."""

from collections.abc import Callable

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from lineofsight.foundation.accounts.models import Person
from lineofsight.foundation.notices import changes
from lineofsight.foundation.notices.models import Email, EmailChoice, Notice
from tests import making

BACKEND = settings.AUTHENTICATION_BACKENDS[0]


@pytest.fixture
def ada(db: None, client: Client) -> Person:
    """Somebody who is signed in."""
    person = making.a_person("Ada Okafor")
    client.force_login(person, backend=BACKEND)
    return person


@pytest.fixture
def root(db: None, client: Client) -> Person:
    """The administrator, signed in."""
    person = making.a_person("Root", is_administrator=True)
    client.force_login(person, backend=BACKEND)
    return person


def test_messages_are_ones_own_newest_first(client: Client, ada: Person) -> None:
    changes.tell([ada], key="a", text="First for Ada", path="/")
    changes.tell([ada], key="b", text="Second for Ada", path="/")
    changes.tell([making.a_person("Lee")], key="c", text="For Lee", path="/")
    page = client.get("/messages/").content.decode()
    assert page.index("Second for Ada") < page.index("First for Ada")
    assert "For Lee" not in page


def test_opening_marks_as_read_and_goes_to_the_page(client: Client, ada: Person) -> None:
    changes.tell([ada], key="a", text="x", path="/help/")
    notice = Notice.objects.get()
    assert client.get(reverse("notices:open", args=[notice.pk])).url == "/help/"
    notice.refresh_from_db()
    assert notice.read_at is not None


def test_message_of_somebody_else_or_elsewhere_is_not_opened(client: Client, ada: Person) -> None:
    changes.tell([making.a_person("Lee")], key="a", text="x", path="/help/")
    assert client.get(reverse("notices:open", args=[Notice.objects.get().pk])).status_code == 404
    changes.tell([ada], key="b", text="x", path="https://evil.example/")
    mine = Notice.objects.get(person=ada)
    assert client.get(reverse("notices:open", args=[mine.pk])).url == "/messages/"


def test_choice_is_kept(client: Client, ada: Person) -> None:
    client.post(reverse("notices:choices"), {"news": "weekly"})
    assert EmailChoice.objects.get().news == "weekly"


def test_queue_shows_errors_and_never_the_text(client: Client, root: Person) -> None:
    changes.queue_email(to="x@example.org", kind="test", title="A title", body="A body with a link")
    Email.objects.update(state="failed", error="The mail server could not be reached")
    page = client.get(reverse("notices:queue")).content.decode()
    assert "The mail server could not be reached" in page
    assert "A body with a link" not in page


@pytest.mark.parametrize(("deed", "state"), [("again", "waiting"), ("cancel", "cancelled")])
def test_failed_message_is_tried_again_or_cancelled(deed: str, state: str, client: Client, root: Person) -> None:
    email = changes.queue_email(to="x@example.org", kind="test", title="x", body="y")
    Email.objects.update(state="failed")
    client.post(reverse("notices:change-email", args=[email.pk]), {"deed": deed})
    email.refresh_from_db()
    assert email.state == state


def test_partnerships_queue_holds_only_its_own(signed_in: Callable[..., Client], partnership: object) -> None:
    here = changes.queue_email(to="here@example.org", kind="test", title="x", body="y", chain=partnership.chain)  # type: ignore[attr-defined]
    other = making.a_partnership("kent")
    there = changes.queue_email(to="there@example.org", kind="test", title="x", body="y", chain=other.chain)
    manager = signed_in("business-manager")
    page = manager.get("/p/westmarch/people/emails/").content.decode()
    assert ("here@example.org" in page, "there@example.org" in page) == (True, False)
    pages = [manager.get(f"/p/westmarch/people/emails/{email.pk}/").status_code for email in (here, there)]
    assert pages == [200, 404]
