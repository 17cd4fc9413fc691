"""Declaring a self-assessment, by somebody who wrote none of it, and taking it back until moderation begins."""

from datetime import datetime

from django.db import transaction
from django.db.models import F

from lineofsight.cycle.findings import changes as findings
from lineofsight.cycle.requests.models import Request
from lineofsight.foundation.notices import changes as notices
from lineofsight.foundation.notices.models import Notice
from lineofsight.foundation.partnership.holding import must
from lineofsight.foundation.partnership.queries import people_who_may
from lineofsight.foundation.trail.changes import Doer, record
from lineofsight.sources.audits import queries, rules
from lineofsight.sources.audits.changes.answering import subject_of
from lineofsight.sources.audits.changes.holding import locked, move, settle, tell
from lineofsight.sources.audits.models import Answer, Assessment, PlannedAction


@transaction.atomic
def declare(assessment: Assessment, *, by: Doer, now: datetime) -> Assessment:
    """The organisation says that its answers are true. What it will do joins the actions; the partnership's team is told."""
    held = locked(assessment)
    answers = queries.answers_of(held)
    said = [queries.said(answer) for answer in answers]
    wrote = {answer.changed_by_id for answer in answers}
    must(
        rules.why_not_declare(
            said, state=held.state, wrote=wrote, by=by.actor_id, closed=held.audit.closed_at is not None
        )
    )
    move(
        held, state=rules.DECLARED, declared_at=now, declared_by_id=by.actor_id, declared_role=by.role,
        declared_hash=rules.digest_of(said),
    )  # fmt: skip
    Request.objects.filter(pk=held.request_id).update(
        state=Request.State.RECEIVED, first_received_at=held.request.first_received_at or now, version=F("version") + 1
    )
    joined = sum(_join(planned, by=by, now=now) for planned in _planned(held))
    notices.settle(key_prefix=f"request:{held.request_id}:ask")
    settle(held, "ask")
    team = people_who_may(held.partnership, "manage_rounds", today=now.date())
    text = f"{held.audit.round.title}: {held.organisation.name} has declared its answers."
    tell(held, team, key=f"declared:{held.version}", text=text, kind=Notice.Kind.NEWS)
    after = {"hash": held.declared_hash, "answers": len(answers), "actions": joined}
    record(held.partnership.chain, by=by, deed="audits.declare", subject=held.subject, after=after)
    return held


def _planned(assessment: Assessment) -> list[PlannedAction]:
    rows = PlannedAction.objects.filter(answer__assessment=assessment, removed_at__isnull=True, joined__isnull=True)
    return list(rows.select_related("answer__assessment__partnership", "answer__subject", "owner"))


def _join(planned: PlannedAction, *, by: Doer, now: datetime) -> bool:
    assessment = planned.answer.assessment
    action = findings.add_action(
        assessment.partnership, text=planned.text, organisation=assessment.organisation, owner=planned.owner,
        due_on=planned.due_on, source=subject_of(planned.answer), by=by, now=now,
    )  # fmt: skip
    PlannedAction.objects.filter(pk=planned.pk).update(joined=action)
    return True


@transaction.atomic
def take_back(assessment: Assessment, *, reason: str, by: Doer, now: datetime) -> Assessment:
    """Open again for the organisation, until moderation begins. What was declared stays in the trail."""
    held = locked(assessment)
    must(rules.why_not_take_back(state=held.state))
    return _reopen(held, deed="audits.take_back", reason=reason, by=by)


@transaction.atomic
def open_again(assessment: Assessment, *, reason: str, by: Doer, now: datetime) -> Assessment:
    """The partnership's team lets the organisation change its answers after moderation began; the grades given so far stay."""
    held = locked(assessment)
    must("It is open already." if held.state in rules.EDITABLE else None)
    must("Write the reason." if not reason.strip() else None)
    opened = _reopen(held, deed="audits.open_again", reason=reason, by=by)
    people = people_who_may(held.partnership, "make_returns", today=now.date(), organisation_id=held.organisation_id)
    tell(opened, people, key=f"ask:again:{opened.version}", text=f"{held.audit.round.title} is open again for you.")
    return opened


def _reopen(held: Assessment, *, deed: str, reason: str, by: Doer) -> Assessment:
    before = {"state": held.state, "hash": held.declared_hash}
    move(held, state=rules.STARTED, declared_at=None, moderation_began_at=None, reply_due_on=None, agreed_at=None)
    Answer.objects.filter(assessment=held).update(version=F("version") + 1)
    Request.objects.filter(pk=held.request_id).update(state=Request.State.STARTED, version=F("version") + 1)
    record(held.partnership.chain, by=by, deed=deed, subject=held.subject, before=before, note=reason)
    return held
