"""Reads of audits: standards, assessments with their progress, answers beside last time's, and the overview."""

from collections import Counter, defaultdict
from datetime import date
from functools import lru_cache
from uuid import UUID

from django.db.models import Count, QuerySet

from lineofsight.cycle.requests.models import Request
from lineofsight.engine.standards import StandardSet
from lineofsight.foundation.handbook.queries import framework_in_use
from lineofsight.foundation.partnership.models import Membership, Partnership
from lineofsight.foundation.trail.changes import Doer
from lineofsight.sources.audits import rules
from lineofsight.sources.audits.models import Answer, Assessment, Audit, StandardVersion


def standards_of(version: StandardVersion) -> StandardSet:
    """The set of a version, as it was loaded."""
    return _rebuilt(version.content_hash, version.content)


@lru_cache(maxsize=32)
def _rebuilt(content_hash: str, content: str) -> StandardSet:
    # The hash is the key that matters: a version's text never changes.
    return StandardSet.from_json(content)


def sets_of(audit: Audit) -> tuple[StandardSet, ...]:
    """The sets of an audit: the core, and the supplement when there is one."""
    return tuple(standards_of(version) for version in (audit.core, audit.supplement) if version is not None)


def requests_of(audit: Audit) -> QuerySet[Request]:
    """Who is asked in an audit, by name."""
    rows = Request.objects.for_partnership(audit.partnership).filter(round=audit.round)
    return rows.select_related("organisation", "round", "partnership").order_by("organisation__name")


def audits(partnership: Partnership) -> QuerySet[Audit]:
    """The partnership's audits, newest first."""
    rows = Audit.objects.for_partnership(partnership).select_related("round", "core", "supplement", "product")
    return rows.order_by("-round__due_on")


def assessments(audit: Audit) -> QuerySet[Assessment]:
    """Every organisation's assessment in an audit, by name."""
    rows = Assessment.objects.for_partnership(audit.partnership).filter(audit=audit)
    return rows.select_related("organisation", "request", "subject").order_by("organisation__name")


def assessment(partnership: Partnership, key: UUID) -> Assessment:
    """One assessment with what its pages show. Assessment.DoesNotExist for another partnership's."""
    rows = Assessment.objects.for_partnership(partnership).select_related(
        "audit__round", "audit__core", "audit__supplement", "organisation", "request", "subject", "last_one"
    )
    return rows.get(pk=key)


def last_assessments(audit: Audit) -> dict[UUID, Assessment]:
    """Each organisation's newest earlier assessment that was declared, by organisation; two queries at most."""
    rows = Assessment.objects.for_partnership(audit.partnership).exclude(audit=audit)
    declared = rows.filter(declared_at__isnull=False).order_by("declared_at")
    return {one.organisation_id: one for one in declared}


def answers_by_question(one: Assessment) -> dict[str, Answer]:
    """The answers of an assessment by the code of their question."""
    return {answer.question: answer for answer in one.answers.all()}


def answers_of(one: Assessment, *, standard: str = "") -> list[Answer]:
    """The answers of an assessment, of one standard where that is named, with last time's, in the order of the sets."""
    rows = one.answers.select_related("last_answer", "changed_by", "subject").prefetch_related("planned_actions__owner")
    if standard:
        rows = rows.filter(standard=standard)
    order = {question.code: at for set_ in sets_of(one.audit) for at, question in enumerate(set_.questions)}
    return sorted(rows, key=lambda answer: (not answer.is_core, order.get(answer.question, 0)))


def states_by_assessment(audit: Audit) -> dict[UUID, Counter[str]]:
    """How many answers of each state every assessment of an audit has; one query."""
    found: dict[UUID, Counter[str]] = defaultdict(Counter)
    rows = Answer.objects.filter(assessment__audit=audit).values("assessment_id", "state").annotate(number=Count("pk"))
    for row in rows:
        found[row["assessment_id"]][row["state"]] = row["number"]
    return dict(found)


def said(answer: Answer) -> rules.Said:
    """What the rules need of an answer."""
    return rules.Said(
        answer.question, answer.standard, answer.state, answer.grade, answer.not_applicable_reason, answer.carried,
        answer.what_shows_it, answer.difference,
    )  # fmt: skip


def grades_of(partnership: Partnership, set_: StandardSet, *, on: date) -> list[tuple[str, str, str]]:
    """The grades of the set's scale, best first, as code, name and definition; those that judge nothing stand last."""
    scale = framework_in_use(partnership, on=on).get("scales", set_.scale)
    ordered = sorted(scale.grades, key=lambda grade: (grade.rank is None, grade.rank or 0))
    return [(grade.code, grade.name, grade.definition) for grade in ordered]


def best_grade(one: Assessment, set_: StandardSet) -> str:
    """The grade of the set's scale that needs no action."""
    return grades_of(one.partnership, set_, on=one.audit.round.opens_on)[0][0]


def is_on_panel(audit: Audit, *, by: Doer, on: date) -> bool:
    """True when the person holds one of the panel's seats, as its holder or deputy."""
    held = Membership.objects.on(on).filter(
        role__in=audit.panel.values("role"), person__actor_id=by.actor_id, confirmed_at__isnull=False,
        stopped_at__isnull=True,
    )  # fmt: skip
    return held.exists()


def states_of(one: Assessment) -> Counter[str]:
    """How many answers of each state an assessment has; one query."""
    rows = Answer.objects.filter(assessment=one).values("state").annotate(number=Count("pk"))
    return Counter({row["state"]: row["number"] for row in rows.order_by()})
