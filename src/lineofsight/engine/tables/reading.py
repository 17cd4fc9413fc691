"""What is handed back: the observations in columns, the cells that were refused, and why."""

import csv
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any, TextIO

import numpy as np
from numpy.typing import NDArray

from lineofsight.engine.tables.columns import letters

TIDY_COLUMNS = (
    "measure",
    "area",
    "breakdown",
    "period_start",
    "period_end",
    "period_type",
    "numerator",
    "denominator",
    "value",
    "state",
    "sheet",
    "row",
    "column",
)


@dataclass(frozen=True, slots=True)
class Refusal:
    """One cell (or, where `column` is the area's, one row) that gave no observation, with its place and the reason."""

    sheet: str
    row: int
    column: str
    value: str
    reason: str

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Observation:
    """One figure. `numerator`, `denominator` and `value` are None where the state, or the file, gives no number."""

    measure: str
    area: str
    breakdown: str
    period_start: date
    period_end: date
    period_type: str
    numerator: float | None
    denominator: float | None
    value: float | None
    state: str
    sheet: str
    row: int
    column: str


@dataclass(slots=True)
class Reading:
    """A file as read.

    `columns` holds the observations as equally long NumPy arrays under the names of `TIDY_COLUMNS`: `measure`, `area`,
    `breakdown`, `period_type`, `state`, `sheet` are arrays of str (dtype object, each distinct text held once);
    `period_start` and `period_end` are datetime64[D], both days in the period; `numerator`, `denominator` and `value`
    float64 with NaN for none; `row` int32 from 1; `column` int16 from 0 (`columns.letters` gives the letter). Rows are
    in the order of the file, measure by measure within blocks of rows. `rows_read` counts rows below the headings;
    `repeated` the figures left out because an earlier row says exactly the same.
    """

    columns: dict[str, NDArray[Any]]
    refusals: list[Refusal] = field(default_factory=list)
    rows_read: int = 0
    repeated: int = 0

    def __len__(self) -> int:
        return len(self.columns["row"])

    @property
    def observations(self) -> list[Observation]:
        """Every observation as an object: for tables of some thousand rows; use `columns` for large ones."""
        return list(self.each())

    def each(self) -> Iterator[Observation]:
        """The observations one by one."""
        for row in zip(*self._python_columns(), strict=True):
            yield Observation(*row)

    def _python_columns(self) -> Iterator[list[Any]]:
        for name in TIDY_COLUMNS:
            cells = self.columns[name].tolist()
            if name in {"numerator", "denominator", "value"}:
                cells = [None if cell != cell else cell for cell in cells]
            yield [letters(cell) for cell in cells] if name == "column" else cells

    def write_csv(self, out: TextIO) -> None:
        """The observations as tidy CSV, a heading first, numbers at full precision, blanks for none."""
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(TIDY_COLUMNS)
        writer.writerows(zip(*(map(written, cells) for cells in self._python_columns()), strict=True))


def written(cell: object) -> object:
    """A cell for tidy CSV: whole numbers without a point, none as blank."""
    if isinstance(cell, float):
        return int(cell) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    return "" if cell is None else cell


def empty_columns() -> dict[str, NDArray[Any]]:
    """The columns of a reading without observations."""
    kinds: dict[str, str] = {"period_start": "M8[D]", "period_end": "M8[D]", "row": "i4", "column": "i2"}
    kinds |= {"numerator": "f8", "denominator": "f8", "value": "f8"}
    return {name: np.empty(0, dtype=np.dtype(kinds.get(name, "O"))) for name in TIDY_COLUMNS}
