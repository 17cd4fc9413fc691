"""Actions: added, updated without overwriting, done with evidence, verified by somebody else, or given up with the reason."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db import transaction

from lineofsight.cycle.findings import queries, rules
from lineofsight.cycle.findings.changes import impact
from lineofsight.cycle.findings.changes.subjects import RESTRICTED, name, reading_of, settle, tell, write
from lineofsight.cycle.findings.models import Action, ActionUpdate, Recommendation
from lineofsight.engine.clocks import london_day
from lineofsight.foundation.notices.models import Notice
from lineofsight.foundation.partnership.models import Organisation, Partnership, Role
from lineofsight.foundation.partnership.numbering import next_reference
from lineofsight.foundation.partnership.permissions import Refused
from lineofsight.foundation.trail.changes import Doer, record
from lineofsight.foundation.trail.models import Subject


@transaction.atomic
def add_action(
    partnership: Partnership,
    *,
    text: str,
    organisation: Organisation,
    by: Doer,
    now: datetime,
    owner: Role | None = None,
    due_on: date | None = None,
    recommendations: Iterable[Recommendation] = (),
    source: Subject | None = None,
) -> Action:
    """An action (A-2026-031) of one agency. The seat that owns it says whose it is: its organisation then counts.

    `source` is the subject of what else it comes from: a decision, a warning, a challenge, a risk. The people of the seat are
    told. Refused when a recommendation takes no more actions.
    """
    held = list(recommendations)
    _refuse_first(rules.why_not_act_on(state=one.state, is_draft=one.private_to_id is not None) for one in held)
    if not text.strip():
        raise Refused("Say what is to be done.")
    restricted = any(one.may_read == RESTRICTED for one in held)
    action = Action.objects.create(
        partnership=partnership,
        reference=next_reference(partnership, "A", year=london_day(now).year),
        text=text,
        source=source,
        organisation=owner.organisation if owner else organisation,
        owner=owner,
        first_due_on=due_on,
        due_on=due_on,
        may_read=RESTRICTED if restricted else reading_of(subjects=[source]),
        made_at=now,
        made_by_id=by.actor_id,
    )
    action.recommendations.set(held)
    name(action)
    _tell_owner(action, key="new", today=london_day(now))
    after = {"reference": action.reference, "text": text, "due_on": due_on, "organisation": action.organisation.name}
    record(partnership.chain, by=by, deed="findings.add_action", subject=action.subject, after=after)
    return action


@transaction.atomic
def update_action(
    action: Action,
    *,
    by: Doer,
    now: datetime,
    version: int | None = None,
    text: str = "",
    state: str | None = None,
    due_on: date | None = None,
    owner: Role | None = None,
) -> ActionUpdate:
    """What somebody says about an action, kept for ever beside what was said before; None leaves a thing as it is.

    `state` may be open or under_way; done, verified and dropped have their own functions. A new owner takes the action and
    its reminders over.
    """
    _refuse_first([rules.why_not_update(state=action.state)])
    if state not in {None, rules.OPEN, rules.UNDER_WAY} and state != action.state:
        raise Refused("Use the page for saying that it is done.")
    if not text.strip() and state in {None, action.state} and due_on is None and owner is None:
        raise Refused("Say what has happened since, or change something.")
    before = _facts(action)
    _write_update(action, state=state, due_on=due_on, owner=owner, version=version)
    if owner is not None:
        name(action)
    update = _note(action, text, by=by, now=now)
    _move_reminders(action, before, today=london_day(now))
    chain, after = action.partnership.chain, _facts(action)
    deed = "findings.update_action"
    record(chain, by=by, deed=deed, subject=action.subject, before=before, after=after, note=text)
    return update


@transaction.atomic
def say_done(action: Action, *, statement: str, by: Doer, now: datetime, version: int) -> Action:
    """It is done, with what was done and evidence (files or links of its subject); it now waits for somebody else's check."""
    evidence = queries.standing_evidence(action.subject_id)
    _refuse_first([rules.why_not_done(state=action.state, statement=statement, evidence=evidence)])
    facts = {"done_at": now, "done_by_id": by.actor_id, "done_statement": statement}
    write(action, version=version, state=rules.DONE, **facts)
    _note(action, statement, by=by, now=now)
    settle(action, "ask")
    today = london_day(now)
    checkers = queries.verifiers(action.partnership, today=today, not_in=[action.owner_id])
    others = [person for person in checkers if person.actor_id != by.actor_id]
    tell(action, others, key=f"verify:{action.version}", text=f"{action.reference} is done and waits to be verified.")
    chain, after = action.partnership.chain, {"state": rules.DONE, "evidence": evidence}
    record(chain, by=by, deed="findings.say_done", subject=action.subject, after=after, note=statement)
    return action


@transaction.atomic
def verify(action: Action, *, by: Doer, now: datetime, version: int, note: str = "") -> Action:
    """Somebody else saw the evidence. When that was the last action of a recommendation, the recommendation is delivered."""
    _refuse_first([_why_not_judge(action, by=by, now=now)])
    facts = {"verified_at": now, "verified_by_id": by.actor_id, "verified_note": note}
    write(action, version=version, state=rules.VERIFIED, **facts)
    _note(action, note or "Verified.", by=by, now=now)
    settle(action)
    _tell_owner_news(action, key="verified", text=f"{action.reference} is verified.", today=london_day(now))
    impact.deliver_what_is_done(action, by=by, now=now)
    record(action.partnership.chain, by=by, deed="findings.verify", subject=action.subject, note=note)
    return action


@transaction.atomic
def send_back(action: Action, *, reason: str, by: Doer, now: datetime, version: int) -> Action:
    """The evidence does not show it yet: the action is under way again, with what is missing."""
    _refuse_first([_why_not_judge(action, by=by, now=now)])
    if not reason.strip():
        raise Refused("Say what is missing, so that the owner knows what to do.")
    write(action, version=version, state=rules.UNDER_WAY)
    _note(action, reason, by=by, now=now)
    settle(action, "verify")
    _tell_owner(action, key="sent-back", today=london_day(now))
    record(action.partnership.chain, by=by, deed="findings.send_back", subject=action.subject, note=reason)
    return action


@transaction.atomic
def drop(action: Action, *, reason: str, by: Doer, now: datetime, version: int) -> Action:
    """It is not needed any more, with the reason; nothing is deleted."""
    _refuse_first([rules.why_not_drop(state=action.state, reason=reason)])
    write(action, version=version, state=rules.DROPPED)
    _note(action, reason, by=by, now=now)
    settle(action)
    impact.deliver_what_is_done(action, by=by, now=now)
    record(action.partnership.chain, by=by, deed="findings.drop", subject=action.subject, note=reason)
    return action


@transaction.atomic
def link_action(action: Action, recommendation: Recommendation, *, by: Doer) -> Action:
    """An action serves one more recommendation."""
    _refuse_first([rules.why_not_act_on(state=recommendation.state, is_draft=recommendation.private_to_id is not None)])
    action.recommendations.add(recommendation)
    if recommendation.may_read == RESTRICTED != action.may_read:
        write(action, version=None, may_read=RESTRICTED)
        name(action)
    after = {"recommendation": recommendation.reference}
    record(action.partnership.chain, by=by, deed="findings.link_action", subject=action.subject, after=after)
    return action


def _why_not_judge(action: Action, *, by: Doer, now: datetime) -> str | None:
    by_owner = queries.holds_any(by.actor_id, [action.owner_id], today=london_day(now))
    return rules.why_not_verify(state=action.state, by_owner=by_owner, by_doer=action.done_by_id == by.actor_id)


def _write_update(
    action: Action, *, state: str | None, due_on: date | None, owner: Role | None, version: int | None
) -> None:
    facts: dict[str, Any] = {}
    if state is not None:
        facts["state"] = state
    if due_on is not None:
        facts |= {"due_on": due_on, "first_due_on": action.first_due_on or due_on}
    if owner is not None:
        facts |= {"owner": owner, "organisation": owner.organisation}
    write(action, version=version, **facts)


def _note(action: Action, text: str, *, by: Doer, now: datetime) -> ActionUpdate:
    return ActionUpdate.objects.create(
        action=action,
        text=text,
        state=action.state,
        due_on=action.due_on,
        owner_id=action.owner_id,
        at=now,
        actor_id=by.actor_id,
        role=by.role,
    )


def _move_reminders(action: Action, before: dict[str, object], *, today: date) -> None:
    """A new day or a new owner: what was asked for before stops at once, and the new owner is told."""
    after = _facts(action)
    if before["due_on"] != after["due_on"] or before["owner"] != after["owner"]:
        settle(action, "ask")
    if before["owner"] != after["owner"]:
        _tell_owner(action, key=f"passed-on:{action.version}", today=today)


def _tell_owner(action: Action, *, key: str, today: date) -> None:
    text = f"{action.reference} is yours to do{_by(action.due_on)}."
    if key == "sent-back":
        text = f"{action.reference} needs more before it can be verified."
        key = f"{key}:{action.version}"
    tell(action, queries.people_asked(action, today=today), key=f"ask:{key}", text=text)


def _tell_owner_news(action: Action, *, key: str, text: str, today: date) -> None:
    tell(action, queries.people_asked(action, today=today), key=key, text=text, kind=Notice.Kind.NEWS)


def _by(day: date | None) -> str:
    return f" by {day.day} {day:%B %Y}" if day else ""


def _facts(action: Action) -> dict[str, object]:
    return {
        "state": action.state,
        "due_on": action.due_on,
        "owner": str(action.owner_id or ""),
        "organisation": action.organisation.name,
    }


def _refuse_first(reasons: Iterable[str | None]) -> None:
    for reason in reasons:
        if reason:
            raise Refused(reason)
