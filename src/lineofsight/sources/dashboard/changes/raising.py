"""Warnings from figures: raised once for each measure, kept in step, and corrected when a figure behind them changes."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from lineofsight.cycle.warnings import changes as warnings
from lineofsight.cycle.warnings.models import Warning
from lineofsight.foundation.partnership.models import Coverage, Organisation, Partnership
from lineofsight.foundation.trail.changes import Doer
from lineofsight.foundation.trail.models import Subject
from lineofsight.sources.dashboard.changes.figures import BATCH, in_batches
from lineofsight.sources.dashboard.models import Measure, MeasureVersion, Observation, SeriesState, WarningSeries
from lineofsight.sources.dashboard.queries import standing as queries
from lineofsight.sources.dashboard.rules import periods, words
from lineofsight.sources.dashboard.rules import warning as rules
from lineofsight.sources.dashboard.rules.warning import Grouped

NOT_KNOWN = "Why it changed. Figures show that something changed, not the cause."


def raise_warnings(
    partnership: Partnership, *, measures: Iterable[str] | None = None, by: Doer, now: datetime, today: date
) -> int:
    """Warn of what stands on these measures (None: on all); the number of new warnings.

    While the list is full the rest stay ranked (`queries.standing.not_listed_yet`) and come when there is room.
    """
    codes = None if measures is None else sorted(set(measures))
    found = rules.grouped(queries.standing(partnership, measures=codes))
    new = {group.key for group in queries.unlisted(partnership, found)}
    open_keys = set(Warning.objects.for_partnership(partnership).open().values_list("key", flat=True))
    longest = warnings.triage_setting(partnership).longest_list
    room = longest - queries.listed(partnership)
    raised = 0
    for group in found:
        if group.key in open_keys:
            _warn(partnership, group, by=by, now=now, today=today)
        elif group.key in new and raised < room:
            raised += _warn(partnership, group, by=by, now=now, today=today)
    warned = {group.lead.measure for group in found}
    return raised + _warn_of_targets(partnership, codes, warned=warned, room=room - raised, by=by, now=now, today=today)


def _warn(partnership: Partnership, group: Grouped, *, by: Doer, now: datetime, today: date) -> int:
    lead, state = group.lead, SeriesState.objects.select_related("series__version").get(series=group.lead.series)
    way = _way(state)
    detection = warnings.Detection(
        kind=Warning.Kind.SIGNAL,
        key=group.key,
        title=rules.title_of(group, way=way),
        sentence=rules.sentence_of(group),
        tier=group.tier,
        rank=group.rank,
        known=_known(state),
        not_known=NOT_KNOWN,
        about=_subject(partnership, lead.measure),
        organisation=_organisation(partnership, group),
        happened_on=lead.since,
        in_hands_at=queries.received_at(lead),
    )
    warning, is_new = warnings.detect(partnership, detection, by=by, now=now, today=today)
    behind = [
        WarningSeries(warning=warning, series_id=one.series, period=one.period, value_then=one.value)
        for one in group.held
    ]
    WarningSeries.objects.bulk_create(
        behind,
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["warning", "series"],
        update_fields=["period", "value_then"],
    )
    return int(is_new)


def _way(state: SeriesState) -> str:
    if state.before is None or state.after is None:
        return "changed"
    up, improves = state.after > state.before, state.series.version.direction
    if improves == "neutral":
        return "higher" if up else "lower"
    return "better" if up == (improves == "up") else "worse"


def _known(state: SeriesState) -> str:
    """The newest figure and the usual range, in words."""
    version = state.series.version
    newest = _said(version, state.value) or "No figure"
    said = f"{newest} in {periods.label(state.period, state.series.period_type)}."
    if state.lower is None or state.upper is None:
        return said
    usual = f"Usual range {_said(version, max(state.lower, 0.0))} to {_said(version, state.upper)}."
    chart = "shows it too" if state.variation != "common" else "does not show it yet"
    return f"{said} {usual} {words.how_sure(state.tier)}. The control chart {chart}."


def _said(version: MeasureVersion, value: float | None) -> str:
    """A figure or a limit; the limits of a count have decimals."""
    whole = version.unit == "count"
    return words.amount(value, unit="" if whole else version.unit, decimals=None if whole else version.decimals)


def _subject(partnership: Partnership, code: str) -> Subject | None:
    return Measure.objects.for_partnership(partnership).select_related("subject").get(code=code).subject


def _organisation(partnership: Partnership, group: Grouped) -> Organisation | None:
    """The organisation, when it is a single one's: the only one that stands out, or the only one that supplies it."""
    if len(group.organisations) == 1:
        return Organisation.objects.get(pk=next(iter(group.organisations)))
    suppliers = queries.suppliers_of(group, partnership) if not group.organisations else []
    return suppliers[0].organisation if len(suppliers) == 1 else None


def _warn_of_targets(
    partnership: Partnership,
    codes: list[str] | None,
    *,
    warned: set[str],
    room: int,
    by: Doer,
    now: datetime,
    today: date,
) -> int:
    """A target that is met and about to be missed; not where the same measure already stands on the list."""
    whole = Coverage.objects.filter(partnership=partnership, is_whole=True).values("area_id")
    rows = SeriesState.objects.filter(
        series__partnership=partnership, series__organisation=None, series__area__in=whole, series__breakdown="",
        months_to_target__gt=0, months_to_target__lte=rules.MISS_WITHIN_MONTHS, series__version__target__isnull=False,
    )  # fmt: skip
    if codes is not None:
        rows = rows.filter(series__version__measure__code__in=codes)
    raised = 0
    for state in rows.select_related("series__version__measure__subject").order_by("-rank", "series_id"):
        if state.series.version.measure.code not in warned and raised < room:
            raised += _warn_of_target(partnership, state, by=by, now=now, today=today)
    return raised


def _warn_of_target(partnership: Partnership, state: SeriesState, *, by: Doer, now: datetime, today: date) -> int:
    version, months = state.series.version, state.months_to_target
    if not rules.about_to_miss(
        value=state.value, target=version.target, improves=version.direction, p_miss=state.p_miss_target, months=months
    ):
        return 0
    aim, key = _said(version, version.target), f"target:{version.measure.code}"
    earlier = Warning.objects.for_partnership(partnership).filter(key=key)
    last = earlier.order_by("-detected_at").first()
    if last is not None and last.state in queries.SETTLED and (now - (last.settled_at or now)).days < 180:
        return 0
    in_about = max(round(months or 1), 1)
    detection = warnings.Detection(
        kind=Warning.Kind.TARGET,
        key=key,
        title=f"{version.name}: about to miss its target",
        sentence=f"{version.name} meets its target of {aim} now. On its present path it will miss it in about "
        f"{in_about} {'month' if in_about == 1 else 'months'}.",
        tier="watch",
        rank=state.rank + 1.0,
        known=_known(state),
        not_known="Whether the path goes on as it does.",
        about=version.measure.subject,
    )
    warning, is_new = warnings.detect(partnership, detection, by=by, now=now, today=today)
    WarningSeries.objects.update_or_create(
        warning=warning, series=state.series, defaults={"period": state.period, "value_then": state.value}
    )
    return int(is_new)


@dataclass
class _Corrected:
    """A warning with what changed behind it and behind its parts."""

    head: Warning
    parts: dict[object, Warning] = field(default_factory=dict)
    notes: dict[str, None] = field(default_factory=dict)

    def add(self, warning: Warning, note: str) -> None:
        """A note once, and the part that it is of."""
        self.notes[note] = None
        if warning.pk != self.head.pk:
            self.parts[warning.pk] = warning


def correct_warnings(partnership: Partnership, *, series_ids: Iterable[int], by: Doer, now: datetime) -> int:
    """Tell everyone who was told of a warning that a figure behind it was restated or withdrawn; the number of warnings.

    A figure behind a part is one behind the warning that the part joined: that one carries on, and its people hear of it.
    """
    behind = WarningSeries.objects.filter(warning__partnership=partnership)
    rows = behind.filter(series__in=_some(behind, series_ids)).select_related(
        "warning__partnership__chain", "warning__joined_to__partnership__chain", "series__version__measure"
    )
    corrected: dict[object, _Corrected] = {}
    held = list(rows.order_by("pk"))
    now_is = _values_now(held)
    for one in held:
        note = _note_of_change(one, now_is.get((one.series_id, one.period)))
        head = one.warning.joined_to or one.warning
        if note and (head.state not in queries.SETTLED or head.told.exists()):
            corrected.setdefault(head.pk, _Corrected(head)).add(one.warning, note)
    for each in corrected.values():
        warnings.correct(each.head, parts=each.parts.values(), note=" ".join(list(each.notes)[:3]), by=by, now=now)
    return len(corrected)


def _some(behind: object, series_ids: Iterable[int]) -> list[int]:
    """Those of the series that are behind a warning at all: few, however many were computed."""
    held = set(behind.values_list("series_id", flat=True))  # type: ignore[attr-defined]
    return sorted(held & set(series_ids))


def _note_of_change(one: WarningSeries, value: float | None) -> str:
    """What the figure was and is now; empty when it still says the same. Remembers what it says now."""
    if value == one.value_then:
        return ""
    version = one.series.version
    before, period = _said(version, one.value_then) or "no figure", periods.label(one.period, one.series.period_type)
    WarningSeries.objects.filter(pk=one.pk).update(value_then=value)
    if value is None:
        return f"{version.name}, {period}: the figure {before} was withdrawn."
    return f"{version.name}, {period}: {before} was restated as {_said(version, value)}."


def _values_now(rows: Iterable[WarningSeries]) -> dict[tuple[int, date], float | None]:
    """The current figures of these series in these periods, by series and period."""
    held = list(rows)
    found: dict[tuple[int, date], float | None] = {}
    days = {one.period for one in held}
    for ids in in_batches(sorted({one.series_id for one in held})):
        current = Observation.objects.filter(series__in=ids, period__in=days, known_to__isnull=True)
        found |= {(series, day): value for series, day, value in current.values_list("series_id", "period", "value")}
    return found
