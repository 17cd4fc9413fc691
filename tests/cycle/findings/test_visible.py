"""Who reads what: the whole, one's own agency, restricted reviews, and drafts."""

import pytest

from lineofsight.cycle.findings import changes
from lineofsight.cycle.findings.queries import visible
from lineofsight.cycle.products.models import Product
from lineofsight.foundation.handbook.queries import version_in_use
from lineofsight.foundation.partnership.models import Membership, Partnership
from lineofsight.foundation.partnership.queries import Here, here
from tests import making
from tests.cycle.findings.world import BY, NOW, TODAY, a_finding, accepted, an_action, doer

pytestmark = pytest.mark.django_db


def at(membership: Membership) -> Here:
    found = here(membership.person, membership.partnership.slug, today=TODAY)
    assert found is not None
    return found


@pytest.fixture
def lead(partnership: Partnership) -> Membership:
    """An agency's lead."""
    police = making.an_organisation(partnership, "Westmarch Police", kind="police")
    return making.a_member(partnership, "agency-lead", organisation=police)


def references(rows: object) -> list[str]:
    return sorted(row.reference for row in rows)  # type: ignore[attr-defined]


def test_agency_reads_its_own_and_what_is_about_no_single_one(partnership: Partnership, lead: Membership) -> None:
    council, police = making.an_organisation(partnership), lead.role.organisation
    product = Product.objects.create(
        partnership=partnership, framework=version_in_use(partnership, on=TODAY), kind="single-agency-audit",
        reference="P-1", title="The council's audit", organisation=council,
    )  # fmt: skip
    a_finding(partnership, organisation=council)
    a_finding(partnership, product=product)
    own, all_of_us = a_finding(partnership, organisation=police), a_finding(partnership)
    assert references(visible.findings(at(lead))) == references([own, all_of_us])
    assert visible.findings(at(making.a_member(partnership, "saa-member"))).count() == 4


def test_agency_reads_the_recommendations_and_actions_that_it_works_on(
    partnership: Partnership, lead: Membership
) -> None:
    council, police = making.an_organisation(partnership), lead.role.organisation
    asked = accepted(partnership, organisation=council)
    accepted(partnership, organisation=council)
    own = an_action(partnership, police, recommendations=[asked])
    an_action(partnership, council, recommendations=[asked])
    assert references(visible.recommendations(at(lead))) == [asked.reference]
    assert references(visible.actions(at(lead))) == [own.reference]


def test_whoever_must_do_a_restricted_action_reads_it_and_nothing_behind_it(
    partnership: Partnership, lead: Membership
) -> None:
    held = accepted(partnership)
    type(held).objects.filter(pk=held.pk).update(may_read="see_incidents")
    held.refresh_from_db()
    action = an_action(partnership, owner=lead.role, recommendations=[held])
    other = making.a_member(partnership, "agency-colleague", organisation=lead.role.organisation, name="Col League")
    assert (action.may_read, action.subject.may_read) == ("see_incidents", "see_incidents")
    assert references(visible.actions(at(lead))) == [action.reference]
    assert list(visible.recommendations(at(lead))) == list(visible.actions(at(other))) == []
    assert references(visible.recommendations(at(making.a_member(partnership, "review-group-member")))) == [
        "R-2026-001"
    ]


def test_draft_and_unissued_product_are_read_by_the_scrutineer_alone(partnership: Partnership) -> None:
    scrutineer = making.a_member(partnership, "independent-scrutineer")
    manager = making.a_member(partnership, "business-manager")
    product = Product.objects.create(
        partnership=partnership, framework=version_in_use(partnership, on=TODAY), kind="scrutiny-report",
        reference="P-2", title="My view", is_private=True,
    )  # fmt: skip
    draft = a_finding(partnership, is_draft=True, by=doer(scrutineer))
    private = a_finding(partnership, product=product, by=doer(scrutineer))
    recommended = accepted(partnership, findings=[private], by=doer(scrutineer))
    assert references(visible.findings(at(scrutineer))) == references([draft, private])
    assert list(visible.findings(at(manager))) == list(visible.recommendations(at(manager))) == []
    assert private.subject.may_read == "write_scrutiny"
    Product.objects.filter(pk=product.pk).update(is_private=False)
    product.refresh_from_db()
    assert changes.open_with_product(product) == 1
    assert references(visible.findings(at(manager))) == [private.reference]
    assert references(visible.recommendations(at(manager))) == [recommended.reference]
    private.subject.refresh_from_db()
    assert private.subject.may_read == "see_findings"


def test_subject_is_found_by_its_own_agency_and_follows_the_owner(partnership: Partnership, lead: Membership) -> None:
    action = an_action(partnership, making.an_organisation(partnership))
    assert action.subject.organisation_key == str(making.an_organisation(partnership).pk)
    changes.update_action(action, text="Theirs", owner=lead.role, by=BY, now=NOW)
    action.subject.refresh_from_db()
    assert action.subject.organisation_key == str(lead.role.organisation_id)
