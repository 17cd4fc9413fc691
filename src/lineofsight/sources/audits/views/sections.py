"""What every page of audits needs: the assessment or the round that an address names, links, words of states."""

from typing import Any
from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse

from lineofsight.foundation.partnership.guards import PartnershipRequest
from lineofsight.foundation.partnership.permissions import Refused
from lineofsight.sources.audits import permissions, queries, rules
from lineofsight.sources.audits.models import Assessment, Audit
from lineofsight.sources.audits.queries import pages

MARKING = "OFFICIAL-SENSITIVE"
TONES = {
    rules.OPEN: "quiet",
    rules.STARTED: "info",
    rules.DECLARED: "good",
    rules.MODERATING: "info",
    rules.REPLY: "fair",
    rules.AGREED: "good",
}
TASK_TONES = {rules.EMPTY: "quiet", rules.CARRIED: "info", rules.DRAFT: "fair", rules.DONE: ""}
GRADE_TONES = ("good", "fair", "weak", "poor")
"""Tones of the grades of a scale, best first."""


def url(request: PartnershipRequest, name: str, *args: object) -> str:
    """The address of a page of audits."""
    return reverse(f"audits:{name}", args=[request.here.partnership.slug, *args])


def assessment_to_see(request: PartnershipRequest, key: UUID) -> Assessment:
    """The assessment, for those who may see it; 404 for others."""
    try:
        found = pages.asked(request.here.partnership, key)
    except Assessment.DoesNotExist:
        raise Http404 from None
    if not permissions.may_look(request.here, found):
        raise Http404
    return found


def assessment_to_answer(request: PartnershipRequest, key: UUID) -> Assessment:
    """The assessment, for those who answer for its organisation; the reason for others who may see it."""
    found = assessment_to_see(request, key)
    reason = permissions.why_not_answer(request.here, found)
    if reason:
        raise Refused(reason)
    return found


def audit_to_see(request: PartnershipRequest, key: UUID) -> Audit:
    """The audit of this partnership, by its round."""
    return get_object_or_404(queries.audits(request.here.partnership), round=key)


def shared(request: PartnershipRequest) -> dict[str, Any]:
    """The links of the section and the marking."""
    here = request.here
    links = [
        ("Your self-assessments", "list", bool(permissions.own_bodies(here))),
        ("Rounds", "rounds", permissions.sees_every_agency(here)),
        ("To moderate", "to-moderate", here.may(permissions.MODERATE)),
        ("Standards", "standards", here.may(permissions.RUN)),
    ]
    found = [{"label": label, "url": url(request, name)} for label, name, may in links if may]
    around = [{**link, "current": request.path == link["url"]} for link in found] if len(found) > 1 else []
    return {"sub_navigation": around, "marking": MARKING}


def state_words(one: Assessment) -> str:
    """Where an assessment stands, in a few words."""
    return Assessment.State(one.state).label


def grade_tones(grades: list[tuple[str, str, str]]) -> dict[str, str]:
    """The tone of each grade by its code; the last one judges nothing."""
    judged = [code for code, _, _ in grades[:-1]]
    tones = dict(zip(judged, GRADE_TONES, strict=False))
    return {**tones, grades[-1][0]: "none", "": "quiet"}
