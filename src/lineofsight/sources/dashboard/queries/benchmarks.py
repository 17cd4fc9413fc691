"""What a measure is compared with: each figure with its own period and method, beside ours of the same period.

National figures come months later than ours, so they are never drawn on the same date.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from statistics import fmean, median

from lineofsight.foundation.partnership.models import Area, Partnership
from lineofsight.sources.dashboard.models import MeasureVersion, Neighbours, Observation, Series
from lineofsight.sources.dashboard.queries.figures import known_on
from lineofsight.sources.dashboard.queries.looking import Look
from lineofsight.sources.dashboard.rules import defining, periods

ALONE = (Area.Kind.COUNTRY, Area.Kind.REGION)
COUNCILS = (Area.Kind.COUNTY, Area.Kind.UNITARY)
METHODS: dict[str, Callable[[list[float]], float]] = {"mean_missing_excluded": fmean, "median": median}
METHODS_IN_WORDS = {"mean_missing_excluded": "mean of those with a figure", "median": "median of those with a figure"}


@dataclass(frozen=True, slots=True)
class Benchmark:
    """One comparison. `method` says how its value was made; `ours` is our figure of the same period, if there is one."""

    name: str
    value: float
    state: int
    period: date
    period_type: str
    method: str
    ours: float | None

    @property
    def period_words(self) -> str:
        """The comparison's own period."""
        return periods.label(self.period, self.period_type)


@dataclass(frozen=True, slots=True)
class _Newest:
    code: str
    area: str
    kind: str
    value: float
    state: int
    period: date
    period_type: str


def neighbours_of(partnership: Partnership) -> Neighbours | None:
    """The partnership's statistical neighbours; None where nobody named any."""
    return Neighbours.objects.filter(partnership=partnership).select_related("changed_by").first()


def benchmarks(versions: Sequence[MeasureVersion], *, look: Look, whole: int | None) -> list[Benchmark]:
    """England, regions, statistical neighbours and other councils that were loaded, each newest period; three queries."""
    newest = _newest(versions, look.moment, look.upto)
    found = [_one(one) for one in newest if one.kind in ALONE]
    councils = [one for one in newest if one.kind in COUNCILS]
    held = neighbours_of(look.partnership)
    found += _neighbours(versions[-1], councils, held)
    if held is None or {one.code for one in councils} - set(held.codes.split()):
        found += _councils(versions[-1], councils)
    ours = _ours(versions, {(one.period, one.period_type) for one in found}, whole, look.moment)
    return [_with_ours(one, ours.get((one.period, one.period_type))) for one in found]


def _newest(versions: Sequence[MeasureVersion], moment: datetime | None, upto: date | None) -> list[_Newest]:
    """Each benchmark area's newest figure that is there."""
    rows = known_on(Observation.objects.filter(series__version__in=versions, series__is_benchmark=True), moment)
    rows = rows.filter(series__breakdown="", series__organisation=None, value__isnull=False)
    if upto is not None:
        rows = rows.filter(period__lte=upto)
    facts = rows.order_by("period").values_list(
        "series__area__code",
        "series__area__name",
        "series__area__kind",
        "value",
        "state",
        "period",
        "series__period_type",
    )
    newest = {
        code: _Newest(code, name, kind, float(value), state, period, period_type)
        for code, name, kind, value, state, period, period_type in facts
        if value is not None
    }
    return sorted(newest.values(), key=lambda one: (one.kind != Area.Kind.COUNTRY, one.area))


def _one(one: _Newest) -> Benchmark:
    return Benchmark(one.area, one.value, one.state, one.period, one.period_type, "as published", None)


def _neighbours(version: MeasureVersion, found: Sequence[_Newest], held: Neighbours | None) -> list[Benchmark]:
    """The neighbours in the newest period that any of them has, by the definition's method; both where it names both."""
    codes = held.codes.split() if held else []
    theirs = [one for one in found if one.code in codes]
    if held is None or not theirs:
        return []
    last = max(theirs, key=lambda one: one.period)
    values = [one.value for one in theirs if one.period == last.period]
    name = f"Statistical neighbours ({len(values)} of {len(codes)})"
    return [
        Benchmark(
            name,
            METHODS[method](values),
            0,
            last.period,
            last.period_type,
            f"{METHODS_IN_WORDS[method]}; {held.source}",
            None,
        )
        for method in _methods(version)
    ]


def _councils(version: MeasureVersion, found: Sequence[_Newest]) -> list[Benchmark]:
    """All councils loaded for the newest period together, by the method that the definition names; no mixing of methods."""
    if not found:
        return []
    last = max(found, key=lambda one: one.period)
    values = [one.value for one in found if one.period == last.period]
    method = _method(version)
    name = f"All councils loaded ({len(values)})"
    value = METHODS[method](values)
    return [Benchmark(name, value, 0, last.period, last.period_type, defining.METHODS[method], None)]


def _method(version: MeasureVersion) -> str:
    """The mean or the median, as the definition's comparators say; the mean where they say neither or both."""
    return _methods(version)[0]


def _methods(version: MeasureVersion) -> list[str]:
    """The methods that the definition's comparators name, the mean first; the mean where they name none."""
    said = {part.strip() for line in version.comparators.splitlines() for part in line.split("|")}
    return [method for method in METHODS if method in said] or ["mean_missing_excluded"]


def _ours(
    versions: Sequence[MeasureVersion], wanted: set[tuple[date, str]], whole: int | None, moment: datetime | None
) -> dict[tuple[date, str], float | None]:
    """Our own figure of each of these periods."""
    if not wanted or whole is None:
        return {}
    series = Series.objects.filter(version__in=versions, organisation=None, area=whole, breakdown="")
    rows = known_on(Observation.objects.filter(series__in=series, period__in={day for day, _ in wanted}), moment)
    facts = rows.values_list("period", "series__period_type", "value")
    return {(day, kind): value for day, kind, value in facts}


def _with_ours(one: Benchmark, ours: float | None) -> Benchmark:
    return Benchmark(one.name, one.value, one.state, one.period, one.period_type, one.method, ours)
