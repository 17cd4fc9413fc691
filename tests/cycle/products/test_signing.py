"""Sign-off: three partners, each on exactly this content; a later change voids it visibly; nobody signs their own.

Complaint 20: approval by one named person, not tied to the state that was approved.
"""

from datetime import timedelta

import pytest

from lineofsight.cycle.products import changes, gates
from lineofsight.cycle.products.content import add_part, content_hash
from lineofsight.cycle.products.models import Product, SignOff, Stop
from lineofsight.cycle.products.tasks import day_of
from lineofsight.foundation.notices.models import Notice
from lineofsight.foundation.partnership.models import Organisation, Partnership
from lineofsight.foundation.partnership.permissions import Refused
from lineofsight.foundation.trail.changes import Doer
from tests import making
from tests.cycle.products import walking

pytestmark = pytest.mark.django_db
NOW, TODAY = walking.NOW, walking.TODAY


@pytest.fixture
def by() -> Doer:
    """Who prepares."""
    return walking.officer()


@pytest.fixture
def partners(partnership: Partnership) -> list[Organisation]:
    """Council, care board and police."""
    return walking.partners(partnership)


@pytest.fixture
def report(partnership: Partnership, partners: list[Organisation], by: Doer) -> Product:
    """An annual report that has come to the partners."""
    product = walking.walk(walking.a_product(partnership, "annual-report", by=by), by=by, to="drafted")
    stop = Stop.objects.get(product=product, state="here")
    changes.consider(stop, outcome="agreed", words="", by=walking.officer("Chair"), now=NOW, today=TODAY)
    return walking.fresh(product)


def sign(product: Product, organisation: Organisation) -> SignOff:
    signer = walking.doer(walking.chief(product.partnership, organisation))
    return changes.sign_off(walking.fresh(product), organisation=organisation, by=signer, now=NOW)


def last_stop(product: Product) -> Stop:
    return Stop.objects.filter(product=product).latest("lap", "position")


def test_route_waits_until_each_of_the_three_partners_has_signed(report: Product, partners: list[Organisation]) -> None:
    for organisation in partners[:2]:
        sign(report, organisation)
    assert last_stop(report).state == "here"
    waits = gates.READERS["sign-off"](walking.fresh(report), TODAY)
    assert waits == "Not signed yet in this version: Westmarch Police."
    sign(report, partners[2])
    assert (last_stop(report).state, last_stop(report).outcome) == ("done", "agreed")
    assert gates.READERS["sign-off"](walking.fresh(report), TODAY) is None


def test_complaint_20_change_after_sign_off_voids_it_visibly_and_it_waits_again(
    report: Product, partners: list[Organisation], by: Doer
) -> None:
    for organisation in partners:
        sign(report, organisation)
    walking.words(report, by=by, what_next="Three more reviewers.")
    rows = SignOff.objects.filter(product=report)
    assert {row.voided_because for row in rows} == {"What was signed has changed since."}
    assert last_stop(report).state == "here"
    again = Notice.objects.filter(key__contains=":sign:again:").values_list("text", flat=True)
    assert set(again) == {f"{report.reference} changed after it was signed. Sign it again."}
    entry = report.partnership.chain.entries.get(deed="products.void_sign_off")
    assert entry.rows == 3
    assert sign(report, partners[0]).voided_at is None


def test_saving_the_same_words_voids_nothing(report: Product, partners: list[Organisation], by: Doer) -> None:
    sign(report, partners[0])
    walking.words(report, by=by)
    assert SignOff.objects.get(product=report).voided_at is None


def test_replaced_paper_voids_the_sign_off_at_the_latest_in_the_night(
    report: Product, partners: list[Organisation], by: Doer
) -> None:
    sign(report, partners[0])
    walking.paper(report, by=by, title="Another report", url="https://example.org/other")
    assert gates.signed_by(report, current=content_hash(walking.fresh(report))) == set()
    assert day_of(report.partnership, now=NOW, today=TODAY) == 1
    assert SignOff.objects.get(product=report).voided_because == "What was signed has changed since."


def test_what_rooms_above_add_to_the_content_is_signed_too(
    report: Product, partners: list[Organisation], by: Doer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lineofsight.cycle.products.content._PARTS", {})
    found = ["F-2026-001"]
    add_part("findings", lambda _: " ".join(found))
    sign(report, partners[0])
    found.append("F-2026-002")
    assert changes.content_changed(report, by=by, now=NOW) == 1


def test_nobody_signs_what_they_prepared_or_lead(
    partnership: Partnership, partners: list[Organisation], report: Product, by: Doer
) -> None:
    chief = walking.chief(partnership, partners[0])
    own = walking.doer(chief)
    for make_it_theirs in (
        lambda: walking.words(report, by=own),
        lambda: walking.paper(report, by=own),
        lambda: Product.objects.filter(pk=report.pk).update(lead=chief.role),
    ):
        make_it_theirs()
        with pytest.raises(Refused, match="Nobody signs off what they prepared or lead"):
            changes.sign_off(walking.fresh(report), organisation=partners[0], by=own, now=NOW)
        walking.words(report, by=by)
        report.subject.evidence.filter(added_by_id=own.actor_id).update(archived_at=NOW)
        Product.objects.filter(pk=report.pk).update(lead=None)
    assert sign(report, partners[0]).signed_by_id == own.actor_id


def test_only_a_safeguarding_partner_signs_and_only_once(report: Product, partners: list[Organisation]) -> None:
    trust = making.an_organisation(report.partnership, "A Trust", kind="nhs_provider", part="relevant_agency")
    with pytest.raises(Refused, match="Only the safeguarding partners sign off"):
        sign(report, trust)
    sign(report, partners[0])
    with pytest.raises(Refused, match="has signed this version already"):
        sign(report, partners[0])


def test_nobody_signs_before_the_product_has_come_there(
    partnership: Partnership, partners: list[Organisation], by: Doer
) -> None:
    early = walking.a_product(partnership, "annual-report", by=by)
    with pytest.raises(Refused, match="has not come to the safeguarding partners"):
        sign(early, partners[0])


def test_sign_off_by_e_mail_is_written_down_with_its_proof_and_counts_once_confirmed(
    report: Product, partners: list[Organisation]
) -> None:
    chief = walking.chief(report.partnership, partners[0])
    officer = walking.officer("Staff officer")
    facts = {"organisation": partners[0], "signed_by": chief.person.actor, "signed_at": NOW - timedelta(days=1)}
    with pytest.raises(Refused, match="Add the proof"):
        changes.record_sign_off(report, way="email", by=officer, now=NOW, **facts)
    row = changes.record_sign_off(report, way="email", proof_words="“I agree”", by=officer, now=NOW, **facts)
    assert gates.signed_by(report, current=content_hash(walking.fresh(report))) == set()
    with pytest.raises(Refused, match="Only who signed can confirm it"):
        changes.confirm_sign_off(row, by=officer, now=NOW)
    changes.confirm_sign_off(row, by=walking.doer(chief), now=NOW)
    assert gates.signed_by(report, current=content_hash(walking.fresh(report))) == {partners[0].pk}
    row.refresh_from_db()
    assert (row.recorded_by_id, row.signed_by_id) == (officer.actor_id, chief.person.actor_id)


def test_prepared_sign_off_needs_no_proof_but_the_chief(report: Product, partners: list[Organisation]) -> None:
    chief = walking.chief(report.partnership, partners[1])
    made = changes.record_sign_off(
        report, organisation=partners[1], signed_by=chief.person.actor, way="here", signed_at=NOW,
        by=walking.officer("Staff officer"), now=NOW,
    )  # fmt: skip
    assert made.confirmed_at is None
    told = Notice.objects.get(person=chief.person, key__contains=":sign:confirm:")
    assert told.text == f"Confirm your sign-off of {report.reference}."


def test_written_down_sign_off_of_changed_words_cannot_be_confirmed(
    report: Product, partners: list[Organisation], by: Doer
) -> None:
    chief = walking.chief(report.partnership, partners[0])
    row = changes.record_sign_off(
        report, organisation=partners[0], signed_by=chief.person.actor, way="room", proof_words="Minute 4",
        signed_at=NOW, by=walking.officer("Staff officer"), now=NOW,
    )  # fmt: skip
    walking.words(report, by=by, what="Something else.")
    with pytest.raises(Refused, match=r"does not stand any more\. What was signed has changed since"):
        changes.confirm_sign_off(row, by=walking.doer(chief), now=NOW)


def test_sent_back_by_a_partner_voids_the_others_and_travels_again(
    report: Product, partners: list[Organisation], by: Doer
) -> None:
    sign(report, partners[0])
    changes.send_back(last_stop(report), reason="Say what it cost.", by=walking.officer("Chief"), now=NOW, today=TODAY)
    assert SignOff.objects.get(product=report).voided_because == "It was sent back for more work."
    product = walking.step(walking.fresh(report), "draft", by=by)
    stops = [(stop.lap, stop.group_code, stop.state) for stop in Stop.objects.filter(product=product)]
    assert stops == [(1, "executive", "done"), (1, "lsp", "sent_back"), (2, "executive", "here"), (2, "lsp", "ahead")]


def test_taken_back_sign_off_stays_on_record(report: Product, partners: list[Organisation]) -> None:
    row = sign(report, partners[0])
    taken = changes.take_back_sign_off(row, reason="Wrong version.", by=walking.officer("Chief"), now=NOW)
    row.refresh_from_db()
    assert (taken, row.voided_because) == (1, "Wrong version.")
