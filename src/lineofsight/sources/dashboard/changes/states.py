"""What each series shows: computed from its observations, kept for the summary, and warned of."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime

from django.db import transaction

from lineofsight.foundation.partnership.models import Partnership
from lineofsight.foundation.trail.changes import Doer
from lineofsight.sources.dashboard.changes.figures import hold_figures, in_batches
from lineofsight.sources.dashboard.changes.inserting import insert
from lineofsight.sources.dashboard.changes.raising import correct_warnings, raise_warnings
from lineofsight.sources.dashboard.models import Series, SeriesState
from lineofsight.sources.dashboard.queries.states import judgements
from lineofsight.sources.dashboard.rules.detecting import priorities
from lineofsight.sources.dashboard.rules.judging import Judgement, rank_of

AT_ONCE = 800
Progress = Callable[[int, int], None]


@transaction.atomic
def refresh(partnership: Partnership, *, series_ids: Iterable[int], now: datetime, today: date, by: Doer) -> int:
    """Compute the newest state of these series again; the number of warnings that it raised."""
    ids = sorted(set(series_ids))
    if not ids:
        return 0
    compute(partnership, series_ids=ids, now=now)
    prioritise(partnership)
    correct_warnings(partnership, series_ids=ids, by=by, now=now)
    return raise_warnings(partnership, measures=_measures(ids), by=by, now=now, today=today)


def _measures(ids: Sequence[int]) -> set[str]:
    found: set[str] = set()
    for first in range(0, len(ids), AT_ONCE):
        rows = Series.objects.filter(pk__in=ids[first : first + AT_ONCE])
        found |= set(rows.values_list("version__measure__code", flat=True))
    return found


def prioritise(partnership: Partnership) -> int:
    """Settle over the whole list which alerts also stand out among all series; how many states changed."""
    rows = SeriesState.objects.filter(series__partnership=partnership, p_value__isnull=False, false_chance__gt=0)
    facts = list(rows.order_by("series_id").values_list("pk", "tier", "p_value"))
    tiers = priorities([tier for _, tier, _ in facts], [p for _, _, p in facts])
    changed = {pk: tier for (pk, held, _), tier in zip(facts, tiers, strict=True) if held != tier}
    for ids in in_batches(sorted(changed)):
        states = SeriesState.objects.filter(pk__in=ids).select_related("series__version")
        for state in states:
            state.tier = changed[state.pk]
            state.rank = rank_of(state, improves=state.series.version.direction)
        SeriesState.objects.bulk_update(states, ["tier", "rank"], batch_size=200)
    return len(changed)


def rebuild(partnership: Partnership, *, now: datetime, tell: Progress | None = None) -> int:
    """Compute the state of every series again, as many at once as fit; how many there are."""
    every = list(Series.objects.for_partnership(partnership).order_by("pk").values_list("pk", flat=True))
    compute(partnership, series_ids=every, now=now, tell=tell)
    return len(every)


def compute(
    partnership: Partnership, *, series_ids: Iterable[int], now: datetime, tell: Progress | None = None
) -> None:
    """Replace the state of each of these series by what its observations say."""
    wanted = sorted(set(series_ids))
    done = 0
    for kind, ids in _by_kind(partnership, wanted).items():
        for first in range(0, len(ids), AT_ONCE):
            part = ids[first : first + AT_ONCE]
            with transaction.atomic():
                # Read and written in one, so that a return accepted meanwhile is neither missed nor undone.
                hold_figures(partnership)
                _replace(part, judgements(part, period_type=kind), now=now)
            done += len(part)
            if tell is not None:
                tell(done, len(wanted))


def _by_kind(partnership: Partnership, ids: Sequence[int]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = defaultdict(list)
    for first in range(0, len(ids), AT_ONCE):
        rows = Series.objects.for_partnership(partnership).filter(pk__in=ids[first : first + AT_ONCE])
        for pk, kind in rows.order_by("pk").values_list("pk", "period_type"):
            found[kind].append(pk)
    return found


FACTS = tuple(name for name in Judgement.__slots__ if name != "series")


def _replace(ids: Sequence[int], found: Sequence[Judgement], *, now: datetime) -> None:
    SeriesState.objects.filter(series__in=ids).delete()
    rows = [(one.series, now, *(getattr(one, name) for name in FACTS)) for one in found]
    insert(SeriesState, ("series_id", "computed_at", *FACTS), rows)
