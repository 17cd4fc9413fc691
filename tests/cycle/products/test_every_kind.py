"""Every kind of every shipped framework walks from the plan to its end, along its own route, through its own gates."""

import pytest

from lineofsight.cycle.products import rules
from lineofsight.cycle.products.models import Product, Rating, SignOff, Stop
from lineofsight.engine import framework as frameworks
from tests import making
from tests.cycle.products import walking

pytestmark = pytest.mark.django_db
KINDS = [(code, kind.code) for code in ("kscmp-2024", "harbour-2025") for kind in frameworks.load(code).kinds]


@pytest.mark.parametrize(("framework", "kind"), KINDS)
def test_kind_walks_from_planned_to_closed_along_its_route(framework: str, kind: str) -> None:
    partnership = making.a_partnership(framework=framework)
    walking.partners(partnership)
    by, book = walking.officer(), making.framework_named(framework)
    product = walking.walk(walking.a_product(partnership, kind, by=by), by=by, to="closed")
    known = book.get("kinds", kind)
    stops = Stop.objects.filter(product=product)
    assert product.stage == Product.Stage.CLOSED
    assert [stop.group_code for stop in stops] == list(book.route_of(known))
    assert {stop.state for stop in stops} <= {"done"}
    assert product.moves.earliest("pk").to_state == "planned"
    signed = SignOff.objects.filter(product=product, voided_at__isnull=True).count()
    parts = [place.part for place in rules.places_of(book, known)]
    assert signed == (3 if rules.SIGN_OFF in parts else 0)
    assert Rating.objects.filter(product=product).exists() == any(one.gate == "rating" for one in known.extra_gates)


def test_parts_of_each_route_follow_from_the_framework() -> None:
    book = making.framework_named("kscmp-2024")
    parts = {kind.code: "".join(place.part[0] for place in rules.places_of(book, kind)) for kind in book.kinds}
    # a: advises, d: decides, s: signs off.
    assert parts == {
        "data-return-summary": "", "single-agency-audit": "a", "single-agency-incident-review": "a",
        "dashboard-quarter": "ada", "rapid-review": "ds", "local-review": "ds", "national-review": "da",
        "strategic-plan": "ad", "strategic-plan-progress": "ad", "section-11-round": "ada", "multi-agency-audit": "a",
        "risk-register-review": "da", "annual-report": "ds", "scrutiny-report": "da", "saa-report": "d",
        "single-agency-inspection": "ad", "joint-inspection": "da", "peer-review": "ad", "arrangements": "ds",
        "threshold-document": "ads", "budget": "ds", "scrutiny-plan": "ds", "executive-circular": "d",
        "lsp-report": "da", "thematic-report": "ad",
    }  # fmt: skip
    harbour = making.framework_named("harbour-2025")
    assert [place.part for place in rules.places_of(harbour, harbour.get("kinds", "picture"))] == ["advise", "decide"]
