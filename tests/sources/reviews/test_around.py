"""What stands around incidents: home, forward plan, papers, the daily task, national and agencies' reviews."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from django.test import Client
from icalendar import Calendar

from lineofsight.cycle.findings.changes import raise_finding
from lineofsight.foundation.notices.models import Notice
from lineofsight.foundation.partnership.models import Organisation, Partnership
from lineofsight.sources.reviews import changes, tasks
from lineofsight.sources.reviews.models import AgencyReview, Incident, NationalReview
from tests import making

pytestmark = pytest.mark.django_db
SignIn = Callable[..., Client]
KINDS = {"Westmarch Council": "local_authority", "Westmarch Board": "icb", "Westmarch Police": "police"}
NOTIFIED, DUE = date(2026, 12, 23), date(2027, 1, 18)
HOME = "/p/westmarch/"


def at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


@pytest.fixture
def partners(partnership: Partnership) -> list[Organisation]:
    return [making.an_organisation(partnership, name, kind=kind) for name, kind in KINDS.items()]


@pytest.fixture
def held(partnership: Partnership, partners: list[Organisation]) -> Incident:
    """Notified on the Wednesday before Christmas; the police are asked for a summary."""
    facts: Any = {"by": making.SYSTEM, "now": at(NOTIFIED)}
    made = changes.consider(partnership, summary="Serious injury of an infant", aware_on=date(2026, 12, 16),
                            incident_on=None, duty_holder=partners[0], **facts)  # fmt: skip
    fresh = changes.notify(made, notified_on=NOTIFIED, version=1, **facts)
    changes.ask_for_summaries(fresh, [(partners[2], None)], due_on=date(2027, 1, 11), **facts)
    return fresh


def text_of(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def test_home_tells_the_group_before_and_the_executive_only_after_the_day(
    signed_in: SignIn, partners: list[Organisation], held: Incident, settings: Any
) -> None:
    manager, chief = signed_in("business-manager"), signed_in("executive-member")
    lead, other = (signed_in("agency-lead", name=one.name, organisation=one) for one in (partners[2], partners[1]))
    said = {}
    for today in (date(2027, 1, 4), date(2027, 1, 11), DUE + timedelta(days=1)):
        settings.FIXED_TODAY = today
        said[today.day] = [f"{held.reference}: rapid review" in text_of(one, HOME) for one in (manager, chief, lead)]
    assert said == {4: [True, False, False], 11: [True, False, False], 19: [True, True, False]}
    assert "summary for a rapid review" in text_of(lead, HOME)
    assert held.reference not in text_of(other, HOME)


def test_forward_plan_shows_the_clock_to_the_group_alone(signed_in: SignIn, held: Incident, settings: Any) -> None:
    settings.FIXED_TODAY = NOTIFIED
    shown = [f"{held.reference}: rapid review" in text_of(signed_in(kind), f"{HOME}meetings/forward/")
             for kind in ("business-manager", "independent-scrutineer", "executive-member", "saa-chair")]  # fmt: skip
    assert shown == [True, True, False, False]


def test_daily_task_warns_escalates_and_chases_once(
    partnership: Partnership, partners: list[Organisation], held: Incident, settings: Any
) -> None:
    making.a_member(partnership, "business-manager")
    making.a_member(partnership, "agency-lead", organisation=partners[2])
    chief = making.a_member(partnership, "executive-member")
    day, told = NOTIFIED, []
    while day <= DUE + timedelta(days=2):
        settings.FIXED_TODAY = day
        if tasks.daily() and tasks.daily() == 0:
            told.append(day.day)
        day += timedelta(days=1)
    assert told == [8, 10, 11, 12, 14, 19]
    urgent = Notice.objects.get(kind="urgent")
    assert (urgent.person, urgent.path) == (chief.person, "/p/westmarch/reviews/clocks/")
    assert urgent.text == f"{held.reference}: the clock “Rapid review” ran out on 18 January 2027."


def test_timetable_is_a_calendar_of_days_with_the_reference_alone(
    signed_in: SignIn, held: Incident, settings: Any
) -> None:
    settings.FIXED_TODAY = NOTIFIED
    answer = signed_in("review-group-member").get(f"{HOME}reviews/incidents/{held.pk}/timetable.ics")
    events = {str(one["summary"]): one["dtstart"].dt for one in Calendar.from_ical(answer.content).walk("VEVENT")}
    assert events == {
        "I-2026-001: Ask agencies for their summaries": date(2026, 12, 24),
        "I-2026-001: Summaries are in and read": date(2027, 1, 11),
        "I-2026-001: The review meeting": date(2027, 1, 12),
        "I-2026-001: The safeguarding partners decide": date(2027, 1, 15),
        "I-2026-001: Send it to the Panel with the decision": DUE,
        "I-2026-001: Rapid review ends": DUE,
    }


def test_report_as_word_and_pdf_holds_what_was_written(signed_in: SignIn, held: Incident, settings: Any) -> None:
    settings.FIXED_TODAY = NOTIFIED
    changes.cover(
        held, item="facts", text="Child A was seen by three agencies", version=0, by=making.SYSTEM, now=at(NOTIFIED)
    )
    group, base = signed_in("review-group-member"), f"{HOME}reviews/incidents/{held.pk}/report"
    with ZipFile(BytesIO(group.get(f"{base}/word/").content)) as book:
        assert "Child A was seen by three agencies" in book.read("word/document.xml").decode()
    assert group.get(f"{base}/pdf/").content.startswith(b"%PDF")
    assert group.get(f"{base}/other/").status_code == 404


def test_national_review_is_answered_by_each_agency_and_seen_by_its_own(
    signed_in: SignIn, partners: list[Organisation], settings: Any
) -> None:
    settings.FIXED_TODAY = NOTIFIED
    facts = {"title": "Infants", "published_by": "The Panel", "published_on": "1/11/2026", "url": "",
             "wordings": "Look at infants first.\n\nAsk about fathers,\nand write it down."}  # fmt: skip
    manager = signed_in("business-manager")
    assert manager.post(f"{HOME}reviews/national/add/", facts).status_code == 302
    review = NationalReview.objects.get()
    assert [one.wording for one in review.recommendations.all()] == [
        "Look at infants first.", "Ask about fathers, and write it down.",
    ]  # fmt: skip
    page = f"{HOME}reviews/national/{review.pk}/"
    for body in partners[1:]:
        lead = signed_in("agency-lead", name=f"Lead {body.name}", organisation=body)
        answer = {"agency": str(body.pk), "applies": "partly", "response": f"We at {body.name} do"}
        assert lead.post(f"{page}1/answer/", answer).status_code == 302
        assert lead.post(f"{page}1/answer/", answer | {"agency": str(partners[0].pk)}).status_code == 200
    assert "We at Westmarch Board do" not in text_of(lead, page)
    assert "We at Westmarch Board do" in text_of(manager, page)
    assert manager.post(f"{page}2/take-up/", {"agency": "", "due_on": "1/3/2027"}).status_code == 302
    assert review.recommendations.get(number=2).local.reference == "R-2026-001"


def test_agency_reports_its_own_review_to_the_sub_group(
    signed_in: SignIn, partners: list[Organisation], settings: Any
) -> None:
    settings.FIXED_TODAY = NOTIFIED
    lead = signed_in("agency-lead", organisation=partners[1])
    facts = {"agency": str(partners[1].pk), "title": "A fall on a ward", "process": "patient_safety", "incident_on": "",
             "learning": "Ask who else is at home", "for_others": "Ask the same"}  # fmt: skip
    assert lead.post(f"{HOME}reviews/agencies/report/", facts | {"agency": str(partners[0].pk)}).status_code == 200
    assert lead.post(f"{HOME}reviews/agencies/report/", facts).status_code == 302
    product = AgencyReview.objects.get().product
    assert (product.kind, product.is_restricted) == ("single-agency-incident-review", True)
    other = signed_in("agency-lead", name="Other Lead", organisation=partners[2])
    assert ["A fall on a ward" in text_of(one, f"{HOME}reviews/agencies/") for one in (lead, other)] == [True, False]


def test_finding_of_a_review_is_on_its_record_and_read_by_nobody_who_may_not_see_reviews(
    partnership: Partnership, signed_in: SignIn, held: Incident, settings: Any
) -> None:
    settings.FIXED_TODAY = NOTIFIED
    made = raise_finding(partnership, kind="weakness", title="Missed visits are not added up", text="Four agencies",
                         found_on=NOTIFIED, source=held.subject, by=making.SYSTEM, now=at(NOTIFIED))  # fmt: skip
    assert (made.may_read, made.subject.may_read) == ("see_incidents", "see_incidents")
    group, analyst = signed_in("review-group-member"), signed_in("analyst")
    assert f"{made.reference} Missed visits" in text_of(group, f"{HOME}reviews/incidents/{held.pk}/")
    assert [one.get(f"{HOME}findings/{made.pk}/").status_code for one in (group, analyst)] == [200, 404]
