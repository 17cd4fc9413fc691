"""XmR charts as NHSRplotthedots 0.2.2 draws them: one series, or thousands at once.

Both go through the same arithmetic in the same order, so a series gives the same bits alone and among others.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

from lineofsight.engine.spc.averages import Bools, Floats
from lineofsight.engine.spc.errors import SpcError
from lineofsight.engine.spc.figures import LARGEST, as_figures, is_number, refuse_endless
from lineofsight.engine.spc.labels import DIRECTIONS, assurances, variations
from lineofsight.engine.spc.limits import lines_of
from lineofsight.engine.spc.results import Xmr, XmrMany
from lineofsight.engine.spc.rules import Bits, fired
from lineofsight.engine.spc.settings import Group, groups_of, setting_of, signs_of, targets_of

CHUNK = 1024
"""Series worked on at a time: the arrays of a chunk then stay in the processor's cache."""

FEWEST_TO_LOCK = 13
"""A segment with fewer points has trial limits."""

LINE_NAMES = ("mean", "lower", "upper", "near_lower", "near_upper")


def xmr(
    values: Any,
    *,
    improves: str,
    target: float | None = None,
    rebase: Any = (),
    fix_after: int | None = None,
    screen: bool = True,
    points: int = 7,
    as_published: bool = False,
) -> Xmr:
    """The XmR chart of one series: lines, causes, point types and icons, one entry a period.

    `values`: oldest first, NaN or None for a missing period, which has no cause and takes no part in any pattern.
    `improves`: "up", "down" or "neutral". `rebase`: positions from 0 where a new segment starts; each segment has its
    own lines and no pattern crosses into it. `fix_after`: the first so many periods of each segment set its lines, 12
    or more; None, or more than there are: all of them. `screen`: leave out moving ranges of 3.267 times their average,
    once. `points`: 7 as published, or 6, for trends and shifts. `as_published`: give NHSRplotthedots' own limits also
    where they mislead (docs/deviations.md).

    Two points are enough for limits; a single one has a mean alone. Raises SpcError that names the place for text, an
    infinite figure, a wrong setting or a series without a point.
    Source: NHSRplotthedots 0.2.2; NHS England, Making Data Count.
    """
    figures = as_figures(values, axes=("period",))
    refuse_endless(figures, axes=("period",))
    if np.isnan(figures).all():
        raise SpcError("values: there is no figure.")
    setting_of(rebase, fix_after, screen, points, periods=len(figures))
    if not isinstance(improves, str):
        raise SpcError(f"improves: {improves!r} is none of {', '.join(DIRECTIONS)}.")
    if target is not None and not is_number(target):
        raise SpcError(f"target: {target!r} is not a number.")
    options = {"rebase": rebase, "fix_after": fix_after, "screen": screen, "points": points}
    return xmr_many(figures[np.newaxis], improves=improves, target=target, as_published=as_published, **options).series(
        0
    )


def xmr_many(
    values: Any,
    *,
    improves: Any,
    target: Any = None,
    rebase: Any = (),
    fix_after: Any = None,
    screen: Any = True,
    points: Any = 7,
    as_published: bool = False,
) -> XmrMany:
    """The XmR charts of many series at once: what `xmr` gives, with a leading axis of series.

    `values` is (series, periods), oldest first; series of unequal length are padded with NaN. Each option is one for
    all, or a list with one for each series (for `rebase` a list of lists). Series that share their options are quickest.

    Raises SpcError that names series and period, also when one of the series has no point at all.
    """
    figures = as_figures(values, axes=("series", "period"))
    series, periods = figures.shape
    options = {"rebase": rebase, "fix_after": fix_after, "screen": screen, "points": points}
    groups = groups_of(series, periods, **options)
    sheet = _Sheet.blank(figures, groups)
    for group in groups:
        for first in range(0, len(group.columns), CHUNK):
            _fill(sheet, figures, group, group.columns[first : first + CHUNK], as_published)
    return sheet.result(signs_of(improves, series), targets_of(target, series))


@dataclass(frozen=True)
class _Sheet:
    """Where the chunks write: rows are periods, columns series; lines have one row when no series has two segments."""

    lines: Floats
    trial: Bools
    labels: Bits
    rules: Bits
    last: Bits
    limits: Floats

    @classmethod
    def blank(cls, figures: Floats, groups: list[Group]) -> "_Sheet":
        series, periods = figures.shape
        rows = 1 if all(len(group.setting.segments(periods)) == 1 for group in groups) else periods
        return cls(
            lines=np.empty((len(LINE_NAMES), rows, series)),
            trial=np.empty((rows, series), dtype=bool),
            labels=np.empty((periods, series), dtype=np.uint8),
            rules=np.empty((periods, series), dtype=np.uint8),
            last=np.empty(series, dtype=np.uint8),
            limits=np.empty((2, series)),
        )

    def result(self, signs: Any, targets: Floats) -> XmrMany:
        shape = self.labels.shape
        lines = {name: np.broadcast_to(line, shape).T for name, line in zip(LINE_NAMES, self.lines, strict=True)}
        return XmrMany(
            **lines,
            trial=np.broadcast_to(self.trial, shape).T,
            variation=variations(self.last, signs),
            assurance=assurances(targets, self.limits[0], self.limits[1], signs),
            labels=self.labels.T,
            rules=self.rules.T,
            signs=signs,
        )


def _fill(sheet: _Sheet, figures: Floats, group: Group, columns: Any, as_published: bool) -> None:
    """Work out one chunk of a group and write it down."""
    place = slice(columns[0], columns[-1] + 1) if columns[-1] - columns[0] == len(columns) - 1 else columns
    block = np.ascontiguousarray(figures[place].T)
    gaps = _has_gaps(block, columns)
    for first, end in group.setting.segments(len(block)):
        segment = block[first:end]
        baseline = segment[: group.setting.fix_after]
        lines = lines_of(baseline, gaps=gaps, screen=group.setting.screen, as_published=as_published)
        found = fired(segment, lines, points=group.setting.points)
        rows = slice(first, end) if len(sheet.trial) > 1 else slice(0, 1)
        sheet.labels[first:end, place] = found.label
        sheet.rules[first:end, place] = found.rules
        sheet.trial[rows, place] = _points_in(segment, gaps and not as_published) < FEWEST_TO_LOCK
        for row, name in enumerate(LINE_NAMES):
            sheet.lines[row][rows, place] = getattr(lines, name)
    _note_last(sheet, block, place, gaps)


def _has_gaps(block: Floats, columns: Any) -> bool:
    """Whether a period is missing. Raises SpcError for a figure too large or a series without one."""
    if block.max() <= LARGEST and block.min() >= -LARGEST:
        return False
    for place in np.flatnonzero((np.abs(block) > LARGEST).any(axis=0)):
        refuse_endless(block[:, place], axes=("period",), name=f"series {columns[place]}")
    empty = np.flatnonzero(np.isnan(block).all(axis=0))
    if len(empty):
        raise SpcError(f"series {columns[empty[0]]}: there is no figure.")
    return True


def _points_in(segment: Floats, gaps: bool) -> Any:
    return (~np.isnan(segment)).sum(axis=0) if gaps else len(segment)


def _note_last(sheet: _Sheet, block: Floats, place: Any, gaps: bool) -> None:
    """The label and limits of the newest period that is not missing: the icons are about it."""
    newest = np.full(block.shape[1], len(block) - 1)
    if gaps:
        newest -= (~np.isnan(block))[::-1].argmax(axis=0)
    across = np.arange(block.shape[1])
    sheet.last[place] = sheet.labels[:, place][newest, across]
    line_rows = newest if len(sheet.trial) > 1 else np.zeros_like(newest)
    sheet.limits[:, place] = sheet.lines[1:3][:, :, place][:, line_rows, across]
