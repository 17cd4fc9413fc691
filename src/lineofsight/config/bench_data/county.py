"""A county of 26 agencies, 75 measures and 12 districts with its months of figures, in a database of its own."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray

FIRST_DAY = date(2016, 10, 1)
NOW = datetime(2026, 10, 20, 9, tzinfo=UTC)
KNOWN = datetime(2026, 10, 15, 9, tzinfo=UTC)
COLUMNS = ("series_id", "period", "value", "numerator", "denominator", "state", "known_from", "cell_id")


@dataclass(frozen=True, slots=True)
class Size:
    """How much of everything."""

    agencies: int = 26
    measures: int = 75
    districts: int = 12
    months: int = 120

    @property
    def figures(self) -> int:
        """Figures that agencies sent, totals not counted."""
        return self.agencies * self.measures * self.districts * self.months


def make(slug: str, size: Size) -> Any:
    """The partnership with an analyst, its measures, series and figures, and every total of them."""
    from lineofsight.config.demo.people import FIRST_DAY as STARTS
    from lineofsight.engine import framework as frameworks
    from lineofsight.foundation.handbook.changes import load_framework
    from lineofsight.foundation.partnership import changes
    from lineofsight.foundation.partnership.models import Area
    from lineofsight.foundation.trail.changes import Doer

    by = Doer.system("Bench")
    partnership = changes.add_partnership(slug=slug, name=slug.title(), by=by, is_made_up=True)
    load_framework(frameworks.load("kscmp-2024"), by=by, counts_from=STARTS, partnership=partnership)
    whole = Area.objects.create(code=f"X1-{slug}", name="Whole", kind="county", starts_on=STARTS)
    changes.cover_area(partnership, whole, starts_on=STARTS, by=by, is_whole=True)
    areas = [whole]
    for number in range(size.districts):
        area = Area.objects.create(
            code=f"X7-{slug}-{number}", name=f"District {number + 1}", kind="district", parent=whole, starts_on=STARTS
        )
        changes.cover_area(partnership, area, starts_on=STARTS, by=by)
        areas.append(area)
    organisations = [
        changes.add_organisation(name=f"Agency {number + 1} of {slug}", kind="other", starts_on=STARTS, by=by)
        for number in range(size.agencies)
    ]
    for organisation in organisations:
        changes.let_take_part(partnership, organisation, part="relevant_agency", starts_on=STARTS, by=by)
    sit(partnership, organisations[0], "analyst", by=by)
    versions = _measures(partnership, size, by=by)
    _fill(partnership, versions, areas, organisations, size)
    return partnership


def sit(partnership: Any, organisation: Any, kind: str, *, by: Any) -> Any:
    """A person in a seat of that kind."""
    from lineofsight.config.demo.people import FIRST_DAY as STARTS
    from lineofsight.foundation.accounts.models import Person
    from lineofsight.foundation.partnership import changes
    from lineofsight.foundation.partnership.models import RoleKind

    found = RoleKind.objects.get(partnership=partnership, code=kind)
    role = changes.add_role(partnership, kind=found, organisation=organisation, title=kind, starts_on=STARTS, by=by)
    person = Person.objects.create_user(f"{kind}@{partnership.slug}.example", None, name=kind.title())
    changes.confirm(changes.seat(role, person, starts_on=STARTS, by=by), by=by)
    return person


def _measures(partnership: Any, size: Size, *, by: Any) -> list[Any]:
    """The catalogue's first measures, each monthly and added up from counts; the rest are put away."""
    from lineofsight.engine import framework as frameworks
    from lineofsight.sources.dashboard.changes.measures import take_over_catalogue
    from lineofsight.sources.dashboard.models import Measure, MeasureVersion

    take_over_catalogue(partnership, frameworks.load("kscmp-2024"), by=by)
    rows = Measure.objects.for_partnership(partnership).order_by("number", "code")
    chosen = list(rows.values_list("pk", flat=True))[: size.measures]
    Measure.objects.for_partnership(partnership).exclude(pk__in=chosen).update(is_active=False)
    facts = {"period_type": "month", "taken": "flow", "family": "binomial", "roll_up": "recompute"}
    versions = MeasureVersion.objects.filter(measure__in=chosen)
    versions.update(**facts, unit="percent", multiplier=100, decimals=1)
    return list(versions.order_by("measure__number", "measure__code"))


def _fill(partnership: Any, versions: list[Any], areas: list[Any], organisations: list[Any], size: Size) -> None:
    """Every series, then every figure, a measure at a time. In one of twenty something changed eight months ago."""
    from django.db import transaction

    from lineofsight.sources.dashboard.models import Series

    rng = np.random.default_rng(1)
    months, cells = _months(size.months), _cells(partnership, organisations)
    for at, version in enumerate(versions):
        with transaction.atomic():
            made = [
                Series(
                    partnership=partnership,
                    version=version,
                    organisation=organisation,
                    area=area,
                    period_type="month",
                    is_derived=organisation is None or area is areas[0],
                )
                for organisation in [None, *organisations]
                for area in areas
            ]
            Series.objects.bulk_create(made, batch_size=100)
            numerators, denominators = _counts(rng, size, changed=at % 20 == 3, down=version.direction == "up")
            keys = [(one.pk, None if one.is_derived else cells[one.organisation_id]) for one in made]
            _insert(keys, months, numerators, denominators)


def _cells(partnership: Any, organisations: list[Any]) -> dict[Any, int]:
    """Where each organisation's figures came from: one cell of one return stands for all."""
    from lineofsight.cycle.requests.models import Return
    from lineofsight.foundation.trail.changes import Doer
    from lineofsight.sources.dashboard.models import Cell

    by = Doer.system("Bench").actor_id
    facts = {"how": "typed", "state": "accepted", "created_by_id": by, "accepted_by_id": by}
    found = {}
    for number, organisation in enumerate(organisations):
        source = Return.objects.create(
            partnership=partnership, organisation=organisation, reference=f"B{number:05}", received_at=KNOWN,
            accepted_at=KNOWN, **facts,
        )  # fmt: skip
        found[organisation.pk] = Cell.objects.create(source=source, row=1, column="C").pk
    return found


def _counts(rng: Any, size: Size, *, changed: bool, down: bool) -> tuple[NDArray[Any], NDArray[Any]]:
    """Counts by (organisation, area, month), the first of each the total."""
    shape = (size.agencies, size.districts, size.months)
    trials = rng.poisson(60, shape) + 5
    share = np.full(shape, 0.7)
    if changed:
        share[..., -8:] += -0.12 if down else 0.12
    events = rng.binomial(trials, share)
    return _with_totals(events), _with_totals(trials)


def _with_totals(counts: NDArray[Any]) -> NDArray[Any]:
    by_area = np.concatenate([counts.sum(axis=1, keepdims=True), counts], axis=1)
    return np.concatenate([by_area.sum(axis=0, keepdims=True), by_area], axis=0)


def _months(count: int) -> list[date]:
    """The last so many months up to September 2026."""
    last = 2026 * 12 + 8
    return [date(n // 12, n % 12 + 1, 1) for n in range(last - count + 1, last + 1)]


Keys = list[tuple[int, int | None]]


def _insert(keys: Keys, months: list[date], numerators: NDArray[Any], denominators: NDArray[Any]) -> None:
    from django.db import connection

    rows = _rows(keys, months, numerators.reshape(len(keys), -1), denominators.reshape(len(keys), -1))
    if connection.vendor == "postgresql":
        _copy(rows)
        return
    marks = ", ".join(["%s"] * len(COLUMNS))
    statement = f"INSERT INTO dashboard_observation ({', '.join(COLUMNS)}) VALUES ({marks})"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.executemany(statement, list(rows))


def _rows(
    keys: Keys, months: list[date], numerators: NDArray[Any], denominators: NDArray[Any]
) -> Iterator[tuple[Any, ...]]:
    """Each figure as a row of the table; `keys` are the series and their cells, None for a total."""
    for row, (series, cell) in enumerate(keys):
        for column, month in enumerate(months):
            number, out_of = float(numerators[row, column]), float(denominators[row, column])
            yield series, month.isoformat(), 100 * number / out_of, number, out_of, 0, "2026-10-15 09:00:00+00:00", cell


def _copy(rows: Iterator[tuple[Any, ...]]) -> None:
    from django.db import connection

    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY dashboard_observation ({', '.join(COLUMNS)}) FROM STDIN") as copy,
    ):
        for row in rows:
            copy.write_row(row)
