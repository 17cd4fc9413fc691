"""A new warning, one with the Executive, one that was answered, and a concern that was closed."""

from django.utils import timezone

from lineofsight.cycle.warnings import changes
from lineofsight.cycle.warnings.models import TriageSetting, Warning
from tests import making
from tests.house.world import World


def make(world: World) -> None:
    """One in each place, about the whole area, so that nobody's own agency is in the way."""
    TriageSetting.objects.update_or_create(partnership=world.partnership, defaults={"longest_list": 1})
    world.kwargs["early_warning:warning"] = detected(world, "house:new").pk
    detected(world, "house:below")
    raised = raise_(world, detected(world, "house:raised"))
    world.kwargs["raised warning"] = raised.pk
    answered = raise_(world, detected(world, "house:answered"))
    now = timezone.now()
    changes.answer(answered, words="We ask for a plan", by=making.SYSTEM, now=now, version=answered.version)
    world.kwargs["answered warning"] = answered.pk
    closed = detected(world, "house:closed", kind="concern")
    facts = {"reason": "Looked into; nothing in it", "own_organisations": frozenset[str](), "version": closed.version}
    changes.close(closed, **facts, by=making.SYSTEM, now=now)  # type: ignore[arg-type]


def more(world: World, number: int) -> None:
    """More of each: new, with the Executive, answered and closed."""
    for each in range(number):
        detected(world, f"more:new:{each}")
        answered = raise_(world, detected(world, f"more:answered:{each}"))
        raise_(world, detected(world, f"more:raised:{each}"))
        facts = {"by": making.SYSTEM, "now": timezone.now(), "version": answered.version}
        changes.answer(answered, words="We ask for a plan", **facts)  # type: ignore[arg-type]


def detected(world: World, key: str, *, kind: str = "signal") -> Warning:
    """A warning that was found now."""
    found = changes.Detection(
        kind=kind, key=key, title="Repeat plans rising", sentence="Higher since about March 2026.", tier="alert"
    )
    return changes.detect(world.partnership, found, by=making.SYSTEM, now=timezone.now(), today=world.today)[0]


def raise_(world: World, warning: Warning) -> Warning:
    """The warning, raised with a next step."""
    facts = {"next_step": "The council reports in two weeks", "today": world.today, "version": warning.version}
    return changes.raise_to_executive(warning, **facts, by=making.SYSTEM, now=timezone.now())  # type: ignore[arg-type]
