"""Decisions: taken at a meeting, or outside one with their proof and then confirmed by a member of the group."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction

from lineofsight.cycle.products import changes as products
from lineofsight.cycle.products.models import Product, Stop
from lineofsight.foundation.files.models import Evidence
from lineofsight.foundation.notices import changes as notices
from lineofsight.foundation.partnership.holding import must
from lineofsight.foundation.partnership.models import Group, Organisation, Partnership
from lineofsight.foundation.partnership.numbering import next_reference
from lineofsight.foundation.partnership.permissions import Refused
from lineofsight.foundation.trail.changes import Doer, record, subject_for
from lineofsight.foundation.trail.models import Subject
from lineofsight.governance.meetings.changes.holding import (
    decision_path,
    locked,
    must_say,
    organisation_of,
    reading_of,
    write,
)
from lineofsight.governance.meetings.models import AgendaItem, Decision, Position
from lineofsight.governance.meetings.queries.agenda import day_of
from lineofsight.governance.meetings.queries.reading import people_of, seats_of
from lineofsight.governance.meetings.rules import states

SERIES = "D"


@dataclass(frozen=True, slots=True)
class Taken:
    """What was decided: the words, what else could have been, why, where each partner stood, and when to look again.

    `outcome` is what it means for a product on its route; empty where it moves nothing.
    """

    text: str
    reasons: str
    options: str = ""
    outcome: str = ""
    positions: Mapping[Organisation, tuple[str, str]] = field(default_factory=dict)
    review_on: date | None = None


@transaction.atomic
def decide(item: AgendaItem, taken: Taken, *, by: Doer, now: datetime, today: date) -> Decision:
    """A decision of the meeting. On a product it also completes the group's stop, save where partners must sign."""
    held = locked(item.meeting)
    must(states.why_not_record(held.state))
    day = min(day_of(held), today)
    if item.stop is not None and taken.outcome and item.stop.part != Stop.Part.SIGN_OFF:
        products.consider(
            item.stop, outcome=taken.outcome, words=_for_the_product(taken), by=by, now=now, today=today
        )  # fmt: skip
    made = _make(
        held.partnership, held.group, taken, by=by, now=now, decided_on=day, meeting=held, item=item, stop=item.stop,
        product=item.stop.product if item.stop else None, about=item.about, way=Decision.Way.MEETING,
    )  # fmt: skip
    _enter(made, deed="meetings.decide", by=by)
    return made


@dataclass(frozen=True, slots=True)
class Proof:
    """How one knows of a decision that was taken outside a meeting: in the room or by e-mail, with a file or in words."""

    way: str
    words: str = ""
    file: Evidence | None = None


@transaction.atomic
def record_outside(
    partnership: Partnership, taken: Taken, *, group: Group, proof: Proof, decided_on: date, by: Doer, now: datetime,
    today: date, stop: Stop | None = None, about: Subject | None = None,
) -> Decision:  # fmt: skip
    """A decision given in the room or by e-mail, with its proof. It counts once a member of the group confirms it."""
    if proof.way not in {Decision.Way.ROOM, Decision.Way.EMAIL}:
        raise Refused("Choose how the decision was given.")
    if proof.file is None:
        must_say(proof.words, "Add the proof: the e-mail, or who said so, when and where.")
    elif proof.file.partnership_id != partnership.pk:
        raise Refused("Choose a proof of this partnership.")
    if decided_on > today:
        raise Refused("Give the day on which it was decided.")
    if stop is not None and stop.state != Stop.State.HERE:
        raise Refused("The product does not wait for this group any more.")
    made = _make(
        partnership, group, taken, by=by, now=now, decided_on=decided_on, stop=stop, about=about, way=proof.way,
        product=stop.product if stop else None, proof=proof.file, proof_words=proof.words,
    )  # fmt: skip
    people = [one for one in people_of(seats_of(group, on=today)) if one.actor_id != by.actor_id]
    notices.tell(
        people,
        key=f"decision:{made.pk}:confirm",
        text=f"A decision of {group.name} was written down. Say whether it is right.",
        path=decision_path(made),
        chain=partnership.chain,
    )
    _enter(made, deed="meetings.record_decision", by=by)
    return made


@transaction.atomic
def confirm(decision: Decision, *, sits: bool, by: Doer, now: datetime, today: date, version: int) -> Decision:
    """A member of the group says that this was decided; a product then goes on along its route."""
    must(
        states.why_not_confirm(
            standing=decision.standing, way=decision.way, is_recorder=decision.recorded_by_id == by.actor_id, sits=sits
        )
    )
    facts = {"confirmed_at": now, "confirmed_by_id": by.actor_id, "confirmed_role": by.role[:200]}
    write(decision, version=version, by=by, now=now, standing=Decision.Standing.CONFIRMED, **facts)
    stop = decision.stop
    if stop is not None and decision.outcome and stop.part != Stop.Part.SIGN_OFF:
        products.consider(
            stop, outcome=decision.outcome, words=_of_decision(decision), by=by, now=now, today=today
        )  # fmt: skip
    notices.settle(key_prefix=f"decision:{decision.pk}:")
    _enter(decision, deed="meetings.confirm_decision", by=by)
    return decision


@transaction.atomic
def withdraw(decision: Decision, *, reason: str, by: Doer, now: datetime, version: int) -> Decision:
    """A decision that was written down wrongly, before anybody confirmed it; it stays on record as withdrawn."""
    must(states.why_not_withdraw(standing=decision.standing, reason=reason))
    if decision.stop is not None and decision.stop.state == Stop.State.DONE:
        raise Refused("The product went on along its route with it. Record a new decision that replaces it.")
    facts = {"withdrawn_at": now, "withdrawn_by_id": by.actor_id, "withdrawn_reason": reason}
    write(decision, version=version, by=by, now=now, standing=Decision.Standing.WITHDRAWN, **facts)
    notices.settle(key_prefix=f"decision:{decision.pk}:")
    _enter(decision, deed="meetings.withdraw_decision", by=by, note=reason)
    return decision


def _make(
    partnership: Partnership, group: Group, taken: Taken, *, by: Doer, now: datetime, decided_on: date,
    product: Product | None, stop: Stop | None, about: Subject | None, item: AgendaItem | None = None, **facts: object,
) -> Decision:  # fmt: skip
    must_say(taken.text, "Write what was decided.")
    must_say(taken.reasons, "Write why it was decided.")
    if taken.review_on is not None and taken.review_on <= decided_on:
        raise Refused("Choose a day to look at it again that comes after the decision.")
    _check(taken.positions)
    made = Decision.objects.create(
        partnership=partnership, group=group, reference=next_reference(partnership, SERIES, year=decided_on.year),
        text=taken.text, options=taken.options, reasons=taken.reasons, outcome=taken.outcome, review_on=taken.review_on,
        decided_on=decided_on, recorded_at=now, recorded_by_id=by.actor_id, recorded_role=by.role[:200], item=item,
        product=product, stop=stop, about=about, **facts,
    )  # fmt: skip
    Position.objects.bulk_create(
        [
            Position(decision=made, organisation=body, kind=kind, reason=reason)
            for body, (kind, reason) in taken.positions.items()
            if kind
        ]
    )
    _give_subject(made, item, product, about)
    return made


def _check(positions: Mapping[Organisation, tuple[str, str]]) -> None:
    for body, (kind, reason) in positions.items():
        if kind and kind not in Position.Kind.values:
            raise Refused(f"Choose where {body.name} stood.")
        if kind == Position.Kind.DISSENTED and not reason.strip():
            raise Refused(f"Write why {body.name} did not agree.")


def _give_subject(made: Decision, item: AgendaItem | None, product: Product | None, about: Subject | None) -> None:
    """What others point at: an action's source, a search's hit. Who may read the thing may read the decision."""
    thing = product.subject if product else about
    held = item or AgendaItem(stop=None, about=thing)
    if item is None and made.stop is not None:
        held = AgendaItem(stop=made.stop)
    made.subject = subject_for(
        made.partnership.chain,
        room="meetings",
        kind="decision",
        key=made.pk,
        title=f"{made.reference}: {made.text}",
        may_read=reading_of(held),
        path=decision_path(made),
        marking="OFFICIAL-SENSITIVE",
        organisation_key=organisation_of(held),
    )
    made.save(update_fields=["subject"])


def _for_the_product(taken: Taken) -> str:
    return "\n\n".join(filter(None, [taken.text, taken.reasons]))


def _of_decision(decision: Decision) -> str:
    return "\n\n".join(filter(None, [decision.text, decision.reasons]))


def _enter(decision: Decision, *, deed: str, by: Doer, note: str = "") -> None:
    after = {
        "reference": decision.reference,
        "text": decision.text,
        "group": decision.group.name,
        "standing": decision.standing,
        "positions": {one.organisation.name: one.kind for one in decision.positions.select_related("organisation")},
    }
    record(decision.partnership.chain, by=by, deed=deed, subject=decision.subject, after=after, note=note)
