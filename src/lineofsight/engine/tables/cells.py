"""What one cell says: a number, or one of the marks that publishers put in its place.

Marks differ by source: `c` is confidential, `x` not available (older files: suppressed), `z` not applicable, `u` of low
reliability, `k` or `low` rounds to nought but is not nought. A recipe can change any of them.
"""

import datetime
import math
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

STATES = (
    "value",
    "provisional",
    "estimated",
    "low",
    "unreliable",
    "not_applicable",
    "missing",
    "suppressed",
)
"""From the plainest to the most withheld: of two cells that make one figure, the later state counts."""

STATE_CODES = {name: code for code, name in enumerate(STATES)}
WITH_NUMBER = STATE_CODES["estimated"]
"""Up to this code a figure has a number."""
REFUSED = 255
BLANK = 254
"""An empty cell: the same as missing, but a row of nothing else may be a title or a note."""

MARKERS: dict[str, str] = {
    "": "missing",
    "c": "suppressed",
    "*": "suppressed",
    "**": "suppressed",
    "x": "missing",
    ":": "missing",
    "..": "missing",
    "…": "missing",
    "-": "missing",
    "–": "missing",
    "na": "missing",
    "n/k": "missing",
    "z": "not_applicable",
    ".": "not_applicable",
    "n/a": "not_applicable",
    "not applicable": "not_applicable",
    "u": "unreliable",
    "k": "low",
    "low": "low",
    "~": "low",
}

SUFFIXES: dict[str, str] = {"p": "provisional", "e": "estimated", "r": "value"}

_NUMBER = re.compile(r"[+-]?(?:(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,3})?", re.ASCII)
_RANGE = re.compile(r"(?:[<>≤≥]=?\s*[\d,.]+|[\d,.]+%?\s*(?:-|–|to)\s*[\d,.]+)\s*%?", re.ASCII)
_SUFFIXED = re.compile(r"(.*\d[%.]?)\s*[\[(]?([A-Za-z])[\])]?", re.ASCII)
_TRIMMED = str.maketrans({"\u2212": "-", "\u00a0": " ", "\u202f": " ", "\ufeff": ""})


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell as understood. `problem` is set, and nothing else counts, when it could not be understood."""

    number: float = math.nan
    state: int = REFUSED
    problem: str = ""


def text_of(cell: object) -> str:
    """The cell as a person reads it: whole numbers without `.0`, dates as 2024-03-31, spaces and marks trimmed."""
    if isinstance(cell, str):
        return cell.translate(_TRIMMED).strip()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime.datetime):
        return cell.date().isoformat() if cell.time() == datetime.time() else cell.isoformat(sep=" ")
    return "" if cell is None else str(cell)


def _parse(text: str) -> float | None:
    bare = text.removesuffix("%").removeprefix("£").strip()
    if not _NUMBER.fullmatch(bare):
        return None
    number = float(bare.replace(",", ""))
    return number if math.isfinite(number) else None


class Figures(dict):  # type: ignore[type-arg]
    """Understands cells as figures and remembers them, since publishers repeat themselves: raw cell → its number."""

    def __init__(self, markers: Mapping[str, str], *, numbers: Mapping[str, float] | None = None) -> None:
        super().__init__()
        self.markers = {mark.casefold(): STATE_CODES[state] for mark, state in {**MARKERS, **markers}.items()}
        self.blank = BLANK if "" not in markers else STATE_CODES[markers[""]]
        self.numbers = {word.casefold(): number for word, number in (numbers or {}).items()}

        self.states: dict[object, int] = {}

    def __missing__(self, raw: object) -> float:
        cell = self.understand(raw)
        self[raw], self.states[raw] = cell.number, cell.state
        return cell.number

    def understand(self, raw: object) -> Cell:
        """One cell, not remembered."""
        if isinstance(raw, float | int) and not isinstance(raw, bool):
            return Cell(float(raw), 0) if math.isfinite(raw) else Cell(problem="is not a finite number")
        if isinstance(raw, datetime.date | datetime.datetime | datetime.time | datetime.timedelta):
            return Cell(problem="is a date or a time where a figure should be; a spreadsheet may have changed it")
        return self._understand_text(text_of(raw))

    def _understand_text(self, text: str) -> Cell:
        key = text.casefold()
        if not key:
            return Cell(state=self.blank)
        if key in self.numbers:
            return Cell(self.numbers[key], 0)
        number = _parse(text)
        if number is not None:
            return Cell(number, 0)
        mark = key[1:-1].strip() if key[:1] == "[" and key[-1:] == "]" else key
        if mark in self.markers:
            return Cell(state=self.markers[mark])
        if _RANGE.fullmatch(text):
            return Cell(state=STATE_CODES["suppressed"])
        return self._with_suffix(text)

    def _with_suffix(self, text: str) -> Cell:
        found = _SUFFIXED.fullmatch(text)
        number = _parse(found[1].strip()) if found else None
        if found and number is not None and found[2].lower() in SUFFIXES:
            return Cell(number, STATE_CODES[SUFFIXES[found[2].lower()]])
        if text.startswith("#"):
            return Cell(problem="is a spreadsheet error, not a figure")
        return Cell(problem="is not a figure, and not a mark that the recipe knows")

    def forget_if_full(self, *, above: int = 200_000) -> None:
        """Keep memory flat over a long file."""
        if len(self) > above:
            self.clear()
            self.states.clear()

    def columns(self, cells: Collection[object]) -> tuple[NDArray[np.float64], NDArray[np.uint8]]:
        """Numbers (NaN where none) and state codes (`REFUSED` where not understood), one a cell."""
        numbers = np.fromiter(map(self.__getitem__, cells), np.float64, count=len(cells))
        states = np.fromiter(map(self.states.__getitem__, cells), np.uint8, count=len(cells))
        return numbers, states
