"""Themes that come back across products, agencies and years, raised as early warnings by a rule that is data."""

from datetime import date

import pytest

from lineofsight.cycle.findings import changes
from lineofsight.cycle.findings.models import Recommendation
from lineofsight.cycle.findings.queries.themes import recurring
from lineofsight.cycle.warnings.models import Warning
from lineofsight.foundation.partnership.models import Organisation, Partnership
from tests import making
from tests.cycle.findings.world import BY, NOW, TODAY, a_finding, a_recommendation, days

pytestmark = pytest.mark.django_db
NAMES = {"drift": "Drift and delay"}


def body(partnership: Partnership, name: str) -> Organisation:
    return making.an_organisation(partnership, name, kind="police")


def thrice(partnership: Partnership) -> None:
    """The same theme in three findings about two agencies over a year and a half."""
    a_finding(partnership, themes=["drift"], organisation=body(partnership, "A"), found_on=date(2025, 5, 2))
    a_finding(partnership, themes=["drift"], organisation=body(partnership, "B"), found_on=date(2026, 2, 2))
    a_finding(partnership, themes=["drift"], organisation=body(partnership, "A"), found_on=date(2026, 10, 2))


def warn(partnership: Partnership) -> int:
    return changes.warn_of_themes(partnership, names=NAMES, now=NOW, today=TODAY)


def test_found_thrice_in_two_agencies_within_two_years_is_raised_once(partnership: Partnership) -> None:
    thrice(partnership)
    assert [warn(partnership), warn(partnership)] == [1, 0]
    warning = Warning.objects.get()
    assert (warning.kind, warning.title) == ("theme", "Drift and delay: the same is found again")
    assert warning.sentence == "Drift and delay was found 3 times in 24 months, in 2 agencies."
    assert warning.about.path == f"/p/{partnership.slug}/themes/drift/"


@pytest.mark.parametrize(
    "facts",
    [{"kind": "strength"}, {"is_draft": True}, {"found_on": date(2024, 10, 20)}, {"themes": ["voice"]}],
    ids=["a strength", "a draft", "too long ago", "another theme"],
)
def test_what_does_not_count(partnership: Partnership, facts: dict[str, object]) -> None:
    a_finding(partnership, themes=["drift"], organisation=body(partnership, "A"))
    a_finding(partnership, themes=["drift"], organisation=body(partnership, "B"))
    a_finding(partnership, **({"themes": ["drift"]} | facts))
    assert recurring(partnership, today=TODAY) == []


def test_in_one_agency_alone_it_is_that_agencys_own_matter(partnership: Partnership) -> None:
    for _ in range(3):
        a_finding(partnership, themes=["drift"], organisation=body(partnership, "A"))
    assert recurring(partnership, today=TODAY) == []


def test_rule_is_data(partnership: Partnership) -> None:
    thrice(partnership)
    changes.set_theme_rule(partnership, findings=4, places=2, months=24, version=1, by=BY)
    assert recurring(partnership, today=TODAY) == []
    with pytest.raises(changes.ChangedMeanwhile):
        changes.set_theme_rule(partnership, findings=3, places=2, months=24, version=1, by=BY)


def test_found_again_after_embedding_is_raised_by_a_single_finding(partnership: Partnership) -> None:
    agency = body(partnership, "A")
    first = a_finding(partnership, themes=["drift"], organisation=agency, found_on=date(2024, 1, 5))
    held = a_recommendation(partnership, findings=[first], organisation=agency, made_on=date(2024, 2, 1))
    Recommendation.objects.filter(pk=held.pk).update(state="embedded", delivered_at=days(-100), embedded_at=days(-30))
    assert recurring(partnership, today=TODAY) == []
    a_finding(partnership, themes=["drift"], organisation=agency, found_on=date(2026, 10, 2))
    (one,) = recurring(partnership, today=TODAY)
    assert (one.code, one.findings, one.returned) == ("drift", 1, (held.reference,))
    warn(partnership)
    assert "found again after a recommendation about it was called embedded" in Warning.objects.get().sentence
