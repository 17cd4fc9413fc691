"""Every page of people opens for the manager, and none for a stranger."""

from collections.abc import Callable

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from lineofsight.foundation.partnership import inviting
from lineofsight.foundation.partnership.guards import today
from lineofsight.foundation.partnership.models import Group, Invitation, Membership, Partnership
from tests import making

SignIn = Callable[..., Client]


def _addresses(place: Partnership, held: Membership) -> list[str]:
    facts = {"address": settings.ADDRESS, "today": today(), "now": timezone.now(), "by": making.SYSTEM}
    invited = inviting.invite(held.role, email="ivy@example.org", name="Ivy", inviter=held.person, **facts)
    group = Group.objects.for_partnership(place).first()
    plain = "list waiting invitations invite seats add-seat organisations add-organisation groups add-group areas"
    pages = [(name,) for name in f"{plain} emails welcome".split()]
    pages += [("person", held.person_id), ("hand-over", held.person_id), ("reset-second-step", held.person_id)]
    pages += [("seat", held.role_id), ("edit-seat", held.role_id), ("invitation", invited.pk)]
    pages += [("group", group.pk), ("edit-group", group.pk), ("edit-organisation", held.role.organisation_id)]
    return [reverse(f"people:{name}", args=[place.slug, *rest]) for name, *rest in pages]


def test_every_page_opens_for_the_manager(signed_in: SignIn, partnership: Partnership) -> None:
    client = signed_in("business-manager")
    held = making.a_member(partnership, "analyst", name="Ada Okafor")
    answers = {url: client.get(url).status_code for url in _addresses(partnership, held)}
    assert {url: status for url, status in answers.items() if status != 200} == {}


def test_every_page_is_unknown_to_a_stranger(signed_in: SignIn, partnership: Partnership) -> None:
    elsewhere = making.a_partnership("kent")
    stranger = signed_in("business-manager", partnership=elsewhere)
    held = making.a_member(partnership, "analyst", name="Ada Okafor")
    answers = {url: stranger.get(url).status_code for url in _addresses(partnership, held)}
    assert {url: status for url, status in answers.items() if status != 404} == {}


@pytest.mark.parametrize("rows", [1, 30])
def test_people_list_costs_the_same_for_one_and_thirty(
    rows: int, signed_in: SignIn, partnership: Partnership, django_assert_max_num_queries: Callable[..., object]
) -> None:
    client = signed_in("business-manager")
    for number in range(rows):
        making.a_member(partnership, "analyst", name=f"Analyst {number}")
    with django_assert_max_num_queries(10):  # type: ignore[attr-defined]
        client.get(reverse("people:list", args=[partnership.slug]))
    with django_assert_max_num_queries(12):  # type: ignore[attr-defined]
        client.get(reverse("people:seats", args=[partnership.slug]))


def test_exported_people_hold_the_filters_and_the_date(signed_in: SignIn, partnership: Partnership) -> None:
    client = signed_in("business-manager", name="Mona Reed")
    making.a_member(partnership, "analyst", name="Ada Okafor")
    answer = client.get(reverse("people:list", args=[partnership.slug]), {"export": "csv", "name": "Ada"})
    text = b"".join(answer).decode("utf-8-sig")
    assert "Name: Ada" in text
    assert "Ada Okafor" in text
    assert "Mona Reed" not in text


def test_person_without_see_people_gets_a_reason(signed_in: SignIn, partnership: Partnership) -> None:
    answer = signed_in("young-adviser").get(reverse("people:list", args=[partnership.slug]))
    assert answer.status_code == 403
    assert "see who serves in the partnership" in answer.content.decode()


def test_member_passes_a_role_on_and_the_team_confirms(signed_in: SignIn, partnership: Partnership) -> None:
    client = signed_in("analyst", name="Ada Okafor")
    held = Membership.objects.get(person__name="Ada Okafor")
    facts = {"role": held.role_id, "name": "Lee Gray", "email": "lee@example.org"}
    page = client.post(reverse("people:pass-on", args=[partnership.slug]), facts).content.decode()
    assert "Lee Gray gets an e-mail at lee@example.org" in page
    offer = Invitation.objects.get()
    facts = {"name": "Lee Gray", "password": "nine-grey-herons", "today": today(), "now": timezone.now()}
    taken = inviting.accept_with_new_account(offer, **facts)
    assert (offer.passed_on_by, taken.confirmed_at) == ("Ada Okafor", None)


def test_nobody_passes_on_somebody_elses_role(signed_in: SignIn, partnership: Partnership) -> None:
    client = signed_in("analyst", name="Ada Okafor")
    other = making.a_member(partnership, "business-manager", name="Mona Reed")
    facts = {"role": other.role_id, "name": "Lee Gray", "email": "lee@example.org"}
    client.post(reverse("people:pass-on", args=[partnership.slug]), facts)
    assert Invitation.objects.count() == 0
