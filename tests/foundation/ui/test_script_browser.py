"""Autosave, text that is kept, and the end of a session, in real Chromium."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browsing import follow
from tests.foundation.ui import urls

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def nothing_saved() -> Iterator[None]:
    urls.SAVED.clear()
    yield
    urls.SAVED.clear()


@pytest.fixture
def draft(live_server: Any, open_page: Callable[..., Page]) -> Page:
    return open_page(f"{live_server.url}/draft/")


def test_autosave_leaving_a_field_saves_what_changed(draft: Page) -> None:
    draft.get_by_label("Title").fill("Neglect")
    draft.get_by_label("Text").focus()
    expect(draft.locator("[data-autosave-status]")).to_have_text("Saved 14:02 by you")
    assert urls.SAVED == {"title": "Neglect", "version": "2"}
    draft.get_by_label("Text").fill("Two lines")
    expect(draft.locator("[name=expected_version]")).to_have_value("3")
    assert urls.SAVED == {"title": "Neglect", "text": "Two lines", "version": "3"}


def test_autosave_when_somebody_saved_first_says_who(draft: Page) -> None:
    urls.SAVED["version"] = "7"
    draft.get_by_label("Title").fill("Neglect")
    draft.get_by_label("Text").focus()
    expect(draft.locator("[data-autosave-status]")).to_have_text("Amara Quill changed this. See both and choose")
    assert urls.SAVED == {"version": "7"}


def test_autosave_without_a_line_tries_again_when_it_is_back(draft: Page) -> None:
    draft.context.set_offline(True)
    draft.get_by_label("Title").fill("Neglect")
    draft.get_by_label("Text").focus()
    expect(draft.locator("[data-autosave-status]")).to_contain_text("Not saved yet")
    draft.context.set_offline(False)
    expect(draft.locator("[data-autosave-status]")).to_have_text("Saved 14:02 by you")
    assert urls.SAVED == {"title": "Neglect", "version": "2"}


def test_text_typed_and_left_unsaved_is_there_again(draft: Page) -> None:
    draft.context.set_offline(True)
    draft.get_by_label("Text").fill("What I was writing")
    urls.SAVED["version"] = "9"  # nothing more is taken, also not at once when the line is back
    draft.context.set_offline(False)
    draft.reload()
    expect(draft.get_by_label("Text")).to_have_value("What I was writing")
    expect(draft.locator(".los-kept")).to_contain_text("We kept what you typed")


def test_text_that_the_server_took_is_forgotten(draft: Page) -> None:
    draft.get_by_label("Title").fill("Neglect")
    draft.get_by_label("Text").fill("Done")
    follow(draft.get_by_role("button", name="Save"))
    assert draft.url.endswith("/gallery/")
    draft.go_back()
    draft.reload()
    expect(draft.get_by_label("Text")).to_have_value("")


def test_session_warning_opens_and_staying_closes_it(live_server: Any, open_page: Callable[..., Page]) -> None:
    page = open_page("about:blank")
    page.clock.install()
    page.goto(f"{live_server.url}/draft/")
    dialog = page.get_by_role("dialog")
    page.clock.fast_forward("54:00")
    expect(dialog).to_be_hidden()
    page.clock.fast_forward("01:30")
    expect(dialog).to_be_visible()
    page.get_by_role("button", name="Stay signed in").click()
    expect(dialog).to_be_hidden()
    assert urls.SAVED == {"kept": "yes"}


def test_session_typing_keeps_it_alive(live_server: Any, open_page: Callable[..., Page]) -> None:
    page = open_page("about:blank")
    page.clock.install()
    page.goto(f"{live_server.url}/draft/")
    page.clock.fast_forward("50:00")
    with page.expect_response("**/keep/"):
        page.get_by_label("Title").press_sequentially("N")
    page.clock.fast_forward("50:00")
    expect(page.get_by_role("dialog")).to_be_hidden()
