"""Things that do not add up: each check finds its fault and nothing else, and what is accepted stays quiet until its day."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from lineofsight.cycle.products import changes
from lineofsight.cycle.products.models import Product, Stop
from lineofsight.foundation.partnership.models import Partnership
from lineofsight.foundation.partnership.queries import Here, here
from lineofsight.outputs.assurance.models import AcceptedCheck
from lineofsight.outputs.assurance.queries import adding_up
from tests import making
from tests.cycle.products import walking

pytestmark = pytest.mark.django_db
NOW, TODAY = walking.NOW, walking.TODAY
DAY = timedelta(days=1)


@pytest.fixture
def reader(partnership: Partnership) -> Here:
    """The business manager."""
    member = making.a_member(partnership, "business-manager")
    found = here(member.person, partnership.slug, today=TODAY)
    assert found is not None
    return found


@pytest.fixture
def audit(partnership: Partnership) -> Product:
    """An audit at the sub-group, rated with the best grade today, due in November."""
    by = walking.officer()
    product = walking.walk(walking.a_product(partnership, by=by), by=by, to="drafted")
    walking.rate(product, by=by)
    return product


def found(check: Callable[[Here], object], reader: Here) -> list[str]:
    return [one.says for one in check(reader)]  # type: ignore[attr-defined]


def every(reader: Here) -> dict[str, int]:
    return {check.code: len(list(check.find(reader))) for check in adding_up.CHECKS}


def test_nothing_is_found_where_all_adds_up(reader: Here, audit: Product) -> None:
    assert set(every(reader).values()) == {0}


def test_best_rating_on_expired_evidence_is_found_apart_from_other_ratings(reader: Here, audit: Product) -> None:
    walking.paper(audit, by=walking.officer(), purpose="evidence", expires_on=TODAY - DAY)
    assert found(adding_up.best_on_expired, reader) == [
        "It is rated Substantial, and evidence that it rests on has run out."
    ]
    assert found(adding_up.rated_on_expired, reader) == []
    walking.rate(audit, by=walking.officer(), grade="limited")
    assert found(adding_up.best_on_expired, reader) == []
    assert found(adding_up.rated_on_expired, reader) == [
        "It is rated Limited, and evidence that it rests on has run out."
    ]


def test_evidence_that_counts_to_the_end_of_today_is_in_date(reader: Here, audit: Product) -> None:
    walking.paper(audit, by=walking.officer(), purpose="evidence", expires_on=TODAY)
    assert found(adding_up.best_on_expired, reader) == []


def test_best_rating_past_its_review_is_found_until_a_later_one_of_its_kind(reader: Here, audit: Product) -> None:
    audit.ratings.update(rated_on=TODAY - 400 * DAY, next_review_on=TODAY - DAY)
    assert found(adding_up.best_out_of_date, reader) == [
        "It is rated Substantial. Somebody should have looked again by 20 Oct 2026."
    ]
    later = walking.a_product(audit.partnership)
    walking.rate(later, by=walking.officer(), grade="limited")
    assert found(adding_up.best_out_of_date, reader) == []


def test_product_is_stuck_after_more_than_ten_days(reader: Here, audit: Product) -> None:
    Stop.objects.filter(product=audit).update(arrived_at=NOW - 10 * DAY)
    assert found(adding_up.stuck, reader) == []
    Stop.objects.filter(product=audit).update(arrived_at=NOW - 11 * DAY)
    assert found(adding_up.stuck, reader) == ["It has waited at SAA Sub-group for 11 days."]


def test_voided_sign_off_is_found_until_that_partner_signs_again(partnership: Partnership, reader: Here) -> None:
    by, partners = walking.officer(), walking.partners(partnership)
    report = walking.walk(walking.a_product(partnership, "annual-report", by=by), by=by, to="drafted")
    changes.consider(
        Stop.objects.get(product=report, state="here"), outcome="agreed", words="", by=by, now=NOW, today=TODAY
    )
    signer = walking.doer(walking.chief(partnership, partners[0]))
    changes.sign_off(walking.fresh(report), organisation=partners[0], by=signer, now=NOW)
    walking.words(report, by=by, what="Changed")
    assert found(adding_up.voided, reader) == [
        "Westmarch Council signed, and that does not stand any more. What was signed has changed since."
    ]
    changes.sign_off(walking.fresh(report), organisation=partners[0], by=signer, now=NOW)
    assert found(adding_up.voided, reader) == []


def test_late_product_is_found(reader: Here, audit: Product) -> None:
    Product.objects.filter(pk=audit.pk).update(due_on=TODAY - 11 * DAY)
    assert found(adding_up.overdue, reader) == ["It was due 11 days ago and is not agreed."]


def test_restricted_product_is_not_told_to_who_may_not_see_it(partnership: Partnership) -> None:
    walking.partners(partnership)
    Product.objects.filter(pk=walking.a_product(partnership, "local-review").pk).update(due_on=TODAY - 30 * DAY)
    members = (making.a_member(partnership, role) for role in ("business-manager", "saa-chair"))
    readers = [here(member.person, partnership.slug, today=TODAY) for member in members]
    assert [len(found(adding_up.overdue, one)) for one in readers if one] == [1, 0]


def test_accepted_fault_is_quiet_until_its_day_and_a_new_fault_shows(
    partnership: Partnership, audit: Product, settings: object
) -> None:
    settings.FIXED_TODAY = TODAY  # type: ignore[attr-defined]
    Product.objects.filter(pk=audit.pk).update(due_on=TODAY - 20 * DAY)
    member = making.a_member(partnership, "business-manager")
    client = Client()
    client.force_login(member.person, backend="allauth.account.auth_backends.AuthenticationBackend")
    address = reverse("assurance:checks", args=[partnership.slug])
    assert "1 thing to put right" in client.get(address).content.decode()
    key = f"{audit.pk}:{TODAY - 20 * DAY}"
    accept = reverse("assurance:accept", args=[partnership.slug, "overdue"]) + f"?key={key}"
    assert "Enter the reason" in client.post(accept, {"reason": "", "until": ""}).content.decode()
    client.post(accept, {"reason": "The school is closed until May.", "until": "30/10/2026"})
    page = client.get(address).content.decode()
    assert "Everything that we check adds up today." in page and "The school is closed until May." in page
    settings.FIXED_TODAY = TODAY + 10 * DAY  # type: ignore[attr-defined]
    assert "1 thing to put right" in client.get(address).content.decode()
    settings.FIXED_TODAY = TODAY  # type: ignore[attr-defined]
    Product.objects.filter(pk=audit.pk).update(due_on=TODAY - 19 * DAY)
    assert "1 thing to put right" in client.get(address).content.decode()
    client.post(reverse("assurance:show-again", args=[partnership.slug, AcceptedCheck.objects.get().pk]))
    assert AcceptedCheck.objects.get().taken_back_at is not None


def test_same_fault_is_accepted_once(partnership: Partnership) -> None:
    from lineofsight.foundation.partnership.permissions import Refused
    from lineofsight.outputs.assurance import changes as assurance

    facts = {
        "check": "stuck",
        "key": "1",
        "title": "Waits",
        "reason": "June",
        "until": None,
        "by": walking.officer(),
        "now": NOW,
    }
    assurance.accept(partnership, **facts)  # type: ignore[arg-type]
    with pytest.raises(Refused, match="accepted this already"):
        assurance.accept(partnership, **facts)  # type: ignore[arg-type]
