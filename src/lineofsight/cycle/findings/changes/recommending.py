"""Recommendations: made with a fixed wording, issued, answered with a reason, given to an owner."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction

from lineofsight.cycle.findings import queries, rules
from lineofsight.cycle.findings.changes import impact
from lineofsight.cycle.findings.changes.subjects import RESTRICTED, USUAL, name, reading_of, settle, tell, write
from lineofsight.cycle.findings.models import Finding, Recommendation, RecommendationSource
from lineofsight.cycle.products.changes import content_changed
from lineofsight.cycle.products.models import Product
from lineofsight.engine.clocks import add_months, london_day
from lineofsight.foundation.notices.models import Notice
from lineofsight.foundation.partnership.models import Organisation, Partnership, Role
from lineofsight.foundation.partnership.numbering import next_reference
from lineofsight.foundation.partnership.permissions import Refused
from lineofsight.foundation.trail.changes import Doer, record
from lineofsight.foundation.trail.models import Subject


@transaction.atomic
def recommend(
    partnership: Partnership,
    *,
    wording: str,
    made_on: date,
    by: Doer,
    now: datetime,
    findings: Iterable[Finding] = (),
    products: Iterable[Product] = (),
    subjects: Iterable[Subject] = (),
    organisation: Organisation | None = None,
    owner: Role | None = None,
    due_on: date | None = None,
    answer_due_on: date | None = None,
    expected_difference: str = "",
    is_scrutiny: bool = False,
    is_draft: bool = False,
) -> Recommendation:
    """A recommendation (R-2026-008) with all its sources. Its wording never changes.

    The seat that owns it is asked for its answer, within a month unless `answer_due_on` says otherwise. `is_scrutiny`: the
    Independent Scrutineer's own, which only they mark satisfied. A draft is read by its writer alone until `issue`.
    """
    held_findings, held_products, held_subjects = list(findings), list(products), list(subjects)
    if not wording.strip():
        raise Refused("Write the recommendation.")
    recommendation = Recommendation.objects.create(
        partnership=partnership,
        reference=next_reference(partnership, "R", year=made_on.year),
        wording=wording,
        organisation=owner.organisation if owner else organisation,
        owner=owner,
        made_on=made_on,
        due_on=due_on,
        answer_due_on=answer_due_on or add_months(made_on, rules.ANSWER_MONTHS),
        expected_difference=expected_difference,
        is_scrutiny=is_scrutiny,
        may_read=_reading(held_findings, held_products, held_subjects),
        private_to_id=by.actor_id if is_draft else None,
        made_at=now,
        made_by_id=by.actor_id,
    )
    _add_sources(recommendation, held_findings, held_products, held_subjects)
    name(recommendation)
    if not is_draft:
        _ask_for_an_answer(recommendation, today=london_day(now))
    after = {"reference": recommendation.reference, "wording": wording, "due_on": due_on}
    record(partnership.chain, by=by, deed="findings.recommend", subject=recommendation.subject, after=after)
    if not is_draft:
        for product in {*held_products, *(one.product for one in held_findings if one.product)}:
            content_changed(product, by=by, now=now)
    return recommendation


@transaction.atomic
def issue_recommendation(recommendation: Recommendation, *, by: Doer, now: datetime, version: int) -> Recommendation:
    """A draft becomes what everybody reads who may; the owner is asked for an answer. Refused for anybody but its writer."""
    if recommendation.private_to_id != by.actor_id:
        raise Refused("Only who wrote this draft can issue it.")
    write(recommendation, version=version, private_to=None)
    name(recommendation)
    _ask_for_an_answer(recommendation, today=london_day(now))
    record(recommendation.partnership.chain, by=by, deed="findings.issue", subject=recommendation.subject)
    return recommendation


@transaction.atomic
def add_source(
    recommendation: Recommendation,
    *,
    by: Doer,
    now: datetime,
    finding: Finding | None = None,
    product: Product | None = None,
    subject: Subject | None = None,
) -> RecommendationSource:
    """One more place that says the same. A finding that is no strength opens an embedded recommendation again."""
    source, is_new = RecommendationSource.objects.get_or_create(
        recommendation=recommendation, finding=finding, product=product, subject=subject
    )
    reading = _reading([finding] if finding else [], [product] if product else [], [subject] if subject else [])
    if reading == RESTRICTED and recommendation.may_read == USUAL:
        write(recommendation, version=None, may_read=RESTRICTED)
        name(recommendation)
    if is_new:
        after = {"source": str(source)}
        chain = recommendation.partnership.chain
        record(chain, by=by, deed="findings.add_source", subject=recommendation.subject, after=after)
    if finding is not None and finding.kind != rules.STRENGTH and recommendation.state == rules.EMBEDDED:
        reason = f"It was found again: {finding.reference}."
        impact.reopen(recommendation, reason=reason, finding=finding, by=by, now=now)
    return source


@transaction.atomic
def answer(
    recommendation: Recommendation, *, answer: str, by: Doer, now: datetime, version: int, reason: str = ""
) -> Recommendation:
    """Accepted, partly accepted or rejected; the last two, and any change of an answer, with the reason."""
    why_not = rules.why_not_answer(state=recommendation.state, answer=answer, reason=reason)
    if why_not:
        raise Refused(why_not)
    before = {"answer": recommendation.answer, "reason": recommendation.answer_reason}
    facts = {"answer": answer, "answer_reason": reason, "answered_at": now, "answered_by_id": by.actor_id}
    write(recommendation, version=version, state=answer, **facts)
    settle(recommendation, "ask")
    _tell_maker(recommendation)
    chain, after = recommendation.partnership.chain, {"answer": answer}
    deed = "findings.answer"
    record(chain, by=by, deed=deed, subject=recommendation.subject, before=before, after=after, note=reason)
    return recommendation


@transaction.atomic
def plan_recommendation(
    recommendation: Recommendation,
    *,
    owner: Role | None,
    organisation: Organisation | None,
    due_on: date | None,
    expected_difference: str,
    by: Doer,
    now: datetime,
    version: int,
) -> Recommendation:
    """Who owns it, by when, and what should be different. The wording stays as it is."""
    before = _plan_of(recommendation)
    body = owner.organisation if owner else organisation
    is_new_owner = (owner.pk if owner else None) != recommendation.owner_id
    facts = {"owner": owner, "organisation": body, "due_on": due_on, "expected_difference": expected_difference}
    write(recommendation, version=version, **facts)
    name(recommendation)
    if is_new_owner and recommendation.private_to_id is None and recommendation.state == rules.PROPOSED:
        settle(recommendation, "ask")
        _ask_for_an_answer(recommendation, today=london_day(now))
    chain, after = recommendation.partnership.chain, _plan_of(recommendation)
    deed = "findings.plan_recommendation"
    record(chain, by=by, deed=deed, subject=recommendation.subject, before=before, after=after)
    return recommendation


def _ask_for_an_answer(recommendation: Recommendation, *, today: date) -> None:
    people = queries.people_asked(recommendation, today=today)
    key = f"ask:{recommendation.version}"
    text = f"{recommendation.reference}: a recommendation waits for your answer: accepted, partly accepted or rejected."
    tell(recommendation, people, key=key, text=text)


def _tell_maker(recommendation: Recommendation) -> None:
    person = getattr(recommendation.made_by, "person", None)
    if person is not None and recommendation.made_by_id != recommendation.answered_by_id:
        text = f"{recommendation.reference}: your recommendation has its answer."
        key = f"answered:{recommendation.version}"
        tell(recommendation, [person], key=key, text=text, kind=Notice.Kind.NEWS)


def _add_sources(
    recommendation: Recommendation, findings: list[Finding], products: list[Product], subjects: list[Subject]
) -> None:
    RecommendationSource.objects.bulk_create(
        [
            *(RecommendationSource(recommendation=recommendation, finding=one) for one in findings),
            *(RecommendationSource(recommendation=recommendation, product=one) for one in products),
            *(RecommendationSource(recommendation=recommendation, subject=one) for one in subjects),
        ]
    )


def _reading(findings: list[Finding], products: list[Product], subjects: list[Subject]) -> str:
    return RESTRICTED if any(one.may_read == RESTRICTED for one in findings) else reading_of(products, subjects)


def _plan_of(recommendation: Recommendation) -> dict[str, object]:
    return {
        "owner": recommendation.owner.title if recommendation.owner else "",
        "organisation": recommendation.organisation.name if recommendation.organisation else "",
        "due_on": recommendation.due_on,
        "expected_difference": recommendation.expected_difference,
    }
