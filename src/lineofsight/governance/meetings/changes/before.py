"""Before the meeting: papers, what members think, and apologies."""

from datetime import date, datetime

from django.db import transaction

from lineofsight.cycle.products import changes as products
from lineofsight.foundation.files.models import Evidence
from lineofsight.foundation.partnership.holding import must
from lineofsight.foundation.partnership.models import Organisation, Role
from lineofsight.foundation.partnership.permissions import Refused
from lineofsight.foundation.trail.changes import Doer, record
from lineofsight.foundation.trail.models import Subject
from lineofsight.governance.meetings.changes.holding import item_subject, locked, must_say, note_item
from lineofsight.governance.meetings.models import AgendaItem, Attendance, ItemComment, Meeting, Paper
from lineofsight.governance.meetings.queries.agenda import day_of
from lineofsight.governance.meetings.rules import states


@transaction.atomic
def subject_for_papers(item: AgendaItem) -> Subject:
    """The subject that the item's own papers hang on, made the first time."""
    if item.subject is None:
        item.subject = item_subject(item)
        item.save(update_fields=["subject"])
    return item.subject


@transaction.atomic
def add_paper(item: AgendaItem, evidence: Evidence, *, by: Doer, now: datetime, pages: int | None = None) -> Paper:
    """A paper of the item. It may come late, also at the meeting; then it says so."""
    held = locked(item.meeting)
    if held.state not in states.AHEAD | {states.HELD}:
        raise Refused(f"This meeting is {states.NAMES[held.state]}, so its papers stay as they were.")
    if evidence.partnership_id != held.partnership_id:
        raise Refused("Choose a paper of this partnership.")
    made, is_new = Paper.objects.get_or_create(
        item=item, evidence=evidence, defaults={"added_at": now, "added_by_id": by.actor_id, "pages": pages}
    )
    if is_new:
        note_item(item, deed="meetings.add_paper", by=by, paper=evidence.title)
    return made


@transaction.atomic
def say_before(
    item: AgendaItem, *, view: str, words: str, organisation: Organisation | None, by: Doer, now: datetime
) -> None:
    """What somebody thinks before the meeting: on a product it is a view, on anything else a comment."""
    held = locked(item.meeting)
    must(states.why_not_say(held.state))
    if item.stop is not None and view:
        if organisation is None:
            raise Refused("Only members of the group give a view. You can write a comment.")
        products.give_view(item.stop, view=view, words=words, organisation=organisation, by=by, now=now)
        return
    must_say(words, "Write your comment.")
    ItemComment.objects.create(item=item, text=words, at=now, actor_id=by.actor_id, role=by.role[:200])
    note_item(item, deed="meetings.comment", by=by, note=words)


@transaction.atomic
def say_whether_coming(
    meeting: Meeting, role: Role, *, kind: str, deputy_name: str, by: Doer, now: datetime
) -> Attendance:
    """Whoever holds a seat says before the meeting that they come, send a deputy, or cannot come."""
    held = locked(meeting)
    must(states.why_not_say(held.state))
    return _keep(held, role, kind=kind, deputy_name=deputy_name, by=by, now=now, deed="meetings.say_whether_coming")


@transaction.atomic
def record_attendance(
    meeting: Meeting, came: dict[Role, tuple[str, str]], *, by: Doer, now: datetime, today: date
) -> int:
    """Who was there: for each seat its kind and the deputy's name; how many were written."""
    held = locked(meeting)
    must(states.why_not_record(held.state))
    if day_of(held) > today:
        raise Refused("The meeting has not taken place yet. Until then members say themselves whether they come.")
    written = [(role, kind, deputy) for role, (kind, deputy) in came.items() if kind]
    for role, kind, deputy in written:
        _set(held, role, kind=kind, deputy_name=deputy, by=by, now=now)
    after = {"seats": {str(role): kind for role, kind, _ in written}}
    record(
        held.partnership.chain, by=by, deed="meetings.record_attendance", subject=held.subject, after=after,
        rows=max(len(written), 1),
    )  # fmt: skip
    return len(written)


def _keep(
    meeting: Meeting, role: Role, *, kind: str, deputy_name: str, by: Doer, now: datetime, deed: str
) -> Attendance:
    made = _set(meeting, role, kind=kind, deputy_name=deputy_name, by=by, now=now)
    after = {"seat": str(role), "kind": kind}
    record(meeting.partnership.chain, by=by, deed=deed, subject=meeting.subject, after=after)
    return made


def _set(meeting: Meeting, role: Role, *, kind: str, deputy_name: str, by: Doer, now: datetime) -> Attendance:
    if kind not in Attendance.Kind.values:
        raise Refused("Choose whether the seat is filled.")
    if role.group_id != meeting.group_id:
        raise Refused(f"This seat is not one of {meeting.group.name}.")
    deputy = deputy_name.strip() if kind == Attendance.Kind.DEPUTY else ""
    if kind == Attendance.Kind.DEPUTY and not deputy:
        raise Refused("Write who comes in your place.")
    facts = {
        "organisation": role.organisation, "kind": kind, "deputy_name": deputy[:200], "at": now, "actor_id": by.actor_id,
    }  # fmt: skip
    return Attendance.objects.update_or_create(meeting=meeting, role=role, defaults=facts)[0]
