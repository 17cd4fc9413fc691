"""From a question to its answer, its outcome and its effect; who may not; and who is told."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from lineofsight.foundation.notices.models import Notice
from lineofsight.foundation.partnership.models import Membership, Partnership
from lineofsight.foundation.partnership.permissions import Refused
from lineofsight.foundation.trail.changes import Doer
from lineofsight.foundation.trail.models import Entry
from lineofsight.foundation.trail.queries import verify
from lineofsight.governance.challenges import changes, queries
from lineofsight.governance.challenges.models import Challenge
from tests import making

pytestmark = pytest.mark.django_db
TODAY, DUE = date(2026, 10, 21), date(2026, 11, 4)
NOW = datetime(2026, 10, 21, 9, tzinfo=UTC)


def doer(member: Membership) -> Doer:
    return Doer(actor_id=member.person.actor_id, role=str(member.role))


@pytest.fixture
def asker(partnership: Partnership) -> Membership:
    """Chairs the sub-group."""
    return making.a_member(partnership, "saa-chair", name="Sal Ash")


@pytest.fixture
def asked(partnership: Partnership) -> Membership:
    """Leads an agency, and may not ask challenges herself."""
    police = making.an_organisation(partnership, "Westmarch Police", kind="police")
    return making.a_member(partnership, "agency-lead", name="Pol Reed", organisation=police)


def ask(partnership: Partnership, asker: Membership, asked: Membership, **facts: Any) -> Challenge:
    given: dict[str, Any] = {"question": "Why are half of the strategy meetings without you?", "due_on": DUE} | facts
    return changes.ask(
        partnership, to_role=asked.role, organisation=asker.role.organisation, by=doer(asker), now=NOW, today=TODAY,
        **given,
    )  # fmt: skip


def answer(challenge: Challenge, member: Membership, **facts: Any) -> Challenge:
    given = {"words": "Rotas clash. We move two posts.", "seats": frozenset({member.role_id}), "version": 1} | facts
    return changes.answer(challenge, by=doer(member), now=NOW, **given)


def test_question_is_answered_settled_and_its_effect_added(
    partnership: Partnership, asker: Membership, asked: Membership
) -> None:
    challenge = ask(partnership, asker, asked, evidence="Measure M12, July to September")
    answered = answer(challenge, asked)
    settled = changes.settle(
        answered, outcome="Two posts move by January", effect="", by=doer(asker), now=NOW, today=TODAY, version=2
    )
    done = changes.add_effect(settled, effect="82% attended since", by=doer(asker), version=3)
    assert (done.reference, done.state, done.answer, done.outcome, done.effect, done.version) == (
        "C-2026-001", "settled", "Rotas clash. We move two posts.", "Two posts move by January", "82% attended since", 4,
    )  # fmt: skip
    deeds = Entry.objects.filter(chain=partnership.chain, deed__startswith="challenges.").order_by("number")
    assert [entry.deed for entry in deeds] == [
        "challenges.ask", "challenges.answer", "challenges.settle", "challenges.add_effect",
    ]  # fmt: skip
    assert verify(partnership.chain) is None


def test_asked_is_reminded_and_asker_is_told(partnership: Partnership, asker: Membership, asked: Membership) -> None:
    challenge = ask(partnership, asker, asked)
    task = Notice.objects.get(person=asked.person)
    assert (task.kind, task.path, task.settled_at) == ("task", f"/p/westmarch/challenges/{challenge.pk}/", None)
    answer(challenge, asked)
    task.refresh_from_db()
    assert task.settled_at is not None
    assert list(Notice.objects.filter(person=asker.person).values_list("kind", "text")) == [
        ("task", "Your question was answered. Say what came of it.")
    ]


def test_nobody_answers_their_own_question(partnership: Partnership, asker: Membership, asked: Membership) -> None:
    """Not even as the deputy of the role that was asked; the database refuses it too."""
    making.changes.confirm(
        making.changes.seat(asked.role, asker.person, starts_on=making.FIRST_DAY, by=making.SYSTEM, is_deputy=True),
        by=making.SYSTEM,
    )
    challenge = ask(partnership, asker, asked)
    with pytest.raises(Refused, match="You asked this yourself"):
        changes.answer(
            challenge, words="All is well", seats=frozenset({asked.role_id}), by=doer(asker), now=NOW, version=1
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        Challenge.objects.filter(pk=challenge.pk).update(answered_by=asker.person.actor_id)
    assert Notice.objects.filter(person=asker.person).count() == 0


def test_only_the_role_that_was_asked_answers(partnership: Partnership, asker: Membership, asked: Membership) -> None:
    other = making.a_member(partnership, "executive-member", name="Exe Cutive")
    with pytest.raises(Refused, match="Only the holder of the role that was asked, or a deputy"):
        answer(ask(partnership, asker, asked), other)


def test_whoever_answered_does_not_settle(partnership: Partnership, asker: Membership, asked: Membership) -> None:
    answered = answer(ask(partnership, asker, asked), asked)
    with pytest.raises(Refused, match="You answered this yourself"):
        changes.settle(
            answered, outcome="All is well", effect="", by=doer(asked), now=NOW, today=TODAY, version=2, may_record=True
        )


def test_second_answer_with_an_old_page_is_shown_the_first(
    partnership: Partnership, asker: Membership, asked: Membership
) -> None:
    challenge = ask(partnership, asker, asked)
    answer(challenge, asked)
    with pytest.raises(changes.ChangedMeanwhile) as other:
        answer(challenge, asked, words="Something else")
    assert (other.value.saved.answer, other.value.saved.version) == ("Rotas clash. We move two posts.", 2)


def test_lead_partners_question_goes_to_the_executives_chair(partnership: Partnership) -> None:
    lead = making.a_member(partnership, "lead-safeguarding-partner", name="Lee Der")
    making.a_seat(partnership, "partnership-chair", title="A chair that nobody is in")
    chair = making.a_member(partnership, "partnership-chair", name="Cha Ir")
    challenge = changes.ask_executive(
        partnership, question="Did the plan help?", due_on=DUE, organisation=lead.role.organisation, by=doer(lead),
        now=NOW, today=TODAY,
    )  # fmt: skip
    assert (challenge.to_role, challenge.is_from_lead_partner, challenge.due_on) == (chair.role, True, DUE)
    assert queries.executive_chair(partnership, today=TODAY) == chair.role


def test_lead_partners_question_without_a_chair_says_what_to_do(partnership: Partnership) -> None:
    lead = making.a_member(partnership, "lead-safeguarding-partner")
    with pytest.raises(Refused, match="Ask the Business Team to add the role of its chair"):
        changes.ask_executive(
            partnership, question="Did it help?", due_on=DUE, organisation=lead.role.organisation, by=doer(lead),
            now=NOW, today=TODAY,
        )  # fmt: skip


def test_question_written_down_for_somebody_else_is_theirs(
    partnership: Partnership, asker: Membership, asked: Membership
) -> None:
    clerk = making.a_member(partnership, "business-manager")
    who = changes.Asker(asker.person.actor, "Chair of the sub-group")
    challenge = changes.ask(
        partnership, question="Why?", to_role=asked.role, due_on=DUE, organisation=asker.role.organisation,
        by=doer(clerk), now=NOW, today=TODAY, asker=who,
    )  # fmt: skip
    assert (challenge.asked_by, challenge.asked_role) == (asker.person.actor, "Chair of the sub-group")
    assert Entry.objects.get(deed="challenges.ask").actor_id == clerk.person.actor_id
