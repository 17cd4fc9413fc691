"""A panel in a Parquet file, cut into partitions that are judged one by one and put together again.

Columns `series, period, value, exposure, family`; one row a figure, in any order (sorted by series is quickest: then each
partition reads only its own part of the file). Every series is judged alone, so the cut changes nothing to the last bit;
the ranking that gives priority is a last pass over all of them. Needs the extra `scale` (pyarrow).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from lineofsight.engine.watch.errors import WatchError
from lineofsight.engine.watch.scan import scan
from lineofsight.engine.watch.tiers import FALSE_SHARE, chosen_by_rank
from lineofsight.engine.watch.told import TOLD, Scan

COLUMNS = ("series", "period", "value", "exposure", "family")
PLACES = ("since", "since_low", "since_high", "back_since", "newest")


@dataclass(frozen=True, slots=True)
class Plan:
    """What is read and how it is cut: series `cuts[i]` up to but not `cuts[i + 1]` of `series` are partition i."""

    panel: str
    series: tuple[Any, ...]
    periods: tuple[Any, ...]
    cuts: tuple[int, ...]
    options: dict[str, Any]

    def __len__(self) -> int:
        return len(self.cuts) - 1


def plan(panel: Path, *, partition: int = 5000, **options: Any) -> Plan:
    """The partitions of a panel file, `partition` series each; `options` are those of `scan`.

    Raises WatchError for a file that cannot be read or lacks a column.
    """
    names, periods = _labels(panel)
    cuts = (*range(0, len(names), partition), len(names))
    return Plan(str(panel), names, periods, cuts, options)


def _labels(panel: Path) -> tuple[tuple[Any, ...], tuple[Any, ...]]:
    """Every series and every period, sorted, read a batch at a time."""
    names: set[Any] = set()
    periods: set[Any] = set()
    for batch in _dataset(panel).to_batches(columns=["series", "period"]):
        names.update(batch.column("series").unique().to_pylist())
        periods.update(batch.column("period").unique().to_pylist())
    for label, found in (("series", names), ("period", periods)):
        if None in found:
            raise WatchError(f"{panel}: a row has no {label}")
    if not names:
        raise WatchError(f"{panel}: there are no rows")
    return tuple(sorted(names)), tuple(sorted(periods))


def _dataset(panel: Path | str) -> Any:
    try:
        import pyarrow as arrow
        import pyarrow.dataset as dataset
    except ImportError as error:
        raise WatchError("reading a panel needs pyarrow: install lineofsight[scale]") from error
    try:
        found = dataset.dataset(str(panel), format="parquet")
        names = found.schema.names
    except (OSError, arrow.ArrowInvalid) as error:
        raise WatchError(f"{panel}: this is not a Parquet file that can be read") from error
    missing = [name for name in COLUMNS if name not in names]
    if missing:
        raise WatchError(f"{panel}: there is no column “{missing[0]}”; it needs {', '.join(COLUMNS)}")
    return found


def judged(whole: Plan, part: int) -> dict[str, np.ndarray]:
    """The findings of one partition: an array per field, one entry a series in the plan's order.

    Raises WatchError naming series and period.
    """
    names = whole.series[whole.cuts[part] : whole.cuts[part + 1]]
    values, exposure, families = _wide(whole, names)
    found: dict[str, np.ndarray] = {}
    for family in sorted(set(families)):
        here = np.array([one == family for one in families])
        weights = exposure[here] if family == "binomial" or not np.isnan(exposure[here]).all() else None
        told = _scanned(whole, [n for n, one in zip(names, here, strict=True) if one], values[here], weights, family)
        for name in TOLD:
            column = getattr(told, name)
            found.setdefault(name, np.empty(len(names), dtype=column.dtype))[here] = column
    return found


def _scanned(whole: Plan, names: Sequence[Any], values: np.ndarray, weights: np.ndarray | None, family: str) -> Scan:
    try:
        # The list is ranked over all partitions together, at the end.
        return scan(values, weights, family=family, in_list=np.zeros(len(names), dtype=bool), **whole.options)
    except WatchError as error:
        said = re.sub(r"\bseries (\d+)", lambda found: f"series {names[int(found[1])]}", str(error))
        said = re.sub(r"\bperiod (\d+)", lambda found: f"period {whole.periods[int(found[1])]}", said)
        raise WatchError(said) from None


def _wide(whole: Plan, names: Sequence[Any]) -> tuple[np.ndarray, np.ndarray, list[str]]:
    """Values and exposure as (series, periods), NaN where there is no row, and each series' family."""
    import pyarrow.compute as compute

    column = compute.field("series")
    rows = _dataset(whole.panel).to_table(columns=list(COLUMNS), filter=(column >= names[0]) & (column <= names[-1]))
    row, period = _places(rows, "series", names), _places(rows, "period", whole.periods)
    _refuse_twice(row * len(whole.periods) + period, names, whole.periods)
    values, exposure = (np.full((len(names), len(whole.periods)), np.nan) for _ in range(2))
    values[row, period] = _numbers(rows, "value")
    exposure[row, period] = _numbers(rows, "exposure")
    return values, exposure, _families(rows, row, names)


def _families(rows: Any, row: np.ndarray, names: Sequence[Any]) -> list[str]:
    """The one family of each series."""
    known = sorted({str(family) for family in rows.column("family").unique().to_pylist()})
    code = _places(rows, "family", known)
    first = np.zeros(len(names), dtype=np.int64)
    first[row] = code
    other = first[row] != code
    if other.any():
        place = int(row[np.argmax(other)])
        raise WatchError(f"series {names[place]}: it has two families, {', '.join(known)}")
    return [known[one] for one in first]


def _places(rows: Any, name: str, known: Sequence[Any]) -> np.ndarray:
    """The position of each row's label among those known."""
    import pyarrow as arrow
    import pyarrow.compute as compute

    column = rows.column(name)
    places = compute.index_in(column, value_set=arrow.array(list(known), type=column.type))
    if places.null_count:
        raise WatchError(f"a row has no {name}")
    return np.asarray(places.to_numpy(), dtype=np.int64)


def _refuse_twice(cell: np.ndarray, names: Sequence[Any], periods: Sequence[Any]) -> None:
    found, count = np.unique(cell, return_counts=True)
    if (count > 1).any():
        first = int(found[np.argmax(count > 1)])
        name, period = names[first // len(periods)], periods[first % len(periods)]
        raise WatchError(f"series {name}, period {period}: there are two rows")


def _numbers(rows: Any, name: str) -> np.ndarray:
    import pyarrow as arrow

    try:
        column = rows.column(name).cast(arrow.float64())
    except (arrow.ArrowInvalid, arrow.ArrowNotImplementedError) as error:
        raise WatchError(f"column “{name}”: it must hold numbers") from error
    return np.asarray(column.to_numpy(), dtype=np.float64)


def together(whole: Plan, parts: Sequence[dict[str, np.ndarray]]) -> Any:
    """A table of all findings, one row a series: the parts in order, the ranking done over all."""
    import pyarrow as arrow

    columns: dict[str, Any] = {name: np.concatenate([part[name] for part in parts]) for name in TOLD}
    ranked = ~columns["provisional"] & (columns["back_since"] < 0)
    columns["tier"] = chosen_by_rank(columns["tier"], columns["p_value"], ranked, share=FALSE_SHARE)
    for name in PLACES:
        columns[name] = [None if place < 0 else whole.periods[place] for place in columns[name].tolist()]
    return arrow.table({"series": list(whole.series), **columns})
