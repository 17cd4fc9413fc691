"""Asking, answering and settling a challenge. Each with its entry in the trail."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import F

from lineofsight.foundation.accounts.models import Person
from lineofsight.foundation.notices import changes as notices
from lineofsight.foundation.notices.models import Notice
from lineofsight.foundation.partnership.holding import ChangedMeanwhile
from lineofsight.foundation.partnership.models import Group, Organisation, Partnership, Role
from lineofsight.foundation.partnership.numbering import next_reference
from lineofsight.foundation.partnership.permissions import Refused
from lineofsight.foundation.partnership.queries import people_in
from lineofsight.foundation.trail.changes import Doer, record, subject_for
from lineofsight.foundation.trail.models import Actor, Subject
from lineofsight.governance.challenges import queries, rules
from lineofsight.governance.challenges.models import Challenge

MAY_READ, MARKING, SERIES = "challenge", "OFFICIAL-SENSITIVE", "C"
NO_CHAIR = "No role chairs the Executive, so there is nobody to answer you. Ask the Business Team to add the role of its chair."


@dataclass(frozen=True, slots=True)
class Asker:
    """On whose behalf a question is asked, when somebody else writes it down: at a meeting, say."""

    actor: Actor
    role: str


@transaction.atomic
def ask(
    partnership: Partnership,
    *,
    question: str,
    to_role: Role,
    due_on: date,
    organisation: Organisation,
    by: Doer,
    now: datetime,
    today: date,
    evidence: str = "",
    about: Subject | None = None,
    to_group: Group | None = None,
    asker: Asker | None = None,
    is_from_lead_partner: bool = False,
) -> Challenge:
    """Ask the role a question, to be answered by the end of `due_on`; whoever is in it is told.

    `organisation` is the asker's own. `asker` names who asked when `by` only writes it down.
    """
    _must_say(question, "Write your question.")
    if due_on < today:
        raise Refused("Choose a day that is still to come.")
    if about is not None and about.chain_id != partnership.chain_id:
        raise Refused("Choose something of this partnership.")
    who = asker.actor.pk if asker else by.actor_id
    holders = people_in(to_role, today=today)
    if holders and all(person.actor_id == who for person in holders):
        raise Refused("You are the only one in this role, so nobody could answer you. Choose another role.")
    challenge = Challenge.objects.create(
        partnership=partnership,
        reference=next_reference(partnership, SERIES, year=today.year),
        question=question,
        evidence=evidence,
        about=about,
        asked_at=now,
        asked_by_id=who,
        asked_role=(asker.role if asker else by.role)[:200],
        asking_organisation=organisation,
        to_role=to_role,
        to_group=to_group,
        is_from_lead_partner=is_from_lead_partner,
        due_on=due_on,
    )
    return _told(challenge, holders, by=by)


def _told(challenge: Challenge, holders: list[Person], *, by: Doer) -> Challenge:
    """The challenge with its subject, its task for whoever must answer, and its entry."""
    partnership = challenge.partnership
    challenge.subject = subject_for(
        partnership.chain,
        room="challenges",
        kind="challenge",
        key=challenge.pk,
        title=f"{challenge.reference}: {challenge.question}",
        may_read=MAY_READ,
        path=path_of(challenge),
        marking=MARKING,
    )
    challenge.save(update_fields=["subject"])
    others = [person for person in holders if person.actor_id != challenge.asked_by_id]
    tell(challenge, others, key="answer", text="You were asked a question. It waits for your answer.", kind="task")
    record(
        partnership.chain,
        by=by,
        deed="challenges.ask",
        subject=challenge.subject,
        after={"to": challenge.to_role.title, "due_on": challenge.due_on},
        note=challenge.question,
    )
    return challenge


def ask_executive(
    partnership: Partnership,
    *,
    question: str,
    due_on: date,
    organisation: Organisation,
    by: Doer,
    now: datetime,
    today: date,
    evidence: str = "",
    about: Subject | None = None,
) -> Challenge:
    """A Lead Safeguarding Partner's question: it goes to the role that chairs the Executive, and is marked so."""
    chair = queries.executive_chair(partnership, today=today)
    if chair is None:
        raise Refused(NO_CHAIR)
    return ask(
        partnership,
        question=question,
        to_role=chair,
        to_group=chair.group,
        due_on=due_on,
        organisation=organisation,
        by=by,
        now=now,
        today=today,
        evidence=evidence,
        about=about,
        is_from_lead_partner=True,
    )


@transaction.atomic
def answer(
    challenge: Challenge, *, words: str, seats: frozenset[object], by: Doer, now: datetime, version: int
) -> Challenge:
    """The answer of the role that was asked; the asker is told. `seats`: keys of the roles that the person is in."""
    _must_say(words, "Write your answer.")
    held = _held(challenge, version)
    _refuse(
        rules.why_not_answer(
            state=held.state, is_asker=held.asked_by_id == by.actor_id, holds_seat=held.to_role_id in seats
        )
    )
    _write(held, version, state=rules.ANSWERED, answer=words, answered_at=now, answered_by_id=by.actor_id)
    notices.settle(key_prefix=f"challenge:{held.pk}:answer")
    _tell_asker(held, key="answered", text="Your question was answered. Say what came of it.", kind="task")
    record(
        held.partnership.chain, by=by, deed="challenges.answer", subject=held.subject,
        before={"state": rules.OPEN}, after={"state": rules.ANSWERED}, note=words,
    )  # fmt: skip
    return held


@transaction.atomic
def settle(
    challenge: Challenge,
    *,
    outcome: str,
    effect: str,
    by: Doer,
    now: datetime,
    today: date,
    version: int,
    may_record: bool = False,
) -> Challenge:
    """What was agreed because of it, and what changed for children; both sides are told. `may_record`: keeps the record."""
    _must_say(outcome, "Write what was agreed because of it, or that nothing was.")
    held = _held(challenge, version)
    _refuse(
        rules.why_not_settle(
            state=held.state,
            is_answerer=held.answered_by_id == by.actor_id,
            is_asker=held.asked_by_id == by.actor_id,
            may_record=may_record,
        )
    )
    facts = {"state": rules.SETTLED, "outcome": outcome, "effect": effect, "settled_at": now}
    _write(held, version, settled_by_id=by.actor_id, **facts)
    notices.settle(key_prefix=f"challenge:{held.pk}:")
    people = [person for person in people_in(held.to_role, today=today) if person.actor_id != by.actor_id]
    tell(held, people, key="settled", text="A question that you were asked is settled.")
    _tell_asker(held, key="own-settled", text="Your question is settled.", but=by)
    record(
        held.partnership.chain, by=by, deed="challenges.settle", subject=held.subject,
        before={"state": rules.ANSWERED}, after={"state": rules.SETTLED, "effect": effect}, note=outcome,
    )  # fmt: skip
    return held


@transaction.atomic
def add_effect(challenge: Challenge, *, effect: str, by: Doer, version: int) -> Challenge:
    """What changed because of it, once that is known: a settled challenge may still lack it."""
    _must_say(effect, "Write what changed because of it.")
    held = _held(challenge, version)
    if held.state != rules.SETTLED:
        raise Refused(f"This challenge is {rules.NAMES[held.state]}. Settle it first.")
    before = held.effect
    _write(held, version, effect=effect)
    record(
        held.partnership.chain, by=by, deed="challenges.add_effect", subject=held.subject,
        before={"effect": before}, after={"effect": effect},
    )  # fmt: skip
    return held


def path_of(challenge: Challenge) -> str:
    """The address of the challenge's page."""
    return f"/p/{challenge.partnership.slug}/challenges/{challenge.pk}/"


def tell(challenge: Challenge, people: list[Person], *, key: str, text: str, kind: str = Notice.Kind.NEWS) -> int:
    """Tell people of the challenge, each once for each key."""
    return notices.tell(
        people,
        key=f"challenge:{challenge.pk}:{key}",
        text=text,
        path=path_of(challenge),
        kind=kind,
        chain=challenge.partnership.chain,
        subject=challenge.subject,
    )


def _tell_asker(
    challenge: Challenge, *, key: str, text: str, kind: str = Notice.Kind.NEWS, but: Doer | None = None
) -> None:
    if but is None or challenge.asked_by_id != but.actor_id:
        tell(challenge, list(Person.objects.filter(actor=challenge.asked_by_id)), key=key, text=text, kind=kind)


def _held(challenge: Challenge, version: int) -> Challenge:
    """The challenge as it is now. ChangedMeanwhile when it is not the one that the person read."""
    found = Challenge.objects.select_related("partnership__chain", "subject", "to_role", "answered_by")
    saved = found.get(pk=challenge.pk)
    if saved.version != version:
        raise ChangedMeanwhile(saved=saved)
    return saved


def _write(challenge: Challenge, version: int, **facts: object) -> None:
    held = Challenge.objects.filter(pk=challenge.pk, version=version)
    if not held.update(version=F("version") + 1, **facts):
        raise ChangedMeanwhile(saved=Challenge.objects.select_related("answered_by").get(pk=challenge.pk))
    challenge.refresh_from_db()


def _refuse(reason: str | None) -> None:
    if reason:
        raise Refused(reason)


def _must_say(words: str, otherwise: str) -> None:
    if not words.strip():
        raise Refused(otherwise)
