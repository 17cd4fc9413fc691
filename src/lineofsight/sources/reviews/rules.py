"""What may happen to an incident and when, and which clocks run. Pure."""

import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any, Final
from uuid import UUID

CONSIDERED, NOT_NOTIFIED, NOTIFIED = "considered", "not_notified", "notified"
NO_REVIEW, REVIEW, PUBLISHED, NOT_PUBLISHED = "no_review", "review", "published", "not_published"
NOTIFY, HOLD, PUBLISH = "notify", "review", "publish"
LOCAL_REVIEW, NATIONAL = "local_review", "national"
YES, NO = "yes", "no"
OPEN: Final = frozenset({CONSIDERED, NOT_NOTIFIED, NOTIFIED, NO_REVIEW, REVIEW, NOT_PUBLISHED})
AFTER_RAPID: Final = frozenset({NO_REVIEW, REVIEW, PUBLISHED, NOT_PUBLISHED})
STAGE_OF: Final = {
    CONSIDERED: NOTIFY, NOT_NOTIFIED: NOTIFY, NOTIFIED: HOLD, NO_REVIEW: HOLD, REVIEW: PUBLISH, NOT_PUBLISHED: PUBLISH,
    PUBLISHED: PUBLISH,
}  # fmt: skip
"""Which of the partners' decisions an incident in each state waits for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dates:
    """The dates of an incident from which its clocks are worked out. None: it has not happened."""

    aware_on: date
    decided_not_to_notify_on: date | None = None
    notified_on: date | None = None
    rapid_review_sent_on: date | None = None
    panel_replied_on: date | None = None
    review_initiated_on: date | None = None
    publication_planned_for: date | None = None
    report_sent_on: date | None = None
    published_on: date | None = None
    child_died: bool = False
    is_looked_after: bool = False
    is_care_leaver: bool = False


@dataclass(frozen=True, slots=True)
class Running:
    """A clock that started: its code, the day, and the day that ended it (None while it runs)."""

    code: str
    started_on: date
    ended_on: date | None


def short_name(code: str) -> str:
    """What people call a clock in a few words, where its own name is not at hand."""
    return _SHORT.get(code, code)


_SHORT: Final = {
    "SIN": "notification", "LAC-DEATH": "death of a child in care", "CL-DEATH": "death of a care leaver",
    "RR": "rapid review", "PANEL": "the Panel’s reply", "LCSPR": "local practice review",
    "LCSPR-PRE": "report sent ahead of publication",
}  # fmt: skip


def clocks_of(dates: Dates) -> tuple[Running, ...]:
    """Every clock that has started. The notification's starts with awareness, the rapid review's with the notification that
    was sent, the local review's with the decision to initiate it: three different days."""
    found = [Running("SIN", dates.aware_on, dates.notified_on or dates.decided_not_to_notify_on)]
    if dates.child_died and dates.is_looked_after:
        found.append(Running("LAC-DEATH", dates.aware_on, dates.notified_on))
    if dates.child_died and dates.is_care_leaver:
        found.append(Running("CL-DEATH", dates.aware_on, dates.notified_on))
    if dates.notified_on:
        found.append(Running("RR", dates.notified_on, dates.rapid_review_sent_on))
    if dates.rapid_review_sent_on:
        found.append(Running("PANEL", dates.rapid_review_sent_on, dates.panel_replied_on))
    if dates.review_initiated_on:
        found.append(Running("LCSPR", dates.review_initiated_on, dates.published_on))
    if dates.publication_planned_for:
        found.append(Running("LCSPR-PRE", dates.publication_planned_for, dates.report_sent_on))
    return tuple(found)


def why_not_in_order(days: Sequence[tuple[str, date | None]], *, today: date) -> str | None:
    """The reason why dates do not fit: each named day is not before the one that stands before it, and none is in the future."""
    before: tuple[str, date] | None = None
    for name, day in days:
        if day is None:
            continue
        if day > today:
            return f"{name} is in the future."
        if before and day < before[1]:
            return f"{name} is before: {before[0][0].lower()}{before[0][1:]}. Check both days."
        before = (name, day)
    return None


def why_not_settle_stage(
    stage: str, *, decided: Mapping[UUID, str], partners: Iterable[UUID], outcome: str
) -> str | None:
    """The reason why a stage cannot be settled: each of the safeguarding partners decides for itself first, and at least one
    of them decided as the outcome says. `decided`: the newest choice of each partner."""
    missing = [partner for partner in partners if partner not in decided]
    if missing:
        many = f"{len(missing)} safeguarding partners have" if len(missing) > 1 else "One safeguarding partner has"
        return f"{many} not decided yet. Record each one’s own decision."
    if outcome not in decided.values():
        return "None of the safeguarding partners decided so. Check their decisions."
    return None


def why_not(state: str, wanted: str) -> str | None:
    """The reason why an incident in this state cannot go to the wanted one, or None."""
    if wanted in _NEXT.get(state, ()):
        return None
    return _REASONS.get(wanted, lambda _: "This cannot be done now.")(state)


_NEXT: Final[dict[str, tuple[str, ...]]] = {
    CONSIDERED: (NOT_NOTIFIED, NOTIFIED),
    NOT_NOTIFIED: (NOTIFIED,),
    NOTIFIED: (NO_REVIEW, REVIEW),
    NO_REVIEW: (REVIEW,),
    REVIEW: (PUBLISHED, NOT_PUBLISHED),
    NOT_PUBLISHED: (PUBLISHED,),
}
_REASONS: Final[dict[str, Callable[[str], str]]] = {
    NOT_NOTIFIED: lambda _: "It was notified already.",
    NOTIFIED: lambda _: "It was notified already.",
    NO_REVIEW: lambda state: _needs_notification(state),
    REVIEW: lambda state: _needs_notification(state),
    PUBLISHED: lambda _: "There is no local review to publish.",
    NOT_PUBLISHED: lambda _: "There is no local review to decide on.",
}


def _needs_notification(state: str) -> str:
    if state in (CONSIDERED, NOT_NOTIFIED):
        return "There is no rapid review without a notification."
    return "The rapid review was decided already."


@dataclass(frozen=True, slots=True)
class Item:
    """What a rapid review must cover."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Day:
    """A part of the usual timetable: the working day on which it stands, counted from the notification."""

    code: str
    name: str
    working_day: int


@cache
def items() -> tuple[Item, ...]:
    """What a rapid review must cover, in order."""
    return tuple(Item(**row) for row in _data()["items"])


@cache
def days() -> tuple[Day, ...]:
    """The usual timetable of a rapid review, in order."""
    return tuple(Day(**row) for row in _data()["days"])


def _data() -> dict[str, list[dict[str, Any]]]:
    return tomllib.loads(files("lineofsight.sources.reviews").joinpath("reviewing.toml").read_text(encoding="utf-8"))
