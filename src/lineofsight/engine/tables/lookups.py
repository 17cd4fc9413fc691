"""Codes for the texts that repeat down a table: areas, periods, breakdowns and the names of measures."""

import re
from collections.abc import Sequence
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from lineofsight.engine.tables.areas import AreaRule
from lineofsight.engine.tables.cells import text_of
from lineofsight.engine.tables.columns import Vocabulary
from lineofsight.engine.tables.layout import Lane, Layout
from lineofsight.engine.tables.periods import Period, between, whole_period

Codes = NDArray[np.int32]


class Rows(Protocol):
    """A block of rows, seen by the column."""

    def __len__(self) -> int: ...
    def cells(self, at: int) -> list[object]: ...
    def cell(self, index: int, at: int) -> object: ...


def slug(text: object) -> str:
    """A text as a code: lower case, words joined by hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", text_of(text).casefold()).strip("-")


def _tuples(block: Rows, columns: Sequence[int]) -> list[Any]:
    """The cells of some columns side by side, one entry a row; the cells themselves when it is one column."""
    if len(columns) == 1:
        return block.cells(columns[0])
    return list(zip(*(block.cells(at) for at in columns), strict=True))


class Areas:
    """Area codes; `entries` holds them by number, -1 is an area that is not known."""

    def __init__(self, rule: AreaRule) -> None:
        self.rule = rule
        self.entries: list[str] = []
        self._raw = Vocabulary()
        self._known = Vocabulary()
        self._codes: list[int] = []

    def codes(self, block: Rows, columns: Sequence[int]) -> Codes:
        """The area of each row: that of its first column that is not blank."""
        if self.rule.value:
            code = self._known[self.rule.value]
            self.entries = self._known.entries  # type: ignore[assignment]
            return np.full(len(block), code, np.int32)
        cells = _tuples(block, columns)
        raw = self._raw.codes(cells, count=len(block))
        for entry in self._raw.entries[len(self._codes) :]:
            self._codes.append(self._resolved(entry if isinstance(entry, tuple) and len(columns) > 1 else (entry,)))
        self.entries = self._known.entries  # type: ignore[assignment]
        return np.array(self._codes, dtype=np.int32)[raw] if len(block) else raw

    def _resolved(self, cells: Sequence[object]) -> int:
        text = next((text for cell in cells if (text := text_of(cell))), "")
        code = self.rule.resolve(text)
        return self._known[code] if code else -1


class Breakdowns:
    """Breakdowns as one text each: `sex=Male; age=Under 1`, totals left out; "" is the whole."""

    def __init__(self, layout: Layout) -> None:
        self.columns = layout.breakdowns
        self.totals = layout.rule.totals
        self.known = Vocabulary()
        self.known[""]
        self._raw = Vocabulary()
        self._codes: list[int] = []

    @property
    def entries(self) -> list[str]:
        """The texts by number."""
        return self.known.entries  # type: ignore[return-value]

    def codes(self, block: Rows) -> Codes:
        """The breakdown that the columns of each row say."""
        if not self.columns:
            return np.zeros(len(block), np.int32)
        raw = self._raw.codes(_tuples(block, [at for _, at in self.columns]), count=len(block))
        for entry in self._raw.entries[len(self._codes) :]:
            self._codes.append(self.known[self._text(entry if len(self.columns) > 1 else (entry,))])  # type: ignore[arg-type]
        return np.array(self._codes, dtype=np.int32)[raw] if len(block) else raw

    def _text(self, cells: Sequence[object]) -> str:
        named = ((name, text_of(cell)) for (name, _), cell in zip(self.columns, cells, strict=True))
        return "; ".join(f"{name}={text}" for name, text in named if text and text.casefold() not in self.totals)

    def with_own(self, shared: Codes, lane: Lane) -> Codes:
        """These breakdowns with the lane's own added."""
        own = "; ".join(f"{name}={text}" for name, text in lane.measure.breakdown)
        if not own:
            return shared
        distinct, places = np.unique(shared, return_inverse=True)
        joined = [self.known["; ".join(filter(None, (self.entries[code], own)))] for code in distinct]
        return np.array(joined, dtype=np.int32)[places]


class Periods:
    """Periods; `entries` holds them by number, -1 is one that could not be read."""

    def __init__(self) -> None:
        self.known = Vocabulary()
        self._raw: dict[tuple[object, ...], Vocabulary] = {}
        self._codes: dict[tuple[object, ...], list[int]] = {}

    @property
    def entries(self) -> list[Period]:
        """The periods by number."""
        return self.known.entries  # type: ignore[return-value]

    def codes(self, block: Rows, lane: Lane) -> Codes:
        """The period of each row."""
        if lane.period is not None:
            return np.full(len(block), self.known[lane.period], np.int32)
        key = (lane.measure.period, lane.period_columns)
        raw, codes = self._raw.setdefault(key, Vocabulary()), self._codes.setdefault(key, [])
        found = raw.codes(_tuples(block, lane.period_columns), count=len(block))
        for entry in raw.entries[len(codes) :]:
            period = self._period(lane, entry if len(lane.period_columns) > 1 else (entry,))  # type: ignore[arg-type]
            codes.append(-1 if period.problem else self.known[period])
        return np.array(codes, dtype=np.int32)[found] if len(block) else found

    def _period(self, lane: Lane, cells: Sequence[object]) -> Period:
        rule = lane.measure.period
        return between(cells[0], cells[1], rule) if rule.start else whole_period(cells, rule)

    def problem(self, block: Rows, lane: Lane, index: int) -> str:
        """Why the period of one row could not be read."""
        return self._period(lane, [block.cell(index, at) for at in lane.period_columns]).problem


class Measures:
    """Measure codes; -1 is a row of a measure that the recipe leaves out."""

    def __init__(self) -> None:
        self.known = Vocabulary()
        self._raw: dict[int, Vocabulary] = {}
        self._codes: dict[int, list[int]] = {}

    @property
    def entries(self) -> list[str]:
        """The codes by number."""
        return self.known.entries  # type: ignore[return-value]

    def codes(self, block: Rows, lane: Lane, number: int) -> Codes:
        """The measure of each row."""
        if lane.code_column is None:
            return np.full(len(block), self.known[lane.measure.code], np.int32)
        raw, codes = self._raw.setdefault(number, Vocabulary()), self._codes.setdefault(number, [])
        found = raw.codes(block.cells(lane.code_column), count=len(block))  # type: ignore[arg-type]
        codes.extend(self._code(lane, text_of(cell)) for cell in raw.entries[len(codes) :])
        return np.array(codes, dtype=np.int32)[found] if len(block) else found

    def _code(self, lane: Lane, text: str) -> int:
        if not text or (lane.measure.only and text not in lane.measure.only):
            return -1
        return self.known[lane.measure.codes.get(text, slug(text))]
