"""Set-up: an honest list, the contact, and what each role may do without locking anybody out or raising oneself."""

from collections.abc import Callable
from typing import Any

from django.test import Client

from lineofsight.foundation.partnership.models import Partnership, RoleKind
from lineofsight.foundation.partnership.permissions import CAPABILITIES
from lineofsight.foundation.trail.models import Entry
from lineofsight.outputs.pages.role_rules import THEMES
from lineofsight.outputs.pages.setup_forms import values_of
from tests import making

SignIn = Callable[..., Client]
SETUP, ROLES, CONTACT = "/p/westmarch/setup/", "/p/westmarch/setup/roles/", "/p/westmarch/setup/contact/"


def statuses(client: Client) -> dict[str, tuple[str, bool]]:
    return {task["label"]: (task["status"], not task["tone"]) for task in client.get(SETUP).context["tasks"]}


def test_new_partnership_is_told_what_is_left(signed_in: SignIn) -> None:
    told = statuses(signed_in("business-manager"))
    assert told["Framework"] == ("Scrutiny and Assurance Framework, December 2024", True)
    assert told["Contact"] == ("Nobody named yet", False)
    assert told["Organisations"] == ("Still to add: Integrated care board, Police", False)
    assert told["People"] == ("Only you so far: invite others", False)
    assert told["What each role may do"] == ("As the framework says", True)
    assert told["Rounds"] == ("No round of returns yet", False)


def test_what_was_added_counts(partnership: Partnership, signed_in: SignIn) -> None:
    making.an_organisation(partnership, "Westmarch Police", kind="police")
    making.an_organisation(partnership, "Westmarch Care Board", kind="icb")
    making.a_member(partnership, "analyst")
    told = statuses(signed_in("business-manager"))
    assert told["Organisations"] == ("All safeguarding partners, and 0 agencies", True)
    assert told["People"] == ("2 people", True)


def test_every_link_of_the_list_opens(signed_in: SignIn, django_assert_max_num_queries: Any) -> None:
    client = signed_in("business-manager")
    with django_assert_max_num_queries(20):
        tasks = client.get(SETUP).context["tasks"]
    assert len(tasks) == 13
    assert {task["label"]: client.get(task["url"]).status_code for task in tasks if task["url"]} == {
        task["label"]: 200 for task in tasks
    }


def test_contact_is_saved_and_shown_at_the_foot(partnership: Partnership, signed_in: SignIn) -> None:
    client = signed_in("business-manager")
    sent = {"name": "Westmarch", "contact_name": "Team Heron", "expected_version": 1}
    assert client.post(CONTACT, sent).status_code == 302
    assert "Team Heron" in client.get(SETUP).content.decode()
    assert Entry.objects.filter(chain=partnership.chain, deed="partnership.edit_partnership").count() == 1


def test_second_editor_of_the_contact_sees_both(partnership: Partnership, signed_in: SignIn) -> None:
    client = signed_in("business-manager")
    client.post(CONTACT, {"name": "Westmarch", "contact_name": "First", "expected_version": 1})
    answer = client.post(CONTACT, {"name": "Westmarch", "contact_name": "Second", "expected_version": 1})
    assert answer.status_code == 409
    assert "First" in answer.content.decode()
    assert "Second" in answer.content.decode()
    partnership.refresh_from_db()
    assert partnership.contact_name == "First"


def test_themes_hold_every_capability_once() -> None:
    held = [code for _, codes in THEMES.values() for code in codes]
    assert sorted(held) == sorted(CAPABILITIES)


def saved(client: Client, partnership: Partnership, code: str, *, add: str = "", drop: str = "") -> Any:
    kind = RoleKind.objects.get(partnership=partnership, code=code)
    values = values_of(kind)
    for theme, (_, codes) in THEMES.items():
        values[theme] = [one for one in values[theme] if one != drop] + ([add] if add in codes else [])
    return client.post(f"{ROLES}{code}/", {**values, "expected_version": kind.version})


def may(partnership: Partnership, code: str) -> frozenset[str]:
    return RoleKind.objects.get(partnership=partnership, code=code).capabilities()


def test_role_is_changed_and_the_trail_says_so(partnership: Partnership, signed_in: SignIn) -> None:
    client = signed_in("business-manager")
    before = may(partnership, "analyst")
    assert saved(client, partnership, "analyst", add="see_incidents", drop="export").status_code == 302
    assert may(partnership, "analyst") == before - {"export"} | {"see_incidents"}
    assert Entry.objects.filter(chain=partnership.chain, deed="partnership.edit_rolekind").count() == 1
    assert statuses(client)["What each role may do"] == ("1 role changed", True)
    listed = client.get(ROLES).content.decode()
    assert "1 more, 1 fewer" in listed


def test_nobody_adds_to_their_own_role(partnership: Partnership, signed_in: SignIn) -> None:
    client = signed_in("business-manager")
    before = may(partnership, "business-manager")
    answer = saved(client, partnership, "business-manager", add="write_scrutiny")
    assert "Nobody adds to their own role" in answer.content.decode()
    assert may(partnership, "business-manager") == before


def test_last_role_that_can_set_up_keeps_it(partnership: Partnership, signed_in: SignIn) -> None:
    client = signed_in("business-manager")
    answer = saved(client, partnership, "business-manager", drop="manage_setup")
    assert "Nobody else could do this then" in answer.content.decode()
    making.a_member(partnership, "system-administrator")
    assert saved(client, partnership, "business-manager", drop="manage_setup").status_code == 302


def test_second_editor_of_a_role_sees_both(partnership: Partnership, signed_in: SignIn) -> None:
    client = signed_in("business-manager")
    kind = RoleKind.objects.get(partnership=partnership, code="analyst")
    first = {**values_of(kind), "name": "Analyst A", "expected_version": 1}
    assert client.post(f"{ROLES}analyst/", first).status_code == 302
    answer = client.post(f"{ROLES}analyst/", {**first, "name": "Analyst B"})
    assert answer.status_code == 409
    assert "Analyst A" in answer.content.decode()


def test_capability_that_does_not_exist_is_refused(partnership: Partnership, signed_in: SignIn) -> None:
    kind = RoleKind.objects.get(partnership=partnership, code="analyst")
    sent = {**values_of(kind), "house": ["see_everything"], "expected_version": 1}
    assert signed_in("business-manager").post(f"{ROLES}analyst/", sent).status_code == 200
    assert "see_everything" not in may(partnership, "analyst")


def test_page_of_a_role_leads_to_what_its_people_see(partnership: Partnership, signed_in: SignIn) -> None:
    member = making.a_member(partnership, "analyst", name="Ann Alyst")
    page = signed_in("business-manager").get(f"{ROLES}analyst/").content.decode()
    assert f"/people/person/{member.person_id}/#sees" in page


def test_role_of_another_partnership_is_not_found(partnership: Partnership, signed_in: SignIn) -> None:
    RoleKind.objects.create(partnership=making.a_partnership("kent"), code="only-there", name="Only there")
    assert signed_in("business-manager").get(f"{ROLES}only-there/").status_code == 404
