"""Reads of data returns: what is asked for, what was accepted before, the draft as it stands, and lists for both sides."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from lineofsight.cycle.requests.models import Request, Return
from lineofsight.foundation.handbook.queries import NoFramework, framework_in_use
from lineofsight.foundation.partnership.models import Area, Coverage, Organisation, Partnership
from lineofsight.sources.dashboard.changes.figures import version_on, versions_by_measure
from lineofsight.sources.dashboard.models import (
    Measure,
    MeasureVersion,
    Observation,
    OwnRecipe,
    RequestedMeasure,
    ReturnCell,
    ReturnIssue,
)
from lineofsight.sources.dashboard.returns.figures_written import MISSING, work_out
from lineofsight.sources.dashboard.returns.slots import Entry, Key, Last, Slot, periods_of

# The figure before is never older than this: a yearly one of the year before, with room for a late start.
LOOKS_BACK = timedelta(days=800)


@dataclass(frozen=True, slots=True)
class Places:
    """The areas of a partnership: the whole, and its parts by name."""

    whole: Area | None
    parts: tuple[Area, ...]


def places(partnership: Partnership, *, on: date) -> Places:
    """The areas that the partnership covers on a day; one query."""
    covered = list(Coverage.objects.filter(partnership=partnership).on(on).select_related("area"))
    whole = next((one.area for one in covered if one.is_whole), None)
    parts = sorted((one.area for one in covered if not one.is_whole), key=lambda area: area.name)
    return Places(whole, tuple(parts))


def area_of(organisation: Organisation, held: Places) -> Area | None:
    """The one area that an organisation's figures are about: a district council's own district, else the whole."""
    if organisation.kind == Organisation.Kind.DISTRICT:
        own = [area for area in held.parts if area.code == organisation.official_code] or [
            area for area in held.parts if area.name.casefold() in organisation.name.casefold()
        ]
        if len(own) == 1:
            return own[0]
    return held.whole


def slots(request: Request) -> list[Slot]:
    """Every figure that the request asks for, in the order of the catalogue, the areas, the breakdowns and the periods.

    Three queries, and two more where something is asked by a breakdown of the framework.
    """
    round_ = request.round
    held = places(request.partnership, on=round_.period_end)
    versions = versions_by_measure(request.partnership)
    main = area_of(request.organisation, held)
    found: list[Slot] = []
    if main is None:
        return found
    every = list(asked_measures(request))
    values = split_values(request.partnership, on=round_.period_end) if any(one.splits for one in every) else {}
    for asked in every:
        kept = versions[asked.measure.code]
        areas = [main, *(held.parts if asked.by_area and main == held.whole else ())]
        periods = periods_of(kept[-1].period_type, round_.period_start, round_.period_end)
        parts = [(area, "") for area in areas]
        parts += [(main, f"{code}={value}") for code in asked.splits.split() for value in values.get(code, ())]
        found += [
            _slot(asked, version_on(kept, period), area, period, is_whole=area.pk == main.pk, breakdown=breakdown)
            for area, breakdown in parts
            for period in periods
        ]
    return found


def split_values(partnership: Partnership, *, on: date) -> dict[str, tuple[str, ...]]:
    """The values of each breakdown of the framework that has some; none where no framework counts."""
    try:
        framework = framework_in_use(partnership, on=on)
    except NoFramework:
        return {}
    return {one.code: one.values for one in framework.breakdowns if one.values}


def asked_measures(request: Request) -> QuerySet[RequestedMeasure]:
    """The measures of a request in the order of the catalogue."""
    rows = RequestedMeasure.objects.filter(request=request).select_related("measure")
    return rows.order_by("measure__number", "measure__code")


def _slot(
    asked: RequestedMeasure, version: MeasureVersion, area: Area, period: date, *, is_whole: bool, breakdown: str
) -> Slot:
    return Slot(
        measure_id=asked.measure_id,
        code=asked.measure.code,
        name=version.name,
        number_words=version.numerator,
        out_of_words=version.denominator,
        unit=version.unit,
        multiplier=float(version.multiplier),
        decimals=version.decimals,
        whole_numbers=version.unit not in {"average", "score", "ratio"},
        part_of=version.unit == "percent" or version.unit.startswith("rate_per"),
        area=area.pk,
        area_code=area.code,
        area_name=area.name,
        is_whole=is_whole,
        period=period,
        period_type=version.period_type,
        breakdown=breakdown,
        reason_code=asked.reason_code,
    )


@dataclass(frozen=True, slots=True)
class Before:
    """What was accepted already: for each figure's period before, and for the same period."""

    last: Mapping[Key, Last]
    same_period: Mapping[Key, Last]


def accepted_before(request: Request, asked: Sequence[Slot]) -> Before:
    """What this organisation's accepted figures say beside a return; one query."""
    if not asked:
        return Before({}, {})
    newest, oldest = max(slot.period for slot in asked), min(slot.period for slot in asked)
    rows = Observation.objects.filter(
        series__partnership=request.partnership_id,
        series__organisation=request.organisation_id,
        cell__isnull=False,
        series__version__measure__in={slot.measure_id for slot in asked},
        known_to__isnull=True,
        period__gte=oldest - LOOKS_BACK,
        period__lte=newest,
    ).order_by("period")
    facts = rows.values_list(
        "series__version__measure__code", "series__area_id", "series__breakdown", "series__period_type",
        "period", "value", "numerator", "denominator", "state",
    )  # fmt: skip
    history: dict[tuple[str, int, str, str], list[Last]] = {}
    for code, area, breakdown, kind, period, value, number, out_of, state in facts.iterator(chunk_size=5_000):
        history.setdefault((code, area, breakdown, kind), []).append(Last(period, value, number, out_of, state))
    return _beside(asked, history)


def _beside(asked: Sequence[Slot], history: Mapping[tuple[str, int, str, str], list[Last]]) -> Before:
    last: dict[Key, Last] = {}
    same: dict[Key, Last] = {}
    wanted = {(slot.code, slot.area, slot.period_type): slot for slot in asked}
    periods: dict[tuple[str, int, str], set[date]] = {}
    for slot in asked:
        periods.setdefault((slot.code, slot.area, slot.period_type), set()).add(slot.period)
    for (code, area, breakdown, kind), rows in history.items():
        if (code, area, kind) not in wanted:
            continue
        for period in periods[(code, area, kind)]:
            key = (code, area, breakdown, period)
            for one in rows:
                if one.period < period:
                    last[key] = one
                elif one.period == period:
                    same[key] = one
    return Before(last, same)


def entries_of(source: Return, asked: Sequence[Slot]) -> dict[Key, tuple[Entry, ReturnCell | None]]:
    """A return's figures as they stand, with their rows; what could not be read has its problems; one query."""
    by_place = {(slot.measure_id, slot.area, slot.breakdown, slot.period): slot for slot in asked}
    found: dict[Key, tuple[Entry, ReturnCell | None]] = {slot.key: (Entry(slot), None) for slot in asked}
    for cell in ReturnCell.objects.filter(source=source).order_by("pk"):
        place = (cell.measure_id, cell.area_id, cell.breakdown, cell.period)
        slot = by_place.get(place) or by_place.get((*place[:2], "", cell.period))
        if slot is None:
            continue
        if slot.breakdown != cell.breakdown:
            slot = replace(slot, breakdown=cell.breakdown)
        found[slot.key] = (entry_of(cell, slot), cell)
    return found


def entry_of(cell: ReturnCell, slot: Slot) -> Entry:
    """A stored figure as an entry."""
    entry = Entry(
        slot,
        written_number=cell.written_numerator,
        written_out_of=cell.written_denominator,
        numerator=cell.numerator,
        denominator=cell.denominator,
        value=cell.value,
        state=cell.state,
        sheet=cell.sheet,
        row=cell.row,
        column=cell.column,
    )
    if cell.state == MISSING and not entry.is_blank:
        work_out(entry)
    return entry


def issues_of(source: Return) -> QuerySet[ReturnIssue]:
    """What was found in a return, errors first, in the order of its rows."""
    rows = ReturnIssue.objects.filter(source=source).select_related("figure__measure", "figure__area")
    return rows.order_by("severity", "sheet", "row", "figure", "pk")


def open_errors(source: Return) -> QuerySet[ReturnIssue]:
    """Errors that stop the return: neither put right nor left out with a reason."""
    return issues_of(source).filter(severity=ReturnIssue.Severity.ERROR, reason_code="")


def open_warnings(source: Return) -> QuerySet[ReturnIssue]:
    """Unusual figures that nobody has explained yet."""
    return issues_of(source).filter(severity=ReturnIssue.Severity.WARNING, reason_code="")


@dataclass(frozen=True, slots=True)
class Standing:
    """How many problems a return has."""

    errors: int
    warnings: int
    explained: int
    left_out: int


def standing(source: Return) -> Standing:
    """The counts of a return's problems; one query."""
    error, warning = Q(severity="error"), Q(severity="warning")
    counts = ReturnIssue.objects.filter(source=source).aggregate(
        errors=Count("pk", filter=error & Q(reason_code="")),
        warnings=Count("pk", filter=warning & Q(reason_code="")),
        explained=Count("pk", filter=warning & ~Q(reason_code="")),
        left_out=Count("pk", filter=error & ~Q(reason_code="")),
    )
    return Standing(**counts)


def measures_for(partnership: Partnership, kind: str, *, frequencies: Iterable[str]) -> list[Measure]:
    """The active measures that an organisation of this kind owns, by how often they are asked; two queries."""
    wanted = set(frequencies)
    versions = versions_by_measure(partnership)
    rows = Measure.objects.for_partnership(partnership).filter(is_active=True)
    newest = {code: kept[-1] for code, kept in versions.items()}
    return [
        measure
        for measure in rows
        if measure.code in newest
        and newest[measure.code].owner_kind == kind
        and newest[measure.code].frequency in wanted
        and newest[measure.code].taken not in {"rolling", "year_to_date"}
    ]


def recipes(partnership: Partnership) -> QuerySet[OwnRecipe]:
    """The partnership's own recipes that are in use, by name."""
    rows = OwnRecipe.objects.filter(partnership=partnership, retired_at__isnull=True)
    return rows.select_related("organisation", "made_by").order_by("name")


def sent_before(request: Request) -> QuerySet[Return]:
    """Returns of the same organisation in this and other rounds, newest first."""
    rows = Return.objects.for_partnership(request.partnership).filter(organisation=request.organisation_id)
    # A file loaded on the command line answered no request, so it has no receipt to show.
    return (
        rows.filter(state__in=["sent", "accepted"], request__isnull=False)
        .select_related("request__round", "file")
        .order_by("-received_at")
    )


def one(partnership: Partnership, key: UUID | str) -> Return:
    """One return of the partnership with what its pages show. Return.DoesNotExist for another partnership's."""
    rows = Return.objects.for_partnership(partnership)
    return rows.select_related(
        "request__round", "request__organisation", "organisation", "file", "created_by", "changed_by",
        "received_by", "accepted_by", "partnership__chain", "subject", "request__subject",
    ).get(pk=key)  # fmt: skip
