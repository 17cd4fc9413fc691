"""Accepting figures: the one way into the table of observations. Nothing is overwritten; what was known stays known."""

import hashlib
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TypeVar
from uuid import UUID

from django.db import transaction
from django.db.models import Max, QuerySet

from lineofsight.cycle.requests.models import Return
from lineofsight.foundation.partnership.models import Partnership
from lineofsight.foundation.trail.changes import Doer, record
from lineofsight.sources.dashboard.changes.inserting import insert
from lineofsight.sources.dashboard.models import Cell, Measure, MeasureVersion, Observation, Series
from lineofsight.sources.dashboard.queries.days import by_day
from lineofsight.sources.dashboard.rules.totals import says_the_same

# SQLite takes a thousand parameters or so in one statement; PostgreSQL would take more, and gains little from it.
BATCH = 900

T = TypeVar("T")
SeriesKey = tuple[int, int, str, str]


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure, ready to be accepted. `area` is the row's key; `period` the first day of the period.

    `period_type` is the measure's own where it is empty.
    """

    measure: str
    area: int
    period: date
    value: float | None
    numerator: float | None = None
    denominator: float | None = None
    state: int = Observation.State.VALUE
    breakdown: str = ""
    period_type: str = ""
    sheet: str = ""
    row: int = 0
    column: str = ""

    def says(self) -> tuple[float | None, float | None, float | None, int]:
        """What it says, apart from where it came from."""
        return (self.value, self.numerator, self.denominator, int(self.state))


@dataclass(slots=True)
class Outcome:
    """How many figures were new, restated and unchanged; `changed` has the periods that changed of each series."""

    new: int = 0
    restated: int = 0
    unchanged: int = 0
    changed: dict[int, set[date]] = field(default_factory=dict)

    @property
    def changed_series(self) -> set[int]:
        """The series whose figures changed."""
        return set(self.changed)

    def add(self, other: "Outcome") -> None:
        """Count another outcome in."""
        self.new += other.new
        self.restated += other.restated
        self.unchanged += other.unchanged
        for series, periods in other.changed.items():
            self.changed.setdefault(series, set()).update(periods)


class UnknownMeasure(ValueError):
    """A figure is of a measure that the partnership does not have."""


def hold_figures(partnership: Partnership) -> None:
    """Until the transaction ends, nobody else changes this partnership's figures: two returns that are accepted at the same
    moment would each make totals without the other's figures.
    """
    # The row's key is not locked, so that everything which only points at the partnership goes on meanwhile.
    Partnership.objects.select_for_update(no_key=True).get(pk=partnership.pk)


@transaction.atomic
def accept_figures(
    partnership: Partnership, figures: Sequence[Figure], *, source: Return, known_from: datetime, by: Doer
) -> Outcome:
    """Put the figures of one return into the record, in one transaction with one trail entry.

    A figure that says the same as the current one changes nothing; one that says something else supersedes it. Two figures
    for the same series and period in one return: the last one counts. UnknownMeasure names a measure that is not there.
    """
    hold_figures(partnership)
    keyed = _by_series_and_period(partnership, figures, source=source)
    outcome = put(keyed, source=source, known_from=known_from)
    after = {
        "return": source.reference,
        "new": outcome.new,
        "restated": outcome.restated,
        "unchanged": outcome.unchanged,
        "digest": digest_of(figures),
    }
    record(
        partnership.chain,
        by=by,
        deed="dashboard.accept_figures",
        subject=source.subject,
        after=after,
        rows=max(len(keyed), 1),
    )
    return outcome


def put(keyed: dict[tuple[int, date], Figure], *, source: Return | None, known_from: datetime) -> Outcome:
    """Write figures by (series, period): insert what is new, supersede what says something else. No trail entry of its own."""
    current = _current(keyed)
    outcome, to_write, to_end = Outcome(), [], []
    for key, figure in keyed.items():
        held = current.get(key)
        if held is None:
            outcome.new += 1
        elif held[1] == figure.says() or (source is None and says_the_same(held[1], figure.says())):
            outcome.unchanged += 1
            continue
        else:
            outcome.restated += 1
            to_end.append(held[0])
        to_write.append((key, figure))
    for ids in in_batches(to_end):
        Observation.objects.filter(pk__in=ids).update(known_to=known_from)
    _insert(to_write, source=source, known_from=known_from)
    for (series, period), _ in to_write:
        outcome.changed.setdefault(series, set()).add(period)
    return outcome


def retire(keys: Set[tuple[int, date]], *, known_to: datetime) -> Outcome:
    """End worked-out figures, by series and period, that can no longer be worked out; what was known stays known."""
    outcome = Outcome()
    for ids in in_batches(sorted({series for series, _ in keys})):
        rows = Observation.objects.filter(series__in=ids, known_to__isnull=True, cell__isnull=True)
        held = [(pk, series, day) for day, pk, series in by_day(rows, "pk", "series_id") if (series, day) in keys]
        Observation.objects.filter(pk__in=[pk for pk, _, _ in held]).update(known_to=known_to)
        for _, series, day in held:
            outcome.changed.setdefault(series, set()).add(day)
    return outcome


def _by_series_and_period(
    partnership: Partnership, figures: Sequence[Figure], *, source: Return
) -> dict[tuple[int, date], Figure]:
    versions = versions_by_measure(partnership)
    wanted: list[tuple[SeriesKey, Figure]] = []
    for figure in figures:
        found = versions.get(figure.measure)
        if found is None:
            raise UnknownMeasure(f"There is no measure “{figure.measure}” in {partnership}.")
        version = version_on(found, figure.period)
        key = (version.pk, figure.area, figure.breakdown, figure.period_type or version.period_type)
        wanted.append((key, figure))
    series = series_for(partnership, {key for key, _ in wanted}, organisation=source.organisation_id)
    return {(series[key], figure.period): figure for key, figure in wanted}


def versions_by_measure(partnership: Partnership) -> dict[str, list[MeasureVersion]]:
    """Each measure's versions, oldest first, by the measure's code; one query."""
    found: dict[str, list[MeasureVersion]] = {}
    rows = MeasureVersion.objects.filter(measure__partnership=partnership).select_related("measure").order_by("number")
    for version in rows:
        found.setdefault(version.measure.code, []).append(version)
    return found


def version_on(versions: Sequence[MeasureVersion], day: date) -> MeasureVersion:
    """The version that counts for a period beginning on the day; the first one for a period before them all."""
    counting = [version for version in versions if version.effective_from <= day]
    return counting[-1] if counting else versions[0]


def series_for(
    partnership: Partnership,
    keys: set[SeriesKey],
    *,
    organisation: UUID | None,
    is_derived: bool = False,
) -> dict[SeriesKey, int]:
    """The series of each (version, area, breakdown, kind of period) of one organisation, made where missing.

    A series that was only ever worked out is no longer a derived one once somebody supplies a figure for it.
    """
    versions = {key[0] for key in keys}
    rows = Series.objects.for_partnership(partnership).filter(version__in=versions, organisation=organisation)
    found = _keys_of(rows)
    if not is_derived:
        derived = _keys_of(rows.filter(is_derived=True))
        for ids in in_batches(sorted(derived[key] for key in keys & set(derived))):
            Series.objects.filter(pk__in=ids).update(is_derived=False)
    missing = sorted(keys - set(found))
    if missing:
        ours = set(partnership.coverages.values_list("area_id", flat=True))
        Series.objects.bulk_create(
            [
                Series(
                    partnership=partnership,
                    version_id=version,
                    area_id=area,
                    breakdown=breakdown,
                    period_type=period_type,
                    organisation_id=organisation,
                    is_derived=is_derived,
                    is_benchmark=area not in ours,
                )
                for version, area, breakdown, period_type in missing
            ],
            ignore_conflicts=True,
        )
        found = _keys_of(rows.all())
    return {key: found[key] for key in keys}


def _keys_of(rows: QuerySet[Series]) -> dict[SeriesKey, int]:
    facts = rows.values_list("version_id", "area_id", "breakdown", "period_type", "pk")
    return {(version, area, breakdown, kind): pk for version, area, breakdown, kind, pk in facts}


Says = tuple[float | None, ...]


def _current(keyed: dict[tuple[int, date], Figure]) -> dict[tuple[int, date], tuple[int, Says]]:
    """The current observation of each key: its row and what it says."""
    found: dict[tuple[int, date], tuple[int, Says]] = {}
    if not keyed:
        return found
    first, last = min(day for _, day in keyed), max(day for _, day in keyed)
    for ids in in_batches(sorted({series for series, _ in keyed})):
        rows = Observation.objects.filter(series__in=ids, known_to__isnull=True, period__gte=first, period__lte=last)
        for period, series, row, *says in by_day(rows, "series_id", "pk", "value", "numerator", "denominator", "state"):
            found[(series, period)] = (row, tuple(says))
    return found


FACTS = ("series_id", "period", "value", "numerator", "denominator", "state", "known_from", "cell_id")


def _insert(rows: Sequence[tuple[tuple[int, date], Figure]], *, source: Return | None, known_from: datetime) -> None:
    cells = [None] * len(rows) if source is None else _cells([figure for _, figure in rows], source=source)
    facts = [
        (series, day, one.value, one.numerator, one.denominator, int(one.state), known_from, cell)
        for ((series, day), one), cell in zip(rows, cells, strict=True)
    ]
    insert(Observation, FACTS, facts)


def _cells(figures: Sequence[Figure], *, source: Return) -> list[int]:
    """A cell for each figure, in their order: the database numbers them as they come."""
    held = Cell.objects.filter(source=source)
    last = held.aggregate(last=Max("pk"))["last"] or 0
    places = [(source.pk, one.sheet[:60], one.row, one.column[:12]) for one in figures]
    insert(Cell, ("source_id", "sheet", "row", "column"), places)
    return list(held.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True))


def in_batches(items: Sequence[T]) -> Iterator[Sequence[T]]:
    """The items, so many at a time as one statement takes."""
    for first in range(0, len(items), BATCH):
        yield items[first : first + BATCH]


def digest_of(figures: Sequence[Figure]) -> str:
    """One hash of all that the figures say: the same content twice is known as such."""
    lines = sorted(
        f"{f.measure}|{f.area}|{f.breakdown}|{f.period_type}|{f.period.isoformat()}|{f.says()!r}" for f in figures
    )
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def measure_codes(partnership: Partnership) -> frozenset[str]:
    """The codes of the partnership's measures; one query."""
    return frozenset(Measure.objects.for_partnership(partnership).values_list("code", flat=True))
