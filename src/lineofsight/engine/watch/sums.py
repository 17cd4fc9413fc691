"""Running sums down the rows, added one row after another so that a series' bits never depend on its neighbours."""

import numpy as np

from lineofsight.engine.watch.panel import Numbers

FEW = 96


def running(rows: Numbers, first: int) -> tuple[Numbers, Numbers]:
    """The sums of the newest 1, 2, … `first` rows, shape (first, series), and the sum of all rows."""
    newest = np.empty((first, rows.shape[1]))
    newest[0] = rows[0]
    for row in range(1, first):
        np.add(newest[row - 1], rows[row], out=newest[row])
    whole = newest[-1].copy()
    for row in range(first, len(rows)):
        whole += rows[row]
    return newest, whole


def total(rows: Numbers) -> Numbers:
    """The sum of all rows, newest added first."""
    if rows.shape[1] <= FEW:
        # The same additions in the same order, in one call.
        return np.cumsum(rows, axis=0)[-1]
    whole = rows[0].copy()
    for row in range(1, len(rows)):
        whole += rows[row]
    return whole
