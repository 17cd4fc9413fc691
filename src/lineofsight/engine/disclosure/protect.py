"""Secondary suppression: what else has to be hidden so that totals do not give a hidden count away, with the proof."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.optimize import Bounds as Box
from scipy.optimize import LinearConstraint, milp
from scipy.sparse import csr_array, hstack

from lineofsight.engine.disclosure.attack import Bounds, Knowledge, Sums, bounds
from lineofsight.engine.disclosure.errors import DisclosureError
from lineofsight.engine.disclosure.figures import STATE_TYPE, mask, rounded_counts
from lineofsight.engine.disclosure.rules import Rule
from lineofsight.engine.disclosure.sums import table_sums, with_totals

LARGEST_TABLE = 2_000


@dataclass(frozen=True)
class Protected:
    """A table with its totals (last row and last column; last entry for a single row) as it may be shown.

    `counts` has NaN wherever `states` is not "value". `secondary` marks what was hidden only to protect others.
    `least` and `most` are what a reader can work out of each cell. `coarsened` is empty, or says in words that the table
    was too large and shows its totals alone.
    """

    counts: NDArray[np.float64]
    states: NDArray[np.str_]
    secondary: NDArray[np.bool_]
    least: NDArray[np.float64]
    most: NDArray[np.float64]
    coarsened: str = ""


def protect(counts: ArrayLike, rule: Rule, *, states: ArrayLike | None = None) -> Protected:
    """A one-way or two-way table of counts, its totals added, in which no hidden count can be worked out.

    Each hidden count leaves a reader, who knows every shown figure and that no zero is hidden, in doubt by at least
    `rule.protection`: solved for, not assumed. NaN cells are missing and in no total. Above 2,000 cells only the totals
    are shown, and said so. A true zero is never hidden.

    Raises `DisclosureError` for anything but one or two dimensions and whole counts of zero or more.
    """
    body = _whole_counts(counts)
    if states is not None:
        # What is not there is in no total. A count that the source itself hid comes as NaN with state "suppressed".
        body[~np.isin(np.asarray(states), ("value", "suppressed"))] = np.nan
    table = with_totals(body)
    found = _first_states(table, body, rule, states)
    inside = tuple(slice(0, length) for length in body.shape)
    too_large = body.size > LARGEST_TABLE
    if too_large:
        found[inside] = "missing"  # out of the sums for the proof, hidden below
    shown, secondary, proof = _hide_more(table, found, rule)
    if too_large:
        shown[inside] = "suppressed"
    rounded, shown = rounded_counts(table, shown, rule)
    least, most = proof.least.reshape(table.shape), proof.most.reshape(table.shape)
    return Protected(rounded, shown, secondary, least, most, _coarsened(body.size) if too_large else "")


def _coarsened(cells: int) -> str:
    return f"This table has {cells:,} cells, too many to prove safe. Only its totals are shown."


def _whole_counts(counts: ArrayLike) -> NDArray[np.float64]:
    body = np.array(counts, dtype=np.float64)
    if body.ndim not in (1, 2) or body.size == 0:
        raise DisclosureError("A table to protect has one or two dimensions and at least one cell.")
    known = body[~np.isnan(body)]
    if np.isinf(known).any() or (known < 0).any() or (known != np.round(known)).any():
        raise DisclosureError("A table to protect holds whole counts of zero or more.")
    return body


def _first_states(
    table: NDArray[np.float64], body: NDArray[np.float64], rule: Rule, states: ArrayLike | None
) -> NDArray[np.str_]:
    given = np.full(table.shape, "value", dtype=STATE_TYPE)
    if states is not None:
        given[tuple(slice(0, n) for n in body.shape)] = np.asarray(states, dtype=STATE_TYPE)
    return mask(table, None, rule, states=given)


def _hide_more(
    table: NDArray[np.float64], found: NDArray[np.str_], rule: Rule
) -> tuple[NDArray[np.str_], NDArray[np.bool_], Bounds]:
    """The states with what had to be hidden besides, which those are, and the proof."""
    counts, sums = table.ravel(), table_sums(table.shape)
    away = np.isin(found.ravel(), ("missing", "not_applicable", "unreliable")) | np.isnan(counts)
    sums = _without(sums, away, np.nan_to_num(counts))
    counts = np.where(away, 0.0, counts)
    first = (found.ravel() == "suppressed") & ~away
    hidden = protected(counts, sums, first, rule=rule, never=away) if rule.secondary else first
    proof = bounds(Knowledge(counts, sums, hidden, least=_least(counts, hidden)), enough=rule.protection)
    states = np.where(hidden, "suppressed", found.ravel()).astype(STATE_TYPE).reshape(found.shape)
    return states, (hidden & ~first).reshape(found.shape), proof


def _least(counts: NDArray[np.float64], hidden: NDArray[np.bool_]) -> float:
    """What a reader knows that each hidden count is at least: one, unless a source hid a zero."""
    return 0.0 if (hidden & (counts == 0)).any() else 1.0


def _without(sums: Sums, away: NDArray[np.bool_], counts: NDArray[np.float64]) -> Sums:
    """The sums without cells that are not there; a sum that held a dropped count says nothing any more."""
    dropped = away & (counts > 0)
    broken = np.abs(sums) @ dropped.astype(float) > 0
    kept = csr_array(sums[~broken])
    return csr_array(kept.multiply(~away)) if kept.shape[0] else kept


def protected(
    counts: NDArray[np.float64],
    sums: Sums,
    hidden: NDArray[np.bool_],
    *,
    rule: Rule,
    never: NDArray[np.bool_] | None = None,
    whole: bool = False,
) -> NDArray[np.bool_]:
    """Which counts have to be hidden so that each one hidden is in doubt by `rule.protection`.

    For a count in too little doubt, the cheapest other table with the same sums is found in which that count is
    `protection` larger; the cells that differ are hidden, so that this other table cannot be ruled out. The steps repeat
    until the bounds of all hidden counts prove it. Cells of zero and those in `never` stay as they are.
    """
    hidden = hidden.copy()
    fixed = ((counts == 0) & ~hidden) | (never if never is not None else False)
    for _ in range(len(counts)):
        known = Knowledge(counts, sums, hidden, least=_least(counts, hidden), whole=whole)
        proof = bounds(known, enough=rule.protection)
        weak = np.flatnonzero(hidden & (proof.doubt < rule.protection))
        if len(weak) == 0:
            return hidden
        reached = np.zeros(len(counts))
        for at in weak:
            if reached[at] < rule.protection:
                moved = _other_table(replace(known, hidden=hidden), fixed, at=int(at), by=rule.protection)
                hidden = hidden | (moved != 0)
                reached = np.maximum(reached, np.abs(moved))
    raise DisclosureError("No way was found to keep the hidden counts of this table hidden.")


def _other_table(known: Knowledge, fixed: NDArray[np.bool_], *, at: int, by: float) -> NDArray[np.float64]:
    """How another table with the same sums differs: `by` more at one cell, as cheaply as can be elsewhere."""
    size = len(known.counts)
    # A cell that is hidden already costs next to nothing; small ones go before large ones and totals.
    cost = np.where(known.hidden, 1e-3, 1 + np.log1p(known.counts))
    up = np.where(fixed, 0.0, np.inf)
    down = np.where(fixed, 0.0, np.maximum(known.counts - known.least, 0.0))
    least, most = np.zeros(2 * size), np.concatenate([up, down])
    least[at] = most[at] = by
    most[size + at] = 0.0
    answer = milp(
        np.concatenate([cost, cost]),
        constraints=_unchanged(known.sums),
        bounds=Box(least, most),
        integrality=np.full(2 * size, int(known.whole)),
    )
    if answer.x is None:
        raise DisclosureError("A hidden count cannot be kept hidden beside these totals.")
    moves = np.where(np.abs(answer.x) < 1e-7, 0.0, answer.x)
    return np.asarray(moves[:size] - moves[size:])


def _unchanged(sums: Sums) -> LinearConstraint | None:
    if sums.shape[0] == 0:
        return None
    side = np.zeros(sums.shape[0])
    return LinearConstraint(csr_array(hstack([sums, -sums])), side, side)
