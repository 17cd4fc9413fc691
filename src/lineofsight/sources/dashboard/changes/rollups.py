"""Rolling figures up: of all organisations together, and of districts to the whole. Derived rows that can be made again.

A total is made from numerators and denominators, never from rates. A part that is hidden makes the total hidden; a part that
usually comes and has not come yet makes the total provisional, so that a missing agency never looks like a fall.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from lineofsight.foundation.partnership.models import Coverage, Partnership
from lineofsight.sources.dashboard.changes.figures import Figure, Outcome, SeriesKey, in_batches, put, series_for
from lineofsight.sources.dashboard.models import Observation, Series

# A measure's version, and the breakdown with the kind of period.
Split = tuple[str, str]
Key = tuple[int, Split, date]
State = Observation.State


@dataclass(frozen=True, slots=True)
class Part:
    """One figure that goes into a total."""

    organisation: UUID | None
    area: int
    value: float | None
    numerator: float | None
    denominator: float | None
    state: int


@dataclass(frozen=True, slots=True)
class Rule:
    """How a measure's parts make a total: `sum`, `recompute` (from numerators and denominators) or `none`."""

    roll_up: str
    multiplier: float


def total(parts: Iterable[Part], *, rule: Rule, usual: int) -> Figure | None:
    """The total of the parts, or None when this measure makes none of them. `usual` is how many parts usually come."""
    held = list(parts)
    if len(held) == 1 and usual <= 1:
        one = held[0]
        return _figure(one.value, one.numerator, one.denominator, one.state)
    if rule.roll_up == "none":
        return None
    hidden = [part for part in held if part.state == State.SUPPRESSED]
    if hidden:
        return _figure(None, None, None, State.SUPPRESSED)
    counted = [part for part in held if part.value is not None]
    if not counted:
        return _figure(None, None, None, State.MISSING)
    state = State.PROVISIONAL if len(counted) < usual else max(part.state for part in counted)
    if rule.roll_up == "sum":
        return _figure(sum(part.value or 0.0 for part in counted), _sum(counted, "numerator"), None, state)
    numerator, denominator = _sum(counted, "numerator"), _sum(counted, "denominator")
    if numerator is None or not denominator:
        return _figure(None, numerator, denominator, State.MISSING)
    return _figure(rule.multiplier * numerator / denominator, numerator, denominator, state)


def _figure(value: float | None, numerator: float | None, denominator: float | None, state: int) -> Figure:
    return Figure("", 0, date.min, value, numerator, denominator, state)


def _sum(parts: list[Part], name: str) -> float | None:
    values = [getattr(part, name) for part in parts]
    return None if any(value is None for value in values) else float(sum(values))


def roll_up(
    partnership: Partnership, *, versions: set[int], known_from: datetime, since: date | None = None
) -> Outcome:
    """Make the totals of these measure versions again, from the period `since` on; what changed supersedes what was there."""
    whole = Coverage.objects.filter(partnership=partnership, is_whole=True).values_list("area_id", flat=True).first()
    if whole is None or not versions:
        return Outcome()
    parts, usual = _parts(partnership, versions, since=since, whole=whole)
    rules = _rules(versions)
    outcome = Outcome()
    by_organisation = _districts_to_whole(parts, rules=rules, whole=whole)
    _put(partnership, by_organisation, known_from=known_from, outcome=outcome)
    together = _organisations_together(parts, by_organisation, rules=rules, usual=usual)
    _put(partnership, together, known_from=known_from, outcome=outcome)
    return outcome


def _rules(versions: set[int]) -> dict[int, Rule]:
    from lineofsight.sources.dashboard.models import MeasureVersion

    rows = MeasureVersion.objects.filter(pk__in=versions).values_list("pk", "roll_up", "multiplier")
    return {pk: Rule(roll_up=how, multiplier=float(multiplier)) for pk, how, multiplier in rows}


def _parts(
    partnership: Partnership, versions: set[int], *, since: date | None, whole: int
) -> tuple[dict[Key, list[Part]], dict[tuple[int, Split, int], int]]:
    """Received figures by (version, breakdown, period); how many organisations usually supply each area's.

    Everybody who ever supplied counts, also where nothing of theirs has come since: what is missing is what is looked for.
    """
    series = Series.objects.for_partnership(partnership).filter(
        version__in=versions, is_derived=False, is_benchmark=False, organisation__isnull=False
    )
    facts = {s.pk: s for s in series.only("version_id", "organisation_id", "area_id", "breakdown", "period_type")}
    usual: dict[tuple[int, Split, int], int] = defaultdict(int)
    suppliers: dict[tuple[int, Split], set[UUID | None]] = defaultdict(set)
    for one in facts.values():
        split = (one.breakdown, one.period_type)
        usual[(one.version_id, split, one.area_id)] += 1
        suppliers[(one.version_id, split)].add(one.organisation_id)
    usual |= {(version, split, whole): len(held) for (version, split), held in suppliers.items()}
    parts: dict[Key, list[Part]] = defaultdict(list)
    for ids in in_batches(sorted(facts)):
        rows = Observation.objects.filter(series__in=ids, known_to__isnull=True)
        if since is not None:
            rows = rows.filter(period__gte=since)
        values = rows.values_list("series_id", "period", "value", "numerator", "denominator", "state")
        for pk, period, value, numerator, denominator, state in values.iterator(chunk_size=5_000):
            one = facts[pk]
            part = Part(one.organisation_id, one.area_id, value, numerator, denominator, state)
            parts[(one.version_id, (one.breakdown, one.period_type), period)].append(part)
    return parts, usual


Totals = dict[tuple[int, Split, date, UUID | None, int], Figure]


def _districts_to_whole(parts: dict[Key, list[Part]], *, rules: dict[int, Rule], whole: int) -> Totals:
    """Each organisation's whole from its districts, where it gave no whole itself."""
    totals: Totals = {}
    for (version, split, period), held in parts.items():
        by_organisation: dict[UUID | None, list[Part]] = defaultdict(list)
        for part in held:
            by_organisation[part.organisation].append(part)
        for organisation, own in by_organisation.items():
            if any(part.area == whole for part in own):
                continue
            figure = total(own, rule=rules[version], usual=len(own))
            if figure is not None:
                totals[(version, split, period, organisation, whole)] = figure
    return totals


def _organisations_together(
    parts: dict[Key, list[Part]],
    by_organisation: Totals,
    *,
    rules: dict[int, Rule],
    usual: dict[tuple[int, Split, int], int],
) -> Totals:
    """Each area's figure of all organisations together."""
    grouped: dict[tuple[int, Split, date, int], list[Part]] = defaultdict(list)
    for (version, split, period), held in parts.items():
        for part in held:
            grouped[(version, split, period, part.area)].append(part)
    for (version, split, period, organisation, area), figure in by_organisation.items():
        grouped[(version, split, period, area)].append(
            Part(organisation, area, figure.value, figure.numerator, figure.denominator, figure.state)
        )
    totals: Totals = {}
    for (version, split, period, area), held in grouped.items():
        together = total(held, rule=rules[version], usual=usual[(version, split, area)])
        if together is not None:
            totals[(version, split, period, None, area)] = together
    return totals


def _put(partnership: Partnership, totals: Totals, *, known_from: datetime, outcome: Outcome) -> None:
    by_organisation: dict[UUID | None, dict[SeriesKey, list[tuple[date, Figure]]]] = defaultdict(
        lambda: defaultdict(list)
    )
    for (version, split, period, organisation, area), figure in totals.items():
        by_organisation[organisation][(version, area, *split)].append((period, figure))
    for organisation, keys in by_organisation.items():
        series = series_for(partnership, set(keys), organisation=organisation, is_derived=True)
        keyed = {(series[key], period): figure for key, rows in keys.items() for period, figure in rows}
        done = put(keyed, source=None, known_from=known_from)
        outcome.new += done.new
        outcome.restated += done.restated
        outcome.unchanged += done.unchanged
        outcome.changed_series |= done.changed_series
