"""The agenda as it is prepared: built, added to, put in order, sent out."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.views.decorators.http import require_POST

from lineofsight.foundation.partnership.guards import PartnershipRequest, now, partnership_page
from lineofsight.foundation.partnership.permissions import Refused
from lineofsight.foundation.ui.words import counted
from lineofsight.governance.meetings import forms
from lineofsight.governance.meetings.changes import agenda
from lineofsight.governance.meetings.models import AgendaItem
from lineofsight.governance.meetings.queries.agenda import day_of
from lineofsight.governance.meetings.queries.reading import people_of, seats_of
from lineofsight.governance.meetings.rules import states
from lineofsight.governance.meetings.views.acting import (
    READS_AND_SENDS,
    Clean,
    Deed,
    Nothing,
    act,
    version_of,
)
from lineofsight.governance.meetings.views.sections import (
    EDIT,
    as_choices,
    back_to,
    found_item,
    found_to_edit,
    seat_chosen,
    seats,
    url,
)


@partnership_page(EDIT)
@require_POST
def build(request: PartnershipRequest, meeting: UUID) -> HttpResponse:
    """Put everything on it that waits for the group."""
    held = found_to_edit(request, meeting)
    try:
        made = agenda.build(held, by=request.here.doer, now=now())
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        said = f"{counted(len(made), 'item')} added." if made else "Nothing else waits for this group."
        messages.success(request, said)
    return back_to(request, held, "#agenda")


@partnership_page(EDIT)
@READS_AND_SENDS
def add(request: PartnershipRequest, meeting: UUID) -> HttpResponse:
    """An item of one's own."""
    held, roles = found_to_edit(request, meeting), seats(request.here)

    def do(clean: Clean) -> None:
        agenda.add_item(
            held, title=clean["title"], purpose=clean["purpose"], minutes_needed=clean["minutes_needed"],
            summary=clean["summary"], presenter=seat_chosen(roles, clean["presenter"]), by=request.here.doer, now=now(),
        )  # fmt: skip

    return act(
        request,
        Deed("Add an item", "Add it", forms.ItemForm, do, url(request, "meetings:meeting", held.pk),
             done="The item is on the agenda.", caption=held.title, choices={"seats": as_choices(roles)},
             why_not=states.why_not_prepare(held.state)),
    )  # fmt: skip


def _values(item: AgendaItem) -> dict[str, Any]:
    return {
        "title": item.title, "purpose": item.purpose, "minutes_needed": item.minutes_needed, "summary": item.summary,
        "presenter": str(item.presenter_id or ""),
    }  # fmt: skip


@partnership_page(EDIT)
@READS_AND_SENDS
def edit(request: PartnershipRequest, meeting: UUID, item: UUID) -> HttpResponse:
    """What the agenda says of it."""
    row, roles = found_item(request, meeting, item, to_edit=True), seats(request.here)

    def do(clean: Clean) -> None:
        agenda.edit_item(
            row, title=clean["title"], purpose=clean["purpose"], minutes_needed=clean["minutes_needed"],
            summary=clean["summary"], presenter=seat_chosen(roles, clean["presenter"]), by=request.here.doer, now=now(),
            version=version_of(clean),
        )  # fmt: skip

    return act(
        request,
        Deed("Change the item", "Save", forms.ItemForm, do, url(request, "meetings:item", meeting, item),
             done="The item is changed.", caption=row.meeting.title, version=row.version, initial=_values(row),
             choices={"seats": as_choices(roles)}, why_not=states.why_not_prepare(row.meeting.state), saved=_values),
    )  # fmt: skip


@partnership_page(EDIT)
@require_POST
def move(request: PartnershipRequest, meeting: UUID, item: UUID) -> HttpResponse:
    """One place up or down, by a button."""
    row = found_item(request, meeting, item, to_edit=True)
    step = -1 if request.POST.get("to") == "up" else 1
    try:
        place = agenda.move_item(row, by=step, doer=request.here.doer)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"“{row.title}” is item {place} now.")
    return back_to(request, row.meeting, f"#item-{row.pk}")


@partnership_page(EDIT)
@READS_AND_SENDS
def remove(request: PartnershipRequest, meeting: UUID, item: UUID) -> HttpResponse:
    """Off the agenda."""
    row = found_item(request, meeting, item, to_edit=True)

    def do(clean: Clean) -> None:
        agenda.remove_item(row, by=request.here.doer, now=now(), version=version_of(clean))

    back = url(request, "meetings:meeting", meeting)
    text = "What it is about waits for another meeting. You can put it back with “Build the agenda”."
    return act(
        request,
        Deed(f"Take “{row.title}” off the agenda", "Take it off", Nothing, do, back, done="It is off the agenda.",
             caption=row.meeting.title, text=text, version=row.version,
             why_not=states.why_not_prepare(row.meeting.state)),
    )  # fmt: skip


@partnership_page(EDIT)
@READS_AND_SENDS
def send(request: PartnershipRequest, meeting: UUID) -> HttpResponse:
    """Out to the members, after a look at who gets it."""
    held = found_to_edit(request, meeting)
    people = people_of(seats_of(held.group, on=day_of(held)))
    names = [one.name for one in people if one.pk != request.here.person.pk]

    def do(clean: Clean) -> str:
        told = agenda.send_agenda(
            held, by=request.here.doer, now=now(), today=request.here.today, version=version_of(clean)
        )  # fmt: skip
        return f"The agenda is out. {counted(told, 'member')} told." if told else "The agenda is out. All knew already."

    items = held.items.filter(withdrawn_at__isnull=True).count()
    text = (
        f"Each gets one message, with a link and no detail: {', '.join(names)}." if names else "Nobody sits here yet."
    )
    return act(
        request,
        Deed("Send the agenda out", "Send it", Nothing, do, url(request, "meetings:meeting", held.pk),
             caption=held.title, text=text, version=held.version, why_not=states.why_not_send(held.state, items=items)),
    )  # fmt: skip
