"""What a warning's state allows, and its clock. Pure: no clock, no database."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from lineofsight.engine.clocks import add_working_days

NEW, WATCHED, RAISED, ANSWERED, SETTLED, CLOSED = "new", "watched", "raised", "answered", "settled", "closed"

NEXT: Final[Mapping[str, frozenset[str]]] = {
    NEW: frozenset({WATCHED, RAISED, CLOSED}),
    WATCHED: frozenset({RAISED, CLOSED}),
    RAISED: frozenset({ANSWERED}),
    ANSWERED: frozenset({SETTLED, RAISED}),
    SETTLED: frozenset(),
    CLOSED: frozenset(),
}
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


def why_not_close(*, organisation: str | None, own_organisations: frozenset[str], reason: str) -> str | None:
    """The reason why a person cannot close a warning: nobody closes one about their own agency, or without a reason."""
    if organisation is not None and organisation in own_organisations:
        return "This warning is about your own organisation. Somebody from another organisation must decide."
    if not reason.strip():
        return "Say why this is not a concern. The reason shows if it comes back."
    return None


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
        day = moment.date() if isinstance(moment, datetime) else moment
        legs.append(Leg(name, moment, None if day is None or last is None else max((day - last).days, 0)))
        last = day or last
    return tuple(legs)


def came_back(times_before: int, *, last_closed: date | None) -> str:
    """How a warning that returned is announced; empty for a first one."""
    if not times_before or last_closed is None:
        return ""
    times = {1: "once", 2: "twice"}.get(times_before, f"{times_before} times")
    return f"This was closed {times} before, last on {last_closed.day} {last_closed:%B %Y}, and has come back."
