"""Every page in real Chromium: no violation of WCAG 2.2 AA, nothing wider than 320 px, no need of a script, light to load.

Each page is opened twice: with scripts in a wide window that is then drawn in to 320 px, and without scripts at 320 px. Each
visitor has one window of each kind for all pages, because a new one costs more than a page.
"""

import zlib
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.urls import reverse
from playwright.sync_api import Browser, BrowserContext, Error, Page, Response

from tests.browsing import PATIENCE, violations, width_of
from tests.house.addresses import Address, Rule, addresses, rules
from tests.house.test_who_may import expected_of
from tests.house.world import World, client_of

pytestmark = pytest.mark.browser
TABLE = rules()
SHOWS_PARTS = {"pages:help-components"}
"""A page that shows parts of forms, not forms that are sent."""
HEAVIEST_PAGE = 300 * 1024
NO_PAGE = ("Download is starting", "ERR_HTTP_RESPONSE_CODE_FAILURE")
"""What Chromium says instead of showing a file, or an answer without words."""
WIDE, NARROW, HEIGHT = 1280, 320, 900
FIRST_ASKED = ["business-manager", "analyst", "agency-lead", "independent-scrutineer", "the administrator", "nobody"]


def may_be_pages() -> list[Address]:
    return [one for one in addresses() if 200 in TABLE.get(one.name, Rule("public", answers=())).answers]


class Window:
    """One window of one visitor; it shows a page at a time, and keeps what that page fetched and complained of."""

    def __init__(self, context: BrowserContext) -> None:
        self.context, self.faults, self.fetched = context, list[str](), list[Response]()
        self.page = self._new_page()

    def _new_page(self) -> Page:
        page, self.faults, self.fetched = self.context.new_page(), [], []
        faults, fetched = self.faults, self.fetched
        page.on("pageerror", lambda fault: faults.append(str(fault)))
        page.on("console", lambda line: faults.append(line.text) if line.type == "error" else None)
        page.on("response", lambda response: fetched.append(response))
        return page

    def shows(self, url: str) -> bool:
        """True when the address is a page; False for a redirect, a refusal, a file or JSON."""
        self.faults.clear()
        self.fetched.clear()
        if self._goes_to(url):
            return True
        # What it complains of may still be on its way: the next page gets a window that heard nothing of it.
        self.page.close()
        self.page = self._new_page()
        return False

    def _goes_to(self, url: str) -> bool:
        try:
            answer = self.page.goto(url, wait_until="load")
        except Error as why:
            if not any(words in str(why) for words in NO_PAGE):
                raise
            return False
        is_page = answer is not None and answer.headers.get("content-type", "").startswith("text/html")
        return bool(is_page and answer and answer.status == 200 and not answer.request.redirected_from)


class Windows:
    """The windows of all visitors, kept open for all pages."""

    def __init__(self, chromium: Browser, world: World, base: str) -> None:
        self.chromium, self.world, self.base = chromium, world, base
        self.contexts, self.windows = list[BrowserContext](), dict[tuple[str, bool], Window]()
        self.weights: dict[str, int] = {}

    def of(self, visitor: str, *, script: bool) -> Window:
        """The visitor's window: wide with scripts, narrow without."""
        if (visitor, script) not in self.windows:
            self.windows[visitor, script] = self._opened(visitor, script)
        return self.windows[visitor, script]

    def _opened(self, visitor: str, script: bool) -> Window:
        size = {"width": WIDE if script else NARROW, "height": HEIGHT}
        context = self.chromium.new_context(viewport=size, java_script_enabled=script)  # type: ignore[arg-type]
        context.set_default_timeout(PATIENCE)
        self.contexts.append(context)
        person = self.world.everybody()[visitor]
        if person is not None:
            key = self.world.sessions[person.pk]
            context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": key, "url": self.base}])
        return Window(context)

    def first_shown(self, address: Address) -> str | None:
        """Somebody whose wide window now shows the page; None where it is no page in this world."""
        people, path = self.world.everybody(), address.url(self.world)
        asked = [one for one in dict.fromkeys([*FIRST_ASKED, *people]) if self._may(address, one)]
        for number, visitor in enumerate(asked):
            # Most pages are shown to the first. A window for each of the others would cost more than asking without one.
            answer = client_of(self.world, people[visitor]).get(path) if number else None
            is_page = answer is None or (answer.status_code, answer["Content-Type"][:9]) == (200, "text/html")
            if is_page and self.of(visitor, script=True).shows(f"{self.base}{path}"):
                return visitor
        return None

    def _may(self, address: Address, visitor: str) -> bool:
        return 200 in expected_of(TABLE[address.name], visitor, self.world)

    def weight(self, fetched: list[Response]) -> int:
        """Bytes of a page with all it needs, as they travel: styles and scripts are kept packed, pages are not."""
        return sum(self._travels(response) for response in fetched if response.status in {200, 304})

    def _travels(self, response: Response) -> int:
        if "/static/" not in response.url:
            return len(response.body())
        # The browser keeps these from page to page; each page is weighed as if it were the first.
        if response.url not in self.weights:
            self.weights[response.url] = len(zlib.compress(response.body()))
        return self.weights[response.url]


@pytest.fixture(scope="module")
def windows(chromium: Browser, live_world: tuple[World, str]) -> Iterator[Windows]:
    made = Windows(chromium, *live_world)
    yield made
    for context in made.contexts:
        context.close()


@pytest.mark.parametrize("address", may_be_pages(), ids=lambda one: one.name)
def test_page_is_good_wide_narrow_and_without_script(address: Address, windows: Windows) -> None:
    visitor = windows.first_shown(address)
    if visitor is None:
        pytest.skip("Only on addresses that answer with a page here.")
    wide = windows.of(visitor, script=True)
    assert wide_faults(wide, windows) == []
    assert narrow_faults(wide) == []
    plain = windows.of(visitor, script=False)
    assert plain.shows(f"{windows.base}{address.url(windows.world)}")
    assert narrow_faults(plain) == []
    if address.name not in SHOWS_PARTS:
        assert plain_faults(plain) == []


def test_kept_styles_are_weighed_too(windows: Windows) -> None:
    """A second look at a page weighs as much as the first, though the browser fetches less."""
    window, url = windows.of("nobody", script=True), f"{windows.base}{reverse(settings.LOGIN_URL)}"
    weights = [windows.weight(window.fetched) for _ in range(2) if window.shows(url)]
    assert len(weights) == 2
    assert weights[1] > 20 * 1024
    assert abs(weights[1] - weights[0]) < 1024, "what is new on each look is a few signs"


def wide_faults(window: Window, windows: Windows) -> list[str]:
    faults = violations(window.page)
    faults += [f"console: {line}" for line in window.faults]
    faults += [f"from elsewhere: {r.url}" for r in window.fetched if not r.url.startswith((windows.base, "data:"))]
    faults += [f"missing: {r.url}" for r in window.fetched if r.status >= 400]
    weight = windows.weight(window.fetched)
    return faults + ([f"{weight // 1024} KB"] if weight > HEAVIEST_PAGE else [])


def narrow_faults(window: Window) -> list[str]:
    """How wide the page is at 320 pixels; the window has its own width again afterwards."""
    before = window.page.viewport_size or {"width": WIDE, "height": HEIGHT}
    window.page.set_viewport_size({"width": NARROW, "height": HEIGHT})
    width = width_of(window.page)
    window.page.set_viewport_size(before)
    return [f"{width} pixels wide"] if width > NARROW else []


def plain_faults(window: Window) -> list[str]:
    """What nobody can do without scripts."""
    heads = window.page.locator("h1:visible").count()
    faults = [] if heads == 1 else [f"{heads} headings of the first rank are to be seen"]
    for form in window.page.locator("main form:visible").all():
        if not form.locator("button:visible, input[type=submit]:visible").count():
            faults.append(
                f"a form that nobody can send without a script: {form.get_attribute('action') or 'this page'}"
            )
    return faults
