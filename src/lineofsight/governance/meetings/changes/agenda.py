"""The agenda: built from what waits for the group, added to, put in order, and sent out."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import F, Max

from lineofsight.foundation.partnership.holding import must
from lineofsight.foundation.partnership.models import Role
from lineofsight.foundation.trail.changes import Doer, record
from lineofsight.governance.meetings.changes.holding import (
    item_subject,
    locked,
    must_say,
    note_item,
    path_of,
    tell,
    write,
)
from lineofsight.governance.meetings.models import AgendaItem, Meeting, PlannedItem
from lineofsight.governance.meetings.queries.agenda import Candidate, day_of, waiting_for
from lineofsight.governance.meetings.queries.reading import people_of, seats_of
from lineofsight.governance.meetings.rules import states

TOO_LONG = f"Keep the summary to {states.LONGEST_SUMMARY} lines. What is longer belongs into a paper."


@transaction.atomic
def build(meeting: Meeting, *, by: Doer, now: datetime) -> list[AgendaItem]:
    """Put everything on the agenda that waits for the group and is not on it yet, in order; what was added.

    Warnings and challenges go before all that is there already.
    """
    held = locked(meeting)
    must(states.why_not_prepare(held.state))
    found = waiting_for(held, seats_of(held.group, on=day_of(held)))
    urgent = [one for one in found if one.kind in {"warning", "challenge"}]
    AgendaItem.objects.filter(meeting=held).update(position=F("position") + len(urgent))
    last = max(_last_position(held), len(urgent))
    places = [*range(1, len(urgent) + 1), *range(last + 1, last + 1 + len(found) - len(urgent))]
    made = [
        _place(held, one, position, by=by, now=now)
        for one, position in zip([*urgent, *(one for one in found if one not in urgent)], places, strict=True)
    ]
    if made:
        # Counted and not named: some may be read by few.
        after = {"items": len(made)}
        record(
            held.partnership.chain, by=by, deed="meetings.build_agenda", subject=held.subject, after=after,
            rows=len(made),
        )  # fmt: skip
    return made


def _place(meeting: Meeting, one: Candidate, position: int, *, by: Doer, now: datetime) -> AgendaItem:
    """The candidate as an item; one that was taken off this agenda before comes back as it was."""
    facts = {
        "position": position,
        "withdrawn_at": None,
        "added_at": now,
        "changed_at": now,
        "changed_by_id": by.actor_id,
    }
    before = AgendaItem.objects.filter(meeting=meeting, withdrawn_at__isnull=False)
    if one.stop or one.about:
        same = before.filter(stop=one.stop, about=one.about).first()
        if same is not None:
            AgendaItem.objects.filter(pk=same.pk).update(version=F("version") + 1, **facts)
            same.refresh_from_db()
            return same
    made = AgendaItem.objects.create(
        partnership=meeting.partnership, meeting=meeting, purpose=one.purpose, title=one.title[:200],
        summary=one.summary, minutes_needed=one.minutes, presenter=one.presenter, stop=one.stop, about=one.about, **facts,
    )  # fmt: skip
    if one.planned is not None:
        PlannedItem.objects.filter(pk=one.planned.pk).update(placed=made, version=F("version") + 1)
    return made


def _last_position(meeting: Meeting) -> int:
    found = AgendaItem.objects.filter(meeting=meeting).aggregate(last=Max("position"))["last"]
    return found or 0


@transaction.atomic
def add_item(
    meeting: Meeting, *, title: str, purpose: str, minutes_needed: int, by: Doer, now: datetime, summary: str = "",
    presenter: Role | None = None,
) -> AgendaItem:  # fmt: skip
    """An item that nothing in Line of Sight stands behind, last on the agenda."""
    held = locked(meeting)
    must(states.why_not_prepare(held.state))
    must_say(title, "Give the item a title.")
    must(TOO_LONG if states.too_long(summary) else None)
    made = AgendaItem.objects.create(
        partnership=held.partnership, meeting=held, position=_last_position(held) + 1, title=title, purpose=purpose,
        minutes_needed=minutes_needed, summary=summary, presenter=presenter, added_at=now, changed_at=now,
        changed_by_id=by.actor_id,
    )  # fmt: skip
    note_item(made, deed="meetings.add_item", by=by, purpose=purpose)
    return made


@transaction.atomic
def edit_item(
    item: AgendaItem, *, title: str, purpose: str, minutes_needed: int, summary: str, presenter: Role | None, by: Doer,
    now: datetime, version: int,
) -> AgendaItem:  # fmt: skip
    """Change what the agenda says of an item."""
    held = locked(item.meeting)
    must(states.why_not_prepare(held.state))
    must_say(title, "Give the item a title.")
    must(TOO_LONG if states.too_long(summary) else None)
    before = {"title": item.title, "purpose": item.purpose, "summary": item.summary}
    facts = {"title": title, "purpose": purpose, "summary": summary}
    write(item, version=version, by=by, now=now, minutes_needed=minutes_needed, presenter=presenter, **facts)
    if item.subject_id:
        item_subject(item)
    note_item(item, deed="meetings.edit_item", by=by, before=before, **facts)
    return item


@transaction.atomic
def move_item(item: AgendaItem, *, by: int, doer: Doer) -> int:
    """One place up (-1) or down (1); the item's new place, from 1."""
    held = locked(item.meeting)
    must(states.why_not_prepare(held.state))
    standing = list(held.items.filter(withdrawn_at__isnull=True).order_by("position", "title"))
    order = states.moved([str(one.pk) for one in standing], key=str(item.pk), by=by)
    rows = {str(one.pk): one for one in standing}
    for place, key in enumerate(order, start=1):
        rows[key].position = place
    AgendaItem.objects.bulk_update(standing, ["position"])
    place = order.index(str(item.pk)) + 1
    note_item(item, deed="meetings.move_item", by=doer, place=place)
    return place


@transaction.atomic
def remove_item(item: AgendaItem, *, by: Doer, now: datetime, version: int) -> None:
    """Take an item off the agenda; what it is about waits for another meeting, and its papers stay on record."""
    held = locked(item.meeting)
    must(states.why_not_prepare(held.state))
    write(item, version=version, by=by, now=now, withdrawn_at=now)
    PlannedItem.objects.filter(placed=item).update(placed=None, version=F("version") + 1)
    note_item(item, deed="meetings.remove_item", by=by)


def free_what_was_placed(meeting: Meeting) -> None:
    """What the forward plan had put on this agenda waits for another meeting."""
    PlannedItem.objects.filter(placed__meeting=meeting).update(placed=None, version=F("version") + 1)


@transaction.atomic
def send_agenda(meeting: Meeting, *, by: Doer, now: datetime, today: date, version: int) -> int:
    """The agenda goes out: each member is told, once, however often it is sent; the number told now."""
    held = locked(meeting)
    items = held.items.filter(withdrawn_at__isnull=True).count()
    must(states.why_not_send(held.state, items=items))
    facts = {} if held.agenda_out_at else {"agenda_out_at": now}
    write(meeting, version=version, by=by, now=now, state=states.AGENDA_OUT, **facts)
    day = day_of(held)
    people = [one for one in people_of(seats_of(held.group, on=today)) if one.actor_id != by.actor_id]
    text = f"The agenda of {held.group.name} for {day.day} {day:%B %Y} is out. Read the papers and say what you think."
    told = tell(held, people, key="agenda", text=text, path=path_of(held))
    after = {"items": items, "told": told}
    record(held.partnership.chain, by=by, deed="meetings.send_agenda", subject=held.subject, after=after, rows=items)
    return told
