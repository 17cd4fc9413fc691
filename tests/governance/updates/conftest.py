"""A sub-group with its chair, and the update that the clock opened for it."""

from datetime import date

import pytest

from lineofsight.foundation.partnership.models import Group, Membership, Partnership
from lineofsight.governance.updates import queries, tasks
from lineofsight.governance.updates.models import GroupUpdate
from tests import making

TODAY = date(2026, 10, 5)


@pytest.fixture
def learning(partnership: Partnership) -> Group:
    """A sub-group of the partnership's own."""
    return making.changes.add_group(
        partnership, code="learning", name="Learning Group", starts_on=making.FIRST_DAY, by=making.SYSTEM
    )


@pytest.fixture
def chair(partnership: Partnership, learning: Group) -> Membership:
    """Chairs it."""
    return making.a_member(partnership, "sub-group-chair", name="Cha Ir", group=learning)


@pytest.fixture
def update(partnership: Partnership, chair: Membership) -> GroupUpdate:
    """Opened by the clock."""
    tasks.day_of(partnership, today=TODAY)
    return queries.one(partnership, GroupUpdate.objects.get().pk)
