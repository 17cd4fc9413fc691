"""A redaction that waits for a second person, asked by the business manager; an account to change."""

from django.utils import timezone

from lineofsight.foundation.trail import redactions
from lineofsight.foundation.trail.changes import Doer
from tests.house.world import World


def make(world: World) -> None:
    """One of each."""
    manager = world.members["business-manager"].person
    by = Doer(manager.actor_id, "Business manager")
    one = redactions.ask(
        world.partnership.chain, words="Ann Leeming", reason="Typed by mistake", by=by, now=timezone.now()
    )
    world.kwargs["pages:redaction"] = one.pk
    world.kwargs["pages:person"] = world.members["analyst"].person_id
    world.kwargs["pages:deed"] = "close"
