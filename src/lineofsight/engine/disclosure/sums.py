"""Which counts add up to which: the totals of a table, of a hierarchy of areas, of the periods of a year."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array


def with_totals(body: NDArray[np.float64]) -> NDArray[np.float64]:
    """The table with totals after its last row and column (one row: after its last entry). NaN counts as nothing."""
    known = np.nan_to_num(body)
    if body.ndim == 1:
        return np.append(body, known.sum())
    wide = np.column_stack([body, known.sum(axis=1)])
    return np.vstack([wide, np.append(known.sum(axis=0), known.sum())])


def table_sums(shape: tuple[int, ...]) -> csr_array:
    """The sums of a table with totals, its cells counted row by row: each row and each column ends in its total."""
    cells = np.arange(int(np.prod(shape))).reshape(shape)
    lines = [cells] if len(shape) == 1 else [*cells, *cells.T]
    return sums_of([(int(line[-1]), [int(part) for part in line[:-1]]) for line in lines], cells.size)


def sums_of(totals: Sequence[tuple[int, Sequence[int]]], count: int) -> csr_array:
    """The sums in which each total is made of its parts; `count` cells in all, given by position."""
    rows = [row for row, (_, parts) in enumerate(totals) for _ in range(len(parts) + 1)]
    columns = [column for total, parts in totals for column in (total, *parts)]
    signs = [sign for _, parts in totals for sign in (-1.0, *[1.0] * len(parts))]
    return csr_array((signs, (rows, columns)), shape=(len(totals), count))
