"""Challenges and updates on the home of whoever must act, late ones first."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from lineofsight.foundation.partnership.guards import now, today
from lineofsight.foundation.partnership.models import Membership, Partnership
from lineofsight.foundation.trail.changes import Doer
from lineofsight.governance.challenges import changes
from lineofsight.governance.challenges.models import Challenge
from lineofsight.governance.updates.models import GroupUpdate
from lineofsight.governance.updates.tasks import day_of
from tests import making

pytestmark = pytest.mark.django_db
HOME = "/p/westmarch/"


def client_of(member: Membership) -> Client:
    client = Client()
    client.force_login(member.person, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def doer(member: Membership) -> Doer:
    return Doer(actor_id=member.person.actor_id, role=str(member.role))


def ask(partnership: Partnership, asker: Membership, to: Membership) -> Challenge:
    return changes.ask(
        partnership, question="Why do half of you not come?", to_role=to.role, due_on=today() + timedelta(days=5),
        organisation=asker.role.organisation, by=doer(asker), now=now(), today=today(),
    )  # fmt: skip


def test_question_is_on_the_home_of_whoever_answers_also_without_the_right_to_ask(partnership: Partnership) -> None:
    asker, lead = making.a_member(partnership, "saa-chair"), making.a_member(partnership, "agency-lead")
    challenge = ask(partnership, asker, lead)
    page = client_of(lead).get(HOME).content.decode()
    assert "challenge to answer" in page and f'href="/p/westmarch/challenges/{challenge.pk}/"' in page
    assert "challenge to answer" not in client_of(asker).get(HOME).content.decode()


def test_overdue_question_is_on_the_home_of_the_asker_and_of_the_sub_group(partnership: Partnership) -> None:
    asker, lead = making.a_member(partnership, "executive-member"), making.a_member(partnership, "agency-lead")
    other = making.a_member(partnership, "saa-member")
    ask(partnership, asker, lead)
    assert "challenge of yours has no answer" not in client_of(asker).get(HOME).content.decode()
    assert "challenge without an answer" in client_of(other).get(HOME).content.decode()
    Challenge.objects.update(due_on=today() - timedelta(days=1))
    assert "challenge of yours has no answer" in client_of(asker).get(HOME).content.decode()
    assert "1 is overdue." in client_of(other).get(HOME).content.decode()


def test_answer_is_on_the_home_of_the_asker(partnership: Partnership) -> None:
    asker, lead = making.a_member(partnership, "saa-chair"), making.a_member(partnership, "agency-lead")
    challenge = ask(partnership, asker, lead)
    changes.answer(
        challenge, words="Rotas", seats=frozenset({lead.role_id}), by=doer(lead), now=now(), version=challenge.version
    )
    page = client_of(asker).get(HOME).content.decode()
    assert "answer to a challenge of yours" in page
    assert "challenge to answer" not in client_of(lead).get(HOME).content.decode()


def test_update_is_on_the_home_of_its_chair_and_when_late_of_the_team(
    partnership: Partnership, signed_in: Callable[..., Client]
) -> None:
    group = making.changes.add_group(
        partnership, code="learning", name="Learning Group", starts_on=making.FIRST_DAY, by=making.SYSTEM
    )
    chair, team = making.a_member(partnership, "sub-group-chair", group=group), signed_in("business-manager")
    day_of(partnership, today=today())
    GroupUpdate.objects.update(due_on=today() + timedelta(days=3))
    page = client_of(chair).get(HOME).content.decode()
    assert "update to give" in page and "Learning Group, Quarter" in page
    assert "update is late" not in team.get(HOME).content.decode()
    GroupUpdate.objects.update(due_on=today() - timedelta(days=3))
    assert "sub-group’s update is late" in team.get(HOME).content.decode()


@pytest.mark.parametrize("kind", ["business-manager", "saa-chair", "partnership-chair", "sub-group-chair"])
def test_home_asks_at_most_thirty_times(partnership: Partnership, signed_in: Callable[..., Client], kind: str) -> None:
    client, asker = signed_in(kind), making.a_member(partnership, "executive-member")
    for member in (making.a_member(partnership, "agency-lead"), asker):
        if member is not asker:
            ask(partnership, asker, member)
    day_of(partnership, today=today())
    client.get(HOME)
    with CaptureQueriesContext(connection) as asked:
        client.get(HOME)
    assert len(asked) <= 30
