"""A window signed in as anybody, for the whole stories."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page

from lineofsight.foundation.partnership.models import Membership
from tests import browsing

DESK, TABLET = (1280, 900), (768, 1024)


@pytest.fixture
def window_of(chromium: Browser, live_server: object) -> Iterator[Callable[..., Page]]:
    """`window_of(member, size=TABLET)`: a window of their own, signed in, at their home. No script runs in it."""
    windows, base = browsing.Windows(chromium), live_server.url  # type: ignore[attr-defined]

    def opened(member: Membership, *, size: tuple[int, int] = DESK, script: bool = False) -> Page:
        page = windows.open(width=size[0], height=size[1], script=script, has_touch=size == TABLET)
        browsing.sign_in(page, member.person, base)
        page.goto(f"{base}/p/{member.role.partnership.slug}/")
        return page

    yield opened
    windows.close()
