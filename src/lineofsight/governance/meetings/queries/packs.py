"""Packs of a meeting: which there must be, which a person may open, and what goes into one."""

from collections.abc import Sequence
from uuid import UUID

from django.db.models import Prefetch, QuerySet

from lineofsight.cycle.warnings.models import Warning
from lineofsight.foundation.files.models import Evidence
from lineofsight.foundation.partnership.models import Partnership
from lineofsight.governance.challenges.models import Challenge
from lineofsight.governance.meetings.models import AgendaItem, Meeting, Pack, Paper
from lineofsight.governance.meetings.queries.agenda import day_of
from lineofsight.governance.meetings.queries.reading import everybody_may_read, needs_of, seats_of, subject_of
from lineofsight.governance.updates.models import GroupUpdate, UpdateText


def variants_of(meeting: Meeting) -> list[frozenset[str]]:
    """What opening each pack needs: one that every member may open and, where items are restricted, one that holds all."""
    needed = [needs_of(item) for item in standing(meeting) if not _is_private(item)]
    may = everybody_may_read(seats_of(meeting.group, on=day_of(meeting)))
    open_to_all = frozenset().union(*(one for one in needed if one <= may))
    everything = frozenset().union(*needed)
    return [open_to_all] if everything == open_to_all else [open_to_all, everything]


def standing(meeting: Meeting) -> QuerySet[AgendaItem]:
    """The meeting's items in order, with what a pack tells of each."""
    rows = AgendaItem.objects.for_partnership(meeting.partnership).filter(meeting=meeting, withdrawn_at__isnull=True)
    papers = Paper.objects.select_related("evidence__stored").filter(evidence__archived_at__isnull=True)
    return rows.select_related(
        "stop__product__subject", "stop__product__words", "about", "presenter__organisation"
    ).prefetch_related(Prefetch("papers", papers), "stop__views")


def _is_private(item: AgendaItem) -> bool:
    subject = subject_of(item)
    return bool(subject and subject.private_to_id)


def is_in(pack: Pack, item: AgendaItem) -> bool:
    """True when the pack tells of the item, and not only that there is one."""
    return needs_of(item) <= frozenset(pack.needs.split()) and not _is_private(item)


def product_papers(items: Sequence[AgendaItem]) -> dict[UUID, list[Evidence]]:
    """The papers that products brought along, by their subject; one query."""
    subjects = [item.stop.product.subject_id for item in items if item.stop]
    rows = Evidence.objects.filter(subject__in=subjects, purpose=Evidence.Purpose.PAPER).standing()
    found: dict[UUID, list[Evidence]] = {}
    for one in rows.select_related("stored").order_by("added_at"):
        found.setdefault(one.subject_id, []).append(one)
    return found


def warnings_of(items: Sequence[AgendaItem]) -> dict[UUID, Warning]:
    """The warnings that items are about, by subject; one query."""
    rows = Warning.objects.filter(subject__in=_abouts(items, "warning")).select_related("next_step_role__organisation")
    return {one.subject_id: one for one in rows if one.subject_id}


def challenges_of(items: Sequence[AgendaItem]) -> dict[UUID, Challenge]:
    """The challenges that items are about, by subject; one query."""
    rows = Challenge.objects.filter(subject__in=_abouts(items, "challenge")).select_related("to_role__organisation")
    return {one.subject_id: one for one in rows if one.subject_id}


def updates_of(items: Sequence[AgendaItem]) -> dict[UUID, GroupUpdate]:
    """The updates that items are about, with their texts, by subject; two or three queries."""
    rows = GroupUpdate.objects.filter(subject__in=_abouts(items, "update")).select_related("group", "framework")
    texts = Prefetch("texts", UpdateText.objects.order_by("pk"))
    return {one.subject_id: one for one in rows.prefetch_related(texts) if one.subject_id}


def _abouts(items: Sequence[AgendaItem], kind: str) -> list[UUID]:
    return [item.about.pk for item in items if item.about and item.about.kind == kind]


def packs_of(meeting: Meeting) -> list[Pack]:
    """The meeting's packs, newest first; one query."""
    return list(Pack.objects.for_partnership(meeting.partnership).filter(meeting=meeting).select_related("asked_by"))


def may_open(pack: Pack, capabilities: frozenset[str]) -> bool:
    """True for somebody who may read everything in it."""
    return frozenset(pack.needs.split()) <= capabilities


def best_for(packs: Sequence[Pack], capabilities: frozenset[str]) -> Pack | None:
    """The newest ready pack that holds most of what the person may read."""
    ready = [one for one in packs if one.state == Pack.State.READY and may_open(one, capabilities)]
    return max(ready, key=lambda one: (one.asked_at, len(one.needs)), default=None)


def one_pack(partnership: Partnership, meeting: UUID, key: UUID) -> Pack:
    """One pack of the meeting. Pack.DoesNotExist for another's."""
    rows = Pack.objects.for_partnership(partnership).filter(meeting=meeting)
    return rows.select_related("meeting__group", "partnership__chain", "asked_by").get(pk=key)
