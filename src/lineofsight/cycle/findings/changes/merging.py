"""The same recommendation from several places becomes one, and no back-link is lost."""

from datetime import datetime

from django.db import transaction

from lineofsight.cycle.findings import rules
from lineofsight.cycle.findings.changes.subjects import RESTRICTED, name, settle, write
from lineofsight.cycle.findings.models import NotTheSame, Recommendation, RecommendationSource
from lineofsight.foundation.partnership.permissions import Refused
from lineofsight.foundation.trail.changes import Doer, record


@transaction.atomic
def merge(
    recommendation: Recommendation, into: Recommendation, *, by: Doer, now: datetime, version: int | None = None
) -> Recommendation:
    """One recommendation goes into another, with its sources, actions and open impact checks; its own page stays.

    Each source that came along says from which recommendation. What had been merged into it goes along too.
    """
    same = recommendation.pk == into.pk or recommendation.partnership_id != into.partnership_id
    why_not = rules.why_not_merge(same=same, state=recommendation.state, into_state=into.state)
    if why_not:
        raise Refused(why_not)
    write(recommendation, version=version, state=rules.MERGED, merged_into=into)
    Recommendation.objects.filter(merged_into=recommendation).update(merged_into=into)
    _bring_sources(recommendation, into)
    into.actions.add(*recommendation.actions.all())
    _bring_checks(recommendation, into)
    if recommendation.may_read == RESTRICTED != into.may_read:
        write(into, version=None, may_read=RESTRICTED)
        name(into)
    settle(recommendation)
    after = {"into": into.reference, "at": now}
    record(into.partnership.chain, by=by, deed="findings.merge", subject=recommendation.subject, after=after)
    return into


def _bring_sources(recommendation: Recommendation, into: Recommendation) -> None:
    related = ("finding", "product", "subject")
    for source in recommendation.sources.select_related(*related):
        RecommendationSource.objects.get_or_create(
            recommendation=into,
            finding=source.finding,
            product=source.product,
            subject=source.subject,
            defaults={"merged_from_id": source.merged_from_id or recommendation.pk},
        )


def _bring_checks(recommendation: Recommendation, into: Recommendation) -> None:
    """Checks that are still to come go along; what was checked stays with the one that it judged."""
    for check in recommendation.impact_checks.filter(result=""):
        write(check, version=None, recommendation=into)
        name(check)


@transaction.atomic
def tell_apart(one: Recommendation, other: Recommendation, *, by: Doer, now: datetime) -> None:
    """The two look alike and are not the same: they are not suggested for merging again."""
    first, second = sorted([one, other], key=lambda held: str(held.pk))
    facts = {"at": now, "actor_id": by.actor_id}
    _, is_new = NotTheSame.objects.get_or_create(first=first, second=second, defaults=facts)
    if is_new:
        after = {"not": other.reference}
        record(one.partnership.chain, by=by, deed="findings.tell_apart", subject=one.subject, after=after)
