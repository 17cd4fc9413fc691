"""Editing organisations, groups and seats: dated, with successors, and never over somebody else's words."""

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from lineofsight.foundation.partnership.models import Group, Organisation, Partnership, Role
from tests import making


@pytest.fixture
def manager(partnership: Partnership) -> Client:
    """A browser of the business manager."""
    client = Client()
    person = making.a_member(partnership, "business-manager", name="Mona Reed").person
    client.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[0])
    return client


def edit_group(client: Client, group: Group, **given: object) -> object:
    """Send the form of a group as it was read at version 1."""
    url = reverse("people:edit-group", args=[group.partnership.slug, group.pk])
    facts = {"name": group.name, "remit": group.remit, "starts_on": "1/4/2020", "expected_version": 1, **given}
    return client.post(url, facts)


def test_second_editor_sees_both_and_nothing_is_lost(manager: Client, partnership: Partnership) -> None:
    group = Group.objects.for_partnership(partnership).first()
    assert edit_group(manager, group, name="First words").status_code == 302  # type: ignore[attr-defined]
    second = edit_group(manager, group, name="Second words")
    page = second.content.decode()  # type: ignore[attr-defined]
    assert second.status_code == 409  # type: ignore[attr-defined]
    assert all(words in page for words in ("First words", "Second words", "Mona Reed"))
    group.refresh_from_db()
    assert (group.name, group.version) == ("First words", 2)
    edit_group(manager, group, name="Second words", expected_version=2)
    group.refresh_from_db()
    assert (group.name, group.version) == ("Second words", 3)


def test_editing_keeps_before_and_after_in_the_trail(manager: Client, partnership: Partnership) -> None:
    group = Group.objects.for_partnership(partnership).first()
    edit_group(manager, group, remit="New remit")
    text = partnership.chain.entries.get(deed="partnership.edit_group").content.text
    assert '"remit":"New remit"' in text
    assert '"name"' not in text


def test_organisation_ends_and_is_succeeded(manager: Client, partnership: Partnership) -> None:
    old = making.an_organisation(partnership, "Westmarch District", kind="district")
    new = making.an_organisation(partnership, "West Unitary")
    url = reverse("people:edit-organisation", args=[partnership.slug, old.pk])
    facts = {"name": old.name, "kind": "district", "starts_on": "1/4/2020", "ends_on": "31/3/2028"}
    manager.post(url, {**facts, "successors": [str(new.pk)], "expected_version": 1})
    page = manager.get(reverse("people:organisations", args=[partnership.slug])).content.decode()
    assert list(Organisation.objects.get(pk=old.pk).successors.all()) == [new]
    assert "31 Mar 2028" in page


def test_last_day_before_the_first_is_an_error(manager: Client, partnership: Partnership) -> None:
    group = Group.objects.for_partnership(partnership).first()
    page = edit_group(manager, group, ends_on="1/1/2019").content.decode()  # type: ignore[attr-defined]
    assert "The last day must be on or after the first day" in page


def test_new_seat_is_added_with_its_kind_and_organisation(manager: Client, partnership: Partnership) -> None:
    kind = partnership.role_kinds.get(code="agency-lead")
    body = making.an_organisation(partnership, "Westmarch Police", kind="police")
    facts = {"title": "Head of safeguarding", "kind": kind.pk, "organisation": body.pk, "starts_on": "1/4/2026"}
    manager.post(reverse("people:add-seat", args=[partnership.slug]), facts)
    made = Role.objects.get(title="Head of safeguarding")
    assert (made.kind, made.organisation, made.partnership) == (kind, body, partnership)


def test_new_organisation_takes_part(manager: Client, partnership: Partnership) -> None:
    facts = {"name": "Hope House", "kind": "voluntary", "part": "relevant_agency", "starts_on": "1/4/2026"}
    manager.post(reverse("people:add-organisation", args=[partnership.slug]), facts)
    assert list(partnership.participations.values_list("organisation__name", "part")).count(
        ("Hope House", "relevant_agency")
    ) == 1  # fmt: skip


def test_two_groups_of_one_name_get_two_codes(manager: Client, partnership: Partnership) -> None:
    for _ in "ab":
        facts = {"name": "Voice of children", "starts_on": "1/4/2026"}
        manager.post(reverse("people:add-group", args=[partnership.slug]), facts)
    codes = Group.objects.filter(name="Voice of children").values_list("code", flat=True)
    assert sorted(codes) == ["voice-of-children", "voice-of-children-2"]
