"""What an audit of arrangements allows: answering, declaring, moderating, replying. Pure."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

OPEN, STARTED, DECLARED, MODERATING, REPLY, AGREED = "open", "started", "declared", "moderating", "reply", "agreed"
EMPTY, CARRIED, DRAFT, DONE = "empty", "carried", "draft", "done"
STILL_TRUE, CHANGED = "still_true", "changed"
MINUTES_A_QUESTION: Final = 3
MINUTES_A_CHECK: Final = 1
EDITABLE: Final = (OPEN, STARTED)


@dataclass(frozen=True, slots=True)
class Said:
    """What the rules need of an answer."""

    question: str
    standard: str
    state: str
    grade: str
    not_applicable_reason: str = ""
    carried: str = ""
    what_shows_it: str = ""
    difference: str = ""


def why_not_answer(*, state: str, closed: bool) -> str | None:
    """The reason why nothing can be typed now, or None."""
    if closed:
        return "This audit is closed."
    if state in EDITABLE:
        return None
    if state == DECLARED:
        return "It was declared. Take it back to change it; you can until moderation begins."
    return "Moderation has begun. Ask the partnership’s team to open it again."


def why_not_complete(
    answer: Said, *, not_applicable: str, best: str, planned_actions: int, expired_evidence: Sequence[str] = ()
) -> str | None:
    """The reason why an answer cannot be completed, or None. `best` is the grade that needs no action."""
    if not answer.grade:
        return "Choose how far you meet this."
    if answer.grade == not_applicable:
        return None if answer.not_applicable_reason.strip() else "Say why it does not apply to your organisation."
    if not answer.what_shows_it.strip():
        return "Say what shows it."
    if expired_evidence:
        named = ", ".join(f"“{title}”" for title in expired_evidence)
        return f"The evidence {named} has run out. Replace it, or take it away from this answer."
    if answer.grade != best and not planned_actions:
        return "Say what you will do to meet it fully, and by when."
    return None


def carried_by(*, has_last: bool, still_true: bool, is_as_last: bool) -> str:
    """What became of last time's answer: still true only where the words and the grade were left as they were."""
    if not has_last:
        return ""
    return STILL_TRUE if still_true and is_as_last else CHANGED


def why_not_confirm(*, state: str, has_last: bool, chose: bool, is_as_last: bool) -> str | None:
    """The reason why an answer from last time is not confirmed yet, or None. Nothing is carried on unread."""
    if has_last and state in (EMPTY, CARRIED) and is_as_last and not chose:
        return "Say whether last time’s answer is still true."
    return None


def why_not_declare(
    answers: Iterable[Said], *, state: str, wrote: Iterable[object], by: object, closed: bool = False
) -> str | None:
    """The reason why it cannot be declared, or None. The person who declares has written none of the answers."""
    if closed:
        return "This audit is closed."
    if state not in EDITABLE:
        return "It is declared already."
    states = Counter(answer.state for answer in answers)
    unchecked, left = states[CARRIED], states[EMPTY] + states[DRAFT]
    if unchecked:
        many = "answers from last time are" if unchecked > 1 else "answer from last time is"
        return f"{unchecked} {many} not checked yet. Open each one and say whether it is still true."
    if left:
        return f"{left} {'questions are' if left > 1 else 'question is'} not completed yet."
    if by in set(wrote):
        return "Somebody else must declare it: you wrote some of the answers."
    return None


def why_not_take_back(*, state: str) -> str | None:
    """The reason why a declared assessment cannot be taken back, or None."""
    if state == DECLARED:
        return None
    if state in EDITABLE:
        return "It is not declared yet, so you can simply change it."
    return "Moderation has begun. Ask the partnership’s team to open it again."


def why_not_moderate(*, state: str, organisation: object, own: Iterable[object], on_panel: bool) -> str | None:
    """The reason why somebody may not moderate an organisation's answers, or None."""
    if organisation in set(own):
        return "Nobody moderates their own organisation."
    if not on_panel:
        return "You are not on the panel of this audit."
    if state in EDITABLE:
        return "The organisation has not declared its answers yet."
    return "The grades are agreed." if state == AGREED else None


def why_not_reply(*, state: str, due_on: date | None, today: date) -> str | None:
    """The reason why the organisation cannot reply to the moderated grades, or None. The last day counts."""
    if state != REPLY or due_on is None:
        return "There is nothing to reply to now."
    return f"The right of reply ended on {due_on.day} {due_on:%B %Y}." if today > due_on else None


def why_not_agree(*, state: str, due_on: date | None, today: date, replied: bool, open_queries: int) -> str | None:
    """The reason why the grades cannot be agreed yet, or None."""
    if state != REPLY:
        return "Send the moderated grades to the organisation first."
    if open_queries:
        return f"{open_queries} {'questions have' if open_queries > 1 else 'question has'} no answer yet."
    if not replied and due_on is not None and today <= due_on:
        return f"The organisation may reply until {due_on.day} {due_on:%B %Y}."
    return None


def digest_of(answers: Iterable[Said]) -> str:
    """The hash of the answers as they are declared: the same for the same content in any order."""
    content = sorted(
        [one.question, one.grade, one.what_shows_it, one.difference, one.not_applicable_reason] for one in answers
    )
    return hashlib.sha256(json.dumps(content, ensure_ascii=False).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an assessment is: questions, completed ones, those to check, and minutes that are left."""

    questions: int
    done: int
    to_check: int
    minutes_left: int


def progress_of(states: Mapping[str, int]) -> Progress:
    """From the number of answers in each state."""
    to_check, left = states.get(CARRIED, 0), states.get(EMPTY, 0) + states.get(DRAFT, 0)
    minutes = to_check * MINUTES_A_CHECK + left * MINUTES_A_QUESTION
    return Progress(sum(states.values()), states.get(DONE, 0), to_check, minutes)


def status_of_standard(states: Iterable[str]) -> str:
    """The status of a standard on the task list, from the states of its answers."""
    found = set(states)
    if found == {DONE}:
        return DONE
    if CARRIED in found:
        return CARRIED
    return EMPTY if found == {EMPTY} else DRAFT


def grades_of_standard(grades: Iterable[str], *, order: Sequence[str], not_applicable: str) -> str:
    """The grade that stands for a standard on the heat map: its weakest one. Grades are never averaged; "" when none counts."""
    known = [grade for grade in grades if grade and grade != not_applicable and grade in order]
    if known:
        return max(known, key=order.index)
    return not_applicable if any(grade == not_applicable for grade in grades) else ""


def movement(before: str, after: str, *, order: Sequence[str]) -> int:
    """How many grades better (positive) or worse (negative) than before; 0 where one of them is not on the scale."""
    if before not in order or after not in order:
        return 0
    return order.index(before) - order.index(after)


def of_whom(grades: Iterable[str], *, order: Sequence[str]) -> list[int]:
    """How many gave each grade of the scale, in its order. Never a mean."""
    counts = Counter(grades)
    return [counts[grade] for grade in order]


def shares(choices: Mapping[str, int], *, smallest: int) -> dict[str, int] | None:
    """Percentages of a survey question, whole numbers; None where so few replied that somebody could be recognised."""
    total = sum(choices.values())
    if total < smallest:
        return None
    return {choice: round(100 * count / total) for choice, count in choices.items()}
