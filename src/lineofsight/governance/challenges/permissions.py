"""Who may see, answer and settle a challenge, each with the reason why not."""

from dataclasses import dataclass

from lineofsight.foundation.partnership.queries import Here
from lineofsight.governance.challenges import rules
from lineofsight.governance.challenges.models import Challenge

ASK, KEEP_RECORD, LEADS = "challenge", "edit_meetings", "sign_off"


def may_see(here: Here, challenge: Challenge, seats: frozenset[object]) -> bool:
    """True for whoever reads the log, whoever asked, and whoever is in the role that was asked."""
    asked = challenge.asked_by_id == here.person.actor_id
    return here.may(ASK) or asked or challenge.to_role_id in seats


def why_not_answer(here: Here, challenge: Challenge, seats: frozenset[object]) -> str | None:
    """The reason why the person cannot answer, or None."""
    return rules.why_not_answer(
        state=challenge.state,
        is_asker=challenge.asked_by_id == here.person.actor_id,
        holds_seat=challenge.to_role_id in seats,
    )


def why_not_settle(here: Here, challenge: Challenge) -> str | None:
    """The reason why the person cannot settle it, or None."""
    return rules.why_not_settle(
        state=challenge.state,
        is_answerer=challenge.answered_by_id == here.person.actor_id,
        is_asker=challenge.asked_by_id == here.person.actor_id,
        may_record=here.may(KEEP_RECORD),
    )


def why_not_add_effect(here: Here, challenge: Challenge) -> str | None:
    """The reason why the person cannot say what changed, or None: once it is settled, whoever could settle it."""
    if challenge.state != rules.SETTLED:
        return f"This challenge is {rules.NAMES[challenge.state]}. Settle it first."
    if challenge.asked_by_id == here.person.actor_id or here.may(KEEP_RECORD):
        return None
    return "Only whoever asked, or whoever keeps the record of meetings, can say what changed."


@dataclass(frozen=True, slots=True)
class Offer:
    """A button of a challenge's page."""

    name: str
    label: str
    kind: str = "primary"


def offers(here: Here, challenge: Challenge, seats: frozenset[object]) -> list[Offer]:
    """What the person may do with the challenge now."""
    found = []
    if not why_not_answer(here, challenge, seats):
        found.append(Offer("answer", "Answer"))
    if not why_not_settle(here, challenge):
        found.append(Offer("settle", "Say what came of it"))
    if not why_not_add_effect(here, challenge):
        change = "Change what it changed" if challenge.effect else "Say what it changed"
        found.append(Offer("effect", change, "secondary"))
    return found
