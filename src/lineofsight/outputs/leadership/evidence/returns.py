"""Returns and measures as evidence: what is shared, by whom, and in time."""

from collections.abc import Iterator
from uuid import UUID

from django.db.models import Exists, OuterRef, Subquery

from lineofsight.cycle.requests.models import Request
from lineofsight.foundation.handbook.evidence import Asked, Calculation, Item
from lineofsight.outputs.leadership.evidence.reading import day_of, path
from lineofsight.sources.dashboard.models import Measure, MeasureVersion, SeriesState

STATES = dict(Request.State.choices)


def _due(asked: Asked, *, on_time: bool) -> Iterator[Item]:
    rows = Request.objects.for_partnership(asked.here.partnership).filter(due_on__gt=asked.since, due_on__lt=asked.on)
    if not asked.here.may("see_working_figures"):
        rows = rows.filter(organisation__in=[UUID(key) for key in asked.here.organisation_ids])
    found = rows.exclude(state=Request.State.EXCUSED).values_list(
        "pk", "round__title", "due_on", "first_received_at", "became_late_on", "organisation__name", "state"
    )  # fmt: skip
    for key, title, due_on, received_at, late_on, agency, state in found:
        received = day_of(received_at)
        in_time = received is not None and late_on is None
        yield Item(text=f"{title}: {agency}", began=due_on, url=path(asked, "data/returns/request", key),
                   met=due_on if on_time and in_time else None, ended=None if on_time else received, agency=agency,
                   standing=STATES.get(state, state) if in_time or not received else "Received late")  # fmt: skip


def on_time(asked: Asked) -> list[Item]:
    """Returns that were due; met when they came in time."""
    return list(_due(asked, on_time=True))


def missing(asked: Asked) -> list[Item]:
    """Returns that were due; ended when they came."""
    return list(_due(asked, on_time=False))


def live(asked: Asked) -> list[Item]:
    """The measures of the catalogue as they are on the day; met where figures come."""
    states = SeriesState.objects.filter(series__version__measure=OuterRef("pk"))
    rows = Measure.objects.for_partnership(asked.here.partnership).filter(is_active=True)
    newest = MeasureVersion.objects.filter(measure=OuterRef("pk")).order_by("-number").values("name")[:1]
    found = rows.annotate(name=Subquery(newest), is_live=Exists(states)).values_list("code", "name", "is_live")
    return [
        Item(text=name or code, began=asked.on, url=path(asked, "data/measures", code),
             met=asked.on if is_live else None, standing="Figures come" if is_live else "No figure yet")
        for code, name, is_live in found
    ]  # fmt: skip


RETURN = ("return", "returns")
CALCULATIONS = {
    "measures-live": Calculation(
        way="share", items=live, noun=("measure", "measures"), happened="live: figures come",
        note="It is known for today alone: the record keeps no list of measures as it once was.",
    ),
    "returns-on-time-by-agency": Calculation(
        way="share", items=on_time, noun=RETURN, happened="received on time", by="agency"
    ),
    "data-gaps": Calculation(
        way="open", items=missing, noun=("return is missing", "returns are missing"), by="agency"
    ),
}  # fmt: skip
