"""The journey of a return in real Chromium: wide, at 320 px and without script, each page held against WCAG 2.2 AA."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Page, expect, sync_playwright

from lineofsight.cycle.requests.models import Return
from lineofsight.foundation.accounts.models import Person
from lineofsight.foundation.partnership.models import Partnership
from lineofsight.sources.dashboard.models import Observation
from tests import making
from tests.foundation.ui.conftest import ARGUMENTS
from tests.sources.dashboard.returns import county as counties
from tests.sources.dashboard.returns.test_pages import BACKEND, address, filled

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
STANDARD = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
SHOTS = os.environ.get("LINEOFSIGHT_SCREENSHOTS", "")


@pytest.fixture
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=ARGUMENTS.split())
        yield browser
        browser.close()


@pytest.fixture
def place(transactional_db: None, settings: Any, tmp_path: Path) -> counties.County:
    """The county, in a database that the server sees too."""
    settings.MEDIA_ROOT, settings.FIXED_TODAY = tmp_path, counties.TODAY
    partnership: Partnership = making.a_partnership()
    return counties.make(partnership)


def page_for(browser: Browser, person: Person, base: str, **facts: Any) -> Page:
    """A window signed in as the person."""
    client = Client()
    client.force_login(person, backend=BACKEND)
    context = browser.new_context(**facts)
    name = settings.SESSION_COOKIE_NAME
    context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": base}])
    return context.new_page()


def look(page: Page, name: str, *, width: int) -> None:
    """No violation, nothing wider than the window; a picture when one is asked for."""
    if SHOTS:
        page.screenshot(path=f"{SHOTS}/{name}-{width}.png", full_page=True)
    wide = page.evaluate("document.documentElement.scrollWidth")
    assert wide <= width, f"{name} is {wide} px wide in a window of {width}"
    found = Axe().run(page, options=STANDARD).response["violations"]
    assert [(one["id"], one["nodes"][0]["html"][:200]) for one in found] == []


@pytest.mark.parametrize("width", [1280, 320])
def test_journey_of_a_return_from_start_to_accepted(
    place: counties.County, chromium: Browser, live_server: Any, tmp_path: Path, width: int
) -> None:
    counties.accepted_last_quarter(place, t3=(7.0, None))
    file = tmp_path / "figures.xlsx"
    file.write_bytes(filled(place, "xlsx", t2=("41", "38")).read())
    base, window = live_server.url, {"viewport": {"width": width, "height": 900}}
    page = page_for(chromium, place.supplier, base, **window)
    page.goto(base + address(place, "start"))
    look(page, "start", width=width)
    page.goto(base + address(place, "request", place.request.pk))
    look(page, "request", width=width)
    page.get_by_role("button", name="Upload a file").click()
    look(page, "upload", width=width)
    page.get_by_label("Your file").set_input_files(file)
    page.get_by_role("button", name="Upload and check").click()
    expect(
        page.get_by_role("heading", name="There is a problem: 1 error stops you; 1 figure needs a reason")
    ).to_be_visible()
    look(page, "results", width=width)
    _put_right(page)
    expect(page.get_by_role("heading", name="Check your answers, then send")).to_be_visible()
    look(page, "check", width=width)
    page.get_by_label("As far as I know").check()
    page.get_by_role("button", name="Send the return").click()
    expect(page.get_by_text("Return sent")).to_be_visible()
    look(page, "sent", width=width)
    _accept(place, chromium, base, width=width)


def _put_right(page: Page) -> None:
    card = page.locator(".govuk-summary-card", has_text="Strategy discussions attended")
    card.get_by_label("Number").fill("38")
    card.get_by_label("Out of").fill("41")
    odd = page.locator(".govuk-summary-card", has_text="Visits after self-harm")
    odd.get_by_label("It is right, because").select_option("real-change")
    odd.get_by_label("Say more").fill("More visits in August")
    page.get_by_role("button", name="Save and check again").click()


def _accept(place: counties.County, chromium: Browser, base: str, *, width: int) -> None:
    team = page_for(chromium, place.analyst, base, viewport={"width": width, "height": 900})
    for name in ("rounds", "new-round", "to-check"):
        team.goto(base + address(place, name))
        look(team, name, width=width)
    for name in ("round", "remind"):
        team.goto(base + address(place, name, place.round.pk))
        look(team, name, width=width)
    team.goto(base + address(place, "manage", place.request.pk))
    look(team, "manage", width=width)
    sent = Return.objects.get(request=place.request)
    team.goto(base + address(place, "review", sent.pk))
    look(team, "review", width=width)
    team.get_by_role("button", name="Accept").click()
    expect(team.get_by_text("Accepted. Figures: 5 new")).to_be_visible()
    assert Observation.objects.filter(cell__source=sent).count() == 5


@pytest.mark.parametrize("width", [1280, 320])
def test_journey_by_typing_keeps_every_field(
    place: counties.County, chromium: Browser, live_server: Any, width: int
) -> None:
    base = live_server.url
    page = page_for(chromium, place.supplier, base, viewport={"width": width, "height": 900})
    page.goto(base + address(place, "typing", place.request.pk))
    look(page, "typing", width=width)
    page.get_by_label("Number, Visits after self-harm").fill("12")
    page.get_by_label("Number, Strategy discussions attended").focus()
    expect(page.locator("[data-autosave-status]")).to_contain_text("Saved")
    page.reload()
    expect(page.get_by_label("Number, Visits after self-harm")).to_have_value("12")


def test_journey_without_script_still_sends(
    place: counties.County, chromium: Browser, live_server: Any, tmp_path: Path
) -> None:
    file = tmp_path / "figures.ods"
    file.write_bytes(filled(place, "ods").read())
    base = live_server.url
    page = page_for(chromium, place.supplier, base, java_script_enabled=False)
    page.goto(base + address(place, "upload", place.request.pk))
    page.get_by_label("Your file").set_input_files(file)
    page.get_by_role("button", name="Upload and check").click()
    page.get_by_label("As far as I know").check()
    page.get_by_role("button", name="Send the return").click()
    expect(page.get_by_text("Return sent")).to_be_visible()
    assert Return.objects.get(request=place.request).state == "sent"


def test_nil_return_is_two_clicks_from_the_start(place: counties.County, chromium: Browser, live_server: Any) -> None:
    page = page_for(chromium, place.supplier, live_server.url)
    page.goto(live_server.url + address(place, "request", place.request.pk))
    page.get_by_role("button", name="Nothing to report").click()
    look(page, "nil", width=1280)
    page.get_by_role("button", name="Send a nil return").click()
    expect(page.get_by_text("Return sent")).to_be_visible()
