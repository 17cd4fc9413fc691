"""What the states of a recommendation, an action and an impact check allow. Pure: no clock, no database."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Final

PROPOSED, ACCEPTED, PARTLY, REJECTED, DELIVERED, EMBEDDED, REOPENED, MERGED = (
    "proposed", "accepted", "partly", "rejected", "delivered", "embedded", "reopened", "merged",
)  # fmt: skip
OPEN, UNDER_WAY, DONE, VERIFIED, DROPPED = "open", "under_way", "done", "verified", "dropped"
PASSED, PARTLY_PASSED, NOT_PASSED = "passed", "partly", "not_passed"

ANSWERS: Final = frozenset({ACCEPTED, PARTLY, REJECTED})
IN_WORK: Final = frozenset({ACCEPTED, PARTLY, REOPENED})
"""States in which actions move a recommendation on."""
LIVE: Final = frozenset({OPEN, UNDER_WAY})
"""States in which an action still has to be done."""
ENDED: Final = frozenset({VERIFIED, DROPPED})
IMPACT_MONTHS: Final = (3, 6, 12)
ANSWER_MONTHS: Final = 1
"""How long there is to answer a recommendation when nobody says otherwise."""

NAMES: Final[Mapping[str, str]] = {
    PROPOSED: "waiting for an answer", ACCEPTED: "accepted", PARTLY: "partly accepted", REJECTED: "rejected",
    DELIVERED: "delivered", EMBEDDED: "embedded", REOPENED: "reopened", MERGED: "merged into another",
}  # fmt: skip
ACTION_NAMES: Final[Mapping[str, str]] = {
    OPEN: "not started", UNDER_WAY: "under way", DONE: "done and waits to be verified", VERIFIED: "verified",
    DROPPED: "not needed any more",
}  # fmt: skip


def why_not_answer(*, state: str, answer: str, reason: str) -> str | None:
    """The reason why a recommendation cannot be answered so, or None: partly and rejected need a reason."""
    if answer not in ANSWERS:
        return "Choose accepted, partly accepted or rejected."
    if state not in {PROPOSED, *ANSWERS}:
        return f"This recommendation is {NAMES[state]}, so its answer stands."
    if answer != ACCEPTED and not reason.strip():
        return "Give the reason. It stays on record beside the recommendation."
    if state != PROPOSED and not reason.strip():
        return "Say why the answer changes. The earlier one stays on record."
    return None


def why_not_act_on(*, state: str, is_draft: bool = False) -> str | None:
    """The reason why a recommendation takes no new action, or None."""
    if is_draft:
        return "This recommendation is a draft. Issue it before you add an action."
    if state in {REJECTED, MERGED}:
        return f"This recommendation is {NAMES[state]}, so it takes no new actions."
    if state in {DELIVERED, EMBEDDED}:
        return f"This recommendation is {NAMES[state]}. Reopen it, with the reason, before you add an action."
    return None


def why_not_update(*, state: str) -> str | None:
    """The reason why an action takes no more updates that move it, or None: what was verified or dropped has ended."""
    return f"This action is {ACTION_NAMES[state]}." if state in ENDED else None


def why_not_done(*, state: str, statement: str, evidence: int) -> str | None:
    """The reason why an action cannot be called done, or None: it needs what was done, and evidence of it."""
    if state not in LIVE:
        return f"This action is {ACTION_NAMES[state]}."
    if not statement.strip():
        return "Say what was done, and what is different now."
    return None if evidence else "Add evidence first: a file, or a link to where it is kept."


def why_not_verify(*, state: str, by_owner: bool, by_doer: bool) -> str | None:
    """The reason why a person cannot verify an action, or None: neither its owner nor who said that it is done."""
    if state != DONE:
        return f"This action is {ACTION_NAMES[state]}, so there is nothing to verify."
    if by_owner:
        return "You own this action. Somebody else must verify it."
    return "You said that this is done. Somebody else must verify it." if by_doer else None


def why_not_drop(*, state: str, reason: str) -> str | None:
    """The reason why an action cannot be given up, or None."""
    if state in ENDED:
        return f"This action is {ACTION_NAMES[state]}."
    return None if reason.strip() else "Say why it is not needed any more."


def is_delivered(states: Iterable[str]) -> bool:
    """True when every action is verified or dropped, and one at least is verified."""
    held = list(states)
    return VERIFIED in held and all(state in ENDED for state in held)


def why_not_plan(*, state: str, after_months: int, baseline: str) -> str | None:
    """The reason why an impact check cannot be planned, or None: without a baseline nobody can tell a difference."""
    if after_months not in IMPACT_MONTHS:
        return "Choose 3, 6 or 12 months."
    if state in {REJECTED, MERGED}:
        return f"This recommendation is {NAMES[state]}, so there is nothing to check."
    return None if baseline.strip() else "Say how it is now: the baseline that the check compares with."


def why_not_check(*, state: str, result: str, found: str, checked: bool, by_owner: bool) -> str | None:
    """The reason why a person cannot record an impact check, or None: an owner never judges their own work."""
    if checked:
        return "This impact check is on record already. Plan another to look again."
    if by_owner:
        return "You own this recommendation or one of its actions. Somebody else must check its impact."
    if state not in {DELIVERED, EMBEDDED}:
        return "Its actions are not all verified yet, so it is too early to check the difference made."
    if result not in {PASSED, PARTLY_PASSED, NOT_PASSED}:
        return "Choose what the check shows."
    return None if found.strip() else "Say what it shows now, against the baseline."


def why_not_embed(
    *, state: str, passed_at: datetime | None, delivered_at: datetime | None, by_owner: bool, waits_for_scrutineer: bool
) -> str | None:
    """The reason why a recommendation cannot be called embedded, or None. A check passed before it was delivered is too old."""
    if state != DELIVERED:
        return f"This recommendation is {NAMES[state]}. Only a delivered one can become embedded."
    if passed_at is None or delivered_at is None or passed_at < delivered_at:
        return "An impact check must be passed first."
    if by_owner:
        return "You own this recommendation or one of its actions. Somebody else must say that it is embedded."
    return "The Independent Scrutineer has not said that they are satisfied." if waits_for_scrutineer else None


def why_not_reopen(*, state: str, reason: str) -> str | None:
    """The reason why a recommendation cannot be opened again, or None."""
    if state not in {DELIVERED, EMBEDDED}:
        return f"This recommendation is {NAMES[state]}, so it is still open."
    return None if reason.strip() else "Say what came back, or what was not as it seemed."


def why_not_satisfied(*, is_scrutiny: bool, is_satisfied: bool, may_write_scrutiny: bool) -> str | None:
    """The reason why somebody cannot say that they are satisfied, or None: the scrutineer alone, about their own."""
    if not is_scrutiny:
        return "This recommendation is not the Independent Scrutineer’s."
    if not may_write_scrutiny:
        return "Only the Independent Scrutineer can say this."
    return "It is on record already." if is_satisfied else None


def why_not_merge(*, same: bool, state: str, into_state: str) -> str | None:
    """The reason why one recommendation cannot go into another, or None."""
    if same:
        return "Choose another recommendation of this partnership."
    if MERGED in {state, into_state}:
        return "One of the two has been merged already."
    return "A rejected recommendation takes no other." if into_state == REJECTED else None


def comes_back(*, kind: str, themes: Iterable[str], of_themes: Iterable[str], same_organisation: bool) -> bool:
    """True when a new finding tells the same again: no strength, a theme shared, about the same organisation."""
    return kind != STRENGTH and same_organisation and bool(set(themes) & set(of_themes))


STRENGTH: Final = "strength"


def is_overdue(*, state: str, due: date | None, today: date) -> bool:
    """True when an action is still to be done and its last day has passed. Due means the end of that day."""
    return state in LIVE and due is not None and today > due


def recurs(*, findings: int, products: int, agencies: int, least_findings: int, least_places: int) -> bool:
    """True when a theme was found often enough, in enough different products or about enough different agencies."""
    return findings >= least_findings and max(products, agencies) >= least_places


def recurring_words(name: str, *, findings: int, products: int, agencies: int, months: int, returned: bool) -> str:
    """What a committee is told of a theme that recurs: what, how often, in how many places; no cause."""
    places = [_counted(products, "product"), _counted(agencies, "agency", "agencies")]
    where = " and ".join(place for place in places if place)
    again = " It was found again after a recommendation about it was called embedded." if returned else ""
    return f"{name} was found {findings} times in {months} months{f', in {where}' if where else ''}.{again}"


def _counted(number: int, one: str, many: str = "") -> str:
    return f"{number} {one if number == 1 else many or one + 's'}" if number else ""
