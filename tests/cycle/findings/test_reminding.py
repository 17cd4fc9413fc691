"""Reminders: thirty, seven and one days before, one and seven after; each once; stopped at once; one message a day."""

from datetime import UTC, date, datetime, timedelta

import pytest

from lineofsight.cycle.findings import changes, tasks
from lineofsight.cycle.requests.tasks import reminders_of
from lineofsight.foundation.notices.models import Email, Notice
from lineofsight.foundation.notices.tasks import make_messages
from lineofsight.foundation.partnership.models import Membership, Partnership
from tests import making
from tests.cycle.findings.world import BY, NOW, TODAY, a_recommendation, accepted, an_action, doer, done

pytestmark = pytest.mark.django_db
DUE = date(2026, 12, 31)


@pytest.fixture
def owner(partnership: Partnership) -> Membership:
    """Whoever owns the work."""
    return making.a_member(partnership, "agency-lead", name="Olu Adeyemi")


@pytest.fixture
def keeper(partnership: Partnership) -> Membership:
    """Whoever keeps the plan and looks."""
    team = making.an_organisation(partnership, "The Team", kind="business_team", part="team")
    return making.a_member(partnership, "audit-officer", name="Mia Brand", organisation=team)


def run(partnership: Partnership, day: date) -> int:
    return changes.send_reminders(partnership, reminders=reminders_of(partnership, today=day), today=day)


def told(person: object) -> list[str]:
    open_ones = Notice.objects.filter(person=person, settled_at__isnull=True)
    return [one.key.split(":", 2)[2] for one in open_ones.order_by("created_at", "key")]


def test_every_reminder_of_an_action_comes_once_on_its_day(partnership: Partnership, owner: Membership) -> None:
    an_action(partnership, owner=owner.role, due_on=DUE)
    came = {}
    for ahead in range(60):
        day = date(2026, 11, 25) + timedelta(days=ahead)
        number = run(partnership, day) + run(partnership, day)
        if number:
            came[(day - DUE).days] = number
    # A week after, the agency's lead has a copy: here that is the same person, who gets both.
    assert came == {-30: 1, -7: 1, -1: 1, 1: 1, 7: 2}


def test_no_reminder_for_a_day_before_it_was_given(partnership: Partnership, owner: Membership) -> None:
    an_action(partnership, owner=owner.role, due_on=TODAY + timedelta(days=5))
    assert run(partnership, TODAY) == run(partnership, TODAY + timedelta(days=3)) == 0
    assert run(partnership, TODAY + timedelta(days=4)) == 1


def test_done_reminders_stop_at_once(partnership: Partnership, owner: Membership) -> None:
    action = an_action(partnership, owner=owner.role, due_on=DUE)
    run(partnership, DUE - timedelta(days=7))
    assert told(owner.person) == ["ask:new", "ask:2026-12-31:before-7"]
    done(action, by=doer(owner))
    assert told(owner.person) == []
    assert run(partnership, DUE + timedelta(days=1)) == 0


def test_day_moved_reminders_begin_anew(partnership: Partnership, owner: Membership) -> None:
    action = an_action(partnership, owner=owner.role, due_on=DUE)
    run(partnership, DUE - timedelta(days=1))
    changes.update_action(action, text="More time", due_on=date(2027, 1, 31), by=BY, now=NOW)
    assert told(owner.person) == []
    assert run(partnership, date(2027, 1, 24)) == 1
    assert told(owner.person) == ["ask:2027-01-31:before-7"]


def test_complaint_07_any_dated_object_reminds_in_one_message_and_reassigning_cancels(
    partnership: Partnership, owner: Membership, keeper: Membership
) -> None:
    """An action, an unanswered recommendation and an impact check remind; each once; one e-mail a person a day."""
    action = an_action(partnership, owner=owner.role, due_on=DUE)
    asked = a_recommendation(partnership, owner=owner.role, answer_due_on=DUE)
    held = accepted(partnership, owner=owner.role)
    finished = done(an_action(partnership, owner=owner.role, recommendations=[held]), by=doer(owner))
    changes.verify(finished, by=doer(keeper), now=NOW, version=finished.version)
    held.refresh_from_db()
    plan = {"measure": "Reviews", "baseline": "52%", "baseline_on": TODAY, "by": BY, "now": NOW}
    check = changes.plan_impact_check(held, after_months=3, counts_from=date(2026, 9, 30), **plan)  # type: ignore[arg-type]
    assert check.due_on == date(2026, 12, 30)
    Notice.objects.all().delete()
    day = DUE - timedelta(days=7)
    assert [run(partnership, day), run(partnership, day)] == [3, 0]
    keys = set(Notice.objects.values_list("person__name", "key"))
    assert keys == {
        ("Olu Adeyemi", f"action:{action.pk}:ask:2026-12-31:before-7"),
        ("Olu Adeyemi", f"recommendation:{asked.pk}:ask:2026-12-31:before-7"),
        ("Mia Brand", f"impactcheck:{check.pk}:ask:2026-12-30:before-7"),
    }
    morning = datetime(2026, 12, 24, 8, tzinfo=UTC)
    Notice.objects.update(created_at=morning)
    assert make_messages(now=morning, from_hour=7) == 2
    body = Email.objects.get(person=owner.person).body
    assert f"/p/{partnership.slug}/actions/{action.pk}/quick/" in body
    assert f"{action.reference} is due on 31 December 2026." in body
    police = making.an_organisation(partnership, "Westmarch Police", kind="police")
    other = making.a_member(partnership, "agency-lead", name="Pat Police", organisation=police)
    changes.update_action(action, text="Theirs", owner=other.role, by=BY, now=NOW)
    action_key = f"action:{action.pk}:"
    left = Notice.objects.filter(key__startswith=action_key, settled_at__isnull=True)
    assert [(one.person, one.key.removeprefix(action_key)) for one in left] == [(other.person, "ask:passed-on:2")]


def test_whole_day_reminds_and_warns(partnership: Partnership, owner: Membership) -> None:
    an_action(partnership, owner=owner.role, due_on=DUE)
    assert tasks.day_of(partnership, now=NOW, today=DUE - timedelta(days=7)) == 1
