"""What stands on the newest figures and has to be warned of; what waits for a place on the list."""

from collections.abc import Iterable, Mapping, Sequence, Set
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Max, Q, QuerySet

from lineofsight.cycle.warnings.models import Warning
from lineofsight.foundation.partnership.models import Coverage, Partnership
from lineofsight.sources.dashboard.models import Observation, Series, SeriesState
from lineofsight.sources.dashboard.rules.warning import Grouped, Standing, grouped, returns

FIELDS = (
    "series", "series__version", "series__version__measure", "series__version__measure__code", "series__version__name",
    "series__breakdown", "series__organisation", "series__organisation__name", "series__area", "series__area__name",
    "series__period_type", "period", "value", "tier", "rank", "since", "sentence", "false_chance", "kind",
)  # fmt: skip
JUDGED_BY = ("key", "state", "tier", "settled_at", "detected_at")
# Too few figures to be watched in full: no chance of a false alarm was worked out, so it cannot be more than `watch`.
EARLY = Q(tier="watch", false_chance=0, series__breakdown="")
SETTLED = (Warning.State.SETTLED, Warning.State.CLOSED)


def standing(partnership: Partnership, *, measures: Iterable[str] | None = None) -> list[Standing]:
    """Every change that stands, of these measures or of all, in the definition that counts now. Three queries."""
    whole = Coverage.objects.filter(partnership=partnership, is_whole=True).values_list("area_id", flat=True).first()
    rows = SeriesState.objects.filter(
        series__partnership=partnership, series__is_benchmark=False, tier__in=["watch", "alert", "priority"]
    ).filter(Q(tier="priority") | (Q(series__organisation=None, series__area=whole) & (Q(tier="alert") | EARLY)))
    if measures is not None:
        rows = rows.filter(series__version__measure__code__in=list(measures))
    # Thousands of parts may stand out at once: plain values, not rows of five tables.
    found = list(rows.order_by("-rank", "series_id").values(*FIELDS))
    newest = _newest(partnership, {one["series__version__measure"] for one in found}, whole=whole)
    return [
        _standing(one, whole)
        for one in found
        if newest.get((one["series__version"], one["series__period_type"])) == one["period"]
    ]


def _newest(partnership: Partnership, measures: Set[UUID], *, whole: int | None) -> dict[tuple[int, str], date]:
    """The newest period of each newest definition in use, by kind of period: what stopped long ago warns of nothing.

    The whole area's figures are as new as any of its parts'. Only of measures without any are all parts asked.
    """
    rows = SeriesState.objects.filter(series__partnership=partnership, series__is_benchmark=False)
    held = _periods_of(rows.filter(series__area=whole))
    without = measures - held.keys()
    if without:
        held |= _periods_of(rows.filter(series__version__measure__in=without))
    return {key: day for _, found in held.values() for key, day in found.items()}


def _periods_of(rows: QuerySet[SeriesState]) -> dict[UUID, tuple[int, dict[tuple[int, str], date]]]:
    """By measure: the number of its newest definition that has figures, and the newest periods of that one."""
    version = "series__version"
    groups = rows.filter(series__version__measure__is_active=True).order_by()
    facts = groups.values_list(f"{version}__measure_id", f"{version}__number", f"{version}_id", "series__period_type")
    held: dict[UUID, tuple[int, dict[tuple[int, str], date]]] = {}
    for measure, number, pk, kind, day in facts.annotate(newest=Max("period")):
        if measure not in held or number > held[measure][0]:
            held[measure] = (number, {})
        if number == held[measure][0]:
            held[measure][1][(pk, kind)] = day
    return held


def _standing(one: Mapping[str, Any], whole: int | None) -> Standing:
    return Standing(
        series=one["series"],
        measure=one["series__version__measure__code"],
        name=one["series__version__name"],
        breakdown=one["series__breakdown"],
        organisation=str(one["series__organisation"] or ""),
        organisation_name=one["series__organisation__name"] or "",
        area=one["series__area__name"],
        is_whole=one["series__area"] == whole,
        period=one["period"],
        period_type=one["series__period_type"],
        value=one["value"],
        tier=one["tier"],
        rank=one["rank"],
        since=one["since"],
        sentence=one["sentence"],
        is_early=one["tier"] == "watch" and one["false_chance"] == 0,
        is_alone=one["kind"] == "spike",
    )


def unlisted(partnership: Partnership, found: Sequence[Grouped]) -> list[Grouped]:
    """Those that are on no open list and were not closed while the same change stood. One query."""
    rows = Warning.objects.for_partnership(partnership).filter(kind=Warning.Kind.SIGNAL)
    last = {warning.key: warning for warning in rows.only(*JUDGED_BY).order_by("detected_at")}
    return [group for group in found if _is_new(group, last.get(group.key))]


def _is_new(group: Grouped, last: Warning | None) -> bool:
    if last is None:
        return True
    if last.state not in SETTLED:
        return False
    closed = last.settled_at or last.detected_at
    return returns(since=group.lead.since, closed_on=closed.date(), tier=group.tier, tier_then=last.tier)


def not_listed_yet(partnership: Partnership) -> list[Grouped]:
    """Changes that would be warnings if the list were longer, most concerning first: ranked, and never dropped."""
    return unlisted(partnership, grouped(standing(partnership)))


def listed(partnership: Partnership) -> int:
    """How many warnings from figures stand on the list."""
    rows = Warning.objects.for_partnership(partnership).open().filter(joined_to__isnull=True)
    return rows.filter(kind__in=[Warning.Kind.SIGNAL, Warning.Kind.TARGET]).count()


def suppliers_of(group: Grouped, partnership: Partnership) -> list[Series]:
    """One series of each organisation that supplies the measure."""
    rows = Series.objects.for_partnership(partnership).filter(
        version__measure__code=group.lead.measure, organisation__isnull=False, is_benchmark=False
    )
    each = {series.organisation_id: series for series in rows.select_related("organisation")}
    return list(each.values())


def received_at(one: Standing) -> datetime | None:
    """When the figures of that period came into our hands: the last of the returns that made them."""
    version = Series.objects.filter(pk=one.series).values("version")
    rows = Observation.objects.filter(
        series__version__in=version, period=one.period, known_to__isnull=True, cell__isnull=False
    )
    found: datetime | None = rows.aggregate(last=Max("cell__source__received_at"))["last"]
    return found
