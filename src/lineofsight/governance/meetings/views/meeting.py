"""One meeting: its agenda as the person may read it, what to do before and at it, who comes, and its calendar file."""

from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from lineofsight.foundation.partnership.guards import PartnershipRequest, now, partnership_page
from lineofsight.foundation.ui.calendars import calendar_text
from lineofsight.foundation.ui.words import counted, long_date
from lineofsight.governance.meetings import permissions
from lineofsight.governance.meetings.models import Attendance, Meeting
from lineofsight.governance.meetings.queries import agenda, feeds, meetings, packs
from lineofsight.governance.meetings.queries.minutes import own_actions
from lineofsight.governance.meetings.queries.reading import Seat, seats_of
from lineofsight.governance.meetings.rules import dates, states
from lineofsight.governance.meetings.views.sections import SEE, found, shared, url

STEPS = (
    (states.PLANNED, "Planned"), (states.AGENDA_OUT, "Agenda out"), (states.HELD, "Held"),
    (states.MINUTED, "Minutes agreed"),
)  # fmt: skip


@partnership_page(SEE)
@require_safe
def meeting(request: PartnershipRequest, meeting: UUID) -> HttpResponse:
    """The page of one meeting."""
    here, held = request.here, found(request, meeting)
    seats = seats_of(held.group, on=agenda.day_of(held))
    lines = meetings.lines_of(held, here, seats)
    made = packs.packs_of(held)
    may_edit = permissions.may_edit(here, held)
    facts = {
        "meeting": held,
        "facts": _facts(held, lines),
        "lines": lines,
        "ends": _ends(held, lines),
        "tracker": _tracker(held),
        "may_edit": may_edit,
        "ahead": held.state in states.AHEAD,
        "recording": may_edit and held.state in states.RECORDED_IN,
        "sits": permissions.sits_in(here, held.group),
        "waiting": agenda.waiting_for(held, seats) if may_edit and held.state in states.AHEAD else [],
        "coming": _coming(held, seats),
        "coming_columns": ["Seat", "Who", "Comes"],
        "before": meetings.before(held),
        "pack": packs.best_for(made, here.capabilities),
        "in_work": [one for one in made if one.state in {"waiting", "running"}],
        "reading": meetings.reading_minutes(lines),
        "missing": [line for line in lines if not line.hidden and not line.papers and line.item.stop],
    }
    return render(request, "meetings/meeting.html", shared(request, held.marking) | facts)


def _facts(held: Meeting, lines: list[meetings.Line]) -> list[tuple[str, Any]]:
    start = timezone.localtime(held.starts_at)
    ends = f" to {timezone.localtime(held.ends_at):%H:%M}" if held.ends_at else ""
    return [
        ("When", f"{long_date(start.date())}, {start:%H:%M}{ends}"),
        ("Where", held.place or "To be agreed"),
        ("Chair", str(held.chair) if held.chair else "To be agreed"),
        ("Papers due", long_date(held.papers_due_on)),
        ("To read", f"About {counted(meetings.reading_minutes(lines), 'minute')}"),
    ]


def _ends(held: Meeting, lines: list[meetings.Line]) -> Any:
    return dates.times(timezone.localtime(held.starts_at), [line.item.minutes_needed for line in lines])[-1]


def _tracker(held: Meeting) -> list[dict[str, str]]:
    if held.state == states.CANCELLED:
        return []
    order = [state for state, _ in STEPS]
    at = order.index(held.state)
    words = {
        states.AGENDA_OUT: long_date(timezone.localtime(held.agenda_out_at)) if held.agenda_out_at else "",
        states.MINUTED: f"At {held.agreed_at_meeting}" if held.agreed_at_meeting else "",
    }
    return [
        {"label": label, "words": words.get(state, ""), "state": _place(index, at)}
        for index, (state, label) in enumerate(STEPS)
    ]


def _place(index: int, at: int) -> str:
    return "done" if index <= at else "current" if index == at + 1 else "todo"


def _coming(held: Meeting, seats: list[Seat]) -> list[tuple[str, str, str]]:
    """Each seat with who sits in it and what is known of their coming."""
    rows = meetings.came_to(held)
    return [
        (str(seat.role), ", ".join(one.name for one in seat.people) or "Nobody", _came(rows.get(seat.role.pk)))
        for seat in seats
    ]


def _came(one: Attendance | None) -> str:
    if one is None:
        return "Not said yet"
    return f"{one.get_kind_display()}: {one.deputy_name}" if one.deputy_name else one.get_kind_display()


@partnership_page(SEE)
@require_safe
def calendar_file(request: PartnershipRequest, meeting: UUID) -> HttpResponse:
    """The meeting for one's own calendar: its title and time, no detail."""
    held = found(request, meeting)
    host = urlsplit(settings.ADDRESS).hostname or "lineofsight"
    text = calendar_text(held.group.name, [feeds.of_meeting(held)], now=now(), host=host)
    answer = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="meeting-{agenda.day_of(held)}.ics"'
    return answer


@partnership_page()
@require_safe
def yours(request: PartnershipRequest, meeting: UUID) -> HttpResponse:
    """What a meeting asks of the person, and of nobody else; for owners who do not see meetings too."""
    held = found(request, meeting)
    actions = own_actions(request.here, held)
    minutes_url = url(request, "meetings:minutes", held.pk) if request.here.may(SEE) and held.minutes_sent_at else ""
    facts = {"meeting": held, "actions": actions, "minutes_url": minutes_url}
    return render(request, "meetings/yours.html", shared(request, held.marking) | facts)
