"""Editing organisations, groups and seats: dated, with successors, and never over somebody else's words."""

from datetime import date

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from lineofsight.foundation.partnership import changes, queries
from lineofsight.foundation.partnership.models import Area, Group, Organisation, Partnership, Role
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


def add_areas(manager: Client, partnership: Partnership, lines: str, **given: str) -> object:
    facts = {"lines": lines, "kind": "district", "starts_on": "1/4/2020", **given}
    return manager.post(reverse("people:add-areas", args=[partnership.slug]), facts)


def test_areas_are_added_from_lines_once_each_as_parts_of_the_whole(manager: Client, partnership: Partnership) -> None:
    add_areas(manager, partnership, "E10000016 Kent", kind="county", is_whole="on")
    add_areas(manager, partnership, "E07000105 Ashford\n\nE07000106, Canterbury\nE07000105 Ashford")
    add_areas(manager, partnership, "E07000106 Canterbury\nE07000107\tDartford")
    rows = partnership.coverages.values_list("area__code", "area__name", "area__parent__name", "is_whole")
    assert sorted(rows, key=lambda row: row[0]) == [
        ("E07000105", "Ashford", "Kent", False),
        ("E07000106", "Canterbury", "Kent", False),
        ("E07000107", "Dartford", "Kent", False),
        ("E10000016", "Kent", None, True),
    ]


def test_area_that_another_partnership_covers_is_the_same_area(manager: Client, partnership: Partnership) -> None:
    elsewhere = making.a_partnership("elsewhere")
    changes.cover_areas(
        elsewhere, lines=[("E07000105", "Ashford")], kind="district", starts_on=making.FIRST_DAY, is_whole=False,
        by=making.SYSTEM,
    )  # fmt: skip
    add_areas(manager, partnership, "E07000105 Ashford")
    assert (Area.objects.count(), Area.objects.get().coverages.count()) == (1, 2)


@pytest.mark.parametrize(
    ("lines", "given", "said"),
    [
        ("E07000105", {}, "Line 1: write the official code, a space, and the name."),
        ("E07000105 Ashford\nE07000106 Canterbury", {"is_whole": "on"}, "Only one area is the whole one."),
        ("", {}, "Enter the areas"),
        ("E07000105 Ashford", {"starts_on": "31/2/2020"}, "Covered since"),
    ],
)
def test_areas_written_wrongly_add_nothing(
    manager: Client, partnership: Partnership, lines: str, given: dict[str, str], said: str
) -> None:
    page = add_areas(manager, partnership, lines, **given)
    assert said in page.content.decode()  # type: ignore[attr-defined]
    assert not partnership.coverages.exists()


def test_districts_of_2028_end_and_are_succeeded(manager: Client, partnership: Partnership) -> None:
    add_areas(manager, partnership, "E07000105 Ashford\nE06000099 East Kent")
    old, new = Area.objects.get(name="Ashford"), Area.objects.get(name="East Kent")
    url = reverse("people:edit-area", args=[partnership.slug, old.pk])
    facts = {"name": "Ashford", "starts_on": "1/4/2020", "ends_on": "31/3/2028", "expected_version": 1}
    assert manager.post(url, {**facts, "successors": [str(new.pk)]}).status_code == 302
    assert list(Area.objects.get(pk=old.pk).successors.all()) == [new]
    page = manager.get(reverse("people:areas", args=[partnership.slug])).content.decode()
    assert "31 Mar 2028" in page
    assert [queries.covered_on(partnership, day).count() for day in (date(2028, 3, 31), date(2028, 4, 1))] == [2, 1]
    assert manager.post(url, {**facts, "name": "Other words"}).status_code == 409
