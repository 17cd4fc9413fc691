"""Accepting a return: its figures go into the record, totals are made again, and whoever was warned hears of changes."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction

from lineofsight.cycle.requests.changes import judging
from lineofsight.cycle.requests.models import Request, Return
from lineofsight.cycle.warnings import changes as warnings
from lineofsight.foundation.partnership.permissions import Refused
from lineofsight.foundation.trail.changes import Doer
from lineofsight.sources.dashboard.changes.figures import Figure, Outcome, accept_figures, versions_by_measure
from lineofsight.sources.dashboard.changes.rollups import roll_up
from lineofsight.sources.dashboard.changes.states import refresh
from lineofsight.sources.dashboard.models import Observation, WarningSeries
from lineofsight.sources.dashboard.returns import queries
from lineofsight.sources.dashboard.returns.changes import figures_of
from lineofsight.sources.dashboard.returns.figures_written import MISSING
from lineofsight.sources.dashboard.returns.slots import Entry, Key, Last


@transaction.atomic
def accept(sent: Return, *, version: int, by: Doer, now: datetime, today: date) -> Outcome:
    """The figures count from `now` on; one transaction, so that nothing is ever half in.

    Refused when the return was taken back or judged already; ChangedMeanwhile when somebody else was first.
    """
    if sent.request is None:
        raise Refused("This return was not asked for; it is loaded on the command line.")
    partnership = sent.partnership
    figures = figures_to_accept(sent, sent.request)
    judging.mark_accepted(sent, version=version, by=by, now=now)
    outcome = accept_figures(partnership, figures, source=sent, known_from=now, by=by)
    kept = versions_by_measure(partnership)
    versions = {version.pk for figure in figures for version in kept[figure.measure]}
    rolled = roll_up(partnership, versions=versions, known_from=now, since=outcome.first_period)
    changed = outcome.changed_series | rolled.changed_series
    if changed:
        refresh(partnership, series_ids=changed, now=now, today=today, by=by)
    if outcome.restated:
        correct_warnings(changed, by=by, now=now)
    return outcome


def figures_to_accept(sent: Return, request: Request) -> list[Figure]:
    """What the return puts into the record: its figures, and blanks that were asked for and cannot be worked out."""
    asked = queries.slots(request)
    held = {key: entry for key, (entry, _) in queries.entries_of(sent, asked).items()}
    known = queries.accepted_before(request, asked).same_period
    return figures_of(entry for entry in held.values() if _counts(entry, held, known))


def _counts(entry: Entry, held: Mapping[Key, Entry], known: Mapping[Key, Last]) -> bool:
    if entry.state != MISSING or entry.slot.key in known:
        return True
    if not entry.slot.is_whole or entry.slot.breakdown:
        return False
    # A blank whole beside its districts is worked out from them; written down as missing, it would stand in their way.
    code, _, _, period = entry.slot.key
    return not any(
        other.state != MISSING and not other.slot.is_whole
        for key, other in held.items()
        if (key[0], key[3]) == (code, period)
    )


def correct_warnings(series: set[int], *, by: Doer, now: datetime) -> int:
    """Whoever was told of a warning hears that a figure behind it has changed; the number of warnings corrected."""
    behind = WarningSeries.objects.filter(series__in=series).exclude(warning__state__in=["settled", "closed"])
    rows = list(behind.select_related("warning__partnership__chain", "series__version"))
    current = {
        (one.series_id, one.period): one
        for one in Observation.objects.filter(series__in={row.series_id for row in rows}, known_to__isnull=True)
    }
    corrected: set[object] = set()
    for row in rows:
        now_says = current.get((row.series_id, row.period))
        value = now_says.value if now_says else None
        if value == row.value_then or row.warning_id in corrected:
            continue
        corrected.add(row.warning_id)
        warnings.correct(row.warning, note=_note(row, value), by=by, now=now)
    return len(corrected)


def _note(row: WarningSeries, value: float | None) -> str:
    name, day = row.series.version.name, f"{row.period.day} {row.period:%B %Y}"
    then = "no figure" if row.value_then is None else f"{row.value_then:,.10g}"
    if value is None:
        return f"{name}, period from {day}: the figure {then} was withdrawn."
    return f"{name}, period from {day}: the figure was {then} and is now {value:,.10g}."
