"""The briefing: what waits for whom, three taps for a decision, the same as a paper, and a question at its end."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lineofsight.cycle.products.models import StopView
from lineofsight.engine.documents import text_of
from lineofsight.foundation.partnership.models import Group, Membership, Partnership, Role
from lineofsight.foundation.partnership.queries import here
from lineofsight.governance.challenges.models import Challenge
from lineofsight.outputs.leadership import changes
from lineofsight.outputs.leadership.document import document_of
from lineofsight.outputs.leadership.queries.briefing import Briefing, briefing
from tests import making
from tests.cycle.products import walking

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
pytestmark = pytest.mark.django_db


@pytest.fixture
def place(settings: Any) -> Partnership:
    settings.FIXED_TODAY = walking.TODAY
    return making.a_partnership()


@pytest.fixture
def leader(place: Partnership) -> Membership:
    return seated(place, "executive-member", "executive")


def seated(place: Partnership, kind: str, group: str) -> Membership:
    member = making.a_member(place, kind)
    Role.objects.filter(pk=member.role_id).update(group=Group.objects.get(partnership=place, code=group))
    return member


def client_of(member: Membership) -> Client:
    client = Client()
    client.force_login(member.person, backend=BACKEND)
    return client


def at_executive(place: Partnership) -> Any:
    """A product that waits for the Executive to decide."""
    by = walking.officer("Preparer")
    walking.partners(place)
    product = walking.walk(walking.a_product(place, "section-11-round", by=by), by=by, to="drafted")
    stop = product.stops.get(state="here")
    walking.rate(product, by=by)
    walking.changes.consider(stop, outcome="agreed", words="It is sound.", by=by, now=walking.NOW, today=walking.TODAY)
    return product


def told_to(member: Membership) -> Briefing:
    reader = here(member.person, member.partnership.slug, today=walking.TODAY)
    assert reader is not None
    return briefing(reader, making.framework_named("kscmp-2024"))


def test_a_decision_takes_three_taps(place: Partnership, leader: Membership) -> None:
    product, client = at_executive(place), client_of(leader)
    page = client.get(reverse("leadership:briefing", args=[place.slug])).content.decode()
    url = reverse("assurance:view", args=[place.slug, product.pk]) + "?view=agree"
    assert f'href="{url}"' in page and "agreed. It is sound." in page
    form = client.get(url).content.decode()
    assert 'value="agree" ' in form and "checked" in form
    sent = client.post(url, {"view": "agree", "words": "", "expected_version": str(product.version)})
    assert (sent.status_code, StopView.objects.get().view) == (302, "agree")
    again = client.get(reverse("leadership:briefing", args=[place.slug])).content.decode()
    assert "Your view: agree." in again


def test_a_proposed_judgement_waits_for_the_executive_and_not_for_the_chiefs(
    place: Partnership, leader: Membership
) -> None:
    from tests.house.worlds.leadership import INDICATOR

    chief = seated(place, "lead-safeguarding-partner", "lsp")
    judged = changes.Judged(
        indicator=INDICATOR, question="extent", grade="partly", direction="same", narrative="Half.", judged_on=walking.TODAY,
        products=[], figures={"impact-checks-passed": "1 of 2."}, seen=0,
    )  # fmt: skip
    version = walking.a_product(place).framework
    changes.propose(place, judged, version=version, by=walking.officer("Chair"), now=walking.NOW, today=walking.TODAY)

    def decides(member: Membership) -> list[str]:
        return [line.title for line in told_to(member).parts[0].lines]

    assert decides(leader) == ["Indicator 7: Impact of change monitored"]
    assert decides(chief) == []


def test_the_paper_says_what_the_page_says(place: Partnership, leader: Membership) -> None:
    at_executive(place)
    told = told_to(leader)
    paper = document_of(
        told, partnership=place.name, reader="A Reader", site="https://los.example", today=walking.TODAY
    )
    said = repr(paper)
    for part in told.parts:
        assert part.heading in said
        assert all(line.title in said for line in part.lines)
    assert text_of(paper.blocks[0].words).startswith(told.counts)  # type: ignore[union-attr]
    answer = client_of(leader).get(reverse("leadership:briefing-pdf", args=[place.slug]))
    assert answer.content.startswith(b"%PDF-") and answer["Content-Type"] == "application/pdf"


def test_a_question_goes_to_who_leads_scrutiny_and_a_chiefs_to_the_executive(
    place: Partnership, leader: Membership
) -> None:
    saa = seated(place, "saa-chair", "saa")
    chair = seated(place, "partnership-chair", "executive")
    chief = seated(place, "lead-safeguarding-partner", "lsp")
    url = reverse("leadership:ask", args=[place.slug])
    assert client_of(leader).post(url, {"question": "Why are visits late?"}).status_code == 302
    assert client_of(chief).post(url, {"question": "Who pays for reviews?"}).status_code == 302
    asked = {one.question: one.to_role_id for one in Challenge.objects.all()}
    assert asked == {"Why are visits late?": saa.role_id, "Who pays for reviews?": chair.role_id}


def test_it_asks_as_often_for_many_rows_as_for_one(place: Partnership, leader: Membership) -> None:
    client, url = client_of(leader), reverse("leadership:briefing", args=[place.slug])

    def count() -> int:
        client.get(url)
        with CaptureQueriesContext(connection) as asked:
            client.get(url)
        return len(asked)

    body = making.an_organisation(place)
    by = walking.officer("Writer")

    def an_action(number: int) -> None:
        from lineofsight.cycle.findings import changes as findings

        findings.add_action(place, text=f"Act {number}", organisation=body, due_on=walking.TODAY - timedelta(days=3), by=by,
                            now=walking.NOW)  # fmt: skip

    at_executive(place)
    an_action(0)
    few = count()
    for number in range(1, 6):
        an_action(number)
        at_executive(place)
    assert (count(), few <= 30) == (few, True)
