"""Links between the pages of assurance, those that the person may open."""

from typing import Any

from django.urls import reverse

from lineofsight.foundation.partnership.guards import PartnershipRequest
from lineofsight.outputs.assurance import permissions

PAGES = (
    ("Tools", "assurance:tools", (permissions.MAP,)),
    ("Assurance map", "leadership:map", (permissions.MAP,)),
    ("Indicators", "leadership:indicators", (permissions.MAP,)),
    ("Briefing", "leadership:briefing", ("decide", "sign_off", "prepare_sign_off")),
    ("Products", "assurance:products", (permissions.SEE,)),
    ("Things that do not add up", "assurance:checks", permissions.CHECKS),
)
MARKING = "OFFICIAL-SENSITIVE"


def shared(request: PartnershipRequest) -> dict[str, Any]:
    """What every page of assurance shows around its content."""
    slug = request.here.partnership.slug
    links = [(label, reverse(name, args=[slug])) for label, name, needs in PAGES if any(map(request.here.may, needs))]
    return {
        "sub_navigation": [{"label": label, "url": url, "current": request.path == url} for label, url in links],
        "marking": MARKING,
        "may_plan": any(map(request.here.may, permissions.WRITES)),
    }
