"""Totals made again: only what changed, from what came and not from what was worked out, and nothing stale left."""

from datetime import UTC, date, datetime

import pytest

from lineofsight.cycle.requests.models import Return
from lineofsight.foundation.partnership.models import Area, Organisation, Participation, Partnership
from lineofsight.sources.dashboard.changes.figures import Figure, Outcome, accept_figures
from lineofsight.sources.dashboard.changes.rollups import roll_up
from lineofsight.sources.dashboard.models import Observation, Series
from lineofsight.sources.dashboard.rules.totals import Rule, Sums, Total, says_the_same, total
from tests import making
from tests.sources.dashboard import county

pytestmark = pytest.mark.django_db
APRIL, MAY, JUNE = date(2026, 4, 1), date(2026, 5, 1), date(2026, 6, 1)
State = Observation.State
PROVISIONAL, MISSING = int(State.PROVISIONAL), int(State.MISSING)
SUM, RECOMPUTE, NONE = (Rule(how, 100.0) for how in ("sum", "recompute", "none"))


@pytest.fixture
def council(partnership: Partnership, whole: Area) -> Organisation:
    for code, how in (("visits", "recompute"), ("notices", "sum"), ("waits", "none")):
        county.a_measure(partnership, code, roll_up=how, multiplier=100 if how == "recompute" else 1)
    return making.an_organisation(partnership)


@pytest.fixture
def police(partnership: Partnership) -> Organisation:
    return making.an_organisation(partnership, "Westmarch Police", kind="police")


def send(partnership: Partnership, organisation: Organisation, *rows: Figure, day: int = 1) -> Outcome:
    """The rows as one return, accepted on that day of July and rolled up; what the rolling up changed."""
    now = datetime(2026, 7, day, 9, tzinfo=UTC)
    source = Return.objects.create(
        partnership=partnership, organisation=organisation, reference=f"R{Return.objects.count() + 1}", how="typed",
        created_by_id=making.SYSTEM.actor_id,
    )  # fmt: skip
    outcome = accept_figures(partnership, rows, source=source, known_from=now, by=making.SYSTEM)
    return roll_up(partnership, changed=outcome.changed, known_from=now)


def count(area: Area, period: date, value: float | None, state: int = 0, measure: str = "notices") -> Figure:
    return Figure(measure, area.pk, period, value, value, None, state)


def now_held(organisation: Organisation | None, area: Area) -> dict[date, tuple[float | None, int]]:
    rows = Observation.objects.filter(series__organisation=organisation, series__area=area, known_to=None)
    return {row.period: (row.value, row.state) for row in rows.order_by("period")}


def districts() -> list[Area]:
    return list(Area.objects.filter(kind="district").order_by("name"))


def test_return_changes_only_the_totals_that_it_goes_into(
    partnership: Partnership, whole: Area, council: Organisation, police: Organisation
) -> None:
    first, second, *_ = districts()
    for month in (APRIL, MAY):
        send(partnership, council, count(first, month, 5.0), count(second, month, 3.0))
        send(partnership, police, count(first, month, 1.0), count(second, month, 1.0))
    rolled = send(partnership, council, count(first, MAY, 6.0), day=9)
    changed = {Series.objects.get(pk=pk): periods for pk, periods in rolled.changed.items()}
    assert {(one.organisation, one.area.name): periods for one, periods in changed.items()} == {
        (council, "Westmarch"): {MAY}, (None, "Westmarch"): {MAY}, (None, first.name): {MAY},
    }  # fmt: skip
    assert now_held(None, whole) == {APRIL: (10.0, 0), MAY: (11.0, 0)}


def test_whole_that_comes_after_one_that_was_worked_out_counts_and_is_not_overwritten(
    partnership: Partnership, whole: Area, council: Organisation, police: Organisation
) -> None:
    first, *_ = districts()
    send(partnership, council, count(first, APRIL, 5.0))
    send(partnership, council, count(whole, MAY, 20.0))
    send(partnership, police, count(whole, MAY, 1.0))
    assert now_held(council, whole) == {APRIL: (5.0, 0), MAY: (20.0, 0)}
    assert now_held(None, whole) == {APRIL: (5.0, 0), MAY: (21.0, 0)}
    send(partnership, council, count(first, MAY, 7.0), day=9)
    assert now_held(council, whole)[MAY] == (20.0, 0)


def test_whole_that_was_worked_out_follows_its_districts_after_a_whole_came_in_another_period(
    partnership: Partnership, whole: Area, council: Organisation
) -> None:
    first, *_ = districts()
    send(partnership, council, count(whole, APRIL, 20.0))
    send(partnership, council, count(first, MAY, 5.0))
    send(partnership, council, count(first, MAY, 6.0), day=9)
    assert now_held(council, whole) == {APRIL: (20.0, 0), MAY: (6.0, 0)}
    assert now_held(None, whole) == {APRIL: (20.0, 0), MAY: (6.0, 0)}


def test_whole_of_fewer_districts_than_usual_is_provisional(
    partnership: Partnership, whole: Area, council: Organisation
) -> None:
    first, second, *_ = districts()
    send(partnership, council, count(first, APRIL, 5.0), count(second, APRIL, 3.0))
    send(partnership, council, count(first, MAY, 5.0))
    assert now_held(council, whole) == {APRIL: (8.0, 0), MAY: (5.0, PROVISIONAL)}
    assert now_held(None, whole) == {APRIL: (8.0, 0), MAY: (5.0, PROVISIONAL)}


def test_agency_that_came_later_is_not_missed_before_and_one_that_left_not_after(
    partnership: Partnership, whole: Area, council: Organisation, police: Organisation
) -> None:
    send(partnership, council, count(whole, APRIL, 10.0), count(whole, MAY, 11.0))
    send(partnership, police, count(whole, MAY, 1.0))
    send(partnership, council, count(whole, APRIL, 12.0), day=9)
    assert now_held(None, whole) == {APRIL: (12.0, 0), MAY: (12.0, 0)}
    send(partnership, council, count(whole, JUNE, 9.0), day=10)
    assert now_held(None, whole)[JUNE] == (9.0, PROVISIONAL)
    Participation.objects.filter(organisation=police).update(ends_on=MAY)
    send(partnership, council, count(whole, JUNE, 8.0), day=11)
    assert now_held(None, whole)[JUNE] == (8.0, 0)


def test_total_that_can_no_longer_be_worked_out_ends_and_stays_known(
    partnership: Partnership, whole: Area, council: Organisation, police: Organisation
) -> None:
    send(partnership, council, count(whole, APRIL, 4.0, measure="waits"))
    assert now_held(None, whole) == {APRIL: (4.0, 0)}
    rolled = send(partnership, police, count(whole, APRIL, 9.0, measure="waits"), day=9)
    total_series = Series.objects.get(organisation=None, area=whole)
    assert (now_held(None, whole), rolled.changed) == ({}, {total_series.pk: {APRIL}})
    assert [(row.value, row.known_to) for row in total_series.observations.all()] == [
        (4.0, datetime(2026, 7, 9, 9, tzinfo=UTC))
    ]


def test_withdrawn_part_makes_the_total_provisional(
    partnership: Partnership, whole: Area, council: Organisation, police: Organisation
) -> None:
    send(partnership, council, count(whole, APRIL, 4.0))
    send(partnership, police, count(whole, APRIL, 9.0))
    send(partnership, police, count(whole, APRIL, None, State.WITHDRAWN), day=9)
    assert now_held(None, whole) == {APRIL: (4.0, PROVISIONAL)}


def sums(*parts: tuple[float | None, float | None, float | None, int]) -> Sums:
    """Parts as (value, numerator, denominator, state) added up."""
    counted = [part for part in parts if part[0] is not None]
    columns = [[part[at] for part in parts if part[at] is not None] for at in range(3)]
    value, numerator, denominator = (sum(column) if column else None for column in columns)  # type: ignore[arg-type]
    return Sums(
        parts=len(parts), counted=len(counted), hidden=sum(part[3] == 1 for part in parts),
        empty=sum(part[3] == 3 for part in parts), value=value, numerator=numerator, numerators=len(columns[1]),
        denominator=denominator, denominators=len(columns[2]), worst=max((part[3] for part in counted or parts), default=0),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("parts", "rule", "expected", "made"),
    [
        ([(2.0, 2.0, None, 0), (3.0, 3.0, None, 0)], SUM, 2, (5.0, 5.0, None, 0)),
        ([(2.0, 2.0, None, 0), (3.0, None, None, 0)], SUM, 2, (5.0, None, None, 0)),
        ([(2.0, 2.0, None, 0), (3.0, 3.0, None, 4)], SUM, 2, (5.0, 5.0, None, 4)),
        ([(2.0, 2.0, None, 0), (None, None, None, 3)], SUM, 2, (2.0, 2.0, None, 0)),
        ([(None, None, None, 3), (None, None, None, 3)], SUM, 2, (None, None, None, 3)),
        ([(None, None, None, 3), (None, None, None, 2)], SUM, 2, (None, None, None, MISSING)),
        ([(50.0, 1.0, 2.0, 0), (100.0, 8.0, 8.0, 0)], RECOMPUTE, 2, (90.0, 9.0, 10.0, 0)),
        ([(50.0, 1.0, 2.0, 0), (100.0, None, None, 0)], RECOMPUTE, 2, (None, None, None, MISSING)),
        ([(50.0, 1.0, 2.0, 0)], RECOMPUTE, 2, (50.0, 1.0, 2.0, PROVISIONAL)),
        ([(50.0, 1.0, 2.0, 0), (None, None, None, 1)], RECOMPUTE, 2, (None, None, None, 1)),
        ([(4.0, None, None, 0)], NONE, 1, (4.0, None, None, 0)),
        ([(None, None, None, 2)], NONE, 1, (None, None, None, 2)),
        ([(4.0, None, None, 0), (5.0, None, None, 0)], NONE, 2, None),
        ([(4.0, None, None, 0)], NONE, 2, None),
        ([], SUM, 2, None),
    ],
)  # fmt: skip
def test_total(
    parts: list[tuple[float | None, float | None, float | None, int]],
    rule: Rule,
    expected: int,
    made: tuple[float | None, float | None, float | None, int] | None,
) -> None:
    assert total(sums(*parts), rule=rule, expected=expected) == (None if made is None else Total(*made))


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [((0.6, None), (0.6000000000000001, None), True), ((0.6, None), (0.6001, None), False), ((1.0, None), (1.0, 2.0), False),
     ((0.0, 0), (0.0, 0), True), ((0.0, 0), (0.0, 5), False)],
)  # fmt: skip
def test_says_the_same_but_for_the_last_bit(
    one: tuple[float | None, ...], other: tuple[float | None, ...], same: bool
) -> None:
    assert says_the_same(one, other) is same
