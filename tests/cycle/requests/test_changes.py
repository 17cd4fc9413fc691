"""Rounds over time: told when they open, reminded once for each reminder, late as a recorded fact, silent when done."""

from datetime import UTC, date, datetime, timedelta

import pytest

from lineofsight.cycle.requests import tasks
from lineofsight.cycle.requests.changes import answering, asking, lateness, together
from lineofsight.cycle.requests.models import Request, Return, Round
from lineofsight.foundation.accounts.models import Person
from lineofsight.foundation.notices.models import Notice
from lineofsight.foundation.partnership.models import Partnership
from lineofsight.foundation.partnership.permissions import Refused
from lineofsight.foundation.trail.changes import Doer
from lineofsight.foundation.trail.models import Entry
from tests import making

pytestmark = pytest.mark.django_db
OPENS, DUE = date(2026, 9, 28), date(2026, 10, 28)
NOW = datetime(2026, 10, 5, 9, tzinfo=UTC)


@pytest.fixture
def supplier(partnership: Partnership) -> Person:
    """Who sends the hospital's returns."""
    trust = making.an_organisation(partnership, "Westmarch Hospitals", kind="nhs_provider", part="relevant_agency")
    return making.a_member(partnership, "data-supplier", name="Dana Supplier", organisation=trust).person


@pytest.fixture
def lead(partnership: Partnership, supplier: Person) -> Person:
    """The hospital's lead."""
    trust = making.an_organisation(partnership, "Westmarch Hospitals", kind="nhs_provider", part="relevant_agency")
    return making.a_member(partnership, "agency-lead", name="Lena Lead", organisation=trust).person


@pytest.fixture
def request_(partnership: Partnership, supplier: Person) -> Request:
    """What the hospital was asked."""
    role = supplier.memberships.get().role
    made = open_round(partnership, asked=[asking.Asked(role.organisation, role)])
    return made.requests.get()


def open_round(partnership: Partnership, *, asked: list[asking.Asked], title: str = "Quarter 2") -> Round:
    return asking.open_round(
        partnership, title=title, period_start=date(2026, 7, 1), period_end=date(2026, 9, 30), opens_on=OPENS, due_on=DUE,
        asked=asked, path_of=lambda one: f"/p/{partnership.slug}/data/returns/request/{one.pk}/", by=making.SYSTEM,
    )  # fmt: skip


def by(person: Person) -> Doer:
    return Doer(person.actor_id, "Data supplier")


def told(person: Person) -> list[str]:
    """What still stands in a person's messages."""
    rows = Notice.objects.filter(person=person, settled_at__isnull=True).order_by("created_at")
    return list(rows.values_list("key", flat=True))


def keys(request: Request, *ends: str) -> list[str]:
    return [f"request:{request.pk}:{end}" for end in ends]


def test_reminders_come_once_each_and_the_lead_has_a_copy_of_the_last(
    request_: Request, supplier: Person, lead: Person
) -> None:
    days = [OPENS, OPENS, date(2026, 10, 21), date(2026, 10, 22), date(2026, 10, 27), date(2026, 10, 29), date(2026, 11, 4),
            date(2026, 11, 30)]  # fmt: skip
    counts = [tasks.send_reminders(day) for day in days]
    assert counts == [2, 0, 1, 0, 1, 1, 2, 0]
    assert told(supplier) == keys(
        request_, "ask:opened", "ask:2026-10-28:before-30", "ask:2026-10-28:before-7", "ask:2026-10-28:before-1",
        "ask:2026-10-28:after-1", "ask:2026-10-28:after-7",
    )  # fmt: skip
    assert told(lead) == keys(request_, "ask:2026-10-28:after-7:lead")


def test_reminders_stop_at_once_when_it_is_sent(request_: Request, supplier: Person) -> None:
    tasks.send_reminders(date(2026, 10, 21))
    draft = answering.start_draft(request_, how="typed", by=by(supplier), now=NOW, today=NOW.date())
    answering.send(
        draft, version=draft.version, digest="x", note="", is_nil=False, by=by(supplier), now=NOW, today=NOW.date()
    )
    assert told(supplier) == []
    assert tasks.send_reminders(date(2026, 10, 27)) == 0


def test_moved_date_brings_reminders_of_its_own(request_: Request, supplier: Person) -> None:
    tasks.send_reminders(date(2026, 10, 21))
    asking.extend(request_, until=date(2026, 11, 10), by=making.SYSTEM, today=date(2026, 10, 21))
    tasks.send_reminders(date(2026, 11, 3))
    assert told(supplier) == keys(request_, "ask:opened", "news:until:2026-11-10", "ask:2026-11-10:before-7")


def test_mark_late_records_the_day_once_and_tells_the_lead_first(
    request_: Request, lead: Person, partnership: Partnership
) -> None:
    counts = [tasks.mark_late(day, NOW) for day in (DUE, date(2026, 10, 29), date(2026, 10, 30))]
    request_.refresh_from_db()
    assert (counts, request_.became_late_on) == ([0, 1, 0], date(2026, 10, 29))
    assert told(lead) == keys(request_, "ask:late:2026-10-28")
    assert Entry.objects.filter(deed="requests.mark_late").count() == 1


def test_late_stays_recorded_after_it_came(request_: Request, supplier: Person, partnership: Partnership) -> None:
    lateness.mark_late(partnership, today=date(2026, 10, 30), now=NOW)
    draft = answering.start_draft(request_, how="typed", by=by(supplier), now=NOW, today=NOW.date())
    answering.send(
        draft, version=draft.version, digest="x", note="", is_nil=False, by=by(supplier), now=NOW, today=NOW.date()
    )
    request_.refresh_from_db()
    assert (request_.state, request_.became_late_on) == ("received", date(2026, 10, 29))


def test_two_people_starting_at_once_share_one_draft(request_: Request, supplier: Person, lead: Person) -> None:
    first = answering.start_draft(request_, how="typed", by=by(supplier), now=NOW, today=NOW.date())
    again = answering._new_draft(request_, how="typed", by=by(lead), now=NOW)
    assert (again.pk, Return.objects.count()) == (first.pk, 1)


def test_second_answer_to_more_time_is_refused(request_: Request, supplier: Person) -> None:
    asked = answering.ask_for_more_time(
        request_, until=date(2026, 11, 10), reason="Holidays", by=by(supplier), now=NOW, today=NOW.date()
    )
    with pytest.raises(Refused, match="already asked"):
        answering.ask_for_more_time(
            request_, until=date(2026, 11, 12), reason="x", by=by(supplier), now=NOW, today=NOW.date()
        )
    asking.answer_extension(asked, granted=False, by=making.SYSTEM, now=NOW, today=NOW.date())
    with pytest.raises(Refused, match="already answered"):
        asking.answer_extension(asked, granted=True, by=making.SYSTEM, now=NOW, today=NOW.date())
    request_.refresh_from_db()
    assert request_.due_on == DUE


def test_pass_on_to_another_organisation_is_refused(request_: Request, partnership: Partnership) -> None:
    with pytest.raises(Refused, match="same organisation"):
        asking.pass_on(request_, role=making.a_seat(partnership, "analyst"), by=making.SYSTEM, today=NOW.date())


def test_closed_round_takes_nothing_more(request_: Request, supplier: Person) -> None:
    asking.close_round(request_.round, by=making.SYSTEM, now=NOW)
    request_.refresh_from_db()
    with pytest.raises(Refused, match="round is closed"):
        answering.start_draft(
            Request.objects.get(pk=request_.pk), how="typed", by=by(supplier), now=NOW, today=NOW.date()
        )
    assert tasks.mark_late(date(2026, 11, 30), NOW) == 0


def test_round_of_the_same_title_is_refused(request_: Request, partnership: Partnership) -> None:
    asked = [asking.Asked(request_.organisation, request_.role)]
    with pytest.raises(Refused, match="already a round called “Quarter 2”"):
        open_round(partnership, asked=asked)


def test_excused_request_can_be_asked_again(request_: Request) -> None:
    asking.excuse(request_, reason_code="no-data", reason="", allowed=["no-data"], by=making.SYSTEM)
    asking.ask_again(request_, by=making.SYSTEM)
    assert (request_.state, request_.reason_code) == ("open", "")


def test_later_day_for_several_is_given_to_all_or_none_and_undone_within_ten_minutes(
    partnership: Partnership, request_: Request, supplier: Person
) -> None:
    council = making.an_organisation(partnership)
    other = open_round(partnership, asked=[asking.Asked(council)], title="Another").requests.get()
    facts = {"reason": "Holidays", "by": making.SYSTEM, "now": NOW, "today": NOW.date()}
    Request.objects.filter(pk=other.pk).update(due_on=date(2026, 12, 1))
    other.refresh_from_db()
    with pytest.raises(Refused):
        together.extend_together(request_.round, [request_, other], until=date(2026, 11, 10), **facts)  # type: ignore[arg-type]
    request_.refresh_from_db()
    assert (request_.due_on, told(supplier)) == (DUE, [])
    made = together.extend_together(request_.round, [request_], until=date(2026, 11, 10), **facts)  # type: ignore[arg-type]
    assert told(supplier) == keys(request_, "news:until:2026-11-10")
    assert together.undo_extend(made, by=making.SYSTEM, now=NOW + timedelta(minutes=9), today=NOW.date()) == 1
    request_.refresh_from_db()
    assert request_.due_on == DUE
    assert told(supplier) == keys(request_, f"news:as-before:{request_.version - 1}")
    assert list(Entry.objects.order_by("number").values_list("deed", flat=True))[-2:] == [
        "requests.extend",
        "requests.undo_extend",
    ]
    made.refresh_from_db()
    with pytest.raises(Refused, match="undone already"):
        together.undo_extend(made, by=making.SYSTEM, now=NOW + timedelta(minutes=9), today=NOW.date())


def test_undo_leaves_alone_what_was_changed_since_and_ends_after_ten_minutes(request_: Request) -> None:
    facts = {"reason": "", "by": making.SYSTEM, "now": NOW, "today": NOW.date()}
    made = together.extend_together(request_.round, [request_], until=date(2026, 11, 10), **facts)  # type: ignore[arg-type]
    with pytest.raises(Refused, match="ten minutes"):
        together.undo_extend(made, by=making.SYSTEM, now=NOW + timedelta(minutes=11), today=NOW.date())
    asking.extend(request_, until=date(2026, 11, 20), by=making.SYSTEM, today=NOW.date())
    assert together.undo_extend(made, by=making.SYSTEM, now=NOW, today=NOW.date()) == 0
    request_.refresh_from_db()
    assert request_.due_on == date(2026, 11, 20)
