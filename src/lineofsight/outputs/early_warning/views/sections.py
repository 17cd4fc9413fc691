"""Links between the pages of warnings, those that the person may open."""

from typing import Any

from django.urls import reverse

from lineofsight.foundation.partnership.guards import PartnershipRequest

PAGES = (
    ("Early warnings", "early_warning:list", ("see_warnings",)),
    ("Raise a concern", "early_warning:concern", ("raise_concern",)),
    ("Your concerns", "early_warning:own", ("raise_concern",)),
    ("How past warnings proved", "early_warning:proved", ("see_warnings",)),
    ("How triage works", "early_warning:settings", ("triage_warnings", "manage_setup")),
)


def shared(request: PartnershipRequest) -> dict[str, Any]:
    """What every page of warnings shows around its content."""
    slug = request.here.partnership.slug
    links = [(label, reverse(name, args=[slug])) for label, name, needs in PAGES if any(map(request.here.may, needs))]
    return {
        "sub_navigation": [{"label": label, "url": url, "current": request.path == url} for label, url in links],
        "marking": "OFFICIAL-SENSITIVE",
        # Whoever sets up how triage works may not be one who reads the warnings.
        "list_url": reverse("early_warning:list" if request.here.may("see_warnings") else "pages:home", args=[slug]),
    }
