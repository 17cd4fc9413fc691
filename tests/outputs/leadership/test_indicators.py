"""The indicators: figures that lead to their rows, judgements kept apart, and a framework that is not the county's."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from lineofsight.cycle.findings import changes as findings
from lineofsight.cycle.products.models import Tag
from lineofsight.foundation.handbook.evidence import calculation_of
from lineofsight.foundation.partnership.models import Group, Partnership, Role
from lineofsight.foundation.partnership.queries import Here, here
from lineofsight.foundation.trail.models import Entry
from lineofsight.outputs.leadership.models import Judgement
from lineofsight.outputs.leadership.queries import figures
from tests import making
from tests.cycle.products import walking

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
TYPED = {
    "grade": "partly",
    "direction": "better",
    "narrative": "Half of the checks were made.",
    "judged_on": "21/10/2026",
}
pytestmark = pytest.mark.django_db


@pytest.fixture
def place() -> Partnership:
    return making.a_partnership()


def client_of(member: Any) -> Client:
    client = Client()
    client.force_login(member.person, backend=BACKEND)
    return client


def seated(partnership: Partnership, kind: str, group: str, name: str = "") -> Any:
    member = making.a_member(partnership, kind, name=name)
    Role.objects.filter(pk=member.role_id).update(group=Group.objects.get(partnership=partnership, code=group))
    return member


def page(partnership: Partnership, name: str = "indicator", indicator: str = "impact-of-change", *more: str) -> str:
    return reverse(f"leadership:{name}", args=[partnership.slug, indicator, *more])


def test_every_figure_of_every_indicator_is_made_of_the_rows_that_its_page_lists(
    place: Partnership, settings: Any
) -> None:
    settings.FIXED_TODAY = walking.TODAY
    manager = seated(place, "business-manager", "business-team")
    by, now = walking.officer("Scrutineer"), walking.NOW
    product = walking.a_product(place, "single-agency-inspection")
    Tag.objects.create(product=product, section="indicators", code="inspections-considered")
    for wording in ("One", "Two"):
        findings.recommend(place, wording=wording, made_on=walking.TODAY, by=by, now=now, products=[product],
                           is_scrutiny=True)  # fmt: skip
    reader = here(manager.person, place.slug, today=walking.TODAY)
    assert isinstance(reader, Here)
    client, framework = client_of(manager), making.framework_named("kscmp-2024")
    seen, said = 0, {}
    for indicator in framework.indicators:
        for figure in figures.figures_of(reader, framework, indicator, on=walking.TODAY):
            if figure.calculation is None:
                continue
            seen += 1
            said[figure.query.code] = figure.says
            answer = client.get(page(place, "evidence", indicator.code, figure.query.code) + "?export=csv")
            rows = b"".join(answer.streaming_content).decode() if answer.streaming else answer.content.decode()
            listed = rows.split("What,Agency", 1)[1].strip().splitlines()[1:]
            assert len(listed) == figure.points[-1].of, figure.query.code
    assert seen >= 23
    assert said["scrutiny-recommendations-satisfied"] == "0 of 2 recommendations of the scrutineer are satisfied."
    assert said["scrutiny-recommendations-by-status"] == "2 recommendations of the scrutineer are open."


def test_proposed_and_agreed_are_kept_apart_and_nobody_agrees_their_own(place: Partnership, settings: Any) -> None:
    settings.FIXED_TODAY = walking.TODAY
    chair = seated(place, "saa-chair", "saa")
    leader = seated(place, "executive-member", "executive")
    client = client_of(chair)
    sent = client.post(page(place, "propose", "impact-of-change", "extent"), TYPED | {"expected_version": "0"})
    assert (sent.status_code, Judgement.objects.get().kind) == (302, "proposed")
    proposal = Judgement.objects.get()
    assert proposal.figures.filter(query="impact-checks-passed").exists()
    assert client.get(page(place, "agree", "impact-of-change", "extent")).status_code == 403
    other = client_of(leader)
    answer = other.post(
        page(place, "agree", "impact-of-change", "extent"),
        TYPED | {"grade": "not-yet", "expected_version": str(proposal.pk)},
    )
    assert answer.status_code == 302
    agreed = Judgement.objects.get(kind="agreed")
    assert (agreed.grade, agreed.proposal, Judgement.objects.get(kind="proposed").grade) == (
        "not-yet",
        proposal,
        "partly",
    )
    shown = other.get(page(place)).content.decode()
    assert "Not yet" in shown and "Partly" in shown and shown.index("Agreed") < shown.index("Proposed")
    deeds = Entry.objects.filter(deed__startswith="leadership.").order_by("number").values_list("deed", flat=True)
    assert list(deeds) == ["leadership.propose", "leadership.agree"]


def test_whoever_proposed_may_not_agree_although_they_sit_in_the_executive(place: Partnership, settings: Any) -> None:
    settings.FIXED_TODAY = walking.TODAY
    person = making.a_person("Both Seats")
    for kind, group in (("saa-chair", "saa"), ("executive-member", "executive")):
        member = making.a_member(place, kind, person=person)
        Role.objects.filter(pk=member.role_id).update(group=Group.objects.get(partnership=place, code=group))
    client = client_of(member)
    client.post(page(place, "propose", "impact-of-change", "extent"), TYPED | {"expected_version": "0"})
    seen = Judgement.objects.get().pk
    answer = client.post(page(place, "agree", "impact-of-change", "extent"), TYPED | {"expected_version": str(seen)})
    assert "You proposed this judgement" in answer.content.decode()
    assert Judgement.objects.count() == 1


def test_two_who_judge_at_once_see_each_other(place: Partnership, settings: Any) -> None:
    settings.FIXED_TODAY = walking.TODAY
    first = client_of(seated(place, "saa-chair", "saa"))
    second = client_of(seated(place, "saa-member", "saa", "Second Member"))
    url = page(place, "propose", "impact-of-change", "extent")
    first.post(url, TYPED | {"expected_version": "0"})
    answer = second.post(url, TYPED | {"expected_version": "0", "narrative": "Mine differs."})
    text = answer.content.decode()
    assert (answer.status_code, Judgement.objects.count()) == (409, 1)
    assert "Half of the checks were made." in text and "Mine differs." in text


def test_an_indicator_as_it_stood_shows_no_later_judgement(place: Partnership, settings: Any) -> None:
    settings.FIXED_TODAY = walking.TODAY
    client = client_of(seated(place, "saa-chair", "saa"))
    client.post(page(place, "propose", "impact-of-change", "extent"), TYPED | {"expected_version": "0"})
    before = walking.TODAY - timedelta(days=1)
    text = client.get(page(place) + f"?on={before.day}/{before.month}/{before.year}").content.decode()
    assert "This is how it stood on" in text and "Half of the checks were made." not in text
    assert "Propose a judgement" not in text


def test_funding_has_two_ratings(place: Partnership, settings: Any) -> None:
    settings.FIXED_TODAY = walking.TODAY
    client = client_of(seated(place, "saa-chair", "saa"))
    text = client.get(page(place, "indicator", "funding")).content.decode()
    assert "Equitable: how it is judged" in text and "Adequate: how it is judged" in text


def test_another_framework_works_with_its_own_words(settings: Any) -> None:
    settings.FIXED_TODAY = walking.TODAY
    harbour = making.a_partnership("harbour", framework="harbour-2025")
    member = seated(harbour, "table-member", "table")
    client = client_of(member)
    listed = client.get(reverse("leadership:indicators", args=["harbour"])).content.decode()
    assert "Critical friend heeded" in listed and "KSCMP" not in listed
    for one in making.framework_named("harbour-2025").indicators:
        assert client.get(page(harbour, "indicator", one.code)).status_code == 200
        assert calculation_of(one.evidence[0]) is not None


def test_what_the_record_does_not_hold_is_written_down_with_its_source(place: Partnership, settings: Any) -> None:
    settings.FIXED_TODAY = walking.TODAY
    client = client_of(seated(place, "saa-chair", "saa"))
    url = page(place, "write-figure", "funding", "contributions-by-partner")
    typed = {"words": "Council 61%, police 15%.", "source": "Budget of 2026", "on": "31/3/2026"}
    assert client.post(url, typed | {"source": ""}).status_code == 200
    assert client.post(url, typed).status_code == 302
    shown = client.get(page(place, "indicator", "funding")).content.decode()
    assert "Council 61%, police 15%." in shown and "Budget of 2026" in shown
    before = client.get(page(place, "indicator", "funding") + "?on=30/3/2026").content.decode()
    assert "Council 61%" not in before
    client.post(page(place, "propose", "funding", "equitable"), TYPED | {"expected_version": "0"})
    assert list(Judgement.objects.get().figures.values_list("words", flat=True)) == ["Council 61%, police 15%."]
