"""What a warning's state allows, and its clock. Pure: no clock, no database."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from lineofsight.engine.clocks import add_working_days, london_day

NEW, WATCHED, RAISED, ANSWERED, SETTLED, CLOSED = "new", "watched", "raised", "answered", "settled", "closed"

NEXT: Final[Mapping[str, frozenset[str]]] = {
    NEW: frozenset({WATCHED, RAISED, CLOSED}),
    WATCHED: frozenset({RAISED, CLOSED}),
    RAISED: frozenset({ANSWERED}),
    ANSWERED: frozenset({SETTLED, RAISED}),
    SETTLED: frozenset(),
    CLOSED: frozenset(),
}
ENDED: Final = frozenset({SETTLED, CLOSED})
OWN = "This warning is about your own organisation. Somebody from another organisation must decide."
NO_REASON = "Say why this is not a concern. The reason shows if it comes back."
NAMES: Final[Mapping[str, str]] = {
    NEW: "new",
    WATCHED: "being looked at",
    RAISED: "raised to the Executive",
    ANSWERED: "answered",
    SETTLED: "settled",
    CLOSED: "closed",
}


def why_not_move(state: str, to: str) -> str | None:
    """The reason why a warning in this state cannot become `to`, or None when it can."""
    if to in NEXT[state]:
        return None
    return f"This warning is {NAMES[state]}, so it cannot become {NAMES[to]}."


def why_not_own(*, organisation: str | None, own_organisations: frozenset[str]) -> str | None:
    """The reason why a person cannot end a warning, or None: nobody closes one about their own agency."""
    return OWN if organisation is not None and organisation in own_organisations else None


def why_not_join(*, same: bool, open_to: bool, state: str) -> str | None:
    """The reason why a warning cannot go on as a part of another, or None."""
    if same:
        return "Choose another warning of this partnership."
    if state not in {NEW, WATCHED}:
        return f"This warning is {NAMES[state]}, so it stands for itself."
    return None if open_to else "Choose a warning that is open and stands for itself."


def triage_due(detected: date, *, working_days: int) -> date:
    """The last day for the sub-group to triage: working days after the day of detection."""
    return add_working_days(detected, working_days)


def is_overdue(*, state: str, due: date, today: date) -> bool:
    """True when nobody triaged it and its last day has passed."""
    return state == NEW and today > due


@dataclass(frozen=True, slots=True)
class Leg:
    """One leg of the clock: from one step to the next, in whole days, None where the next step has not come."""

    name: str
    at: datetime | date | None
    days_since_last: int | None


def clock(steps: Mapping[str, datetime | date | None]) -> tuple[Leg, ...]:
    """The seven steps in order, each with the days since the step before it that has a moment."""
    legs, last = [], None
    for name in ("Happened", "In our hands", "Detected", "Triaged", "Executive told", "Answered", "Settled"):
        moment = steps.get(name)
        day = london_day(moment) if isinstance(moment, datetime) else moment
        legs.append(Leg(name, moment, None if day is None or last is None else max((day - last).days, 0)))
        last = day or last
    return tuple(legs)


def came_back(times_before: int, *, last_closed: date | None) -> str:
    """How a warning that returned is announced; empty for a first one."""
    if not times_before or last_closed is None:
        return ""
    times = {1: "once", 2: "twice"}.get(times_before, f"{times_before} times")
    return f"This was closed {times} before, last on {last_closed.day} {last_closed:%B %Y}, and has come back."


def clock_words(
    *, state: str, detected: date, due: date, told: date | None, answered: date | None, ended: date | None, today: date
) -> str:
    """Where a warning's clock stands, in a few words for a list."""
    if told is not None:
        said = f"Detected to told: {days_words((told - detected).days)}"
        if answered is not None:
            return f"{said}. Told to answered: {days_words((answered - told).days)}"
        if state in ENDED or today <= told:
            return said
        return f"{said}. No answer for {days_words((today - told).days)}"
    if state in ENDED:
        days = ((ended or today) - detected).days
        return f"Closed after {days_words(days)}" if days > 0 else "Closed the same day"
    if state == NEW and today > due:
        return f"Overdue for triage by {days_words((today - due).days)}"
    if state == NEW:
        return f"Triage by {due.day} {due:%B}"
    return f"Looked at since {detected.day} {detected:%B}"


def days_words(days: int) -> str:
    """A number of days in words: the same day, 1 day, 2 days."""
    if days <= 0:
        return "the same day"
    return f"{days} {'day' if days == 1 else 'days'}"


TIER_WORDS: Final[Mapping[str, str]] = {
    "priority": "Very sure",
    "alert": "Sure",
    "watch": "Less sure",
}
TIER_MEANINGS: Final[Mapping[str, str]] = {
    "priority": "Very sure: a change this clear is unlikely to be chance, even among all the figures we look at.",
    "alert": "Sure: if nothing had changed, this would be rare in three years of the same figures.",
    "watch": "Less sure: it may be chance. Look again when the next figures come.",
}


def sure_words(*, kind: str, tier: str) -> str:
    """How sure one is, in words: the tier of the watch, or who says so."""
    if tier in TIER_WORDS:
        return TIER_WORDS[tier]
    said = {
        "concern": "Somebody says so",
        "late": "A fact",
        "theme": "Found more than once",
        "risk": "As its owners see it",
    }
    return said.get(kind, "Not ranked")


def late_words(organisation: str, title: str, *, due: date, days: int) -> str:
    """What a committee is told of a late return."""
    return (
        f"{organisation} has not sent {title}. It was due on {due.day} {due:%B %Y}, {days_words(days)} ago. "
        "Until it comes, these figures say nothing about this agency."
    )


def rank_of_late(days: int) -> float:
    """Where a late return stands among the others: between a change to watch and a clear one, later ones higher."""
    return 1.5 + min(days, 100) / 200


RANK_OF_CONCERN: Final = 3.5
"""A person's concern stands among the clearest changes in figures: nobody has judged it yet."""
RANKS: Final[Mapping[str, float]] = {"theme": 2.5, "risk": 3.0}
"""What other rooms found stands above a change to watch and below somebody's concern, unless the room ranks it itself."""
