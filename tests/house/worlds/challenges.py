"""A question to the business manager, one that was answered, one that is settled, and an escalation."""

from datetime import timedelta

from django.utils import timezone

from lineofsight.foundation.handbook.queries import framework_in_use
from lineofsight.foundation.partnership.models import Membership
from lineofsight.foundation.trail.changes import Doer
from lineofsight.governance.challenges import changes
from lineofsight.governance.challenges.models import Challenge, Escalation
from tests import making
from tests.house.world import World


def make(world: World) -> None:
    """One of each state, and an escalation that goes on."""
    world.kwargs["challenges:challenge"] = asked(world, "business-manager").pk
    world.kwargs["answered challenge"] = answered(world).pk
    world.kwargs["settled challenge"] = settled(world).pk
    world.kwargs["challenges:escalation"] = escalated(world).pk


def more(world: World, number: int) -> None:
    """More of each."""
    for _ in range(number):
        asked(world, "business-manager")
        settled(world)
        escalated(world)


def doer(member: Membership) -> Doer:
    """The member as the trail names them."""
    return Doer(actor_id=member.person.actor_id, role=str(member.role))


def asked(world: World, of: str) -> Challenge:
    """A question of the sub-group's chair, about a warning."""
    asker, to = world.members["saa-chair"], world.members[of]
    return changes.ask(
        world.partnership, question="Why are plans rising, and who looks at it?", evidence="The figures of July",
        to_role=to.role, due_on=world.today + timedelta(days=10), organisation=asker.role.organisation,
        by=doer(asker), now=timezone.now(), today=world.today,
    )  # fmt: skip


def answered(world: World) -> Challenge:
    """One that an agency's lead answered."""
    to = world.members["agency-lead"]
    challenge = asked(world, "agency-lead")
    facts = {"seats": frozenset({to.role_id}), "by": doer(to), "now": timezone.now(), "version": 1}
    return changes.answer(challenge, words="We move two posts by January", **facts)  # type: ignore[arg-type]


def settled(world: World) -> Challenge:
    """One with its outcome and effect."""
    facts = {"by": doer(world.members["saa-chair"]), "now": timezone.now(), "today": world.today, "version": 2}
    return changes.settle(answered(world), outcome="Two posts move", effect="More came", **facts)  # type: ignore[arg-type]


def escalated(world: World) -> Escalation:
    """A disagreement between the council and the police."""
    stage = framework_in_use(world.partnership, on=world.today).escalation_stages[0]
    police = making.an_organisation(world.partnership, "Westmarch Police", kind="police")
    return changes.log_escalation(
        world.partnership, by_organisation=making.an_organisation(world.partnership), to_organisation=police,
        stage=stage, reason="Whether a strategy meeting was needed", raised_on=world.today, by=making.SYSTEM,
        today=world.today,
    )  # fmt: skip
