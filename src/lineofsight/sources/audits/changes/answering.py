"""An organisation fills in its answers: saving as it types, last time's answers, colleagues, and what it will do."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import F

from lineofsight.cycle.requests import rules as request_rules
from lineofsight.cycle.requests.models import Request
from lineofsight.foundation.files.changes import reuse
from lineofsight.foundation.files.models import Evidence
from lineofsight.foundation.files.queries import evidence_for
from lineofsight.foundation.partnership.holding import must
from lineofsight.foundation.partnership.models import Membership, Role
from lineofsight.foundation.partnership.permissions import Refused
from lineofsight.foundation.trail.changes import Doer, record, subject_for
from lineofsight.foundation.trail.models import Subject
from lineofsight.sources.audits import queries, rules
from lineofsight.sources.audits.changes.holding import locked, tell, write_answer
from lineofsight.sources.audits.models import Answer, Assessment, Assignment, PlannedAction

SAVE_TRAIL_MINUTES = 10


@transaction.atomic
def save_answer(
    answer: Answer,
    *,
    grade: str,
    what_shows_it: str,
    difference: str,
    not_applicable_reason: str,
    complete: bool,
    by: Doer,
    now: datetime,
    version: int,
    still_true: bool = False,
) -> Answer:
    """The answer as it is now, completed or to be gone on with. ChangedMeanwhile when somebody else saved it first.

    `still_true`: last time's answer was read again and stands.
    """
    assessment = still_open(answer.assessment)
    facts: dict[str, Any] = {
        "grade": grade,
        "what_shows_it": what_shows_it,
        "difference": difference,
        "not_applicable_reason": not_applicable_reason,
        "changed_at": now,
        "changed_by_id": by.actor_id,
        "carried": _carried(answer, still_true=still_true),
    }
    if complete:
        must(_why_not_complete(assessment, answer, facts, today=now.date()))
    facts["state"] = rules.DONE if complete else rules.DRAFT
    before = answer.changed_at
    written = write_answer(answer, version=version, **facts)
    _begin(assessment)
    if _is_worth_an_entry(before, now, facts["state"]):
        after = {"question": answer.question, "grade": grade, "state": facts["state"], "carried": facts["carried"]}
        record(assessment.partnership.chain, by=by, deed="audits.save_answer", subject=assessment.subject, after=after)
    return written


def still_open(assessment: Assessment) -> Assessment:
    """The assessment, locked, when its answers may be changed now. Refused otherwise."""
    held = locked(assessment)
    must(rules.why_not_answer(state=held.state, closed=held.audit.closed_at is not None))
    return held


def _carried(answer: Answer, *, still_true: bool) -> str:
    if answer.last_answer_id is None:
        return ""
    return rules.STILL_TRUE if still_true else rules.CHANGED


def _is_worth_an_entry(before: datetime | None, now: datetime, state: str) -> bool:
    """A draft that is being typed makes an entry once in ten minutes; a completed answer always does."""
    return state == rules.DONE or before is None or (now - before).total_seconds() >= SAVE_TRAIL_MINUTES * 60


def _why_not_complete(assessment: Assessment, answer: Answer, facts: dict[str, Any], *, today: date) -> str | None:
    set_ = next(one for one in queries.sets_of(assessment.audit) if one.core == answer.is_core)
    expired = [one.title for one in _evidence(answer.subject) if one.expires_on and one.expires_on < today]
    said = rules.Said(
        answer.question, answer.standard, rules.DONE, facts["grade"], facts["not_applicable_reason"],
        facts["carried"], facts["what_shows_it"], facts["difference"],
    )  # fmt: skip
    planned = answer.planned_actions.filter(removed_at__isnull=True).count()
    return rules.why_not_complete(
        said, not_applicable=set_.not_applicable, best=queries.best_grade(assessment, set_), planned_actions=planned,
        expired_evidence=expired,
    )  # fmt: skip


def _evidence(subject: Subject | None) -> list[Evidence]:
    return evidence_for([subject]).get(subject.pk, []) if subject else []


def _begin(assessment: Assessment) -> None:
    if assessment.state == rules.OPEN:
        Assessment.objects.filter(pk=assessment.pk).update(state=rules.STARTED, version=F("version") + 1)
        Request.objects.filter(pk=assessment.request_id, state=request_rules.OPEN).update(
            state=request_rules.STARTED, version=F("version") + 1
        )


@transaction.atomic
def bring_forward(assessment: Assessment, *, by: Doer, now: datetime, standard: str = "") -> int:
    """Last time's words and grades into every answer that is still empty, each to be checked; the number brought forward.

    Evidence comes along where it is still in date. Nothing is completed by this.
    """
    held = still_open(assessment)
    empty = [one for one in queries.answers_of(held, standard=standard) if one.state == rules.EMPTY and one.last_answer]
    for answer in empty:
        _take_over(answer, by=by, now=now)
    Answer.objects.bulk_update(
        empty, ["grade", "what_shows_it", "difference", "not_applicable_reason", "state", "changed_at", "changed_by",
                "version"], batch_size=500,
    )  # fmt: skip
    _bring_evidence(held, empty, by=by, now=now)
    if empty:
        _begin(held)
        after = {"standard": standard, "answers": len(empty)}
        chain = held.partnership.chain
        record(chain, by=by, deed="audits.bring_forward", subject=held.subject, after=after, rows=len(empty))
    return len(empty)


def _take_over(answer: Answer, *, by: Doer, now: datetime) -> None:
    last = answer.last_answer
    assert last is not None
    answer.grade, answer.what_shows_it = last.grade, last.what_shows_it
    answer.difference, answer.not_applicable_reason = last.difference, last.not_applicable_reason
    answer.state, answer.changed_at, answer.changed_by_id = rules.CARRIED, now, by.actor_id
    answer.version += 1


def _bring_evidence(assessment: Assessment, answers: Sequence[Answer], *, by: Doer, now: datetime) -> None:
    subjects = {one.last_answer.subject_id: one for one in answers if one.last_answer and one.last_answer.subject_id}
    for key, found in evidence_for(subjects).items():
        for evidence in found:
            if evidence.expires_on is None or evidence.expires_on >= now.date():
                reuse(evidence, subject_of(subjects[key]), by=by, now=now)


def subject_of(answer: Answer) -> Subject:
    """What evidence and findings of an answer point at, made when it is first needed."""
    if answer.subject is not None:
        return answer.subject
    assessment = answer.assessment
    set_ = next(one for one in queries.sets_of(assessment.audit) if one.core == answer.is_core)
    path = assessment.subject.path if assessment.subject else ""
    answer.subject = subject_for(
        assessment.partnership.chain, room="audits", kind="answer", key=answer.pk,
        title=f"{assessment.organisation.name}: {set_.question(answer.question).text}", may_read="make_returns",
        path=f"{path}standard/{answer.standard}/", marking="OFFICIAL-SENSITIVE", organisation_key=assessment.organisation_id,
    )  # fmt: skip
    Answer.objects.filter(pk=answer.pk).update(subject=answer.subject)
    return answer.subject


@transaction.atomic
def assign(assessment: Assessment, *, standard: str, membership: Membership, by: Doer, now: datetime) -> Assignment:
    """A colleague of the organisation fills in a standard, and is told."""
    held = still_open(assessment)
    if membership.role.organisation_id != held.organisation_id:
        raise Refused("Choose somebody of your own organisation.")
    if standard not in {answer.standard for answer in held.answers.all()}:
        raise Refused("Your organisation is not asked about this standard.")
    facts = {"membership": membership, "assigned_at": now}
    made, _ = Assignment.objects.update_or_create(assessment=held, standard=standard, defaults=facts)
    name = _standard_name(held, standard)
    tell(
        held, [membership.person], key=f"ask:assign:{standard}", text=f"“{name}” of {held.audit.round.title} is yours."
    )
    after = {"standard": standard, "role": membership.role.title}
    record(held.partnership.chain, by=by, deed="audits.assign", subject=held.subject, after=after)
    return made


def _standard_name(assessment: Assessment, code: str) -> str:
    for set_ in queries.sets_of(assessment.audit):
        for one in set_.standards:
            if one.code == code:
                return one.name
    return code


@transaction.atomic
def plan_action(
    answer: Answer, *, text: str, owner: Role | None, due_on: date, by: Doer, now: datetime
) -> PlannedAction:
    """What the organisation will do about this answer; it joins the actions when the assessment is declared."""
    assessment = still_open(answer.assessment)
    if due_on <= now.date():
        raise Refused("The day by which it is done must be in the future.")
    if owner is not None and owner.organisation_id != assessment.organisation_id:
        raise Refused("Choose a role of your own organisation.")
    made = PlannedAction.objects.create(answer=answer, text=text, owner=owner, due_on=due_on)
    _begin(assessment)
    after = {"question": answer.question, "text": text, "due_on": due_on}
    record(assessment.partnership.chain, by=by, deed="audits.plan_action", subject=assessment.subject, after=after)
    return made


@transaction.atomic
def remove_action(planned: PlannedAction, *, by: Doer, now: datetime) -> None:
    """Not after all; only before it joined the actions. It is kept, marked as removed."""
    assessment = still_open(planned.answer.assessment)
    if planned.joined_id is not None:
        raise Refused("It is already one of the partnership’s actions. Drop it there, with the reason.")
    PlannedAction.objects.filter(pk=planned.pk, removed_at__isnull=True).update(removed_at=now)
    before = {"question": planned.answer.question, "text": planned.text}
    record(assessment.partnership.chain, by=by, deed="audits.remove_action", subject=assessment.subject, before=before)
