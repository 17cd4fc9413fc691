"""Autosave, text that is kept, and the end of a session, in real Chromium."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import Http404
from playwright.sync_api import Page, expect

from tests.browsing import follow
from tests.foundation.ui import urls

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def nothing_saved() -> Iterator[None]:
    yield
    urls.SAVED.clear()
    urls.FAULTS.clear()
    urls.OPEN_GATE.set()


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
    expect(draft.get_by_role("heading", name="Saved")).to_be_visible()
    draft.go_back()
    draft.reload()
    expect(draft.get_by_label("Text")).to_have_value("")


def test_text_typed_while_the_server_saves_is_kept_too(draft: Page) -> None:
    urls.OPEN_GATE.clear()
    draft.get_by_label("Text").fill("First")
    with draft.expect_response("**/autosave/"):
        with draft.expect_request("**/autosave/"):
            draft.get_by_label("Title").focus()
        draft.get_by_label("Text").fill("First and second")
        urls.OPEN_GATE.set()
    expect(draft.locator("[data-autosave-status]")).to_have_text("Saved 14:02 by you")
    kept = draft.evaluate("Object.values(sessionStorage).join()")
    assert "First and second" in kept or urls.SAVED["text"] == "First and second"
    draft.get_by_label("Title").focus()
    expect(draft.locator("[name=expected_version]")).to_have_value("3")
    assert urls.SAVED == {"text": "First and second", "version": "3"}
    assert draft.evaluate("Object.keys(sessionStorage).filter((key) => key.startsWith('los:typed:'))") == []


def test_text_is_there_when_the_page_is_left_before_the_server_has_saved(draft: Page) -> None:
    urls.OPEN_GATE.clear()
    draft.get_by_label("Text").fill("What I was writing")
    with draft.expect_request("**/autosave/"):
        draft.get_by_label("Title").focus()
    draft.evaluate("window.dispatchEvent(new Event('beforeunload'))")
    with draft.expect_response("**/autosave/"):
        urls.OPEN_GATE.set()
    draft.reload()
    expect(draft.get_by_label("Text")).to_have_value("What I was writing")


@pytest.mark.parametrize("fault", [RuntimeError("a fault"), Http404(), PermissionDenied(), SuspiciousOperation()])
def test_text_that_the_server_refused_is_there_when_one_comes_back(draft: Page, fault: Exception) -> None:
    draft.get_by_label("Title").fill("Neglect")
    draft.get_by_label("Text").fill("What I was writing")
    urls.FAULTS.append(fault)
    urls.SAVED["version"] = "9"
    address = draft.url
    follow(draft.get_by_role("button", name="Save"))
    follow(draft.get_by_role("link", name="Go to your home page"))
    draft.goto(address)
    expect(draft.get_by_label("Text")).to_have_value("What I was writing")
    expect(draft.locator(".los-kept")).to_contain_text("We kept what you typed")


def test_text_sent_without_a_line_is_there_when_one_comes_back(draft: Page) -> None:
    address = draft.url
    draft.get_by_label("Title").fill("Neglect")
    draft.get_by_label("Text").fill("What I was writing")
    urls.SAVED["version"] = "9"
    draft.context.set_offline(True)
    draft.get_by_role("button", name="Save").click()
    expect(draft.get_by_text("ERR_INTERNET_DISCONNECTED")).to_be_visible()
    draft.context.set_offline(False)
    draft.goto(address.replace("/draft/", "/gallery/"))
    draft.goto(address)
    expect(draft.get_by_label("Text")).to_have_value("What I was writing")


def test_text_of_a_form_with_an_error_is_kept_when_one_leaves_it(draft: Page) -> None:
    draft.get_by_label("Text").fill("What I was writing")
    urls.SAVED["version"] = "9"
    follow(draft.get_by_role("button", name="Save"))
    expect(draft.get_by_text("Enter title")).to_be_visible()
    follow(draft.get_by_role("link", name="Reviews"))
    draft.goto(draft.url.replace("/gallery/", "/draft/"))
    expect(draft.get_by_label("Text")).to_have_value("What I was writing")


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
