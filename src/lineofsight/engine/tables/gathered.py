"""From gathered blocks to a reading: values worked out, what cannot be true refused, repeats refused, codes to texts."""

from collections.abc import Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lineofsight.engine.tables.cells import STATE_CODES, STATES, WITH_NUMBER
from lineofsight.engine.tables.columns import letters
from lineofsight.engine.tables.gathering import Block, Gatherer
from lineofsight.engine.tables.reading import Reading, Refusal, empty_columns

_PARTS = ("numerator", "denominator", "value")
_NOT_APPLICABLE = STATE_CODES["not_applicable"]


class _Checked:
    """The gathered columns of a sheet with the checks that need all of them."""

    def __init__(self, gatherer: Gatherer) -> None:
        self.gatherer = gatherer
        self.lanes = gatherer.layout.lanes
        self.refusals = list(gatherer.refusals.values())
        self.columns = _joined(gatherer.blocks)
        self.repeated = 0

    def refuse(self, index: int, column: int, raw: float | str, reason: str) -> None:
        shown = f"{raw:,g}" if isinstance(raw, float) else raw
        where = self.gatherer.layout.sheet
        row = int(self.columns["row"][index])
        self.refusals.append(Refusal(where, row, letters(column), shown, reason))

    def keep(self, kept: NDArray[np.bool_]) -> None:
        if not kept.all():
            self.columns = {name: column[kept] for name, column in self.columns.items()}

    def _per_lane(self, of: Any, dtype: Any) -> NDArray[Any]:
        """Something each lane has, spread over the observations."""
        return np.array([of(lane) for lane in self.lanes], dtype=dtype)[self.columns["lane"]]

    def find_denominators(self) -> None:
        """Fill in denominators that stand in other rows of the same area, period and breakdown."""
        places = self._per_lane(lambda lane: -1 if lane.denominators_for is None else lane.denominators_for, np.int32)
        if not (places >= 0).any():
            return
        own = self._keys(np.where(places >= 0, places, self.columns["lane"]))
        gathered = np.flatnonzero(places >= 0)
        order = gathered[np.argsort(own[gathered], kind="stable")]
        taking = self._per_lane(lambda lane: bool(lane.measure.denominator_where), bool) & (places < 0)
        at = np.minimum(np.searchsorted(own[order], own), len(order) - 1)
        found = taking & (own[order][at] == own)
        for name in ("denominator", "denominator_state"):
            self.columns[name] = np.where(found, self.columns[name][order[at]], self.columns[name])
        self.keep(places < 0)

    def _keys(self, first: NDArray[Any]) -> NDArray[np.int64]:
        key = first.astype(np.int64)
        for name in ("area", "breakdown", "period"):
            key = key * (int(self.columns[name].max(initial=0)) + 1) + self.columns[name]
        return key

    def work_out(self) -> None:
        """Values and states: the published value where there is one, else numerator / denominator × multiplier."""
        c = self.columns
        published = self._per_lane(lambda lane: lane.value is not None, bool)
        divided = self._per_lane(lambda lane: bool(lane.measure.denominator), bool) & ~published
        scale = self._per_lane(lambda lane: lane.measure.scale, np.float64)
        multiplier = self._per_lane(lambda lane: lane.measure.multiplier, np.float64)
        with np.errstate(divide="ignore", invalid="ignore"):
            ratio = c["numerator"] / c["denominator"] * multiplier
        plain = c["numerator"] * multiplier
        value = np.where(published, c["value"] * scale, np.where(divided, ratio, plain))
        state = np.where(divided, np.maximum(c["numerator_state"], c["denominator_state"]), c["numerator_state"])
        state = np.where(published, c["value_state"], state).astype(np.uint8)
        nothing = divided & (c["denominator"] == 0) & (state <= WITH_NUMBER)
        c["state"] = np.where(nothing, _NOT_APPLICABLE, state).astype(np.uint8)
        c["value"] = np.where(c["state"] <= WITH_NUMBER, value, np.nan)

    def refuse_impossible(self) -> None:
        """Refuse figures below nought and numerators above their denominators."""
        c = self.columns
        may_be_negative = self._per_lane(lambda lane: lane.measure.negative, bool)
        proportion = self._per_lane(lambda lane: lane.measure.proportion, bool)
        with np.errstate(invalid="ignore"):
            below = [(part, ~may_be_negative & (c[part] < 0)) for part in _PARTS]
            over = proportion & (c["numerator"] > c["denominator"])
        for part, wrong in below:
            for index in map(int, np.flatnonzero(wrong)):
                self.refuse(
                    index, self._column(index, part), float(c[part][index]), f"“{c[part][index]:,g}” is below nought."
                )
        for index in map(int, np.flatnonzero(over)):
            top, bottom = float(c["numerator"][index]), float(c["denominator"][index])
            reason = f"“{top:,g}” is more than the {bottom:,g} that it is a part of."
            self.refuse(index, self._column(index, "numerator"), top, reason)
        self.keep(~np.logical_or.reduce([over, *(wrong for _, wrong in below)]))

    def _column(self, index: int, part: str) -> int:
        lane = self.lanes[int(self.columns["lane"][index])]
        at = getattr(lane, part)
        return lane.shown if at is None else int(at)

    def refuse_repeats(self) -> None:
        """Of figures for the same measure, area, breakdown and period keep none; keep the first if all are equal."""
        keys = self._keys(self.columns["measure"])
        order = np.argsort(keys, kind="stable")
        same = np.flatnonzero(keys[order][1:] == keys[order][:-1])
        if not len(same):
            return
        kept = np.ones(len(keys), dtype=bool)
        for group in _groups(order, same):
            self._refuse_group(group, kept)
        self.keep(kept)

    def _refuse_group(self, group: NDArray[Any], kept: NDArray[np.bool_]) -> None:
        figures = ("numerator", "denominator", "value", "state")
        if all(len(np.unique(self.columns[name][group])) == 1 for name in figures):
            kept[group[1:]] = False
            self.repeated += len(group) - 1
            return
        kept[group] = False
        rows = self.columns["row"][group]
        for place, index in enumerate(group):
            other = rows[0] if place else rows[1]
            reason = f"Row {other} gives another figure for the same measure, area, breakdown and period."
            self.refuse(int(index), int(self.columns["column"][index]), self._shown_value(int(index)), reason)

    def _shown_value(self, index: int) -> float | str:
        value = float(self.columns["value"][index])
        return value if value == value else STATES[int(self.columns["state"][index])]


def _groups(order: NDArray[Any], same: NDArray[Any]) -> list[NDArray[Any]]:
    """Runs of equal keys, as positions of observations in the order of the file."""
    breaks = np.flatnonzero(np.diff(same) > 1) + 1
    return [order[run[0] : run[-1] + 2] for run in np.split(same, breaks)]


def _joined(blocks: list[Block]) -> Block:
    return {name: np.concatenate([block[name] for block in blocks]) for name in blocks[0]}


def reading_of(gatherer: Gatherer) -> Reading:
    """The reading of one sheet that has been fed whole."""
    if not gatherer.blocks:
        return Reading(empty_columns(), _in_order(gatherer.refusals.values()), gatherer.rows_read)
    checked = _Checked(gatherer)
    gatherer.blocks.clear()
    checked.find_denominators()
    checked.work_out()
    checked.refuse_impossible()
    checked.refuse_repeats()
    return Reading(_texts(checked.columns, gatherer), _in_order(checked.refusals), gatherer.rows_read, checked.repeated)


def _in_order(refusals: Iterable[Refusal]) -> list[Refusal]:
    return sorted(refusals, key=lambda refusal: (refusal.row, len(refusal.column), refusal.column))


def _texts(c: Block, gatherer: Gatherer) -> dict[str, NDArray[Any]]:
    periods = gatherer.periods.entries

    def spread(entries: list[Any], codes: NDArray[Any], dtype: Any = object) -> NDArray[Any]:
        return np.array(entries, dtype=dtype)[codes]

    return {
        "measure": spread(gatherer.measures.entries, c["measure"]),
        "area": spread(gatherer.areas.entries, c["area"]),
        "breakdown": spread(gatherer.breakdowns.entries, c["breakdown"]),
        "period_start": spread([period.start for period in periods], c["period"], "M8[D]"),
        "period_end": spread([period.end for period in periods], c["period"], "M8[D]"),
        "period_type": spread([period.type for period in periods], c["period"]),
        **{part: c[part] for part in _PARTS},
        "state": spread(list(STATES), c["state"]),
        "sheet": np.full(len(c["row"]), gatherer.layout.sheet, dtype=object),
        "row": c["row"],
        "column": c["column"],
    }
