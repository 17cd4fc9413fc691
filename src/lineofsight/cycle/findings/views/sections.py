"""What every page of this room shows around its content."""

from typing import Any

from lineofsight.foundation.partnership.context import section_links
from lineofsight.foundation.partnership.guards import PartnershipRequest

SECTION, MARKING = "Plan and actions", "OFFICIAL-SENSITIVE"


def shared(request: PartnershipRequest) -> dict[str, Any]:
    """The links of the section and the marking."""
    return {"sub_navigation": section_links(request.path, request.here, SECTION), "marking": MARKING}
