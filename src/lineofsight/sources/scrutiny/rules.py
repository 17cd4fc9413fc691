"""What the scrutineer may do with a view, a paper and a question. Pure."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Final

from lineofsight.engine.clocks import add_months

OVERALL: Final = "overall"
ASKED, GIVEN, DECLINED = "asked", "given", "declined"


def why_not_issue(*, text: str, is_issued: bool, is_writer: bool) -> str | None:
    """The reason why it cannot be issued, or None."""
    if not is_writer:
        return "Only who wrote this can issue it."
    if is_issued:
        return "It is issued already, and stays as it is."
    return None if text.strip() else "Write something first."


def why_not_change(*, is_issued: bool, is_writer: bool) -> str | None:
    """The reason why a draft cannot be changed, or None."""
    if not is_writer:
        return "Only who wrote this can change it."
    return "It is issued, and stays as it is. Write a new one." if is_issued else None


def why_not_answer_question(*, state: str, words: str, holds_role: bool) -> str | None:
    """The reason why a question of the scrutineer cannot be answered, or None."""
    if not holds_role:
        return "Only the role that was asked answers."
    if state != ASKED:
        return "It was answered already."
    return None if words.strip() else "Write what you give, or why you do not."


def year_of(starts: Iterable[date], today: date) -> tuple[date, date] | None:
    """The first and last day of the year of scrutiny that holds today; None before any was agreed."""
    begun = [day for day in starts if day <= today]
    if not begun:
        return None
    first = max(begun)
    while add_months(first, 12) <= today:
        first = add_months(first, 12)
    return first, add_months(first, 12)


def days_words(used: Decimal, agreed: Decimal | None) -> str:
    """How many days are used: "12.5 of 40 days used"."""
    told = f"{used.normalize():f}"
    return f"{told} of {agreed.normalize():f} days used" if agreed else f"{told} days used"
