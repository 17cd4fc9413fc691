"""Checks at the edge: figures come in as anything array-like and go on as float64 with NaN for a missing period.

Places are counted from 0, as in the arrays: "period 3", "series 12, period 3".
"""

from collections.abc import Collection, Mapping, Sequence
from numbers import Real
from typing import Any

import numpy as np
import numpy.typing as npt

from lineofsight.engine.spc.errors import SpcError

Floats = npt.NDArray[np.float64]

LARGEST = 1e300
"""Beyond this a sum may overflow and a limit would be infinite."""


def as_figures(values: Any, *, axes: Sequence[str], name: str = "values") -> Floats:
    """The values as float64, one axis for each name in `axes`; None and NaN are missing.

    Raises SpcError for text, an uneven shape, the wrong number of axes or nothing at all. Infinite figures are left to
    `refuse_endless`, which is not needed where a sum has shown that there are none.
    """
    try:
        figures = _as_floats(values)
    except (TypeError, ValueError) as error:
        raise SpcError(f"{name}: {first_unreadable(values, axes)}") from error
    if figures.ndim != len(axes):
        shape = " by ".join(axes)
        raise SpcError(f"{name}: an array of {figures.ndim} dimensions where {shape} is needed.")
    if figures.size == 0:
        raise SpcError(f"{name}: there is no figure.")
    return figures


def _as_floats(values: Any) -> Floats:
    """As float64; what is masked is missing. Raises TypeError or ValueError for anything but numbers and None."""
    if isinstance(values, np.ma.MaskedArray):
        return np.ma.filled(values.astype(np.float64), np.nan)
    figures = np.asarray(values)
    if figures.dtype.kind not in "biufO":
        raise TypeError
    if figures.dtype.kind == "O" and any(isinstance(entry, str | bytes) for entry in figures.flat):
        raise TypeError
    return figures.astype(np.float64, copy=False)


def first_unreadable(values: Any, axes: Sequence[str], place: str = "") -> str:
    """A sentence about the first entry that is not a number, or about rows of unequal length."""
    for position, value in enumerate(values if isinstance(values, Sequence | np.ndarray) else ()):
        here = f"{place}{axes[0]} {position}"
        if isinstance(value, Sequence | np.ndarray) and not isinstance(value, str | bytes) and len(axes) > 1:
            found = first_unreadable(value, axes[1:], f"{here}, ")
            if not found.startswith("the rows"):
                return found
        elif isinstance(value, str | bytes) or not _is_readable(value):
            return f"{here} is {value!r}, which is not a number."
    return _unequal(values, axes)


def _unequal(values: Any, axes: Sequence[str]) -> str:
    """A sentence about the first row that is longer or shorter than the first one."""
    lengths = (
        [len(row) for row in values if isinstance(row, Sequence | np.ndarray)] if isinstance(values, Sequence) else []
    )
    other = next((place for place, length in enumerate(lengths) if length != lengths[0]), None)
    if other is None:
        return "the rows are not numbers of one length each."
    first, second = axes[-2:] if len(axes) > 1 else (axes[0], "figure")
    return (
        f"the rows have unequal lengths: {first} {other} has {lengths[other]} {second}s but {first} 0 has {lengths[0]}."
    )


def _is_readable(value: Any) -> bool:
    try:
        float(value)
    except (TypeError, ValueError):
        return value is None
    return True


def refuse_endless(figures: Floats, *, axes: Sequence[str], name: str = "values") -> None:
    """Raises SpcError that names the first infinite or unusably large figure."""
    places = np.argwhere(np.abs(figures) > LARGEST)
    if len(places):
        where = ", ".join(f"{axis} {place}" for axis, place in zip(axes, places[0], strict=True))
        raise SpcError(f"{name}: {where} is {figures[tuple(places[0])]}, which is too large to chart.")


def refuse_below_zero(figures: Floats, *, name: str) -> None:
    """Raises SpcError that names the first figure under zero; missing ones pass."""
    below = np.argwhere(figures < 0)
    if len(below):
        place = ", ".join(str(index) for index in below[0])
        raise SpcError(f"{name}: period {place} is {figures[tuple(below[0])]}, which is below zero.")


def as_positions(positions: Any, *, periods: int, name: str) -> tuple[int, ...]:
    """Sorted positions counted from 0, each once. Raises SpcError for one outside the series or not a whole number."""
    found = set()
    for position in as_list(positions, name):
        if not is_whole(position):
            raise SpcError(f"{name}: {position!r} is not a whole number.")
        if not 0 <= position < periods:
            raise SpcError(f"{name}: {position} is outside the series, which has periods 0 to {periods - 1}.")
        found.add(int(position))
    return tuple(sorted(found))


def as_list(entries: Any, name: str) -> list[Any]:
    """The entries of a list, tuple, set or array; none for None. Raises SpcError for anything else."""
    if entries is None:
        return []
    if not is_list(entries):
        raise SpcError(f"{name}: {entries!r} is not a list.")
    return list(entries)


def is_list(option: Any) -> bool:
    """Whether it is a list of entries, and not one value; a text is one value."""
    if isinstance(option, np.ndarray):
        return option.ndim > 0
    return isinstance(option, Collection) and not isinstance(option, str | bytes | Mapping)


def is_whole(number: Any) -> bool:
    """Whether it is a whole number, and not True or False."""
    return isinstance(number, Real) and not isinstance(number, bool) and float(number).is_integer()


def is_number(value: Any) -> bool:
    """Whether it is a number that is neither infinite nor True or False; NaN is one."""
    return isinstance(value, Real) and not isinstance(value, bool) and not np.isinf(float(value))
