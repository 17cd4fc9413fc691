"""A serious incident, played in Chromium: from awareness over Christmas week to the published review, each clock kept."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from lineofsight.foundation.partnership.models import Membership, Organisation
from lineofsight.foundation.trail.models import Entry
from lineofsight.sources.reviews import rules, tasks
from lineofsight.sources.reviews.models import ClockRun, Incident, PartnerDecision
from tests import making
from tests.browsing import follow, press

pytestmark = [pytest.mark.browser, pytest.mark.journey, pytest.mark.django_db(transaction=True)]
KINDS = {"Westmarch Council": "local_authority", "Westmarch Board": "icb", "Westmarch Police": "police"}
Open = Callable[..., Page]
Stand = Callable[[date], None]


@dataclass
class World:
    """Who plays."""

    partners: list[Organisation]
    members: list[Membership]
    scrutineer: Membership
    lead: Membership
    executive: Membership


@pytest.fixture
def stand(settings: Any) -> Stand:
    """Today is that day, for the page and for the clock's own work."""

    def on(day: date) -> None:
        settings.FIXED_TODAY = day
        tasks.daily()

    return on


@pytest.fixture
def world(transactional_db: None) -> World:
    """A county with a review group of three, the scrutineer, an agency's lead, and a member of the Executive."""
    county = making.a_partnership(is_made_up=True)
    partners = [making.an_organisation(county, name, kind=kind) for name, kind in KINDS.items()]
    members = [
        making.a_member(county, "review-group-member", name=f"Member {place}", organisation=body)
        for place, body in zip(("Council", "Board", "Police"), partners, strict=True)
    ]
    scrutiny = making.an_organisation(county, "Scrutiny", kind="other", part="guest")
    hospital = making.an_organisation(county, "Westmarch Hospital", kind="nhs_provider", part="relevant_agency")
    return World(
        partners, members,
        scrutineer=making.a_member(county, "independent-scrutineer", organisation=scrutiny),
        lead=making.a_member(county, "agency-lead", organisation=hospital),
        executive=making.a_member(county, "executive-member", organisation=partners[1]),
    )  # fmt: skip


def test_journey_serious_incident(world: World, window_of: Open, stand: Stand) -> None:
    stand(date(2026, 12, 17))
    group = [window_of(member) for member in world.members]
    _recorded_with_a_warning_about_a_name(group[0])
    stand(date(2026, 12, 23))
    _each_partner_decides(group, "An infant was seriously harmed")
    _do(group[0], "Record the notification", "Save: it was notified", {"When was the notification": "23/12/2026"})
    expect(group[0].locator("main")).to_contain_text("15 working days left")
    stand(date(2026, 12, 24))
    _agencies_are_asked_and_one_answers(group[0], window_of(world.lead))
    stand(date(2027, 1, 11))
    assert ClockRun.objects.get(code="RR").warned_at is not None
    _the_review_covers_everything(group[0])
    stand(date(2027, 1, 18))
    _each_partner_decides(group, "There is more to learn")
    _the_scrutineer_comments(window_of(world.scrutineer))
    _decided_and_sent_on_the_last_day(group[0])
    stand(date(2027, 6, 25))
    _published(group)
    _every_clock_was_kept_and_nobody_else_looked(window_of(world.executive))


def _recorded_with_a_warning_about_a_name(page: Page) -> None:
    page.goto(f"{page.url}reviews/incidents/record/")
    page.get_by_label("What kind of incident is it?").fill("Injury of Jayden Smithson")
    page.get_by_label("When did it happen?").fill("14/12/2026")
    page.get_by_label("When did the local authority become aware of it?").fill("16/12/2026")
    press(page, "Record the incident")
    expect(page.get_by_role("alert")).to_contain_text("Smithson")
    assert not Incident.objects.exists()
    page.get_by_label("What kind of incident is it?").fill("Serious injury of an infant")
    press(page, "Record the incident")
    expect(page.locator("main")).to_contain_text("4 working days left")
    assert Incident.objects.get().reference == "I-2026-001"


def _to_incident(page: Page) -> None:
    home = page.url.split("/p/")[0]
    page.goto(f"{home}/p/westmarch/reviews/incidents/{Incident.objects.get().pk}/")


def _do(page: Page, offer: str, button: str, texts: dict[str, str], ticks: tuple[str, ...] = ()) -> None:
    """One deed, from the incident's page and back to it."""
    _to_incident(page)
    link = page.locator("main a", has_text=offer)
    if not link.is_visible():
        page.get_by_text("Everything else that you can do").click()
    follow(link)
    for label, text in texts.items():
        page.get_by_label(label).fill(text)
    for label in ticks:
        page.get_by_label(label, exact=True).check()
    press(page, button)
    assert page.url.endswith(f"{Incident.objects.get().pk}/"), page.locator("main").inner_text()


def _each_partner_decides(group: list[Page], reason: str) -> None:
    """Each from a window of their own: somebody of that organisation writes it down."""
    before = PartnerDecision.objects.count()
    for page, name in zip(group, KINDS, strict=True):
        _do(page, "Record a partner’s decision", "Save the decision", {"Why?": reason}, (name, "Yes"))
    assert PartnerDecision.objects.values("organisation").distinct().count() == 3
    assert PartnerDecision.objects.count() == before + 3


def _agencies_are_asked_and_one_answers(page: Page, lead: Page) -> None:
    _do(page, "Ask agencies for their summaries", "Ask them", {}, ("Westmarch Hospital",))
    lead.reload()
    follow(lead.locator("main a", has_text="Write it"))
    expect(lead.locator("main")).not_to_contain_text("Serious injury")
    lead.get_by_label("Yes", exact=True).check()
    lead.get_by_label("How, and when?").fill("Child A was seen twice in the emergency department")
    lead.get_by_label("What could be better?").fill("Ask at the second visit what happened at the first")
    press(lead, "Send the summary")
    expect(lead.locator("main")).to_contain_text("Given")
    _to_incident(page)
    expect(page.locator("main")).to_contain_text("Ask at the second visit")


def _the_review_covers_everything(page: Page) -> None:
    for item in rules.items():
        _to_incident(page)
        follow(page.locator("main").get_by_role("link", name=f"Write {item.name}"))
        page.get_by_label("What does the review say?").fill("What the agencies know together")
        press(page, "Save")


def _the_scrutineer_comments(page: Page) -> None:
    _do(page, "Comment as the scrutineer", "Save the comment", {"What do you want to say?": "Ask about the father"})
    expect(page.locator("main")).to_contain_text("Ask about the father")


def _decided_and_sent_on_the_last_day(page: Page) -> None:
    _do(
        page,
        "Record what the rapid review came to",
        "Save the decision",
        {"Why?": "More to learn"},
        ("A local review",),
    )
    _do(page, "Record that it was sent to the Panel", "Save: it was sent", {})
    expect(page.locator("main")).to_contain_text("Done in time on Monday 18 January 2027")


def _published(group: list[Page]) -> None:
    page = group[0]
    _do(page, "Record the Panel’s reply", "Save", {"When did the reply come?": "01/02/2027"}, ("Agreed",))
    _do(page, "Write down how the local review is done", "Save", {
        "Who reviews?": "An independent reviewer", "Who checked it in law, and when?": "The council’s solicitor, in May",
        "Planned day of publication": "25/06/2027", "When was the full report sent ahead?": "14/06/2027",
    })  # fmt: skip
    _each_partner_decides(group, "Others can learn from it")
    anonymised = ("Published without what could identify anybody",)
    _do(page, "Record the publication, or why not", "Save", {}, anonymised)
    expect(page.locator("main")).to_contain_text("Local review published")


def _every_clock_was_kept_and_nobody_else_looked(executive: Page) -> None:
    kept = {
        clock.code: clock.ended_on is not None and clock.ended_on <= clock.due_on for clock in ClockRun.objects.all()
    }
    assert kept == dict.fromkeys(("SIN", "RR", "PANEL", "LCSPR", "LCSPR-PRE"), True)
    assert Entry.objects.filter(deed="reviews.look", is_look=True).values("actor_id").distinct().count() == 4
    _to_incident(executive)
    expect(executive.locator("h1")).to_contain_text("You cannot")
