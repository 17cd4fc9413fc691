"""What is told of a list of series: arrays with one entry a series."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache
from typing import Any, get_args, get_type_hints

import numpy as np
from numpy.typing import NDArray

from lineofsight.engine.watch.chances import Chances
from lineofsight.engine.watch.findings import Findings
from lineofsight.engine.watch.panel import Numbers


@dataclass(frozen=True)
class Told(Findings, Chances):
    """All that is told of each series apart from its list: findings, chances, and what stands."""

    alarm: NDArray[np.bool_]
    tier: NDArray[np.str_]
    provisional: NDArray[np.bool_]
    figures: NDArray[np.int64]


@dataclass(frozen=True)
class Scan(Told):
    """One entry a series; positions count periods from 0, -1 where nothing is found.

    `alarm` stands at the stated rate. `since` (most likely start) lies between `since_low` and `since_high` four times in
    five. `before` and `after` are levels: the mean, the rate per unit of exposure, or the proportion; `size` is after
    minus before (0 where nothing is found, and both are then the level of the whole). `kind` is "sustained", "spike" or
    ""; a newest figure that stands out may be a spike without a tier. `tier` is "priority", "alert", "watch" or "".
    Where a changed level has come back, `back_since` says since when: then nothing stands any more (no alarm, tier or
    kind, `p_value` 1), and `after` is the level while it lasted. `level` is the present one.
    `p_value` is the chance of this evidence in a steady series this period; `chance_in_months`: a steady series gets
    this far about once in so many months. `false_chance` is the chance that a steady series shows an alarm this period.
    `p_miss_target` is the chance that the present level misses the target, `months_to_target` when the trend of the last
    year crosses it (inf: not on this trend; NaN: no target). `rising` gives the direction of what was found.
    `provisional`: too few figures to be watched in full. `peer_share` is the share of peers that look less worrying (NaN
    without peers). `figures` counts what there is, `newest` is the position of the newest figure.
    """

    peer_share: Numbers
    family: str
    period: int
    concern: str
    improves: str | None

    def __len__(self) -> int:
        return len(self.alarm)


TOLD = tuple(field.name for field in fields(Told))


def blank(count: int) -> dict[str, np.ndarray]:
    """An array for every field of `Told`, to be filled a chunk at a time."""
    return {name: np.empty(count, dtype=kind) for name, kind in _kinds().items()}


def fill(arrays: Mapping[str, np.ndarray], who: np.ndarray, part: Told) -> None:
    """Put a chunk's answers (whole lanes) in their places."""
    for name in TOLD:
        arrays[name][who] = getattr(part, name)[: len(who)]


@cache
def _kinds() -> dict[str, Any]:
    """The kind of number or word in the array of each field, from its type."""
    kinds = {name: get_args(get_args(hint)[1])[0] for name, hint in get_type_hints(Told).items()}
    return {name: "U9" if kind is np.str_ else kind for name, kind in kinds.items()}
