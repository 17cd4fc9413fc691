"""What a report's state allows, and what must be put right before it is published. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

DRAFT, PUBLISHED, WITHDRAWN = "draft", "published", "withdrawn"
NAMES: Final = {DRAFT: "a draft", PUBLISHED: "published", WITHDRAWN: "withdrawn"}
ACTIVITY_ALONE: Final = "Activity without impact"
SAYS_SO: Final = "This section tells what was done. It holds no evidence yet of what changed for children and families."
NOTHING_THERE: Final = "Nothing on record"
NOTHING_SAID: Final = "The record holds nothing about this for the period, and nobody has written about it."


@dataclass(frozen=True, slots=True)
class Check:
    """One thing of the checklist. An error stops publication, a warning is told, and both say where to put it right."""

    kind: str
    text: str
    block: str = ""

    @property
    def stops(self) -> bool:
        """True for an error."""
        return self.kind == "error"


@dataclass(frozen=True, slots=True)
class BlockFacts:
    """What the checklist looks at of one block."""

    key: str
    name: str
    section: str
    item: str
    is_text: bool
    text: str
    was_read: bool
    rows: int
    impact: int
    sources: int
    has_numbers: bool
    known_on: date | None
    small: tuple[str, ...] = ()


def why_not_write(state: str) -> str | None:
    """The reason why a report cannot be changed, or None."""
    if state == DRAFT:
        return None
    return f"This report is {NAMES[state]}, so it stays as it is. Open it as a draft again to change it."


def why_not_reopen(state: str) -> str | None:
    """The reason why a report cannot become a draft again, or None."""
    return None if state == PUBLISHED else "Only a published report is opened as a draft again."


def why_not_period(start: date | None, end: date | None, known_on: date | None, *, today: date) -> str | None:
    """The reason why the days of a report cannot be, or None."""
    if start is not None and end is not None and end < start:
        return "The period must end after it starts."
    if known_on is not None and known_on > today:
        return "Give today or a day that has passed: nobody knows yet how things will stand."
    return None


@dataclass(frozen=True, slots=True)
class SectionFacts:
    """One section: whether it must show impact, and what its blocks hold together."""

    name: str
    must_show_impact: bool
    rows: int
    impact: int
    has_words: bool

    @property
    def verdict(self) -> str:
        """`impact`, `activity` (rows or words, and no impact where it is asked for), `words` or `nothing`."""
        if self.impact:
            return "impact"
        if self.must_show_impact and (self.rows or self.has_words):
            return "activity"
        return "words" if self.rows or self.has_words else "nothing"


def section_facts(blocks: Sequence[BlockFacts], *, must_show_impact: bool) -> SectionFacts:
    """The blocks of one section together."""
    return SectionFacts(
        blocks[0].section,
        must_show_impact,
        sum(one.rows for one in blocks),
        sum(one.impact for one in blocks),
        any(one.text.strip() for one in blocks),
    )


def checks_of(
    blocks: Sequence[BlockFacts], *, known_on: date, open_comments: int, sections: Sequence[SectionFacts] = ()
) -> list[Check]:
    """What to put right before publication (errors), and what readers will notice (warnings)."""
    if not blocks:
        return [Check("error", "The report is empty. Add a block.")]
    found = [check for one in blocks for check in _checks_of_block(one, known_on=known_on)]
    if open_comments:
        said = "1 comment is" if open_comments == 1 else f"{open_comments} comments are"
        found.append(Check("error", f"{said} not settled."))
    for section in sections:
        if section.verdict == "activity":
            found.append(
                Check("warning", f"“{section.name}” tells of activity and shows no impact. The report says so.")
            )
        elif section.verdict == "nothing":
            found.append(Check("error", f"“{section.name}” must be covered and is empty. Write what there is to say."))
    return sorted(found, key=lambda one: not one.stops)


def _checks_of_block(one: BlockFacts, *, known_on: date) -> list[Check]:
    if one.is_text:
        return _checks_of_text(one)
    if not one.was_read:
        return [Check("error", f"“{one.name}” was not filled yet. Refresh it.", one.key)]
    found = []
    if not one.rows and not one.text.strip():
        found.append(Check("warning", f"“{one.name}” is empty for this period. Remove it, or say why.", one.key))
    if one.known_on and one.known_on != known_on:
        day = f"{one.known_on.day} {one.known_on:%B %Y}"
        found.append(Check("warning", f"“{one.name}” stands as of {day}, and not of the report’s day.", one.key))
    return found


def _checks_of_text(one: BlockFacts) -> list[Check]:
    if not one.text.strip():
        return [Check("error", f"“{one.name}” has no words yet. Write it or remove it.", one.key)]
    small = "gives a small number. Say “fewer than six” where somebody could tell which child is meant"
    found = [Check("warning", f"“{one.name}” {small}: “{words}”.", one.key) for words in one.small]
    if one.has_numbers and not one.sources:
        said = (
            f"“{one.name}” gives figures and names no source. Write the reference of what shows it, such as P-2026-001."
        )
        found.append(Check("warning", said, one.key))
    return found


def position_after_move(positions: Sequence[str], key: str, *, up: bool) -> list[str]:
    """The keys in their new order; as they were where there is no place to go."""
    order = list(positions)
    at = order.index(key)
    to = at - 1 if up else at + 1
    if 0 <= to < len(order):
        order[at], order[to] = order[to], order[at]
    return order
