"""How challenges come from things; what comes of a challenge names it as its source."""

from lineofsight.foundation.partnership.sight import Kind, Way, add_kind, add_way
from lineofsight.governance.challenges.models import Challenge


def register_all() -> None:
    """Add everything; called once, when the room is ready."""
    add_way(Way("about-challenge", Challenge.objects.for_partnership, "about", "subject", "was challenged in"))
    add_kind(Kind("challenge", "Challenge", ("challenge",), lambda one: str(one.get_state_display())))
    add_kind(Kind("escalation", "Escalation", ("escalation",)))
