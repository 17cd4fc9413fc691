"""Minutes: drafted from what was recorded, edited, sent out, and agreed at a later meeting."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import F

from lineofsight.cycle.findings.models import Action
from lineofsight.foundation.accounts.models import Person
from lineofsight.foundation.partnership.holding import ChangedMeanwhile, must
from lineofsight.foundation.partnership.models import Membership
from lineofsight.foundation.partnership.permissions import Refused
from lineofsight.foundation.trail.changes import Doer, record
from lineofsight.governance.meetings.changes.holding import NEWS, locked, must_say, path_of, settle, tell
from lineofsight.governance.meetings.models import Decision, Meeting
from lineofsight.governance.meetings.queries.agenda import day_of
from lineofsight.governance.meetings.queries.minutes import actions_of, facts_of
from lineofsight.governance.meetings.queries.reading import people_of, seats_of
from lineofsight.governance.meetings.rules import minutes, states


@transaction.atomic
def draft(meeting: Meeting, *, by: Doer, now: datetime, version: int) -> Meeting:
    """Minutes made anew from attendance, notes, decisions, actions and challenges."""
    held = locked(meeting)
    must(states.why_not_minute(held.state))
    _write(meeting, version=version, by=by, now=now, minutes=minutes.draft(facts_of(held)))
    record(held.partnership.chain, by=by, deed="meetings.draft_minutes", subject=held.subject)
    return meeting


@transaction.atomic
def write(meeting: Meeting, *, text: str, by: Doer, now: datetime, version: int) -> Meeting:
    """The minutes as somebody edited them."""
    held = locked(meeting)
    must(states.why_not_minute(held.state))
    must_say(text, "Write the minutes.")
    before = {"minutes": held.minutes}
    _write(meeting, version=version, by=by, now=now, minutes=text)
    record(
        held.partnership.chain, by=by, deed="meetings.write_minutes", subject=held.subject, before=before,
        after={"minutes": text},
    )  # fmt: skip
    return meeting


@transaction.atomic
def send(meeting: Meeting, *, by: Doer, now: datetime, today: date, version: int) -> int:
    """The minutes go out: each owner of an action gets only their own items, other members that they are out; who was told."""
    held = locked(meeting)
    must(states.why_not_minute(held.state))
    must_say(held.minutes, "Write the minutes first.")
    _write(meeting, version=version, by=by, now=now, minutes_sent_at=held.minutes_sent_at or now)
    owners = _owners(actions_of(held), today=today)
    told = sum(_tell_owner(held, person, actions) for person, actions in owners.values())
    members = [person for person in people_of(seats_of(held.group, on=today)) if person.pk not in owners]
    text = f"The minutes of {held.group.name} of {_day(held)} are out."
    others = [person for person in members if person.actor_id != by.actor_id]
    told += tell(held, others, key="minutes", text=text, path=f"{path_of(held)}minutes/", kind=NEWS)
    after = {"told": told}
    record(held.partnership.chain, by=by, deed="meetings.send_minutes", subject=held.subject, after=after)
    return told


def _owners(actions: Iterable[Action], *, today: date) -> dict[Any, tuple[Person, list[Action]]]:
    """Whoever holds the role of an action's owner today, with their actions; one query."""
    held: dict[Any, list[Action]] = defaultdict(list)
    for action in actions:
        held[action.owner_id].append(action)
    rows = Membership.objects.on(today).filter(
        role__in=[key for key in held if key], confirmed_at__isnull=False, stopped_at__isnull=True, is_deputy=False
    )
    found: dict[Any, tuple[Person, list[Action]]] = {}
    for row in rows.select_related("person"):
        found.setdefault(row.person_id, (row.person, []))[1].extend(held[row.role_id])
    return found


def _tell_owner(meeting: Meeting, person: Person, actions: list[Action]) -> int:
    dues = ", ".join(f"{one.reference}{f' by {_of(one.due_on)}' if one.due_on else ''}" for one in actions)
    count = "1 action" if len(actions) == 1 else f"{len(actions)} actions"
    text = f"The minutes of {meeting.group.name} of {_day(meeting)} are out. You have {count}: {dues}"
    cut = text if len(text) <= 290 else f"{text[:280].rsplit(',', 1)[0]} and more"
    return tell(meeting, [person], key="own items", text=f"{cut}.", path=f"{path_of(meeting)}yours/")


@transaction.atomic
def agree(meeting: Meeting, *, at: Meeting, by: Doer, now: datetime, version: int) -> Meeting:
    """A later meeting of the group agreed the minutes: they stand, and so do the decisions in them."""
    held = locked(meeting)
    is_later = at.group_id == held.group_id and at.starts_at > held.starts_at and at.state != states.CANCELLED
    must(states.why_not_agree(held.state, has_minutes=bool(held.minutes.strip()), is_later_meeting=is_later))
    if at.state == states.PLANNED:
        raise Refused("That meeting has not begun: send its agenda out first.")
    _write(
        meeting, version=version, by=by, now=now, state=states.MINUTED, agreed_at_meeting=at, agreed_at=now,
        agreed_by_id=by.actor_id,
    )  # fmt: skip
    confirmed = Decision.objects.for_partnership(held.partnership).filter(
        meeting=held, standing=Decision.Standing.RECORDED
    )
    count = confirmed.update(
        standing=Decision.Standing.CONFIRMED, confirmed_at=now, confirmed_by_id=by.actor_id, confirmed_role=by.role[:200],
        version=F("version") + 1,
    )  # fmt: skip
    settle(meeting, "minutes")
    after = {"at": at.title, "decisions": count}
    record(held.partnership.chain, by=by, deed="meetings.agree_minutes", subject=held.subject, after=after)
    return meeting


def _write(meeting: Meeting, *, version: int, by: Doer, now: datetime, **facts: Any) -> None:
    stamps = {"minutes_changed_at": now, "minutes_changed_by_id": by.actor_id} if "minutes" in facts else {}
    rows = Meeting.objects.for_partnership(meeting.partnership).filter(pk=meeting.pk, version=version)
    if not rows.update(version=F("version") + 1, **stamps, **facts):
        raise ChangedMeanwhile(saved=Meeting.objects.select_related("minutes_changed_by").get(pk=meeting.pk))
    meeting.refresh_from_db()


def _day(meeting: Meeting) -> str:
    return _of(day_of(meeting))


def _of(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
