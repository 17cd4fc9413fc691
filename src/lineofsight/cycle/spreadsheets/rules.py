"""How rows of a spreadsheet are understood: headings, words for states, and when two texts say the same. Pure."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from lineofsight.cycle.spreadsheets.columns import SEPARATOR, Field

CREATE, CHANGE, SKIP, ERROR = "create", "change", "skip", "error"
OUTCOMES: Final[Mapping[str, str]] = {
    CREATE: "New", CHANGE: "Changed", SKIP: "Left as it is", ERROR: "Has an error, left out",
}  # fmt: skip
OPEN, UNDER_WAY, DONE, DROPPED = "open", "under_way", "done", "dropped"
_STATES: Final[Mapping[str, tuple[str, ...]]] = {
    OPEN: ("not started", "open", "to do", "new", "outstanding", "not yet started", "todo"),
    UNDER_WAY: ("under way", "underway", "in progress", "on track", "ongoing", "started", "delayed", "at risk"),
    DONE: ("done", "done to be verified", "complete", "completed", "closed", "verified", "finished"),
    DROPPED: ("not needed any more", "dropped", "cancelled", "withdrawn", "no longer needed", "superseded"),
}
_ANSWERS: Final[Mapping[str, tuple[str, ...]]] = {
    "accepted": ("accepted", "yes", "agreed", "accept"),
    "partly": ("partly accepted", "partly", "partially accepted", "partial", "in part"),
    "rejected": ("rejected", "no", "not accepted", "declined", "reject"),
}
_YES, _NO = frozenset({"yes", "y", "true", "deputy", "x"}), frozenset({"no", "n", "false", "holder", ""})
SEARCHED_ROWS: Final = 40
MOST_ROWS: Final = 2000
KEPT_DAYS: Final = 7
"""How long what a file held is kept after somebody gave it."""


def plain(text: str) -> str:
    """Words without case, marks and spaces at the ends: what headings and names are compared by."""
    return re.sub(r"[^a-z0-9]+", " ", text.casefold().replace("&", " and ")).strip()


def squeezed(text: str) -> str:
    """A text with single spaces: what two versions of it are compared by."""
    return " ".join(text.split())


def says_the_same(one: str, other: str) -> bool:
    """True when two texts differ in nothing but spaces."""
    return squeezed(one) == squeezed(other)


def is_alike(one: str, other: str) -> bool:
    """True when half of the words of the shorter one stand in the other: a text put right, and no other text."""
    first, second = set(plain(one).split()), set(plain(other).split())
    least = min(len(first), len(second))
    return least > 0 and 2 * len(first & second) >= least


def parts(text: str) -> list[str]:
    """The single entries of a cell that holds several."""
    return [one.strip() for one in re.split(rf"[{SEPARATOR}\n]", text) if one.strip()]


def state_of(text: str) -> str | None:
    """The state that a status means; None for one that nobody knows."""
    return _meaning(text, _STATES)


def answer_of(text: str) -> str | None:
    """The answer that a word means; None for one that nobody knows."""
    return _meaning(text, _ANSWERS)


def _meaning(text: str, known: Mapping[str, tuple[str, ...]]) -> str | None:
    said = plain(text)
    return next((code for code, words in known.items() if said in words), None)


def yes_or_no(text: str) -> bool | None:
    """True, False, or None for a word that is neither."""
    said = plain(text)
    return True if said in _YES else False if said in _NO else None


def columns_of(headings: Sequence[str], fields: Iterable[Field], remembered: Mapping[str, str]) -> dict[str, int]:
    """Which column (from 0) holds which field: as the partnership said before, as the template says, as people often say."""
    said = [plain(one) for one in headings]
    held = list(fields)
    found: dict[str, int] = {}
    for names in (_remembered(remembered), _own_heading, _other_headings):
        for field in held:
            if field.code not in found:
                taken = set(found.values())
                places = [at for at, one in enumerate(said) if one and at not in taken and one in names(field)]
                if places:
                    found[field.code] = places[0]
    return found


def _remembered(remembered: Mapping[str, str]):  # type: ignore[no-untyped-def]
    return lambda field: {heading for heading, code in remembered.items() if code == field.code}


def _own_heading(field: Field) -> set[str]:
    return {plain(field.heading)}


def _other_headings(field: Field) -> set[str]:
    return {plain(one) for one in field.also}


def is_sure(
    headings: Sequence[str], columns: Mapping[str, int], fields: Iterable[Field], remembered: Mapping[str, str]
) -> bool:
    """True when every needed column is there, and each by our own heading or as somebody said before: nothing is guessed."""
    held = list(fields)
    own = {one.code: plain(one.heading) for one in held}
    told = ((code, plain(headings[at])) for code, at in columns.items())
    known = all(said == own[code] or remembered.get(said) == code for code, said in told)
    return known and all(one.code in columns for one in held if one.needed)


def heading_row(rows: Sequence[Sequence[str]], fields: Sequence[Field], remembered: Mapping[str, str]) -> int:
    """The row (from 0) that knows most columns; else the first with two cells that hold something; else the first."""
    scores = [len(columns_of(row, fields, remembered)) for row in rows[:SEARCHED_ROWS]]
    most = max(scores, default=0)
    if most:
        return scores.index(most)
    filled = (number for number, row in enumerate(rows[:SEARCHED_ROWS]) if sum(bool(cell) for cell in row) > 1)
    return next(filled, 0)
