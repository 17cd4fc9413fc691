"""The world is made once for a module, inside a transaction that is rolled back; each page gets a savepoint."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction
from pytest_django.live_server_helper import LiveServer

from tests.house import world as worlds


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
