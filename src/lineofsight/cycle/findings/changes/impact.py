"""From delivered to embedded: impact checks against a baseline, and what opens again when it comes back."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max

from lineofsight.cycle.findings import queries, rules
from lineofsight.cycle.findings.changes.subjects import name, settle, tell, write
from lineofsight.cycle.findings.models import Action, Finding, ImpactCheck, Recommendation, RecommendationSource
from lineofsight.engine.clocks import add_months, london_day
from lineofsight.foundation.files.models import Evidence
from lineofsight.foundation.notices.models import Notice
from lineofsight.foundation.partnership.models import Role
from lineofsight.foundation.partnership.permissions import Refused
from lineofsight.foundation.trail.changes import Doer, record
from lineofsight.foundation.trail.models import Subject


@transaction.atomic
def deliver_what_is_done(action: Action, *, by: Doer, now: datetime) -> None:
    """Every recommendation of the action whose actions have all ended is delivered; its impact checks count from this day."""
    for recommendation in action.recommendations.filter(state__in=rules.IN_WORK):
        if rules.is_delivered(recommendation.actions.values_list("state", flat=True)):
            write(recommendation, version=None, state=rules.DELIVERED, delivered_at=now)
            _date_checks_from(recommendation, london_day(now))
            chain = recommendation.partnership.chain
            record(chain, by=by, deed="findings.deliver", subject=recommendation.subject)


def _date_checks_from(recommendation: Recommendation, day: date) -> None:
    """A check that was planned ahead is due so many months after delivery, and never earlier than it was."""
    for check in recommendation.impact_checks.filter(result=""):
        due = add_months(day, check.after_months)
        if due > check.due_on:
            settle(check, "ask")
            write(check, version=None, due_on=due)


@transaction.atomic
def plan_impact_check(
    recommendation: Recommendation,
    *,
    after_months: int,
    measure: str,
    baseline: str,
    baseline_on: date,
    by: Doer,
    now: datetime,
    target: str = "",
    measure_subject: Subject | None = None,
    checker: Role | None = None,
    counts_from: date | None = None,
) -> ImpactCheck:
    """A look after 3, 6 or 12 months at whether it made a difference, against how it is now.

    The months count from `counts_from`; without it from delivery, from the day on which it is due, or from today. What is
    planned before delivery moves along when that comes later. `measure_subject`: the measure, product or other thing that is
    looked at. `checker`: the seat that looks, never one that owns the recommendation.
    """
    why_not = rules.why_not_plan(state=recommendation.state, after_months=after_months, baseline=baseline)
    if not why_not and checker is not None and checker.pk in queries.owner_roles(recommendation):
        why_not = "Choose a checker who does not own the recommendation or one of its actions."
    if why_not:
        raise Refused(why_not)
    check = ImpactCheck.objects.create(
        partnership=recommendation.partnership,
        recommendation=recommendation,
        after_months=after_months,
        due_on=add_months(counts_from or _begins(recommendation, now=now), after_months),
        measure=measure,
        measure_subject=measure_subject,
        baseline=baseline,
        baseline_on=baseline_on,
        target=target,
        checker=checker,
        planned_at=now,
        planned_by_id=by.actor_id,
    )
    name(check)
    after = {"after_months": after_months, "due_on": check.due_on, "measure": measure, "baseline": baseline}
    chain = recommendation.partnership.chain
    record(chain, by=by, deed="findings.plan_impact_check", subject=recommendation.subject, after=after)
    return check


def _begins(recommendation: Recommendation, *, now: datetime) -> date:
    if recommendation.delivered_at is not None:
        return london_day(recommendation.delivered_at)
    today = london_day(now)
    return max(recommendation.due_on or today, today)


@transaction.atomic
def check_impact(
    check: ImpactCheck,
    *,
    result: str,
    found: str,
    checked_on: date,
    by: Doer,
    now: datetime,
    version: int | None = None,
    evidence: Iterable[Evidence] = (),
) -> ImpactCheck:
    """What the check shows: passed, partly or not_passed. Refused for whoever owns the recommendation or its actions."""
    recommendation = check.recommendation
    recommendation.refresh_from_db(fields=["state", "version"])
    why_not = rules.why_not_check(
        state=recommendation.state,
        result=result,
        found=found,
        checked=bool(check.result),
        by_owner=_owns(recommendation, by=by, now=now),
    )
    if why_not:
        raise Refused(why_not)
    facts = {"result": result, "found": found, "checked_on": checked_on, "checked_at": now}
    write(check, version=version, checked_by_id=by.actor_id, **facts)
    check.evidence.set(evidence)
    settle(check)
    _tell_owner(recommendation, key=f"checked:{check.pk}", text="its impact was checked.", now=now)
    chain, after = recommendation.partnership.chain, {"result": result, "after_months": check.after_months}
    deed = "findings.check_impact"
    record(chain, by=by, deed=deed, subject=recommendation.subject, after=after, note=found)
    return check


@transaction.atomic
def embed(recommendation: Recommendation, *, by: Doer, now: datetime, version: int, note: str = "") -> Recommendation:
    """It is part of how people work: only after a passed impact check, and never by an owner."""
    passed = recommendation.impact_checks.filter(result=rules.PASSED).aggregate(at=Max("checked_at"))["at"]
    why_not = rules.why_not_embed(
        state=recommendation.state,
        passed_at=passed,
        delivered_at=recommendation.delivered_at,
        by_owner=_owns(recommendation, by=by, now=now),
        waits_for_scrutineer=recommendation.is_scrutiny and recommendation.satisfied_at is None,
    )
    if why_not:
        raise Refused(why_not)
    write(recommendation, version=version, state=rules.EMBEDDED, embedded_at=now, embedded_by_id=by.actor_id)
    _tell_owner(recommendation, key=f"embedded:{recommendation.version}", text="it is embedded.", now=now)
    record(recommendation.partnership.chain, by=by, deed="findings.embed", subject=recommendation.subject, note=note)
    return recommendation


@transaction.atomic
def reopen(
    recommendation: Recommendation,
    *,
    reason: str,
    by: Doer,
    now: datetime,
    version: int | None = None,
    finding: Finding | None = None,
) -> Recommendation:
    """It came back, or was not as it seemed: it is in work again. `finding`: what told it, which becomes one of its sources."""
    why_not = rules.why_not_reopen(state=recommendation.state, reason=reason)
    if why_not:
        raise Refused(why_not)
    before = {"state": recommendation.state}
    facts = {"reopened_at": now, "reopened_reason": reason, "satisfied_at": None, "satisfied_by": None}
    write(recommendation, version=version, state=rules.REOPENED, **facts)
    if finding is not None:
        RecommendationSource.objects.get_or_create(recommendation=recommendation, finding=finding)
    _tell_owner(recommendation, key=f"ask:reopened:{recommendation.version}", text="it is open again.", now=now)
    chain, after = recommendation.partnership.chain, {"state": rules.REOPENED}
    deed = "findings.reopen"
    record(chain, by=by, deed=deed, subject=recommendation.subject, before=before, after=after, note=reason)
    return recommendation


@transaction.atomic
def say_satisfied(
    recommendation: Recommendation, *, may_write_scrutiny: bool, by: Doer, now: datetime, version: int, note: str = ""
) -> Recommendation:
    """The Independent Scrutineer is satisfied with what came of their own recommendation; nobody else can say so."""
    why_not = rules.why_not_satisfied(
        is_scrutiny=recommendation.is_scrutiny,
        is_satisfied=recommendation.satisfied_at is not None,
        may_write_scrutiny=may_write_scrutiny,
    )
    if why_not:
        raise Refused(why_not)
    write(recommendation, version=version, satisfied_at=now, satisfied_by_id=by.actor_id, satisfied_note=note)
    chain = recommendation.partnership.chain
    record(chain, by=by, deed="findings.say_satisfied", subject=recommendation.subject, note=note)
    return recommendation


def _owns(recommendation: Recommendation, *, by: Doer, now: datetime) -> bool:
    if recommendation.actions.filter(done_by=by.actor_id).exclude(state=rules.DROPPED).exists():
        return True
    return queries.holds_any(by.actor_id, queries.owner_roles(recommendation), today=london_day(now))


def _tell_owner(recommendation: Recommendation, *, key: str, text: str, now: datetime) -> None:
    people = queries.people_asked(recommendation, today=london_day(now))
    tell(recommendation, people, key=key, text=f"{recommendation.reference}: {text}", kind=Notice.Kind.NEWS)
