"""Something that young people said, and more of it."""

from django.utils import timezone

from lineofsight.sources.voice import changes
from lineofsight.sources.voice.models import VoiceItem
from tests import making
from tests.house.world import World


def make(world: World) -> None:
    """The item that the addresses name."""
    world.kwargs["voice:item"] = heard(world).pk


def more(world: World, number: int) -> None:
    """More of it, with what changed."""
    for _ in range(number):
        facts = {"changed": "They call by Friday", "changed_on": world.today, "today": world.today, "version": 1}
        changes.say_changed(heard(world), by=making.SYSTEM, **facts)  # type: ignore[arg-type]


def heard(world: World) -> VoiceItem:
    """What young people said in a group."""
    return changes.hear(
        world.partnership, who="young", said="Nobody tells us when our worker changes", heard_on=world.today, how="group",
        organisation=making.an_organisation(world.partnership), by=making.SYSTEM, now=timezone.now(), today=world.today,
    )  # fmt: skip
