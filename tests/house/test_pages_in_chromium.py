"""Every page in real Chromium: no violation of WCAG 2.2 AA, nothing wider than 320 px, no need of a script, light to load."""

import zlib
from collections.abc import Iterator

import pytest
from django.conf import settings
from playwright.sync_api import Browser, BrowserContext, Page, Response

from tests.browsing import PATIENCE, violations, width_of
from tests.house.addresses import Address, Rule, addresses, rules
from tests.house.test_who_may import expected_of
from tests.house.world import World, client_of

pytestmark = pytest.mark.browser
TABLE = rules()
SHOWS_PARTS = {"pages:help-components"}
"""A page that shows parts of forms, not forms that are sent."""
HEAVIEST_PAGE = 300 * 1024
FIRST_ASKED = ["business-manager", "analyst", "agency-lead", "independent-scrutineer", "the administrator", "nobody"]


def may_be_pages() -> list[Address]:
    return [one for one in addresses() if 200 in TABLE.get(one.name, Rule("public", answers=())).answers]


def shown_to(address: Address, world: World) -> str | None:
    """Somebody for whom the address is a page; None where it is none in this world (a redirect, a file, JSON)."""
    rule, people = TABLE[address.name], world.everybody()
    for visitor in [*FIRST_ASKED, *people]:
        if 200 in expected_of(rule, visitor, world):
            answer = client_of(world, people[visitor]).get(address.url(world))
            if answer.status_code == 200 and answer["Content-Type"].startswith("text/html"):
                return visitor
    return None


class Windows:
    """One window for each visitor and kind of browser, kept open for all pages."""

    def __init__(self, chromium: Browser, world: World, base: str) -> None:
        self.chromium, self.world, self.base = chromium, world, base
        self.contexts: dict[tuple[str, int, bool], BrowserContext] = {}

    def open(self, address: Address, visitor: str, *, width: int = 1280, script: bool = True) -> "Opened":
        """The page as the visitor gets it."""
        key = (visitor, width, script)
        if key not in self.contexts:
            self.contexts[key] = self._context(visitor, width, script)
        return Opened(self.contexts[key].new_page(), f"{self.base}{address.url(self.world)}")

    def _context(self, visitor: str, width: int, script: bool) -> BrowserContext:
        context = self.chromium.new_context(viewport={"width": width, "height": 900}, java_script_enabled=script)
        context.set_default_timeout(PATIENCE)
        person = self.world.everybody()[visitor]
        if person is not None:
            key = self.world.sessions[person.pk]
            context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": key, "url": self.base}])
        return context


class Opened:
    """An open page, with what it fetched and what it complained of."""

    def __init__(self, page: Page, url: str) -> None:
        self.page, self.faults, self.fetched = page, [], []  # type: ignore[var-annotated]
        page.on("pageerror", lambda fault: self.faults.append(str(fault)))
        page.on("console", lambda line: self.faults.append(line.text) if line.type == "error" else None)
        page.on("response", lambda response: self.fetched.append(response))
        self.answer: Response | None = page.goto(url, wait_until="load")

    def weight(self) -> int:
        """Bytes that the page fetched, as they travel: styles and scripts are kept packed, pages are not."""
        return sum(_travels(response) for response in self.fetched if response.status == 200)


def _travels(response: Response) -> int:
    body = response.body()
    return len(zlib.compress(body)) if "/static/" in response.url else len(body)


@pytest.fixture(scope="module")
def windows(chromium: Browser, live_world: tuple[World, str]) -> Iterator[Windows]:
    made = Windows(chromium, *live_world)
    yield made
    for context in made.contexts.values():
        context.close()


@pytest.mark.parametrize("address", may_be_pages(), ids=lambda one: one.name)
def test_page_is_good_wide_narrow_and_without_script(address: Address, windows: Windows) -> None:
    visitor = shown_to(address, windows.world)
    if visitor is None:
        pytest.skip("Only on addresses that answer with a page here.")
    assert wide_faults(windows.open(address, visitor), windows.base) == []
    assert narrow_faults(windows.open(address, visitor, width=320)) == []
    if address.name not in SHOWS_PARTS:
        assert plain_faults(windows.open(address, visitor, script=False)) == []


def wide_faults(opened: Opened, base: str) -> list[str]:
    faults = violations(opened.page)
    faults += [f"console: {line}" for line in opened.faults]
    faults += [f"from elsewhere: {r.url}" for r in opened.fetched if not r.url.startswith((base, "data:"))]
    faults += [f"missing: {r.url}" for r in opened.fetched if r.status >= 400]
    if opened.weight() > HEAVIEST_PAGE:
        faults.append(f"{opened.weight() // 1024} KB")
    opened.page.close()
    return faults


def narrow_faults(opened: Opened) -> list[str]:
    width = width_of(opened.page)
    opened.page.close()
    return [f"{width} pixels wide"] if width > 320 else []


def plain_faults(opened: Opened) -> list[str]:
    page, faults = opened.page, []
    if page.locator("h1:visible").count() != 1:
        faults.append(f"{page.locator('h1:visible').count()} headings of the first rank are to be seen")
    for form in page.locator("main form:visible").all():
        if not form.locator("button:visible, input[type=submit]:visible").count():
            faults.append(
                f"a form that nobody can send without a script: {form.get_attribute('action') or 'this page'}"
            )
    page.close()
    return faults
