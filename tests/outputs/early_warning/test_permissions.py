"""Which buttons a warning's page has for whom, in every state."""

import pytest

from lineofsight.cycle.warnings import changes
from lineofsight.cycle.warnings.models import Warning
from lineofsight.foundation.partnership.models import Membership, Partnership
from lineofsight.foundation.partnership.queries import Here, here
from lineofsight.outputs.early_warning import permissions
from tests import making
from tests.outputs.early_warning.warned import NOW, TODAY, a_warning, raised

pytestmark = pytest.mark.django_db
Members = dict[str, Membership]


def standing(member: Membership) -> Here:
    """The member in the partnership."""
    found = here(member.person, member.partnership.slug, today=TODAY)
    assert found is not None
    return found


def labels(member: Membership, warning: Warning, *, asked: bool = False) -> list[str]:
    """What may be done now."""
    return [one.label for one in permissions.offers(standing(member), warning, asked=asked) if not one.why_not]


def test_offers_on_new_warning_are_for_triage_alone(partnership: Partnership, members: Members) -> None:
    warning = a_warning(partnership)
    triage = ["Raise to the Executive", "Look into it first", "Close: not a concern", "Join to another warning"]
    assert labels(members["saa-chair"], warning) == triage
    assert labels(members["executive-member"], warning) == []


def test_offers_on_raised_warning_are_for_the_executive(partnership: Partnership, members: Members) -> None:
    warning = raised(a_warning(partnership))
    assert labels(members["executive-member"], warning) == [
        "Agree the next step",
        "Ask a question",
        "Answer in words",
    ]
    assert labels(members["saa-chair"], warning) == []
    assert labels(members["saa-chair"], warning, asked=True) == ["Answer the Executive’s question"]


def test_offers_without_next_step_leave_agreeing_out(partnership: Partnership, members: Members) -> None:
    warning = raised(a_warning(partnership), next_step="")
    assert labels(members["executive-member"], warning) == ["Ask a question", "Answer in words"]


def test_offers_on_answered_warning_are_to_settle(partnership: Partnership, members: Members) -> None:
    warning = raised(a_warning(partnership))
    changes.answer(warning, words="Agreed", by=making.SYSTEM, now=NOW, version=warning.version)
    assert labels(members["saa-chair"], warning) == ["Settle", "Raise it again"]


def test_closing_a_warning_about_own_agency_says_why_not(partnership: Partnership, members: Members) -> None:
    police = members["saa-chair"].role.organisation
    warning = a_warning(partnership, organisation=police)
    refused = {o.label: o.why_not for o in permissions.offers(standing(members["saa-chair"]), warning, asked=False)}
    said = "This warning is about your own organisation. Somebody from another organisation must decide."
    assert refused["Close: not a concern"] == said
    assert refused["Raise to the Executive"] == ""
    assert permissions.why_not(standing(members["business-manager"]), warning, "close") is None


def test_part_of_another_warning_offers_nothing(partnership: Partnership, members: Members) -> None:
    whole, part = a_warning(partnership), a_warning(partnership, "signal:other")
    changes.join(part, whole, by=making.SYSTEM, now=NOW)
    part.refresh_from_db()
    assert labels(members["saa-chair"], part) == []
