"""What the panel sees: what waits for it, how far it is with an agency, what was asked and replied."""

from collections import Counter
from collections.abc import Iterable
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet

from lineofsight.foundation.partnership.models import Partnership
from lineofsight.foundation.partnership.queries import Here
from lineofsight.sources.audits import rules
from lineofsight.sources.audits.models import Assessment, Moderation, Moderator, Query, Reply
from lineofsight.sources.audits.queries.pages import Task, tasks_of
from lineofsight.sources.audits.queries.reading import sets_of

WITH_PANEL = (rules.DECLARED, rules.MODERATING)


def to_moderate(partnership: Partnership, *, roles: Iterable[object], own: Iterable[object]) -> QuerySet[Assessment]:
    """What waits for the panel in which these roles have a seat, never of these organisations; oldest first."""
    rows = Assessment.objects.for_partnership(partnership).filter(
        state__in=WITH_PANEL, audit__closed_at__isnull=True,
        audit__in=Moderator.objects.filter(role__in=list(roles)).values("audit"),
    )  # fmt: skip
    shown = rows.exclude(organisation__in=list(own)).select_related("audit__round", "organisation", "request")
    answers = Count("answers", distinct=True)
    moderated = Count("answers", filter=Q(answers__moderations__isnull=False), distinct=True)
    return shown.annotate(left=answers - moderated).order_by("declared_at")


def moderation_tasks(one: Assessment) -> list[Task]:
    """The standards of an assessment with how many of their answers are moderated."""
    rows = Moderation.objects.filter(answer__assessment=one).values_list(
        "answer__standard", "answer__is_core", "answer"
    )
    done = Counter((standard, is_core) for standard, is_core, _ in set(rows.order_by()))
    return [
        Task(task.set_, task.standard, task.state, done[task.standard.code, task.set_.core], task.asked, "")
        for task in tasks_of(one)
    ]


def why_not_moderate(here: Here, one: Assessment) -> str | None:
    """The reason why the person may not moderate these answers now, or None; one query."""
    on_panel = Moderator.objects.filter(audit=one.audit, role__in=list(here.role_ids)).exists()
    return rules.why_not_moderate(
        state=one.state, organisation=str(one.organisation_id), own=here.organisation_ids, on_panel=on_panel
    )


def unsent_queries(one: Assessment) -> list[Query]:
    """Questions that wait to be sent, oldest first."""
    rows = Query.objects.filter(answer__assessment=one, sent_at__isnull=True)
    return list(rows.select_related("answer", "asked_by"))


def replies_to(one: Assessment) -> list[tuple[str, Reply]]:
    """What the organisation said to its grades, oldest first, each with the question's words."""
    rows = Reply.objects.filter(answer__assessment=one).select_related("answer", "actor")
    texts = {question.code: question.text for set_ in sets_of(one.audit) for question in set_.questions}
    return [(texts.get(reply.answer.question, ""), reply) for reply in rows]


def share_unchanged(one: Assessment) -> int | None:
    """How many in a hundred of last time's answers were confirmed as still true; None without any."""
    had = one.answers.filter(last_answer__isnull=False)
    counts = had.aggregate(all=Count("pk"), same=Count("pk", filter=Q(carried=rules.STILL_TRUE)))
    return round(100 * counts["same"] / counts["all"]) if counts["all"] else None


def last_moderated(one: Assessment, standard: str) -> dict[int | None, str]:
    """The grade that last time's answer ended with, by that answer."""
    rows = Moderation.objects.filter(answer__in=one.answers.filter(standard=standard).values("last_answer"))
    return dict(rows.order_by("at", "pk").values_list("answer", "grade"))


def waiting_counts(audit_round: UUID, partnership: Partnership) -> dict[UUID, int]:
    """How many questions of the panel each assessment of a round has not answered; one query."""
    rows = Query.objects.filter(
        answer__assessment__partnership=partnership, answer__assessment__audit__round=audit_round,
        sent_at__isnull=False, replied_at__isnull=True,
    )  # fmt: skip
    counted = rows.values(one=F("answer__assessment")).annotate(number=Count("pk")).order_by()
    return {row["one"]: row["number"] for row in counted}
