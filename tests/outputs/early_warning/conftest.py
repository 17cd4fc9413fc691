"""A partnership with somebody to triage, somebody of the Executive and an agency's lead; and a Chromium."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from lineofsight.foundation.partnership.models import Membership, Partnership
from tests import making

KINDS = ("saa-chair", "executive-member", "agency-lead", "business-manager", "lay-member")
ARGUMENTS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
)


@pytest.fixture
def members(partnership: Partnership) -> dict[str, Membership]:
    """One of each, by code; the chair of the sub-group comes from the police, the others from the council."""
    police = making.an_organisation(partnership, "Westmarch Police", kind="police")
    return {
        kind: making.a_member(partnership, kind, organisation=police if kind == "saa-chair" else None)
        for kind in KINDS
    }  # fmt: skip


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """One browser for the module."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=ARGUMENTS.split())
        yield browser
        browser.close()


@pytest.fixture
def open_page(chromium: Browser) -> Iterator[Callable[..., Page]]:
    """`open_page(width=768, script=False)`: an empty page in a window of its own."""
    contexts = []

    def opened(*, width: int = 1280, script: bool = True, touch: bool = False) -> Page:
        size = {"width": width, "height": 1000}
        context = chromium.new_context(viewport=size, java_script_enabled=script, has_touch=touch)  # type: ignore[arg-type]
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        return page

    yield opened
    for context in contexts:
        context.close()
