"""One Chromium for the whole stories, and a window signed in as anybody."""

from collections.abc import Callable, Iterator

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Page, sync_playwright

from lineofsight.foundation.partnership.models import Membership

ARGUMENTS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
)
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
DESK, TABLET = (1280, 900), (768, 1024)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """One browser for the module."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=ARGUMENTS.split())
        yield browser
        browser.close()


@pytest.fixture
def window_of(chromium: Browser, live_server: object) -> Iterator[Callable[..., Page]]:
    """`window_of(member, size=TABLET)`: a window of their own, signed in, at their home. No script runs in it."""
    contexts = []

    def opened(member: Membership, *, size: tuple[int, int] = DESK, script: bool = False) -> Page:
        client, base = Client(), live_server.url  # type: ignore[attr-defined]
        client.force_login(member.person, backend=BACKEND)
        viewport = {"width": size[0], "height": size[1]}
        context = chromium.new_context(viewport=viewport, java_script_enabled=script, has_touch=size == TABLET)  # type: ignore[arg-type]
        contexts.append(context)
        name = settings.SESSION_COOKIE_NAME
        context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": base}])
        page = context.new_page()
        page.set_default_timeout(30_000)
        page.goto(f"{base}/p/{member.role.partnership.slug}/")
        return page

    yield opened
    for context in contexts:
        context.close()
