"""Planning a meeting or a year of them; moving and cancelling one."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone

from lineofsight.foundation.partnership.guards import PartnershipRequest, now, partnership_page
from lineofsight.foundation.ui.words import counted
from lineofsight.governance.meetings import forms
from lineofsight.governance.meetings.changes import planning
from lineofsight.governance.meetings.models import Meeting
from lineofsight.governance.meetings.rules import dates, states
from lineofsight.governance.meetings.views.acting import READS_AND_SENDS, Clean, Deed, act, version_of
from lineofsight.governance.meetings.views.sections import (
    EDIT,
    as_choices,
    found_to_edit,
    group_choices,
    group_chosen,
    seat_chosen,
    seats,
    url,
)

USUAL_PAPERS_DAYS = 5


def _sitting(clean: Clean) -> planning.Sitting:
    due = clean.get("papers_due_on") or dates.papers_due(clean["day"], working_days=USUAL_PAPERS_DAYS)
    return planning.Sitting(clean["day"], clean["starts"], clean["minutes"], due, clean["place"])


@partnership_page(EDIT)
@READS_AND_SENDS
def plan(request: PartnershipRequest) -> HttpResponse:
    """One meeting."""
    here, held = request.here, seats(request.here)

    def do(clean: Clean) -> str:
        made = planning.plan(
            here.partnership, group=group_chosen(here, clean["group"]), sitting=_sitting(clean),
            chair=seat_chosen(held, clean["chair"]), marking=clean["marking"], by=here.doer,
        )  # fmt: skip
        return f"{made.title} is planned."

    choices = {"groups": group_choices(here), "chairs": as_choices(held)}
    return act(
        request,
        Deed("Plan a meeting", "Plan it", forms.PlanForm, do, url(request, "meetings:list"), choices=choices,
             initial={"group": request.GET.get("group", "")}),
    )  # fmt: skip


@partnership_page(EDIT)
@READS_AND_SENDS
def year(request: PartnershipRequest) -> HttpResponse:
    """A group's meetings of a year, from how often it meets."""
    here, held = request.here, seats(request.here)

    def do(clean: Clean) -> str:
        made = planning.plan_series(
            here.partnership, group=group_chosen(here, clean["group"]), first=_sitting(clean), cycle=clean["cycle"],
            until=clean["until"], papers_days=clean["papers_days"], chair=seat_chosen(held, clean["chair"]),
            marking=clean["marking"], by=here.doer,
        )  # fmt: skip
        return f"{counted(len(made), 'meeting')} planned, each on a working day."

    choices = {"groups": group_choices(here), "chairs": as_choices(held)}
    text = (
        "A day that is a weekend or a bank holiday moves to the next working day. You can move each meeting afterwards."
    )
    return act(
        request,
        Deed("Plan a group’s year", "Plan them", forms.SeriesForm, do, url(request, "meetings:list"), choices=choices,
             text=text),
    )  # fmt: skip


def _values(meeting: Meeting) -> dict[str, Any]:
    starts = timezone.localtime(meeting.starts_at)
    minutes = int((meeting.ends_at - meeting.starts_at).total_seconds() // 60) if meeting.ends_at else 120
    return {
        "title": meeting.title, "day": starts.date(), "starts": starts.time().replace(microsecond=0),
        "minutes": minutes, "place": meeting.place, "papers_due_on": meeting.papers_due_on,
        "chair": str(meeting.chair_id or ""), "marking": meeting.marking,
    }  # fmt: skip


@partnership_page(EDIT)
@READS_AND_SENDS
def edit(request: PartnershipRequest, meeting: UUID) -> HttpResponse:
    """When and where it is, by when papers are due, who chairs it."""
    here, held, roles = request.here, found_to_edit(request, meeting), seats(request.here)

    def do(clean: Clean) -> None:
        planning.edit(
            held, sitting=_sitting(clean), title=clean["title"], chair=seat_chosen(roles, clean["chair"]),
            marking=clean["marking"], by=here.doer, now=now(), version=version_of(clean),
        )  # fmt: skip

    told = "Members are told when the time or the place changes." if held.state == states.AGENDA_OUT else ""
    return act(
        request,
        Deed("Change the meeting", "Save", forms.MeetingForm, do, url(request, "meetings:meeting", held.pk),
             done="The meeting is changed.", caption=held.title, text=told, version=held.version, initial=_values(held),
             choices={"chairs": as_choices(roles)}, why_not=states.why_not_prepare(held.state), saved=_values),
    )  # fmt: skip


@partnership_page(EDIT)
@READS_AND_SENDS
def cancel(request: PartnershipRequest, meeting: UUID) -> HttpResponse:
    """It does not take place."""
    held = found_to_edit(request, meeting)

    def do(clean: Clean) -> None:
        planning.cancel(held, reason=clean["reason"], by=request.here.doer, now=now(), version=version_of(clean))

    text = "What is on its agenda waits for the group’s next meeting. Members who had the agenda are told."
    return act(
        request,
        Deed("Cancel the meeting", "Cancel it", forms.ReasonForm, do, url(request, "meetings:meeting", held.pk),
             done="The meeting is cancelled.", caption=held.title, text=text, version=held.version,
             why_not=states.why_not_cancel(held.state)),
    )  # fmt: skip
