"""Real Chromium for the tests of every room: one way to start it, to open a window, to go on and to look at a page.

A machine that does many things at once is slow, so every wait lasts up to PATIENCE; a good page is not kept waiting.
"""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect, sync_playwright

from lineofsight.foundation.accounts.models import Person

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
PATIENCE = 30_000
AXE = str(Axe().axe_script)
STANDARD = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")
expect.set_options(timeout=PATIENCE)


@contextmanager
def started() -> Iterator[Browser]:
    """A Chromium that lives as long as the block."""
    program = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), "chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=ARGUMENTS, timeout=4 * PATIENCE)
        yield browser
        browser.close()


class Windows:
    """Windows of one browser; all are closed with `close`."""

    def __init__(self, browser: Browser) -> None:
        self.browser, self.contexts = browser, list[BrowserContext]()

    def open(self, *, width: int = 1280, height: int = 900, script: bool = True, **facts: Any) -> Page:
        """An empty page in a window of its own; `page.faults` lists what the console complained of."""
        size = {"width": width, "height": height}
        context = self.browser.new_context(viewport=size, java_script_enabled=script, **facts)  # type: ignore[arg-type]
        context.set_default_timeout(PATIENCE)
        self.contexts.append(context)
        page = context.new_page()
        page.faults = []  # type: ignore[attr-defined]
        page.on("pageerror", lambda fault: page.faults.append(str(fault)))  # type: ignore[attr-defined]
        page.on("console", lambda line: page.faults.append(line.text) if line.type == "error" else None)  # type: ignore[attr-defined]
        return page

    def close(self) -> None:
        for context in self.contexts:
            context.close()


def sign_in(page: Page, person: Person, base: str) -> None:
    """From here on the window is the person's."""
    client = Client()
    client.force_login(person, backend=BACKEND)
    name = settings.SESSION_COOKIE_NAME
    page.context.clear_cookies()
    page.context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": base}])


def follow(place: Locator, *, tap: bool = False) -> None:
    """Click what leads to another page, and wait until that page is there."""
    with place.page.expect_navigation():
        place.tap() if tap else place.click()


def press(page: Page, name: str) -> None:
    """Click a button of the page's own part that leads to another page, and wait until that page is there."""
    follow(page.locator("main").get_by_role("button", name=name))


def width_of(page: Page) -> int:
    """How wide the page is, once it is whole."""
    page.wait_for_load_state()
    return int(page.locator("html").evaluate("html => html.scrollWidth"))


def violations(page: Page, *more: str) -> list[str]:
    """What axe finds against WCAG 2.2 AA, with the element."""
    page.wait_for_load_state()
    # Only the violations: what passed is many times as much, and nobody reads it.
    options = {"runOnly": [*STANDARD, *more], "resultTypes": ["violations"]}
    page.evaluate(AXE)
    found = page.evaluate("options => axe.run(options).then(results => results.violations)", options)
    return [f"{one['id']}: {one['help']} {node['html'][:160]}" for one in found for node in one["nodes"]]


def faults_of(page: Page, name: str, *, pictures: str = "") -> list[str]:
    """What is wrong with the page as it stands: too wide for its window, or against the standard. A picture when asked."""
    width = page.viewport_size["width"]  # type: ignore[index]
    wide = width_of(page)
    if pictures:
        page.screenshot(path=f"{pictures}/{name}-{width}.png", full_page=True)
    sideways = [f"{name} is {wide} px wide in a window of {width}"] if wide > width else []
    return sideways + [f"{name}: {one}" for one in violations(page)]
