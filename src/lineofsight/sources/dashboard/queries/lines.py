"""One line of a chart: the same organisation, area and breakdown through every definition, joined with marked breaks."""

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import date

import numpy as np

from lineofsight.engine import spc
from lineofsight.engine.disclosure import Rule
from lineofsight.foundation.partnership.models import Area, Organisation
from lineofsight.sources.dashboard.models import Annotation, MeasureVersion, Series
from lineofsight.sources.dashboard.queries.looking import Look
from lineofsight.sources.dashboard.queries.panels import concerns, marks_of, panel_of, trait_of
from lineofsight.sources.dashboard.rules import disclosing, periods
from lineofsight.sources.dashboard.rules.judging import Judgement, judge, usable_rebases
from lineofsight.sources.dashboard.rules.panel import NONE, Floats, Marks, Panel, Trait


@dataclass(frozen=True, slots=True)
class Line:
    """A line with its limits. Positions are columns of `panel`, which has one row; `shows` is what it shows now."""

    series: tuple[Series, ...]
    period_type: str
    trait: Trait
    panel: Panel
    limits: spc.Xmr | None
    shows: Judgement | None
    breaks: tuple[int, ...] = ()
    excluded: tuple[int, ...] = ()
    version_breaks: tuple[int, ...] = ()
    annotations: tuple[Annotation, ...] = field(default_factory=tuple)

    @property
    def organisation(self) -> Organisation | None:
        """Whose figures; None for everybody together."""
        return self.series[-1].organisation

    @property
    def area(self) -> Area:
        """Of which area."""
        return self.series[-1].area

    @property
    def has_figures(self) -> bool:
        """True when at least one figure may be drawn."""
        return bool((~np.isnan(self.panel.values)).any())

    def label(self, column: int) -> str:
        """A period in words."""
        return periods.label(self.panel.periods[column], self.period_type)


def line_of(
    versions: Sequence[MeasureVersion],
    series: Sequence[Series],
    annotations: Iterable[Annotation],
    *,
    look: Look,
    rule: Rule | None,
    more: Mapping[int, Set[date]] | None = None,
) -> Line | None:
    """The line that these series make, one a definition; None without any. One query.

    `rule` and `more` are what the outer circle may not see: by the number itself, and to protect others.
    """
    kind = periods.finest([one.period_type for one in series], first=versions[-1].period_type)
    order = {version.pk: version.number for version in versions}
    chosen = sorted((one for one in series if one.period_type == kind), key=lambda one: order[one.version_id])
    if kind is None or not chosen:
        return None
    ids = [one.pk for one in chosen]
    parts = panel_of(ids, period_type=kind, moment=look.moment, upto=look.upto)
    with_rows = [row for row in range(len(ids)) if parts.newest(row) is not None]
    if not with_rows:
        return None
    chosen, parts = [chosen[row] for row in with_rows], parts.rows(with_rows)
    panel, starts = _joined(disclosing.hide_more(parts, more or {}))
    trait = trait_of(versions[-1], kind)
    if rule is not None:
        panel = disclosing.hide(panel, [rule], [trait])
    return _with_limits(chosen, kind, trait, panel, starts, list(annotations))


def _joined(parts: Panel) -> tuple[Panel, list[int]]:
    """The definitions' figures in one row, the newer one first where two have the same period; where each begins."""
    row = {name: getattr(parts, name)[0].copy() for name in ("values", "numerators", "denominators", "states", "ids")}
    starts = []
    for at in range(1, len(parts.series)):
        own = parts.states[at] != NONE
        starts.append(int(np.flatnonzero(own)[0]))
        for name, values in row.items():
            values[own] = getattr(parts, name)[at][own]
    joined = Panel(parts.series[-1:], parts.periods, *(row[name][None, :] for name in row))
    return joined, starts


def _with_limits(
    series: Sequence[Series],
    kind: str,
    trait: Trait,
    panel: Panel,
    starts: Sequence[int],
    annotations: Sequence[Annotation],
) -> Line:
    last = series[-1]
    own = tuple(a for a in annotations if concerns(a, organisation=last.organisation_id, area=last.area_id))
    marks = marks_of(panel, [last], own)
    rebases = sorted({*starts, *marks.rebases[0]})
    judged = panel.judged(marks.excluded)
    breaks = usable_rebases(rebases, judged[0])
    shows = judge(panel, [trait], Marks([list(breaks)], marks.excluded))
    limits = _limits(judged[0], trait, breaks) if trait.is_charted else None
    return Line(
        series=tuple(series),
        period_type=kind,
        trait=trait,
        panel=panel,
        limits=limits,
        shows=shows[0] if shows else None,
        breaks=tuple(breaks),
        excluded=tuple(marks.excluded[0]),
        version_breaks=tuple(starts),
        annotations=own,
    )


def _limits(judged: Floats, trait: Trait, breaks: Sequence[int]) -> spc.Xmr | None:
    if (~np.isnan(judged)).sum() < 2:
        return None
    return spc.xmr(judged, improves=trait.improves, target=trait.target, rebase=list(breaks))


def position_of(line: Line, day: date | None) -> int | None:
    """The column of a period; None when it is not on the line."""
    return line.panel.periods.index(day) if day is not None and day in line.panel.periods else None
