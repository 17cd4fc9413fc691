"""The rows of figures that warnings and measures rest on: from a figure to the return, the file and the cell."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import F, Q
from django.urls import reverse

from lineofsight.foundation.partnership.queries import Here
from lineofsight.foundation.partnership.sight import Ground, Kind, add_grounds, add_kind
from lineofsight.sources.dashboard.models import Cell, Observation, Series, WarningSeries
from lineofsight.sources.dashboard.permissions import may_trace
from lineofsight.sources.dashboard.queries.tracing import SOURCE, said
from lineofsight.sources.dashboard.rules import periods

MOST = 12
CLOSED = "A row of figures that you may not open"


@dataclass(frozen=True, slots=True)
class Behind:
    """A figure, and the subject that rests on it."""

    subject: UUID
    figure: Observation


def register_all() -> None:
    """Add everything; called once, when the room is ready."""
    add_kind(Kind("measure", "Measure"))
    add_kind(Kind("publication", "Published figures"))
    add_grounds("figures", figures_behind)


def figures_behind(here: Here, subjects: Sequence[UUID]) -> Iterator[Ground]:
    """The figures of these warnings, and the newest of these measures, each with its return, file and cell.

    A total is followed to the figures that it was made from. Three queries; at most twelve rows of a thing.
    """
    behind = [*_of_warnings(here, subjects), *_of_measures(here, subjects)]
    totals = [one.figure for one in behind if one.figure.cell_id is None]
    parts = list(_parts(totals)) if totals else []
    for subject in dict.fromkeys(one.subject for one in behind):
        own = [one.figure for one in behind if one.subject == subject]
        rows = {row.pk: row for row in [*own, *(part for figure in own for part in _inside(figure, parts))]}
        yield from _grounds(here, subject, list(rows.values()))


def _of_warnings(here: Here, subjects: Sequence[UUID]) -> list[Behind]:
    rows = Observation.objects.select_related(*SOURCE).filter(
        series__partnership=here.partnership, series__warnings__warning__subject__in=subjects, known_to__isnull=True,
        period=F("series__warnings__period"),
    )  # fmt: skip
    named = rows.annotate(told=F("series__warnings__warning__subject"))
    return [Behind(row.told, row) for row in named.order_by("series__organisation__name", "series__area__name", "pk")]


def _of_measures(here: Here, subjects: Sequence[UUID]) -> list[Behind]:
    """The newest figure of everybody together; where there is none, nothing."""
    rows = Observation.objects.select_related(*SOURCE).filter(
        series__partnership=here.partnership, series__version__measure__subject__in=subjects, series__breakdown="",
        series__organisation__isnull=True, series__is_benchmark=False, known_to__isnull=True,
    )  # fmt: skip
    newest: dict[UUID, Behind] = {}
    for row in rows.annotate(told=F("series__version__measure__subject")).order_by(
        "-period", "series__area__kind", "pk"
    )[:200]:
        newest.setdefault(row.told, Behind(row.told, row))
    return list(newest.values())


def _parts(totals: Sequence[Observation]) -> Iterable[Observation]:
    """What the totals were made from; one query for all of them."""
    wanted = Q()
    for figure in totals:
        series: Series = figure.series
        wanted |= Q(
            series__version=series.version_id, series__breakdown=series.breakdown, series__period_type=series.period_type,
            period=figure.period, known_from__lte=figure.known_from,
        )  # fmt: skip
    rows = Observation.objects.select_related(*SOURCE).filter(
        wanted,
        series__is_benchmark=False,
        cell__isnull=False,
        series__organisation__isnull=False,
        known_to__isnull=True,
    )
    return rows.order_by("series__organisation__name", "series__area__name", "pk")[:200]


def _inside(total: Observation, parts: Iterable[Observation]) -> Iterator[Observation]:
    """The parts of one total: its organisation's, of its area or of one inside it."""
    if total.cell_id is not None:
        return
    own = total.series
    for row in parts:
        same = (row.series.version_id, row.series.breakdown, row.period) == (
            own.version_id,
            own.breakdown,
            total.period,
        )
        theirs = own.organisation_id in (None, row.series.organisation_id)
        if same and theirs and own.area_id in (row.series.area_id, row.series.area.parent_id):
            yield row


def _grounds(here: Here, subject: UUID, rows: Sequence[Observation]) -> Iterator[Ground]:
    """The rows that the person may trace; that there are others is said once."""
    mine = [row for row in rows if may_trace(here, row.series.organisation_id)]
    for row in mine[:MOST]:
        yield Ground(subject, "Figure", figure_title(row), figure_url(here, row), place_of(row.cell))
    if len(mine) > MOST:
        yield Ground(subject, "Figures", f"{len(mine) - MOST} more rows behind it")
    if len(mine) < len(rows):
        yield Ground(subject, "Figure", CLOSED)


def resting_on(row: Observation) -> list[UUID]:
    """The warnings that rest on this figure, and its measure; one query."""
    behind = WarningSeries.objects.filter(series=row.series_id, period=row.period, warning__subject__isnull=False)
    measure = row.series.version.measure.subject_id
    return [*behind.values_list("warning__subject", flat=True), *([measure] if measure else [])]


def figure_url(here: Here, row: Observation) -> str:
    """The page of where the figure came from."""
    return reverse("dashboard:figure", args=[here.partnership.slug, row.pk])


def figure_title(row: Observation) -> str:
    """The figure in words: what, whose, where, when."""
    series = row.series
    whose = series.organisation.name if series.organisation else "All organisations together"
    return f"{said(row)}: {series.version.name}, {whose}, {series.area.name}, {periods.label(row.period, series.period_type)}"


def place_of(cell: Cell | None) -> str:
    """The return, the file and the cell in one line."""
    if cell is None:
        return "worked out from other rows"
    source = cell.source
    parts = [
        f"return {source.reference}", source.file.name if source.file else "", f"sheet {cell.sheet}" if cell.sheet else "",
        f"row {cell.row}" if cell.row else "", f"column {cell.column}" if cell.column else "",
    ]  # fmt: skip
    return ", ".join(part for part in parts if part)
