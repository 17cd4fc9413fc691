"""Many actions at once: seen beforehand, done in one go, undone within ten minutes."""

from datetime import date, timedelta

import pytest

from lineofsight.cycle.findings import changes
from lineofsight.cycle.findings.models import Action
from lineofsight.foundation.notices.models import Notice
from lineofsight.foundation.partnership.models import Membership, Partnership
from lineofsight.foundation.partnership.permissions import Refused
from lineofsight.foundation.trail.models import Entry
from tests import making
from tests.cycle.findings.world import BY, NOW, TODAY, an_action, doer, done

pytestmark = pytest.mark.django_db
LATER = date(2027, 1, 15)


@pytest.fixture
def owner(partnership: Partnership) -> Membership:
    """Whoever owns the work."""
    return making.a_member(partnership, "agency-lead", name="Olu Adeyemi")


@pytest.fixture
def three(partnership: Partnership, owner: Membership) -> list[Action]:
    """Three actions of which the last is done."""
    held = [an_action(partnership, owner=owner.role, text=f"Step {number}") for number in range(3)]
    done(held[2], by=doer(owner))
    return held


def versions(actions: list[Action]) -> dict[object, int]:
    return {one.pk: one.version for one in actions}


def change(partnership: Partnership, three: list[Action], **facts: object) -> object:
    base = {
        "kind": "extend",
        "versions": versions(three),
        "due_on": LATER,
        "reason": "Staff left",
        "by": BY,
        "now": NOW,
    }
    return changes.change_together(partnership, three, **(base | facts))  # type: ignore[arg-type]


def test_plan_says_exactly_who_gets_what(partnership: Partnership, three: list[Action]) -> None:
    planned = changes.plan_together(three, kind="extend", today=TODAY, due_on=LATER)
    assert [(one.change, [person.name for person in one.people], one.text, one.why_not) for one in planned] == [
        ("Due 20 November 2026, then 15 January 2027", ["Olu Adeyemi"],
         f"{three[0].reference} is now due on 15 January 2027.", ""),
        ("Due 20 November 2026, then 15 January 2027", ["Olu Adeyemi"],
         f"{three[1].reference} is now due on 15 January 2027.", ""),
        ("", [], "", "It is done and waits to be verified."),
    ]  # fmt: skip
    assert Notice.objects.filter(key__contains="hand").count() == 0


def test_extend_writes_day_update_message_and_one_entry(partnership: Partnership, three: list[Action]) -> None:
    bulk, left = change(partnership, three)
    assert [one.action for one in left] == [three[2]]
    first = Action.objects.get(pk=three[0].pk)
    assert (first.due_on, first.first_due_on) == (LATER, date(2026, 11, 20))
    assert [one.text for one in first.updates.all()] == ["Staff left"]
    assert Notice.objects.filter(key__endswith=f"ask:hand:{bulk.pk}", settled_at__isnull=True).count() == 2
    entry = Entry.objects.get(deed="findings.change_together")
    assert entry.rows == 2


def test_what_somebody_changed_since_it_was_ticked_is_left_alone(partnership: Partnership, three: list[Action]) -> None:
    shown = versions(three)
    changes.update_action(Action.objects.get(pk=three[0].pk), text="Nearly done", by=BY, now=NOW)
    _, left = change(partnership, three, versions=shown)
    assert [(one.action.reference, one.why_not) for one in left] == [
        (three[0].reference, "Somebody changed it since you ticked it."),
        (three[2].reference, "It is done and waits to be verified."),
    ]


def test_undo_puts_back_and_leaves_what_others_changed_since(
    partnership: Partnership, three: list[Action], owner: Membership
) -> None:
    police = making.an_organisation(partnership, "Westmarch Police", kind="police")
    other = making.a_member(partnership, "agency-lead", name="Pat Police", organisation=police)
    bulk, _ = change(partnership, three, kind="reassign", owner=other.role, due_on=None)
    first, second = (Action.objects.get(pk=one.pk) for one in three[:2])
    assert (first.owner, first.organisation) == (other.role, police)
    changes.update_action(second, text="We began", by=doer(other), now=NOW)
    left = changes.undo_together(bulk, by=BY, now=NOW + timedelta(minutes=9))
    first.refresh_from_db()
    second.refresh_from_db()
    assert [one.pk for one in left] == [second.pk]
    assert (first.owner, first.organisation, second.owner) == (owner.role, owner.role.organisation, other.role)
    assert [one.text for one in first.updates.all()] == ["Staff left", "Undone: given to another role."]
    open_ones = Notice.objects.filter(key__endswith=f"ask:hand:{bulk.pk}", settled_at__isnull=True)
    assert [one.key.split(":")[1] for one in open_ones] == [str(second.pk)]


def test_undo_after_ten_minutes_or_twice_is_refused(partnership: Partnership, three: list[Action]) -> None:
    bulk, _ = change(partnership, three)
    with pytest.raises(Refused, match="more than ten minutes ago"):
        changes.undo_together(bulk, by=BY, now=NOW + timedelta(minutes=11))
    changes.undo_together(bulk, by=BY, now=NOW + timedelta(minutes=1))
    with pytest.raises(Refused, match="undone already"):
        changes.undo_together(bulk, by=BY, now=NOW + timedelta(minutes=2))


def test_remind_changes_nothing_and_undo_takes_the_message_back(partnership: Partnership, three: list[Action]) -> None:
    bulk, left = change(partnership, three, kind="remind", due_on=None)
    assert [one.action for one in left] == [three[2]]
    assert Action.objects.get(pk=three[0].pk).version == three[0].version
    assert changes.undo_together(bulk, by=BY, now=NOW) == []
    assert Notice.objects.filter(key__endswith=f"ask:hand:{bulk.pk}", settled_at__isnull=True).count() == 0


def test_nothing_to_change_is_refused_and_leaves_nothing(partnership: Partnership, three: list[Action]) -> None:
    with pytest.raises(Refused, match="None of these actions can be changed so"):
        change(partnership, three[2:])
    assert Entry.objects.filter(deed="findings.change_together").count() == 0
