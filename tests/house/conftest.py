"""The world is made once for a module, inside a transaction that is rolled back; each page gets a savepoint."""

from collections.abc import Iterator

import pytest
from django.db import transaction

from tests.house import world as worlds


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[worlds.World]:
    """The world, for tests that only read or that undo what they write."""
    with django_db_blocker.unblock(), transaction.atomic():  # type: ignore[attr-defined]
        yield worlds.make()
        transaction.set_rollback(True)
