"""The forward plan's own entries: what a group will look at that is no product yet."""

from datetime import date, datetime

from django.db import transaction

from lineofsight.foundation.partnership.models import Group, Partnership, Role
from lineofsight.foundation.partnership.permissions import Refused
from lineofsight.foundation.trail.changes import Doer, record
from lineofsight.governance.meetings.changes.holding import must_say, write
from lineofsight.governance.meetings.models import PlannedItem


@transaction.atomic
def plan_item(
    partnership: Partnership, *, group: Group, title: str, purpose: str, on: date, by: Doer,
    owner: Role | None = None, paper_due_on: date | None = None,
) -> PlannedItem:  # fmt: skip
    """An entry of the forward plan: it comes onto the group's agenda by itself when its day has come."""
    _check(title, on, paper_due_on)
    made = PlannedItem.objects.create(
        partnership=partnership,
        group=group,
        title=title,
        purpose=purpose,
        on=on,
        owner=owner,
        paper_due_on=paper_due_on,
    )
    after = {"title": title, "group": group.name, "on": str(on)}
    record(partnership.chain, by=by, deed="meetings.plan_item", after=after)
    return made


@transaction.atomic
def edit_planned(
    planned: PlannedItem, *, group: Group, title: str, purpose: str, on: date, owner: Role | None,
    paper_due_on: date | None, by: Doer, now: datetime, version: int,
) -> PlannedItem:  # fmt: skip
    """Change an entry that is on no agenda yet."""
    _free(planned)
    _check(title, on, paper_due_on)
    before = {"title": planned.title, "on": str(planned.on)}
    write(
        planned, version=version, by=by, now=now, group=group, title=title, purpose=purpose, on=on, owner=owner,
        paper_due_on=paper_due_on,
    )  # fmt: skip
    after = {"title": title, "on": str(on)}
    record(planned.partnership.chain, by=by, deed="meetings.edit_planned", before=before, after=after)
    return planned


@transaction.atomic
def remove_planned(planned: PlannedItem, *, by: Doer, now: datetime, version: int) -> None:
    """Take an entry off the plan."""
    _free(planned)
    write(planned, version=version, by=by, now=now, removed_at=now)
    after = {"title": planned.title}
    record(planned.partnership.chain, by=by, deed="meetings.remove_planned", after=after)


def _free(planned: PlannedItem) -> None:
    if planned.placed_id is not None:
        raise Refused("It is on an agenda now. Change it there.")


def _check(title: str, on: date, paper_due_on: date | None) -> None:
    must_say(title, "Give it a title.")
    if paper_due_on is not None and paper_due_on > on:
        raise Refused("The paper must be due by the day on which the group looks at it.")
