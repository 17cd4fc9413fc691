"""What a person may do with a warning, each with the reason why not."""

from dataclasses import dataclass, replace
from typing import Final

from lineofsight.cycle.warnings import rules
from lineofsight.cycle.warnings.models import Warning
from lineofsight.foundation.partnership.permissions import why_not as why_not_may
from lineofsight.foundation.partnership.queries import Here

TRIAGE, ANSWER = "triage_warnings", "answer_warnings"
CAPABILITY_OF: Final = {
    "raise": TRIAGE, "watch": TRIAGE, "close": TRIAGE, "join": TRIAGE, "reply": TRIAGE, "settle": TRIAGE,
    "answer": ANSWER,
}  # fmt: skip
STATE_AFTER: Final = {
    "raise": rules.RAISED, "watch": rules.WATCHED, "close": rules.CLOSED, "answer": rules.ANSWERED,
    "settle": rules.SETTLED,
}  # fmt: skip
ENDING: Final = frozenset({"close", "settle"})


def why_not(here: Here, warning: Warning, deed: str) -> str | None:
    """The reason why a person cannot do this with a warning, or None when they can."""
    reason = why_not_may(here.capabilities, CAPABILITY_OF[deed])
    return reason or _why_not_now(warning, deed) or _why_not_own(here, warning, deed)


def _why_not_now(warning: Warning, deed: str) -> str | None:
    if warning.joined_to_id is not None:
        return "This warning is a part of another. Open that one instead."
    if deed in STATE_AFTER:
        return rules.why_not_move(warning.state, STATE_AFTER[deed])
    if deed == "reply":
        waits = warning.state == rules.RAISED
        return None if waits else f"This warning is {rules.NAMES[warning.state]}, so there is no question to answer."
    return rules.why_not_join(same=False, open_to=True, state=warning.state)


def _why_not_own(here: Here, warning: Warning, deed: str) -> str | None:
    if deed not in ENDING:
        return None
    organisation = str(warning.organisation_id) if warning.organisation_id else None
    return rules.why_not_own(organisation=organisation, own_organisations=here.organisation_ids)


@dataclass(frozen=True, slots=True)
class Offer:
    """A button of a warning's page; with a reason it is not a button but a line that says why not."""

    deed: str
    label: str
    kind: str = "secondary"
    query: str = ""
    why_not: str = ""


LABELS: Final = (
    Offer("answer", "Agree the next step", "primary", "?how=agree"),
    Offer("answer", "Ask a question", "secondary", "?how=ask"),
    Offer("answer", "Answer in words", "secondary", "?how=words"),
    Offer("raise", "Raise to the Executive", "primary"),
    Offer("watch", "Look into it first"),
    Offer("close", "Close: not a concern"),
    Offer("join", "Join to another warning"),
    Offer("reply", "Answer the Executive’s question", "primary"),
    Offer("settle", "Settle", "primary"),
)
AGAIN: Final = "Raise it again"


def offers(here: Here, warning: Warning, *, asked: bool) -> list[Offer]:
    """What the person may do now, and what they may not although the warning's state would allow it.

    `asked`: a question of the Executive waits for its answer.
    """
    found = []
    for offer in LABELS:
        hidden = (offer.deed == "reply" and not asked) or (offer.query == "?how=agree" and not warning.next_step)
        if hidden or not here.may(CAPABILITY_OF[offer.deed]) or _why_not_now(warning, offer.deed):
            continue
        reason = _why_not_own(here, warning, offer.deed) or ""
        found.append(replace(offer, why_not=reason))
    if warning.state == rules.ANSWERED:
        # Settling is the usual end; it goes up a second time only when what was agreed did not help.
        found = [replace(one, label=AGAIN, kind="secondary") if one.deed == "raise" else one for one in reversed(found)]
    return found
