"""How incidents are said on every page: where each is, and how each of its clocks stands."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from lineofsight.engine.clocks import working_days_between
from lineofsight.foundation.ui.words import counted, long_date
from lineofsight.sources.reviews import rules
from lineofsight.sources.reviews.models import ClockRun

TONES: Final = {
    rules.CONSIDERED: "fair", rules.NOT_NOTIFIED: "neutral", rules.NOTIFIED: "info", rules.NO_REVIEW: "neutral",
    rules.REVIEW: "info", rules.PUBLISHED: "good", rules.NOT_PUBLISHED: "neutral",
}  # fmt: skip


def clock_words(clock: ClockRun, *, today: date) -> str:
    """How a clock stands: "6 working days left", "overdue since 18 January 2027", "done in time on …"."""
    due, ended = clock.due_on, clock.ended_on
    if due is None:
        return f"Done on {long_date(ended)}" if ended else "No set day"
    if ended is not None:
        return f"Done in time on {long_date(ended)}" if ended <= due else f"Done late on {long_date(ended)}"
    if today > due:
        return f"Overdue since {long_date(due)}"
    if today == due:
        return "Ends today"
    days = working_days_between(today, due)
    return f"{counted(days, 'working day', 'working days')} left"


def clock_tone(clock: ClockRun, *, today: date) -> str:
    """The tone that goes with it: words say the same."""
    if clock.ended_on is not None:
        return "quiet" if clock.due_on is None or clock.ended_on <= clock.due_on else "fair"
    if clock.due_on is None:
        return "quiet"
    if today > clock.due_on:
        return "poor"
    return "weak" if clock.warn_on is not None and today >= clock.warn_on else "info"


def late_words(clock: ClockRun) -> str:
    """When it is expected, where that is late, and with whom that was agreed."""
    if clock.expected_on is None:
        return ""
    return f"Expected {long_date(clock.expected_on)}, agreed with {clock.late_agreed_with}"


def name_of(clock: ClockRun, names: Mapping[str, str]) -> str:
    """What a clock is called."""
    return names.get(clock.code, clock.code)
