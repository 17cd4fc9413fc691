"""What the state of a request and of a return allows, when one is late, and which reminder is due. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

OPEN, STARTED, RECEIVED, SENT_BACK, ACCEPTED, EXCUSED = (
    "open", "started", "received", "sent_back", "accepted", "excused",
)  # fmt: skip
DRAFT, SENT, TAKEN_BACK = "draft", "sent", "taken_back"

WAITING: Final = frozenset({OPEN, STARTED, SENT_BACK})
"""States in which the agency still owes the return."""

# Letters and figures that cannot be mistaken for one another on the telephone.
SPOKEN_SIGNS: Final = "23456789ABCDEFGHJKMNPQRTVWXY"


def is_late(*, state: str, due: date, today: date, received: date | None = None) -> bool:
    """True when nothing has come yet and its last day has passed. Due means the end of that day."""
    return state in WAITING and received is None and today > due


def was_late(*, received: date, due: date) -> bool:
    """True when it came after its last day."""
    return received > due


def why_not_start(*, state: str, opens: date, today: date, is_closed: bool) -> str | None:
    """The reason why an agency cannot begin a return now, or None."""
    if is_closed:
        return "This round is closed. Ask the Business Team to open it again."
    if today < opens:
        return f"This round opens on {opens.day} {opens:%B %Y}."
    if state == EXCUSED:
        return "It was agreed that this return is not needed. Ask the Business Team if that has changed."
    if state == RECEIVED:
        return "This return has been sent. Take it back if you want to change it."
    return None


def why_not_take_back(*, state: str) -> str | None:
    """The reason why a return cannot be taken back, or None: it can until it is accepted."""
    if state == SENT:
        return None
    if state == ACCEPTED:
        return "This return has been accepted. Send a corrected one instead."
    return "Only a return that was sent can be taken back."


def why_not_judge(*, state: str) -> str | None:
    """The reason why the Business Team cannot accept or send back a return, or None."""
    return None if state == SENT else "Only a return that was sent, and not taken back, can be accepted or sent back."


def why_not_extend(*, state: str, due: date, until: date) -> str | None:
    """The reason why a date cannot be moved, or None."""
    if state not in WAITING:
        return "Nothing is owed here any more, so there is no date to move."
    return None if until > due else f"Choose a day after {due.day} {due:%B %Y}."


def why_not_excuse(*, state: str, reason_code: str, allowed: Iterable[str]) -> str | None:
    """The reason why a return cannot be agreed as missing, or None."""
    if state not in WAITING:
        return "Nothing is owed here any more."
    return None if reason_code in set(allowed) else "Choose one of the reasons."


@dataclass(frozen=True, slots=True)
class Reminding:
    """One reminder of the framework: days from the due day (negative before it), and whether the agency's lead has a copy."""

    code: str
    days: int
    copy_to_lead: bool = False


def reminder_due(reminders: Iterable[Reminding], *, due: date, today: date) -> Reminding | None:
    """The newest reminder whose day has come, or None; a day on which nothing ran is made up for until the next."""
    come = [one for one in reminders if due + timedelta(days=one.days) <= today]
    newest = max(come, key=lambda one: one.days, default=None)
    if newest is None:
        return None
    # A reminder before the day is pointless once the day has passed.
    return None if newest.days < 0 and today > due else newest


def why_not_warn(*, due: date, today: date, after_days: int) -> str | None:
    """The reason why a late return is not yet an early warning, or None: the agency's lead is told first."""
    days = (today - due).days
    return None if days >= after_days else f"It is {days} days late; the agency's lead has {after_days} days."


def words_of(state: str, *, due: date, today: date, received: date | None) -> str:
    """How the grid says a request's state in words."""
    if state == EXCUSED:
        return "Agreed missing"
    if received is not None and state in {RECEIVED, ACCEPTED}:
        said = "Accepted" if state == ACCEPTED else "Received"
        return f"{said}, late by {(received - due).days} days" if was_late(received=received, due=due) else said
    if is_late(state=state, due=due, today=today, received=received):
        return f"Late by {(today - due).days} days"
    return {STARTED: "Started", SENT_BACK: "Sent back"}.get(state, "Not started")


TONES: Final[Mapping[str, str]] = {OPEN: "quiet", STARTED: "info", RECEIVED: "info", SENT_BACK: "fair",
                                   ACCEPTED: "good", EXCUSED: "neutral"}  # fmt: skip
