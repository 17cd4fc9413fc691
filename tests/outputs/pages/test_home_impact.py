"""From finding to impact on each home, and in the search, in each reader's own scope."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from lineofsight.cycle.findings import changes
from lineofsight.foundation.partnership.guards import now, today
from lineofsight.foundation.partnership.models import Group, Membership, Partnership, RoleKind
from lineofsight.foundation.partnership.queries import here
from lineofsight.outputs.pages.finding import impact
from tests import making
from tests.cycle.findings.world import BY, a_recommendation, accepted, an_action, doer, done

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead(partnership: Partnership) -> Membership:
    police = making.an_organisation(partnership, "Westmarch Police", kind="police")
    return making.a_member(partnership, "agency-lead", organisation=police)


@pytest.fixture
def manager(partnership: Partnership) -> Membership:
    return making.a_member(partnership, "business-manager")


def cards(member: Membership, find: object) -> list[tuple[int, str, bool]]:
    seen = here(member.person, member.partnership.slug, today=today())
    return [(card.count, card.title, card.is_urgent) for card in find(seen)]  # type: ignore[operator]


def test_late_action_is_urgent_on_the_home_of_its_owner_and_of_the_team(
    partnership: Partnership, lead: Membership, manager: Membership
) -> None:
    an_action(partnership, owner=lead.role, due_on=today() - timedelta(days=12))
    an_action(partnership, owner=lead.role, due_on=today() + timedelta(days=12))
    assert cards(lead, impact.actions) == [(2, "actions of yours", True)]
    assert cards(manager, impact.actions) == [(1, "action is late", True)]
    client = Client()
    client.force_login(lead.person, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert "1 is overdue." in client.get(f"/p/{partnership.slug}/").content.decode()


def test_verifier_and_checker_see_what_waits_for_them_and_not_their_own(
    partnership: Partnership, lead: Membership, manager: Membership
) -> None:
    held = accepted(partnership)
    done(an_action(partnership, owner=manager.role), by=doer(lead))
    action = done(an_action(partnership, owner=lead.role, recommendations=[held]), by=doer(lead))
    assert (1, "action to verify", False) in cards(manager, impact.actions)
    plan = {"measure": "Reviews", "baseline": "52%", "baseline_on": today(), "by": BY, "now": now()}
    early = today() - timedelta(days=100)
    changes.plan_impact_check(held, after_months=3, counts_from=early, **plan)  # type: ignore[arg-type]
    assert cards(manager, impact.waiting) == []
    at = now() - timedelta(days=100)
    changes.verify(action, by=doer(manager), now=at, version=action.version)
    assert cards(manager, impact.waiting) == [(1, "impact check due", True)]


def test_scrutineer_sees_own_recommendations_with_no_response(partnership: Partnership, lead: Membership) -> None:
    scrutineer = making.a_member(partnership, "independent-scrutineer")
    a_recommendation(partnership)
    own = a_recommendation(partnership, is_scrutiny=True, owner=lead.role)
    assert cards(scrutineer, impact.waiting) == [(1, "recommendation with no response", False)]
    assert [card[:2] for card in cards(lead, impact.waiting)] == [(1, "recommendation to answer")]
    changes.answer(own, answer="accepted", by=BY, now=now(), version=own.version)
    assert cards(scrutineer, impact.waiting) == cards(lead, impact.waiting) == []


def test_no_home_of_the_frameworks_roles_asks_more_than_thirty_questions(partnership: Partnership) -> None:
    """With meetings, challenges, findings and products there, and every seat in the one group that meets."""
    asked = {}
    for kind in RoleKind.objects.filter(partnership=partnership).exclude(may=""):
        group = Group.objects.filter(partnership=partnership).order_by("pk").first()
        member = making.a_member(partnership, kind.code, group=group)
        client = Client()
        client.force_login(member.person, backend="allauth.account.auth_backends.AuthenticationBackend")
        client.get("/p/westmarch/")
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/p/westmarch/").status_code == 200
        asked[kind.code] = len(queries)
    assert {code: number for code, number in asked.items() if number > 30} == {}
