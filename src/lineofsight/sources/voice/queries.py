"""Reads of what children and families told us."""

from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from lineofsight.foundation.partnership.models import Partnership
from lineofsight.foundation.partnership.queries import Here, readable_subjects
from lineofsight.foundation.trail.models import Subject
from lineofsight.sources.voice.models import VoiceItem


def items(partnership: Partnership) -> QuerySet[VoiceItem]:
    """Everything that was heard, newest first."""
    return VoiceItem.objects.for_partnership(partnership).select_related("organisation", "about", "decision")


def one(partnership: Partnership, key: UUID | str) -> VoiceItem:
    """One item. VoiceItem.DoesNotExist for another partnership's."""
    rows = items(partnership).select_related("subject", "recorded_by", "partnership__chain")
    return rows.get(pk=key)


def heard_between(partnership: Partnership, *, start: date, end: date) -> QuerySet[VoiceItem]:
    """What was heard between two days, both counted: for indicators and reports."""
    return items(partnership).filter(heard_on__gte=start, heard_on__lte=end)


def findings_from(here: Here, item: VoiceItem) -> list[Subject]:
    """The findings that rest on it, those that the person may read; one query."""
    return list(readable_subjects(here).filter(finding__source=item.subject_id).order_by("title"))


def decisions_to_choose(here: Here) -> list[Subject]:
    """Decisions that the person may read, newest first as their numbers go; at most two hundred. One query."""
    rows = readable_subjects(here).filter(kind="decision").order_by("-title")
    return list(rows[:200])


def readable(here: Here, *keys: UUID | None) -> dict[UUID, Subject]:
    """The things with these keys that the person may read; one query."""
    wanted = [key for key in keys if key]
    return {one.pk: one for one in readable_subjects(here).filter(Q(pk__in=wanted))} if wanted else {}
