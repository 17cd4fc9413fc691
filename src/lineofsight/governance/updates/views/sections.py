"""What every page of updates shows around its content, and the update that an address names."""

from typing import Any
from uuid import UUID

from django.http import Http404
from django.urls import reverse

from lineofsight.foundation.partnership.context import section_links
from lineofsight.foundation.partnership.guards import PartnershipRequest
from lineofsight.governance.updates import queries
from lineofsight.governance.updates.models import GroupUpdate

SECTION = "Meetings and reports"


def shared(request: PartnershipRequest) -> dict[str, Any]:
    """The links of the section, and the way back to the list."""
    return {
        "sub_navigation": section_links(request.path, request.here, SECTION),
        "list_url": reverse("updates:list", args=[request.here.partnership.slug]),
    }


def found(request: PartnershipRequest, update: UUID) -> GroupUpdate:
    """The update of this partnership, or 404."""
    try:
        return queries.one(request.here.partnership, update)
    except GroupUpdate.DoesNotExist:
        raise Http404 from None
