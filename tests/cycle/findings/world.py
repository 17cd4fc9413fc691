"""Rows that the tests of this room begin with."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from lineofsight.cycle.findings import changes
from lineofsight.cycle.findings.models import Action, Finding, Recommendation
from lineofsight.foundation.files.models import Evidence
from lineofsight.foundation.partnership.models import Membership, Organisation, Partnership
from lineofsight.foundation.trail.changes import Doer
from tests import making

TODAY = date(2026, 10, 21)
NOW = datetime(2026, 10, 21, 9, tzinfo=UTC)
BY = making.SYSTEM


def days(number: int) -> datetime:
    """So many days after NOW."""
    return NOW + timedelta(days=number)


def doer(membership: Membership) -> Doer:
    """The member as the trail names them."""
    return Doer(actor_id=membership.person.actor_id, role=membership.role.title)


def a_finding(partnership: Partnership, **facts: Any) -> Finding:
    """A gap."""
    base = {"kind": "gap", "title": "Plans are not reviewed", "text": "Half of the plans seen had no review.",
            "found_on": TODAY, "by": BY, "now": NOW}  # fmt: skip
    return changes.raise_finding(partnership, **(base | facts))  # type: ignore[arg-type]


def a_recommendation(partnership: Partnership, **facts: Any) -> Recommendation:
    """One that nobody has answered."""
    base = {"wording": "Review every plan within 15 days.", "made_on": TODAY, "by": BY, "now": NOW}
    return changes.recommend(partnership, **(base | facts))  # type: ignore[arg-type]


def accepted(partnership: Partnership, **facts: Any) -> Recommendation:
    """One that was accepted."""
    made = a_recommendation(partnership, **facts)
    return changes.answer(made, answer="accepted", by=BY, now=NOW, version=made.version)


def an_action(partnership: Partnership, organisation: Organisation | None = None, **facts: Any) -> Action:
    """One that is due in a month."""
    body = organisation or making.an_organisation(partnership)
    base = {"text": "Write the new checklist", "due_on": date(2026, 11, 20), "by": BY, "now": NOW}
    return changes.add_action(partnership, organisation=body, **(base | facts))  # type: ignore[arg-type]


def evidence(action: Action) -> Evidence:
    """A link that shows that it is done."""
    return Evidence.objects.create(
        partnership=action.partnership, subject=action.subject, kind="link", title="The checklist",
        url="https://example.org/checklist", added_at=NOW, added_by_id=BY.actor_id,
    )  # fmt: skip


def done(action: Action, *, by: Doer, at: datetime = NOW) -> Action:
    """Done, with evidence."""
    evidence(action)
    return changes.say_done(action, statement="The checklist is in use.", by=by, now=at, version=action.version)
