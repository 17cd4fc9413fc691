"""What meetings put on a person's home, and into the search."""

from typing import Any

import pytest

from lineofsight.foundation.partnership.models import Membership
from lineofsight.foundation.partnership.queries import Here, here
from lineofsight.governance.meetings.changes import agenda, before, deciding
from lineofsight.governance.meetings.changes.deciding import Proof, Taken
from lineofsight.outputs.pages.cards import cards_for, deadlines_for
from tests.governance.meetings.setting import NOW, TODAY, Setting, doer, fresh_item

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def stands_still(settings: Any) -> None:
    """The day on which the setting stands."""
    settings.FIXED_TODAY = TODAY


def reader(member: Membership) -> Here:
    found = here(member.person, "westmarch", today=TODAY)
    assert found is not None
    return found


def cards(member: Membership, home: str) -> dict[str, int]:
    return {card.title: card.count for card in cards_for(reader(member), home)}


def test_member_reads_papers_until_they_have_said_what_they_think(setting: Setting) -> None:
    setting.product_at("executive")
    meeting = setting.meeting("executive")
    [made] = agenda.build(meeting, by=setting.by, now=NOW)
    setting.send(meeting)
    member = setting.executive[0]
    held = cards(member, "executive")
    assert (held["paper to read"], held["next meeting"]) == (1, 1)
    facts: dict[str, Any] = {"organisation": member.role.organisation, "by": doer(member), "now": NOW}
    before.say_before(fresh_item(made), view="agree", words="", **facts)
    assert "paper to read" not in cards(member, "executive")
    assert cards(setting.executive[1], "executive")["paper to read"] == 1


def test_group_that_the_person_does_not_sit_in_asks_nothing_of_them(setting: Setting) -> None:
    setting.product_at("executive")
    meeting = setting.meeting("executive")
    agenda.build(meeting, by=setting.by, now=NOW)
    setting.send(meeting)
    assert not {"paper to read", "next meeting"} & cards(setting.leads[0], "lsp").keys()


def test_team_sees_which_papers_are_missing(setting: Setting) -> None:
    product, _ = setting.product_at("saa")
    meeting = setting.meeting()
    agenda.build(meeting, by=setting.by, now=NOW)
    assert "paper is missing" not in cards(setting.manager, "business-team")
    product.subject.evidence.update(archived_at=NOW)
    assert cards(setting.manager, "business-team")["paper is missing"] == 1
    assert cards(setting.saa[0], "saa")["paper is missing"] == 1
    assert "paper is missing" not in cards(setting.executive[0], "executive")


def test_decision_written_down_waits_on_the_members_home(setting: Setting) -> None:
    deciding.record_outside(
        setting.partnership, Taken("We meet monthly.", "There is much to do."), group=setting.groups["executive"],
        proof=Proof("email", "E-mail of today"), decided_on=TODAY, by=doer(setting.officer), now=NOW, today=TODAY,
    )  # fmt: skip
    assert cards(setting.executive[0], "executive")["decision to confirm"] == 1
    assert "decision to confirm" not in cards(setting.officer, "lsp")


def test_deadlines_say_when_the_group_meets_and_when_papers_are_due(setting: Setting) -> None:
    setting.meeting()
    name = setting.groups["saa"].name
    told = [(str(one.day), one.text) for one in deadlines_for(reader(setting.saa[0]))]
    assert ("2026-11-03", f"Meeting: {name}") in told and ("2026-10-27", f"Papers due: {name}") in told
