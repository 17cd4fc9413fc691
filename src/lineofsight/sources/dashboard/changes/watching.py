"""The watch: every series looked at again, the list put in order, and what stands warned of."""

from datetime import date, datetime, timedelta
from time import monotonic

from django.db import transaction
from django.db.models import Sum

from lineofsight.cycle.warnings.models import WatchRun
from lineofsight.foundation.partnership.models import Coverage, Partnership
from lineofsight.foundation.trail.changes import Doer, record
from lineofsight.sources.dashboard.changes.figures import hold_figures
from lineofsight.sources.dashboard.changes.raising import correct_warnings, raise_warnings
from lineofsight.sources.dashboard.changes.states import Progress, prioritise, rebuild
from lineofsight.sources.dashboard.models import SeriesState, WarningSeries
from lineofsight.sources.dashboard.rules.detecting import FALSE_SHARE, FIRST_SIGN


def watch_run(
    partnership: Partnership, *, by: Doer, now: datetime, today: date, tell: Progress | None = None
) -> WatchRun:
    """One run over all series of the partnership, with how many its list would hold by chance alone.

    The states are written as they are worked out; warnings and the run's own entry share one transaction at the end.
    """
    run, began = WatchRun.objects.create(partnership=partnership, started_at=now), monotonic()
    looked_at = rebuild(partnership, now=now, tell=tell)
    with transaction.atomic():
        hold_figures(partnership)
        prioritise(partnership)
        behind = WarningSeries.objects.filter(warning__partnership=partnership).values_list("series_id", flat=True)
        correct_warnings(partnership, series_ids=list(behind), by=by, now=now)
        run.warnings_raised = raise_warnings(partnership, by=by, now=now, today=today)
        run.series_looked_at, run.expected_false = looked_at, expected_false(partnership)
        run.finished_at = now + timedelta(seconds=monotonic() - began)
        run.save()
        after = {"series": looked_at, "warnings": run.warnings_raised, "expected_false": round(run.expected_false, 2)}
        record(partnership.chain, by=by, deed="dashboard.watch", after=after, rows=max(looked_at, 1))
    return run


def expected_false(partnership: Partnership) -> float:
    """How many of the list chance alone would give: the wholes at the rate of an alert, the parts at their share.

    A whole with too few figures to be watched in full is warned of at the rate of a first sign.
    """
    whole = Coverage.objects.filter(partnership=partnership, is_whole=True).values("area_id")
    rows = SeriesState.objects.filter(series__partnership=partnership, series__is_benchmark=False)
    wholes = rows.filter(series__organisation=None, series__area__in=whole)
    chance = wholes.aggregate(total=Sum("false_chance"))["total"] or 0.0
    parts = rows.filter(tier="priority").exclude(series__organisation=None, series__area__in=whole)
    measures = parts.values("series__version__measure").distinct().count()
    early = wholes.filter(false_chance=0, p_value__isnull=False, series__breakdown="").count()
    return float(chance) + FALSE_SHARE * measures + FIRST_SIGN * early
