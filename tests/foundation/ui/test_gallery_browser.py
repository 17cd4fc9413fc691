"""Every component in real Chromium: axe, a narrow screen, no script, print, and how much a page weighs."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browsing import follow, violations, width_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TABS = ("records", "lists", "forms", "messages")


@pytest.mark.parametrize("width", [1280, 320])
def test_gallery_has_no_axe_violation_and_no_sideways_scroll(
    live_server: Any, open_page: Callable[..., Page], width: int
) -> None:
    page = open_page(f"{live_server.url}/gallery/", width=width)
    found: list[str] = []
    for tab in TABS if width > 640 else TABS[:1]:
        page.goto(f"{live_server.url}/gallery/#{tab}")
        found += violations(page, "best-practice")
        assert width_of(page) <= width
    assert found == []
    assert page.faults == []  # type: ignore[attr-defined]


def test_gallery_sent_with_errors_moves_focus_to_the_summary(live_server: Any, open_page: Callable[..., Page]) -> None:
    page = open_page(f"{live_server.url}/gallery/#forms")
    follow(page.get_by_role("button", name="Continue"))
    expect(page).to_have_title("Error: Components – Westmarsh Safeguarding Children Partnership – Line of Sight")
    expect(page.locator(".govuk-error-summary").first).to_be_focused()
    page.get_by_role("link", name="Enter title").first.click()
    expect(page.locator("#id_title")).to_be_focused()


def test_gallery_without_script_shows_every_tab_and_sorts(live_server: Any, open_page: Callable[..., Page]) -> None:
    page = open_page(f"{live_server.url}/gallery/", script=False)
    assert [page.locator(f"#{tab}").is_visible() for tab in TABS] == [True] * 4
    follow(page.get_by_role("link", name="Hours"))
    assert page.url.endswith("/gallery/?sort=hours#actions")
    first = page.locator("#actions tbody tr").first.inner_text()
    assert first.split("\t")[-1].strip() == "0.5"


def test_gallery_in_print_opens_every_tab_and_drops_what_is_clicked(
    live_server: Any, open_page: Callable[..., Page]
) -> None:
    page = open_page(f"{live_server.url}/gallery/")
    page.emulate_media(media="print")
    assert [page.locator(f"#{tab}").is_visible() for tab in TABS] == [True] * 4
    hidden = (".govuk-service-navigation", ".los-filters", ".govuk-tabs__list", "button.govuk-button")
    assert [page.locator(one).first.is_visible() for one in hidden] == [False] * 4


def test_gallery_weighs_less_than_the_limit(live_server: Any, open_page: Callable[..., Page]) -> None:
    page = open_page("about:blank")
    sizes: list[int] = []
    page.on("response", lambda response: sizes.append(len(response.body())))
    page.goto(f"{live_server.url}/gallery/", wait_until="networkidle")
    # Not packed, and with a page far longer than any real one: a server packs this to about a fifth.
    assert sum(sizes) < 340_000
    assert sum(sizes[1:]) < 240_000
