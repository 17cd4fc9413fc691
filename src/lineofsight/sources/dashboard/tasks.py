"""The daily watch of every partnership."""

from lineofsight.foundation.partnership.guards import now, today
from lineofsight.foundation.partnership.models import Partnership
from lineofsight.foundation.trail.changes import Doer
from lineofsight.sources.dashboard.changes.watching import watch_run


def watch_every_partnership() -> int:
    """Run the watch for each partnership; the number of new warnings. Safe to run twice: nothing is warned of twice."""
    by = Doer.system("The daily watch")
    runs = [
        watch_run(partnership, by=by, now=now(), today=today())
        for partnership in Partnership.objects.select_related("chain").order_by("slug")
    ]
    return sum(run.warnings_raised for run in runs)
