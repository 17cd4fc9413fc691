"""Figures of many series read into arrays: one query for each thousand series, however many months there are."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lineofsight.sources.dashboard.models import Annotation, MeasureVersion, Observation, Series
from lineofsight.sources.dashboard.queries.days import with_day
from lineofsight.sources.dashboard.queries.figures import known_on
from lineofsight.sources.dashboard.rules import periods
from lineofsight.sources.dashboard.rules.panel import NONE, Marks, Panel, Trait

MOST_SERIES = 800


FACTS = ("day", "series_id", "value", "numerator", "denominator", "state", "pk")


def panel_of(
    series: Sequence[int], *, period_type: str, moment: datetime | None = None, upto: date | None = None
) -> Panel:
    """The figures of these series, all of one kind of period, as they are or as they were known at the moment."""
    found: list[Any] = []
    for first in range(0, len(series), MOST_SERIES):
        rows = known_on(Observation.objects.filter(series__in=series[first : first + MOST_SERIES]), moment)
        if upto is not None:
            rows = rows.filter(period__lte=upto)
        found += with_day(rows).values_list(*FACTS)
    return _filled(tuple(series), found, period_type)


def _filled(series: tuple[int, ...], found: list[Any], period_type: str) -> Panel:
    texts, ids, values, numerators, denominators, states, keys = zip(*found, strict=True) if found else ((),) * 7
    days = {text: date.fromisoformat(text) for text in set(texts)}
    axis = periods.axis_of(days.values(), period_type)
    row_of, column_of = {pk: row for row, pk in enumerate(series)}, {day: column for column, day in enumerate(axis)}
    column_of_text = {text: column_of[day] for text, day in days.items()}
    place = (
        np.array([row_of[pk] for pk in ids], dtype=np.intp),
        np.array([column_of_text[text] for text in texts], dtype=np.intp),
    )
    shape = (len(series), len(axis))
    return Panel(
        series=series,
        periods=tuple(axis),
        values=_placed(np.full(shape, np.nan), place, values),
        numerators=_placed(np.full(shape, np.nan), place, numerators),
        denominators=_placed(np.full(shape, np.nan), place, denominators),
        states=_placed(np.full(shape, NONE, dtype=np.int8), place, states),
        ids=_placed(np.zeros(shape, dtype=np.int64), place, keys),
    )


def _placed(blank: NDArray[Any], place: Any, values: Sequence[Any]) -> NDArray[Any]:
    blank[place] = np.array(values, dtype=blank.dtype)
    return blank


def trait_of(version: MeasureVersion, period_type: str) -> Trait:
    """What judging needs to know of the definition."""
    return Trait(
        improves=version.direction,
        family=version.family,
        period_type=period_type,
        is_charted=periods.is_charted(taken=version.taken, period_type=period_type),
        target=version.target,
        multiplier=float(version.multiplier),
        name=version.name,
        unit=version.unit,
        decimals=version.decimals,
    )


def annotations_of(measures: Iterable[object], *, moment: datetime | None = None) -> list[Annotation]:
    """The signed acts on these measures that stood at the moment; one query."""
    rows = Annotation.objects.filter(measure__in=list(measures)).select_related(
        "by", "organisation", "area", "withdrawn_by"
    )
    if moment is None:
        return list(rows.filter(withdrawn_at__isnull=True))
    return [a for a in rows.filter(at__lte=moment) if a.withdrawn_at is None or a.withdrawn_at > moment]


def marks_of(panel: Panel, facts: Sequence[Series], annotations: Iterable[Annotation]) -> Marks:
    """The annotations as columns of the panel. `facts` are the series of its rows, with their version."""
    by_measure = defaultdict(list)
    for annotation in annotations:
        if annotation.kind != Annotation.Kind.NOTE:
            by_measure[annotation.measure_id].append(annotation)
    marks = Marks.none(len(facts))
    for row, series in enumerate(facts):
        for annotation in by_measure.get(series.version.measure_id, ()):
            if concerns(annotation, organisation=series.organisation_id, area=series.area_id):
                _mark(marks, row, annotation, panel.periods)
    return marks


def concerns(annotation: Annotation, *, organisation: object, area: int) -> bool:
    """Whether an annotation is about the series of this organisation and area; one of neither is about all."""
    right_area = annotation.area_id is None or annotation.area_id == area
    return right_area and (annotation.organisation_id is None or annotation.organisation_id == organisation)


def _mark(marks: Marks, row: int, annotation: Annotation, axis: Sequence[date]) -> None:
    column = next((at for at, day in enumerate(axis) if day >= annotation.period), None)
    if column is None:
        return
    if annotation.kind == Annotation.Kind.REBASE:
        if column:
            marks.rebases[row] = sorted({*marks.rebases[row], column})
    elif axis[column] == annotation.period:
        marks.excluded[row].append(column)
