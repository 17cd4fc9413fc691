"""Inviting: the list of invitations, a new one, sending again and withdrawing."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from lineofsight.foundation.partnership import guards, inviting, queries
from lineofsight.foundation.partnership.careful import careful
from lineofsight.foundation.partnership.forms import InviteForm, PassOnOwnForm
from lineofsight.foundation.partnership.guards import PartnershipRequest, partnership_page
from lineofsight.foundation.partnership.models import Invitation
from lineofsight.foundation.partnership.permissions import Refused
from lineofsight.foundation.partnership.views.people import sections
from lineofsight.foundation.ui.tables import Column, Table

WORDS = {
    inviting.OPEN: "Sent",
    inviting.EXPIRED: "Too old",
    inviting.WITHDRAWN: "Withdrawn",
    inviting.ACCEPTED: "Accepted",
}
TONES = {inviting.OPEN: "info", inviting.EXPIRED: "problem", inviting.WITHDRAWN: "neutral", inviting.ACCEPTED: "quiet"}


@partnership_page("manage_people")
@require_safe
def invitations(request: PartnershipRequest) -> HttpResponseBase:
    """Who was invited, to what, and what became of it."""
    partnership, now = request.here.partnership, guards.now()
    table = Table(
        request,
        name="invitations",
        title="Invitations",
        rows=queries.invitations(partnership),
        default_sort="-sent_at",
        noun=("invitation", "invitations"),
        columns=[
            Column("name", "Name", filter="text", url=lambda one: _page_of(request, one)),
            Column("email", "E-mail address", filter="text"),
            Column("role", "Role", value="role.title", sort="role__title"),
            Column("organisation", "Organisation", value="role.organisation.name", sort="role__organisation__name"),
            Column("by", "Invited by", value="invited_by.name", sort="invited_by__name"),
            Column("sent_at", "Sent"),
            Column("expires_at", "Works until"),
            Column("state", "State", value=lambda one: WORDS[inviting.state_of(one, now=now)], sort=False,
                   tone=lambda one: TONES[inviting.state_of(one, now=now)]),
        ],
        empty=("Nobody was invited yet", "Invite somebody to start.", "", ""),
    )  # fmt: skip
    if table.wants_export:
        return table.export_response()
    return render(request, "partnership/invitations.html", {"table": table, "sub_navigation": sections(request)})


def _page_of(request: PartnershipRequest, one: Invitation) -> str:
    return reverse("people:invitation", args=[request.here.partnership.slug, one.pk])


@partnership_page("manage_people")
def invite(request: PartnershipRequest) -> HttpResponse:
    """Offer a seat to an address."""
    here = request.here
    given = {"role": request.GET.get("role")}
    form = InviteForm(request.POST or None, initial=given, partnership=here.partnership, **careful(request))
    if request.method == "POST" and form.is_valid():
        facts: dict[str, Any] = {
            "address": settings.ADDRESS,
            "today": here.today,
            "now": guards.now(),
            "by": here.doer,
        }
        cleaned = form.said
        try:
            made = inviting.invite(cleaned.pop("role"), inviter=here.person, **cleaned, **facts)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"An invitation is on its way to {made.email}. Its link works for 14 days.")
            return redirect("people:invitations", partnership=here.partnership.slug)
    return render(request, "partnership/invite.html", {"form": form})


@partnership_page()
def pass_on(request: PartnershipRequest) -> HttpResponse:
    """“This is not my job”: offer one of one's own roles to somebody else, whom the partnership's team confirms."""
    here = request.here
    mine = queries.memberships_of(here.person, today=here.today)
    held = [str(one.role_id) for one in mine if one.partnership_id == here.partnership.pk]
    form = PassOnOwnForm(request.POST or None, initial={"role": held[0]}, held=held)
    if request.method == "POST" and form.is_valid():
        facts: dict[str, Any] = {
            "address": settings.ADDRESS,
            "today": here.today,
            "now": guards.now(),
            "by": here.doer,
        }
        why = f"{here.person.name} says that this is your job rather than theirs."
        cleaned = dict(form.cleaned_data)
        facts |= {"inviter": here.person, "why": why, "passed_on_by": here.person.name}
        try:
            passed = inviting.invite(cleaned.pop("role"), **cleaned, **facts)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return render(request, "partnership/invitation_passed_on.html", {"passed": passed, "still_yours": True})
    return render(request, "partnership/pass_on.html", {"form": form})


def _one(request: PartnershipRequest, invitation: UUID) -> Invitation:
    return get_object_or_404(queries.invitations(request.here.partnership), pk=invitation)


@partnership_page("manage_people")
@require_safe
def invitation(request: PartnershipRequest, invitation: UUID) -> HttpResponse:
    """One invitation, with the buttons to send it again or withdraw it."""
    one = _one(request, invitation)
    state = inviting.state_of(one, now=guards.now())
    facts = {"one": one, "state": WORDS[state], "tone": TONES[state], "is_settled": state not in ("open", "expired")}
    return render(request, "partnership/one_invitation.html", facts)


@partnership_page("manage_people")
@require_POST
def send_again(request: PartnershipRequest, invitation: UUID) -> HttpResponse:
    """A new link to the same address."""
    one = _one(request, invitation)
    sent = inviting.send_again(one, address=settings.ADDRESS, now=guards.now(), by=request.here.doer)
    if sent:
        messages.success(request, f"A new link is on its way to {one.email}.")
    else:
        messages.info(request, "A link was sent a few minutes ago. Wait ten minutes before you send another.")
    return redirect("people:invitations", partnership=request.here.partnership.slug)


@partnership_page("manage_people")
@require_POST
def withdraw(request: PartnershipRequest, invitation: UUID) -> HttpResponse:
    """The offer no longer stands."""
    one = _one(request, invitation)
    inviting.withdraw(one, now=guards.now(), by=request.here.doer)
    messages.success(request, f"The invitation to {one.email} is withdrawn.")
    return redirect("people:invitations", partnership=request.here.partnership.slug)
