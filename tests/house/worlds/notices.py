"""A message for the business manager, and one e-mail in the queue."""

from django.urls import reverse

from lineofsight.foundation.notices.changes import queue_email, tell
from lineofsight.foundation.notices.models import Notice
from tests.house.world import World


def make(world: World) -> None:
    """One of each."""
    manager = world.members["business-manager"].person
    home = reverse("pages:home", args=[world.partnership.slug])
    chain = world.partnership.chain
    tell([manager], key="house:1", text="Something to look at", path=home, chain=chain)
    world.kwargs["notices:notice"] = Notice.objects.get(person=manager).pk
    world.kwargs["notices:email"] = queue_email(to=manager.email, kind="news", title="News", body="Look.").pk
