"""National reviews with each agency's response, and single agencies' own reviews."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from lineofsight.cycle.findings import changes as findings
from lineofsight.cycle.findings.models import Recommendation
from lineofsight.cycle.products import changes as products
from lineofsight.cycle.products.models import Product
from lineofsight.foundation.partnership.models import Organisation, Partnership
from lineofsight.foundation.partnership.permissions import Refused
from lineofsight.foundation.trail.changes import Doer, record, subject_for
from lineofsight.sources.reviews.models import AgencyReview, NationalRecommendation, NationalResponse, NationalReview

AGENCY_REVIEW = "single-agency-incident-review"


@transaction.atomic
def add_national_review(
    partnership: Partnership, *, title: str, published_by: str, published_on: date, url: str, wordings: Sequence[str],
    product: Product | None = None, by: Doer,
) -> NationalReview:  # fmt: skip
    """A national review with its recommendations, in its own words and order."""
    if NationalReview.objects.for_partnership(partnership).filter(title=title).exists():
        raise Refused(f"“{title}” is there already.")
    if not wordings:
        raise Refused("Write at least one recommendation.")
    made = NationalReview(partnership=partnership, title=title, published_by=published_by, published_on=published_on,
                          url=url, product=product)  # fmt: skip
    made.subject = subject_for(
        partnership.chain, room="reviews", kind="national_review", key=made.pk, title=title, may_read="see_findings",
        path=f"/p/{partnership.slug}/reviews/national/{made.pk}/", marking="OFFICIAL",
    )  # fmt: skip
    made.save(force_insert=True)
    NationalRecommendation.objects.bulk_create(
        NationalRecommendation(review=made, number=number, wording=wording)
        for number, wording in enumerate(wordings, start=1)
    )
    after = {"title": title, "published_on": published_on, "recommendations": len(wordings)}
    record(partnership.chain, by=by, deed="reviews.add_national_review", subject=made.subject, after=after)
    return made


@transaction.atomic
def respond(
    one: NationalRecommendation, *, organisation: Organisation, applies: str, response: str, by: Doer, now: datetime
) -> NationalResponse:
    """Whether a recommendation applies to an agency, and what it says; kept beside what it said before."""
    if not response.strip():
        raise Refused("Write what your organisation does about it, or why it does not apply.")
    made = NationalResponse.objects.create(
        recommendation=one, organisation=organisation, applies=applies, response=response, at=now, actor_id=by.actor_id
    )
    after = {"number": one.number, "organisation": organisation.name, "applies": applies, "response": response}
    record(one.review.partnership.chain, by=by, deed="reviews.respond", subject=one.review.subject, after=after)
    return made


@transaction.atomic
def take_up(
    one: NationalRecommendation, *, organisation: Organisation | None, due_on: date | None, by: Doer, now: datetime,
    today: date,
) -> Recommendation:  # fmt: skip
    """The partnership's own recommendation that answers a national one; it lives on like any other."""
    if one.local is not None:
        return one.local
    review = one.review
    made = findings.recommend(
        review.partnership, wording=one.wording, subjects=[review.subject] if review.subject else [],
        organisation=organisation, due_on=due_on, made_on=today, by=by, now=now,
    )  # fmt: skip
    NationalRecommendation.objects.filter(pk=one.pk).update(local=made)
    record(
        review.partnership.chain, by=by, deed="reviews.take_up", subject=review.subject, after={"number": one.number}
    )
    return made


@transaction.atomic
def report_agency_review(
    partnership: Partnership, *, organisation: Organisation, title: str, process: str, incident_on: date | None,
    learning: str, for_others: str, by: Doer, now: datetime, today: date,
) -> AgencyReview:  # fmt: skip
    """An agency reports its own review: a restricted product that goes to the sub-group, with what the review found."""
    product = products.plan(
        partnership, kind=AGENCY_REVIEW, title=title, organisation=organisation, by=by, now=now, today=today
    )
    return say_agency_review(
        product, process=process, incident_on=incident_on, learning=learning, for_others=for_others, by=by
    )


@transaction.atomic
def say_agency_review(
    product: Product, *, process: str, incident_on: date | None, learning: str, for_others: str, by: Doer
) -> AgencyReview:
    """What a single agency's own review found, for the sub-group."""
    facts = {"process": process, "incident_on": incident_on, "learning": learning, "for_others": for_others}
    made, _ = AgencyReview.objects.update_or_create(product=product, defaults=facts)
    record(product.partnership.chain, by=by, deed="reviews.say_agency_review", subject=product.subject, after=facts)
    return made
