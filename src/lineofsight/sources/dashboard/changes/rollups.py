"""Rolling figures up: of districts to the whole, and of all organisations together. Derived figures that can be made again.

Only what a return changed is made again: the wholes of the organisations that sent it, then the totals of the areas and
periods that it touched. A figure that came has a cell; one that was worked out has none, so the two are told apart by that.
The database adds up: twenty-six agencies' figures for each of a return's thousands never come to us one by one.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import Count, Max, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from lineofsight.foundation.partnership.models import Coverage, Participation, Partnership
from lineofsight.sources.dashboard.changes.figures import (
    Figure,
    Outcome,
    SeriesKey,
    in_batches,
    put,
    retire,
    series_for,
)
from lineofsight.sources.dashboard.models import MeasureVersion, Observation, Series
from lineofsight.sources.dashboard.rules.totals import Rule, Sums, Total, total

# A measure's version, its breakdown and the kind of period.
Split = tuple[int, str, str]
Totals = dict[tuple[Split, date, UUID | None, int], Total | None]
State = Observation.State
SPLIT = ("series__version_id", "series__breakdown", "series__period_type")
SUMS = {
    "parts": Count("pk"),
    "counted": Count("value"),
    "hidden": Count("pk", filter=Q(state=State.SUPPRESSED)),
    "empty": Count("pk", filter=Q(state=State.NOT_APPLICABLE)),
    "value_sum": Sum("value"),
    "numerator_sum": Sum("numerator"),
    "numerators": Count("numerator"),
    "denominator_sum": Sum("denominator"),
    "denominators": Count("denominator"),
    "worst": Coalesce(Max("state", filter=Q(value__isnull=False)), Max("state")),
}  # fmt: skip


@dataclass(slots=True)
class _Touched:
    """What changed of one split: in which periods, of which areas and organisations."""

    periods: set[date] = field(default_factory=set)
    areas: set[int] = field(default_factory=set)
    organisations: set[UUID] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class _Scope:
    """What is made again: `whole` is the area that all others are parts of."""

    partnership: Partnership
    whole: int
    touched: Mapping[Split, _Touched]
    rules: Mapping[int, Rule]

    def figures(self) -> QuerySet[Observation]:
        """The current figures of organisations of these measures, in the span of the touched periods."""
        periods = set().union(*(one.periods for one in self.touched.values()))
        return Observation.objects.filter(
            series__partnership=self.partnership,
            series__version__in=set(self.rules),
            series__is_benchmark=False,
            series__organisation__isnull=False,
            known_to__isnull=True,
            period__gte=min(periods),
            period__lte=max(periods),
        )

    def holds(self, split: Split, day: date) -> _Touched | None:
        """What was touched of the split in that period; None for what merely lies between."""
        found = self.touched.get(split)
        return found if found is not None and day in found.periods else None


def roll_up(partnership: Partnership, *, changed: Mapping[int, Set[date]], known_from: datetime) -> Outcome:
    """Make again the totals that these figures (periods by series) go into; what changed supersedes what was there."""
    outcome = Outcome()
    scope = _scope(partnership, changed)
    if scope is None:
        return outcome
    _put(partnership, _wholes(scope), known_from=known_from, outcome=outcome)
    _put(partnership, _together(scope), known_from=known_from, outcome=outcome)
    return outcome


def _scope(partnership: Partnership, changed: Mapping[int, Set[date]]) -> _Scope | None:
    """What these changes touch; None where they go into no total."""
    whole = Coverage.objects.filter(partnership=partnership, is_whole=True).values_list("area_id", flat=True).first()
    touched: dict[Split, _Touched] = defaultdict(_Touched)
    rows = Series.objects.for_partnership(partnership).filter(is_benchmark=False, organisation__isnull=False)
    for ids in in_batches(sorted(changed)):
        facts = rows.filter(pk__in=ids).values_list(
            "pk", "version_id", "breakdown", "period_type", "area_id", "organisation_id"
        )
        for pk, version, breakdown, kind, area, organisation in facts:
            one = touched[(version, breakdown, kind)]
            one.periods |= changed[pk]
            one.areas.add(area)
            one.organisations.add(organisation)
    if whole is None or not touched:
        return None
    return _Scope(partnership, whole, dict(touched), _rules({split[0] for split in touched}))


def _rules(versions: Set[int]) -> dict[int, Rule]:
    rows = MeasureVersion.objects.filter(pk__in=versions).values_list("pk", "roll_up", "multiplier")
    return {pk: Rule(roll_up=how, multiplier=float(multiplier)) for pk, how, multiplier in rows}


def _summed(rows: QuerySet[Observation], *names: str) -> Iterator[tuple[Split, date, Any, Sums]]:
    """The figures added up by split, period and what these columns say."""
    groups = rows.order_by().values(*SPLIT, "period", *names).annotate(**SUMS)
    for version, breakdown, kind, day, *more in groups.values_list(*SPLIT, "period", *names, *SUMS):
        named, facts = more[: len(names)], dict(zip(SUMS, more[len(names) :], strict=True))
        sums = Sums(**{name.removesuffix("_sum"): value for name, value in facts.items()})
        yield (version, breakdown, kind), day, named, sums


def _wholes(scope: _Scope) -> Totals:
    """Each organisation's whole from its districts, where it gave no whole itself; None where there is none any more."""
    organisations = set().union(*(one.organisations for one in scope.touched.values()))
    rows = scope.figures().filter(series__organisation__in=organisations)
    given, found = _given(scope, rows), _stale(scope, rows)
    districts = _firsts_by_organisation(scope, organisations)
    parts = rows.exclude(series__area=scope.whole)
    for split, day, (organisation,), sums in _summed(parts, "series__organisation_id"):
        touched = scope.holds(split, day)
        if touched is not None and organisation in touched.organisations:
            expected = sum(first <= day for first in districts[(split, organisation)])
            made = total(sums, rule=scope.rules[split[0]], expected=expected)
            found[(split, day, organisation, scope.whole)] = made
    return {key: made for key, made in found.items() if key[:3] not in given}


def _given(scope: _Scope, rows: QuerySet[Observation]) -> set[tuple[Split, date, UUID]]:
    """For which periods organisations gave their whole themselves."""
    return _places(rows.filter(series__area=scope.whole, cell__isnull=False))


def _stale(scope: _Scope, rows: QuerySet[Observation]) -> Totals:
    """Wholes that were worked out before: each ends unless it can be worked out again."""
    places = _places(rows.filter(series__area=scope.whole, cell__isnull=True))
    return {(*place, scope.whole): None for place in places if scope.holds(place[0], place[1])}


def _places(rows: QuerySet[Observation]) -> set[tuple[Split, date, UUID]]:
    facts = rows.values_list(*SPLIT, "period", "series__organisation_id")
    return {((version, breakdown, kind), day, whose) for version, breakdown, kind, day, whose in facts}


def _together(scope: _Scope) -> Totals:
    """Each touched area's figure of all organisations together."""
    areas = {scope.whole}.union(*(one.areas for one in scope.touched.values()))
    found: Totals = {}
    suppliers = _Suppliers(scope)
    for split, day, (area,), sums in _summed(scope.figures().filter(series__area__in=areas), "series__area_id"):
        touched = scope.holds(split, day)
        if touched is not None and (area == scope.whole or area in touched.areas):
            expected = suppliers.expected(split, area, day, came=sums.parts)
            found[(split, day, None, area)] = total(sums, rule=scope.rules[split[0]], expected=expected)
    return found


class _Suppliers:
    """How many organisations' figures should come: of those that supplied before, the ones that still take part."""

    def __init__(self, scope: _Scope) -> None:
        self.scope = scope
        rows = _supplied(scope).order_by()
        self.most: dict[tuple[Split, int], int] = {}
        for *split, area, count in rows.values_list(*OWN_SPLIT, "area_id").annotate(Count("pk")):
            self.most[(tuple(split), area)] = count  # type: ignore[index]
        for *split, count in rows.values_list(*OWN_SPLIT).annotate(Count("organisation", distinct=True)):
            self.most[(tuple(split), scope.whole)] = count  # type: ignore[index]

    def expected(self, split: Split, area: int, day: date, *, came: int) -> int:
        """How many, in the period that begins on the day. `came`: how many are there; with all of them nothing is asked."""
        most = self.most.get((split, area), 0)
        if came >= most:
            return most
        held = self._firsts.get((split, area), {})
        return sum(first <= day <= self._last.get(organisation, day) for organisation, first in held.items())

    @cached_property
    def _firsts(self) -> dict[tuple[Split, int], dict[UUID, date]]:
        """The first period of each organisation by split and area; whoever supplies districts has a whole as well."""
        found: dict[tuple[Split, int], dict[UUID, date]] = defaultdict(dict)
        for split, organisation, area, first in _first_periods(self.scope, _supplied(self.scope)):
            for place in {area, self.scope.whole}:
                held = found[(split, place)]
                held[organisation] = min(first, held.get(organisation, first))
        return found

    @cached_property
    def _last(self) -> dict[UUID, date]:
        return _last_days(self.scope.partnership)


OWN_SPLIT = ("version_id", "breakdown", "period_type")


def _supplied(scope: _Scope) -> QuerySet[Series]:
    """Series of these measures that an organisation supplied, not only worked out."""
    return Series.objects.for_partnership(scope.partnership).filter(
        version__in=set(scope.rules), is_benchmark=False, is_derived=False, organisation__isnull=False
    )


def _firsts_by_organisation(scope: _Scope, organisations: Set[UUID]) -> dict[tuple[Split, UUID], list[date]]:
    """The first period of each district that these organisations supply."""
    found: dict[tuple[Split, UUID], list[date]] = defaultdict(list)
    rows = _supplied(scope).filter(organisation__in=organisations).exclude(area=scope.whole)
    for split, organisation, _, first in _first_periods(scope, rows):
        found[(split, organisation)].append(first)
    return found


def _first_periods(scope: _Scope, rows: QuerySet[Series]) -> Iterator[tuple[Split, UUID, int, date]]:
    came = Observation.objects.filter(series=OuterRef("pk"), known_to__isnull=True, cell__isnull=False)
    first_day = Subquery(came.order_by("period").values("period")[:1])
    facts = rows.annotate(first=first_day).values_list(*OWN_SPLIT, "organisation_id", "area_id", "first")
    for version, breakdown, kind, organisation, area, first in facts:
        if first is not None and (version, breakdown, kind) in scope.touched:
            yield (version, breakdown, kind), organisation, area, first


def _last_days(partnership: Partnership) -> dict[UUID, date]:
    """The last day of each organisation's part; those without an end are left out."""
    last: dict[UUID, date] = {}
    rows = Participation.objects.for_partnership(partnership).values_list("organisation_id", "ends_on")
    for organisation, ends in rows:
        last[organisation] = max(last.get(organisation, date.min), ends or date.max)
    return {organisation: day for organisation, day in last.items() if day != date.max}


def _put(partnership: Partnership, totals: Totals, *, known_from: datetime, outcome: Outcome) -> None:
    by_organisation: dict[UUID | None, dict[tuple[SeriesKey, date], Total | None]] = defaultdict(dict)
    for ((version, breakdown, kind), day, organisation, area), made in totals.items():
        by_organisation[organisation][((version, area, breakdown, kind), day)] = made
    for organisation, held in by_organisation.items():
        series = series_for(partnership, {key for key, _ in held}, organisation=organisation, is_derived=True)
        keyed = {(series[key], day): made for (key, day), made in held.items()}
        figures = {key: _figure(made) for key, made in keyed.items() if made is not None}
        outcome.add(put(figures, source=None, known_from=known_from))
        outcome.add(retire(keyed.keys() - figures.keys(), known_to=known_from))


def _figure(made: Total) -> Figure:
    return Figure("", 0, date.min, made.value, made.numerator, made.denominator, made.state)
