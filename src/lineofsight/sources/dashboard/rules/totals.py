"""Totals of figures: from numerators and denominators, never from rates. Pure.

A part that is hidden makes the total hidden; a part that is expected and has not come makes it provisional, so that a missing
agency never looks like a fall.
"""

from dataclasses import dataclass

from lineofsight.sources.dashboard.rules.panel import MISSING, NOT_APPLICABLE, PROVISIONAL, SUPPRESSED


@dataclass(frozen=True, slots=True)
class Sums:
    """Several figures added up. `parts`: how many there are; `counted`: how many have a value; `hidden` and `empty`: how many
    are hidden or do not apply. `numerators`, `denominators`: how many have one. `worst`: the state furthest from final.
    """

    parts: int
    counted: int
    hidden: int
    empty: int
    value: float | None
    numerator: float | None
    numerators: int
    denominator: float | None
    denominators: int
    worst: int


@dataclass(frozen=True, slots=True)
class Rule:
    """How a measure's parts make a total: `sum`, `recompute` (from numerators and denominators) or `none`."""

    roll_up: str
    multiplier: float


@dataclass(frozen=True, slots=True)
class Total:
    """What the parts say together."""

    value: float | None
    numerator: float | None
    denominator: float | None
    state: int


def total(sums: Sums, *, rule: Rule, expected: int) -> Total | None:
    """The total, or None where this measure makes none of its parts. `expected` is how many parts should come."""
    if sums.parts == 1 and expected <= 1:
        return Total(sums.value, sums.numerator, sums.denominator, sums.worst)
    if rule.roll_up == "none" or not sums.parts:
        return None
    if sums.hidden:
        return Total(None, None, None, SUPPRESSED)
    if not sums.counted:
        return Total(None, None, None, NOT_APPLICABLE if sums.empty == sums.parts >= expected else MISSING)
    state = PROVISIONAL if sums.counted + sums.empty < expected else sums.worst
    return _made(sums, rule=rule, state=state)


def _made(sums: Sums, *, rule: Rule, state: int) -> Total:
    numerator = sums.numerator if sums.numerators == sums.counted else None
    if rule.roll_up == "sum":
        return Total(sums.value, numerator, None, state)
    denominator = sums.denominator if sums.denominators == sums.counted else None
    if numerator is None or not denominator:
        return Total(None, numerator, denominator, MISSING)
    return Total(rule.multiplier * numerator / denominator, numerator, denominator, state)


def says_the_same(one: tuple[float | None, ...], other: tuple[float | None, ...]) -> bool:
    """Whether two totals say the same. Databases add fractions up in any order, so the last bit is not compared."""
    return all(_near(a, b) for a, b in zip(one, other, strict=True))


def _near(one: float | None, other: float | None) -> bool:
    if one is None or other is None:
        return one is other
    return abs(one - other) <= 1e-12 * max(abs(one), abs(other))
