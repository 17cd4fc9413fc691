"""What every page of challenges shows around its content, and the challenge that an address names."""

from typing import Any
from uuid import UUID

from django.http import Http404
from django.urls import reverse

from lineofsight.foundation.partnership.context import section_links
from lineofsight.foundation.partnership.guards import PartnershipRequest
from lineofsight.governance.challenges import permissions, queries
from lineofsight.governance.challenges.models import Challenge, Escalation

SECTION, MARKING = "Meetings and reports", "OFFICIAL-SENSITIVE"


def shared(request: PartnershipRequest) -> dict[str, Any]:
    """The links of the section, the marking, and the way back to the list that the person may read."""
    here = request.here
    listed = "challenges:log" if here.may(permissions.ASK) else "challenges:yours"
    return {
        "sub_navigation": section_links(request.path, here, SECTION),
        "marking": MARKING,
        "list_url": reverse(listed, args=[here.partnership.slug]),
    }


def found(request: PartnershipRequest, challenge: UUID) -> tuple[Challenge, frozenset[object]]:
    """The challenge, when the person may see it, and the roles that the person is in; else 404."""
    seats = queries.seats_of(request.here)
    try:
        held = queries.one(request.here.partnership, challenge)
    except Challenge.DoesNotExist:
        raise Http404 from None
    if not permissions.may_see(request.here, held, seats):
        raise Http404
    return held, seats


def found_escalation(request: PartnershipRequest, escalation: UUID) -> Escalation:
    """The escalation of this partnership, or 404."""
    try:
        return queries.one_escalation(request.here.partnership, escalation)
    except Escalation.DoesNotExist:
        raise Http404 from None
