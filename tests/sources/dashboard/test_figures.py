"""Accepting figures: new, unchanged, restated; what was known on a day; totals."""

from datetime import UTC, date, datetime

import pytest

from lineofsight.cycle.requests.models import Return
from lineofsight.foundation.partnership.changes import cover_area
from lineofsight.foundation.partnership.models import Area, Organisation, Partnership
from lineofsight.foundation.trail.models import Entry
from lineofsight.sources.dashboard.changes.figures import Figure, Outcome, UnknownMeasure, accept_figures
from lineofsight.sources.dashboard.changes.measures import change_definition, take_over_catalogue
from lineofsight.sources.dashboard.changes.rollups import roll_up
from lineofsight.sources.dashboard.models import Measure, Observation
from lineofsight.sources.dashboard.queries.figures import end_of, figures
from tests import making

pytestmark = pytest.mark.django_db
APRIL, MAY = date(2026, 4, 1), date(2026, 5, 1)
FIRST_MORNING, SECOND_MORNING = datetime(2026, 6, 1, 9, tzinfo=UTC), datetime(2026, 7, 1, 9, tzinfo=UTC)


@pytest.fixture
def county(partnership: Partnership) -> Area:
    """The whole area, with two districts, and a measure of each kind of roll-up."""
    whole = Area.objects.create(code="E10009999", name="Westmarch", kind="county", starts_on=making.FIRST_DAY)
    cover_area(partnership, whole, starts_on=making.FIRST_DAY, by=making.SYSTEM, is_whole=True)
    for number, name in enumerate(("Aldermoor", "Brackwater"), start=1):
        district = Area.objects.create(
            code=f"E0700999{number}", name=name, kind="district", parent=whole, starts_on=making.FIRST_DAY
        )
        cover_area(partnership, district, starts_on=making.FIRST_DAY, by=making.SYSTEM)
    for code, how, multiplier in (("visits", "recompute", 100), ("notices", "sum", 1)):
        a_measure(partnership, code, roll_up=how, multiplier=multiplier)
    return whole


def a_measure(partnership: Partnership, code: str, **facts: object) -> Measure:
    """A measure of the partnership's own."""
    measure = Measure.objects.create(partnership=partnership, code=code)
    base = {
        "number": 1, "effective_from": date(1900, 1, 1), "name": code, "question": "?", "owner_kind": "x", "counts": "x",
        "numerator": "x", "unit": "percent", "period_type": "month", "taken": "flow", "frequency": "monthly",
        "direction": "up", "direction_reason": "x", "small_number_rule": "x", "family": "binomial", "roll_up": "recompute",
        "created_by_id": making.SYSTEM.actor_id,
    }  # fmt: skip
    measure.versions.create(**(base | facts))
    return measure


def a_return(partnership: Partnership, reference: str, organisation: Organisation | None = None) -> Return:
    """A return that was received."""
    return Return.objects.create(
        partnership=partnership,
        organisation=organisation,
        reference=reference,
        how="typed",
        created_by_id=making.SYSTEM.actor_id,
    )


def accept(
    partnership: Partnership, rows: list[Figure], *, at: datetime, organisation: Organisation | None = None
) -> Outcome:
    """Accept the rows as one return."""
    source = a_return(partnership, f"R{Return.objects.count() + 1}", organisation)
    return accept_figures(partnership, rows, source=source, known_from=at, by=making.SYSTEM)


def a_figure(area: Area, period: date, value: float, **facts: object) -> Figure:
    """A figure of `visits`."""
    return Figure(measure="visits", area=area.pk, period=period, value=value, **facts)  # type: ignore[arg-type]


def test_accept_figures_twice_changes_nothing(partnership: Partnership, county: Area) -> None:
    rows = [a_figure(county, APRIL, 81.0, row=4, column="C"), a_figure(county, MAY, 80.0, row=5, column="C")]
    first = accept(partnership, rows, at=FIRST_MORNING)
    again = accept(partnership, rows, at=SECOND_MORNING)
    assert [(o.new, o.restated, o.unchanged) for o in (first, again)] == [(2, 0, 0), (0, 0, 2)]
    assert Observation.objects.count() == 2


def test_accept_figures_restated_keeps_what_was_known(partnership: Partnership, county: Area) -> None:
    accept(partnership, [a_figure(county, APRIL, 81.0, row=4, column="C", sheet="Q1")], at=FIRST_MORNING)
    accept(partnership, [a_figure(county, APRIL, 79.0, row=9, column="D")], at=SECOND_MORNING)
    now = [(row["value"], row["source"]["return"], row["source"]["row"]) for row in figures(partnership)]
    then = [(row["value"], row["source"]["sheet"]) for row in figures(partnership, moment=end_of(date(2026, 6, 30)))]
    before = list(figures(partnership, moment=end_of(date(2026, 5, 31))))
    assert (now, then, before) == ([(79.0, "R2", 9)], [(81.0, "Q1")], [])


def test_accept_figures_zero_is_a_value(partnership: Partnership, county: Area) -> None:
    accept(partnership, [a_figure(county, APRIL, 0.0)], at=FIRST_MORNING)
    assert [(row["value"], row["state"]) for row in figures(partnership)] == [(0.0, "value")]


def test_accept_figures_of_unknown_measure_leaves_nothing(partnership: Partnership, county: Area) -> None:
    rows = [a_figure(county, APRIL, 1.0), Figure("nothing", county.pk, APRIL, 1.0)]
    with pytest.raises(UnknownMeasure, match="no measure “nothing”"):
        accept(partnership, rows, at=FIRST_MORNING)
    assert Observation.objects.count() == 0
    assert not Entry.objects.filter(deed="dashboard.accept_figures").exists()


def test_accept_figures_after_changed_definition_goes_to_new_series(partnership: Partnership, county: Area) -> None:
    measure = Measure.objects.get(code="visits")
    change_definition(measure, effective_from=MAY, reason="Weekends count", by=making.SYSTEM, numerator="with weekends")
    accept(partnership, [a_figure(county, APRIL, 81.0), a_figure(county, MAY, 90.0)], at=FIRST_MORNING)
    numbers = Observation.objects.order_by("period").values_list("series__version__number", flat=True)
    assert list(numbers) == [1, 2]


def test_roll_up_recomputes_from_counts_and_never_averages(partnership: Partnership, county: Area) -> None:
    council = making.an_organisation(partnership)
    first, second = Area.objects.filter(parent=county).order_by("name")
    rows = [
        a_figure(first, APRIL, 90.0, numerator=9.0, denominator=10.0),
        a_figure(second, APRIL, 50.0, numerator=45.0, denominator=90.0),
    ]
    outcome = accept(partnership, rows, at=FIRST_MORNING, organisation=council)
    roll_up(partnership, changed=outcome.changed, known_from=FIRST_MORNING)
    whole = Observation.objects.get(series__organisation=None, series__area=county)
    assert (whole.value, whole.numerator, whole.denominator, whole.state) == (54.0, 54.0, 100.0, 0)
    assert roll_up(partnership, changed=outcome.changed, known_from=SECOND_MORNING).changed == {}


def test_roll_up_hides_total_of_hidden_part_and_marks_missing_agency(partnership: Partnership, county: Area) -> None:
    council = making.an_organisation(partnership)
    police = making.an_organisation(partnership, "Westmarch Police", kind="police")
    notice = lambda period, value, **facts: Figure("notices", county.pk, period, value, **facts)  # noqa: E731
    outcome = accept(partnership, [notice(APRIL, 10.0), notice(MAY, 11.0)], at=FIRST_MORNING, organisation=council)
    hidden = notice(APRIL, None, state=Observation.State.SUPPRESSED)
    outcome.add(accept(partnership, [hidden], at=FIRST_MORNING, organisation=police))
    roll_up(partnership, changed=outcome.changed, known_from=FIRST_MORNING)
    together = Observation.objects.filter(series__organisation=None).order_by("period")
    assert [(o.period, o.value, o.state) for o in together] == [
        (APRIL, None, Observation.State.SUPPRESSED),
        (MAY, 11.0, Observation.State.PROVISIONAL),
    ]


def test_take_over_catalogue_twice_adds_nothing(partnership: Partnership) -> None:
    from lineofsight.engine import framework as frameworks

    kent = frameworks.load("kscmp-2024")
    first = take_over_catalogue(partnership, kent, by=making.SYSTEM)
    assert (first, take_over_catalogue(partnership, kent, by=making.SYSTEM)) == (len(kent.measures), 0)
