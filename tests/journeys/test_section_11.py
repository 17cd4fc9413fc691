"""A whole Section 11 round in Chromium: three agencies answer, others declare, a panel moderates, and the heat map tells."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from lineofsight.cycle.findings.models import Action
from lineofsight.foundation.partnership.models import Membership, Partnership
from lineofsight.sources.audits.models import Assessment, Audit, SurveyReply
from tests import making
from tests.browsing import follow, press
from tests.sources.audits.place import SMALL_TOML

pytestmark = [pytest.mark.browser, pytest.mark.journey, pytest.mark.django_db(transaction=True)]
TODAY = date(2026, 10, 21)
TITLE = "Section 11 audit 2026"
PICTURES = os.environ.get("LINEOFSIGHT_PICTURES", "")
Open = Callable[..., Page]


@dataclass
class World:
    """The team, somebody of the panel, and two people of each agency: who answers and who declares."""

    county: Partnership
    team: Membership
    panel: Membership
    agencies: dict[str, tuple[Membership, Membership]]


@pytest.fixture
def world(transactional_db: None, settings: Any, tmp_path: Any) -> World:
    """A county with three agencies, a team and a panel of one, and no standards yet."""
    settings.MEDIA_ROOT, settings.FIXED_TODAY = tmp_path / "media", TODAY
    county = making.a_partnership(is_made_up=True)
    team = making.an_organisation(county, "Westmarch Team", kind="business_team", part="team")
    schools = making.an_organisation(county, "Westmarch Schools", kind="education")
    agencies = {}
    for name, kind in (("Council", "local_authority"), ("Police", "police"), ("Hospital", "nhs_provider")):
        body = making.an_organisation(county, f"Westmarch {name}", kind=kind)
        agencies[name] = tuple(
            making.a_member(county, f"section-11-{part}", organisation=body, name=f"{name} {part.title()}")
            for part in ("respondent", "approver")
        )
    return World(
        county,
        making.a_member(county, "business-manager", organisation=team, name="Man Ager"),
        making.a_member(county, "moderator", organisation=schools, name="Mo Derator"),
        agencies,  # type: ignore[arg-type]
    )


def test_journey_section_11(world: World, window_of: Open, live_server: Any) -> None:
    team = window_of(world.team)
    _the_team_opens_a_round(team, world)
    _an_agency_answers_with_autosave(window_of(world.agencies["Police"][0], script=True))
    for name in ("Council", "Hospital"):
        _an_agency_answers(window_of(world.agencies[name][0]), gap=name == "Hospital")
    for name in world.agencies:
        _somebody_else_declares(window_of(world.agencies[name][1]))
    assert Action.objects.get().text == "Name a deputy lead"
    _a_practitioner_replies(team, window_of, live_server.url)
    panel = window_of(world.panel)
    for name in world.agencies:
        _the_panel_moderates(panel, f"Westmarch {name}", lower=name == "Police", asks=name == "Council")
    _the_agencies_answer_and_reply(world, window_of)
    _the_panel_agrees(panel)
    assert set(Assessment.objects.values_list("state", flat=True)) == {"agreed"}
    _the_heat_map_tells(team)


def picture(page: Page, name: str) -> None:
    """A picture for whoever wants to look: LINEOFSIGHT_PICTURES names the folder."""
    if PICTURES:
        page.screenshot(path=f"{PICTURES}/s11-{name}.png", full_page=True)
        size = page.viewport_size
        page.set_viewport_size({"width": 320, "height": 800})
        page.screenshot(path=f"{PICTURES}/s11-{name}-320.png", full_page=True)
        page.set_viewport_size(size)  # type: ignore[arg-type]


def main(page: Page) -> Any:
    return page.locator("main")


def _the_team_opens_a_round(page: Page, world: World) -> None:
    base = page.url.rstrip("/")
    page.goto(f"{base}/reviews/section-11/standards/upload/")
    file = {"name": "small.toml", "mimeType": "application/toml", "buffer": SMALL_TOML}
    page.get_by_label("Your file").set_input_files(file)  # type: ignore[arg-type]
    press(page, "See what it says")
    picture(page, "preview")
    press(page, "Use this version")
    page.goto(f"{base}/reviews/section-11/rounds/new/")
    page.get_by_label("Title").fill(TITLE)
    page.get_by_label("Local questions").select_option("")
    for box in page.get_by_role("checkbox").all():
        box.set_checked(False)
    for name in world.agencies:
        page.get_by_label(f"Westmarch {name}", exact=True).check()
    page.get_by_label("Moderator, Westmarch Schools").check()
    picture(page, "new-round")
    press(page, "Open the audit")
    expect(main(page)).to_contain_text("Westmarch Hospital")
    assert Assessment.objects.count() == 3


def _go(page: Page, name: str, *, exact: bool = False) -> None:
    """Through the first link or link that looks like a button with this name."""
    place = main(page)
    either = place.get_by_role("link", name=name, exact=exact).or_(place.get_by_role("button", name=name, exact=exact))
    follow(either.first)


def _begin(page: Page, standard: str) -> None:
    follow(main(page).get_by_role("link", name=standard))


def _start(page: Page) -> None:
    _go(page, "Start")


def _question(page: Page, number: int) -> Any:
    return main(page).get_by_role("region", name=f"{number}.")


def _full(page: Page, number: int, *, grade: str = "Fully met") -> None:
    question = _question(page, number)
    question.get_by_label(grade, exact=True).check()
    question.get_by_label("What shows this?").fill("Minutes of May, and a poster in every office")
    question.get_by_label("What difference does it make").fill("Staff ask early")


def _complete(page: Page) -> None:
    page.get_by_label("Yes, every question").check()
    press(page, "Continue")


def _an_agency_answers_with_autosave(page: Page) -> None:
    picture(page, "home")
    _start(page)
    _begin(page, "Leadership")
    _full(page, 1)
    page.get_by_label("Yes, every question").focus()
    expect(page.locator("[data-autosave-status]")).to_contain_text("Saved")
    page.reload()
    expect(_question(page, 1).get_by_label("What shows this?")).to_have_value(
        "Minutes of May, and a poster in every office"
    )
    _full(page, 2)
    picture(page, "standard")
    _complete(page)
    _begin(page, "Training")
    _full(page, 1)
    _complete(page)
    expect(main(page)).to_contain_text("3 of 3 questions completed")
    picture(page, "tasks")


def _an_agency_answers(page: Page, *, gap: bool) -> None:
    """Without a script; a gap needs an action first."""
    _start(page)
    _begin(page, "Leadership")
    _full(page, 1, grade="Partly met" if gap else "Fully met")
    _full(page, 2)
    if gap:
        _complete(page)
        expect(main(page)).to_contain_text("Say what you will do to meet it fully, and by when.")
        picture(page, "gap")
        follow(_question(page, 1).get_by_role("button", name="Save and plan an action"))
        page.get_by_label("What will you do?").fill("Name a deputy lead")
        page.get_by_label("By when?").fill("31/3/2027")
        press(page, "Plan it")
    _complete(page)
    if main(page).get_by_role("link", name="Training").count():
        _begin(page, "Training")
        _full(page, 1)
        _complete(page)


def _somebody_else_declares(page: Page) -> None:
    _go(page, "Check answers")
    _go(page, "Check answers and declare")
    picture(page, "check")
    page.get_by_label("I have read these answers").check()
    press(page, "Declare")
    expect(main(page)).to_contain_text("Answers declared")
    picture(page, "receipt")


def _a_practitioner_replies(team: Page, window_of: Open, base: str) -> None:
    round_key = Audit.objects.get().round_id
    team.goto(f"{base}/p/westmarch/reviews/section-11/rounds/{round_key}/survey/days/")
    press(team, "Set the survey")
    address = team.locator(".s11-address").inner_text()
    page = team.context.browser.new_context(java_script_enabled=False).new_page()  # type: ignore[union-attr]
    page.goto(address)
    page.get_by_label("Where do you work?").select_option(label="Westmarch Police")
    page.get_by_label("Agree", exact=True).first.check()
    picture(page, "survey")
    press(page, "Send my answers")
    expect(main(page)).to_contain_text("Your answers are kept")
    page.context.close()
    assert SurveyReply.objects.count() == 1


def _the_panel_moderates(page: Page, name: str, *, lower: bool, asks: bool) -> None:
    page.goto(page.url.split("/p/")[0] + "/p/westmarch/reviews/section-11/moderate/")
    follow(main(page).get_by_role("link", name=name))
    _begin(page, "Leadership")
    for place in (1, 2):
        _question(page, place).get_by_label("Agree:").check()
    if lower:
        _question(page, 1).get_by_label("Mostly met", exact=True).check()
        _question(page, 1).get_by_label("Reason").fill("Two of nine offices have no poster")
    if asks:
        _question(page, 2).get_by_label("Ask the agency").fill("Which meeting of May?")
    picture(page, "moderate")
    press(page, "Save and next standard")
    if main(page).get_by_role("group", name="Your view").count():
        _question(page, 1).get_by_label("Agree:").check()
        follow(main(page).get_by_role("button", name="Save", exact=True))
    if asks:
        press(page, "Send all as one e-mail")
    press(page, "Send the grades")
    expect(main(page)).to_contain_text("can reply until")


def _the_agencies_answer_and_reply(world: World, window_of: Open) -> None:
    page = window_of(world.agencies["Council"][0])
    _go(page, "Answer")
    _go(page, "Answer", exact=True)
    page.get_by_label("Your answer").fill("The board of 12 May")
    press(page, "Send the answer")
    for name, says in (("Council", ""), ("Hospital", ""), ("Police", "All nine have one since Monday")):
        page = window_of(world.agencies[name][0])
        _go(page, "See the grades")
        picture(page, f"grades-{name}")
        if not says:
            press(page, "We have nothing to reply")
            continue
        follow(main(page).get_by_role("link", name="Reply").first)
        page.get_by_label("Your answer").fill(says)
        press(page, "Send the reply")


def _the_panel_agrees(page: Page) -> None:
    asked = Assessment.objects.get(state="reply").request_id
    page.goto(page.url.split("/p/")[0] + f"/p/westmarch/reviews/section-11/{asked}/moderate/")
    expect(main(page)).to_contain_text("All nine have one since Monday")
    press(page, "Agree the grades")
    expect(main(page)).to_contain_text("are agreed")


def _the_heat_map_tells(page: Page) -> None:
    round_key = Audit.objects.get().round_id
    to = page.url.split("/p/")[0] + f"/p/westmarch/reviews/section-11/rounds/{round_key}/"
    page.goto(to)
    picture(page, "round")
    page.goto(f"{to}overview/?view=difference")
    expect(main(page)).to_contain_text("Panel 1 lower")
    picture(page, "difference")
    page.goto(f"{to}overview/")
    expect(main(page)).to_contain_text("Partly met")
    picture(page, "heat")
