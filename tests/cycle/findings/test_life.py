"""From finding to embedded, with every refusal on the way."""

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from lineofsight.cycle.findings import changes
from lineofsight.cycle.findings.models import Action, Recommendation
from lineofsight.cycle.products.models import Product
from lineofsight.foundation.notices.models import Notice
from lineofsight.foundation.partnership.models import Membership, Partnership
from lineofsight.foundation.partnership.permissions import Refused
from lineofsight.foundation.trail.changes import Doer, subject_for
from lineofsight.foundation.trail.models import Entry
from tests import making
from tests.cycle.findings.world import (
    BY,
    NOW,
    TODAY,
    a_finding,
    a_recommendation,
    accepted,
    an_action,
    days,
    doer,
    done,
    evidence,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner(partnership: Partnership) -> Membership:
    """Somebody whose seat owns the work."""
    return making.a_member(partnership, "agency-lead", name="Olu Adeyemi")


@pytest.fixture
def manager(partnership: Partnership) -> Membership:
    """Somebody who keeps the plan and verifies."""
    team = making.an_organisation(partnership, "The Team", kind="business_team", part="team")
    return making.a_member(partnership, "business-manager", name="Mia Brand", organisation=team)


def delivered(partnership: Partnership, owner: Membership, manager: Membership, **facts: Any) -> Recommendation:
    """A recommendation of the owner's whose one action the manager has verified."""
    held = accepted(partnership, owner=owner.role, **facts)
    action = an_action(partnership, owner=owner.role, recommendations=[held])
    done(action, by=doer(owner))
    changes.verify(action, by=doer(manager), now=days(1), version=action.version)
    held.refresh_from_db()
    return held


def checked(held: Recommendation, *, by: Doer, result: str = "passed") -> Recommendation:
    """Its impact, checked after three months."""
    plan = {"after_months": 3, "measure": "Reviews in time", "baseline": "52%", "baseline_on": TODAY}
    check = changes.plan_impact_check(held, by=by, now=days(2), **plan)  # type: ignore[arg-type]
    seen = {"found": "91% in time", "checked_on": date(2027, 1, 22)}
    changes.check_impact(check, result=result, by=by, now=days(93), **seen)  # type: ignore[arg-type]
    held.refresh_from_db()
    return held


def test_references_count_within_a_year(partnership: Partnership) -> None:
    two = [a_finding(partnership), a_finding(partnership)]
    assert [one.reference for one in two] == ["F-2026-001", "F-2026-002"]
    assert a_finding(partnership, found_on=date(2025, 3, 1)).reference == "F-2025-001"
    assert a_recommendation(partnership).reference == "R-2026-001"
    assert an_action(partnership).reference == "A-2026-001"


def test_partly_and_rejected_need_a_reason_and_the_answer_stays(partnership: Partnership) -> None:
    held = a_recommendation(partnership)
    with pytest.raises(Refused, match="Give the reason"):
        changes.answer(held, answer="partly", by=BY, now=NOW, version=1)
    changes.answer(held, answer="partly", reason="Not for schools", by=BY, now=NOW, version=1)
    assert (held.state, held.answer, held.answer_reason) == ("partly", "partly", "Not for schools")
    with pytest.raises(changes.ChangedMeanwhile):
        changes.answer(held, answer="accepted", reason="Schools too", by=BY, now=NOW, version=1)
    with pytest.raises(Refused, match="Say why the answer changes"):
        changes.answer(held, answer="accepted", by=BY, now=NOW, version=2)
    changes.answer(held, answer="accepted", reason="Schools too", by=BY, now=NOW, version=2)
    assert Entry.objects.filter(deed="findings.answer", subject=held.subject).count() == 2


def test_done_needs_a_statement_and_evidence(partnership: Partnership, owner: Membership) -> None:
    action = an_action(partnership, owner=owner.role)
    with pytest.raises(Refused, match="Say what was done"):
        changes.say_done(action, statement=" ", by=doer(owner), now=NOW, version=1)
    with pytest.raises(Refused, match="Add evidence first"):
        changes.say_done(action, statement="In use", by=doer(owner), now=NOW, version=1)
    evidence(action)
    assert changes.say_done(action, statement="In use", by=doer(owner), now=NOW, version=1).state == "done"


def test_verify_is_refused_to_the_owner_and_to_who_said_done(
    partnership: Partnership, owner: Membership, manager: Membership
) -> None:
    deputy = making.changes.seat(owner.role, making.a_person("Dee Puty"), starts_on=making.FIRST_DAY, by=BY)
    making.changes.confirm(deputy, by=BY)
    action = done(an_action(partnership, owner=owner.role), by=doer(manager))
    for person, reason in ((owner, "You own this action"), (deputy, "You own"), (manager, "You said that this is")):
        with pytest.raises(Refused, match=reason):
            changes.verify(action, by=doer(person), now=NOW, version=action.version)
    other = making.a_member(partnership, "saa-chair")
    changes.verify(action, by=doer(other), now=NOW, version=action.version)
    assert (action.state, action.verified_by_id) == ("verified", other.person.actor_id)


def test_database_refuses_the_same_person_as_doer_and_verifier(partnership: Partnership, owner: Membership) -> None:
    action = done(an_action(partnership), by=doer(owner))
    with pytest.raises(IntegrityError), transaction.atomic():
        Action.objects.filter(pk=action.pk).update(state="verified", verified_by=action.done_by_id)


def test_delivered_when_every_action_ended_and_one_was_verified(
    partnership: Partnership, owner: Membership, manager: Membership
) -> None:
    held = accepted(partnership)
    first, second = (an_action(partnership, owner=owner.role, recommendations=[held]) for _ in range(2))
    changes.verify(done(first, by=doer(owner)), by=doer(manager), now=NOW, version=2)
    held.refresh_from_db()
    assert held.state == "accepted"
    changes.drop(second, reason="The first covers it", by=doer(manager), now=days(1), version=1)
    held.refresh_from_db()
    assert (held.state, held.delivered_at) == ("delivered", days(1))
    with pytest.raises(Refused, match="Reopen it, with the reason, before you add an action"):
        an_action(partnership, recommendations=[held])


def test_dropping_the_only_action_delivers_nothing(partnership: Partnership, manager: Membership) -> None:
    held = accepted(partnership)
    changes.drop(an_action(partnership, recommendations=[held]), reason="No", by=doer(manager), now=NOW, version=1)
    held.refresh_from_db()
    assert held.state == "accepted"


def test_embedded_only_after_a_check_that_somebody_else_passed(
    partnership: Partnership, owner: Membership, manager: Membership
) -> None:
    held = delivered(partnership, owner, manager)
    with pytest.raises(Refused, match="An impact check must be passed first"):
        changes.embed(held, by=doer(manager), now=days(2), version=held.version)
    with pytest.raises(Refused, match="You own this recommendation or one of its actions"):
        checked(held, by=doer(owner))
    checked(held, by=doer(manager), result="not_passed")
    with pytest.raises(Refused, match="An impact check must be passed first"):
        changes.embed(held, by=doer(manager), now=days(93), version=held.version)
    checked(held, by=doer(manager))
    with pytest.raises(Refused, match="You own"):
        changes.embed(held, by=doer(owner), now=days(93), version=held.version)
    changes.embed(held, by=doer(manager), now=days(93), version=held.version)
    assert (held.state, held.embedded_at) == ("embedded", days(93))


def test_check_before_delivery_is_too_early(partnership: Partnership, manager: Membership) -> None:
    held = accepted(partnership)
    with pytest.raises(Refused, match="too early to check"):
        checked(held, by=doer(manager))


def test_check_planned_ahead_moves_along_when_delivery_is_late(
    partnership: Partnership, owner: Membership, manager: Membership
) -> None:
    held = accepted(partnership, owner=owner.role, due_on=date(2026, 10, 31))
    plan = {"measure": "Reviews in time", "baseline": "52%", "baseline_on": TODAY, "by": BY, "now": NOW}
    check = changes.plan_impact_check(held, after_months=6, **plan)  # type: ignore[arg-type]
    assert check.due_on == date(2027, 4, 30)
    action = done(an_action(partnership, owner=owner.role, recommendations=[held]), by=doer(owner))
    changes.verify(action, by=doer(manager), now=days(60), version=action.version)
    check.refresh_from_db()
    assert check.due_on == date(2027, 6, 20)
    with pytest.raises(Refused, match="Choose 3, 6 or 12 months"):
        changes.plan_impact_check(held, after_months=4, **plan)  # type: ignore[arg-type]
    with pytest.raises(Refused, match="Choose a checker who does not own"):
        changes.plan_impact_check(held, after_months=3, checker=owner.role, **plan)  # type: ignore[arg-type]


def embedded(partnership: Partnership, owner: Membership, manager: Membership, **facts: Any) -> Recommendation:
    held = checked(delivered(partnership, owner, manager, **facts), by=doer(manager))
    return changes.embed(held, by=doer(manager), now=days(93), version=held.version)


def test_reopened_when_found_again_about_the_same_agency_and_theme(
    partnership: Partnership, owner: Membership, manager: Membership
) -> None:
    first = a_finding(partnership, themes=["drift"], organisation=owner.role.organisation)
    held = embedded(partnership, owner, manager, findings=[first])
    a_finding(partnership, themes=["drift"])
    a_finding(partnership, themes=["voice"], organisation=owner.role.organisation)
    a_finding(partnership, kind="strength", themes=["drift"], organisation=owner.role.organisation)
    held.refresh_from_db()
    assert held.state == "embedded"
    again = a_finding(partnership, themes=["drift"], organisation=owner.role.organisation)
    held.refresh_from_db()
    assert (held.state, held.reopened_reason) == ("reopened", f"It was found again: {again.reference}.")
    assert {source.finding for source in held.sources.all()} == {first, again}


def test_reopened_by_hand_needs_a_reason_and_an_old_check_counts_no_more(
    partnership: Partnership, owner: Membership, manager: Membership
) -> None:
    held = embedded(partnership, owner, manager)
    with pytest.raises(Refused, match="Say what came back"):
        changes.reopen(held, reason="", by=doer(manager), now=days(120))
    changes.reopen(held, reason="Reviews slipped to 60%", by=doer(manager), now=days(120))
    action = done(an_action(partnership, owner=owner.role, recommendations=[held]), by=doer(owner), at=days(121))
    changes.verify(action, by=doer(manager), now=days(122), version=action.version)
    held.refresh_from_db()
    assert held.state == "delivered"
    with pytest.raises(Refused, match="An impact check must be passed first"):
        changes.embed(held, by=doer(manager), now=days(123), version=held.version)


def test_scrutineers_own_is_embedded_only_when_the_scrutineer_is_satisfied(
    partnership: Partnership, owner: Membership, manager: Membership
) -> None:
    held = checked(delivered(partnership, owner, manager, is_scrutiny=True), by=doer(manager))
    with pytest.raises(Refused, match="The Independent Scrutineer has not said"):
        changes.embed(held, by=doer(manager), now=days(93), version=held.version)
    facts = {"by": doer(manager), "now": days(93), "version": held.version}
    with pytest.raises(Refused, match="Only the Independent Scrutineer can say this"):
        changes.say_satisfied(held, may_write_scrutiny=False, **facts)  # type: ignore[arg-type]
    changes.say_satisfied(held, may_write_scrutiny=True, **facts)  # type: ignore[arg-type]
    assert changes.embed(held, by=doer(manager), now=days(93), version=held.version).state == "embedded"
    plain = accepted(partnership)
    with pytest.raises(Refused, match="is not the Independent Scrutineer’s"):
        changes.say_satisfied(plain, may_write_scrutiny=True, by=BY, now=NOW, version=plain.version)


def test_draft_is_private_until_its_writer_issues_it(partnership: Partnership) -> None:
    scrutineer = making.a_member(partnership, "independent-scrutineer")
    draft = a_finding(partnership, is_draft=True, by=doer(scrutineer))
    assert draft.subject.private_to_id == scrutineer.person.actor_id
    with pytest.raises(Refused, match="Only who wrote this draft"):
        changes.issue(draft, by=BY, now=NOW, version=1)
    changes.issue(draft, by=doer(scrutineer), now=NOW, version=1)
    draft.subject.refresh_from_db()
    assert (draft.private_to_id, draft.subject.private_to_id) == (None, None)


def test_what_comes_of_a_restricted_product_is_restricted(partnership: Partnership) -> None:
    from lineofsight.foundation.handbook.queries import version_in_use

    subject = subject_for(
        partnership.chain, room="products", kind="product", key="x", title="Review", may_read="see_incidents"
    )
    product = Product.objects.create(
        partnership=partnership, framework=version_in_use(partnership, on=TODAY), kind="lcspr", reference="P-1",
        title="Review", subject=subject, is_restricted=True,
    )  # fmt: skip
    finding = a_finding(partnership, product=product)
    held = accepted(partnership, findings=[finding])
    action = an_action(partnership, recommendations=[held])
    read = {row.may_read for row in (finding, held, action, finding.subject, held.subject, action.subject)}
    assert read == {"see_incidents"}
    plain = accepted(partnership)
    assert plain.subject.may_read == "see_findings"
    changes.add_source(plain, finding=finding, by=BY, now=NOW)
    plain.subject.refresh_from_db()
    assert (plain.may_read, plain.subject.may_read) == ("see_incidents", "see_incidents")


def test_updates_never_overwrite_and_a_new_owner_takes_the_reminders(
    partnership: Partnership, owner: Membership
) -> None:
    action = an_action(partnership, owner=owner.role)
    assert Notice.objects.filter(person=owner.person, settled_at__isnull=True).count() == 1
    changes.update_action(action, text="Begun", state="under_way", by=doer(owner), now=NOW, version=1)
    police = making.an_organisation(partnership, "Westmarch Police", kind="police")
    other = making.a_member(partnership, "agency-lead", name="Pat Police", organisation=police)
    changes.update_action(
        action, text="Theirs", owner=other.role, due_on=date(2026, 12, 1), by=doer(owner), now=days(1)
    )
    said = [(one.text, one.state, one.due_on) for one in action.updates.all()]
    assert said == [("Begun", "under_way", date(2026, 11, 20)), ("Theirs", "under_way", date(2026, 12, 1))]
    assert (action.organisation, action.first_due_on) == (police, date(2026, 11, 20))
    open_ones = Notice.objects.filter(settled_at__isnull=True).values_list("person__name", flat=True)
    assert list(open_ones) == ["Pat Police"]


def test_sent_back_goes_under_way_with_what_is_missing(
    partnership: Partnership, owner: Membership, manager: Membership
) -> None:
    action = done(an_action(partnership, owner=owner.role), by=doer(owner))
    with pytest.raises(Refused, match="Say what is missing"):
        changes.send_back(action, reason="", by=doer(manager), now=NOW, version=action.version)
    changes.send_back(action, reason="The link is dead", by=doer(manager), now=NOW, version=action.version)
    assert (action.state, action.updates.last().text) == ("under_way", "The link is dead")


def test_merge_keeps_every_source_action_and_open_check(partnership: Partnership) -> None:
    one, other = a_finding(partnership), a_finding(partnership, title="Also here")
    first, second = accepted(partnership, findings=[one]), accepted(partnership, findings=[other])
    third = accepted(partnership, wording="Review all plans in 15 days", findings=[one])
    action = an_action(partnership, recommendations=[second])
    plan = {"measure": "Reviews", "baseline": "52%", "baseline_on": TODAY, "by": BY, "now": NOW}
    check = changes.plan_impact_check(second, after_months=3, **plan)  # type: ignore[arg-type]
    changes.merge(third, second, by=BY, now=NOW)
    changes.merge(second, first, by=BY, now=NOW)
    sources = {(source.finding, source.merged_from) for source in first.sources.all()}
    assert sources == {(one, None), (other, second)}
    check.refresh_from_db()
    third.refresh_from_db()
    assert (list(first.actions.all()), check.recommendation, third.merged_into) == ([action], first, first)
    assert {source.finding for source in second.sources.all()} == {one, other}
    assert list(action.recommendations.order_by("reference")) == [first, second]
    with pytest.raises(Refused, match="has been merged already"):
        changes.merge(second, first, by=BY, now=NOW)


def test_strength_is_shared_and_adopted_once_by_each_agency(partnership: Partnership, owner: Membership) -> None:
    strength = a_finding(partnership, kind="strength", title="Joint visits")
    assert changes.share_strength(strength, [owner.person], by=BY, now=NOW, version=1) == 1
    council = owner.role.organisation
    adoption = changes.adopt_strength(strength, organisation=council, adopted_on=TODAY, by=BY, now=NOW)
    with pytest.raises(Refused, match="has adopted this already"):
        changes.adopt_strength(strength, organisation=council, adopted_on=TODAY, by=BY, now=NOW)
    changes.say_effect(adoption, effect="Visits within two days", effect_on=date(2027, 1, 4), by=BY)
    assert [(one.effect, one.effect_on) for one in strength.adoptions.all()] == [
        ("Visits within two days", date(2027, 1, 4))
    ]
    gap = a_finding(partnership)
    with pytest.raises(Refused, match="Only a strength"):
        changes.adopt_strength(gap, organisation=council, adopted_on=TODAY, by=BY, now=NOW)
