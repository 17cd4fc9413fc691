"""Planning meetings: one, or a year's series from a cycle; moving and cancelling them."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils import timezone

from lineofsight.foundation.partnership.holding import must
from lineofsight.foundation.partnership.models import Group, Partnership, Role
from lineofsight.foundation.partnership.permissions import Refused
from lineofsight.foundation.trail.changes import Doer, record
from lineofsight.governance.meetings.changes.holding import NEWS, locked, must_say, refresh_subject, settle, tell, write
from lineofsight.governance.meetings.models import Meeting
from lineofsight.governance.meetings.queries.reading import people_of, seats_of
from lineofsight.governance.meetings.rules import dates, states

MOST_AT_ONCE = 60


@dataclass(frozen=True, slots=True)
class Sitting:
    """When and where a meeting is, and by when its papers are due."""

    day: date
    starts: time
    minutes: int
    papers_due_on: date
    place: str = ""

    @property
    def starts_at(self) -> datetime:
        """The moment in London."""
        return timezone.make_aware(datetime.combine(self.day, self.starts))

    @property
    def ends_at(self) -> datetime:
        """When it should end."""
        return self.starts_at + timedelta(minutes=self.minutes)


@transaction.atomic
def plan(
    partnership: Partnership,
    *,
    group: Group,
    sitting: Sitting,
    by: Doer,
    title: str = "",
    chair: Role | None = None,
    marking: str = "OFFICIAL-SENSITIVE",
) -> Meeting:
    """One meeting of a group."""
    made = _make(partnership, group, sitting, title=title, chair=chair, marking=marking)
    record(partnership.chain, by=by, deed="meetings.plan", subject=made.subject, after=_facts(made))
    return made


@transaction.atomic
def plan_series(
    partnership: Partnership,
    *,
    group: Group,
    first: Sitting,
    cycle: str,
    until: date,
    papers_days: int,
    by: Doer,
    chair: Role | None = None,
    marking: str = "OFFICIAL-SENSITIVE",
) -> list[Meeting]:
    """A group's meetings from the first one to the last day by the cycle, on working days; days that have one are left out."""
    days = dates.series(first.day, cycle=cycle, until=until)
    if not days:
        raise Refused("The last day comes before the first meeting.")
    if len(days) > MOST_AT_ONCE:
        raise Refused(f"That makes {len(days)} meetings. Plan at most {MOST_AT_ONCE} at once.")
    taken = _days_taken(partnership, group)
    made = [
        _make(partnership, group, _on(first, day, papers_days), chair=chair, marking=marking)
        for day in days
        if day not in taken
    ]
    if not made:
        raise Refused("The group has a meeting on each of these days already.")
    after = {"group": group.name, "cycle": cycle, "days": [str(one.starts_at) for one in made]}
    record(partnership.chain, by=by, deed="meetings.plan_series", after=after, rows=len(made))
    return made


def _on(first: Sitting, day: date, papers_days: int) -> Sitting:
    due = dates.papers_due(day, working_days=papers_days)
    return Sitting(day, first.starts, first.minutes, due, first.place)


def _days_taken(partnership: Partnership, group: Group) -> set[date]:
    rows = Meeting.objects.for_partnership(partnership).filter(group=group).exclude(state=states.CANCELLED)
    return {timezone.localtime(moment).date() for moment in rows.values_list("starts_at", flat=True)}


def _make(
    partnership: Partnership, group: Group, sitting: Sitting, *, chair: Role | None, marking: str, title: str = ""
) -> Meeting:
    if group.partnership_id != partnership.pk:
        raise Refused("Choose a group of this partnership.")
    if sitting.papers_due_on > sitting.day:
        raise Refused("Papers must be due on the day of the meeting or before it.")
    rows = Meeting.objects.for_partnership(partnership).filter(group=group, starts_at=sitting.starts_at)
    if rows.exclude(state=states.CANCELLED).exists():
        raise Refused("The group has a meeting at that time already.")
    made = Meeting.objects.create(
        partnership=partnership,
        group=group,
        title=title.strip() or title_of(group, sitting.day),
        starts_at=sitting.starts_at,
        ends_at=sitting.ends_at,
        place=sitting.place,
        papers_due_on=sitting.papers_due_on,
        chair=chair,
        marking=marking,
    )
    refresh_subject(made)
    return made


def title_of(group: Group, day: date) -> str:
    """What a meeting is called when nobody says otherwise."""
    return f"{group.name}, {day.day} {day:%B %Y}"


@transaction.atomic
def edit(
    meeting: Meeting, *, sitting: Sitting, title: str, chair: Role | None, marking: str, by: Doer, now: datetime,
    version: int,
) -> Meeting:  # fmt: skip
    """Move a meeting or change what is said of it; once its agenda is out, the group is told of a new time or place."""
    must(states.why_not_prepare(locked(meeting).state))
    if sitting.papers_due_on > sitting.day:
        raise Refused("Papers must be due on the day of the meeting or before it.")
    before = _facts(meeting)
    named_by_day = meeting.title == title_of(meeting.group, timezone.localtime(meeting.starts_at).date())
    words = title_of(meeting.group, sitting.day) if named_by_day and title == meeting.title else title
    write(
        meeting, version=version, by=by, now=now, title=words, starts_at=sitting.starts_at, ends_at=sitting.ends_at,
        place=sitting.place, papers_due_on=sitting.papers_due_on, chair=chair, marking=marking,
    )  # fmt: skip
    refresh_subject(meeting)
    after = _facts(meeting)
    if meeting.state == states.AGENDA_OUT and (before["starts_at"], before["place"]) != (
        after["starts_at"],
        after["place"],
    ):
        text = f"The meeting of {meeting.group.name} has moved. See when and where it is now."
        tell(meeting, _members(meeting, now), key=f"moved:{meeting.version}", text=text, kind=NEWS)
    record(
        meeting.partnership.chain, by=by, deed="meetings.edit", subject=meeting.subject, before=before, after=after
    )  # fmt: skip
    return meeting


@transaction.atomic
def cancel(meeting: Meeting, *, reason: str, by: Doer, now: datetime, version: int) -> Meeting:
    """The meeting does not take place; what was on its agenda waits for the next one."""
    must_say(reason, "Say why the meeting is cancelled.")
    must(states.why_not_cancel(locked(meeting).state))
    was_out = meeting.state == states.AGENDA_OUT
    write(meeting, version=version, by=by, now=now, state=states.CANCELLED, cancelled_reason=reason.strip()[:300])
    from lineofsight.governance.meetings.changes.agenda import free_what_was_placed

    free_what_was_placed(meeting)
    settle(meeting, "")
    if was_out:
        text = f"The meeting of {meeting.group.name} on {_day(meeting)} is cancelled."
        tell(meeting, _members(meeting, now), key="cancelled", text=text, kind=NEWS)
    record(meeting.partnership.chain, by=by, deed="meetings.cancel", subject=meeting.subject, note=reason)
    return meeting


def _members(meeting: Meeting, now: datetime):  # type: ignore[no-untyped-def]
    return people_of(seats_of(meeting.group, on=timezone.localtime(now).date()))


def _day(meeting: Meeting) -> str:
    day = timezone.localtime(meeting.starts_at).date()
    return f"{day.day} {day:%B %Y}"


def _facts(meeting: Meeting) -> dict[str, object]:
    return {
        "title": meeting.title,
        "group": meeting.group.name,
        "starts_at": str(meeting.starts_at),
        "place": meeting.place,
        "papers_due_on": str(meeting.papers_due_on),
    }
