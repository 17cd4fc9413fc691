"""Links between the pages of this room, those that the person may open."""

from typing import Any

from django.urls import reverse

from lineofsight.cycle.findings.permissions import SEE, SEE_ACTIONS
from lineofsight.foundation.partnership.guards import PartnershipRequest

PAGES = (
    ("Actions", "findings:actions", SEE_ACTIONS),
    ("Recommendations", "findings:recommendations", (SEE,)),
    ("Findings", "findings:findings", (SEE,)),
    ("Impact checks", "findings:checks", (SEE,)),
)


def shared(request: PartnershipRequest) -> dict[str, Any]:
    """What every page of this room shows beside its own: the links inside the section."""
    here = request.here
    links = []
    for label, name, any_of in PAGES:
        url = reverse(name, args=[here.partnership.slug])
        if any(here.may(one) for one in any_of):
            links.append({"label": label, "url": url, "current": request.path.startswith(url)})
    return {"sub_navigation": links, "marking": "OFFICIAL-SENSITIVE"}
