"""The world is made once for a module, inside a transaction that is rolled back; each page gets a savepoint."""

import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction
from playwright.sync_api import Browser, sync_playwright
from pytest_django.live_server_helper import LiveServer

from tests.house import world as worlds

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[worlds.World]:
    """The world, for tests that only read or that undo what they write."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield worlds.make()
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def live_world(django_db_setup: None, django_db_blocker: Any) -> Iterator[tuple[worlds.World, str]]:
    """The world, written for good, and the address of a server that shows it; all rows go afterwards."""
    with django_db_blocker.unblock():
        made = worlds.make()
        server = LiveServer("127.0.0.1")
        try:
            yield made, server.url
        finally:
            server.stop()
            call_command("flush", interactive=False, verbosity=0)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """One Chromium for all pages of a module."""
    program = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), "chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
        yield browser
        browser.close()
