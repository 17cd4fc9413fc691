"""One row of a spreadsheet on its way: its cells, what is wrong with them, and what would happen to it. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from lineofsight.cycle.spreadsheets import rules
from lineofsight.cycle.spreadsheets.columns import Kind
from lineofsight.foundation.ui.fields import read_date

NAMES_IT: Final = frozenset({"reference", "own_reference"})


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a cell, or worth knowing. `is_error`: the row is left out until it is put right."""

    code: str
    why: str
    todo: str = ""
    is_error: bool = True


class Row:
    """The cells of one row by the code of their column. `number` is the row as a spreadsheet shows it, from 1."""

    def __init__(self, number: int, cells: Mapping[str, str], kind: Kind, unread: Mapping[str, str]) -> None:
        self.number, self.cells, self.kind = number, cells, kind
        self.problems: list[Problem] = []
        self.as_it_is: set[str] = set()
        self.days = {one.code: self._day(one.code) for one in kind.fields if one.is_day}
        for code, why in unread.items():
            self.error(code, f"This cell {why}.", "Type the text or the date into the cell.")
        for one in kind.fields:
            if one.most and len(self.written(one.code)) > one.most:
                length = len(self.written(one.code))
                self.error(one.code, f"This has {length:,} characters.", f"Shorten it to {one.most:,}.")

    def written(self, code: str) -> str:
        """A cell as text; nothing for a column that the file has not."""
        return self.cells.get(code, "").strip()

    def text(self, code: str) -> str:
        """The same, but nothing where it only says what is here already."""
        return "" if code in self.as_it_is else self.written(code)

    def day(self, code: str) -> date | None:
        """A cell as a day; None when it is empty, is no day (which is among the problems) or says what is here already."""
        return None if code in self.as_it_is else self.days[code]

    def leave(self, here_already: Mapping[str, object]) -> None:
        """Pass over the cells that say what is here already, and over what would be wrong with them."""
        for code, value in here_already.items():
            same = (
                self.days[code] == value if code in self.days else rules.says_the_same(self.written(code), str(value))
            )
            if same and code not in NAMES_IT:
                self.as_it_is.add(code)
        self.problems = [one for one in self.problems if one.code not in self.as_it_is]

    def error(self, code: str, why: str, todo: str) -> None:
        """Something that keeps the row out."""
        self.problems.append(Problem(code, why, todo))

    def remark(self, code: str, why: str, todo: str = "") -> None:
        """Something to know, which keeps nothing out."""
        self.problems.append(Problem(code, why, todo, is_error=False))

    @property
    def is_wrong(self) -> bool:
        """True when a problem keeps the row out."""
        return any(one.is_error for one in self.problems)

    def _day(self, code: str) -> date | None:
        text = self.written(code)
        if not text:
            return None
        try:
            return read_date(text)
        except ValueError:
            self.error(code, f"“{text[:60]}” is not a date.", "Write a day, a month and a year, such as 31/10/2026.")
            return None


@dataclass(slots=True)
class Planned:
    """What would happen to a row.

    `said`: what it is about, in words. `target`: what is there already. `facts`: clean values for the write. `changes`:
    (what, before, after). `doubts`: (code of the column, words) that could identify a child.
    """

    row: Row
    outcome: str
    said: str
    target: Any = None
    reference: str = ""
    why: str = ""
    facts: dict[str, Any] = field(default_factory=dict)
    changes: list[tuple[str, str, str]] = field(default_factory=list)
    doubts: list[tuple[str, str]] = field(default_factory=list)

    @property
    def writes(self) -> bool:
        """True for rows that are written."""
        return self.outcome in {rules.CREATE, rules.CHANGE}

    def as_key(self) -> list[Any]:
        """What must still be so when the rows are brought in."""
        return [self.row.number, self.outcome, self.reference, [list(one) for one in self.changes], len(self.doubts)]
