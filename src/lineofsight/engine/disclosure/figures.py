"""Figures as an audience may see them, cell by cell: hidden, rounded, with their rates."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lineofsight.engine.disclosure.errors import DisclosureError
from lineofsight.engine.disclosure.rules import Rule
from lineofsight.engine.disclosure.states import MARKERS

STATE_TYPE = "<U14"


@dataclass(frozen=True)
class Disclosed:
    """What may be shown; every array has the shape of the counts. NaN wherever the state is not "value".

    `rates` and `rate_states` are None without denominators.
    """

    counts: NDArray[np.float64]
    states: NDArray[np.str_]
    rates: NDArray[np.float64] | None = None
    rate_states: NDArray[np.str_] | None = None
    denominators: NDArray[np.float64] | None = None
    denominator_states: NDArray[np.str_] | None = None


def mask(
    numerators: ArrayLike,
    denominators: ArrayLike | None,
    rule: Rule,
    *,
    states: ArrayLike | None = None,
    spans_years: bool = False,
) -> NDArray[np.str_]:
    """The state of each figure under a rule, as an array of str with the shape of the numerators.

    A numerator of 1 to `hide_up_to` is suppressed, and so is a rate whose denominator is above zero but below
    `smallest_denominator`; a true zero is a value. NaN is "missing", a denominator of 0 "not_applicable". `states` given
    by the source win, except that a "value" is still judged. `denominators` None judges plain counts. `spans_years` says
    that each figure covers several years.

    Raises `DisclosureError` for a negative or infinite figure, or shapes that differ.
    """
    counts = _checked(numerators, "numerator")
    found = np.full(counts.shape, "value", dtype=STATE_TYPE)
    found[_is_small(counts, rule)] = "suppressed"
    if rule.across_years_only and not spans_years:
        found[counts > 0] = "suppressed"
    if denominators is not None:
        _judge_denominators(found, counts, _same_shape(denominators, counts, "denominator"), rule)
    found[np.isnan(counts)] = "missing"
    return found if states is None else _with_given(found, states)


def _is_small(counts: NDArray[np.float64], rule: Rule) -> NDArray[np.bool_]:
    return (counts > 0) & (counts <= rule.hide_up_to)


def _judge_denominators(
    found: NDArray[np.str_], counts: NDArray[np.float64], sizes: NDArray[np.float64], rule: Rule
) -> None:
    found[(sizes > 0) & (sizes < rule.smallest_denominator) & (counts > 0)] = "suppressed"
    found[sizes == 0] = "not_applicable"
    found[np.isnan(sizes)] = "missing"


def _with_given(found: NDArray[np.str_], states: ArrayLike) -> NDArray[np.str_]:
    given = np.asarray(states, dtype=STATE_TYPE)
    if given.shape != found.shape:
        raise DisclosureError(f"The states have the shape {given.shape}, the figures {found.shape}.")
    unknown = set(np.unique(given)) - set(MARKERS)
    if unknown:
        raise DisclosureError(f"{str(min(unknown))!r} is not the state of a figure.")
    return np.where(given == "value", found, given)


def apply(
    counts: ArrayLike,
    rule: Rule,
    *,
    denominators: ArrayLike | None = None,
    states: ArrayLike | None = None,
    per: float = 100,
    spans_years: bool = False,
) -> Disclosed:
    """The counts, and with denominators the rates `per` so many, as the rule lets them be shown.

    Each cell is judged alone: where totals are shown beside their parts, use `protect`. Rates come from the unrounded
    counts. A count that would be rounded to zero is "low", not 0.
    """
    raw = _checked(counts, "count")
    found = mask(raw, None, rule, states=states, spans_years=spans_years)
    shown, found = rounded_counts(raw, found, rule)
    if denominators is None:
        return Disclosed(shown, found)
    sizes = _same_shape(denominators, raw, "denominator")
    rate_states = mask(raw, sizes, rule, states=states, spans_years=spans_years)
    with np.errstate(divide="ignore", invalid="ignore"):
        rates = np.where(rate_states == "value", np.round(per * raw / sizes, rule.rate_decimals), np.nan)
    shown_sizes, size_states = rounded_counts(sizes, mask(sizes, None, rule, spans_years=True), rule)
    return Disclosed(shown, found, rates, rate_states, shown_sizes, size_states)


def rounded_counts(
    raw: NDArray[np.float64], found: NDArray[np.str_], rule: Rule
) -> tuple[NDArray[np.float64], NDArray[np.str_]]:
    """The counts with state "value", rounded; one that would become zero is "low"."""
    shown = np.where(found == "value", raw, np.nan)
    if rule.round_to:
        # Half goes up, as printed tables do; NumPy's own rounding goes to the even neighbour.
        shown = np.floor(shown / rule.round_to + 0.5) * rule.round_to
    low = (shown == 0) & (raw > 0)
    return np.where(low, np.nan, shown), np.where(low, "low", found).astype(STATE_TYPE)


def _checked(figures: ArrayLike, name: str) -> NDArray[np.float64]:
    try:
        values: NDArray[Any] = np.array(figures, dtype=np.float64)
    except (TypeError, ValueError):
        raise DisclosureError(f"A {name} is not a number.") from None
    wrong = np.isinf(values) | (values < 0)
    if wrong.any():
        at = np.argwhere(np.atleast_1d(wrong))[0].tolist()
        raise DisclosureError(f"The {name} at position {at} is below zero or infinite.")
    return values


def _same_shape(figures: ArrayLike, counts: NDArray[np.float64], name: str) -> NDArray[np.float64]:
    values = _checked(figures, name)
    if values.shape != counts.shape:
        raise DisclosureError(f"The {name}s have the shape {values.shape}, the counts {counts.shape}.")
    return values
