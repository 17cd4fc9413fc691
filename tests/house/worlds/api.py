"""A token of the agency's lead."""

from datetime import timedelta

from django.utils import timezone

from lineofsight.outputs.api.changes import make_token
from lineofsight.outputs.api.models import ApiToken
from tests import making
from tests.house.world import World


def make(world: World) -> None:
    """One that works."""
    world.kwargs["tokens:token"] = a_token(world, "Nightly figures").pk


def more(world: World, number: int) -> None:
    """More of the same seat."""
    for each in range(number):
        a_token(world, f"Program {each}")


def a_token(world: World, name: str) -> ApiToken:
    """A token for a month."""
    facts = {"by": making.SYSTEM, "now": timezone.now(), "today": world.today}
    seat, until = world.members["agency-lead"], world.today + timedelta(days=30)
    return make_token(seat, name=name, expires_on=until, **facts)[0]  # type: ignore[arg-type]
