"""A round of one agency that is answering and one whose grades were sent, with a question that waits for its answer."""

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from lineofsight.cycle.requests.changes.asking import Asked
from lineofsight.engine import standards
from lineofsight.foundation.partnership.models import Organisation
from lineofsight.foundation.trail.changes import Doer
from lineofsight.sources.audits import changes, queries
from lineofsight.sources.audits.models import Assessment, Audit
from tests import making
from tests.house.world import World

WORDS = {"grade": "fully-met", "what_shows_it": "The policy", "difference": "", "not_applicable_reason": ""}


def make(world: World) -> None:
    """The respondent's own organisation answers; another one was graded, and is asked something."""
    now = timezone.now()
    version = changes.load_standards(standards.load(standards.shipped()[0]), by=making.SYSTEM, now=now)
    changes.take_up(world.partnership, version, by=making.SYSTEM, now=now)
    panel = world.members["saa-member"]
    own = world.members["section-11-respondent"].role.organisation
    last = a_round(world, "Section 11 last time", [own], panel, opens_on=world.today - timedelta(days=400))
    fill(world, last.assessments.get(), declared=True)
    current = a_round(world, "Section 11 now", [own, *_others(world, 1)], panel, opens_on=world.today)
    mine = current.assessments.get(organisation=own)
    answer = mine.answers.order_by("pk").first()
    planned = changes.plan_action(
        answer, text="Name a deputy", owner=None, due_on=world.today + timedelta(days=90), by=making.SYSTEM, now=now
    )
    graded = last.assessments.get()
    query = _graded(world, graded, panel)
    opened = changes.open_survey(
        current, opens_on=world.today, closes_on=world.today + timedelta(days=30), by=making.SYSTEM
    )
    for _ in range(6):
        choices = {"know-lead": "agree", "escalate": "disagree"}
        changes.take_reply(opened, organisation=own, choices=choices, today=world.today)
    approver = world.members["section-11-approver"].person
    taken = changes.take_out(graded, by=Doer(approver.actor_id, "Section 11 approver"), now=now)
    world.kwargs |= {"survey:secret": changes.secret_of(current), "audits:key": taken.pk, "audits:kind": "docx"}
    world.kwargs |= {
        "audits:asked": mine.request_id, "audits:round_key": current.round_id, "audits:standard": answer.standard,
        "audits:question": answer.question, "audits:planned": planned.pk, "audits:graded": graded.request_id,
        "audits:query": query, "audits:version": version.pk, "audits:name": standards.shipped()[0],
    }  # fmt: skip


def more(world: World, number: int) -> None:
    """As many agencies in a round, each of which has declared."""
    made = a_round(
        world, "Section 11 of many", _others(world, number), world.members["saa-member"], opens_on=world.today
    )
    for one in made.assessments.all():
        fill(world, one, declared=True)


def _others(world: World, number: int) -> list[Organisation]:
    return [making.an_organisation(world.partnership, f"House Agency {each}", kind="police") for each in range(number)]


def a_round(world: World, title: str, bodies: list[Organisation], panel: Any, *, opens_on: date) -> Audit:
    """A round of these organisations on the suggested standards."""
    version = queries.StandardVersion.objects.get()
    return changes.open_audit(
        world.partnership, title=title, core=version, period_start=opens_on - timedelta(days=365), period_end=opens_on,
        opens_on=opens_on, due_on=opens_on + timedelta(days=42), asked=[Asked(body) for body in bodies],
        panel=[panel.role], by=making.SYSTEM, now=timezone.now(),
        path_of=lambda asked: f"/p/{world.partnership.slug}/reviews/section-11/{asked.pk}/",
    )  # fmt: skip


def fill(world: World, one: Assessment, *, declared: bool) -> None:
    """Every answer completed, and declared by somebody else."""
    now = timezone.now()
    for answer in one.answers.select_related("assessment"):
        changes.save_answer(answer, **WORDS, complete=True, version=answer.version, by=making.SYSTEM, now=now)
    if declared:
        approver = world.members["section-11-approver"].person
        changes.declare(one, by=Doer(approver.actor_id, "Section 11 approver"), now=now)


def _graded(world: World, one: Assessment, panel: Any) -> int:
    """Grades sent, with one question that waits."""
    by, now = Doer(panel.person.actor_id, panel.role.title), timezone.now()
    elsewhere = _others(world, 1)[0]
    answers = list(one.answers.select_related("assessment"))
    for answer in answers:
        changes.moderate(answer, grade="fully-met", reason="", organisation=elsewhere, own=(), by=by, now=now)
    asked = changes.ask(answers[0], text="Which policy?", own=(), by=by, now=now)
    changes.send_queries(one, by=by, now=now)
    changes.send_grades(one, by=by, now=now, today=world.today)
    return int(asked.pk)
