"""Finding words that could identify a child in what somebody types or uploads, so that they are asked before it is saved. Pure."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from lineofsight.engine.disclosure import names, places, pupils

Kind = Literal["number", "pupil", "birthday", "postcode", "street", "initials", "name"]
MUST_GO: Final = frozenset({"number", "pupil"})
"""What can be nothing else than a child's or a patient's: no box makes it right."""
A_CHILD_IS_UNDER = 19
MOST_SHOWN = 6

_DATE = re.compile(r"(?<![\d/.-])(\d{1,2})[/. -](\d{1,2})[/. -](\d{4}|\d{2})(?!\d)")
_WORDS_DATE = re.compile(
    r"(?<!\d)(\d{1,2})(?:st|nd|rd|th)? (jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]* (\d{4})(?!\d)",
    re.IGNORECASE,
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_BORN = re.compile(r"\b(born|birth|dob|d\.o\.b)\b[^.\n]{0,20}$", re.IGNORECASE)
# “J.S. (12/03/15)”, “KM, 4.5.2012”, “K.M. aged 9”: how one child is named in notes.
_INITIALS = re.compile(
    r"(?<![\w.])(?:[A-Z]\.[ ]?[A-Z]\.?(?:[ ]?[A-Z]\.)?|[A-Z]{2})[,:;]? ?\(?(?:(?:dob|born|aged?)[ :]*)?"
    r"(?=(\d{1,2}[/.-]\d{1,2}[/.-](?:\d{4}|\d{2})|\d{1,2}(?:\)|\b)))"
)
_NOT_INITIALS = frozenset("AM PM UK EU US HQ IT HR QA NB RE NO GP CP PE ED TB".split())  # noqa: SIM905


@dataclass(frozen=True, slots=True)
class Found:
    """Words that could identify a child, and what they look like."""

    kind: Kind
    words: str


@dataclass(frozen=True, slots=True)
class Known:
    """What is no child's: names of bodies and places word by word, people by their whole name, and addresses."""

    bodies: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()

    @classmethod
    def of(cls, known: "Known | Iterable[str]") -> "Known":
        """Names alone count as those of bodies and places."""
        return known if isinstance(known, Known) else cls(bodies=tuple(known))


def identifying(
    text: str, *, known: Known | Iterable[str] = (), today: date, in_file: bool = False
) -> tuple[Found, ...]:
    """What in the text could identify a child: numbers, dates of birth, postcodes, streets, initials with a date, names.

    A name is two words or more with capital letters, of which one is neither a common word nor known. In a file, where
    headings have capital letters too, one of them must also be a common first name, or follow a title or a word such as
    “mother”. This finds too much rather than too little, so a person may say that it is not a child's; a number must go.
    """
    sure = Known.of(known)
    codes, streets = places.known_places(sure.addresses)
    found = [Found("number", one) for one in pupils.nhs_numbers(text)]
    found += [Found("pupil", one) for one in pupils.pupil_numbers(text)]
    found += [Found("birthday", one) for one in _birthdays(text, today=today)]
    found += [Found("postcode", one) for one in places.postcodes(text) if places.plain_postcode(one) not in codes]
    found += [Found("street", one) for one in places.streets(text) if places.plain_street(one) not in streets]
    found += [Found("initials", one) for one in _initials(text, known=sure, today=today)]
    rest = _without(text, places.streets(text))
    found += [Found("name", one) for one in names.names(rest, bodies=sure.bodies, people=sure.people, in_file=in_file)]
    return tuple(dict.fromkeys(found))


def _without(text: str, parts: Iterable[str]) -> str:
    """The text with the parts blanked: a street's name is not a person's too."""
    for part in parts:
        text = text.replace(part, " . ")
    return text


def _birthdays(text: str, *, today: date) -> list[str]:
    found = []
    for match in _DATE.finditer(text):
        day = _day(*match.groups(), today=today)
        if day is None or day > today:
            continue
        years = (today - day).days / 365.25
        # A date of the last year is far more often that of an event than of a birth.
        if _is_said(text, match) or 1 < years < A_CHILD_IS_UNDER:
            found.append(match.group())
    for match in _WORDS_DATE.finditer(text):
        month = _MONTHS.index(match[2].lower()) + 1
        if _is_said(text, match) and _day(match[1], str(month), match[3], today=today):
            found.append(match.group())
    return found


def _is_said(text: str, match: re.Match[str]) -> bool:
    return bool(_BORN.search(text[: match.start()]))


def _day(day: str, month: str, year: str, *, today: date) -> date | None:
    full = int(year) if len(year) == 4 else 2000 + int(year)
    if len(year) == 2 and full > today.year:
        full -= 100
    try:
        return date(full, int(month), int(day))
    except ValueError:
        return None


def _initials(text: str, *, known: Known, today: date) -> list[str]:
    """Two or three initials straight before a date or an age of a child."""
    ordinary = _NOT_INITIALS | names.short_forms(known.bodies)
    found = []
    for match in _INITIALS.finditer(text):
        letters = re.sub(r"[^A-Z]", "", match.group().split("(")[0])
        if letters[:3] in ordinary or letters[:2] in ordinary:
            continue
        parts = re.split(r"[/.-]", match[1].rstrip(")"))
        said_age = len(parts) == 1 and "age" in match.group() and int(parts[0]) < A_CHILD_IS_UNDER
        day = _day(*parts, today=today) if len(parts) == 3 else None
        if said_age or (day is not None and (today - day).days < A_CHILD_IS_UNDER * 366):
            found.append(f"{match.group()}{match[1]}".strip())
    return found


SAID: Final[dict[Kind, str]] = {
    "number": "an NHS number",
    "pupil": "a pupil’s number (UPN)",
    "birthday": "a date of birth",
    "postcode": "a postcode",
    "street": "a street",
    "initials": "somebody’s initials with a date or an age",
    "name": "a person’s name",
}


def in_words(found: Iterable[Found], *, may_stay: bool) -> str:
    """What was found, as a sentence that says what to do; with `may_stay` it may be no child's, which a box below says."""
    parts = list(dict.fromkeys(f"“{one.words}” looks like {SAID[one.kind]}" for one in found))
    more = f"; and {len(parts) - MOST_SHOWN} more" if len(parts) > MOST_SHOWN else ""
    box = " If it is nobody’s in a family, tick the box below." if may_stay else ""
    return f"{'; '.join(parts[:MOST_SHOWN])}{more}. Take out whatever could identify a child.{box}"
