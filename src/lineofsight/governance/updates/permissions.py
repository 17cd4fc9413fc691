"""Who may write and give a group's update: its own chair, and the team that supports the groups."""

from lineofsight.foundation.partnership.queries import Here
from lineofsight.governance.updates.models import GroupUpdate

SEES = ("see_meetings", "give_update")
GIVE, SUPPORTS = "give_update", "manage_rounds"


def may_write(here: Here, update: GroupUpdate) -> bool:
    """True for whoever gives updates in the group, and for the team that may give them for any."""
    if not here.may(GIVE):
        return False
    groups = {seat.group_code for seat in here.holdings if GIVE in seat.capabilities}
    return update.group.code in groups or here.may(SUPPORTS)
