"""Where a figure came from: return, file, cell, person and moment; what was known before; what a total was made from."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from lineofsight.foundation.partnership.models import Partnership
from lineofsight.sources.dashboard.models import Observation
from lineofsight.sources.dashboard.rules import periods, words


@dataclass(frozen=True, slots=True)
class Traced:
    """One figure with its history (newest first) and, for a total, the figures that it was made from."""

    figure: Observation
    history: tuple[Observation, ...]
    parts: tuple[Observation, ...]

    @property
    def period(self) -> str:
        """The period in words."""
        return periods.label(self.figure.period, self.figure.series.period_type)


SOURCE = (
    "series__version__measure", "series__area", "series__organisation", "cell__source__file", "cell__source__received_by",
    "cell__source__accepted_by", "cell__source__organisation",
)  # fmt: skip


def trace(partnership: Partnership, key: int) -> Traced:
    """The trail of one figure; three queries. Observation.DoesNotExist for another partnership's."""
    rows = Observation.objects.select_related(*SOURCE)
    figure = rows.get(pk=key, series__partnership=partnership)
    history = rows.filter(series=figure.series_id, period=figure.period).order_by("-known_from", "-pk")
    parts = _parts(figure) if figure.cell_id is None else []
    return Traced(figure, tuple(history), tuple(parts))


def _parts(figure: Observation) -> Sequence[Observation]:
    """What a total was made from, as it was known when the total was made."""
    series = figure.series
    rows = Observation.objects.select_related(*SOURCE).filter(
        series__version=series.version_id,
        series__breakdown=series.breakdown,
        series__period_type=series.period_type,
        series__is_benchmark=False,
        cell__isnull=False,
        series__organisation__isnull=False,
        period=figure.period,
        known_from__lte=figure.known_from,
    )
    rows = rows.filter(Q(known_to__isnull=True) | Q(known_to__gt=figure.known_from))
    if series.organisation_id is not None:
        rows = rows.filter(series__organisation=series.organisation_id)
    inside = _counted([row for row in rows if _inside(row, series.area_id)], series.area_id)
    return sorted(inside, key=lambda row: (str(row.series.organisation or ""), row.series.area.name))


def _counted(rows: Sequence[Observation], area: int) -> list[Observation]:
    """What counts of each organisation: the figure that it gave of the area itself, else those of its parts."""
    gave = {
        row.series.organisation_id
        for row in rows
        if row.series.area_id == area and row.state != Observation.State.MISSING
    }
    return [row for row in rows if (row.series.area_id == area) == (row.series.organisation_id in gave)]


def _inside(row: Observation, area: int) -> bool:
    return row.series.area_id == area or row.series.area.parent_id == area


def said(row: Observation) -> str:
    """The figure as a table shows it."""
    version = row.series.version
    return words.shown(row.value, row.state, unit=version.unit, decimals=version.decimals)


def ended(row: Observation) -> datetime | None:
    """Until when this was what we knew; None while it still is."""
    return row.known_to
