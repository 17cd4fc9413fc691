"""Finding words that could identify a child in what somebody types, so that they are asked before it is saved. Pure."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

Kind = Literal["number", "birthday", "name"]

_TEN_DIGITS = re.compile(r"(?<!\d)\d{3}[ -]?\d{3}[ -]?\d{4}(?!\d)")
_DATE = re.compile(r"(?<!\d)(\d{1,2})[/. -](\d{1,2})[/. -](\d{4}|\d{2})(?!\d)")
_BORN = re.compile(r"\b(born|birth|dob|d\.o\.b)\b[^.\n]{0,20}$", re.IGNORECASE)
_NAME = re.compile(r"\b[A-Z][a-z’']+(?:[ -][A-Z][a-z’']+)+\b")
_WORD = re.compile(r"[A-Za-z’']+")
A_CHILD_IS_UNDER = 19

# Words that begin a sentence, or stand in the titles of bodies and jobs, and are no part of a person's name.
_COMMON_WORDS = """
    a an all and any at both but by children childrens council county courts early education every for from had has
    have health help her his how however i if in is it its local many most my no nhs on one our police report school
    schools section several since so social some sub-group the their there these they this three to trust two was we
    what when where which while who why with board care chair team services service safeguarding partnership executive
    group audit scrutiny assurance lead officer designated hospital academy primary secondary college family hub hubs
    january february march april may june july august september october november december monday tuesday wednesday
    thursday friday saturday sunday north south east west child protection conference plan plans strategy
    looked after nurse nurses officers worker workers visitor visitors midwife midwives doctor doctors gp gps mental young
    people youth offending justice domestic abuse violence online safety yesterday today tomorrow last next week month
    year yearly
"""
COMMON: Final = frozenset(_COMMON_WORDS.split())


@dataclass(frozen=True, slots=True)
class Found:
    """Words that could identify a child, and what they look like."""

    kind: Kind
    words: str


def identifying(text: str, *, known: Iterable[str] = (), today: date) -> tuple[Found, ...]:
    """What in the text could identify a child: NHS numbers, dates of birth, names. `known`: names of bodies and places.

    A name is two words or more with capital letters, of which one is neither a common word nor in a known name. This finds
    too much rather than too little, so a person may say that a name is not a child's; an NHS number must go.
    """
    numbers = [Found("number", one) for one in _nhs_numbers(text)]
    birthdays = [Found("birthday", one) for one in _birthdays(text, today=today)]
    return (*numbers, *birthdays, *(Found("name", one) for one in _names(text, known)))


def _nhs_numbers(text: str) -> list[str]:
    return [found.group() for found in _TEN_DIGITS.finditer(text) if is_nhs_number(found.group())]


def is_nhs_number(text: str) -> bool:
    """True for ten digits whose last is the check digit of the other nine (modulo 11, NHS Data Dictionary)."""
    digits = [int(sign) for sign in text if sign.isdigit()]
    if len(digits) != 10 or len(set(digits)) == 1:
        return False
    total = sum(digit * weight for digit, weight in zip(digits, range(10, 1, -1), strict=False))
    return (11 - total % 11) % 11 == digits[9]


def _birthdays(text: str, *, today: date) -> list[str]:
    found = []
    for match in _DATE.finditer(text):
        day = _day(*match.groups(), today=today)
        if day is None or day > today:
            continue
        years = (today - day).days / 365.25
        said = bool(_BORN.search(text[: match.start()]))
        # A date of the last year is far more often that of an event than of a birth.
        if said or 1 < years < A_CHILD_IS_UNDER:
            found.append(match.group())
    return found


def _day(day: str, month: str, year: str, *, today: date) -> date | None:
    full = int(year) if len(year) == 4 else 2000 + int(year)
    if len(year) == 2 and full > today.year:
        full -= 100
    try:
        return date(full, int(month), int(day))
    except ValueError:
        return None


def _names(text: str, known: Iterable[str]) -> list[str]:
    ordinary = COMMON | {word.lower() for name in known for word in _WORD.findall(name)}
    found = []
    for match in _NAME.finditer(text):
        words = re.split(r"[ -]", match.group())
        odd = [word for word in words if word.lower().removesuffix("’s").removesuffix("'s") not in ordinary]
        # “Yesterday Police …”: one odd word beside ordinary ones is the start of a sentence, not a name.
        if len(odd) >= 2 or (
            len(odd) == 1 and len(words) == 2 and words[0] in odd and not _starts(text, match.start())
        ):
            found.append(match.group())
    return list(dict.fromkeys(found))


def _starts(text: str, at: int) -> bool:
    """True where a sentence starts."""
    before = text[:at].rstrip(" ")
    return not before or before[-1] in ".!?:\n"


SAID: Final[dict[Kind, str]] = {
    "number": "an NHS number",
    "birthday": "a date of birth",
    "name": "a person’s name",
}


def in_words(found: Iterable[Found], *, may_stay: bool) -> str:
    """What was found, as a sentence that says what to do; with `may_stay` it may be no child's, which a box below says."""
    parts = list(dict.fromkeys(f"“{one.words}” looks like {SAID[one.kind]}" for one in found))
    box = " If it is nobody’s in a family, tick the box below." if may_stay else ""
    return f"{'; '.join(parts)}. Take out whatever could identify a child.{box}"
