"""Minutes drafted from what was recorded. Pure: facts in, text out."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from lineofsight.governance.meetings.rules.reading import RESTRICTED

KEPT_APART = "Its record is kept with the item, for those who may read it."


@dataclass(frozen=True, slots=True)
class DecisionFacts:
    """A decision as minutes tell it: where partners stood as (name, stand, reason)."""

    reference: str
    text: str
    reasons: str
    options: str
    positions: Sequence[tuple[str, str, str]]
    review_on: date | None


@dataclass(frozen=True, slots=True)
class ActionFacts:
    """An action as minutes tell it."""

    reference: str
    text: str
    owner: str
    due_on: date | None


@dataclass(frozen=True, slots=True)
class ChallengeFacts:
    """A challenge as minutes tell it."""

    reference: str
    question: str
    to: str
    due_on: date


@dataclass(frozen=True, slots=True)
class ItemFacts:
    """An item as minutes tell it; `hidden` for one that not every member of the group may read."""

    title: str
    purpose: str
    notes: str
    decisions: Sequence[DecisionFacts] = ()
    actions: Sequence[ActionFacts] = ()
    challenges: Sequence[ChallengeFacts] = ()
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class MeetingFacts:
    """A meeting as minutes tell it; `came` holds who came or did not, by heading."""

    title: str
    starts_at: datetime
    place: str
    chair: str
    came: Sequence[tuple[str, Sequence[str]]]
    items: Sequence[ItemFacts]


def draft(meeting: MeetingFacts) -> str:
    """The minutes as plain text: who came, then each item with what was said, decided, agreed to do and asked."""
    return "\n".join(_lines(meeting)).strip() + "\n"


def _lines(meeting: MeetingFacts) -> Iterator[str]:
    where = f", {meeting.place}" if meeting.place else ""
    yield f"Minutes: {meeting.title}"
    yield f"{_day(meeting.starts_at)}, {meeting.starts_at:%H:%M}{where}"
    if meeting.chair:
        yield f"Chair: {meeting.chair}"
    for heading, names in meeting.came:
        if names:
            yield from ("", heading, *(f"- {name}" for name in names))
    for number, item in enumerate(meeting.items, start=1):
        yield ""
        yield from _item(number, item)


def _item(number: int, item: ItemFacts) -> Iterator[str]:
    if item.hidden:
        yield f"{number}. {RESTRICTED}"
        yield KEPT_APART
        return
    yield f"{number}. {item.title} ({item.purpose})"
    yield item.notes.strip() or "Nothing was noted."
    for decision in item.decisions:
        yield from _decision(decision)
    for action in item.actions:
        due = f", by {_day(action.due_on)}" if action.due_on else ""
        yield f"Action {action.reference}: {action.text} ({action.owner}{due})"
    for challenge in item.challenges:
        yield f"Challenge {challenge.reference} to {challenge.to}: {challenge.question} (answer by {_day(challenge.due_on)})"


def _decision(decision: DecisionFacts) -> Iterator[str]:
    yield f"Decision {decision.reference}: {decision.text}"
    yield f"Reasons: {decision.reasons}"
    if decision.options:
        yield f"Also considered: {decision.options}"
    if decision.positions:
        yield f"Where the safeguarding partners stood: {_stands(decision.positions)}"
    if decision.review_on:
        yield f"To be looked at again on {_day(decision.review_on)}."


def _stands(positions: Iterable[tuple[str, str, str]]) -> str:
    told = [f"{name}: {stand.lower()}{f' ({reason})' if reason else ''}" for name, stand, reason in positions]
    return "; ".join(told) + "."


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
