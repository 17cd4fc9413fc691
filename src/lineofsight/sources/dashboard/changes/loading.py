"""Loading a publisher's file on the command line: read by a recipe, accepted at once, with a report of every refused cell."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.db import transaction

from lineofsight.cycle.requests.models import Return
from lineofsight.engine import tables
from lineofsight.foundation.partnership.models import Area, Partnership
from lineofsight.foundation.trail.changes import Doer
from lineofsight.sources.dashboard.changes import states
from lineofsight.sources.dashboard.changes.figures import (
    Figure,
    accept_figures,
    digest_of,
    version_on,
    versions_by_measure,
)
from lineofsight.sources.dashboard.changes.rollups import roll_up
from lineofsight.sources.dashboard.models import MeasureVersion, Observation, Series

State = Observation.State
STATES = {
    "value": State.VALUE,
    "suppressed": State.SUPPRESSED,
    "missing": State.MISSING,
    "not_applicable": State.NOT_APPLICABLE,
    "estimated": State.ESTIMATED,
    "provisional": State.PROVISIONAL,
    "low": State.LOW,
    "unreliable": State.UNRELIABLE,
}
FIRST_DAY = date(1900, 1, 1)


@dataclass(slots=True)
class Report:
    """What came of a file: for a person, and as JSON."""

    rows_read: int = 0
    new: int = 0
    restated: int = 0
    unchanged: int = 0
    refused: list[dict[str, Any]] = field(default_factory=list)
    warnings_raised: int = 0

    def as_json(self) -> dict[str, Any]:
        """The report as plain values."""
        return asdict(self)


class _OnlyTrying(Exception):
    """Takes back everything that a dry run did."""


def load_file(
    partnership: Partnership,
    path: Path,
    *,
    recipe: tables.Recipe,
    by: Doer,
    now: datetime,
    today: date,
    received_at: datetime | None = None,
    measures: Iterable[str] = (),
    dry_run: bool = False,
) -> Report:
    """Read and accept one file, in one transaction. TableError when the file or the recipe cannot be used: then nothing is kept."""
    reading = tables.read(path, recipe)
    report = Report(rows_read=reading.rows_read, refused=[refusal.as_dict() for refusal in reading.refusals])
    try:
        with transaction.atomic():
            figures = _figures(partnership, reading, only=frozenset(measures), report=report)
            _accept(
                partnership,
                figures,
                path=path,
                recipe=recipe,
                by=by,
                now=now,
                today=today,
                received_at=received_at,
                report=report,
            )
            if dry_run:
                raise _OnlyTrying
    except _OnlyTrying:
        pass
    return report


def _accept(
    partnership: Partnership,
    figures: Sequence[Figure],
    *,
    path: Path,
    recipe: tables.Recipe,
    by: Doer,
    now: datetime,
    today: date,
    received_at: datetime | None,
    report: Report,
) -> None:
    digest = digest_of(figures)
    number = Return.objects.for_partnership(partnership).count() + 1
    source = Return.objects.create(
        partnership=partnership,
        reference=f"L{number:05d}",
        how=Return.How.LOAD,
        state=Return.State.ACCEPTED,
        recipe_name=recipe.name,
        content_digest=digest,
        created_by_id=by.actor_id,
        received_at=received_at or now,
        received_by_id=by.actor_id,
        accepted_at=now,
        accepted_by_id=by.actor_id,
        note=path.name,
    )
    outcome = accept_figures(partnership, figures, source=source, known_from=now, by=by)
    versions = set(
        Series.objects.filter(pk__in=list(outcome.changed_series)[:900]).values_list("version_id", flat=True)
    )
    rolled = roll_up(partnership, versions=versions, known_from=now, since=outcome.first_period)
    report.new, report.restated, report.unchanged = outcome.new, outcome.restated, outcome.unchanged
    changed = outcome.changed_series | rolled.changed_series
    report.warnings_raised = states.refresh(partnership, series_ids=changed, now=now, today=today, by=by)


def _figures(
    partnership: Partnership, reading: tables.Reading, *, only: frozenset[str], report: Report
) -> list[Figure]:
    versions = versions_by_measure(partnership)
    areas = _areas(set(reading.columns["area"].tolist()))
    figures: list[Figure] = []
    unknown: set[str] = set()
    for row in reading.each():
        if only and row.measure not in only:
            continue
        if row.measure not in versions:
            if row.measure not in unknown:
                unknown.add(row.measure)
                report.refused.append(_no_such_measure(row))
            continue
        figures.append(_figure(row, areas[row.area], version_on(versions[row.measure], row.period_start)))
    return figures


def _no_such_measure(row: tables.Observation) -> dict[str, Any]:
    reason = f"The partnership has no measure “{row.measure}”. Add it to its catalogue, then load the file again."
    return {"sheet": row.sheet, "row": row.row, "column": row.column, "value": row.measure, "reason": reason}


def _figure(row: tables.Observation, area: int, version: MeasureVersion) -> Figure:
    state = STATES[row.state]
    value = row.value
    if value is None and state in {State.VALUE, State.ESTIMATED, State.PROVISIONAL}:
        value = _rate(row.numerator, row.denominator, version.multiplier)
        if value is None:
            state = State.MISSING
    return Figure(
        measure=row.measure,
        area=area,
        period=row.period_start,
        value=value,
        numerator=row.numerator,
        denominator=row.denominator,
        state=state,
        breakdown=row.breakdown,
        period_type=row.period_type,
        sheet=row.sheet,
        row=row.row,
        column=row.column,
    )


def _rate(numerator: float | None, denominator: float | None, multiplier: float) -> float | None:
    """A rate is computed from the counts, never from a rounded rate; a count without a denominator is itself."""
    if numerator is None:
        return None
    if denominator is None:
        return numerator
    return None if denominator == 0 else multiplier * numerator / denominator


def _areas(codes: set[str]) -> dict[str, int]:
    """The rows of the areas, made for official codes that are not there yet: they are what ours are compared with."""
    known = dict(Area.objects.filter(code__in=codes).values_list("code", "pk"))
    missing = sorted(codes - set(known))
    made = Area.objects.bulk_create(
        Area(code=code, name=tables.area_name(code) or code, kind=_kind(code), starts_on=FIRST_DAY) for code in missing
    )
    return known | {area.code: area.pk for area in made}


KINDS = {
    "E92": Area.Kind.COUNTRY, "E12": Area.Kind.REGION, "E10": Area.Kind.COUNTY, "E06": Area.Kind.UNITARY,
    "E07": Area.Kind.DISTRICT, "E08": Area.Kind.UNITARY, "E09": Area.Kind.UNITARY, "E23": Area.Kind.FORCE,
    "E54": Area.Kind.ICB,
}  # fmt: skip


def _kind(code: str) -> str:
    return KINDS.get(code[:3], Area.Kind.OTHER)
