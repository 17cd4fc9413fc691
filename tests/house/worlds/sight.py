"""The line of sight of the finding, the file and the figure of other rooms' worlds."""

from lineofsight.cycle.findings.models import Finding
from tests.house.world import World


def make(world: World) -> None:
    """Their keys; `findings`, `files` and `dashboard` come before this in the alphabet and made them."""
    finding = Finding.objects.for_partnership(world.partnership).get(pk=world.kwargs["findings:finding"])
    world.kwargs |= {
        "sight:subject": finding.subject_id,
        "sight:evidence": world.kwargs["files:evidence"],
        "sight:figure": world.kwargs["dashboard:figure"],
    }
