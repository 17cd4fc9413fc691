"""Writing down professional disagreements: only what can be counted, and nothing of a child."""

from datetime import date

from django.db import transaction
from django.db.models import F

from lineofsight.engine.framework.practice import EscalationStage
from lineofsight.foundation.partnership.holding import ChangedMeanwhile
from lineofsight.foundation.partnership.models import Organisation, Partnership
from lineofsight.foundation.partnership.numbering import next_reference
from lineofsight.foundation.partnership.permissions import Refused
from lineofsight.foundation.trail.changes import Doer, record, subject_for
from lineofsight.governance.challenges import rules
from lineofsight.governance.challenges.changes.asking import MARKING, MAY_READ
from lineofsight.governance.challenges.models import Escalation, EscalationStep

SERIES = "E"


@transaction.atomic
def log_escalation(
    partnership: Partnership,
    *,
    by_organisation: Organisation,
    to_organisation: Organisation,
    stage: EscalationStage,
    reason: str,
    raised_on: date,
    by: Doer,
    today: date,
    theme: str = "",
) -> Escalation:
    """A disagreement at one of the framework's stages; the stage's working days say when it should be settled."""
    _must_say(reason, "Write what it was about.")
    same = by_organisation.pk == to_organisation.pk
    _refuse(rules.why_not_escalate(same=same, raised=raised_on, today=today))
    due_on = rules.escalation_due(raised_on, working_days=stage.working_days)
    escalation = Escalation.objects.create(
        partnership=partnership,
        reference=next_reference(partnership, SERIES, year=raised_on.year),
        stage=stage.code,
        by_organisation=by_organisation,
        to_organisation=to_organisation,
        theme=theme,
        reason=reason,
        raised_on=raised_on,
        due_on=due_on,
    )
    EscalationStep.objects.create(escalation=escalation, stage=stage.code, began_on=raised_on, due_on=due_on)
    escalation.subject = subject_for(
        partnership.chain,
        room="challenges",
        kind="escalation",
        key=escalation.pk,
        title=f"Escalation {escalation.reference}",
        may_read=MAY_READ,
        path=f"/p/{partnership.slug}/challenges/escalations/{escalation.pk}/",
        marking=MARKING,
    )
    escalation.save(update_fields=["subject"])
    after = {"from": by_organisation.name, "with": to_organisation.name, "stage": stage.name, "raised_on": raised_on}
    record(
        partnership.chain, by=by, deed="challenges.log_escalation", subject=escalation.subject, after=after, note=reason
    )
    return escalation


@transaction.atomic
def next_stage(
    escalation: Escalation, *, stage: EscalationStage, on: date, by: Doer, today: date, version: int
) -> Escalation:
    """It was not settled at its stage, and goes on to another."""
    _refuse(
        rules.why_not_end(
            is_settled=escalation.settled_on is not None, raised=_began(escalation), ended=on, today=today
        )
    )
    if stage.code == escalation.stage:
        raise Refused("Choose another stage than the one that it is at.")
    due_on, before = rules.escalation_due(on, working_days=stage.working_days), escalation.stage
    _write(escalation, version, stage=stage.code, due_on=due_on)
    EscalationStep.objects.create(escalation=escalation, stage=stage.code, began_on=on, due_on=due_on)
    record(
        escalation.partnership.chain, by=by, deed="challenges.next_stage", subject=escalation.subject,
        before={"stage": before}, after={"stage": stage.code, "on": on},
    )  # fmt: skip
    return escalation


@transaction.atomic
def end_escalation(
    escalation: Escalation,
    *,
    outcome: str,
    settled_on: date,
    is_good_practice: bool,
    by: Doer,
    today: date,
    version: int,
) -> Escalation:
    """How it was settled, and whether others can learn from how it was done."""
    _must_say(outcome, "Write how it was settled.")
    _refuse(
        rules.why_not_end(
            is_settled=escalation.settled_on is not None, raised=_began(escalation), ended=settled_on, today=today
        )
    )
    _write(escalation, version, outcome=outcome, settled_on=settled_on, is_good_practice=is_good_practice)
    record(
        escalation.partnership.chain, by=by, deed="challenges.end_escalation", subject=escalation.subject,
        after={"settled_on": settled_on, "good_practice": is_good_practice}, note=outcome,
    )  # fmt: skip
    return escalation


def _began(escalation: Escalation) -> date:
    """The day on which its present stage began."""
    newest = escalation.steps.order_by("began_on", "pk").last()
    return newest.began_on if newest else escalation.raised_on


def _write(escalation: Escalation, version: int, **facts: object) -> None:
    held = Escalation.objects.filter(pk=escalation.pk, version=version)
    if not held.update(version=F("version") + 1, **facts):
        raise ChangedMeanwhile(saved=Escalation.objects.get(pk=escalation.pk))
    escalation.refresh_from_db()


def _refuse(reason: str | None) -> None:
    if reason:
        raise Refused(reason)


def _must_say(words: str, otherwise: str) -> None:
    if not words.strip():
        raise Refused(otherwise)
