"""Planning, words, steps with their gates, the route, ratings that stay, and reminders."""

from datetime import date, timedelta

import pytest

from lineofsight.cycle.products import changes, gates
from lineofsight.cycle.products.models import GateRecord, Product, Rating, Relation, Stop
from lineofsight.cycle.products.tasks import day_of
from lineofsight.foundation.handbook.changes import load_framework
from lineofsight.foundation.notices.models import Notice
from lineofsight.foundation.partnership.models import Membership, Partnership
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


def here(product: Product) -> Stop:
    return Stop.objects.get(product=product, state="here")


def test_plan_gives_a_reference_a_subject_and_the_version_in_use(partnership: Partnership, by: Doer) -> None:
    first, second = (walking.a_product(partnership, by=by, tags=[("themes", "voice")]) for _ in range(2))
    assert (first.reference, second.reference) == ("P-2026-001", "P-2026-002")
    assert (first.state, first.stage, first.tool, first.marking) == (
        "planned",
        "work",
        "multi-agency-audits",
        "OFFICIAL-SENSITIVE",
    )
    subject = first.subject
    assert (subject.room, subject.kind, subject.may_read, subject.title) == (
        "products", "product", "see_assurance", "P-2026-001 A multi-agency-audit",
    )  # fmt: skip
    assert [(tag.section, tag.code) for tag in first.tags.all()] == [("themes", "voice")]


@pytest.mark.parametrize(
    ("kind", "facts", "reason"),
    [
        ("nonsense", {}, "Choose one of the kinds"),
        ("multi-agency-audit", {"title": " "}, "Give the product a title"),
        ("multi-agency-audit", {"period_end": date(2020, 1, 1)}, "must end after it starts"),
        ("multi-agency-audit", {"tags": [("themes", "nonsense")]}, "has no “nonsense” among its themes"),
        ("single-agency-audit", {"organisation": None}, "Say which organisation it is about"),
    ],
)
def test_plan_refuses_what_makes_no_sense(
    partnership: Partnership, by: Doer, kind: str, facts: dict[str, object], reason: str
) -> None:
    known = {"title": "An audit", "period_start": date(2026, 4, 1)}
    with pytest.raises(Refused, match=reason):
        changes.plan(partnership, kind=kind, by=by, now=NOW, today=TODAY, **{**known, **facts})  # type: ignore[arg-type]


def test_subject_follows_the_kind_and_the_state(partnership: Partnership, by: Doer) -> None:
    walking.partners(partnership)
    assert walking.a_product(partnership, "local-review", by=by).subject.may_read == "see_incidents"
    own = walking.a_product(partnership, "single-agency-audit", by=by).subject
    assert (own.may_read, own.organisation_key) == ("see_products", str(making.an_organisation(partnership).pk))
    report = walking.a_product(partnership, "scrutiny-report", by=by)
    assert (report.is_private, report.subject.may_read) == (True, "write_scrutiny")
    report = walking.walk(report, by=by, to="drafted")
    assert (report.is_private, report.subject.may_read) == (False, "see_assurance")
    assert walking.walk(report, by=by, to="agreed").subject.may_read == "see_products"


def test_withdrawn_scrutiny_that_was_never_issued_stays_private(partnership: Partnership, by: Doer) -> None:
    report = walking.a_product(partnership, "scrutiny-report", by=by)
    assert walking.step(report, "withdraw", by=by, reason="Not needed").is_private is True


def test_step_says_what_is_still_to_do(partnership: Partnership, by: Doer) -> None:
    product = walking.a_product(partnership, by=by, lead=None, due_on=None)
    with pytest.raises(changes.GatesShut) as refused:
        walking.step(product, "scope", by=by)
    assert [gate.code for gate in refused.value.gates] == ["lead", "dates", "scope"]
    assert "Name the role that leads it." in str(refused.value)


def test_step_that_the_state_does_not_allow_is_refused(partnership: Partnership, by: Doer) -> None:
    with pytest.raises(Refused, match="This product is planned, so this step is not open: publish"):
        walking.step(walking.a_product(partnership, by=by), "publish", by=by)


def test_step_from_an_old_page_writes_nothing(partnership: Partnership, by: Doer) -> None:
    product = walking.words(walking.a_product(partnership, by=by), by=by)
    with pytest.raises(changes.ChangedMeanwhile):
        changes.take_step(product, "scope", by=by, now=NOW, today=TODAY, version=7)
    assert walking.fresh(product).state == "planned"


def test_withdrawing_needs_a_reason_and_ends_the_route(partnership: Partnership, by: Doer) -> None:
    product = walking.walk(walking.a_product(partnership, "peer-review", by=by), by=by, to="drafted")
    with pytest.raises(Refused, match="Write the reason"):
        walking.step(product, "withdraw", by=by)
    product = walking.step(product, "withdraw", by=by, reason="They cannot come")
    assert (product.stage, set(product.stops.values_list("state", flat=True))) == ("stopped", {"stopped"})
    with pytest.raises(Refused, match="so it stays as it is"):
        walking.words(product, by=by)


def test_route_goes_group_by_group_and_tells_each(partnership: Partnership, by: Doer) -> None:
    groups = {group.code: group for group in partnership.groups.all()}
    seats = {code: making.a_member(partnership, role, group=groups[code]) for code, role in
             (("saa", "saa-chair"), ("executive", "executive-member"))}  # fmt: skip
    product = walking.walk(walking.a_product(partnership, "peer-review", by=by), by=by, to="drafted")
    assert told(seats["saa"], product) == ["Give advice on P-2026-001 A peer-review."]
    changes.consider(here(product), outcome="conditions", words="With a plan.", by=by, now=NOW, today=TODAY)
    assert told(seats["saa"], product) == []
    assert told(seats["executive"], product) == ["Decide on P-2026-001 A peer-review."]
    assert here(product).group == groups["executive"]
    changes.consider(here(product), outcome="agreed", words="", by=by, now=NOW, today=TODAY)
    assert [(stop.part, stop.outcome) for stop in product.stops.all()] == [
        ("advise", "conditions"),
        ("decide", "agreed"),
    ]
    assert gates.READERS["route-complete"](product, TODAY) is None


def told(member: Membership, product: Product) -> list[str]:
    """What is still asked of somebody about the product."""
    rows = Notice.objects.filter(person=member.person, key__startswith=f"product:{product.pk}", settled_at__isnull=True)
    return [row.text for row in rows.filter(kind="task")]


def test_decision_not_to_agree_ends_the_lap(partnership: Partnership, by: Doer) -> None:
    product = walking.walk(walking.a_product(partnership, "dashboard-quarter", by=by), by=by, to="drafted")
    for outcome in ("agreed", "not_agreed"):
        changes.consider(here(product), outcome=outcome, words="Said.", by=by, now=NOW, today=TODAY)
    assert [stop.state for stop in product.stops.all()] == ["done", "done", "stopped"]
    assert "did not agree" in (gates.READERS["route-complete"](walking.fresh(product), TODAY) or "")


@pytest.mark.parametrize(
    ("outcome", "words", "reason"),
    [("agreed", "", "Write the advice"), ("conditions", "", "Write the conditions"),
     ("not_agreed", "", "Write the reasons"), ("", "x", "Choose what the group said")],
)  # fmt: skip
def test_group_must_say_what_it_means(
    partnership: Partnership, by: Doer, outcome: str, words: str, reason: str
) -> None:
    product = walking.walk(walking.a_product(partnership, by=by), by=by, to="drafted")
    with pytest.raises(Refused, match=reason):
        changes.consider(here(product), outcome=outcome, words=words, by=by, now=NOW, today=TODAY)


def test_stop_is_considered_once(partnership: Partnership, by: Doer) -> None:
    product = walking.walk(walking.a_product(partnership, by=by), by=by, to="drafted")
    stop = here(product)
    changes.consider(stop, outcome="noted", words="", by=by, now=NOW, today=TODAY)
    with pytest.raises(Refused, match="does not wait at this stop"):
        changes.consider(stop, outcome="noted", words="", by=by, now=NOW, today=TODAY)


def test_views_are_kept_and_a_question_reaches_the_lead(partnership: Partnership, by: Doer) -> None:
    lead = making.a_member(partnership, "analyst")
    product = walking.walk(walking.a_product(partnership, by=by, lead=lead.role), by=by, to="drafted")
    organisation = making.an_organisation(partnership)
    facts = {"organisation": organisation, "by": walking.officer("Member"), "now": NOW}
    with pytest.raises(Refused, match="Write your question"):
        changes.give_view(here(product), view="question", **facts)
    changes.give_view(here(product), view="question", words="Which districts?", **facts)
    changes.give_view(here(product), view="agree", **facts)
    assert [view.view for view in here(product).views.all()] == ["question", "agree"]
    assert f"Somebody asks a question about {product.reference}." in told(lead, product)


def test_ratings_are_never_overwritten(partnership: Partnership, by: Doer) -> None:
    product = walking.a_product(partnership, by=by)
    for grade, day in (("limited", date(2025, 10, 1)), ("moderate", TODAY)):
        walking.rate(product, by=by, grade=grade, rated_on=day, next_review_on=day + timedelta(days=365))
    assert [rating.grade for rating in Rating.objects.filter(product=product)] == ["moderate", "limited"]


@pytest.mark.parametrize(
    ("kind", "facts", "reason"),
    [
        ("annual-report", {}, "Products of this kind are not rated"),
        ("multi-agency-audit", {"grade": "excellent"}, "Choose one of the grades for assurance rating"),
        ("multi-agency-audit", {"reason": ""}, "Write the reason for the rating"),
        ("multi-agency-audit", {"rated_on": TODAY + timedelta(days=1)}, "Give a day that has come"),
        ("multi-agency-audit", {"next_review_on": TODAY}, "must come after the day of the rating"),
    ],
)
def test_rating_that_makes_no_sense_is_refused(
    partnership: Partnership, by: Doer, kind: str, facts: dict[str, object], reason: str
) -> None:
    with pytest.raises(Refused, match=reason):
        walking.rate(walking.a_product(partnership, kind, by=by), by=by, **facts)


def test_short_texts_have_at_most_150_words(partnership: Partnership, by: Doer) -> None:
    product = walking.a_product(partnership, by=by)
    with pytest.raises(Refused, match=r"“So what” has 151 words\. Use at most 150"):
        walking.words(product, by=by, so_what="word " * 151)


def test_two_who_write_at_once_do_not_overwrite_each_other(partnership: Partnership, by: Doer) -> None:
    product = walking.a_product(partnership, by=by)
    walking.words(product, by=by)
    with pytest.raises(changes.ChangedMeanwhile):
        changes.write_words(product, what="Mine", so_what="", what_next="", by=by, now=NOW, version=1)
    assert walking.fresh(product).words.what == "Plans are late."


def test_expired_evidence_shuts_the_gate_until_somebody_gives_the_reason(partnership: Partnership, by: Doer) -> None:
    product = walking.walk(walking.a_product(partnership, by=by), by=by, to="drafted")
    walking.paper(product, by=by, title="Old survey", purpose="evidence", expires_on=TODAY - timedelta(days=1))
    shut = gates.READERS["evidence-in-date"](product, TODAY)
    assert shut == "This evidence has run out: Old survey. Renew it, or give the reason for using it."
    walking.rate(product, by=by)
    walking.travel(product, by=by)
    with pytest.raises(changes.GatesShut):
        walking.step(product, "agree", by=by)
    changes.record_gate(product, "evidence-in-date", note="It is the newest.", is_waiver=True, by=by, now=NOW)
    assert walking.step(product, "agree", by=by).state == "agreed"


@pytest.mark.parametrize(
    ("gate", "facts", "reason"),
    [
        ("lead", {}, "sees for itself whether this is done"),
        ("lead", {"is_waiver": True}, "cannot be left out"),
        ("legal-check", {"note": " "}, "Write how it was met"),
        ("legal-check", {"on": TODAY + timedelta(days=1)}, "Give a day that has come"),
        ("nonsense", {}, "knows no such gate"),
    ],
)
def test_gate_that_nobody_can_state_is_refused(
    partnership: Partnership, by: Doer, gate: str, facts: dict[str, object], reason: str
) -> None:
    product = walking.a_product(partnership, by=by)
    with pytest.raises(Refused, match=reason):
        changes.record_gate(product, gate, **{"note": "Done.", "by": by, "now": NOW, **facts})  # type: ignore[arg-type]


def test_what_was_said_of_a_gate_can_be_taken_back_and_stays_on_record(partnership: Partnership, by: Doer) -> None:
    product = walking.a_product(partnership, by=by)
    changes.record_gate(product, "legal-check", note="Read by one.", by=by, now=NOW)
    changes.record_gate(product, "legal-check", note="Read by another.", by=by, now=NOW)
    assert [row.withdrawn_at is None for row in GateRecord.objects.filter(product=product)] == [False, True]
    changes.take_back_gate(product, "legal-check", by=by, now=NOW)
    assert gates.records_of(product) == {}


def test_figures_travel_with_the_dashboard_that_they_go_into(partnership: Partnership, by: Doer) -> None:
    figures = walking.walk(walking.a_product(partnership, "data-return-summary", by=by), by=by, to="drafted")
    reason = gates.READERS["route-complete"]
    assert reason(figures, TODAY) == "Say which product it goes into: Partnership Data Dashboard."
    with pytest.raises(Refused, match=r"goes into Partnership Data Dashboard\. Choose a product of that tool"):
        changes.relate(figures, walking.a_product(partnership, "peer-review", by=by), kind="feeds", by=by)
    into = walking.a_product(partnership, "dashboard-quarter", by=by)
    changes.relate(figures, into, kind=Relation.Kind.FEEDS, by=by)
    assert "It travels with P-2026-003" in (reason(figures, TODAY) or "")
    walking.walk(into, by=by, to="agreed")
    assert reason(figures, TODAY) is None


def test_product_keeps_the_framework_it_began_under(partnership: Partnership, by: Doer) -> None:
    """Complaint 11, for products: a new version changes nothing that is under way."""
    product = walking.words(walking.a_product(partnership, by=by), by=by)
    newer = making.framework_named("harbour-2025")
    load_framework(newer, by=making.SYSTEM, counts_from=TODAY, partnership=partnership)
    assert walking.step(product, "scope", by=by).state == "scoped"
    with pytest.raises(Refused, match="Choose one of the kinds"):
        walking.changes.plan(partnership, kind="multi-agency-audit", title="New", by=by, now=NOW, today=TODAY)


def test_next_one_takes_over_the_scope_and_nothing_that_was_judged(partnership: Partnership, by: Doer) -> None:
    """Complaint 12: a copy must not copy that it is done."""
    product = walking.walk(walking.a_product(partnership, by=by, tags=[("themes", "voice")]), by=by, to="closed")
    made = changes.plan_next(
        product, title="The audit of 2027", period_start=date(2027, 4, 1), period_end=date(2027, 9, 30),
        due_on=date(2027, 11, 30), by=by, now=NOW, today=TODAY,
    )  # fmt: skip
    made = walking.fresh(made)
    kept = (made.lead, made.words.scope_text, [tag.code for tag in made.tags.all()])
    assert kept == (product.lead, product.words.scope_text, ["voice"])
    assert (made.state, made.words.what, made.words.no_findings) == ("planned", "", "")
    left = [made.ratings.count(), made.stops.count(), made.gate_records.count(), made.sign_offs.count()]
    assert (left, made.subject.evidence.count()) == ([0, 0, 0, 0], 0)
    assert Relation.objects.get(product=made).to_id == product.pk


def test_reminders_of_a_day_come_once_and_stop_when_it_moves(partnership: Partnership, by: Doer) -> None:
    """Complaint 7: anything with a day reminds, once for each reminder, and a new day or owner cancels what was asked."""
    lead = making.a_member(partnership, "analyst")
    product = walking.a_product(partnership, by=by, lead=lead.role, due_on=TODAY + timedelta(days=7))
    for _ in range(2):
        day_of(partnership, now=NOW, today=TODAY)
    assert told(lead, product) == [f"{product.reference}: the product is due on 28 October 2026."]
    changes.edit(
        product, title=product.title, lead=product.lead, organisation=None, period_start=product.period_start,
        period_end=product.period_end, due_on=TODAY + timedelta(days=60), marking=product.marking, tags=[], by=by,
        now=NOW, version=product.version,
    )  # fmt: skip
    assert told(lead, product) == []
    day_of(partnership, now=NOW, today=TODAY)
    assert told(lead, product) == []


def test_rating_that_is_due_again_reminds_until_it_is_rated(partnership: Partnership, by: Doer) -> None:
    lead = making.a_member(partnership, "analyst")
    product = walking.a_product(partnership, by=by, lead=lead.role, due_on=date(2027, 6, 1))
    walking.rate(product, by=by, rated_on=date(2025, 10, 28), next_review_on=TODAY + timedelta(days=7))
    day_of(partnership, now=NOW, today=TODAY)
    assert told(lead, product) == [f"{product.reference}: its rating is due on 28 October 2026."]
    walking.rate(product, by=by)
    assert told(lead, product) == []


def test_work_belongs_to_the_role_and_its_next_holder_gets_it(partnership: Partnership, by: Doer) -> None:
    """Complaint 16: people leave; what they led stays with the role, and what they did keeps their name."""
    first = making.a_member(partnership, "analyst", name="First Holder")
    product = walking.a_product(partnership, by=walking.doer(first), lead=first.role, due_on=TODAY + timedelta(days=1))
    Membership.objects.filter(pk=first.pk).update(ends_on=TODAY - timedelta(days=1))
    second = making.a_person("Second Holder")
    seat = making.changes.seat(first.role, second, starts_on=TODAY - timedelta(days=1), by=making.SYSTEM)
    making.changes.confirm(seat, by=making.SYSTEM)
    day_of(partnership, now=NOW, today=TODAY)
    assert (told(seat, product), told(first, product)) == (
        [f"{product.reference}: the product is due on 22 October 2026."], [],
    )  # fmt: skip
    assert product.moves.get().actor.name == "First Holder"
