"""The main job, played in Chromium: from an agency's file to an early warning that the Executive answers on a tablet."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from playwright.sync_api import Page, expect

from lineofsight.cycle.requests.models import Request, Return
from lineofsight.cycle.warnings.models import Warning
from lineofsight.foundation.notices.models import Notice
from lineofsight.foundation.partnership.changes import cover_area
from lineofsight.foundation.partnership.models import Area, Membership
from lineofsight.foundation.trail.changes import Doer
from lineofsight.foundation.trail.models import Entry
from lineofsight.sources.dashboard.changes.measures import take_over_catalogue
from lineofsight.sources.dashboard.models import Measure, Observation
from lineofsight.sources.dashboard.returns import rounds
from tests import making
from tests.browsing import follow, press
from tests.journeys.conftest import TABLET

pytestmark = [pytest.mark.browser, pytest.mark.journey, pytest.mark.django_db(transaction=True)]
TODAY = date(2026, 10, 21)
FIRST, MONTHS = date(2024, 7, 1), 27
TITLE = "Return home interviews, July 2024 to September 2026"
# Out of 140 episodes a month: two steady years, and then three months that are worse and worse.
DONE = (110, 112, 108, 111, 113, 109, 112, 107, 111, 110, 114, 109, 111, 108, 112, 110, 109, 113, 111, 110, 112, 109, 111,
        110, 96, 91, 84)  # fmt: skip
SENTENCE = "Return home interviews completed: worse (lower) since about Jul 2026"
Open = Callable[..., Page]


@dataclass
class World:
    """Who plays, and what the agency is asked for."""

    supplier: Membership
    analyst: Membership
    chair: Membership
    executive: Membership
    scrutineer: Membership
    request: Request


@pytest.fixture
def world(transactional_db: None, settings: Any, tmp_path: Path) -> World:
    """A county with one round open: its council is asked for 27 months of one measure."""
    settings.MEDIA_ROOT, settings.FIXED_TODAY = tmp_path / "media", TODAY
    county = making.a_partnership(is_made_up=True)
    area = Area.objects.create(code="X10000001", name="Westmarch", kind="county", starts_on=making.FIRST_DAY)
    cover_area(county, area, starts_on=making.FIRST_DAY, by=making.SYSTEM, is_whole=True)
    take_over_catalogue(county, making.framework_named("kscmp-2024"), by=making.SYSTEM)
    council = making.an_organisation(county)
    bodies = {
        "data-supplier": council,
        "analyst": making.an_organisation(county, "Westmarch Team", kind="business_team", part="team"),
        "saa-chair": making.an_organisation(county, "Westmarch Police", kind="police"),
        "executive-member": making.an_organisation(county, "Westmarch Board", kind="icb"),
        "independent-scrutineer": making.an_organisation(county, "Scrutiny", kind="other", part="guest"),
    }
    people = {kind: making.a_member(county, kind, organisation=body) for kind, body in bodies.items()}
    measure = Measure.objects.for_partnership(county).get(code="m31b")
    plan = rounds.plan_for(county, council, [measure], today=TODAY)
    round_ = rounds.open_data_round(
        county, title=TITLE, period_start=FIRST, period_end=date(2026, 9, 30), opens_on=date(2026, 10, 1),
        due_on=date(2026, 10, 28), asked=[rounds.Plan(council, plan.measures, plan.role)],
        by=Doer(people["analyst"].person.actor_id, "Analyst"), today=TODAY,
    )  # fmt: skip
    return World(*people.values(), request=round_.requests.get())


def test_journey_main_job(world: World, window_of: Open, tmp_path: Path) -> None:
    _the_agency_sends_its_file(window_of(world.supplier), tmp_path)
    _the_analyst_accepts_it(window_of(world.analyst), world)
    warning = _the_engine_has_raised_one_warning(world)
    _the_chair_sends_it_up(window_of(world.chair), warning)
    _the_executive_answers_on_a_tablet(window_of(world.executive, size=TABLET), warning)
    _the_trail_shows_each_step(window_of(world.scrutineer), warning)


def _the_agency_sends_its_file(page: Page, folder: Path) -> None:
    follow(page.locator("main").get_by_role("link", name=TITLE).first)
    with page.expect_download() as download:
        page.get_by_role("link", name="Excel").click()
    file = folder / "return.xlsx"
    download.value.save_as(file)
    _fill_in(file)
    press(page, "Upload a file")
    page.get_by_label("Your file").set_input_files(file)
    press(page, "Upload and check")
    _explain_what_stands_out(page)
    expect(page.get_by_role("heading", name="Check your answers, then send")).to_be_visible()
    page.get_by_label("As far as I know").check()
    press(page, "Send the return")
    expect(page.get_by_text("Return sent")).to_be_visible()
    sent = Return.objects.get()
    assert (sent.state, sent.how, sent.figures.count()) == ("sent", "template", MONTHS)
    expect(page.get_by_text(sent.reference).first).to_be_visible()


def _fill_in(file: Path) -> None:
    """What a person would type into the template's two open columns, written as a spreadsheet program writes it."""
    with ZipFile(file) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    sheet = parts["xl/worksheets/sheet1.xml"].decode()
    for row, done in enumerate(DONE, start=2):
        for place, number in ((f"I{row}", done), (f"J{row}", 140)):
            sheet, found = re.subn(rf'<c r="{place}"( s="\d+")?/>', rf'<c r="{place}"\1><v>{number}</v></c>', sheet)
            assert found == 1, f"{place} is open and blank in the template"
    parts["xl/worksheets/sheet1.xml"] = sheet.encode()
    with ZipFile(file, "w") as book:
        for name, content in parts.items():
            book.writestr(name, content)


def _explain_what_stands_out(page: Page) -> None:
    """A figure that jumps needs a reason; the return goes on when each has one."""
    boxes = page.get_by_label("It is right, because")
    if not boxes.count():
        return
    for number in range(boxes.count()):
        boxes.nth(number).select_option("real-change")
        page.get_by_label("Say more").nth(number).fill("Two of six interviewers left in June")
    press(page, "Save and check again")


def _the_analyst_accepts_it(page: Page, world: World) -> None:
    sent = Return.objects.get()
    press(page, "Check")
    follow(page.locator("main").get_by_role("link", name="Westmarch Council").first)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Westmarch Council")
    press(page, "Accept")
    expect(page.get_by_text(f"Accepted. Figures: {MONTHS} new")).to_be_visible()
    sent.refresh_from_db()
    assert (sent.state, sent.accepted_by_id) == ("accepted", world.analyst.person.actor_id)
    held = Observation.objects.filter(cell__source=sent).order_by("period")
    assert [row.numerator for row in held] == [float(number) for number in DONE]


def _the_engine_has_raised_one_warning(world: World) -> Warning:
    warning = Warning.objects.get()
    assert (warning.kind, warning.key, warning.state) == ("signal", "signal:m31b", "new")
    assert warning.tier in {"alert", "priority"}
    assert warning.happened_on == date(2026, 7, 1)
    assert warning.sentence.startswith(SENTENCE)
    assert Notice.objects.filter(person=world.chair.person, key__startswith=f"warning:{warning.pk}").exists()
    return warning


def _the_chair_sends_it_up(page: Page, warning: Warning) -> None:
    follow(page.locator("main").get_by_role("button", name="Triage").first)
    follow(page.locator("main").get_by_role("link", name=warning.title).first)
    expect(page.get_by_text(SENTENCE).first).to_be_visible()
    press(page, "Raise to the Executive")
    page.get_by_label("What should happen next?").fill("The council says by when two posts are filled")
    page.get_by_label("By when?").fill("31/10/2026")
    press(page, "Raise it now")
    expect(page.get_by_text("The Executive was told.")).to_be_visible()


def _the_executive_answers_on_a_tablet(page: Page, warning: Warning) -> None:
    expect(page.locator("main").get_by_text("Return home interviews completed").first).to_be_visible()
    follow(page.locator("main").get_by_role("button", name="Read and answer").first, tap=True)
    sentence = page.locator("main p", has_text=SENTENCE).first
    reason = sentence.bounding_box()
    assert reason is not None
    assert reason["y"] + reason["height"] <= TABLET[1], "The reason is read without scrolling"
    for deed in page.locator(".ew-offers a").all():
        box = deed.bounding_box()
        assert box is not None and box["height"] >= 44 and box["x"] + box["width"] <= TABLET[0]
    follow(page.locator("main").get_by_role("button", name="Agree the next step"), tap=True)
    follow(page.get_by_role("button", name="Agree and send"), tap=True)
    expect(page.get_by_text("Your answer was sent.")).to_be_visible()
    for leg in ("Happened", "In our hands", "Detected", "Triaged", "Executive told", "Answered"):
        expect(page.locator("main").get_by_text(leg, exact=False).first).to_be_visible()
    warning.refresh_from_db()
    assert (warning.state, warning.answer) == ("answered", "Agreed: The council says by when two posts are filled")
    times = (warning.in_hands_at, warning.detected_at, warning.triaged_at, warning.told_at, warning.answered_at)
    assert all(times)
    assert [step.kind for step in warning.steps.all()] == ["detected", "told", "answered"]


def _the_trail_shows_each_step(page: Page, warning: Warning) -> None:
    entries = Entry.objects.filter(subject=warning.subject, is_look=False).order_by("number")
    assert [entry.deed for entry in entries] == ["warnings.detect", "warnings.raised", "warnings.answered"]
    page.goto(page.url + "trail/")
    words = page.locator("main").inner_text()
    steps = ("Sent a return", "Accepted a return", "Raised an early warning", "Answered an early warning")
    assert [step for step in steps if step not in words] == []
    assert "warnings." not in words and "requests." not in words
