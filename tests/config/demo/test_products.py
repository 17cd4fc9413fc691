"""The products of the made-up county: all fifteen tools, each at the place of its life that the story needs."""

import time
from collections.abc import Iterator
from datetime import date

import pytest
from django.db import transaction
from django.test import override_settings

from lineofsight.config.demo import products
from lineofsight.config.demo.clock import play
from lineofsight.config.demo.county import County
from lineofsight.config.demo.people import Demo, make
from lineofsight.cycle.products.models import Product, Rating, SignOff, Stop
from lineofsight.cycle.products.queries import with_standing
from lineofsight.engine import framework as frameworks
from lineofsight.foundation.trail.queries import verify

TODAY = date(2026, 10, 21)


@pytest.fixture(scope="module")
def demo(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[Demo]:
    """The people and the products, and nothing else of the county."""
    with django_db_blocker.unblock(), override_settings(FIXED_TODAY=TODAY), transaction.atomic():  # type: ignore[attr-defined]
        made = make()
        started = time.process_time()
        play(products.happenings(County(made)))
        print(f"\nproducts told in {time.process_time() - started:.1f} s of process time")
        yield made
        transaction.set_rollback(True)


def test_every_tool_has_a_product_and_the_trail_verifies(demo: Demo) -> None:
    tools = set(Product.objects.for_partnership(demo.county).values_list("tool", flat=True)) - {""}
    assert tools == set(frameworks.load("kscmp-2024").codes("tools"))
    assert verify(demo.county.chain) is None


def test_products_stand_in_every_state(demo: Demo) -> None:
    states = set(Product.objects.for_partnership(demo.county).values_list("state", flat=True))
    assert states == {"planned", "scoped", "under_way", "drafted", "agreed", "published", "closed", "withdrawn"}


def test_one_is_stuck_one_sign_off_is_void_and_one_good_rating_is_old(demo: Demo) -> None:
    stuck = Stop.objects.filter(state="here", product__title="Exploitation outside the home").get()
    assert (TODAY - stuck.arrived_at.date()).days == 44
    void = SignOff.objects.filter(voided_at__isnull=False).values_list("product__title", "organisation__name")
    assert sorted(void) == [
        ("Annual report 2025 to 2026", "NHS Westmarch Integrated Care Board"),
        ("Annual report 2025 to 2026", "Westmarch County Council"),
    ]
    old = with_standing(Product.objects.filter(title="Inspection of the council’s children’s services 2024")).get()
    expired = old.subject.evidence.filter(expires_on__lt=TODAY).count()
    assert (old.grade, old.next_review_on < TODAY, expired) == ("substantial", True, 2)


def test_ratings_reach_over_three_years_and_one_grew_better(demo: Demo) -> None:
    years = {rating.rated_on.year for rating in Rating.objects.all()}
    assert years == {2023, 2024, 2025, 2026}
    neglect = Rating.objects.filter(product__title__startswith="Neglect").order_by("rated_on")
    assert [rating.grade for rating in neglect] == ["limited", "moderate"]


def test_scrutineers_draft_is_private_and_the_review_is_restricted(demo: Demo) -> None:
    private = Product.objects.filter(is_private=True).values_list("title", flat=True)
    restricted = Product.objects.filter(is_restricted=True).values_list("title", flat=True)
    assert list(private) == ["Independent scrutiny 2025 to 2026"]
    assert sorted(restricted) == ["Local review: Case W4", "Review of a missed hand-over between wards"]
