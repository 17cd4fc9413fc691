"""What several pages of returns need: the request in scope, the moment, the links of the section."""

from typing import Any
from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import NoReverseMatch, reverse

from lineofsight.cycle.requests import queries as requests
from lineofsight.cycle.requests.models import Request, Return
from lineofsight.cycle.requests.permissions import may_look, why_not_make
from lineofsight.foundation.partnership.guards import PartnershipRequest
from lineofsight.foundation.partnership.permissions import Refused
from lineofsight.sources.dashboard.returns import queries

MAY_LOOK = ("make_returns", "approve_returns", "manage_rounds", "accept_returns")


def url(request: PartnershipRequest, name: str, *args: object) -> str:
    """The address of a page of this section."""
    return reverse(f"returns:{name}", args=[request.here.partnership.slug, *args])


def request_to_see(request: PartnershipRequest, key: UUID) -> Request:
    """The request, for those who may see it; 404 for others."""
    found = get_object_or_404(requests.requests_of(request.here.partnership), pk=key)
    if not may_look(request.here, found):
        raise Http404
    return found


def request_to_make(request: PartnershipRequest, key: UUID) -> Request:
    """The request, for those who send this organisation's returns; the reason for colleagues who do not."""
    found = request_to_see(request, key)
    why_not = why_not_make(request.here, found)
    if why_not:
        raise Refused(why_not)
    return found


def return_to_see(request: PartnershipRequest, key: UUID) -> Return:
    """One return, for those who may see what it answers."""
    try:
        found = queries.one(request.here.partnership, key)
    except Return.DoesNotExist:
        raise Http404 from None
    if found.request is None or not may_look(request.here, found.request):
        raise Http404
    return found


def _tokens(request: PartnershipRequest) -> str:
    """Where tokens for programs are made; empty until those pages are there."""
    try:
        return reverse("tokens:list", args=[request.here.partnership.slug])
    except NoReverseMatch:
        return ""


def sections(request: PartnershipRequest) -> list[dict[str, Any]]:
    """Links between the pages of returns, those that the person may open."""
    here = request.here
    pages = [
        ("Your returns", "start", here.may("make_returns") or here.may("approve_returns")),
        ("Rounds", "rounds", here.may("manage_rounds")),
        ("To check", "to-check", here.may("accept_returns")),
        ("File recipes", "recipes", here.may("accept_returns")),
    ]
    links = [(label, url(request, name)) for label, name, may in pages if may]
    links += [("Programs", address) for address in [_tokens(request)] if address and here.may("make_returns")]
    if len(links) < 2:
        return []
    return [{"label": label, "url": to, "current": request.path == to} for label, to in links]
