"""Cards about figures: signals that nobody has explained, and the quarter that waits to be published."""

from collections.abc import Iterator
from datetime import date

from django.db.models import Exists, OuterRef
from django.urls import reverse

from lineofsight.foundation.partnership.queries import Here
from lineofsight.outputs.pages.finding.card import Card
from lineofsight.sources.dashboard.models import Narrative, Publication, Series, SeriesState
from lineofsight.sources.dashboard.rules import periods


def to_explain(here: Here) -> Iterator[Card]:
    """Measures that changed, by the figures of everybody together, and of which nobody has said why."""
    told = Narrative.objects.filter(measure=OuterRef("series__version__measure"), period__gte=OuterRef("since"))
    rows = SeriesState.objects.filter(
        series__partnership=here.partnership, series__organisation__isnull=True, series__breakdown="",
        series__is_benchmark=False, tier__in=["alert", "priority"], since__isnull=False,
    )  # fmt: skip
    count = rows.exclude(Exists(told)).values("series__version__measure").distinct().count()
    if count:
        title = "signal to explain" if count == 1 else "signals to explain"
        text = "What changed, why, and so what for children."
        url = reverse("dashboard:summary", args=[here.partnership.slug])
        yield Card(title=title, count=count, text=text, url=url, button="See what changed")


def to_publish(here: Here) -> Iterator[Card]:
    """The quarter that ended last, when it has figures and was not published."""
    start = _quarter_before(here.today)
    published = Publication.objects.filter(partnership=here.partnership, quarter_start__gte=start)
    if not Series.objects.for_partnership(here.partnership).exclude(Exists(published)).exists():
        return
    url = reverse("dashboard:publications", args=[here.partnership.slug])
    text = f"{periods.label(start, 'quarter')} has figures and is not published yet."
    yield Card(title="quarter to publish", count=1, text=text, url=url, button="Go to the checklist", place="coming")


def _quarter_before(today: date) -> date:
    first = periods.quarter_of(today)
    return periods.quarter_of(date.fromordinal(first.toordinal() - 1))
