"""The pages of assurance as people use them: what is shown, to whom, and what each deed does."""

import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from lineofsight.cycle.products import changes
from lineofsight.cycle.products.models import Product, Rating, SignOff, Stop, StopView
from lineofsight.foundation.partnership.models import Group, Partnership
from lineofsight.foundation.trail.models import Entry
from tests import making
from tests.cycle.products import walking

pytestmark = pytest.mark.django_db
NOW, TODAY = walking.NOW, walking.TODAY
SignIn = Callable[..., Client]


@pytest.fixture(autouse=True)
def _today(settings: object) -> None:
    """The pages stand on the day of the tests."""
    settings.FIXED_TODAY = TODAY  # type: ignore[attr-defined]


def url(name: str, product: Product, *more: object) -> str:
    return reverse(f"assurance:{name}", args=[product.partnership.slug, product.pk, *more])


def words(answer: object) -> str:
    """The text of a page without its tags."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))  # type: ignore[attr-defined]


def seated(partnership: Partnership, code: str) -> Group:
    found: Group = Group.objects.get(partnership=partnership, code=code)
    return found


def drafted(partnership: Partnership, kind: str = "multi-agency-audit") -> Product:
    by = walking.officer("Drafter")
    return walking.walk(walking.a_product(partnership, kind, by=by), by=by, to="drafted")


def test_tools_page_shows_all_fifteen_with_rating_and_freshness_apart(
    partnership: Partnership, signed_in: SignIn
) -> None:
    client = signed_in("business-manager")
    product = drafted(partnership)
    walking.rate(product, by=walking.officer(), rated_on=date(2025, 1, 1), next_review_on=date(2026, 10, 1))
    page = words(client.get(reverse("assurance:tools", args=[partnership.slug])))
    from lineofsight.engine import framework as frameworks

    assert [
        tool.name for tool in frameworks.load("kscmp-2024").tools if tool.name not in page.replace("&amp;", "&")
    ] == []
    assert "Substantial Overdue 20 days" in page
    assert "Waiting at SAA Sub-group" in page


def test_product_page_says_where_it_is_and_what_is_still_to_do(partnership: Partnership, signed_in: SignIn) -> None:
    client = signed_in("business-manager")
    product = walking.a_product(partnership, lead=None)
    page = words(client.get(url("product", product)))
    assert "Ready for “Agree the scope”? 2 things still to do" in page
    assert "Name the role that leads it. Name the lead" in page
    product = drafted(partnership)
    html = client.get(url("product", product)).content.decode()
    assert len(re.findall(r'aria-current="step"', html)) == 1
    assert "Gives advice, here since today" in words(client.get(url("product", product)))


def test_product_is_logged_by_kind_and_lands_on_its_page(partnership: Partnership, signed_in: SignIn) -> None:
    client = signed_in("business-manager")
    address = reverse("assurance:new-product", args=[partnership.slug, "peer-review"])
    refused = words(client.post(address, {"title": "", "marking": "OFFICIAL"}))
    assert "There is a problem" in refused and "Enter a title" in refused
    sent = {
        "title": "Peer review 2027",
        "marking": "OFFICIAL",
        "due_on": "31/3/2027",
        "lead": "",
        "period_start": "",
        "period_end": "",
    }
    answer = client.post(address, sent)
    product = Product.objects.get()
    assert answer["Location"] == url("product", product)
    assert (product.title, product.kind, product.due_on, product.moves.get().step) == (
        "Peer review 2027", "peer-review", date(2027, 3, 31), "plan",
    )  # fmt: skip


def test_agency_lead_logs_for_the_own_agency_alone_and_sees_no_other(
    partnership: Partnership, signed_in: SignIn
) -> None:
    trust = making.an_organisation(partnership, "A Trust", kind="nhs_provider", part="relevant_agency")
    other = making.an_organisation(partnership, "Another Trust", kind="nhs_provider", part="relevant_agency")
    client = signed_in("agency-lead", organisation=trust)
    kinds = words(client.get(reverse("assurance:new", args=[partnership.slug])))
    offered = [kind for kind in ("Single agency audit", "Single agency incident review", "Single agency inspection",
                                 "Multi-agency audit", "Single agency data") if f" {kind} " in kinds]  # fmt: skip
    assert offered == ["Single agency audit", "Single agency incident review", "Single agency inspection"]
    address = reverse("assurance:new-product", args=[partnership.slug, "single-agency-audit"])
    sent = {"title": "Our audit", "marking": "OFFICIAL", "organisation": str(other.pk), "lead": "", "due_on": "",
            "period_start": "", "period_end": ""}  # fmt: skip
    assert client.post(address, sent).status_code == 200 and not Product.objects.exists()
    client.post(address, sent | {"organisation": str(trust.pk)})
    own = Product.objects.get()
    theirs = walking.a_product(partnership, "single-agency-audit", organisation=other)
    draft, agreed = walking.a_product(partnership), drafted(partnership)
    agreed = walking.walk(agreed, by=walking.officer(), to="agreed")
    seen = [client.get(url("product", one)).status_code for one in (own, theirs, draft, agreed)]
    assert seen == [200, 404, 404, 200]
    assert client.get(url("details", own)).status_code == 200
    assert client.get(url("details", agreed)).status_code == 403
    assert client.get(reverse("assurance:new-product", args=[partnership.slug, "peer-review"])).status_code == 403


def test_restricted_product_is_seen_by_who_sees_incidents_and_each_look_is_kept(
    partnership: Partnership, signed_in: SignIn
) -> None:
    walking.partners(partnership)
    review = walking.a_product(partnership, "local-review")
    codes = {role: signed_in(role).get(url("product", review)).status_code
             for role in ("business-manager", "analyst", "executive-member", "saa-member")}  # fmt: skip
    assert codes == {"business-manager": 200, "analyst": 404, "executive-member": 200, "saa-member": 404}
    assert Entry.objects.filter(deed="products.see", subject=review.subject, is_look=True).count() == 2
    assert "local-review" not in words(
        signed_in("analyst", name="Second Analyst").get(reverse("assurance:products", args=[partnership.slug]))
    )


def test_scrutineers_draft_is_the_scrutineers_until_it_is_handed_in(
    partnership: Partnership, signed_in: SignIn
) -> None:
    scrutineer, manager = signed_in("independent-scrutineer"), signed_in("business-manager")
    report = walking.words(walking.a_product(partnership, "scrutiny-report"), by=walking.officer())
    assert (scrutineer.get(url("product", report)).status_code, manager.get(url("product", report)).status_code) == (
        200,
        404,
    )
    walking.paper(report, by=walking.officer())
    for code in ("scope", "start"):
        assert scrutineer.post(url("step", report, code), _sent(report)).status_code == 302
    scrutineer.post(url("gate", report, "scrutineer-issues"), _sent(report) | {"note": "It is ready.", "on": ""})
    scrutineer.post(url("step", report, "draft"), _sent(report))
    assert manager.get(url("product", report)).status_code == 200
    assert manager.get(url("words", report)).status_code == 403


def _sent(product: Product) -> dict[str, object]:
    return {"expected_version": Product.objects.get(pk=product.pk).version}


def test_step_with_an_old_version_keeps_what_was_typed(partnership: Partnership, signed_in: SignIn) -> None:
    client = signed_in("business-manager")
    product = walking.a_product(partnership)
    answer = client.post(url("step", product, "withdraw"), {"expected_version": 99, "reason": "No longer needed"})
    assert answer.status_code == 409
    assert "No longer needed" in answer.content.decode() and "Somebody else changed this product" in words(answer)
    assert Product.objects.get().state == "planned"


def test_words_of_two_people_are_shown_side_by_side(partnership: Partnership, signed_in: SignIn) -> None:
    client = signed_in("business-manager")
    product = walking.words(walking.a_product(partnership), by=walking.officer("Other Writer"))
    sent = {"expected_version": 1, "what": "My own words", "so_what": "", "what_next": "", "scope_text": "",
            "no_findings": "", "shared_on": ""}  # fmt: skip
    answer = client.post(url("words", product), sent)
    assert answer.status_code == 409
    page = words(answer)
    assert "My own words" in page and "Plans are late." in page and "Other Writer" in page


def test_words_with_a_name_or_too_long_are_asked_about(partnership: Partnership, signed_in: SignIn) -> None:
    client = signed_in("business-manager")
    product = walking.a_product(partnership)
    sent = {"expected_version": 1, "what": "Nobody visits Jane Smithson.", "so_what": "word " * 151, "what_next": "",
            "scope_text": "", "no_findings": "", "shared_on": ""}  # fmt: skip
    page = words(client.post(url("words", product), sent))
    assert "looks like a person’s name" in page and "“So what” has 151 words. Use at most 150." in page


def test_group_member_gives_advice_and_others_do_not(partnership: Partnership, signed_in: SignIn) -> None:
    product = drafted(partnership)
    saa = signed_in("saa-member", group=seated(partnership, "saa"))
    outsider = signed_in("saa-member", name="Not In The Group")
    sent = {"expected_version": 1, "outcome": "agreed", "words": "Go on."}
    assert outsider.post(url("consider", product), sent).status_code == 403
    assert saa.post(url("consider", product), sent).status_code == 302
    assert Stop.objects.get(product=product).words == "Go on."


def test_member_gives_a_view_for_the_own_organisation(partnership: Partnership, signed_in: SignIn) -> None:
    product = drafted(partnership, "saa-report")
    client = signed_in("executive-member", group=seated(partnership, "executive"))
    client.post(url("view", product), {"expected_version": 1, "view": "conditions", "words": "If it is paid for."})
    view = StopView.objects.get()
    assert (view.view, view.words, view.organisation.name) == ("conditions", "If it is paid for.", "Westmarch Council")
    assert "Decides, here since today: 1 view in" in words(client.get(url("product", product)))


def test_product_is_rated_and_the_earlier_rating_stays(partnership: Partnership, signed_in: SignIn) -> None:
    product = drafted(partnership)
    walking.rate(product, by=walking.officer(), grade="limited", rated_on=date(2026, 1, 1))
    client = signed_in("saa-chair")
    sent = {"expected_version": 1, "grade": "moderate", "evidence_strength": "fair", "coverage": "most", "confidence": "medium",
            "direction": "better", "reason": "Two audits agree.", "rated_on": "21/10/2026",
            "next_review_on": "21/10/2027"}  # fmt: skip
    assert client.post(url("rate", product), sent).status_code == 302
    assert [rating.grade for rating in Rating.objects.all()] == ["moderate", "limited"]
    page = words(client.get(url("product", product)))
    assert "Moderate" in page and "Earlier ratings" in page and "Limited" in page


def test_nobody_rates_their_own_organisation(partnership: Partnership, signed_in: SignIn) -> None:
    product = walking.a_product(partnership, "single-agency-audit")
    answer = signed_in("saa-chair").get(url("rate", product))
    assert answer.status_code == 403 and "about your own organisation" in words(answer)


def test_paper_is_added_as_a_file(
    partnership: Partnership, signed_in: SignIn, settings: object, tmp_path: object
) -> None:
    settings.MEDIA_ROOT = tmp_path  # type: ignore[attr-defined]
    product = walking.a_product(partnership)
    client = signed_in("business-manager")
    sent = {"expected_version": 1, "purpose": "paper", "url": "", "title": "The report", "evidence_date": "1/10/2026",
            "period": "", "expires_on": "", "marking": "OFFICIAL",
            "uploads": SimpleUploadedFile("report.pdf", b"%PDF-1.4 report")}  # fmt: skip
    assert client.post(url("evidence", product), sent).status_code == 302
    (paper,) = product.subject.evidence.all()
    assert (paper.purpose, paper.stored.name, paper.evidence_date) == ("paper", "report.pdf", date(2026, 10, 1))
    assert (
        reverse("files:one", args=[partnership.slug, paper.pk]) in client.get(url("product", product)).content.decode()
    )


def test_sign_off_is_signed_shown_and_struck_out_after_a_change(partnership: Partnership, signed_in: SignIn) -> None:
    partners = walking.partners(partnership)
    by = walking.officer("Writer")
    report = walking.walk(walking.a_product(partnership, "annual-report", by=by), by=by, to="drafted")
    changes.consider(
        Stop.objects.get(product=report, state="here"), outcome="agreed", words="Yes", by=by, now=NOW, today=TODAY
    )
    chief = signed_in("lead-safeguarding-partner", organisation=partners[0])
    key = str(partners[0].pk)
    assert "Yes" in words(chief.get(url("sign-off", report)))
    chief.post(url("sign-off", report), {"expected_version": 1, "organisation": key, "read": "on"})
    assert "1 of 3 have signed this version" in words(chief.get(url("product", report)))
    walking.words(report, by=by, what="Changed.")
    html = chief.get(url("product", report)).content.decode()
    assert "<s>Westmarch Council" in html and "0 of 3 have signed this version" in words(
        chief.get(url("product", report))
    )


def test_written_down_sign_off_is_confirmed_on_the_page(partnership: Partnership, signed_in: SignIn) -> None:
    partners = walking.partners(partnership)
    by = walking.officer("Writer")
    report = walking.walk(walking.a_product(partnership, "annual-report", by=by), by=by, to="drafted")
    changes.consider(
        Stop.objects.get(product=report, state="here"), outcome="agreed", words="", by=by, now=NOW, today=TODAY
    )
    chief = walking.chief(partnership, partners[0])
    officer = signed_in("staff-officer", organisation=partners[0])
    sent = {"expected_version": 1, "signer": f"{partners[0].pk}:{chief.person.pk}", "way": "email", "day": "20/10/2026",
            "proof": "", "proof_words": "“I agree.”"}  # fmt: skip
    assert officer.post(url("record-sign-off", report), sent).status_code == 302
    row = SignOff.objects.get()
    assert row.confirmed_at is None
    assert officer.post(url("confirm", report, row.pk)).status_code == 403
    client = Client()
    client.force_login(chief.person, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert "Confirm it" in words(client.get(url("product", report)))
    client.post(url("confirm", report, row.pk))
    row.refresh_from_db()
    assert row.confirmed_at is not None


def test_send_back_returns_it_to_work(partnership: Partnership, signed_in: SignIn) -> None:
    product = drafted(partnership, "peer-review")
    client = signed_in("business-manager")
    client.post(url("send-back", product), {"expected_version": 1, "reason": "Say what it cost."})
    assert Product.objects.get(pk=product.pk).state == "under_way"
    assert "sent back" in words(client.get(url("product", product)))


def test_next_one_is_planned_from_the_page(partnership: Partnership, signed_in: SignIn) -> None:
    product = drafted(partnership)
    client = signed_in("business-manager")
    sent = {
        "expected_version": 1,
        "title": "Next",
        "period_start": "1/4/2027",
        "period_end": "30/9/2027",
        "due_on": "30/11/2027",
    }
    answer = client.post(url("next", product), sent)
    made = Product.objects.get(title="Next")
    assert answer["Location"] == url("product", made)
    assert f"Looks again at {product.reference}" in words(client.get(url("product", made)))


def test_register_filters_and_exports(partnership: Partnership, signed_in: SignIn) -> None:
    client = signed_in("business-manager")
    product = drafted(partnership)
    Stop.objects.filter(product=product).update(arrived_at=NOW - timedelta(days=30))
    walking.a_product(partnership, "peer-review", tags=[("themes", "voice")], title="About voice")
    listed = reverse("assurance:products", args=[partnership.slug])
    for query, expected in (("stuck=on", "A multi-agency-audit"), ("theme=themes:voice", "About voice"),
                            ("kind=peer-review", "About voice"), ("state=drafted", "A multi-agency-audit")):  # fmt: skip
        page = words(client.get(f"{listed}?{query}"))
        assert "1 product matches" in page and expected in page, query
    rows = b"".join(client.get(f"{listed}?export=csv")).decode("utf-8-sig").splitlines()
    assert sorted(row.split(",")[0] for row in rows if row.startswith(("About", "A multi"))) == [
        "A multi-agency-audit",
        "About voice",
    ]


def test_reviews_hold_the_tools_that_look_at_practice(partnership: Partnership, signed_in: SignIn) -> None:
    for kind in ("peer-review", "annual-report", "multi-agency-audit"):
        walking.a_product(partnership, kind, title=f"Kind {kind}")
    page = words(signed_in("saa-chair").get(reverse("reviews:list", args=[partnership.slug])))
    assert ("Kind peer-review" in page, "Kind annual-report" in page, "Kind multi-agency-audit" in page) == (
        True,
        False,
        True,
    )
