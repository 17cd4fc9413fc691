"""What the gates of products read from findings, answers, owners and impact checks."""

import pytest

from lineofsight.cycle.findings import changes, gates
from lineofsight.cycle.products.gates import READERS
from lineofsight.cycle.products.models import Product, ProductWords
from lineofsight.foundation.handbook.queries import version_in_use
from lineofsight.foundation.partnership.models import Partnership
from tests import making
from tests.cycle.findings.world import BY, NOW, TODAY, a_finding, a_recommendation, an_action

pytestmark = pytest.mark.django_db


@pytest.fixture
def product(partnership: Partnership) -> Product:
    """An audit."""
    made = Product.objects.create(
        partnership=partnership, framework=version_in_use(partnership, on=TODAY), kind="maca", reference="P-1",
        title="Audit of plans",
    )  # fmt: skip
    ProductWords.objects.create(product=made)
    return made


def test_gates_are_read_from_here() -> None:
    codes = {"findings", "recommendations-answered", "actions-owned", "impact-planned"}
    assert {READERS[code].__module__ for code in codes} == {gates.__name__}


def test_findings_gate_opens_with_one_or_with_the_reason_for_none(product: Product) -> None:
    assert gates.findings(product, TODAY) == ""
    product.words.no_findings = "All 20 plans were in order."
    assert gates.findings(product, TODAY) is None
    product.words.no_findings = ""
    a_finding(product.partnership, product=product)
    assert gates.findings(product, TODAY) is None


def test_gates_of_a_recommendation_open_one_after_the_other(partnership: Partnership, product: Product) -> None:
    finding = a_finding(partnership, product=product)
    held = a_recommendation(partnership, findings=[finding])
    direct = a_recommendation(partnership, products=[product])
    said = gates.recommendations_answered(product, TODAY)
    assert said == f"These recommendations have no answer yet: {held.reference}, {direct.reference}."
    changes.answer(held, answer="accepted", by=BY, now=NOW, version=1)
    changes.answer(direct, answer="rejected", reason="Done already", by=BY, now=NOW, version=1)
    assert gates.recommendations_answered(product, TODAY) is None
    assert gates.actions_owned(product, TODAY) == f"These recommendations have no action yet: {held.reference}."
    action = an_action(partnership, recommendations=[held])
    assert gates.actions_owned(product, TODAY) == f"These actions have no owner or no date: {action.reference}."
    seat = making.a_seat(partnership, "agency-lead")
    changes.update_action(action, text="Theirs", owner=seat, by=BY, now=NOW)
    assert gates.actions_owned(product, TODAY) is None
    assert gates.impact_planned(product, TODAY) == f"These recommendations have no impact check: {held.reference}."
    plan = {"measure": "Reviews", "baseline": "52%", "baseline_on": TODAY, "by": BY, "now": NOW}
    changes.plan_impact_check(held, after_months=6, **plan)  # type: ignore[arg-type]
    assert gates.impact_planned(product, TODAY) is None
