"""Who may prepare a group's meetings, record for it, and confirm what it decided, each with the reason why not."""

from lineofsight.foundation.partnership.models import Group
from lineofsight.foundation.partnership.queries import Here
from lineofsight.governance.meetings.models import Decision, Meeting
from lineofsight.governance.meetings.rules import states

EDIT, SEE, DECIDE, PREPARE = "edit_meetings", "see_meetings", "decide", "prepare_sign_off"
TEAM = "business-team"
"""The group whose members look after every group's meetings; a chair looks after the own group's."""


def why_not_edit(here: Here, group: Group) -> str | None:
    """The reason why somebody cannot prepare or record this group's meetings, or None."""
    seats = [seat for seat in here.holdings if EDIT in seat.capabilities]
    if not seats:
        return "Your role does not let you prepare meetings or record what was decided."
    if any(seat.group_code in {"", TEAM, group.code} for seat in seats):
        return None
    return f"You look after the meetings of your own group, not those of {group.name}."


def may_edit(here: Here, meeting: Meeting) -> bool:
    """True when the person prepares and records this meeting."""
    return why_not_edit(here, meeting.group) is None


def sits_in(here: Here, group: Group) -> bool:
    """True when the person sits in the group."""
    return group.code in here.group_codes


def why_not_record_outside(here: Here) -> str | None:
    """The reason why somebody cannot write down a decision that was taken outside a meeting, or None."""
    if here.may(EDIT) or here.may(PREPARE):
        return None
    return "Your role does not let you write down decisions for others."


def decides_for(here: Here, group: Group) -> bool:
    """True when one of the person's seats of the group decides; a seat that is of no group decides for any."""
    return any(
        DECIDE in seat.capabilities and seat.group_code in {"", group.code} for seat in here.holdings
    ) or _leads_a_group_without_deciders(here, group)


def _leads_a_group_without_deciders(here: Here, group: Group) -> bool:
    """What a sub-group advises is confirmed by its own chair, who rates or keeps its meetings."""
    able = {"rate_products", EDIT}
    return any(able & seat.capabilities and seat.group_code == group.code for seat in here.holdings)


def why_not_confirm(here: Here, decision: Decision) -> str | None:
    """The reason why somebody cannot confirm a decision that was written down for them, or None."""
    return states.why_not_confirm(
        standing=decision.standing,
        way=decision.way,
        is_recorder=decision.recorded_by_id == here.person.actor_id,
        sits=decides_for(here, decision.group),
    )


def why_not_withdraw(here: Here, decision: Decision) -> str | None:
    """The reason why somebody cannot withdraw a decision that waits, or None: who wrote it down, or who keeps the meetings."""
    reason = states.why_not_withdraw(standing=decision.standing, reason="given")
    if reason:
        return reason
    if decision.recorded_by_id == here.person.actor_id or why_not_edit(here, decision.group) is None:
        return None
    return "Only who wrote it down, or who keeps the group’s meetings, withdraws it."
