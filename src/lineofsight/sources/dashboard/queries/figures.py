"""Figures as they are, or as they were known on a day."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.db.models import Q, QuerySet

from lineofsight.engine.clocks import london_moment
from lineofsight.foundation.partnership.models import Partnership
from lineofsight.sources.dashboard.models import Observation

STATE_WORDS = {
    Observation.State.VALUE: "value",
    Observation.State.SUPPRESSED: "suppressed",
    Observation.State.MISSING: "missing",
    Observation.State.NOT_APPLICABLE: "not_applicable",
    Observation.State.ESTIMATED: "estimated",
    Observation.State.PROVISIONAL: "provisional",
    Observation.State.WITHDRAWN: "withdrawn",
    Observation.State.LOW: "low",
    Observation.State.UNRELIABLE: "unreliable",
}


def end_of(day: date) -> datetime:
    """The last moment of the day in London: what was accepted by then was known on that day."""
    return london_moment(day, time.max)


def known_on(rows: QuerySet[Observation], moment: datetime | None) -> QuerySet[Observation]:
    """The observations as they were known at the moment; as they are now when there is none."""
    if moment is None:
        return rows.filter(known_to__isnull=True)
    return rows.filter(Q(known_from__lte=moment) & (Q(known_to__isnull=True) | Q(known_to__gt=moment)))


@dataclass(frozen=True, slots=True)
class Source:
    """Where a figure came from: the return, its file, the cell, the moment and how."""

    reference: str
    how: str
    file: str
    sheet: str
    row: int
    column: str
    received_at: datetime | None
    accepted_at: datetime | None

    def as_json(self) -> dict[str, Any]:
        """For the command line and the API."""
        return {
            "return": self.reference,
            "how": self.how,
            "file": self.file,
            "sheet": self.sheet,
            "row": self.row,
            "column": self.column,
            "received_at": self.received_at.isoformat() if self.received_at else None,
            "accepted_at": self.accepted_at.isoformat() if self.accepted_at else None,
        }


def figures(
    partnership: Partnership, *, measure: str = "", area: str = "", moment: datetime | None = None
) -> Iterator[dict[str, Any]]:
    """Every figure with its source, by measure, area, breakdown and period; one query."""
    rows = known_on(Observation.objects.filter(series__partnership=partnership), moment)
    if measure:
        rows = rows.filter(series__version__measure__code=measure)
    if area:
        rows = rows.filter(series__area__code=area)
    rows = rows.select_related(
        "series__version__measure", "series__area", "series__organisation", "cell__source__file"
    ).order_by("series__version__measure__code", "series__area__code", "series__breakdown", "period", "series_id")
    for row in rows.iterator(chunk_size=2_000):
        yield _as_json(row)


def _as_json(row: Observation) -> dict[str, Any]:
    series, version = row.series, row.series.version
    return {
        "measure": version.measure.code,
        "area": series.area.code,
        "organisation": series.organisation.name if series.organisation else None,
        "breakdown": series.breakdown,
        "period_start": row.period.isoformat(),
        "period_end": period_end(row.period, series.period_type).isoformat(),
        "period_type": series.period_type,
        "numerator": row.numerator,
        "denominator": row.denominator,
        "value": row.value,
        "state": STATE_WORDS[Observation.State(row.state)],
        "known_from": row.known_from.isoformat(),
        "source": source_of(row).as_json() if row.cell else None,
    }


def source_of(row: Observation) -> Source:
    """Where the figure came from; KeyError-free only for a figure with a cell."""
    cell = row.cell
    if cell is None:
        raise LookupError("A total has no cell of its own: ask for the figures that it was made from.")
    source = cell.source
    return Source(
        reference=source.reference,
        how=source.get_how_display(),
        file=source.file.name if source.file else "",
        sheet=cell.sheet,
        row=cell.row,
        column=cell.column,
        received_at=source.received_at,
        accepted_at=source.accepted_at,
    )


def period_end(start: date, period_type: str) -> date:
    """The last day of the period that begins on `start`."""
    from lineofsight.engine.clocks import add_months

    months = {"month": 1, "quarter": 3, "term": 4}.get(period_type, 12)
    if period_type == "snapshot":
        return start
    following = add_months(start.replace(day=1), months)
    return date.fromordinal(following.toordinal() - 1)
