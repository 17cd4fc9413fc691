"""What a reader can work out: for each hidden count, the least and the most that it can be.

The reader knows every figure that is shown, which counts add up to which totals, and that a hidden count is at least one
(zeros are shown). The bounds are found by solving, so that a table is proved safe rather than thought so.
"""

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds as Box
from scipy.optimize import LinearConstraint, milp
from scipy.sparse import csr_array

from lineofsight.engine.disclosure.errors import DisclosureError

Sums: TypeAlias = csr_array


@dataclass(frozen=True)
class Knowledge:
    """Counts and the sums that bind them: `sums @ counts == 0`, one row a total (its parts 1, itself -1).

    `hidden` marks the counts that the reader does not see and `least` is what he knows that each is at least. `whole`
    True makes the solver insist on whole numbers, which only sums that form no two-way table need.
    """

    counts: NDArray[np.float64]
    sums: Sums
    hidden: NDArray[np.bool_]
    least: float = 1.0
    whole: bool = False


@dataclass(frozen=True)
class Bounds:
    """The least and the most that each count can be; both are the count itself where it is shown."""

    least: NDArray[np.float64]
    most: NDArray[np.float64]

    @property
    def doubt(self) -> NDArray[np.float64]:
        """How far apart they are: 0 for a count that is known."""
        return self.most - self.least


def bounds(knowledge: Knowledge, *, enough: float = np.inf) -> Bounds:
    """The bounds of every hidden count. A count whose doubt has reached `enough` is not narrowed down further.

    Counts are searched up to the sum of all counts and `enough` more: a most that high means "no upper bound". Raises
    `DisclosureError` when the figures contradict their sums.
    """
    problem = _Problem(knowledge, enough)
    seen = _Seen(knowledge.counts[problem.unknown])
    if np.isfinite(enough):
        _many_at_once(problem, seen, enough)
    for position in range(len(problem.unknown)):
        for sense in (1.0, -1.0):
            if seen.doubt[position] < enough:
                seen.add(problem.extreme(position, sense))
    least, most = knowledge.counts.copy(), knowledge.counts.copy()
    least[problem.unknown], most[problem.unknown] = seen.least, seen.most
    return Bounds(least, most)


class _Seen:
    """The least and most of each hidden count over all tables found that the reader cannot rule out."""

    def __init__(self, counts: NDArray[np.float64]) -> None:
        self.least, self.most = counts.copy(), counts.copy()

    def add(self, table: NDArray[np.float64]) -> None:
        """Widen every bound by one more such table."""
        self.least, self.most = np.minimum(self.least, table), np.maximum(self.most, table)

    @property
    def doubt(self) -> NDArray[np.float64]:
        """How far apart they are so far."""
        return self.most - self.least


def _many_at_once(problem: "_Problem", seen: _Seen, enough: float) -> None:
    """Tables in which many counts that are still in too little doubt move as far as is needed, all together.

    One such table settles dozens of counts that would else be asked about one by one. It only saves time: what is left
    is asked one by one. The weights are fixed, so that the same figures get the same answer.
    """
    weights = np.random.default_rng(20_240)
    sense, stuck = -1.0, 0
    while stuck < 4 and np.count_nonzero(open_ := seen.doubt < enough) > 4:
        aim = sense * open_ * weights.uniform(0.5, 1.5, len(open_))
        seen.add(problem.solve(aim, most=np.maximum(seen.most, seen.least + enough)))
        moved = np.count_nonzero(seen.doubt < enough) < np.count_nonzero(open_)
        sense, stuck = -sense, 0 if moved else stuck + 1


class _Problem:
    """The equations of the hidden counts, set up once for many questions."""

    def __init__(self, knowledge: Knowledge, enough: float) -> None:
        hidden = knowledge.hidden
        self.unknown = np.flatnonzero(hidden)
        known = np.where(hidden, 0.0, knowledge.counts)
        side = -(knowledge.sums @ known)
        equations = csr_array(knowledge.sums[:, self.unknown])
        used = np.diff(equations.indptr) > 0
        self.rules = LinearConstraint(equations[used], side[used], side[used]) if used.any() else None
        ceiling = knowledge.counts.sum() + (enough if np.isfinite(enough) else 0) + 1
        self.least = np.full(len(self.unknown), knowledge.least)
        self.most = np.full(len(self.unknown), ceiling)
        self.whole = np.full(len(self.unknown), int(knowledge.whole))

    def extreme(self, position: int, sense: float) -> NDArray[np.float64]:
        """A table in which one hidden count is as small (sense 1) or as large (-1) as it can be."""
        aim = np.zeros(len(self.unknown))
        aim[position] = sense
        return self.solve(aim)

    def solve(self, aim: NDArray[np.float64], *, most: NDArray[np.float64] | None = None) -> NDArray[np.float64]:
        """The table that the reader cannot rule out in which `aim` is smallest."""
        box = Box(self.least, self.most if most is None else most)
        answer = milp(aim, constraints=self.rules, bounds=box, integrality=self.whole)
        if answer.x is None:
            raise DisclosureError("The figures contradict their totals, so nothing can be proved about them.")
        return np.round(answer.x, 6)
