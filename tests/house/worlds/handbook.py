"""A tool and a role of the framework, and a second version that counts later."""

from datetime import timedelta

from lineofsight.foundation.handbook.changes import load_framework
from tests import making
from tests.house.world import World


def make(world: World) -> None:
    """The first of each."""
    framework = making.framework_named("kscmp-2024")
    world.kwargs["handbook:tool"] = framework.tools[0].code
    world.kwargs["handbook:role"] = framework.roles[0].code
    world.kwargs["handbook:clock"] = framework.clocks[0].code
    world.kwargs["pages:kind"] = framework.roles[0].code
    world.kwargs["pages:guide"] = "agencies"
    later = world.today + timedelta(days=90)
    second = making.framework_named("harbour-2025")
    load_framework(second, by=making.SYSTEM, counts_from=later, partnership=world.elsewhere)
