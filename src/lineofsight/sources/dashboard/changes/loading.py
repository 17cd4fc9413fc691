"""Loading a publisher's file on the command line: read by a recipe, accepted at once, with a report of every refused cell."""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
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
    hold_figures,
    version_on,
    versions_by_measure,
)
from lineofsight.sources.dashboard.changes.found_measures import Found, add_found_measure, found_in, measure_code
from lineofsight.sources.dashboard.changes.rollups import roll_up
from lineofsight.sources.dashboard.models import MeasureVersion, Observation

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
POPULATION = "population-0-to-17"
# Counts that publishers give without a rate, and the catalogue's rate that they make with the number of children.
RATES = {"referrals": "m04", "children-in-need-at-year-end": "m23", "children-on-a-plan": "m17"}


@dataclass(slots=True)
class Report:
    """What came of a file: for a person, and as JSON.

    `measures_added`: codes that the catalogue did not have. `published_rates_kept`: rates that the publisher worked out from
    exact counts and that its rounded counts do not give again. `waiting_for_population`: rates that need the number of
    children of an area and year that was not loaded; load `ons-children-population`, then the file again.
    `not_charted`: rolling and year-to-date figures, kept and marked.
    """

    rows_read: int = 0
    new: int = 0
    restated: int = 0
    unchanged: int = 0
    refused: list[dict[str, Any]] = field(default_factory=list)
    warnings_raised: int = 0
    measures_added: list[str] = field(default_factory=list)
    published_rates_kept: int = 0
    waiting_for_population: int = 0
    not_charted: int = 0

    def as_json(self) -> dict[str, Any]:
        """The report as plain values."""
        return asdict(self)


class _TakeBack(Exception):
    """Takes back everything that a dry run, or a file that says nothing new, did."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """One loading: where to, from which file, by which recipe, and who answers for it when."""

    partnership: Partnership
    name: str
    recipe: tables.Recipe
    by: Doer
    now: datetime
    today: date
    received_at: datetime | None


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
    """Read and accept one file, in one transaction. TableError when the file or the recipe cannot be used: then nothing is kept.

    A file that says nothing new leaves nothing behind, no empty return either.
    """
    reading = tables.read(path, recipe)
    report = Report(rows_read=reading.rows_read, refused=[refusal.as_dict() for refusal in reading.refusals])
    load = Load(
        partnership=partnership, name=path.name, recipe=recipe, by=by, now=now, today=today, received_at=received_at
    )
    with suppress(_TakeBack), transaction.atomic():
        hold_figures(partnership)
        figures = _figures(load, reading, only=frozenset(measures), report=report)
        _accept(load, figures, report)
        if dry_run or not (report.new or report.restated):
            raise _TakeBack
    return report


def _accept(load: Load, figures: Sequence[Figure], report: Report) -> None:
    partnership, now, by = load.partnership, load.now, load.by
    outcome = accept_figures(partnership, figures, source=_source(load, figures), known_from=now, by=by)
    report.new, report.restated, report.unchanged = outcome.new, outcome.restated, outcome.unchanged
    if not outcome.changed:
        return
    rolled = roll_up(partnership, changed=outcome.changed, known_from=now)
    changed = outcome.changed_series | rolled.changed_series
    report.warnings_raised = states.refresh(partnership, series_ids=changed, now=now, today=load.today, by=by)


def _source(load: Load, figures: Sequence[Figure]) -> Return:
    number = Return.objects.for_partnership(load.partnership).filter(how=Return.How.LOAD).count() + 1
    return Return.objects.create(
        partnership=load.partnership,
        reference=f"L{number:05d}",
        how=Return.How.LOAD,
        state=Return.State.ACCEPTED,
        recipe_name=load.recipe.name,
        content_digest=digest_of(figures),
        created_by_id=load.by.actor_id,
        received_at=load.received_at or load.now,
        received_by_id=load.by.actor_id,
        accepted_at=load.now,
        accepted_by_id=load.by.actor_id,
        note=load.name,
    )


def _figures(load: Load, reading: tables.Reading, *, only: frozenset[str], report: Report) -> list[Figure]:
    found = found_in(reading, load.recipe)
    versions = _versions(load, found, only=only, report=report)
    areas = _areas(set(reading.columns["area"].tolist()))
    children = Children.of(load.partnership) if versions.keys() & set(RATES.values()) else Children({})
    figures: list[Figure] = []
    for row in reading.each():
        decimals = found[row.measure].decimals
        for each in (row, _as_rate(row, versions, children, report)):
            if each is not None and each.measure in versions:
                version = version_on(versions[each.measure], each.period_start)
                figures.append(_figure(each, areas[row.area], version, decimals=decimals, report=report))
    return figures


def _as_rate(
    row: tables.Observation, versions: Mapping[str, Sequence[MeasureVersion]], children: "Children", report: Report
) -> tables.Observation | None:
    """The rate that a published count makes; None where it makes none, or where the number of children was not loaded."""
    rate = RATES.get(row.measure, "")
    if rate not in versions or row.breakdown:
        return None
    out_of = children.on(row)
    if out_of is None:
        report.waiting_for_population += row.value is not None
        return None
    return replace(row, measure=rate, numerator=row.value, denominator=out_of, value=None)


def _versions(
    load: Load, found: Mapping[str, Found], *, only: frozenset[str], report: Report
) -> dict[str, list[MeasureVersion]]:
    """The versions of each measure of the file that is wanted; those that the catalogue lacks are added."""
    held = versions_by_measure(load.partnership)
    rates = {rate for count, rate in RATES.items() if count in found and rate in held}
    wanted = [code for code in (*found, *sorted(rates)) if not only or {code, measure_code(code)} & only]
    for code in wanted:
        if code not in held and measure_code(code) not in held:
            measure = add_found_measure(load.partnership, found[code], recipe=load.recipe, by=load.by)
            held[measure.code] = list(measure.versions.select_related("measure"))
            report.measures_added.append(measure.code)
    return {code: held[code] if code in held else held[measure_code(code)] for code in wanted}


@dataclass(frozen=True, slots=True)
class Children:
    """The numbers of children aged 0 to 17 that were loaded: by area's code and year of the middle of the year."""

    numbers: Mapping[tuple[str, int], float]

    @classmethod
    def of(cls, partnership: Partnership) -> "Children":
        """As they are known now; one query."""
        rows = Observation.objects.filter(
            series__partnership=partnership,
            series__version__measure__code=POPULATION,
            series__breakdown="",
            known_to__isnull=True,
        )
        facts = rows.values_list("series__area__code", "period", "value")
        return cls({(area, day.year): value for area, day, value in facts if value is not None})

    def on(self, row: tables.Observation) -> float | None:
        """Publishers set a year's count against the estimate of the middle of the year before the one it ends in."""
        return self.numbers.get((row.area, row.period_end.year - 1)) or None


def _figure(row: tables.Observation, area: int, version: MeasureVersion, *, decimals: int, report: Report) -> Figure:
    state = STATES[row.state]
    value = row.value
    report.not_charted += row.period_type in tables.NOT_CHARTABLE
    if state in {State.VALUE, State.ESTIMATED, State.PROVISIONAL}:
        value, kept = _rate(row, version.multiplier, decimals=decimals)
        report.published_rates_kept += kept
        if value is None:
            state = State.MISSING
    return Figure(
        measure=version.measure.code,
        area=area,
        period=row.period_start,
        value=value,
        numerator=row.numerator,
        denominator=row.denominator,
        state=state,
        breakdown=row.breakdown[:120],
        period_type=row.period_type,
        sheet=row.sheet,
        row=row.row,
        column=row.column,
    )


def _rate(row: tables.Observation, multiplier: float, *, decimals: int) -> tuple[float | None, bool]:
    """The rate, and whether it is the publisher's own.

    A rate is worked out from the counts. Where that does not give the published rate to its last decimal, the publisher
    rounded the counts (those of regions to tens, say) after working out the rate: the published one is nearer the truth.
    """
    if row.numerator is None or row.denominator is None:
        return (row.value if row.value is not None else row.numerator), False
    if row.denominator == 0:
        return row.value, row.value is not None
    computed = multiplier * row.numerator / row.denominator
    if row.value is None or abs(computed - row.value) <= 0.5 * 10**-decimals + 1e-9:
        return computed, False
    return row.value, True


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
