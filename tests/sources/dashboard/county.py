"""A small county with measures, agencies and districts, whose months are accepted as real returns are."""

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta

from lineofsight.cycle.requests.models import Return
from lineofsight.foundation.partnership.changes import cover_area
from lineofsight.foundation.partnership.models import Area, Organisation, Partnership
from lineofsight.foundation.trail.changes import subject_for
from lineofsight.sources.dashboard.changes.figures import Figure, accept_figures
from lineofsight.sources.dashboard.changes.rollups import roll_up
from lineofsight.sources.dashboard.changes.states import refresh
from lineofsight.sources.dashboard.models import Measure
from tests import making

TODAY = date(2026, 10, 21)
NOW = datetime(2026, 10, 20, 9, tzinfo=UTC)
FIRST_MONTH = date(2023, 10, 1)
DISTRICTS = ("Aldersham", "Brackenford", "Calder Vale", "Dunmere")


def months(count: int, *, first: date = FIRST_MONTH) -> list[date]:
    """So many months from the first on."""
    return [date(first.year + (first.month - 1 + n) // 12, (first.month - 1 + n) % 12 + 1, 1) for n in range(count)]


def an_area(partnership: Partnership) -> Area:
    """The whole county with its districts."""
    whole = Area.objects.create(code="X10000009", name="Westmarch", kind="county", starts_on=making.FIRST_DAY)
    cover_area(partnership, whole, starts_on=making.FIRST_DAY, by=making.SYSTEM, is_whole=True)
    for number, name in enumerate(DISTRICTS, start=1):
        district = Area.objects.create(
            code=f"X0700900{number}", name=name, kind="district", parent=whole, starts_on=making.FIRST_DAY
        )
        cover_area(partnership, district, starts_on=making.FIRST_DAY, by=making.SYSTEM)
    return whole


def a_measure(partnership: Partnership, code: str, **facts: object) -> Measure:
    """A measure of the partnership's own, with the subject that warnings point at."""
    name = str(facts.get("name", code))
    subject = subject_for(
        partnership.chain, room="dashboard", kind="measure", key=code, title=name, may_read="see_measures"
    )
    measure = Measure.objects.create(partnership=partnership, code=code, subject=subject)
    base = {
        "number": 1, "effective_from": date(1900, 1, 1), "name": name, "question": f"How many {name}?", "owner_kind": "x",
        "counts": "visits", "numerator": "Visits in time", "denominator": "Visits due", "unit": "percent",
        "multiplier": 100, "period_type": "month", "taken": "flow", "frequency": "monthly", "direction": "up",
        "direction_reason": "A visit in time keeps a child safe", "small_number_rule": "default", "family": "binomial",
        "roll_up": "recompute", "decimals": 1, "arrival_days": 20, "created_by_id": making.SYSTEM.actor_id,
    }  # fmt: skip
    measure.versions.create(**(base | facts))
    return measure


def accept(
    partnership: Partnership,
    rows: Sequence[Figure],
    *,
    organisation: Organisation | None = None,
    at: datetime = NOW,
    raises: bool = True,
    reference: str = "",
) -> int:
    """Accept the rows as one return, roll them up, and work out what they show; the number of warnings raised."""
    reference = reference or f"R{Return.objects.count() + 1}"
    source = Return.objects.create(
        partnership=partnership, organisation=organisation, reference=reference, how="typed", state="accepted",
        created_by_id=making.SYSTEM.actor_id, received_at=at - timedelta(days=1), accepted_at=at,
        accepted_by_id=making.SYSTEM.actor_id, received_by_id=making.SYSTEM.actor_id,
    )  # fmt: skip
    outcome = accept_figures(partnership, rows, source=source, known_from=at, by=making.SYSTEM)
    rolled = roll_up(partnership, changed=outcome.changed, known_from=at)
    changed = outcome.changed_series | rolled.changed_series
    return refresh(partnership, series_ids=changed if raises else (), now=at, today=TODAY, by=making.SYSTEM)


def percentages(
    measure: str, area: Area, counts: Callable[[int], tuple[float, float]], *, count: int = 36
) -> list[Figure]:
    """A figure a month: `counts(n)` gives the number and what it is out of."""
    rows = []
    for n, month in enumerate(months(count)):
        number, out_of = counts(n)
        rows.append(
            Figure(
                measure, area.pk, month, 100 * number / out_of, number, out_of, row=n + 2, column="C", sheet="Return"
            )
        )
    return rows


def wave(n: int) -> int:
    """Ordinary ups and downs, the same every time: from -3 to 3."""
    return (n * 5) % 7 - 3
