"""Core returns of an organisation, and which partnerships accepted them."""

from uuid import UUID

from django.db.models import QuerySet

from lineofsight.sources.audits.models import AcceptedReturn, Assessment, CoreReturn


def returns_of(one: Assessment) -> QuerySet[CoreReturn]:
    """Every core return of the assessment's organisation, newest first, with who accepted each; two queries."""
    rows = CoreReturn.objects.filter(organisation=one.organisation_id).select_related("made_by")
    return rows.prefetch_related("acceptances__partnership").order_by("-made_at")


def one_of(one: Assessment, key: UUID) -> CoreReturn | None:
    """One of the organisation's core returns, or None."""
    return returns_of(one).filter(pk=key).first()


def accepted_here(one: Assessment) -> AcceptedReturn | None:
    """The acceptance recorded for this assessment, or None."""
    rows = AcceptedReturn.objects.for_partnership(one.partnership).filter(assessment=one)
    found: AcceptedReturn | None = rows.select_related("accepted_by").first()
    return found
