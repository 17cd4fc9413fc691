"""Each page of assurance asks as often for many rows as for few, and never more than thirty times."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lineofsight.cycle.products.models import Product
from lineofsight.foundation.partnership.models import Partnership
from tests.cycle.products import walking

pytestmark = pytest.mark.django_db
MOST_QUERIES = 30


def asked(client: Client, url: str) -> int:
    client.get(url)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    return len(queries)


def some(partnership: Partnership, number: int) -> list[Product]:
    """Audits that wait at the sub-group, rated twice, with expired evidence."""
    made = []
    by = walking.officer(f"Officer {number}")
    for _ in range(number):
        product = walking.walk(walking.a_product(partnership, by=by), by=by, to="drafted")
        walking.rate(product, by=by)
        walking.rate(product, by=by)
        walking.paper(product, by=by, purpose="evidence", expires_on=walking.TODAY.replace(year=2025))
        made.append(product)
    return made


@pytest.mark.parametrize("name", ["tools", "products", "checks", "tool"])
def test_lists_ask_no_more_for_more_rows(partnership: Partnership, signed_in: Callable[..., Client], name: str) -> None:
    client = signed_in("business-manager")
    args = [partnership.slug, *(["multi-agency-audits"] if name == "tool" else [])]
    url = reverse(f"assurance:{name}", args=args)
    some(partnership, 1)
    few = asked(client, url)
    some(partnership, 6)
    assert asked(client, url) <= few <= MOST_QUERIES


def test_page_of_a_product_asks_at_most_thirty_times(
    partnership: Partnership, signed_in: Callable[..., Client]
) -> None:
    client = signed_in("business-manager")
    walking.partners(partnership)
    by = walking.officer()
    for kind in ("multi-agency-audit", "annual-report"):
        for state in ("planned", "drafted", "agreed", "closed"):
            product = walking.walk(walking.a_product(partnership, kind, by=by), by=by, to=state)
            count = asked(client, reverse("assurance:product", args=[partnership.slug, product.pk]))
            assert count <= MOST_QUERIES, (kind, state, count)
