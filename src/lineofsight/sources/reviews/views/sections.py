"""What every page of incidents shows around its content, and the incident that an address names."""

from typing import Any
from uuid import UUID

from django.http import Http404
from django.urls import reverse

from lineofsight.foundation.partnership.context import section_links
from lineofsight.foundation.partnership.guards import PartnershipRequest
from lineofsight.foundation.partnership.queries import bodies_of
from lineofsight.foundation.trail.models import Subject
from lineofsight.sources.reviews import permissions, queries
from lineofsight.sources.reviews.models import Incident

SECTION, MARKING = "Reviews", "OFFICIAL-SENSITIVE"


def shared(request: PartnershipRequest) -> dict[str, Any]:
    """The links of the section, the marking, and the way back to the register for whoever may read it."""
    here = request.here
    listed = "incidents:list" if here.may(permissions.READ) else "reviews:list"
    return {
        "sub_navigation": section_links(request.path, here, SECTION),
        "marking": MARKING,
        "list_url": reverse(listed, args=[here.partnership.slug]),
    }


def found(request: PartnershipRequest, incident: UUID) -> Incident:
    """The incident of this partnership, or 404; the look at it is kept under its name."""
    try:
        held = queries.incident(request.here.partnership, incident)
    except Incident.DoesNotExist:
        raise Http404 from None
    request.looked_at = held.subject  # type: ignore[attr-defined]
    return held


def subject_of(held: Incident) -> Subject:
    """What trail and files point at; every incident has one from its first moment."""
    if held.subject is None:
        raise LookupError(f"{held.reference} has no subject.")
    return held.subject


def url(request: PartnershipRequest, name: str, *arguments: object) -> str:
    """An address of this room in the partnership."""
    return reverse(f"incidents:{name}", args=[request.here.partnership.slug, *arguments])


def bodies(request: PartnershipRequest) -> list[tuple[str, str]]:
    """The organisations that take part, for a choice."""
    return [(str(one.pk), one.name) for one in bodies_of(request.here.partnership).order_by("name")]
