"""Cards about sub-groups' updates: the chair's own, and for the team those that are late."""

from collections.abc import Iterator

from django.db.models import Count, Min, QuerySet
from django.urls import reverse

from lineofsight.foundation.partnership.queries import Here
from lineofsight.governance.updates import permissions, rules
from lineofsight.governance.updates.models import GroupUpdate
from lineofsight.outputs.pages.finding.card import Card, Deadline

SHOWN = 8


def _mine(here: Here) -> QuerySet[GroupUpdate]:
    """Drafts of the groups in which the person gives the update."""
    groups = {seat.group_code for seat in here.holdings if permissions.GIVE in seat.capabilities and seat.group_code}
    rows = GroupUpdate.objects.for_partnership(here.partnership).filter(state=rules.DRAFT, group__code__in=groups)
    return rows.select_related("group").order_by("due_on", "group__name")


def _one(here: Here, update: GroupUpdate) -> str:
    return reverse("updates:update", args=[here.partnership.slug, update.pk])


def to_give(here: Here) -> Iterator[Card]:
    """Updates that wait for the person."""
    waiting = list(_mine(here))
    if waiting:
        first = waiting[0]
        yield Card(
            title="update to give" if len(waiting) == 1 else "updates to give",
            count=len(waiting),
            text=f"{first.group.name}, {rules.Quarter(first.period_start, first.period_end).words}.",
            nearest=first.due_on,
            url=_one(here, first),
            button="Write it",
            is_urgent=first.due_on < here.today,
        )


def late(here: Here) -> Iterator[Card]:
    """Updates that no chair gave in time."""
    rows = GroupUpdate.objects.for_partnership(here.partnership).filter(state=rules.DRAFT, due_on__lt=here.today)
    found = rows.aggregate(all=Count("pk"), first=Min("due_on"))
    if found["all"]:
        title = "sub-group’s update is late" if found["all"] == 1 else "sub-groups’ updates are late"
        url = reverse("updates:list", args=[here.partnership.slug]) + "?overdue=on"
        yield Card(title=title, count=found["all"], nearest=found["first"], says="The oldest was due", url=url,
                   button="See which")  # fmt: skip


def deadlines(here: Here) -> Iterator[Deadline]:
    """The days by which the person's updates are due."""
    for update in _mine(here)[:SHOWN]:
        yield Deadline(update.due_on, f"Update of {update.group.name}", _one(here, update))
