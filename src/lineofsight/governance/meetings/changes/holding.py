"""What every write to a meeting shares: the version that was read, addresses, subjects, and telling people."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import F

from lineofsight.foundation.accounts.models import Person
from lineofsight.foundation.notices import changes as notices
from lineofsight.foundation.notices.models import Notice
from lineofsight.foundation.partnership.holding import ChangedMeanwhile
from lineofsight.foundation.partnership.permissions import Refused
from lineofsight.foundation.trail.changes import Doer, record, subject_for
from lineofsight.foundation.trail.models import Subject
from lineofsight.governance.meetings.models import AgendaItem, Decision, Meeting
from lineofsight.governance.meetings.queries.reading import needs_of, subject_of

SEE = "see_meetings"
RESTRICTED_KINDS = frozenset({"see_incidents", "read_incidents", "write_scrutiny"})


def path_of(meeting: Meeting) -> str:
    """The address of the meeting's page."""
    return f"/p/{meeting.partnership.slug}/meetings/{meeting.pk}/"


def item_path(item: AgendaItem) -> str:
    """The address of the item's page."""
    return f"{path_of(item.meeting)}items/{item.pk}/"


def decision_path(decision: Decision) -> str:
    """The address of the decision's page."""
    return f"/p/{decision.partnership.slug}/decisions/{decision.pk}/"


def must_say(words: str, otherwise: str) -> None:
    """Go on only with words."""
    if not words.strip():
        raise Refused(otherwise)


def write(row: models.Model, *, version: int, by: Doer, now: datetime, **facts: Any) -> None:
    """Write the facts if nobody else changed the row since this version was read, and bring the row given up to date."""
    model = type(row)
    held = model._default_manager.filter(pk=row.pk, version=version)
    stamps = {"changed_at": now, "changed_by_id": by.actor_id} if hasattr(row, "changed_by_id") else {}
    if not held.update(version=F("version") + 1, **stamps, **facts):
        raise ChangedMeanwhile(saved=model._default_manager.get(pk=row.pk))
    row.refresh_from_db(fields=["version", *(name.removesuffix("_id") for name in {**stamps, **facts})])


def locked(meeting: Meeting) -> Meeting:
    """The meeting as it is now, locked until the transaction ends."""
    rows = Meeting.objects.for_partnership(meeting.partnership).select_for_update(of=("self",))
    found: Meeting = rows.select_related("partnership__chain", "group", "subject").get(pk=meeting.pk)
    return found


def refresh_subject(meeting: Meeting) -> None:
    """Keep what trail, notices and search point at in step with the meeting."""
    meeting.subject = subject_for(
        meeting.partnership.chain,
        room="meetings",
        kind="meeting",
        key=meeting.pk,
        title=meeting.title,
        may_read=SEE,
        path=path_of(meeting),
    )
    Meeting.objects.filter(pk=meeting.pk, subject__isnull=True).update(subject=meeting.subject)


def item_subject(item: AgendaItem) -> Subject:
    """What the item's own papers hang on: read by whoever may read what the item is about."""
    return subject_for(
        item.meeting.partnership.chain,
        room="meetings",
        kind="agenda item",
        key=item.pk,
        title=item.title,
        may_read=reading_of(item),
        path=item_path(item),
        marking=item.meeting.marking,
        organisation_key=organisation_of(item),
    )


def reading_of(item: AgendaItem | None) -> str:
    """The one capability that reading what belongs to an item needs: its thing's own where that is restricted."""
    needed = needs_of(item) if item else frozenset()
    restricted = sorted(needed & RESTRICTED_KINDS)
    return restricted[0] if restricted else SEE


def organisation_of(item: AgendaItem | None) -> str:
    """The organisation whose own the item's thing is, if it is one's own."""
    subject = subject_of(item) if item else None
    return subject.organisation_key if subject else ""


def note_item(
    item: AgendaItem, *, deed: str, by: Doer, note: str = "", before: dict[str, Any] | None = None, **after: Any
) -> None:
    """The entry of a write to an item: about the thing itself where there is one, so that only its readers read it."""
    meeting = item.meeting
    record(
        meeting.partnership.chain,
        by=by,
        deed=deed,
        subject=subject_of(item) or meeting.subject,
        before=before,
        after={"meeting": meeting.title, "item": item.title, **after},
        note=note,
    )


def tell(meeting: Meeting, people: Iterable[Person], *, key: str, text: str, path: str = "", kind: str = "task") -> int:
    """Tell people something about the meeting, each once for each key; no detail beyond its title and day."""
    return notices.tell(
        people,
        key=f"meeting:{meeting.pk}:{key}",
        text=text,
        path=path or path_of(meeting),
        kind=kind,
        chain=meeting.partnership.chain,
    )


def settle(meeting: Meeting, key: str) -> None:
    """What was asked for is done: nobody is reminded of it again."""
    notices.settle(key_prefix=f"meeting:{meeting.pk}:{key}")


NEWS = Notice.Kind.NEWS
