"""What each series shows: computed from its observations, kept for the summary, and warned of."""

from collections.abc import Iterable
from datetime import date, datetime

from lineofsight.foundation.partnership.models import Partnership
from lineofsight.foundation.trail.changes import Doer


def refresh(partnership: Partnership, *, series_ids: Iterable[int], now: datetime, today: date, by: Doer) -> int:
    """Compute the newest state of these series again; the number of warnings that it raised."""
    return 0
