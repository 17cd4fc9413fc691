"""The forward plan as a list and by month, and its own entries."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from lineofsight.foundation.partnership.guards import PartnershipRequest, now, partnership_page
from lineofsight.foundation.partnership.holding import must
from lineofsight.foundation.ui.tables import Column, Filter, Table
from lineofsight.governance.meetings import forms, permissions
from lineofsight.governance.meetings.changes import planned as changes
from lineofsight.governance.meetings.models import PlannedItem
from lineofsight.governance.meetings.queries import forward
from lineofsight.governance.meetings.views.acting import READS_AND_SENDS, Clean, Deed, Nothing, act, version_of
from lineofsight.governance.meetings.views.sections import (
    EDIT,
    MARKING,
    SEE,
    as_choices,
    group_choices,
    group_chosen,
    seat_chosen,
    seats,
    shared,
    url,
)


@partnership_page(SEE)
@require_safe
def plan(request: PartnershipRequest) -> HttpResponseBase:
    """Twelve months ahead: every tool, every meeting."""
    entries = forward.plan(request.here)
    table = _table(request, entries)
    if table.wants_export:
        return table.export_response()
    by_month = request.GET.get("view") == "months"
    here = url(request, "meetings:forward")
    facts = {
        "table": table,
        "months": forward.by_month(table.rows) if by_month else [],
        "by_month": by_month,
        "views": [{"label": "List", "url": here, "current": not by_month},
                  {"label": "By month", "url": f"{here}?view=months", "current": by_month}],
        "without_date": forward.without_date(request.here),
        "may_edit": request.here.may(EDIT),
    }  # fmt: skip
    return render(request, "meetings/forward.html", shared(request) | facts)


def _table(request: PartnershipRequest, entries: list[forward.Entry]) -> Table:
    groups = sorted({(one.who, one.who) for one in entries if one.who})
    return Table(
        request, name="plan", title="Forward plan", rows=entries, default_sort="day", page_size=100,
        noun=("entry", "entries"), exports=request.here.may("export"), marking=MARKING,
        columns=[
            Column("day", "Day"),
            Column("title", "What", url=lambda one: one.url),
            Column("kind", "Kind", value="kind_words", tone=lambda one: "info" if one.kind == "meeting" else "quiet"),
            Column("who", "For whom"),
            Column("owner", "Owner"),
            Column("purpose", "Purpose"),
            Column("note", "Note", sort=False),
        ],
        filters=[
            Filter("kind", "Kind", "choice", forward.KINDS, value="kind"),
            Filter("who", "For whom", "choice", groups, value="who"),
            Filter("until", "Up to", "to", value="day"),
        ],
        empty=("Nothing is planned", "Plan a group’s year, and give products a day on which they are due.",
               url(request, "meetings:list"), "See the meetings"),
    )  # fmt: skip


def _choices(request: PartnershipRequest, roles: list[Any]) -> dict[str, Any]:
    return {"groups": group_choices(request.here), "seats": as_choices(roles)}


def _facts(request: PartnershipRequest, clean: Clean, roles: list[Any]) -> dict[str, Any]:
    return {
        "group": group_chosen(request.here, clean["group"]), "title": clean["title"], "purpose": clean["purpose"],
        "on": clean["on"], "owner": seat_chosen(roles, clean["owner"]), "paper_due_on": clean["paper_due_on"],
    }  # fmt: skip


@partnership_page(EDIT)
@READS_AND_SENDS
def add(request: PartnershipRequest) -> HttpResponse:
    """What a group will look at that is no product yet."""
    roles = seats(request.here)

    def do(clean: Clean) -> None:
        changes.plan_item(request.here.partnership, by=request.here.doer, **_facts(request, clean, roles))

    return act(
        request,
        Deed("Add to the forward plan", "Add it", forms.PlannedForm, do, url(request, "meetings:forward"),
             done="It is on the plan.", choices=_choices(request, roles)),
    )  # fmt: skip


def _found(request: PartnershipRequest, planned: UUID) -> PlannedItem:
    try:
        row = forward.planned_items(request.here).select_related("partnership__chain").get(pk=planned)
    except PlannedItem.DoesNotExist:
        raise Http404 from None
    must(permissions.why_not_edit(request.here, row.group))
    return row  # type: ignore[no-any-return]


def _values(row: PlannedItem) -> dict[str, Any]:
    return {
        "title": row.title, "group": str(row.group_id), "purpose": row.purpose, "on": row.on,
        "owner": str(row.owner_id or ""), "paper_due_on": row.paper_due_on,
    }  # fmt: skip


@partnership_page(EDIT)
@READS_AND_SENDS
def edit(request: PartnershipRequest, planned: UUID) -> HttpResponse:
    """Change an entry that is on no agenda yet."""
    row, roles = _found(request, planned), seats(request.here)

    def do(clean: Clean) -> None:
        facts = _facts(request, clean, roles)
        changes.edit_planned(row, by=request.here.doer, now=now(), version=version_of(clean), **facts)

    placed = f"It is on the agenda of {row.placed.meeting.title} now. Change it there." if row.placed else None
    remove = {"label": "Take it off the plan", "url": url(request, "meetings:remove-planned", row.pk)}
    return act(
        request,
        Deed("Change the entry", "Save", forms.PlannedForm, do, url(request, "meetings:forward"), done="It is changed.",
             version=row.version, initial=_values(row), choices=_choices(request, roles), why_not=placed, saved=_values,
             facts={"other": remove}),
    )  # fmt: skip


@partnership_page(EDIT)
@READS_AND_SENDS
def remove(request: PartnershipRequest, planned: UUID) -> HttpResponse:
    """Off the plan."""
    row = _found(request, planned)

    def do(clean: Clean) -> None:
        changes.remove_planned(row, by=request.here.doer, now=now(), version=version_of(clean))

    return act(
        request,
        Deed(f"Take “{row.title}” off the plan", "Take it off", Nothing, do, url(request, "meetings:forward"),
             done="It is off the plan.", version=row.version),
    )  # fmt: skip
