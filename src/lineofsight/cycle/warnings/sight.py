"""How warnings lead to other things, and what they came from."""

from collections.abc import Sequence
from uuid import UUID

from lineofsight.cycle.warnings.models import Warning
from lineofsight.foundation.partnership.sight import Kind, Way, add_kind, add_way


def register_all() -> None:
    """Add everything; called once, when the room is ready."""
    rows = Warning.objects.for_partnership
    add_way(Way("about-warning", rows, "about", "subject", "was warned of in"))
    add_way(Way("warning-whole", rows, "subject", "joined_to__subject", "is a part of"))
    add_way(Way("warning-again", rows, "recurs_from__subject", "subject", "came back as"))
    add_kind(Kind("warning", "Early warning", told=_told))


def _told(subjects: Sequence[UUID]) -> dict[UUID, str]:
    rows = Warning.objects.filter(subject__in=subjects)
    return {one.subject_id: one.get_state_display() for one in rows if one.subject_id}
