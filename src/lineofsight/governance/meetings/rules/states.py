"""What a meeting's state allows. Pure."""

from collections.abc import Iterable, Mapping
from typing import Final

PLANNED, AGENDA_OUT, HELD, MINUTED, CANCELLED = "planned", "agenda_out", "held", "minuted", "cancelled"
NAMES: Final[Mapping[str, str]] = {
    PLANNED: "planned",
    AGENDA_OUT: "about to take place, with its agenda out",
    HELD: "over",
    MINUTED: "over, and its minutes are agreed",
    CANCELLED: "cancelled",
}
AHEAD: Final = frozenset({PLANNED, AGENDA_OUT})
RECORDED_IN: Final = frozenset({AGENDA_OUT, HELD})
LONGEST_SUMMARY = 5
"""Lines of a summary: what a busy member reads."""


def why_not_prepare(state: str) -> str | None:
    """The reason why an agenda cannot be changed, or None."""
    return None if state in AHEAD else f"This meeting is {NAMES[state]}, so its agenda stays as it was."


def why_not_send(state: str, *, items: int) -> str | None:
    """The reason why the agenda cannot go out, or None. It may go out again after a change."""
    if state not in AHEAD:
        return why_not_prepare(state)
    return None if items else "Put something on the agenda first."


def why_not_say(state: str) -> str | None:
    """The reason why nobody can give a view before the meeting any more, or None."""
    return None if state in AHEAD else f"This meeting is {NAMES[state]}. Views are given before it."


def why_not_record(state: str) -> str | None:
    """The reason why nothing can be recorded at the meeting, or None: not before its agenda is out, not after agreement."""
    if state in RECORDED_IN:
        return None
    if state == PLANNED:
        return "Send the agenda out first. Then record what happens at the meeting."
    return f"This meeting is {NAMES[state]}, so nothing is added to its record."


def why_not_hold(state: str) -> str | None:
    """The reason why the meeting cannot be marked as held, or None."""
    return None if state == AGENDA_OUT else why_not_record(state) or f"This meeting is {NAMES[state]} already."


def why_not_minute(state: str) -> str | None:
    """The reason why minutes cannot be written, or None."""
    if state == HELD:
        return None
    return "Say first that the meeting took place." if state in AHEAD else f"This meeting is {NAMES[state]}."


def why_not_agree(state: str, *, has_minutes: bool, is_later_meeting: bool) -> str | None:
    """The reason why the minutes cannot be agreed, or None: they are agreed at a later meeting of the same group."""
    if state != HELD:
        return why_not_minute(state)
    if not has_minutes:
        return "Write the minutes first."
    return None if is_later_meeting else "Choose a later meeting of the same group, which agreed them."


def why_not_cancel(state: str) -> str | None:
    """The reason why the meeting cannot be cancelled, or None."""
    return None if state in AHEAD else f"This meeting is {NAMES[state]}."


def too_long(summary: str) -> bool:
    """True for a summary of more than five lines."""
    return len([line for line in summary.strip().splitlines() if line.strip()]) > LONGEST_SUMMARY


def moved(order: Iterable[str], *, key: str, by: int) -> list[str]:
    """The order with one thing moved up (-1) or down (1) by a place; at either end it stays."""
    held = list(order)
    at = held.index(key)
    to = min(max(at + by, 0), len(held) - 1)
    held.insert(to, held.pop(at))
    return held


def why_not_confirm(*, standing: str, way: str, is_recorder: bool, sits: bool) -> str | None:
    """The reason why a person cannot confirm a decision that was recorded for them, or None."""
    if standing != "recorded":
        return "This decision does not wait for anybody to confirm it."
    if way == "meeting":
        return "Decisions of a meeting are confirmed when its minutes are agreed."
    if is_recorder:
        return "You recorded this decision. Somebody else of the group must confirm it."
    return None if sits else "Only a member of the group that decided can confirm it."


def why_not_withdraw(*, standing: str, reason: str) -> str | None:
    """The reason why a decision cannot be withdrawn, or None: only before it is confirmed; later a new one replaces it."""
    if standing != "recorded":
        return "This decision stands. Record a new decision that replaces it."
    return None if reason.strip() else "Say why it is withdrawn. The reason stays on record."
