"""Pages ask the database as often for thirty rows as for one, and never more than thirty times (whole run, on SQLite).

A room adds rows by `more(world, number)` beside `make(world)` in tests/house/worlds.
"""

import importlib
import pkgutil

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from tests.house import worlds
from tests.house.addresses import Address, Rule, addresses, rules
from tests.house.test_who_may import expected_of
from tests.house.world import EVERY_ROLE, World, client_of

MOST_QUERIES, HEAVIEST_HTML, ROWS_MORE = 30, 250 * 1024, 29
# These read every table once, because the words that they look for can stand in any of them.
MAY_ASK_MORE = {"pages:redaction": 150}
TABLE = rules()
pytestmark = pytest.mark.skipif(
    not EVERY_ROLE, reason="Only on the whole run: each room counts its own in the quick one."
)
FIRST_ASKED = ("business-manager", "analyst", "agency-lead", "the administrator", "nobody")


@pytest.fixture(scope="module")
def measured(world: World) -> dict[str, tuple[int, int, int]]:
    """For each page: queries with one row of everything, queries with thirty, and bytes with thirty."""
    few = {address.name: measure(address, world) for address in addresses()}
    for module in pkgutil.iter_modules(worlds.__path__):
        more = getattr(importlib.import_module(f"{worlds.__name__}.{module.name}"), "more", None)
        if more is not None:
            more(world, ROWS_MORE)
    many = {address.name: measure(address, world) for address in addresses() if few[address.name]}
    return {name: (one[0], *many[name]) for name, one in few.items() if one and many[name]}


def measure(address: Address, world: World) -> tuple[int, int] | None:
    """Queries and bytes of the page for the first who gets it; None where it is no page."""
    rule, people = TABLE.get(address.name, Rule("public", answers=())), world.everybody()
    for visitor in FIRST_ASKED:
        if 200 not in rule.answers or 200 not in expected_of(rule, visitor, world):
            continue
        with transaction.atomic():
            client = client_of(world, people[visitor])
            client.get(address.url(world))  # What is kept from one request to the next is fetched by now.
            with CaptureQueriesContext(connection) as asked:
                answer = client.get(address.url(world))
            transaction.set_rollback(True)
        if answer.status_code == 200 and answer["Content-Type"].startswith("text/html"):
            return len(asked), len(answer.content)
    return None


def test_most_pages_were_measured(measured: dict[str, tuple[int, int, int]]) -> None:
    assert len(measured) >= 30


def test_no_page_asks_more_often_for_more_rows(measured: dict[str, tuple[int, int, int]]) -> None:
    assert {name: (one, thirty) for name, (one, thirty, _) in measured.items() if thirty > one} == {}


def test_no_page_asks_more_than_thirty_times(measured: dict[str, tuple[int, int, int]]) -> None:
    assert {
        name: thirty for name, (_, thirty, _) in measured.items() if thirty > MAY_ASK_MORE.get(name, MOST_QUERIES)
    } == {}


def test_no_page_is_heavy(measured: dict[str, tuple[int, int, int]]) -> None:
    assert {name: size for name, (_, _, size) in measured.items() if size > HEAVIEST_HTML} == {}
