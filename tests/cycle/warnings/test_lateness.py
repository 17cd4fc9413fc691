"""Late returns become warnings after the agency's lead was told, and close by themselves when the return comes."""

from datetime import UTC, date, datetime

import pytest

from lineofsight.cycle.requests.models import Request, Round
from lineofsight.cycle.warnings import changes, tasks
from lineofsight.cycle.warnings.models import Warning
from lineofsight.foundation.notices.models import Notice
from lineofsight.foundation.partnership.models import Partnership
from tests import making

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 10, 21, 9, tzinfo=UTC)
DUE = date(2026, 10, 7)
FOURTEEN_LATER = date(2026, 10, 21)


@pytest.fixture
def request_of_police(partnership: Partnership) -> Request:
    """A return of the police that was due on 7 October and never came."""
    police = making.an_organisation(partnership, "Westmarch Police", kind="police")
    round_ = Round.objects.create(
        partnership=partnership, title="Quarter 2 figures", period_start=date(2026, 7, 1), period_end=date(2026, 9, 30),
        opens_on=date(2026, 9, 1), due_on=DUE, opened_by_id=making.SYSTEM.actor_id,
    )  # fmt: skip
    return Request.objects.create(
        partnership=partnership, round=round_, organisation=police, due_on=DUE, became_late_on=date(2026, 10, 8)
    )


def warn(partnership: Partnership, today: date) -> int:
    """What the clock does about late returns."""
    return changes.warn_of_late(partnership, now=NOW, today=today, after_days=14)


def test_warn_of_late_waits_for_its_day_and_warns_once(partnership: Partnership, request_of_police: Request) -> None:
    lead = making.a_member(partnership, "agency-lead", organisation=request_of_police.organisation)
    other = making.a_member(partnership, "agency-lead", name="Lead Of Council")
    assert [warn(partnership, day) for day in (date(2026, 10, 20), FOURTEEN_LATER, FOURTEEN_LATER)] == [0, 1, 0]
    warning = Warning.objects.get()
    assert (warning.kind, warning.organisation, warning.happened_on) == ("late", request_of_police.organisation, DUE)
    assert warning.sentence == (
        "Westmarch Police has not sent Quarter 2 figures. It was due on 7 October 2026, 14 days ago. "
        "Until it comes, these figures say nothing about this agency."
    )
    told = Notice.objects.filter(key=f"warning:{warning.pk}:lead").values_list("person", flat=True)
    assert list(told) == [lead.person_id] and other.person_id not in told


def test_days_before_a_warning_follow_the_reminder_that_the_lead_has_a_copy_of(partnership: Partnership) -> None:
    assert tasks.days_before_a_warning(partnership, today=FOURTEEN_LATER) == 14


def test_warning_of_late_closes_by_itself_when_the_return_comes(
    partnership: Partnership, request_of_police: Request
) -> None:
    warn(partnership, FOURTEEN_LATER)
    assert changes.close_late_that_came(partnership, now=NOW) == 0
    Request.objects.update(state="received", first_received_at=NOW)
    assert changes.close_late_that_came(partnership, now=NOW) == 1
    warning = Warning.objects.get()
    assert (warning.state, warning.closed_reason, warning.proved) == ("closed", "The return came in.", "right")


def test_warning_of_late_that_was_agreed_missing_says_so(partnership: Partnership, request_of_police: Request) -> None:
    warn(partnership, FOURTEEN_LATER)
    Request.objects.update(state="excused", reason_code="no-data")
    assert changes.close_late_that_came(partnership, now=NOW) == 1
    assert Warning.objects.get().closed_reason == "It was agreed that this return is not needed."


def test_raised_warning_of_late_stays_with_the_executive(partnership: Partnership, request_of_police: Request) -> None:
    warn(partnership, FOURTEEN_LATER)
    assert changes.tell_by_clock(partnership, now=NOW, today=date(2026, 10, 29)) == 1
    Request.objects.update(state="received", first_received_at=NOW)
    assert changes.close_late_that_came(partnership, now=NOW) == 0
    assert Warning.objects.get().state == "raised"


def test_day_does_all_three(partnership: Partnership, request_of_police: Request) -> None:
    assert tasks.day_of(partnership, now=NOW, today=FOURTEEN_LATER) == 1
    assert tasks.day_of(partnership, now=NOW, today=date(2026, 10, 29)) == 1
    assert Warning.objects.get().told_by_clock is True
