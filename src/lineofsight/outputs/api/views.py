"""The pages of tokens: make one, see them, stop one. A token is shown once, on the page that made it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from lineofsight.foundation.partnership import guards
from lineofsight.foundation.partnership.careful import careful
from lineofsight.foundation.partnership.guards import PartnershipRequest, partnership_page
from lineofsight.foundation.partnership.queries import memberships_of
from lineofsight.foundation.ui.tables import Column, Table
from lineofsight.outputs.api import changes, queries, rules
from lineofsight.outputs.api.forms import TokenForm
from lineofsight.outputs.api.models import ApiToken
from lineofsight.outputs.api.permissions import MANAGE, USES, may_stop, seats_for_tokens
from lineofsight.sources.dashboard.views.sections import sections

TONES = {rules.WORKS: "info", rules.STOPPED: "quiet", rules.OVER: "quiet"}


@partnership_page(*USES, MANAGE)
@require_safe
def tokens(request: PartnershipRequest) -> HttpResponseBase:
    """One's own tokens; those who manage the set-up see everybody's."""
    table = _table(request)
    if table.wants_export:
        return table.export_response()
    facts = {"table": table, "everybody": request.here.may(MANAGE), "may_make": bool(seats_for_tokens(request.here))}
    facts |= {"address": _address_of_api(request), "sub_navigation": sections(request)}
    return render(request, "api/tokens.html", facts)


def _table(request: PartnershipRequest) -> Table:
    here = request.here
    whose = None if here.may(MANAGE) else here.person
    return Table(
        request,
        name="tokens",
        title="Tokens for programs",
        rows=queries.tokens_of(here.partnership, person=whose),
        noun=("token", "tokens"),
        exports=here.may("export"),
        columns=[
            Column("name", "What uses it", filter="text"),
            Column("person", "Whose", value="membership.person.name", sort="membership__person__name"),
            Column("role", "Acts as", value=lambda one: _seat(one), sort=False),
            Column("made_at", "Made"),
            Column("expires_on", "Last day"),
            Column("last_used_at", "Last used", value=lambda one: one.last_used_at or "Never"),
            Column("state", "State", value=lambda one: _state(request, one), sort=False,
                   tone=lambda one: TONES[_state(request, one)]),
            Column("stop", "Stop it", value=lambda one: "Stop" if _stops(request, one) else "",
                   url=lambda one: _stop_url(request, one) if _stops(request, one) else "", sort=False, export=False),
        ],
        empty=("No tokens yet", "A token lets a program read figures and send returns in your place.", "", ""),
    )  # fmt: skip


def _seat(one: ApiToken) -> str:
    return f"{one.membership.role.title}, {one.membership.role.organisation.name}"


def _state(request: PartnershipRequest, one: ApiToken) -> str:
    return rules.state_of(revoked_at=one.revoked_at, expires_on=one.expires_on, today=request.here.today)


def _stops(request: PartnershipRequest, one: ApiToken) -> bool:
    return _state(request, one) == rules.WORKS and may_stop(request.here, one)


def _stop_url(request: PartnershipRequest, one: ApiToken) -> str:
    return reverse("tokens:stop", args=[request.here.partnership.slug, one.pk])


def _address_of_api(request: PartnershipRequest) -> str:
    return request.build_absolute_uri(reverse("api:openapi").removesuffix("openapi.json"))


@partnership_page(*USES)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def make(request: PartnershipRequest) -> HttpResponse:
    """A token for one of one's own seats. It is shown on the answer to the form and never again."""
    here = request.here
    seats = _seats(request)
    choices = [(key, f"{one.role.title}, {one.role.organisation.name}") for key, one in seats.items()]
    form = TokenForm(request.POST or None, seats=choices, **careful(request))
    if request.method == "POST" and form.is_valid():
        given = form.said
        row, token = changes.make_token(
            seats[given["seat"]], name=given["name"], expires_on=given["expires_on"], by=here.doer, now=guards.now(),
            today=here.today,
        )  # fmt: skip
        facts = {"row": row, "token": token, "seat": _seat(row), "address": _address_of_api(request)}
        return render(request, "api/made.html", facts)
    return render(request, "api/make.html", {"form": form})


def _seats(request: PartnershipRequest) -> dict[str, Any]:
    """The person's memberships here whose seats are of use to a program."""
    useful = {seat.role_id for seat in seats_for_tokens(request.here)}
    held = memberships_of(request.here.person, today=request.here.today)
    return {
        str(one.pk): one for one in held if one.partnership == request.here.partnership and str(one.role_id) in useful
    }


@partnership_page(*USES, MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: PartnershipRequest, token: UUID) -> HttpResponse:
    """Stop a token at once, after asking."""
    row = queries.token_here(request.here.partnership, token)
    if row is None or not may_stop(request.here, row):
        raise Http404
    if request.method == "POST":
        changes.revoke_token(row, by=request.here.doer, now=guards.now())
        messages.success(request, f"“{row.name}” does not work any more.")
        return redirect("tokens:list", request.here.partnership.slug)
    return render(request, "api/stop.html", {"row": row, "seat": _seat(row)})
