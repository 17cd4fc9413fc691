"""Cards about sub-groups' updates: the chair's own, and for the team those that are late."""

from collections.abc import Iterator, Sequence

from django.db.models import Q
from django.urls import reverse

from lineofsight.foundation.partnership.queries import Here
from lineofsight.governance.updates import permissions, rules
from lineofsight.governance.updates.models import GroupUpdate
from lineofsight.outputs.pages.finding.card import Card, Deadline

SHOWN, READ = 8, 200


def _groups(here: Here) -> set[str]:
    """The groups in which the person gives the update."""
    return {seat.group_code for seat in here.holdings if permissions.GIVE in seat.capabilities and seat.group_code}


def _one(here: Here, update: GroupUpdate) -> str:
    return reverse("updates:update", args=[here.partnership.slug, update.pk])


def cards(here: Here) -> Iterator[Card | Deadline]:
    """Updates that wait for the person with their days and, for the team, those that no chair gave in time; one query."""
    late = Q(due_on__lt=here.today) if here.may("manage_rounds") else Q(pk__in=[])
    drafts = GroupUpdate.objects.for_partnership(here.partnership).filter(state=rules.DRAFT)
    rows = (
        drafts.filter(Q(group__code__in=_groups(here)) | late).select_related("group").order_by("due_on", "group__name")
    )
    held = list(rows[:READ])
    yield from _to_give([one for one in held if one.group.code in _groups(here)], here)
    if here.may("manage_rounds"):
        yield from _late([one for one in held if one.due_on < here.today], here)


def _to_give(waiting: Sequence[GroupUpdate], here: Here) -> Iterator[Card | Deadline]:
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
    for update in waiting[:SHOWN]:
        yield Deadline(update.due_on, f"Update of {update.group.name}", _one(here, update))


def _late(rows: Sequence[GroupUpdate], here: Here) -> Iterator[Card]:
    if rows:
        title = "sub-group’s update is late" if len(rows) == 1 else "sub-groups’ updates are late"
        url = reverse("updates:list", args=[here.partnership.slug]) + "?overdue=on"
        yield Card(title=title, count=len(rows), nearest=rows[0].due_on, says="The oldest was due", url=url,
                   button="See which")  # fmt: skip
