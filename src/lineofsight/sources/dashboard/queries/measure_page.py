"""One measure with everything that its page shows: a fixed number of queries, however many months there are."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from lineofsight.cycle.warnings.models import Warning
from lineofsight.engine.disclosure import Rule
from lineofsight.foundation.partnership.models import Coverage, Organisation, Partnership
from lineofsight.sources.dashboard.models import (
    Annotation,
    DataQuality,
    Measure,
    MeasureVersion,
    Narrative,
    Series,
    SeriesState,
)
from lineofsight.sources.dashboard.queries.benchmarks import Benchmark, benchmarks
from lineofsight.sources.dashboard.queries.hiding import hidden_besides
from lineofsight.sources.dashboard.queries.lines import Line, line_of
from lineofsight.sources.dashboard.queries.looking import Look
from lineofsight.sources.dashboard.queries.panels import annotations_of
from lineofsight.sources.dashboard.queries.states import judgements
from lineofsight.sources.dashboard.queries.summary import small_number_rules
from lineofsight.sources.dashboard.rules import disclosing, periods, words


@dataclass(frozen=True, slots=True)
class Choice:
    """Which line is asked for: an organisation's, an area's, a breakdown's; the whole of everybody by default."""

    agency: str = ""
    area: str = ""
    split: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """One agency, area or value of a breakdown beside the others."""

    series: Series
    shows: Any
    period_type: str
    quality: str = ""

    @property
    def name(self) -> str:
        """The value of a breakdown, the organisation, or the area where it is everybody's figure."""
        organisation = self.series.organisation
        if self.series.breakdown:
            return words.split(self.series.breakdown)
        return organisation.name if organisation else self.series.area.name


@dataclass(frozen=True, slots=True)
class Page:
    """A measure as one looks at it. `line` None: nothing to show for what was asked."""

    measure: Measure
    versions: tuple[MeasureVersion, ...]
    line: Line | None
    choice: Choice
    annotations: tuple[Annotation, ...]
    whole_area: int | None
    rule: Rule | None
    agencies: tuple[Part, ...] = ()
    areas: tuple[Part, ...] = ()
    splits: tuple[Part, ...] = ()
    narratives: tuple[Narrative, ...] = ()
    warnings: tuple[Warning, ...] = ()
    quality: tuple[DataQuality, ...] = ()
    benchmarks: tuple[Benchmark, ...] = ()

    @property
    def version(self) -> MeasureVersion:
        """The definition that counts now."""
        return self.versions[-1]


@dataclass(frozen=True, slots=True)
class _Held:
    """What every page of a measure is made from: its series as one may look at them, and the line that was chosen."""

    page: Page
    ours: list[Series]
    more: Mapping[int, Set[date]]


def measure_page(partnership: Partnership, code: str, *, look: Look, choice: Choice, today: date) -> Page:
    """The page of one measure. Measure.DoesNotExist for a code that the partnership does not have."""
    rows = Measure.objects.for_partnership(partnership).select_related("owner_organisation", "subject")
    held = _held(partnership, rows.get(code=code), look=look, choice=choice, today=today)
    page, measure, whole = held.page, held.page.measure, held.page.whole_area
    agencies, areas, splits = _parts(held, look=look)
    quality = _newest_quality(measure)
    return replace(
        page,
        agencies=tuple(_with_quality(agencies, quality)),
        areas=tuple(areas),
        splits=tuple(splits),
        narratives=tuple(_narratives(measure, look)),
        warnings=tuple(_warnings(partnership, measure)),
        quality=tuple(quality.values()),
        benchmarks=() if look.shows_nothing else tuple(benchmarks(page.versions, look=look, whole=whole)),
    )


def line_alone(partnership: Partnership, measure: Measure, *, look: Look, choice: Choice, today: date) -> Page:
    """The same with the chosen line and nothing beside it, for a page that shows the chart only."""
    return _held(partnership, measure, look=look, choice=choice, today=today).page


def _held(partnership: Partnership, measure: Measure, *, look: Look, choice: Choice, today: date) -> _Held:
    versions = tuple(measure.versions.select_related("created_by").order_by("number"))
    whole = Coverage.objects.filter(partnership=partnership, is_whole=True).values_list("area_id", flat=True).first()
    ours = _series(partnership, versions) if not look.shows_nothing else []
    annotations = annotations_of([measure.pk], moment=look.moment)
    rule = None if look.sees_all else _rule(partnership, versions[-1], today=today)
    more = hidden_from(ours, whole, look=look, rule=rule)
    line = line_of(versions, _chosen(ours, choice, whole, look), annotations, look=look, rule=rule, more=more)
    return _Held(Page(measure, versions, line, choice, tuple(annotations), whole, rule), ours, more)


def _series(partnership: Partnership, versions: Sequence[MeasureVersion]) -> list[Series]:
    rows = Series.objects.for_partnership(partnership).filter(version__in=versions, is_benchmark=False)
    found = list(rows.select_related("organisation", "area"))
    by_key = {version.pk: version for version in versions}
    for series in found:
        series.version = by_key[series.version_id]
    return found


def hidden_from(ours: Sequence[Series], whole: int | None, *, look: Look, rule: Rule | None) -> Mapping[int, Set[date]]:
    """What is hidden besides, to protect others; nothing for the inner circle."""
    if rule is None:
        return {}
    return hidden_besides(ours, whole, look=look, rules={one.version_id: rule for one in ours})


def _rule(partnership: Partnership, version: MeasureVersion, *, today: date) -> Rule:
    found = small_number_rules(partnership, today=today)
    return found.get(version.small_number_rule) or disclosing.rule_of(None)


def _chosen(ours: Sequence[Series], choice: Choice, whole: int | None, look: Look) -> list[Series]:
    """The series that the address asks for, one a definition and kind of period."""
    return [one for one in _beside(ours, choice, whole, look) if one.breakdown == choice.split]


def _beside(ours: Sequence[Series], choice: Choice, whole: int | None, look: Look) -> list[Series]:
    """Every breakdown of what the address asks for, and everybody; of an agency only what one may see."""
    return [
        one
        for one in ours
        if (one.organisation_id is None or _may_see(one, look))
        and str(one.organisation_id or "") == choice.agency
        and (one.area.code == choice.area if choice.area else one.area_id == whole)
    ]


def _parts(held: _Held, *, look: Look) -> tuple[list[Part], list[Part], list[Part]]:
    """Each agency's whole, each area of everybody together, and each breakdown of what was chosen; newest definitions."""
    page, whole = held.page, held.page.whole_area
    kind = page.line.period_type if page.line else ""
    ours = [one for one in held.ours if one.period_type == kind]
    plain = [one for one in ours if one.breakdown == ""]
    agencies = [one for one in plain if one.organisation_id and one.area_id == whole and _may_see(one, look)]
    areas = [one for one in plain if one.organisation_id is None and one.area_id != whole]
    splits = [one for one in _beside(ours, page.choice, whole, look) if one.breakdown]
    shows = _shows([*agencies, *areas, *splits], look=look, rule=page.rule, kind=kind, more=held.more)
    made = [[Part(one, shows[one.pk], kind) for one in _newest_each(some, shows)] for some in (agencies, areas, splits)]
    return made[0], made[1], made[2]


def _may_see(series: Series, look: Look) -> bool:
    """Outside the inner circle an agency sees its own answers and the partnership's, never another agency's."""
    return look.sees_all or str(series.organisation_id) in look.own


def _newest_each(series: Sequence[Series], shows: Mapping[int, Any]) -> list[Series]:
    newest: dict[tuple[object, int, str], Series] = {}
    for one in sorted(series, key=lambda one: one.version.number):
        if one.pk in shows:
            newest[(one.organisation_id, one.area_id, one.breakdown)] = one
    return sorted(newest.values(), key=_place)


def _place(one: Series) -> tuple[str, str]:
    """Where it stands in a list: by breakdown, then by name."""
    return one.breakdown, one.organisation.name if one.organisation else one.area.name


def _shows(
    series: Sequence[Series], *, look: Look, rule: Rule | None, kind: str, more: Mapping[int, Set[date]]
) -> dict[int, Any]:
    ids = sorted(one.pk for one in series)
    if not ids:
        return {}
    if look.is_current and look.sees_all:
        return {state.series_id: state for state in SeriesState.objects.filter(series__in=ids)}
    rules: Mapping[str, Rule] | None = None if rule is None else {one.version.small_number_rule: rule for one in series}
    made = judgements(ids, period_type=kind, moment=look.moment, upto=look.upto, rules=rules, more=more)
    return {one.series: one for one in made}


def _newest_quality(measure: Measure) -> dict[object, DataQuality]:
    rows = DataQuality.objects.filter(measure=measure).select_related("organisation", "by").order_by("at")
    return {rating.organisation_id: rating for rating in rows}


def _with_quality(parts: Sequence[Part], quality: Mapping[object, DataQuality]) -> list[Part]:
    said = {key: rating.get_rating_display() for key, rating in quality.items()}
    return [Part(p.series, p.shows, p.period_type, said.get(p.series.organisation_id, "")) for p in parts]


def _narratives(measure: Measure, look: Look) -> list[Narrative]:
    rows = Narrative.objects.filter(measure=measure).select_related("by")
    if look.moment is not None:
        rows = rows.filter(at__lte=look.moment)
    return list(rows[:6])


def _warnings(partnership: Partnership, measure: Measure) -> list[Warning]:
    """Every warning about the measure, open ones first."""
    found = list(Warning.objects.for_partnership(partnership).filter(about=measure.subject_id).order_by("-detected_at"))
    closed = {Warning.State.SETTLED, Warning.State.CLOSED}
    return sorted(found, key=lambda warning: warning.state in closed)


def newest_period(page: Page) -> str:
    """The newest period that the page shows, in words; empty without figures."""
    line = page.line
    return periods.label(line.shows.period, line.period_type) if line and line.shows else ""


def annotation_of(partnership: Partnership, code: str, key: int) -> Annotation | None:
    """One signed act on a measure; None for another partnership's."""
    rows = Annotation.objects.filter(measure__partnership=partnership, measure__code=code, pk=key)
    return rows.select_related("measure__partnership__chain", "measure__subject").first()


def organisation_of(partnership: Partnership, key: str) -> Organisation | None:
    """An organisation that takes part; None for any other."""
    return Organisation.objects.filter(participations__partnership=partnership, pk=key).first()
