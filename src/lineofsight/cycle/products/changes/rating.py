"""Rating a product: a new judgement each time, so that what was judged before stays."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction

from lineofsight.cycle.products import rules
from lineofsight.cycle.products.changes.holding import framework_for, held, settle
from lineofsight.cycle.products.models import Product, Rating
from lineofsight.engine.clocks import london_day
from lineofsight.foundation.partnership.holding import must
from lineofsight.foundation.partnership.models import Area, Organisation
from lineofsight.foundation.partnership.permissions import Refused
from lineofsight.foundation.trail.changes import Doer, record


@transaction.atomic
def rate(
    product: Product,
    *,
    grade: str,
    evidence_strength: str,
    coverage: str,
    confidence: str,
    direction: str,
    reason: str,
    rated_on: date,
    next_review_on: date,
    organisations: Iterable[Organisation] = (),
    areas: Iterable[Area] = (),
    by: Doer,
    now: datetime,
) -> Rating:
    """A judgement on the product as it stood on a day, on the scales of its framework. `organisations`, `areas`: what it covers."""
    product = held(product)
    framework = framework_for(product)
    grades = {"grade": grade, "evidence_strength": evidence_strength, "coverage": coverage,
              "confidence": confidence, "direction": direction}  # fmt: skip
    _must_be_rateable(product, rated=rules.kind_of(framework, product.kind).rated)
    must(rules.why_not_grade(framework, grades))
    must(rules.why_not_rated(reason=reason, rated_on=rated_on, next_review_on=next_review_on, today=london_day(now)))
    rating = Rating.objects.create(
        product=product,
        scale=framework.meta.rating_scale,
        **grades,
        reason=reason,
        rated_on=rated_on,
        next_review_on=next_review_on,
        at=now,
        actor_id=by.actor_id,
        role=by.role,
    )
    rating.organisations.set(organisations)
    rating.areas.set(areas)
    settle(product, "due:rating")
    after = {**grades, "rated_on": rated_on, "next_review_on": next_review_on}
    record(product.partnership.chain, by=by, deed="products.rate", subject=product.subject, after=after, note=reason)
    return rating


def _must_be_rateable(product: Product, *, rated: bool) -> None:
    if not rated:
        raise Refused("Products of this kind are not rated.")
    if product.stage == Product.Stage.STOPPED:
        raise Refused("This product was withdrawn, so it is not rated.")
