"""Headings: from one or more rows, merged or not, to columns that a recipe can name."""

import difflib
import fnmatch
import re
from collections.abc import Sequence
from dataclasses import dataclass

from lineofsight.engine.tables.cells import text_of
from lineofsight.engine.tables.columns import letters, position_of
from lineofsight.engine.tables.errors import FileRefused

BETWEEN = " / "
_SPACES = re.compile(r"\s+")
_LETTER = re.compile(r"=([A-Z]{1,3})")
_SEARCHED_ROWS = 40


@dataclass(frozen=True, slots=True)
class Heading:
    """One column: its position from 0 and its heading's parts, one for each heading row, merged cells filled in.

    `own`: some part stands in this very column. A spacer, or the rest of a merged cell, has none and is never found by
    name.
    """

    position: int
    parts: tuple[str, ...]
    own: bool = True

    @property
    def text(self) -> str:
        """The parts in one line, without blanks and repeats."""
        shown = [part for number, part in enumerate(self.parts) if part and part not in self.parts[:number]]
        return BETWEEN.join(shown)

    def without(self, row: int) -> "Heading":
        """The heading without the part of one heading row (counted from 0)."""
        return Heading(self.position, self.parts[:row] + self.parts[row + 1 :], self.own)


def plain(text: object) -> str:
    """A heading for comparing: one kind of space, no case."""
    return _SPACES.sub(" ", text_of(text)).strip().casefold()


def _shown(cell: object) -> str:
    return _SPACES.sub(" ", text_of(cell)).strip()


def headings_of(rows: Sequence[Sequence[object]]) -> list[Heading]:
    """The columns under these heading rows.

    A blank in an upper row takes the text to its left, as merged cells do, up to where the row above starts another
    group. The lowest row is taken as it stands.
    """
    width = max((len(row) for row in rows), default=0)
    filled: list[list[str]] = []
    starts = [False] * width
    for number, row in enumerate(rows):
        own = [_shown(row[at]) if at < len(row) else "" for at in range(width)]
        lowest = number == len(rows) - 1
        filled.append(own if lowest else _filled(own, starts))
        starts = [begun or bool(text) for begun, text in zip(starts, own, strict=True)]
    return [Heading(at, tuple(level[at] for level in filled), starts[at]) for at in range(width)]


def _filled(own: list[str], starts: list[bool]) -> list[str]:
    result, last = [], ""
    for text, starts_group in zip(own, starts, strict=True):
        last = text if text or starts_group else last
        result.append(last)
    return result


def find(headings: Sequence[Heading], names: Sequence[str], *, sheet: str = "") -> Heading | None:
    """The column of the first of these names that is there: a heading, a pattern with `*` or `?`, or `=C` for a letter.

    Raises when a name fits several columns: guessing between them would give wrong figures.
    """
    for name in names:
        found = matching(headings, name)
        if len(found) > 1:
            places = ", ".join(letters(heading.position) for heading in found[:8])
            raise FileRefused(
                f"“{name}” could be any of the columns {places}. Name one in the recipe by its letter.", sheet=sheet
            )
        if found:
            return found[0]
    return None


def matching(headings: Sequence[Heading], name: str) -> list[Heading]:
    """Every column whose whole heading is this name; else those whose lowest part is; else those that fit the pattern."""
    if letter := _LETTER.fullmatch(name):
        at = position_of(letter[1])
        return [heading for heading in headings if heading.position == at]
    wanted, headings = plain(name), [heading for heading in headings if heading.own]
    if exact := [heading for heading in headings if wanted and plain(heading.text) == wanted]:
        return exact
    if lowest := [heading for heading in headings if wanted and heading.parts and plain(heading.parts[-1]) == wanted]:
        return lowest
    pattern = re.compile(fnmatch.translate(wanted.replace("[", "[[]")))
    return [heading for heading in headings if set(wanted) & set("*?") and pattern.fullmatch(plain(heading.text))]


def needed(headings: Sequence[Heading], names: Sequence[str], *, sheet: str, row: int) -> Heading:
    """As `find`, but raises with the nearest headings when none is there."""
    found = find(headings, names, sheet=sheet)
    if found is None:
        raise FileRefused(
            f"There is no column “{names[0]}” in row {row}. {_nearest(headings, names[0])}", sheet=sheet, row=row
        )
    return found


def _nearest(headings: Sequence[Heading], name: str) -> str:
    shown = {plain(heading.text): heading for heading in headings if heading.text}
    near = difflib.get_close_matches(plain(name), shown, n=3, cutoff=0.6)
    if near:
        return "Nearest: " + ", ".join(f"“{shown[key].text}” ({letters(shown[key].position)})" for key in near) + "."
    return "The columns are: " + ", ".join(f"“{heading.text[:40]}”" for heading in list(shown.values())[:12]) + "."


def search(rows: Sequence[Sequence[object]], names: Sequence[str]) -> int:
    """The row, from 1, of the first rows that holds most of these names as whole cells; 1 when none holds any."""
    wanted = {plain(name) for name in names}
    scores = [len(wanted & {plain(cell) for cell in row}) for row in rows[:_SEARCHED_ROWS]]
    return scores.index(max(scores)) + 1 if scores else 1
