"""Decisions at a meeting and outside one: who stood where, what they move, who confirms them."""

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from lineofsight.cycle.products.models import Stop
from lineofsight.foundation.notices.models import Notice
from lineofsight.foundation.partnership.permissions import Refused
from lineofsight.foundation.trail.models import Entry
from lineofsight.governance.meetings.changes import agenda, deciding
from lineofsight.governance.meetings.changes import meeting as meetings
from lineofsight.governance.meetings.changes.deciding import Proof, Taken
from lineofsight.governance.meetings.models import AgendaItem, Decision, Position
from tests.governance.meetings.setting import DAY, NOW, TODAY, Setting, at, doer, fresh, fresh_item

pytestmark = pytest.mark.django_db
HELD = at(DAY)


def taken(setting: Setting, **facts: Any) -> Taken:
    """A decision on which the police did not agree and the care board took no side."""
    positions = {
        setting.council: ("agreed", ""), setting.icb: ("abstained", ""), setting.police: ("dissented", "Too soon."),
    }  # fmt: skip
    known = {"text": "Publish the quarter.", "reasons": "The figures are complete.", "positions": positions}
    return Taken(**{**known, **facts})


def with_product(setting: Setting, group: str = "executive", kind: str = "dashboard-quarter") -> AgendaItem:
    """The one item of a meeting whose agenda is out: a product that waits there."""
    setting.product_at(group, kind)
    meeting = setting.meeting(group)
    [item] = agenda.build(meeting, by=setting.by, now=NOW)
    setting.send(meeting)
    return fresh_item(item)


def test_decision_keeps_words_options_reasons_and_where_each_partner_stood(setting: Setting) -> None:
    item = with_product(setting)
    made = deciding.decide(
        item, taken(setting, options="Wait a month.", outcome="agreed", review_on=date(2027, 3, 1)), by=setting.by,
        now=HELD, today=DAY,
    )  # fmt: skip
    assert (made.reference, made.text, made.options, made.reasons) == (
        "D-2026-001", "Publish the quarter.", "Wait a month.", "The figures are complete."
    )  # fmt: skip
    stood = {one.organisation.name: (one.kind, one.reason) for one in made.positions.all()}
    assert stood == {
        "Westmarch Council": ("agreed", ""), "Westmarch ICB": ("abstained", ""),
        "Westmarch Police": ("dissented", "Too soon."),
    }  # fmt: skip
    assert (made.way, made.standing, made.decided_on, made.review_on) == ("meeting", "recorded", DAY, date(2027, 3, 1))
    assert made.product == item.stop.product
    entry = Entry.objects.get(deed="meetings.decide")
    assert entry.subject == made.subject and made.subject.path == f"/p/westmarch/decisions/{made.pk}/"


def test_decision_on_a_product_completes_the_stop_and_sends_it_on(setting: Setting) -> None:
    item = with_product(setting)
    deciding.decide(item, taken(setting, outcome="conditions"), by=setting.by, now=HELD, today=DAY)
    stops = Stop.objects.filter(product=item.stop.product).order_by("position")
    assert [(one.group_code, one.state, one.outcome) for one in stops] == [
        ("saa", "done", "agreed"), ("executive", "done", "conditions"), ("lsp", "here", ""),
    ]  # fmt: skip
    assert stops[1].words == "Publish the quarter.\n\nThe figures are complete."
    with pytest.raises(Refused, match="does not wait at this stop"):
        deciding.decide(fresh_item(item), taken(setting, outcome="agreed"), by=setting.by, now=HELD, today=DAY)


def test_decision_of_the_lead_partners_does_not_sign_for_them(setting: Setting) -> None:
    item = with_product(setting, "lsp", "annual-report")
    deciding.decide(item, taken(setting, outcome="agreed"), by=setting.by, now=HELD, today=DAY)
    assert Stop.objects.get(pk=item.stop.pk).state == "here"
    assert Decision.objects.count() == 1


def test_dissent_needs_its_reason(setting: Setting) -> None:
    item = with_product(setting)
    said = taken(setting, positions={setting.police: ("dissented", " ")})
    with pytest.raises(Refused, match="Write why Westmarch Police did not agree"):
        deciding.decide(item, said, by=setting.by, now=HELD, today=DAY)
    made = deciding.decide(item, taken(setting), by=setting.by, now=HELD, today=DAY)
    with pytest.raises(IntegrityError), transaction.atomic():
        Position.objects.create(decision=made, organisation=setting.manager.role.organisation, kind="dissented")


@pytest.mark.parametrize(("text", "reasons", "said"), [("", "Why", "what was decided"), ("What", " ", "why it was")])
def test_decision_needs_words_and_reasons(setting: Setting, text: str, reasons: str, said: str) -> None:
    _, item = setting.with_item("executive")
    with pytest.raises(Refused, match=said):
        deciding.decide(item, Taken(text=text, reasons=reasons), by=setting.by, now=HELD, today=DAY)


def test_nothing_is_recorded_before_the_agenda_is_out(setting: Setting) -> None:
    meeting = setting.meeting()
    item = agenda.add_item(meeting, title="Welcome", purpose="note", minutes_needed=5, by=setting.by, now=NOW)
    with pytest.raises(Refused, match="Send the agenda out first"):
        deciding.decide(fresh_item(item), taken(setting), by=setting.by, now=HELD, today=DAY)


def outside(setting: Setting, **facts: Any) -> Decision:
    """A decision of the Executive that the staff officer writes down from an e-mail."""
    _, stop = setting.product_at("executive")
    known: dict[str, Any] = {
        "group": setting.groups["executive"], "stop": stop, "decided_on": TODAY, "now": NOW, "today": TODAY,
        "proof": Proof("email", "E-mail of the chief constable, 20 October 2026, 16:12"), "by": doer(setting.officer),
    }  # fmt: skip
    said = facts.pop("taken", taken(setting, outcome="agreed"))
    return deciding.record_outside(setting.partnership, said, **{**known, **facts})


def test_decision_by_email_counts_once_a_member_confirms_it(setting: Setting) -> None:
    made = outside(setting)
    assert (made.way, made.standing) == ("email", "recorded")
    assert Stop.objects.get(pk=made.stop.pk).state == "here"
    told = Notice.objects.filter(key=f"decision:{made.pk}:confirm")
    assert sorted(one.person.name for one in told) == [
        "Executive Member Council", "Executive Member ICB", "Executive Member Police"
    ]  # fmt: skip
    member = doer(setting.executive[2])
    deciding.confirm(made, sits=True, by=member, now=HELD, today=DAY, version=made.version)
    assert (made.standing, made.confirmed_by_id) == ("confirmed", member.actor_id)
    assert Stop.objects.get(pk=made.stop.pk).state == "done"
    assert {one.settled_at is None for one in told.all()} == {False}
    deeds = Entry.objects.filter(subject=made.subject).order_by("number").values_list("deed", flat=True)
    assert list(deeds) == ["meetings.record_decision", "meetings.confirm_decision"]


def test_nobody_confirms_what_they_wrote_down(setting: Setting) -> None:
    made = outside(setting, by=doer(setting.executive[0]))
    with pytest.raises(Refused, match="You recorded this decision"):
        deciding.confirm(made, sits=True, by=doer(setting.executive[0]), now=HELD, today=DAY, version=made.version)
    with pytest.raises(IntegrityError), transaction.atomic():
        Decision.objects.filter(pk=made.pk).update(confirmed_by=made.recorded_by)


def test_only_a_member_of_the_group_confirms(setting: Setting) -> None:
    made = outside(setting)
    with pytest.raises(Refused, match="Only a member of the group"):
        deciding.confirm(made, sits=False, by=setting.by, now=HELD, today=DAY, version=made.version)


def test_decision_outside_a_meeting_has_its_proof(setting: Setting) -> None:
    with pytest.raises(Refused, match="Add the proof"):
        outside(setting, proof=Proof("room", " "))


def test_decision_written_down_wrongly_is_withdrawn_with_its_reason_and_stays(setting: Setting) -> None:
    made = outside(setting)
    with pytest.raises(Refused, match="Say why it is withdrawn"):
        deciding.withdraw(made, reason="", by=setting.by, now=NOW, version=made.version)
    deciding.withdraw(made, reason="It was another report.", by=setting.by, now=NOW, version=made.version)
    assert (made.standing, made.withdrawn_reason) == ("withdrawn", "It was another report.")
    with pytest.raises(Refused, match="does not wait"):
        deciding.confirm(made, sits=True, by=doer(setting.executive[2]), now=HELD, today=DAY, version=made.version)


def test_action_comes_from_the_decision_and_its_owner_is_told(setting: Setting) -> None:
    item = with_product(setting)
    decision = deciding.decide(item, taken(setting), by=setting.by, now=HELD, today=DAY)
    owner = setting.saa[1].role
    action = meetings.agree_action(
        item, text="Say how", organisation=owner.organisation, owner=owner, due_on=date(2026, 12, 1), decision=decision,
        by=setting.by, now=HELD, today=DAY,
    )  # fmt: skip
    assert (action.source, action.owner, action.organisation) == (decision.subject, owner, setting.council)
    assert [one.action for one in item.actions.all()] == [action]
    with pytest.raises(Refused, match="still to come"):
        meetings.agree_action(
            item, text="Late", organisation=owner.organisation, owner=owner, due_on=date(2026, 11, 2), by=setting.by,
            now=HELD, today=DAY,
        )  # fmt: skip


def test_challenge_at_the_meeting_is_about_the_item(setting: Setting) -> None:
    item = with_product(setting)
    made = meetings.make_challenge(
        item, question="Why so late?", to_role=setting.saa[0].role, due_on=date(2026, 12, 1), organisation=setting.icb,
        by=setting.by, now=HELD, today=DAY,
    )  # fmt: skip
    assert made.about == item.stop.product.subject
    assert [one.challenge for one in item.challenges.all()] == [made]


def test_meeting_is_held_on_its_day_and_not_before(setting: Setting) -> None:
    meeting, _ = setting.with_item()
    with pytest.raises(Refused, match="still to come"):
        meetings.hold(meeting, by=setting.by, now=NOW, today=TODAY, version=meeting.version)
    meetings.hold(meeting, by=setting.by, now=HELD, today=DAY, version=meeting.version)
    assert fresh(meeting).state == "held"
    assert Notice.objects.filter(key=f"meeting:{meeting.pk}:agenda", settled_at__isnull=True).count() == 0
