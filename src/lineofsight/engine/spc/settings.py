"""The settings of an XmR chart, checked, and the series grouped by those that they share."""

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from lineofsight.engine.spc.averages import Floats
from lineofsight.engine.spc.errors import SpcError
from lineofsight.engine.spc.figures import as_list, as_positions, is_list, is_number, is_whole
from lineofsight.engine.spc.labels import DIRECTIONS, Codes

FEWEST_TO_FIX = 12
"""Fewest points that limits may be fixed on (NHSRplotthedots 0.2.2, R/ptd_spc_options.R)."""


@dataclass(frozen=True)
class Setting:
    """What the lines and rules of a series depend on, apart from its figures."""

    starts: tuple[int, ...]
    fix_after: int | None
    screen: bool
    points: int

    def segments(self, periods: int) -> list[tuple[int, int]]:
        """First period and end (not included) of each segment."""
        edges = sorted({0, *self.starts, periods})
        return list(pairwise(edges))


@dataclass(frozen=True)
class Group:
    """Series that share a setting. `columns` picks them out of all."""

    setting: Setting
    columns: npt.NDArray[np.intp]


def setting_of(rebase: Any, fix_after: Any, screen: Any, points: Any, *, periods: int) -> Setting:
    """One setting. Raises SpcError for a value that has no meaning."""
    if fix_after is not None and (not is_whole(fix_after) or fix_after < FEWEST_TO_FIX):
        raise SpcError(f"fix_after: {fix_after!r} is not a whole number of {FEWEST_TO_FIX} or more.")
    if not isinstance(screen, bool | np.bool_):
        raise SpcError(f"screen: {screen!r} is neither True nor False.")
    if not is_whole(points) or points not in (6, 7):
        raise SpcError(f"points: {points!r} is neither 6 nor 7.")
    starts = as_positions(rebase, periods=periods, name="rebase")
    return Setting(starts, None if fix_after is None else int(fix_after), bool(screen), int(points))


def groups_of(series: int, periods: int, *, rebase: Any, fix_after: Any, screen: Any, points: Any) -> list[Group]:
    """The series by setting; each option is one for all or one for each series."""
    per_series = {
        "rebase": _rebase_is_per_series(rebase),
        "fix_after": is_list(fix_after),
        "screen": is_list(screen),
        "points": is_list(points),
    }
    options = {"rebase": rebase, "fix_after": fix_after, "screen": screen, "points": points}
    if not any(per_series.values()):
        return [Group(setting_of(**options, periods=periods), np.arange(series))]
    for name, each in per_series.items():
        options[name] = _for_each(options[name], series, name) if each else [options[name]] * series
    members: dict[Setting, list[int]] = {}
    for place, row in enumerate(zip(*options.values(), strict=True)):
        own, fix, screened, length = row
        setting = _setting_of_series(place, (own or (), fix, screened, length), periods)
        members.setdefault(setting, []).append(place)
    return [Group(setting, np.asarray(places)) for setting, places in members.items()]


def _setting_of_series(place: int, options: tuple[Any, Any, Any, Any], periods: int) -> Setting:
    try:
        return setting_of(*options, periods=periods)
    except SpcError as error:
        raise SpcError(f"series {place}: {error}") from error


def signs_of(improves: Any, series: int) -> Codes:
    """1, 0 or -1 for each series. Raises SpcError for a word other than up, down and neutral."""
    words = [improves] if isinstance(improves, str) else _for_each(improves, series, "improves")
    for word in words:
        if not isinstance(word, str) or word not in DIRECTIONS:
            raise SpcError(f"improves: {word!r} is none of {', '.join(DIRECTIONS)}.")
    signs = np.array([DIRECTIONS[word] for word in words], dtype=np.int8)
    return np.broadcast_to(signs, (series,))


def targets_of(target: Any, series: int) -> Floats:
    """A target for each series, NaN for none. Raises SpcError for text or an infinite one."""
    targets = [target] if not is_list(target) else _for_each(target, series, "target")
    for value in targets:
        if value is not None and not is_number(value):
            raise SpcError(f"target: {value!r} is not a number.")
    numbers = np.array([np.nan if value is None else float(value) for value in targets])
    return np.broadcast_to(numbers, (series,))


def _for_each(option: Any, series: int, name: str) -> list[Any]:
    found = as_list(option, name)
    if len(found) != series:
        raise SpcError(f"{name}: {len(found)} given for {series} series.")
    return found


def _rebase_is_per_series(rebase: Any) -> bool:
    return any(entry is None or is_list(entry) for entry in as_list(rebase, "rebase"))
