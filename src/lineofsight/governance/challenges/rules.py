"""What a challenge's and an escalation's state allow, and their clocks. Pure: no clock, no database."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from lineofsight.engine.clocks import add_working_days

OPEN, ANSWERED, SETTLED = "open", "answered", "settled"
NAMES: Final[Mapping[str, str]] = {OPEN: "waiting for an answer", ANSWERED: "answered", SETTLED: "settled"}
USUAL_WORKING_DAYS: Final = 10
"""How long an answer may take when nobody says otherwise."""


def why_not_answer(*, state: str, is_asker: bool, holds_seat: bool) -> str | None:
    """The reason why a person cannot answer a challenge, or None: the seat that was asked answers, never the asker."""
    if state != OPEN:
        return f"This challenge is {NAMES[state]}, so it cannot be answered again."
    if is_asker:
        return "You asked this yourself. Somebody else must answer it."
    return None if holds_seat else "Only the holder of the role that was asked, or a deputy, can answer."


def why_not_settle(*, state: str, is_answerer: bool, is_asker: bool, may_record: bool) -> str | None:
    """The reason why a person cannot settle a challenge, or None: the asker does, or whoever keeps the record."""
    if state != ANSWERED:
        return f"This challenge is {NAMES[state]}, so it cannot be settled."
    if is_answerer:
        return "You answered this yourself. Somebody else must say what came of it."
    return (
        None if is_asker or may_record else "Only whoever asked, or whoever keeps the record of meetings, can settle."
    )


def is_overdue(*, state: str, due: date, today: date) -> bool:
    """True when no answer came by the end of its day."""
    return state == OPEN and today > due


def usual_due(today: date) -> date:
    """The day that a form suggests."""
    return add_working_days(today, USUAL_WORKING_DAYS)


def days_words(days: int) -> str:
    """A number of days in words: the same day, 1 day, 2 days."""
    if days <= 0:
        return "the same day"
    return f"{days} {'day' if days == 1 else 'days'}"


def clock_words(*, state: str, asked: date, due: date, answered: date | None, today: date) -> str:
    """Where a challenge's clock stands, in a few words for a list."""
    if answered is not None:
        late = f", {days_words((answered - due).days)} late" if answered > due else ""
        after = "the same day" if answered <= asked else f"after {days_words((answered - asked).days)}"
        return f"Answered {after}{late}"
    if is_overdue(state=state, due=due, today=today):
        return f"Overdue {days_words((today - due).days)}"
    return "Due today" if today == due else f"Due in {days_words((due - today).days)}"


def escalation_due(raised: date, *, working_days: int) -> date:
    """The last day of a stage: so many working days after the day on which it began."""
    return add_working_days(raised, working_days)


def days_taken(raised: date, *, settled: date | None, today: date) -> int:
    """How many days an escalation has taken, until it was settled or until today."""
    return ((settled or today) - raised).days


def why_not_escalate(*, same: bool, raised: date, today: date) -> str | None:
    """The reason why an escalation cannot be written down, or None."""
    if same:
        return "Choose two different agencies."
    return "Choose a day that is not still to come." if raised > today else None


def why_not_end(*, is_settled: bool, raised: date, ended: date, today: date) -> str | None:
    """The reason why an escalation cannot be settled, or moved to its next stage, on a day, or None."""
    if is_settled:
        return "This was settled already."
    if ended < raised:
        return "Choose a day on or after the one on which this stage began."
    return "Choose a day that is not still to come." if ended > today else None


def stage_words(*, due: date | None, settled: date | None, today: date) -> str:
    """Where an escalation's stage stands, in a few words."""
    if settled is not None:
        return "Settled"
    if due is None:
        return "Open"
    left = (due - today).days
    if left < 0:
        return f"Overdue {days_words(-left)}"
    return "Due today" if left == 0 else f"Due in {days_words(left)}"
