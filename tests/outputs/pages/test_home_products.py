"""Home cards about products: each home gets what its seat must do with them."""

from datetime import timedelta

import pytest

from lineofsight.cycle.products import changes
from lineofsight.cycle.products.models import Product, Stop
from lineofsight.foundation.partnership.models import Group, Membership, Partnership
from lineofsight.foundation.partnership.queries import Here, here
from lineofsight.outputs.pages.finding import products
from lineofsight.outputs.pages.searching import search
from tests import making
from tests.cycle.products import walking

pytestmark = pytest.mark.django_db
NOW, TODAY = walking.NOW, walking.TODAY


def seen_by(membership: Membership) -> Here:
    found = here(membership.person, membership.partnership.slug, today=TODAY)
    assert found is not None
    return found


def seat(partnership: Partnership, kind: str, group: str) -> Membership:
    return making.a_member(partnership, kind, group=Group.objects.get(partnership=partnership, code=group))


def titles(cards: object) -> list[tuple[int, str]]:
    return [(card.count, card.title) for card in cards]  # type: ignore[attr-defined]


@pytest.fixture
def waiting(partnership: Partnership) -> Product:
    """An audit that has waited at the sub-group for forty days."""
    by = walking.officer()
    product = walking.walk(walking.a_product(partnership, by=by), by=by, to="drafted")
    Stop.objects.filter(product=product).update(arrived_at=NOW - timedelta(days=40))
    return product


def test_team_sees_what_waits_more_than_ten_days(partnership: Partnership, waiting: Product) -> None:
    manager = seen_by(making.a_member(partnership, "business-manager"))
    (card,) = products.waiting_long(manager)
    assert (card.count, card.title, card.text) == (1, "product waits more than 10 days", "The longest: 40 days.")
    Stop.objects.filter(product=waiting).update(arrived_at=NOW - timedelta(days=10))
    assert list(products.waiting_long(manager)) == []


def test_group_sees_what_waits_for_it_and_nobody_elses(partnership: Partnership, waiting: Product) -> None:
    saa, executive = seat(partnership, "saa-chair", "saa"), seat(partnership, "executive-member", "executive")
    (card,) = products.to_advise(seen_by(saa))
    assert (card.title, card.text, card.url) == (
        "product to rate or advise on", "Longest: A multi-agency-audit.",
        f"/p/westmarch/assurance/products/{waiting.pk}/",
    )  # fmt: skip
    assert list(products.to_decide(seen_by(executive))) == []
    by = walking.officer("Another")
    review = walking.walk(walking.a_product(partnership, "peer-review", by=by), by=by, to="drafted")
    stop = Stop.objects.get(product=review, state="here")
    changes.consider(stop, outcome="agreed", words="Yes", by=by, now=NOW, today=TODAY)
    assert titles(products.to_decide(seen_by(executive))) == [(1, "product to decide on")]


def test_chief_signs_once_and_confirms_what_was_written_down(partnership: Partnership) -> None:
    by, partners = walking.officer(), walking.partners(partnership)
    report = walking.walk(walking.a_product(partnership, "annual-report", by=by), by=by, to="drafted")
    changes.consider(
        Stop.objects.get(product=report, state="here"), outcome="agreed", words="", by=by, now=NOW, today=TODAY
    )
    council, police = (walking.chief(partnership, partners[place]) for place in (0, 2))
    assert titles(products.to_sign(seen_by(council))) == [(1, "product to sign off")]
    changes.sign_off(walking.fresh(report), organisation=partners[0], by=walking.doer(council), now=NOW)
    assert titles(products.to_sign(seen_by(council))) == []
    changes.record_sign_off(
        report, organisation=partners[2], signed_by=police.person.actor, way="room", proof_words="Minute 3",
        signed_at=NOW, by=walking.officer("Staff"), now=NOW,
    )  # fmt: skip
    assert titles(products.to_sign(seen_by(police))) == [(1, "product sign-off to confirm")]


def test_lead_sees_what_is_due(partnership: Partnership) -> None:
    lead = making.a_member(partnership, "analyst")
    product = walking.a_product(partnership, lead=lead.role, due_on=TODAY - timedelta(days=1))
    walking.a_product(partnership, lead=lead.role, due_on=TODAY + timedelta(days=60))
    card, *days = products.led(seen_by(lead))
    said = (card.count, card.title, card.is_urgent, card.nearest)
    assert said == (1, "product that you lead is due", True, product.due_on)
    assert [deadline.day for deadline in days] == [
        TODAY - timedelta(days=1), TODAY + timedelta(days=60),
    ]  # fmt: skip


def test_search_finds_a_product_by_its_words_and_only_for_who_may_see_it(partnership: Partnership) -> None:
    by = walking.officer()
    walking.words(walking.a_product(partnership, by=by), by=by, what="Too many placements break down.")
    walking.words(walking.a_product(partnership, "scrutiny-report", by=by), by=by, what="Placements are not watched.")
    manager = seen_by(making.a_member(partnership, "business-manager"))
    scrutineer = seen_by(making.a_member(partnership, "independent-scrutineer"))
    agency = seen_by(making.a_member(partnership, "agency-lead"))
    counts = [
        sum(part.total for part in search(who, "placements", kind="products")) for who in (manager, scrutineer, agency)
    ]
    assert counts == [1, 2, 0]
