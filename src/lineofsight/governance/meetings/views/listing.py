"""Lists of meetings, ahead and past, and who came over a year."""

from typing import Any

from django.http import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from lineofsight.foundation.partnership.guards import PartnershipRequest, now, partnership_page
from lineofsight.foundation.ui.tables import Column, Filter, Table
from lineofsight.foundation.ui.words import counted, moment, short_date
from lineofsight.governance.meetings.models import Meeting
from lineofsight.governance.meetings.queries import meetings
from lineofsight.governance.meetings.views.sections import EDIT, MARKING, SEE, group_choices, shared, url, year_of


@partnership_page(SEE)
@require_safe
def listing(request: PartnershipRequest) -> HttpResponseBase:
    """Meetings that are ahead, the next one first; below them those that took place."""
    partnership = request.here.partnership
    ahead = _table(request, meetings.ahead(partnership, now=now()), "ahead", "Meetings ahead")
    past = _table(request, meetings.past(partnership), "past", "Meetings that took place", page_size=25)
    for table in (ahead, past):
        if table.wants_export:
            return table.export_response()
    own = meetings.own_next(request.here, now=now())
    facts = {"ahead": ahead, "past": past, "own": own, "may_plan": request.here.may(EDIT)}
    return render(request, "meetings/list.html", shared(request) | facts)


def _table(request: PartnershipRequest, rows: Any, name: str, title: str, page_size: int = 50) -> Table:
    return Table(
        request, name=name, title=title, rows=rows, prefix=name, noun=("meeting", "meetings"), page_size=page_size,
        exports=request.here.may("export"), marking=MARKING, empty=_empty(request, name),
        columns=[
            Column("title", "Meeting", url=lambda one: url(request, "meetings:meeting", one.pk)),
            Column("starts_at", "When", value=lambda one: moment(one.starts_at), export=lambda one: one.starts_at),
            Column("place", "Where", sort=False),
            Column("papers_due_on", "Papers due"),
            Column("items", "Items", value="item_count", sort="item_count", align="right"),
            Column("state", "State", value="get_state_display", sort="state", tone=_tone),
        ],
        filters=[Filter("group", "Group", "choice", group_choices(request.here, own=False), lookup="group")],
    )  # fmt: skip


def _tone(one: Meeting) -> str:
    return {"agenda_out": "info", "cancelled": "quiet", "minuted": "good"}.get(one.state, "")


def _empty(request: PartnershipRequest, name: str) -> tuple[str, str, str, str]:
    if name == "past":
        return ("No meeting took place yet", "A meeting comes here when somebody says that it took place.", "", "")
    text = "The Business Team and the chairs of groups plan them."
    if request.here.may(EDIT):
        return ("No meeting is planned", text, url(request, "meetings:year"), "Plan a group’s year")
    return ("No meeting is planned", text, "", "")


@partnership_page(SEE)
@require_safe
def attendance(request: PartnershipRequest) -> HttpResponseBase:
    """Who came over the last twelve months, by agency; with a group also meeting by meeting."""
    here = request.here
    groups = {one.code: one.name for one in meetings.groups_that_meet(here.partnership, on=here.today)}
    chosen = request.GET.get("group", "")
    chosen = chosen if chosen in groups else ""
    first, last = year_of(here.today)
    rows = meetings.attendance(here.partnership, group=chosen, first=first, last=last)
    table = _attendance_table(request, rows, tuple(groups.items()))
    if table.wants_export:
        return table.export_response()
    facts = {"table": table, "first": first, "last": last, "group": groups.get(chosen, "")}
    if chosen:
        facts["heat"] = _grid(*meetings.attendance_grid(here.partnership, group=chosen, first=first, last=last))
    return render(request, "meetings/attendance.html", shared(request) | facts)


def _attendance_table(request: PartnershipRequest, rows: list[meetings.Came], groups: Any) -> Table:
    columns = [
        Column("organisation", "Agency"),
        Column("seats", "Seats called", align="right"),
        Column("present", "Came", align="right"),
        Column("deputy", "Sent a deputy", align="right"),
        Column("apologies", "Apologies", align="right"),
        Column("absent", "Absent", align="right"),
        Column("filled", "Seats filled", value=lambda one: f"{one.filled}%", align="right", export=lambda one: one.filled,
               sort=lambda one: one.filled),
    ]  # fmt: skip
    chosen = Filter("group", "Group", "choice", groups, apply=lambda found, _: found)
    return Table(
        request, name="attendance", title="Attendance by agency", rows=rows, columns=columns, filters=[chosen],
        noun=("agency", "agencies"), exports=request.here.may("export"), marking=MARKING,
        empty=("Nobody’s attendance is written down yet", "It comes here from each meeting’s page.",
               url(request, "meetings:list"), "See the meetings"),
    )  # fmt: skip


TONES = {"Present": "good", "Sent a deputy": "good", "Sent apologies": "fair", "Absent": "weak"}


def _grid(held: list[Meeting], cells: dict[str, dict[Any, str]]) -> dict[str, Any]:
    columns = [{"label": short_date(one.starts_at), "url": ""} for one in held]
    rows = [
        {"label": name, "url": "", "cells": [_cell(found.get(one.pk, "")) for one in held]}
        for name, found in cells.items()
    ]
    return {
        "caption": f"Meeting by meeting: {counted(len(held), 'meeting')}", "corner": "Agency", "columns": columns,
        "rows": rows, "key": [{"label": words, "tone": tone} for words, tone in TONES.items()],
    }  # fmt: skip


def _cell(words: str) -> dict[str, str]:
    return {"text": words or "–", "tone": TONES.get(words.split(", ")[0], "none"), "note": "", "url": ""}
