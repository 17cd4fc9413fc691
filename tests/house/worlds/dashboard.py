"""A measure with a year of figures, so that every page of data has something to show."""

from datetime import UTC, date, datetime

from lineofsight.cycle.requests.models import Return
from lineofsight.foundation.partnership.changes import cover_area
from lineofsight.foundation.partnership.models import Area
from lineofsight.sources.dashboard.changes import figures, measures, rollups, states
from lineofsight.sources.dashboard.models import Measure, Observation, Publication
from tests import making
from tests.house.world import FRAMEWORK, World

NOW = datetime(2026, 4, 20, 9, tzinfo=UTC)


def make(world: World) -> None:
    """One measure, one agency, twelve months."""
    place, organisation = world.partnership, world.members["analyst"].role.organisation
    whole = Area.objects.create(code="X10000009", name="Westmarch", kind="county", starts_on=making.FIRST_DAY)
    cover_area(place, whole, starts_on=making.FIRST_DAY, by=making.SYSTEM, is_whole=True)
    measures.take_over_catalogue(place, making.framework_named(FRAMEWORK), by=making.SYSTEM)
    measure = Measure.objects.for_partnership(place).first()
    rows = [
        figures.Figure(measure.code, whole.pk, date(2025, month, 1), 80.0 + month, 80 + month, 100, row=month)
        for month in range(1, 13)
    ]
    source = Return.objects.create(
        partnership=place, organisation=organisation, reference="D1", how="typed", state="accepted", received_at=NOW,
        created_by_id=making.SYSTEM.actor_id, accepted_at=NOW, accepted_by_id=making.SYSTEM.actor_id,
    )  # fmt: skip
    outcome = figures.accept_figures(place, rows, source=source, known_from=NOW, by=making.SYSTEM)
    rolled = rollups.roll_up(place, changed=outcome.changed, known_from=NOW)
    changed = outcome.changed_series | rolled.changed_series
    states.refresh(place, series_ids=changed, now=NOW, today=world.today, by=making.SYSTEM)
    note = measure.annotations.create(
        kind="note", period=date(2025, 6, 1), reason="A new form", at=NOW, by_id=making.SYSTEM.actor_id, role="Tests"
    )
    Publication.objects.create(
        partnership=place, quarter_start=date(2025, 10, 1), known_at=NOW, headline="Steady", published_at=NOW,
        published_by_id=making.SYSTEM.actor_id,
    )  # fmt: skip
    world.kwargs["dashboard:annotation"] = note.pk
    world.kwargs["dashboard:quarter"] = "2025-10-01"
    world.kwargs["code"] = measure.code
    world.kwargs["dashboard:figure"] = Observation.objects.filter(series__organisation=organisation).first().pk
