"""Somebody who waits, an invitation that stands, a deputy, and one of each body."""

from django.utils import timezone

from lineofsight.foundation.notices.changes import queue_email
from lineofsight.foundation.partnership import changes, inviting
from lineofsight.foundation.partnership.models import Area, Group, Invitation
from lineofsight.foundation.trail.changes import Doer
from tests import making
from tests.house.world import World

SECRET = "a-secret-of-the-house"


def make(world: World) -> None:
    """One of each thing that an address of people names."""
    place, held = world.partnership, world.members["analyst"]
    waits = changes.seat(held.role, making.a_person("Wanda Waits"), starts_on=world.today, by=making.SYSTEM)
    manager = world.members["business-manager"].person
    facts = {"address": "http://testserver", "today": world.today, "now": timezone.now()}
    by = Doer(actor_id=manager.actor_id, role="Business manager")
    invited = inviting.invite(held.role, email="ivy@example.org", name="Ivy", inviter=manager, by=by, **facts)
    Invitation.objects.filter(pk=invited.pk).update(secret_digest=inviting.digest_of(SECRET))
    area = Area.objects.create(code="X09000001", name="Aldermoor", kind="district", starts_on=making.FIRST_DAY)
    changes.cover_area(place, area, starts_on=making.FIRST_DAY, by=making.SYSTEM)
    email = queue_email(to="ivy@example.org", kind="test", title="Test", body="Test", chain=place.chain)
    world.kwargs |= {
        "entry:secret": SECRET,
        "people:person": held.person_id,
        "people:membership": waits.pk,
        "people:invitation": invited.pk,
        "people:seat": held.role_id,
        "people:organisation": held.role.organisation_id,
        "people:group": Group.objects.for_partnership(place).first().pk,
        "people:area": area.pk,
        "people:email": email.pk,
    }
