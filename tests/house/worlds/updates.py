"""A draft of the learning group, with the quarter before it given, and one of another group that was given."""

from datetime import date, timedelta

from django.utils import timezone

from lineofsight.foundation.handbook.queries import version_in_use
from lineofsight.foundation.partnership.models import Group
from lineofsight.governance.updates import changes, rules
from lineofsight.governance.updates.models import GroupUpdate
from tests import making
from tests.house.world import World

CHANNELS = ["chair-update", "executive-circular"]


def make(world: World) -> None:
    """The draft that the address names, and what was given before."""
    learning = a_group(world, "learning-house", "Learning Group")
    now = rules.quarter_of(world.today)
    given(world, learning, rules.quarter_of(now.start - timedelta(days=1)))
    world.kwargs["updates:update"] = opened(world, learning, now).pk


def more(world: World, number: int) -> None:
    """As many groups, each with one that was given."""
    quarter = rules.quarter_of(world.today)
    for each in range(number):
        given(world, a_group(world, f"house-{each}", f"House group {each}"), quarter)


def a_group(world: World, code: str, name: str) -> Group:
    """A sub-group of the partnership's own."""
    return making.changes.add_group(
        world.partnership, code=code, name=name, starts_on=making.FIRST_DAY, by=making.SYSTEM
    )


def opened(world: World, group: Group, quarter: rules.Quarter) -> GroupUpdate:
    """An empty draft."""
    version = version_in_use(world.partnership, on=world.today)
    due_on: date = quarter.end + timedelta(days=14)
    return changes.open_update(group, quarter, version=version, due_on=due_on, by=making.SYSTEM)


def given(world: World, group: Group, quarter: rules.Quarter) -> GroupUpdate:
    """One that was given through two channels."""
    update, now = opened(world, group, quarter), timezone.now()
    changes.save(update, {"practice": changes.Typed("Visits are on time.", 1)}, by=making.SYSTEM, now=now)
    return changes.give(update, channels=CHANNELS, by=making.SYSTEM, now=now, today=world.today)
