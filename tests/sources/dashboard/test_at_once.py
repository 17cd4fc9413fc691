"""Two people at the same moment: each total holds every return, the same file is in once, and nobody gets an error."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest
from django.db import connection, connections, transaction

from lineofsight.cycle.requests.models import Return
from lineofsight.engine import tables
from lineofsight.foundation.partnership.models import Partnership
from lineofsight.sources.dashboard.changes.figures import Figure
from lineofsight.sources.dashboard.changes.loading import load_file
from lineofsight.sources.dashboard.models import Observation, SeriesState
from tests import making
from tests.sources.dashboard import county

pytestmark = pytest.mark.django_db(transaction=True)
AT_ONCE = 4


@pytest.fixture
def here() -> Partnership:
    if connection.vendor != "postgresql":
        pytest.skip("Only on PostgreSQL: SQLite lets one write at a time, and its test database lives in one process.")
    return making.a_partnership()


def all_at_once(deed: Callable[[Partnership, int], object]) -> list[object]:
    """What the deed gives, done by several at the same moment, each with a connection of their own."""
    together = Barrier(AT_ONCE)

    def one(number: int) -> object:
        try:
            mine = Partnership.objects.select_related("chain").get(slug="westmarch")
            together.wait(timeout=30)
            return deed(mine, number)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(one, range(AT_ONCE)))


def test_returns_accepted_at_once_are_all_in_the_total(here: Partnership) -> None:
    whole = county.an_area(here)
    county.a_measure(here, "notices", roll_up="sum", multiplier=1, unit="count", denominator="")
    senders = [making.an_organisation(here, f"Agency {number}") for number in range(AT_ONCE)]

    def send(mine: Partnership, number: int) -> None:
        rows = [Figure("notices", whole.pk, month, 10.0 + number, 10.0 + number) for month in county.months(36)]
        with transaction.atomic():
            county.accept(mine, rows, organisation=senders[number], reference=f"R{number}")

    all_at_once(send)
    totals = Observation.objects.filter(series__organisation=None, series__area=whole, known_to=None)
    assert set(totals.values_list("value", "state")) == {(sum(10.0 + number for number in range(AT_ONCE)), 0)}
    assert totals.count() == 36
    assert SeriesState.objects.get(series__organisation=None, series__area=whole).value == 46.0


def test_same_file_loaded_at_once_is_in_once(here: Partnership, tmp_path: Path) -> None:
    county.an_area(here)
    path = tmp_path / "counts.csv"
    rows = [f"E10000016,{day.year}-{day.month:02},{day.month}" for day in county.months(36)]
    path.write_text("\n".join(["area,month,pupils", *rows]), encoding="utf-8")
    text = 'title = "Counts"\n[area]\ncolumn = "area"\n[period]\ntype = "month"\ncolumn = "month"\n'
    recipe = tables.parse_recipe(f'{text}[[measure]]\ncode = "pupils"\nvalue = "pupils"\n', name="counts")

    def load(mine: Partnership, _: int) -> tuple[int, int]:
        made = load_file(mine, path, recipe=recipe, by=making.SYSTEM, now=county.NOW, today=county.TODAY)
        return made.new, made.unchanged

    assert sorted(all_at_once(load)) == [(0, 36), (0, 36), (0, 36), (36, 0)]  # type: ignore[type-var]
    assert (Return.objects.count(), Observation.objects.count()) == (1, 36)
