"""Control charts and run charts of one series, as qicharts2 0.8.1 draws them."""

from dataclasses import fields, replace
from itertools import pairwise
from typing import Any

import numpy as np

from lineofsight.engine.spc.averages import Floats
from lineofsight.engine.spc.errors import SpcError
from lineofsight.engine.spc.figures import (
    as_figures,
    as_positions,
    is_number,
    is_whole,
    refuse_below_zero,
    refuse_endless,
)
from lineofsight.engine.spc.kinds import DRAW, Drawn
from lineofsight.engine.spc.results import Chart
from lineofsight.engine.spc.runs import Runs, runs_of
from lineofsight.engine.spc.subgroups import COUNTS, PROPORTIONS, Points, points_of


def chart(
    kind: str,
    y: Any,
    n: Any = None,
    *,
    freeze: int | None = None,
    parts: Any = (),
    exclude: Any = (),
    centre: Any = None,
    multiply: float = 1,
    screen: bool = True,
    below_zero: bool = True,
) -> Chart:
    """A run, i, mr, ip, c, u, up, p, pp, g, t, xbar or s chart with the Anhøj run rules.

    `y`: oldest first, NaN or None for a missing point; counts where there is a denominator `n`, which divides them; for
    xbar and s an array (subgroup, member) padded with NaN. A point with `n` = 0 is missing. `freeze`: the first so many
    points set the lines; it is not used when there are `parts`, which each set their own. `parts`: positions from 0
    where a new part starts. `exclude`: positions that neither set the lines nor count in the runs. `centre`: a given
    centre line, one for all or one a point, before `multiply`. `screen`: leave out moving ranges of 3.267 times their
    average, once (i, ip, up, pp and t). `below_zero`: False cuts the lower limits at zero when no point is below it.

    Raises SpcError that names the place: text, an infinite or negative figure, more events than opportunities, a time
    of zero on a t chart, a wrong setting, or no point at all.
    Source: qicharts2 0.8.1 (docs/deviations.md has the differences).
    """
    points = _set_up(kind, points_of(kind, y, n), freeze, parts, exclude)
    points = replace(points, centre=_given_centre(kind, centre, len(points.y)))
    times = _multiplier(multiply)
    if not isinstance(screen, bool | np.bool_):
        raise SpcError(f"screen: {screen!r} is neither True nor False.")
    edges = sorted({0, *as_positions(parts, periods=len(points.y), name="parts"), len(points.y)})
    with np.errstate(all="ignore"):
        drawn = [DRAW[kind](points.part(first, end), bool(screen)) for first, end in pairwise(edges)]
    runs = [_runs(part, points.include[first:end]) for part, (first, end) in zip(drawn, pairwise(edges), strict=True)]
    return _joined(kind, drawn, runs, times, below_zero)


def _set_up(kind: str, points: Points, freeze: Any, parts: Any, exclude: Any) -> Points:
    """The points with their baseline. Raises SpcError for a wrong setting."""
    periods = len(points.y)
    if freeze is not None and (not is_whole(freeze) or freeze < 1):
        raise SpcError(f"freeze: {freeze!r} is not a whole number of points.")
    if kind == "t" and (points.y <= 0).any():
        place = int(np.argmax(points.y <= 0))
        raise SpcError(f"y: period {place} is {points.y[place]}; a time between events must be more than zero.")
    include = np.ones(periods, dtype=bool)
    include[list(as_positions(exclude, periods=periods, name="exclude"))] = False
    frozen = periods if freeze is None or len(parts) else freeze
    return replace(points, base=include & (np.arange(periods) < frozen), include=include)


def _given_centre(kind: str, centre: Any, periods: int) -> Floats:
    """The given centre at each point, NaN for none."""
    if centre is None:
        return np.full(periods, np.nan)
    given = as_figures(np.atleast_1d(np.asarray(centre)), axes=("period",), name="centre")
    if len(given) not in (1, periods) or np.isnan(given).any():
        raise SpcError(f"centre: one number, or one for each of the {periods} points, is needed.")
    refuse_endless(given, axes=("period",), name="centre")
    if kind in (*COUNTS, "t", "mr", "s"):
        refuse_below_zero(given, name="centre")
    if kind in PROPORTIONS and (given > 1).any():
        raise SpcError(f"centre: {given.max()} is more than all.")
    return np.broadcast_to(given, (periods,))


def _multiplier(multiply: Any) -> float:
    if not is_number(multiply) or not multiply > 0:
        raise SpcError(f"multiply: {multiply!r} is not a number above zero.")
    return float(multiply)


def _runs(part: Drawn, include: Any) -> Runs:
    return runs_of(part.y[include], part.centre[include])


def _joined(kind: str, drawn: list[Drawn], runs: list[Runs], times: float, below_zero: bool) -> Chart:
    """The parts end to end, multiplied, with limits that are not finite taken away and the signals added."""
    lines = {
        field.name: np.concatenate([getattr(part, field.name) for part in drawn]) * times for field in fields(Drawn)
    }
    for name in ("lower", "upper", "lower95", "upper95"):
        lines[name] = np.where(np.isfinite(lines[name]), lines[name], np.nan)
    sigma = (lines["y"] > lines["upper"]) | (lines["y"] < lines["lower"])
    if not below_zero and not (lines["y"] < 0).any():
        for name in ("lower", "lower95"):
            lines[name] = np.where(lines[name] < 0, 0.0, lines[name])
    lengths = [len(part.y) for part in drawn]
    signal = np.repeat([part.signal and kind != "mr" for part in runs], lengths)
    figures = {
        name: np.repeat([float(getattr(part, name)) for part in runs], lengths)
        for name in ("longest_run", "longest_run_max", "crossings", "crossings_min")
    }
    return Chart(**lines, sigma_signal=sigma, runs_signal=signal, **figures)
