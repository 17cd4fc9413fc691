"""Where an update of a sub-group was used."""

from django.db.models import QuerySet

from lineofsight.foundation.partnership.models import Partnership
from lineofsight.foundation.partnership.sight import Kind, Way, add_kind, add_way
from lineofsight.governance.updates.models import UpdateChannel


def register_all() -> None:
    """Add everything; called once, when the room is ready."""
    add_way(Way("update-used", _used, "update__subject", "used_in", "was used in"))
    add_kind(Kind("update", "Update of a group", ("group_update",), lambda one: str(one.get_state_display())))


def _used(partnership: Partnership) -> QuerySet[UpdateChannel]:
    return UpdateChannel.objects.filter(update__partnership=partnership)
