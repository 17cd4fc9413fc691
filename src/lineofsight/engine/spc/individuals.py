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
from lineofsight.engine.spc.settings import setting_of, signs_of, targets_of
from lineofsight.engine.spc.stretches import Stretch, stretches_of

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
    stretches = stretches_of(series, periods, rebase=rebase, fix_after=fix_after, screen=screen, points=points)
    gappy = _gappy(figures)
    sheet = _Sheet.blank(series, periods, segmented=any(stretch.length < periods for stretch in stretches))
    for stretch in stretches:
        for first in range(0, len(stretch.series), CHUNK):
            part = stretch.part(slice(first, first + CHUNK))
            _fill(sheet, figures, part, gaps=bool(gappy[part.series].any()), as_published=as_published)
    sheet.note_last(figures, gappy)
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
    def blank(cls, series: int, periods: int, *, segmented: bool) -> "_Sheet":
        rows = periods if segmented else 1
        return cls(
            lines=np.empty((len(LINE_NAMES), rows, series)),
            trial=np.empty((rows, series), dtype=bool),
            labels=np.empty((periods, series), dtype=np.uint8),
            rules=np.empty((periods, series), dtype=np.uint8),
            last=np.empty(series, dtype=np.uint8),
            limits=np.empty((2, series)),
        )

    def note_last(self, figures: Floats, gappy: Bools) -> None:
        """The label and limits of the newest period that is not missing: the icons are about it."""
        newest = np.full(len(gappy), len(self.labels) - 1)
        newest[gappy] -= (~np.isnan(figures[gappy]))[:, ::-1].argmax(axis=1)
        across = np.arange(len(gappy))
        self.last[:] = self.labels[newest, across]
        rows = newest if len(self.trial) > 1 else np.zeros_like(newest)
        self.limits[:] = self.lines[1:3, rows, across]

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


def _fill(sheet: _Sheet, figures: Floats, stretch: Stretch, *, gaps: bool, as_published: bool) -> None:
    """Work out stretches of one length and write them down."""
    block = np.ascontiguousarray(stretch.read(figures).T)
    baseline = block[: stretch.fix_after]
    lines = lines_of(baseline, gaps=gaps, screen=stretch.screen, as_published=as_published)
    found = fired(block, lines, points=stretch.points)
    place = stretch.place
    sheet.labels[place], sheet.rules[place] = found.label, found.rules
    if len(sheet.trial) == 1:
        place = (slice(0, 1), place[1])
    sheet.trial[place] = _points_in(block, gaps and not as_published) < FEWEST_TO_LOCK
    for row, name in enumerate(LINE_NAMES):
        sheet.lines[row][place] = getattr(lines, name)


def _gappy(figures: Floats) -> Bools:
    """Which series lack a period. Raises SpcError for a figure too large or a series without one."""
    gappy = np.zeros(len(figures), dtype=bool)
    for first in range(0, len(figures), CHUNK):
        rows = figures[first : first + CHUNK]
        if rows.max() <= LARGEST and rows.min() >= -LARGEST:
            continue
        for place in np.flatnonzero((np.abs(rows) > LARGEST).any(axis=1)):
            refuse_endless(rows[place], axes=("period",), name=f"series {first + place}")
        missing = np.isnan(rows)
        empty = np.flatnonzero(missing.all(axis=1))
        if len(empty):
            raise SpcError(f"series {first + empty[0]}: there is no figure.")
        gappy[first : first + CHUNK] = missing.any(axis=1)
    return gappy


def _points_in(segment: Floats, gaps: bool) -> Any:
    return (~np.isnan(segment)).sum(axis=0) if gaps else len(segment)
