"""The journey of a return in real Chromium: wide, at 320 px and without script, each page held against WCAG 2.2 AA."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from lineofsight.cycle.requests.models import Return
from lineofsight.foundation.accounts.models import Person
from lineofsight.foundation.partnership.models import Partnership
from lineofsight.sources.dashboard.models import Observation
from tests import making
from tests.browsing import faults_of, press, sign_in
from tests.sources.dashboard.returns import county as counties
from tests.sources.dashboard.returns.test_pages import address, filled

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SHOTS = os.environ.get("LINEOFSIGHT_SCREENSHOTS", "")
Open = Callable[..., Page]


@pytest.fixture
def place(transactional_db: None, settings: Any, tmp_path: Path) -> counties.County:
    """The county, in a database that the server sees too."""
    settings.MEDIA_ROOT, settings.FIXED_TODAY = tmp_path, counties.TODAY
    partnership: Partnership = making.a_partnership()
    return counties.make(partnership)


def page_for(open_page: Open, person: Person, base: str, **facts: Any) -> Page:
    """A window signed in as the person."""
    page = open_page(**facts)
    sign_in(page, person, base)
    return page


def look(page: Page, name: str) -> None:
    """No violation, nothing wider than the window; a picture when one is asked for."""
    assert faults_of(page, name, pictures=SHOTS) == []


@pytest.mark.parametrize("width", [1280, 320])
def test_journey_of_a_return_from_start_to_accepted(
    place: counties.County, open_page: Open, live_server: Any, tmp_path: Path, width: int
) -> None:
    counties.accepted_last_quarter(place, t3=(7.0, None))
    file = tmp_path / "figures.xlsx"
    file.write_bytes(filled(place, "xlsx", t2=("41", "38")).read())
    base = live_server.url
    page = page_for(open_page, place.supplier, base, width=width)
    page.goto(base + address(place, "start"))
    look(page, "start")
    page.goto(base + address(place, "request", place.request.pk))
    look(page, "request")
    press(page, "Upload a file")
    look(page, "upload")
    page.get_by_label("Your file").set_input_files(file)
    press(page, "Upload and check")
    expect(
        page.get_by_role("heading", name="There is a problem: 1 error stops you; 1 figure needs a reason")
    ).to_be_visible()
    look(page, "results")
    _put_right(page)
    expect(page.get_by_role("heading", name="Check your answers, then send")).to_be_visible()
    look(page, "check")
    page.get_by_label("As far as I know").check()
    press(page, "Send the return")
    expect(page.get_by_text("Return sent")).to_be_visible()
    look(page, "sent")
    _accept(place, open_page, base, width=width)


def _put_right(page: Page) -> None:
    card = page.locator(".govuk-summary-card", has_text="Strategy discussions attended")
    card.get_by_label("Number").fill("38")
    card.get_by_label("Out of").fill("41")
    odd = page.locator(".govuk-summary-card", has_text="Visits after self-harm")
    odd.get_by_label("It is right, because").select_option("real-change")
    odd.get_by_label("Say more").fill("More visits in August")
    press(page, "Save and check again")


def _accept(place: counties.County, open_page: Open, base: str, *, width: int) -> None:
    team = page_for(open_page, place.analyst, base, width=width)
    for name in ("rounds", "new-round", "to-check"):
        team.goto(base + address(place, name))
        look(team, name)
    for name in ("round", "remind"):
        team.goto(base + address(place, name, place.round.pk))
        look(team, name)
    team.goto(base + address(place, "manage", place.request.pk))
    look(team, "manage")
    sent = Return.objects.get(request=place.request)
    team.goto(base + address(place, "review", sent.pk))
    look(team, "review")
    press(team, "Accept")
    expect(team.get_by_text("Accepted. Figures: 5 new")).to_be_visible()
    assert Observation.objects.filter(cell__source=sent).count() == 5


@pytest.mark.parametrize("width", [1280, 320])
def test_journey_by_typing_keeps_every_field(
    place: counties.County, open_page: Open, live_server: Any, width: int
) -> None:
    base = live_server.url
    page = page_for(open_page, place.supplier, base, width=width)
    page.goto(base + address(place, "typing", place.request.pk))
    look(page, "typing")
    page.get_by_label("Number, Visits after self-harm").fill("12")
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        page.get_by_label("Number, Strategy discussions attended").focus()
    expect(page.locator("[data-autosave-status]")).to_contain_text("by you")
    page.reload()
    expect(page.get_by_label("Number, Visits after self-harm")).to_have_value("12")


def test_journey_without_script_still_sends(
    place: counties.County, open_page: Open, live_server: Any, tmp_path: Path
) -> None:
    file = tmp_path / "figures.ods"
    file.write_bytes(filled(place, "ods").read())
    base = live_server.url
    page = page_for(open_page, place.supplier, base, script=False)
    page.goto(base + address(place, "upload", place.request.pk))
    page.get_by_label("Your file").set_input_files(file)
    press(page, "Upload and check")
    page.get_by_label("As far as I know").check()
    press(page, "Send the return")
    expect(page.get_by_text("Return sent")).to_be_visible()
    assert Return.objects.get(request=place.request).state == "sent"


def test_nil_return_is_two_clicks_from_the_start(place: counties.County, open_page: Open, live_server: Any) -> None:
    page = page_for(open_page, place.supplier, live_server.url)
    page.goto(live_server.url + address(place, "request", place.request.pk))
    press(page, "Nothing to report")
    look(page, "nil")
    press(page, "Send a nil return")
    expect(page.get_by_text("Return sent")).to_be_visible()
