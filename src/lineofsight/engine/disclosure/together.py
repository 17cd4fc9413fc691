"""Differencing: whether one more figure, beside those already shown, gives a hidden count away.

Filters, drill-downs, overlapping areas and overlapping periods are all the same thing: each figure is the sum of a set of
the smallest pieces (an area and an age and a month, say), and two figures may share pieces.
"""

from collections.abc import Hashable, Iterable, Mapping, Set
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from lineofsight.engine.disclosure.attack import Knowledge, bounds
from lineofsight.engine.disclosure.errors import DisclosureError
from lineofsight.engine.disclosure.rules import Rule

MOST_REGIONS = 2_000

Pieces = Set[Hashable]


@dataclass(frozen=True)
class Verdict:
    """Whether the asked figure may be shown; if not, why, and which pieces it would give away."""

    safe: bool
    reason: str = ""
    exposed: tuple[frozenset[Hashable], ...] = ()


def safe_together(counts: Mapping[Hashable, int], *, shown: Iterable[Pieces], asked: Pieces, rule: Rule) -> Verdict:
    """Whether the count of the pieces `asked` may be shown to a reader who has seen those of each set in `shown`.

    `counts` has the true count of every piece. The answer is no when the asked count is itself small, when it differs
    from a figure inside or around it by a small count, or when from all the figures together some part that holds a
    small count can be worked out to less than `rule.protection`: solved for, as sums of whole numbers of zero or more.
    A reader's earlier figures have to be given in full: the answer is only as good as that list.

    Raises `DisclosureError` for a piece that has no count.
    """
    sets = [frozenset(pieces) for pieces in (*shown, asked)]
    unknown = next((piece for pieces in sets for piece in pieces if piece not in counts), None)
    if unknown is not None:
        raise DisclosureError(f"There is no count for {unknown!r}.")
    totals = [sum(counts[piece] for piece in pieces) for pieces in sets]
    if _small(totals[-1], rule):
        return Verdict(False, "The number is small.", (sets[-1],))
    differences = _small_differences(sets, counts, rule)
    if differences:
        return Verdict(False, "Taken from a figure already shown, it leaves a small number.", differences)
    return _worked_out(sets, totals, counts, rule)


def _small(count: float, rule: Rule) -> bool:
    return 0 < count <= rule.hide_up_to


def _small_differences(
    sets: list[frozenset[Hashable]], counts: Mapping[Hashable, int], rule: Rule
) -> tuple[frozenset[Hashable], ...]:
    """Parts with a small count that lie between the asked set and one inside or around it."""
    asked = sets[-1]
    parts = (asked ^ other for other in sets[:-1] if other < asked or asked < other)
    return tuple(part for part in parts if _small(sum(counts[piece] for piece in part), rule))


def _worked_out(
    sets: list[frozenset[Hashable]], totals: list[int], counts: Mapping[Hashable, int], rule: Rule
) -> Verdict:
    """The verdict of the solver on all figures together."""
    regions = _regions(sets)
    if len(regions) > MOST_REGIONS:
        return Verdict(False, "Too many figures overlap to prove that it is safe.")
    sizes = np.array([sum(counts[piece] for piece in region) for region in regions.values()], dtype=float)
    known = _knowledge(list(regions), sizes, totals)
    doubt = bounds(known, enough=rule.protection).doubt[: len(sizes)]
    exposed = (sizes > 0) & (sizes <= rule.hide_up_to) & (doubt < rule.protection)
    if not exposed.any():
        return Verdict(True)
    parts = tuple(frozenset(part) for part, out in zip(regions.values(), exposed, strict=True) if out)
    return Verdict(False, "Together with the figures already shown, a small number can be worked out.", parts)


def _regions(sets: list[frozenset[Hashable]]) -> dict[tuple[int, ...], list[Hashable]]:
    """The pieces grouped by which figures they are in; pieces of one group can never be told apart."""
    holders: dict[Hashable, list[int]] = {}
    for number, pieces in enumerate(sets):
        for piece in pieces:
            holders.setdefault(piece, []).append(number)
    regions: dict[tuple[int, ...], list[Hashable]] = {}
    for piece, numbers in holders.items():
        regions.setdefault(tuple(numbers), []).append(piece)
    return regions


def _knowledge(regions: list[tuple[int, ...]], sizes: NDArray[np.float64], totals: list[int]) -> Knowledge:
    """What the reader knows: regions hidden, figures shown, each figure the sum of its regions."""
    count, figures = len(regions), len(totals)
    held = [(number, column) for column, numbers in enumerate(regions) for number in numbers]
    rows = [number for number, _ in held] + list(range(figures))
    columns = [column for _, column in held] + [count + number for number in range(figures)]
    signs = [1.0] * len(held) + [-1.0] * figures
    sums = csr_array((signs, (rows, columns)), shape=(figures, count + figures))
    hidden = np.arange(count + figures) < count
    return Knowledge(np.concatenate([sizes, np.array(totals, dtype=float)]), sums, hidden, least=0.0, whole=True)
