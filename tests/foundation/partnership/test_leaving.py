"""Leaving: rights and sessions end, the seat and its work stay."""

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from lineofsight.foundation.accounts.changes import NotPossible
from lineofsight.foundation.notices.models import Email
from lineofsight.foundation.partnership import changes, leaving, queries
from lineofsight.foundation.partnership.guards import today
from lineofsight.foundation.partnership.models import Invitation, Membership, Partnership
from lineofsight.foundation.partnership.permissions import Refused
from lineofsight.foundation.trail.changes import Doer
from tests import making

BACKEND = settings.AUTHENTICATION_BACKENDS[0]


@pytest.fixture
def manager(partnership: Partnership) -> Client:
    """A browser of the business manager."""
    client = Client()
    client.force_login(making.a_member(partnership, "business-manager", name="Mona Reed").person, backend=BACKEND)
    return client


@pytest.fixture
def held(partnership: Partnership) -> Membership:
    """Ada's seat."""
    return making.a_member(partnership, "analyst", name="Ada Okafor")


def deputy_of(held: Membership) -> Membership:
    """A confirmed deputy of the seat."""
    person = making.a_person("Dee Putty")
    facts = {"starts_on": making.FIRST_DAY, "by": making.SYSTEM}
    return changes.confirm(changes.seat(held.role, person, is_deputy=True, **facts), by=making.SYSTEM)


def hand_over(manager: Client, held: Membership, **given: str) -> object:
    """Send the one screen."""
    url = reverse("people:hand-over", args=[held.partnership.slug, held.person_id])
    day = today()
    dated = {"last_day": f"{day.day}/{day.month}/{day.year}"}
    prefixed = {f"seat-{held.pk.hex[:8]}-{name}": value for name, value in given.items() if name != "at_once"}
    once = {"at_once": "on"} if given.get("at_once") else {}
    return manager.post(url, {**dated, **once, **prefixed})


def test_leaver_is_signed_out_at_once(manager: Client, held: Membership, partnership: Partnership) -> None:
    hers = Client()
    hers.force_login(held.person, backend=BACKEND)
    home = reverse("people:welcome", args=[partnership.slug])
    assert hers.get(home).status_code == 200
    hand_over(manager, held, to="empty", at_once="on")
    assert hers.get(home).status_code == 302
    held.person.refresh_from_db()
    hers.force_login(held.person, backend=BACKEND)
    assert hers.get(home).status_code == 404


def test_leaver_without_stop_works_until_the_end_of_the_last_day(manager: Client, held: Membership) -> None:
    hand_over(manager, held, to="empty")
    days = [today(), today() + timedelta(days=1)]
    seen = [queries.here(held.person, held.partnership.slug, today=day) is not None for day in days]
    assert seen == [True, False]


def test_deputy_becomes_the_holder(manager: Client, held: Membership) -> None:
    deputy = deputy_of(held)
    hand_over(manager, held, to=str(deputy.pk), at_once="on")
    left = queries.serving(held.partnership, today=today()).filter(role=held.role)
    assert [(one.person.name, one.is_deputy) for one in left] == [("Dee Putty", False)]


def test_somebody_new_is_invited_to_the_same_seat(manager: Client, held: Membership) -> None:
    hand_over(manager, held, to="invite", name="Sue Cessor", email="sue@example.org", at_once="on")
    assert list(Invitation.objects.values_list("role", "email")) == [(held.role_id, "sue@example.org")]


def test_missing_name_of_the_successor_ends_nothing(manager: Client, held: Membership) -> None:
    page = hand_over(manager, held, to="invite", at_once="on")
    assert "Enter the name of who takes over" in page.content.decode()  # type: ignore[attr-defined]
    held.refresh_from_db()
    assert (held.ends_on, held.stopped_at, Invitation.objects.count()) == (None, None, 0)


def test_nobody_ends_their_own_roles(partnership: Partnership, held: Membership) -> None:
    me = queries.here(held.person, partnership.slug, today=today()).doer
    facts = {"successors": {}, "last_day": today(), "at_once": True, "inviter": held.person, "address": ""}
    with pytest.raises(Refused):
        leaving.leave(held.person, [held], **facts, today=today(), now=timezone.now(), by=me)


def test_lost_second_step_is_taken_away_told_and_signed_out(
    manager: Client, held: Membership, partnership: Partnership
) -> None:
    Authenticator.objects.create(user=held.person, type=Authenticator.Type.TOTP, data={"secret": "x"})
    hers = Client()
    hers.force_login(held.person, backend=BACKEND)
    url = reverse("people:reset-second-step", args=[partnership.slug, held.person_id])
    manager.post(url, {"how": "called", "reason": "Phone fell into the Medway"})
    assert Authenticator.objects.count() == 0
    assert hers.get(reverse("accounts:account")).status_code == 302
    assert list(Email.objects.values_list("to", "title")) == [(held.person.email, "Your second step was taken away")]
    assert partnership.chain.entries.filter(deed="partnership.reset_second_step").count() == 1


def test_second_step_of_an_administrator_or_of_oneself_is_not_reset(held: Membership, partnership: Partnership) -> None:
    boss = making.a_person("Root", is_administrator=True)
    with pytest.raises(Refused):
        leaving.reset_second_step(boss, partnership, reason="x", by=making.SYSTEM)
    with pytest.raises(NotPossible):
        me = Doer(actor_id=held.person.actor_id, role="Analyst")
        leaving.reset_second_step(held.person, partnership, reason="x", by=me)
