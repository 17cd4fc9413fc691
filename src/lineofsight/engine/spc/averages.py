"""Means that do not depend on how many series are worked out together.

Rows are periods and columns are series. Sums run down the rows one after another, so one column on its own and the same
column among a thousand give the same bits (`numpy.sum` adds in a different order for a single column). A second pass
over what is left takes out the rounding, as R's own `mean` does, so that a value equal to the mean is seen as equal.
"""

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]


def sum_down(rows: Floats) -> Floats:
    """Sum of each column, added in row order; zeros when there is no row."""
    total = np.zeros(rows.shape[1:])
    for row in rows:
        np.add(total, row, out=total)
    return total


def mean_down(rows: Floats, present: Bools | None = None) -> Floats:
    """Mean of each column over the entries that are `present` (None: all); NaN where there is none.

    Entries that are not present must hold a finite number; it does not count.
    """
    if present is None:
        count: float | Floats = float(len(rows))
        mean = sum_down(rows) / np.float64(count)
        return mean + sum_down(rows - mean) / np.float64(count)
    count = present.sum(axis=0).astype(np.float64)
    mean = sum_down(only(rows, present)) / count
    return mean + sum_down(only(rows - mean, present)) / count


def only(rows: Floats, present: Bools) -> Floats:
    """The rows with zero in place of what is not present."""
    return np.where(present, rows, 0.0)
