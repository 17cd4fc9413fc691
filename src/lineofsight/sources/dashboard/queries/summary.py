"""The summary: one row for each measure, most concerning first, from what is kept ready or from what was known."""

from collections import defaultdict
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Max, Q
from django.urls import reverse

from lineofsight.cycle.requests.models import Return
from lineofsight.engine.charts import Sparkline
from lineofsight.engine.disclosure import Rule
from lineofsight.foundation.handbook.queries import NoFramework, framework_in_use
from lineofsight.foundation.partnership.models import Coverage, Partnership
from lineofsight.sources.dashboard.models import DataQuality, MeasureLink, MeasureVersion, Series, SeriesState
from lineofsight.sources.dashboard.queries.hiding import hidden_besides
from lineofsight.sources.dashboard.queries.looking import Look
from lineofsight.sources.dashboard.queries.states import judgements
from lineofsight.sources.dashboard.rules import disclosing, periods, summing, words
from lineofsight.sources.dashboard.rules.judging import Judgement, back_lately


@dataclass(frozen=True, slots=True)
class Row:
    """One measure on the summary. `shows` is None where nobody supplied a figure for the whole partnership."""

    code: str
    version: MeasureVersion
    period_type: str
    shows: Judgement | SeriesState | None
    quality: str
    links: frozenset[str]
    rank: float
    url: str

    @property
    def name(self) -> str:
        """What it is called now."""
        return self.version.name

    @property
    def period(self) -> str:
        """The newest period in words."""
        return periods.label(self.shows.period, self.period_type) if self.shows else ""

    @property
    def latest(self) -> str:
        """The newest figure, with its letter where it is not a plain one."""
        if self.shows is None:
            return ""
        unit, decimals = self.version.unit, self.version.decimals
        return words.shown(self.shows.value, self.shows.state, unit=unit, decimals=decimals)

    @property
    def group(self) -> str:
        """Worse, better, changed, same, little or none."""
        return summing.group_of(self.shows, improves=self.version.direction)

    @property
    def assurance(self) -> str:
        """Pass, fail, inconsistent or none."""
        return (self.shows.assurance if self.shows else "") or "none"

    @property
    def change(self) -> str:
        """What it does, in words."""
        if self.shows is None:
            return "No figures yet"
        since = periods.label(self.shows.since, self.period_type) if self.shows.since else ""
        one = self.shows
        back = back_lately(one.back_since, one.period)
        facts: dict[str, Any] = {"tier": one.tier, "points": one.points, "since": since, "is_early": one.is_early}
        said = periods.label(back, self.period_type) if back else ""
        return words.change(one.variation, one.cause, **facts, back=said)

    @property
    def target(self) -> str:
        """Whether the target will be met, in words."""
        if self.shows is None:
            return ""
        unit, decimals = self.version.unit, self.version.decimals
        return words.target(self.shows.assurance, self.version.target, unit=unit, decimals=decimals)

    @property
    def sparkline(self) -> Sparkline | None:
        """The last 24 figures; None without any."""
        if self.shows is None or not self.shows.recent.replace("x", "").strip():
            return None
        values = tuple(float("nan") if text == "x" else float(text) for text in self.shows.recent.split())
        meaning = words.MEANINGS.get(self.shows.variation, "usual")
        return Sparkline(values=values, meaning=meaning, unit=words.sign_of(self.version.unit))


@dataclass(frozen=True, slots=True)
class Freshness:
    """When the newest figure was accepted, and up to which day it is about."""

    accepted_at: datetime | None
    to: str


def rows(look: Look, *, today: date) -> list[Row]:
    """Every active measure, most concerning first; the same number of queries for one month and for a hundred and twenty."""
    versions = versions_in_use(look.partnership)
    chosen = _series(look.partnership, versions)
    shows = _kept(chosen) if look.is_current and look.sees_all else _worked_out(look, chosen, today=today)
    quality, links = _quality(look.partnership), _links(look.partnership)
    made = []
    for code, held in versions.items():
        one, kind = _newest(held, chosen, shows)
        made.append(
            Row(
                code=code,
                version=held[-1],
                period_type=kind,
                shows=one,
                quality=quality.get(held[-1].measure_id, ""),
                links=links.get(held[-1].measure_id, frozenset()),
                rank=one.rank if one else -2.0,
                url=reverse("dashboard:measure", args=[look.partnership.slug, code]),
            )
        )
    return sorted(made, key=lambda row: (-row.rank, row.version.measure.number or 0, row.code))


def versions_in_use(partnership: Partnership) -> dict[str, list[MeasureVersion]]:
    """The definitions of each active measure, oldest first; one query."""
    found: dict[str, list[MeasureVersion]] = defaultdict(list)
    rows = MeasureVersion.objects.filter(measure__partnership=partnership, measure__is_active=True)
    for version in rows.select_related("measure").order_by("measure__number", "measure__code", "number"):
        found[version.measure.code].append(version)
    return dict(found)


Chosen = dict[int, dict[str, int]]


def _series(partnership: Partnership, versions: Mapping[str, Sequence[MeasureVersion]]) -> Chosen:
    """The series of the whole partnership, of everybody together: by version and kind of period."""
    whole = Coverage.objects.filter(partnership=partnership, is_whole=True).values("area_id")
    rows = Series.objects.for_partnership(partnership).filter(
        organisation__isnull=True, breakdown="", area__in=whole, version__measure__is_active=True
    )
    found: Chosen = defaultdict(dict)
    for pk, version, kind in rows.values_list("pk", "version_id", "period_type"):
        found[version][kind] = pk
    return found


Shows = dict[int, Any]


def _kept(chosen: Chosen) -> Shows:
    ids = [pk for kinds in chosen.values() for pk in kinds.values()]
    return {state.series_id: state for state in SeriesState.objects.filter(series__in=ids)}


def _worked_out(look: Look, chosen: Chosen, *, today: date) -> Shows:
    if look.shows_nothing:
        return {}
    by_kind: dict[str, list[int]] = defaultdict(list)
    for kinds in chosen.values():
        for kind, pk in kinds.items():
            by_kind[kind].append(pk)
    rules = None if look.sees_all else small_number_rules(look.partnership, today=today)
    more = _beside_own(look, chosen, rules) if rules is not None else {}
    found: Shows = {}
    for kind, ids in sorted(by_kind.items()):
        made = judgements(sorted(ids), period_type=kind, moment=look.moment, upto=look.upto, rules=rules, more=more)
        found |= {one.series: one for one in made}
    return found


def _beside_own(look: Look, chosen: Chosen, rules: Mapping[str, Rule]) -> Mapping[int, Set[date]]:
    """Totals that would give another agency's small number away to a reader who knows their own."""
    totals = {pk for kinds in chosen.values() for pk in kinds.values()}
    if not look.own:
        return {}
    areas = Series.objects.filter(pk__in=totals).values("area_id")
    rows = Series.objects.for_partnership(look.partnership).filter(
        version__in=list(chosen), breakdown="", area__in=areas
    )
    held = list(rows.filter(Q(pk__in=totals) | Q(organisation__in=look.own)).select_related("version"))
    by_version = {one.version_id: rules.get(one.version.small_number_rule) or disclosing.rule_of(None) for one in held}
    whole = held[0].area_id if held else None
    return hidden_besides(held, whole, look=look, rules=by_version)


def small_number_rules(partnership: Partnership, *, today: date) -> Mapping[str, Rule]:
    """The framework's rules for small numbers, by code; none where no framework counts, and then the strict one does."""
    try:
        return disclosing.rules_by_code(framework_in_use(partnership, on=today).small_number_rules)
    except NoFramework:
        return {}


def _newest(held: Sequence[MeasureVersion], chosen: Chosen, shows: Shows) -> tuple[Any, str]:
    """What the newest definition that has figures shows, by the kind of period that stands for it."""
    for version in reversed(held):
        kinds = {kind: shows[pk] for kind, pk in chosen.get(version.pk, {}).items() if pk in shows}
        kind = periods.finest(list(kinds), first=version.period_type)
        if kind is not None:
            return kinds[kind], kind
    return None, held[-1].period_type


def _quality(partnership: Partnership) -> dict[object, str]:
    """The worst of the newest ratings that the organisations' figures have; one query."""
    worst = {"poor": 0, "fair": 1, "good": 2}
    newest: dict[tuple[object, object], DataQuality] = {}
    ratings = DataQuality.objects.filter(measure__partnership=partnership).select_related("organisation")
    for rating in ratings.order_by("at"):
        newest[(rating.measure_id, rating.organisation_id)] = rating
    found: dict[object, DataQuality] = {}
    for (measure, _), rating in newest.items():
        if measure not in found or worst[rating.rating] < worst[found[measure].rating]:
            found[measure] = rating
    return {
        measure: rating.get_rating_display()
        if rating.rating == "good"
        else f"{rating.get_rating_display()}: {rating.organisation.name}"
        for measure, rating in found.items()
    }


def _links(partnership: Partnership) -> dict[object, frozenset[str]]:
    found: dict[object, set[str]] = defaultdict(set)
    for measure, kind, code in MeasureLink.objects.filter(measure__partnership=partnership).values_list(
        "measure_id", "kind", "code"
    ):
        found[measure].add(f"{kind}:{code}")
    return {measure: frozenset(codes) for measure, codes in found.items()}


def freshness(look: Look, shown: Sequence[Row]) -> Freshness:
    """How new what is shown is; one query."""
    accepted = Return.objects.for_partnership(look.partnership).filter(state=Return.State.ACCEPTED)
    if look.moment is not None:
        accepted = accepted.filter(accepted_at__lte=look.moment)
    newest = max((row for row in shown if row.shows), key=lambda row: row.shows.period, default=None)  # type: ignore[union-attr]
    last = accepted.aggregate(last=Max("accepted_at"))["last"]
    return Freshness(last, newest.period if newest else "")


def quarters(partnership: Partnership) -> list[date]:
    """First days of the last twenty quarters up to that of the newest figure of the whole, newest first; one query."""
    whole = Coverage.objects.filter(partnership=partnership, is_whole=True).values("area_id")
    rows = SeriesState.objects.filter(
        series__partnership=partnership, series__organisation=None, series__area__in=whole, series__breakdown=""
    )
    last = rows.aggregate(last=Max("period"))["last"]
    if last is None:
        return []
    made = [periods.quarter_of(last)]
    while len(made) < 20:
        made.append(periods.quarter_before(made[-1]))
    return made


def purposes(partnership: Partnership, *, today: date) -> list[tuple[str, str]]:
    """What a list of measures can be narrowed to: the framework's objectives, priorities and indicators."""
    try:
        framework = framework_in_use(partnership, on=today)
    except NoFramework:
        return []
    objectives = [(f"objective:{one.code}", f"Objective: {one.name}") for one in framework.objectives]
    priorities = [(f"priority:{one.code}", f"Priority: {one.name}") for one in framework.priorities]
    indicators = [(f"indicator:{one.code}", f"Indicator {one.number}: {one.text[:80]}") for one in framework.indicators]
    return objectives + priorities + indicators
