"""Pages of this room alone: addresses and a shell of its own, and a Chromium that opens them."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

ARGUMENTS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
)


@pytest.fixture(autouse=True)
def only_this_room(settings: Any) -> None:
    """The product's settings, with the addresses and the shell of `urls.py` beside this file."""
    settings.ROOT_URLCONF = "tests.foundation.ui.urls"
    processors = ["django.template.context_processors.request", "django.contrib.messages.context_processors.messages"]
    options = {"context_processors": [*processors, "tests.foundation.ui.urls.shell"]}
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "OPTIONS": options}]


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=ARGUMENTS.split())
        yield browser
        browser.close()


@pytest.fixture
def open_page(chromium: Browser) -> Iterator[Callable[..., Page]]:
    """`open_page(url, width=320, script=False)`: the page, in a window of its own; `page.faults` lists console errors."""
    contexts: list[BrowserContext] = []

    def opened(url: str, *, width: int = 1280, script: bool = True, **facts: Any) -> Page:
        size = {"width": width, "height": 900}
        context = chromium.new_context(viewport=size, java_script_enabled=script, **facts)  # type: ignore[arg-type]
        contexts.append(context)
        page = context.new_page()
        page.faults = []  # type: ignore[attr-defined]
        page.on("pageerror", lambda fault: page.faults.append(str(fault)))  # type: ignore[attr-defined]
        page.on("console", lambda line: page.faults.append(line.text) if line.type == "error" else None)  # type: ignore[attr-defined]
        page.set_default_timeout(10_000)
        page.goto(url)
        return page

    yield opened
    for context in contexts:
        context.close()
