"""The ways in, as a browser walks them."""

from datetime import datetime, timedelta

import pytest
from allauth.account.models import EmailAddress
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings as SettingsWrapper

from lineofsight.foundation.accounts.models import Person
from lineofsight.foundation.notices.models import Email
from lineofsight.foundation.partnership import inviting
from lineofsight.foundation.partnership.guards import today
from lineofsight.foundation.partnership.models import Invitation, Membership, Partnership
from tests import making

NEW = {"name": "Ivy Lane", "password": "seven-quiet-lanterns"}


@pytest.fixture
def link(partnership: Partnership) -> str:
    """The path of an open invitation to ivy@example.org."""
    manager = making.a_member(partnership, "business-manager", name="Mona Reed").person
    seat = making.a_seat(partnership, "analyst")
    facts = {"address": settings.ADDRESS, "today": today(), "now": timezone.now(), "by": making.SYSTEM}
    inviting.invite(seat, email="ivy@example.org", name="Ivy Lane", inviter=manager, **facts)
    body = Email.objects.get().body
    return body.split(settings.ADDRESS)[1].split("\n")[0]


def test_link_alone_signs_nobody_in(client: Client, link: str) -> None:
    page = client.get(link)
    assert (page.status_code, "_auth_user_id" in client.session) == (200, False)
    assert "Mona Reed invites you to Westmarch" in page.content.decode()


def test_account_made_from_the_link_signs_in_with_its_password(client: Client, link: str) -> None:
    made = client.post(link, NEW)
    assert made.status_code == 302
    assert "_auth_user_id" not in client.session
    signed = client.post(made.url, {"login": "ivy@example.org", "password": NEW["password"]})
    assert signed.url == "/p/westmarch/people/welcome/"
    assert client.get(signed.url).status_code == 200
    assert list(EmailAddress.objects.values_list("email", "verified")) == [("ivy@example.org", True)]


def test_short_password_keeps_what_was_typed(client: Client, link: str) -> None:
    page = client.post(link, {"name": "Ivy Longname", "password": "short"})
    assert "Ivy Longname" in page.content.decode()
    assert not Person.objects.filter(email="ivy@example.org").exists()


def test_forged_link_says_so(client: Client, link: str) -> None:
    page = client.get(link[:-3] + "xy/")
    assert page.status_code == 404
    assert "This link does not work" in page.content.decode()


def test_old_link_offers_a_new_one_to_the_same_address(client: Client, link: str) -> None:
    long_ago = timezone.now() - timedelta(days=20)
    Invitation.objects.update(sent_at=long_ago, expires_at=long_ago + timedelta(days=14))
    page = client.get(link)
    assert (page.status_code, "This link is too old" in page.content.decode()) == (410, True)
    client.post(f"{link}again/", {"email": "thief@example.org"})
    assert [email.to for email in Email.objects.all()] == ["ivy@example.org", "ivy@example.org"]


def test_taken_link_leads_to_sign_in(client: Client, link: str) -> None:
    client.post(link, NEW)
    page = client.get(link)
    assert (page.status_code, "This invitation was taken" in page.content.decode()) == (410, True)
    assert client.post(link, NEW).status_code == 410


def test_somebody_else_signed_in_cannot_take_it(client: Client, link: str) -> None:
    client.force_login(making.a_person("Thomas Thief"), backend=settings.AUTHENTICATION_BACKENDS[0])
    page = client.post(f"{link}take/")
    assert "This invitation is for ivy@example.org" in page.content.decode()
    assert Membership.objects.filter(person__name="Thomas Thief").count() == 0


def test_account_that_exists_takes_it_when_signed_in(client: Client, link: str) -> None:
    ivy = making.a_person("Ivy Lane", email="ivy@example.org")
    assert client.post(link, NEW).status_code == 200
    assert Membership.objects.filter(person=ivy).count() == 0
    client.force_login(ivy, backend=settings.AUTHENTICATION_BACKENDS[0])
    assert client.post(f"{link}take/").url == "/p/westmarch/people/welcome/"


def test_pass_on_ends_the_first_offer(client: Client, link: str) -> None:
    page = client.post(f"{link}pass-on/", {"name": "Lee Gray", "email": "lee@example.org"})
    assert "Lee Gray gets an e-mail at lee@example.org" in page.content.decode()
    assert client.get(link).status_code == 410


def test_waiting_page_offers_only_what_was_sent_to_a_proved_address(client: Client, link: str) -> None:
    ivy = making.a_person("Ivy Lane", email="ivy@example.org")
    client.force_login(ivy, backend=settings.AUTHENTICATION_BACKENDS[0])
    waiting = reverse("entry:waiting")
    assert "has no role yet" in client.get(waiting).content.decode()
    EmailAddress.objects.create(user=ivy, email=ivy.email, verified=True, primary=True)
    assert "Mona Reed invites you" in client.get(waiting).content.decode()
    chosen = {"invitation": str(Invitation.objects.get().pk)}
    assert client.post(waiting, chosen).url == "/p/westmarch/people/welcome/"


def test_one_click_sign_in_exists_only_in_the_demo(client: Client, link: str, settings: SettingsWrapper) -> None:
    mona = Person.objects.get(name="Mona Reed")
    demo = reverse("entry:demo")
    assert (client.get(demo).status_code, client.post(demo, {"person": mona.pk}).status_code) == (404, 404)
    settings.DEMO = True
    assert "Mona Reed" in client.get(demo).content.decode()
    answer = client.post(demo, {"person": mona.pk, "next": "https://evil.example/"})
    assert (answer.url, client.session["_auth_user_id"]) == ("/", str(mona.pk))


def test_offer_withdrawn_while_the_page_was_open_says_so(
    client: Client, link: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    ivy = making.a_person("Ivy Lane", email="ivy@example.org")
    EmailAddress.objects.create(user=ivy, email=ivy.email, verified=True, primary=True)
    client.force_login(ivy, backend=settings.AUTHENTICATION_BACKENDS[0])
    real = inviting.open_invitations_for

    def then_withdrawn(person: Person, *, now: datetime) -> list[Invitation]:
        found = real(person, now=now)
        Invitation.objects.update(withdrawn_at=now)
        return found

    monkeypatch.setattr(inviting, "open_invitations_for", then_withdrawn)
    chosen = {"invitation": str(Invitation.objects.get().pk)}
    page = client.post(reverse("entry:waiting"), chosen, follow=True).content.decode()
    assert "This invitation no longer works" in page
    assert Membership.objects.filter(person=ivy).count() == 0
