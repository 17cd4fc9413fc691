"""What the pages of the dashboard share: links between them, and the line that says how one looks at the figures."""

from typing import Any

from django.urls import NoReverseMatch, reverse

from lineofsight.foundation.partnership.guards import PartnershipRequest
from lineofsight.sources.dashboard.queries.looking import Look, look_of

INNER, OUTER = "see_working_figures", "see_measures"


def sections(request: PartnershipRequest) -> list[dict[str, object]]:
    """Links between the pages of data, those that the person may open."""
    pages = [
        ("Summary", "dashboard:summary", (OUTER, INNER)),
        ("Returns", "returns:start", ("make_returns", "manage_rounds", "accept_returns")),
        ("Definitions", "dashboard:definitions", (OUTER, INNER)),
        ("Publish a quarter", "dashboard:publications", (OUTER, INNER)),
        ("Programs", "tokens:list", (OUTER, INNER)),
    ]
    return [
        {
            "label": label,
            "url": url,
            "current": request.path.startswith(url) if label != "Summary" else request.path == url,
        }
        for label, name, needs in pages
        if any(request.here.may(one) for one in needs) and (url := _address(request, name))
    ]


def _address(request: PartnershipRequest, name: str) -> str:
    try:
        return reverse(name, args=[request.here.partnership.slug])
    except NoReverseMatch:
        return ""


def looking(request: PartnershipRequest) -> Look:
    """How the address asks to look."""
    return look_of(request.here, request.GET.dict())


def kept(look: Look) -> dict[str, str]:
    """The parts of an address that keep the same look on the next page."""
    given = {"known_on": look.known_on.isoformat() if look.known_on else ""}
    if look.sees_all and look.upto is not None:
        given["to"] = look.upto.isoformat()
    return {name: value for name, value in given.items() if value}


def facts_of(request: PartnershipRequest, look: Look) -> dict[str, Any]:
    """What every page of the dashboard shows of the look."""
    return {
        "look": look,
        "marking": "OFFICIAL-SENSITIVE" if look.sees_all else "OFFICIAL",
        "sub_navigation": sections(request),
        "today": request.here.today,
    }
