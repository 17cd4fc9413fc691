"""Minutes: read, drafted, edited, sent out and agreed."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from lineofsight.foundation.partnership.guards import PartnershipRequest, now, partnership_page
from lineofsight.foundation.partnership.permissions import Refused
from lineofsight.foundation.ui.words import counted, long_date
from lineofsight.governance.meetings import forms, permissions
from lineofsight.governance.meetings.changes import ChangedMeanwhile
from lineofsight.governance.meetings.changes import minutes as changes
from lineofsight.governance.meetings.queries.meetings import later
from lineofsight.governance.meetings.queries.minutes import actions_of
from lineofsight.governance.meetings.rules import states
from lineofsight.governance.meetings.views.acting import (
    MOVED_ON,
    READS_AND_SENDS,
    Clean,
    Deed,
    Nothing,
    act,
    version_of,
)
from lineofsight.governance.meetings.views.sections import EDIT, SEE, found, found_to_edit, shared, url


@partnership_page(SEE)
@require_safe
def minutes(request: PartnershipRequest, meeting: UUID) -> HttpResponse:
    """The minutes, or what is still to do until there are some."""
    held = found(request, meeting)
    may_edit = permissions.may_edit(request.here, held)
    facts = {
        "meeting": held,
        "may_edit": may_edit,
        "shown": held.minutes if may_edit or held.minutes_sent_at or held.state == states.MINUTED else "",
        "why_not": states.why_not_minute(held.state),
        "is_agreed": held.state == states.MINUTED,
    }
    return render(request, "meetings/minutes.html", shared(request, held.marking) | facts)


@partnership_page(EDIT)
@require_POST
def draft(request: PartnershipRequest, meeting: UUID) -> HttpResponse:
    """Made from what was recorded."""
    held = found_to_edit(request, meeting)
    version = int(request.POST.get("expected_version") or 0)
    try:
        changes.draft(held, by=request.here.doer, now=now(), version=version)
    except ChangedMeanwhile:
        messages.error(request, MOVED_ON)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "The minutes are drafted. Read them and put right what is wrong.")
    return redirect(url(request, "meetings:minutes", held.pk))


@partnership_page(EDIT)
@READS_AND_SENDS
def write(request: PartnershipRequest, meeting: UUID) -> HttpResponse:
    """Edited by hand."""
    held = found_to_edit(request, meeting)

    def do(clean: Clean) -> None:
        changes.write(held, text=clean["minutes"], by=request.here.doer, now=now(), version=version_of(clean))

    return act(
        request,
        Deed("Edit the minutes", "Save", forms.MinutesForm, do, url(request, "meetings:minutes", held.pk),
             done="The minutes are saved.", caption=held.title, version=held.version, initial={"minutes": held.minutes},
             why_not=states.why_not_minute(held.state), saved=lambda row: {"minutes": row.minutes},
             by=lambda row: row.minutes_changed_by, at=lambda row: row.minutes_changed_at),
    )  # fmt: skip


@partnership_page(EDIT)
@READS_AND_SENDS
def send(request: PartnershipRequest, meeting: UUID) -> HttpResponse:
    """Out to the members; each owner of an action hears only of their own, after a look at who gets what."""
    held = found_to_edit(request, meeting)
    actions = actions_of(held)

    def do(clean: Clean) -> str:
        told = changes.send(held, by=request.here.doer, now=now(), today=request.here.today, version=version_of(clean))
        return f"The minutes are out. {counted(told, 'person', 'people')} told."

    rows = [(one.reference, str(one.owner) if one.owner else "Nobody", one.due_on) for one in actions]
    text = "Other members hear that the minutes are out, with a link."
    return act(
        request,
        Deed("Send the minutes out", "Send them", Nothing, do, url(request, "meetings:minutes", held.pk),
             caption=held.title, text=text, version=held.version, why_not=states.why_not_minute(held.state),
             facts={"columns": ["Action", "Who is told of it", "Due"], "rows": rows, "table": "Who gets which items"}),
    )  # fmt: skip


@partnership_page(EDIT)
@READS_AND_SENDS
def agree(request: PartnershipRequest, meeting: UUID) -> HttpResponse:
    """A later meeting agreed them: from then on they stand, and so do the decisions in them."""
    held = found_to_edit(request, meeting)
    following = {str(one.pk): one for one in later(held) if one.state != states.PLANNED}

    def do(clean: Clean) -> None:
        at = following[clean["at"]]
        changes.agree(held, at=at, by=request.here.doer, now=now(), version=version_of(clean))

    choices = [(key, f"{one.title} ({long_date(timezone.localtime(one.starts_at))})") for key, one in following.items()]
    reason = states.why_not_agree(held.state, has_minutes=bool(held.minutes.strip()), is_later_meeting=True)
    none = "No later meeting of this group has its agenda out. Minutes are agreed at the next meeting."
    return act(
        request,
        Deed("The minutes were agreed", "They were agreed", forms.AgreeForm, do, url(request, "meetings:minutes", held.pk),
             done="The minutes stand, and so do the decisions in them.", caption=held.title, version=held.version,
             text="After this nobody changes them.", choices={"meetings": choices},
             why_not=reason or (None if following else none), initial={"at": next(iter(following), "")}),
    )  # fmt: skip
