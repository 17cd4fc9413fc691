"""A group's page: its remit in the framework's words, who sits in it, and what it met on, said, decided and set going."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from lineofsight.cycle.findings.models import Action
from lineofsight.foundation.handbook.queries import NoFramework, framework_in_use
from lineofsight.foundation.partnership.models import Group, Partnership
from lineofsight.foundation.partnership.queries import Here
from lineofsight.governance.meetings.models import Decision, Meeting
from lineofsight.governance.meetings.queries.decisions import log
from lineofsight.governance.meetings.queries.meetings import listed
from lineofsight.governance.meetings.rules import states
from lineofsight.governance.updates.models import GroupUpdate
from lineofsight.governance.updates.queries import updates

SHOWN = 5


def group_called(partnership: Partnership, code: str, *, on: date) -> Group:
    """The group with this code that stands on the day, else the last that did. Group.DoesNotExist when there is none."""
    rows = Group.objects.for_partnership(partnership).filter(code=code).order_by("-starts_on")
    standing = rows.filter(starts_on__lte=on).first()
    return standing or rows.get()


def framework_group(here: Here, group: Group) -> Any | None:
    """The framework's own entry for the group, with remit and duties in its words; None where it has none."""
    try:
        framework = framework_in_use(here.partnership, on=here.today)
    except NoFramework:
        return None
    wanted = group.framework_code or group.code
    return next((one for one in framework.groups if one.code == wanted), None)


@dataclass(frozen=True, slots=True)
class GroupWork:
    """What a group has done lately and has before it."""

    next_meetings: list[Meeting]
    last_meetings: list[Meeting]
    decisions: list[Decision]
    updates: list[GroupUpdate]
    actions: list[Action]


def work_of(here: Here, group: Group) -> GroupWork:
    """The group's last and next meetings, decisions and updates, and the open actions that it agreed; six queries."""
    rows = listed(here.partnership).filter(group=group)
    open_actions = Action.objects.for_partnership(here.partnership).filter(agreed_under__item__meeting__group=group)
    open_actions = open_actions.exclude(state__in=["verified", "dropped"]).filter(
        subject__may_read__in=here.capabilities
    )
    return GroupWork(
        next_meetings=list(rows.filter(state__in=states.AHEAD).order_by("starts_at")[:SHOWN]),
        last_meetings=list(rows.exclude(state__in=states.AHEAD).order_by("-starts_at")[:SHOWN]),
        decisions=list(log(here).filter(group=group)[:SHOWN]),
        updates=list(updates(here.partnership).filter(group=group, state=GroupUpdate.State.GIVEN)[:SHOWN]),
        actions=list(
            open_actions.select_related("owner__organisation", "subject").order_by("due_on", "reference")[:20]
        ),
    )
