"""What a measure is compared with: each figure with its own period and method, beside ours of the same period.

National figures come months later than ours, so they are never drawn on the same date.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from statistics import fmean, median

from lineofsight.foundation.partnership.models import Area
from lineofsight.sources.dashboard.models import MeasureVersion, Observation, Series
from lineofsight.sources.dashboard.queries.figures import known_on
from lineofsight.sources.dashboard.queries.looking import Look
from lineofsight.sources.dashboard.rules import defining, periods

ALONE = (Area.Kind.COUNTRY, Area.Kind.REGION)
COUNCILS = (Area.Kind.COUNTY, Area.Kind.UNITARY)
METHODS: dict[str, Callable[[list[float]], float]] = {"mean_missing_excluded": fmean, "median": median}


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
    area: str
    kind: str
    value: float
    state: int
    period: date
    period_type: str


def benchmarks(versions: Sequence[MeasureVersion], *, look: Look, whole: int | None) -> list[Benchmark]:
    """England, regions, and the councils that were loaded, in each one's newest period; two queries."""
    newest = _newest(versions, look.moment, look.upto)
    found = [_one(one) for one in newest if one.kind in ALONE]
    found += _councils(versions[-1], [one for one in newest if one.kind in COUNCILS])
    ours = _ours(versions, {(one.period, one.period_type) for one in found}, whole, look.moment)
    return [_with_ours(one, ours.get((one.period, one.period_type))) for one in found]


def _newest(versions: Sequence[MeasureVersion], moment: datetime | None, upto: date | None) -> list[_Newest]:
    """Each benchmark area's newest figure that is there."""
    rows = known_on(Observation.objects.filter(series__version__in=versions, series__is_benchmark=True), moment)
    rows = rows.filter(series__breakdown="", series__organisation=None, value__isnull=False)
    if upto is not None:
        rows = rows.filter(period__lte=upto)
    facts = rows.order_by("period").values_list(
        "series__area__name", "series__area__kind", "value", "state", "period", "series__period_type"
    )
    newest = {
        name: _Newest(name, kind, float(value), state, period, period_type)
        for name, kind, value, state, period, period_type in facts
        if value is not None
    }
    return sorted(newest.values(), key=lambda one: (one.kind != Area.Kind.COUNTRY, one.area))


def _one(one: _Newest) -> Benchmark:
    return Benchmark(one.area, one.value, one.state, one.period, one.period_type, "as published", None)


def _councils(version: MeasureVersion, found: Sequence[_Newest]) -> list[Benchmark]:
    """All councils loaded for the newest period together, by the method that the definition names; no mixing of methods."""
    if not found:
        return []
    last = max(found, key=lambda one: one.period)
    values = [one.value for one in found if one.period == last.period]
    method = _method(version)
    name = f"Other councils loaded ({len(values)})"
    value = METHODS[method](values)
    return [Benchmark(name, value, 0, last.period, last.period_type, defining.METHODS[method], None)]


def _method(version: MeasureVersion) -> str:
    """The mean or the median, as the definition's comparators say; the mean where they say neither."""
    said = [part.strip() for line in version.comparators.splitlines() for part in line.split("|")]
    return "median" if "median" in said and "mean_missing_excluded" not in said else "mean_missing_excluded"


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
