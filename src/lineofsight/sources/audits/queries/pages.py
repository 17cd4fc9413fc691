"""What the pages of an audit show: one agency's task list, a standard with its questions, what waits for whom."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Prefetch, QuerySet

from lineofsight.engine.standards import Question, Standard, StandardSet
from lineofsight.foundation.partnership.models import Membership, Partnership, Role
from lineofsight.sources.audits import rules
from lineofsight.sources.audits.models import (
    Answer,
    Assessment,
    Assignment,
    Moderation,
    PlannedAction,
    Query,
)
from lineofsight.sources.audits.queries.reading import sets_of


def asked(partnership: Partnership, request_key: UUID) -> Assessment:
    """The assessment that answers a request, with what its pages show. Assessment.DoesNotExist for another partnership's."""
    rows = Assessment.objects.for_partnership(partnership).select_related(
        "audit__round", "audit__core", "audit__supplement", "organisation", "request__role", "subject", "last_one",
        "declared_by", "partnership__chain",
    )  # fmt: skip
    return rows.get(request=request_key)


def owed(partnership: Partnership, organisations: Iterable[object]) -> QuerySet[Assessment]:
    """The self-assessments of these organisations, newest round first."""
    rows = Assessment.objects.for_partnership(partnership).filter(organisation__in=list(organisations))
    return rows.select_related("audit__round", "organisation", "request").order_by("-request__due_on")


@dataclass(frozen=True, slots=True)
class Task:
    """A standard on an agency's task list."""

    set_: StandardSet
    standard: Standard
    state: str
    done: int
    asked: int
    assigned_to: str


def tasks_of(one: Assessment) -> list[Task]:
    """The standards that an agency is asked about, in the order of the sets; two queries."""
    states: dict[tuple[bool, str], list[str]] = defaultdict(list)
    for is_core, standard, state in one.answers.values_list("is_core", "standard", "state"):
        states[is_core, standard].append(state)
    rows = Assignment.objects.filter(assessment=one).select_related("membership__person")
    names = {assignment.standard: assignment.membership.person.name for assignment in rows}
    return [
        Task(
            set_, standard, rules.status_of_standard(found), found.count(rules.DONE), len(found),
            names.get(standard.code, ""),
        )
        for set_ in sets_of(one.audit)
        for standard in set_.standards
        if (found := states.get((set_.core, standard.code)))
    ]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Asking:
    """A question beside its answer, its planned actions, what the panel asked, and the panel's grades, oldest first."""

    question: Question
    answer: Answer
    planned: tuple[PlannedAction, ...] = ()
    asked: tuple[Query, ...] = ()
    moderations: tuple[Moderation, ...] = ()

    @property
    def moderated(self) -> Moderation | None:
        """The panel's grade that counts."""
        return self.moderations[-1] if self.moderations else None


def standard_of(one: Assessment, code: str) -> tuple[StandardSet, Standard]:
    """The standard and the set that it is of. KeyError when the audit has none of this name."""
    for set_ in sets_of(one.audit):
        for standard in set_.standards:
            if standard.code == code:
                return set_, standard
    raise KeyError(code)


def askings(one: Assessment, code: str = "") -> list[Asking]:
    """The questions of a standard (of all when none is named) with everything about each; five queries."""
    planned = PlannedAction.objects.filter(removed_at__isnull=True).select_related("owner", "joined").order_by("pk")
    rows = one.answers.select_related("last_answer", "changed_by", "subject").prefetch_related(
        Prefetch("planned_actions", planned),
        Prefetch("queries", Query.objects.select_related("asked_by", "replied_by")),
        Prefetch("moderations", Moderation.objects.select_related("actor")),
        Prefetch("replies"),
    )
    answers = {answer.question: answer for answer in (rows.filter(standard=code) if code else rows)}
    return [
        _asking(question, answer)
        for set_ in sets_of(one.audit)
        for question in set_.questions
        if (answer := answers.get(question.code)) is not None and answer.is_core == set_.core
    ]


def _asking(question: Question, answer: Answer) -> Asking:
    return Asking(
        question,
        answer,
        tuple(answer.planned_actions.all()),
        tuple(answer.queries.all()),
        tuple(answer.moderations.all()),
    )


def colleagues(one: Assessment, *, today: date) -> list[Membership]:
    """Who of the organisation may fill in answers today, by name."""
    rows = Membership.objects.on(today).filter(
        role__organisation=one.organisation_id, partnership=one.partnership_id, confirmed_at__isnull=False,
        stopped_at__isnull=True,
    )  # fmt: skip
    found = rows.select_related("person", "role__kind").order_by("person__name")
    return [member for member in found if "make_returns" in member.role.kind.capabilities()]


def waiting_queries(one: Assessment) -> QuerySet[Query]:
    """What the panel asked the organisation and it has not answered, oldest first."""
    rows = Query.objects.filter(answer__assessment=one, sent_at__isnull=False, replied_at__isnull=True)
    return rows.select_related("answer")


def answer_to(one: Assessment, question: str) -> Answer | None:
    """The assessment's answer to a question, or None when it is not asked."""
    found: Answer | None = one.answers.filter(question=question).select_related("subject").first()
    if found is not None:
        found.assessment = one
    return found


def planned_of(one: Assessment, key: int) -> PlannedAction | None:
    """A planned action of the assessment that was not taken out."""
    rows = PlannedAction.objects.filter(answer__assessment=one, removed_at__isnull=True)
    found: PlannedAction | None = rows.select_related("answer__assessment").filter(pk=key).first()
    return found


def seats_of(one: Assessment, *, today: date) -> list[Role]:
    """The organisation's seats that can own an action today, by title."""
    rows = Role.objects.for_partnership(one.partnership).on(today).filter(organisation=one.organisation_id)
    return list(rows.select_related("organisation").order_by("title"))


def joined_actions(one: Assessment) -> list[PlannedAction]:
    """What the organisation planned and is now among the partnership's actions."""
    rows = PlannedAction.objects.filter(answer__assessment=one, joined__isnull=False)
    return list(rows.select_related("joined").order_by("joined__reference"))
