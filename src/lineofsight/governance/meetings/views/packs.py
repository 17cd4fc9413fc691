"""Packs: asked for, watched while they are made, opened."""

from uuid import UUID

from django.contrib import messages
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from lineofsight.foundation.partnership.guards import PartnershipRequest, partnership_page
from lineofsight.foundation.partnership.permissions import Refused
from lineofsight.foundation.trail.changes import record_look
from lineofsight.governance.meetings import permissions, tasks
from lineofsight.governance.meetings.models import Pack
from lineofsight.governance.meetings.queries import packs
from lineofsight.governance.meetings.queries.agenda import day_of
from lineofsight.governance.meetings.views.sections import EDIT, SEE, back_to, found, found_to_edit, shared, url


@partnership_page(EDIT)
@require_POST
def ask(request: PartnershipRequest, meeting: UUID) -> HttpResponse:
    """Begin to make the pack; one that is under way goes on."""
    held = found_to_edit(request, meeting)
    made = tasks.start_pack(held, by=request.here.doer)
    if not made:
        return back_to(request, held)
    own = [one for one in made if packs.may_open(one, request.here.capabilities)] or made
    return redirect(url(request, "meetings:pack", held.pk, own[-1].pk))


@partnership_page(SEE)
@require_safe
def pack(request: PartnershipRequest, meeting: UUID, pack: UUID) -> HttpResponse:
    """How far it is; the page can be left, and looked at again by a link."""
    row = _found(request, meeting, pack)
    facts = {
        "meeting": row.meeting,
        "pack": row,
        "is_open": row.state in {Pack.State.WAITING, Pack.State.RUNNING},
        "per_cent": round(100 * row.done_parts / row.all_parts) if row.all_parts else 0,
        "may_ask": permissions.may_edit(request.here, row.meeting),
    }
    template = "meetings/_pack.html" if request.headers.get("HX-Request") else "meetings/pack.html"
    return render(request, template, shared(request, row.meeting.marking) | facts)


@partnership_page(SEE)
@require_safe
def download(request: PartnershipRequest, meeting: UUID, pack: UUID) -> HttpResponseBase:
    """The file. Opening it is kept in the trail."""
    row = _found(request, meeting, pack)
    if row.state != Pack.State.READY or not default_storage.exists(str(row.content.name)):
        messages.error(request, "This pack is not there. Make it anew.")
        return redirect(url(request, "meetings:pack", meeting, pack))
    record_look(
        row.partnership.chain, by=request.here.doer, deed="meetings.open_pack", subject=row.meeting.subject
    )  # fmt: skip
    name = f"pack-{row.meeting.group.code}-{day_of(row.meeting)}.pdf"
    return FileResponse(row.content.open(), filename=name, content_type="application/pdf")


def _found(request: PartnershipRequest, meeting: UUID, pack: UUID) -> Pack:
    held = found(request, meeting)
    try:
        row = packs.one_pack(request.here.partnership, held.pk, pack)
    except Pack.DoesNotExist:
        raise Http404 from None
    if not packs.may_open(row, request.here.capabilities):
        raise Refused("This pack holds restricted items that you may not read. There is another one without them.")
    row.meeting = held
    return row
