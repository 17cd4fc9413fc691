"""What a chart is made from, checked: one row a point, whatever the kind.

Source of the conventions: qicharts2 0.8.1, `qic.agg`.
"""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from lineofsight.engine.spc.averages import Bools, Floats
from lineofsight.engine.spc.errors import SpcError
from lineofsight.engine.spc.figures import as_figures, refuse_below_zero, refuse_endless

KINDS = ("run", "i", "mr", "ip", "c", "u", "up", "p", "pp", "g", "t", "xbar", "s")
NEED_DENOMINATORS = ("u", "up", "p", "pp")
COUNTS = ("c", "u", "up", "p", "pp", "g")
PROPORTIONS = ("p", "pp")
OF_MEMBERS = ("xbar", "s")


@dataclass(frozen=True)
class Points:
    """The points of a chart or of one part of it.

    `y`: what is drawn before any transformation. `total`: the count or sum behind it. `n`: its denominator, 0 for a
    missing point. `size` and `deviation`: members of the subgroup and their standard deviation. `base`: sets the lines;
    `include`: takes part in the runs. `centre`: given, NaN where it is to be worked out.
    """

    y: Floats
    total: Floats
    n: Floats
    size: Floats
    deviation: Floats
    base: Bools
    include: Bools
    centre: Floats

    def part(self, first: int, end: int) -> "Points":
        """The points from `first` up to `end`, not included."""
        return replace(self, **{name: getattr(self, name)[first:end] for name in self.__dataclass_fields__})

    @property
    def centre_given(self) -> bool:
        """Whether the centre line is an input."""
        return not bool(np.isnan(self.centre).any())


def points_of(kind: str, y: Any, n: Any, *, base: Bools | None = None) -> Points:
    """The points before freezing, exclusion and a given centre. Raises SpcError that names the place."""
    if kind not in KINDS:
        raise SpcError(f"kind: {kind!r} is none of {', '.join(KINDS)}.")
    if kind in NEED_DENOMINATORS and n is None:
        raise SpcError(f"n: a {kind} chart needs a denominator for each point.")
    points = _of_members(kind, y, n) if kind in OF_MEMBERS else _of_singles(kind, y, n)
    if np.isnan(points.y).all():
        raise SpcError("y: there is no figure.")
    return points


def _of_members(kind: str, y: Any, n: Any) -> Points:
    """Points of a two-dimensional array (subgroup, member), NaN-padded."""
    if n is not None:
        raise SpcError(f"n: a {kind} chart counts the members of each subgroup itself.")
    axes = ("subgroup", "member")
    members = as_figures(y, axes=axes, name="y")
    refuse_endless(members, axes=axes, name="y")
    here = ~np.isnan(members)
    size = here.sum(axis=1).astype(np.float64)
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = np.where(here, members, 0.0).sum(axis=1) / size
        apart = np.where(here, members - mean[:, np.newaxis], 0.0)
        mean = mean + apart.sum(axis=1) / size
        apart = np.where(here, members - mean[:, np.newaxis], 0.0)
        deviation = np.where(size > 1, np.sqrt((apart**2).sum(axis=1) / (size - 1)), np.nan)
    return _points(mean, total=mean, n=size, size=size, deviation=deviation)


def _of_singles(kind: str, y: Any, n: Any) -> Points:
    """Points of one figure each, over its denominator if there is one."""
    total = as_figures(y, axes=("period",), name="y").copy()
    refuse_endless(total, axes=("period",), name="y")
    if kind in COUNTS:
        refuse_below_zero(total, name="y")
    if n is None:
        n_or_one = np.where(np.isnan(total), 0.0, 1.0)
        return _points(total, total=total, n=n_or_one)
    below = _denominators(kind, total, n)
    missing = np.isnan(total) | ~(below > 0)
    total[missing], below[missing] = np.nan, 0.0
    with np.errstate(invalid="ignore", divide="ignore"):
        shown = total if kind == "c" else total / below
    return _points(shown, total=total, n=below)


def _denominators(kind: str, total: Floats, n: Any) -> Floats:
    below = as_figures(n, axes=("period",), name="n").copy()
    if len(below) != len(total):
        raise SpcError(f"n: {len(below)} denominators for {len(total)} points.")
    refuse_endless(below, axes=("period",), name="n")
    refuse_below_zero(below, name="n")
    over = np.flatnonzero((total > below) & (below > 0))
    if kind in PROPORTIONS and len(over):
        place = over[0]
        raise SpcError(f"y: period {place} has {total[place]} out of {below[place]}, more than all.")
    return below


def _points(
    y: Floats, *, total: Floats, n: Floats, size: Floats | None = None, deviation: Floats | None = None
) -> Points:
    everywhere = np.ones(len(y), dtype=bool)
    nothing = np.full(len(y), np.nan)
    return Points(
        y=y,
        total=total,
        n=n,
        size=n if size is None else size,
        deviation=nothing if deviation is None else deviation,
        base=everywhere,
        include=everywhere,
        centre=nothing,
    )
