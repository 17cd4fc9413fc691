"""Nobody scrutinised reads what the scrutineer drafts, asks others or looks up: not on pages, in search, trail or files."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from lineofsight.foundation.handbook.queries import version_in_use
from lineofsight.foundation.partnership.holding import ChangedMeanwhile
from lineofsight.foundation.partnership.models import Membership, Partnership
from lineofsight.foundation.partnership.permissions import Refused
from lineofsight.foundation.partnership.queries import Here, here
from lineofsight.foundation.trail.changes import Doer, record_look
from lineofsight.foundation.trail.models import Subject
from lineofsight.outputs.pages.searching import search
from lineofsight.outputs.pages.trail_reading import change_in_words, entries_for
from lineofsight.sources.scrutiny import changes
from lineofsight.sources.scrutiny.models import Paper, ScrutineerView
from tests import making
from tests.cycle.products import walking

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
SECRET = "zebra-shares"
pytestmark = pytest.mark.django_db


@pytest.fixture
def place(settings: Any) -> Partnership:
    settings.FIXED_TODAY = walking.TODAY
    return making.a_partnership()


@pytest.fixture
def scrutineer(place: Partnership) -> Membership:
    return making.a_member(place, "independent-scrutineer")


@pytest.fixture
def manager(place: Partnership) -> Membership:
    return making.a_member(place, "business-manager")


def doer(member: Membership) -> Doer:
    return Doer(member.person.actor_id, member.role.title)


def reader(member: Membership) -> Here:
    found = here(member.person, member.partnership.slug, today=walking.TODAY)
    assert found is not None
    return found


def client_of(member: Membership) -> Client:
    client = Client()
    client.force_login(member.person, backend=BACKEND)
    return client


def a_view(place: Partnership, member: Membership, **facts: Any) -> ScrutineerView:
    known = {"indicator": "voice", "question": "extent", "grade": "partly", "narrative": f"I saw {SECRET}."}
    version = version_in_use(place, on=walking.TODAY)
    return changes.save_view(
        place, version=version, by=doer(member), now=walking.NOW, read_version=0, **{**known, **facts}
    )


def a_paper(place: Partnership, member: Membership) -> Paper:
    return changes.write_paper(
        place, title=f"About {SECRET}", text=f"All of {SECRET}.", by=doer(member), now=walking.NOW
    )


def everything_read_by(member: Membership) -> str:
    """What the person can get at: pages, search, trail and every file of these pages."""
    client, slug, at = client_of(member), member.partnership.slug, reader(member)
    addresses = [
        reverse("scrutiny:issued", args=[slug]), reverse("leadership:indicators", args=[slug]),
        reverse("leadership:indicator", args=[slug, "voice"]), reverse("pages:trail", args=[slug]),
        reverse("pages:trail", args=[slug]) + "?export=csv", reverse("scrutiny:issued", args=[slug]) + "?plan-export=csv",
        reverse("scrutiny:issued", args=[slug]) + "?recommended-export=csv", reverse("pages:home", args=[slug]),
        reverse("pages:search", args=[slug]) + "?q=zebra",
    ]  # fmt: skip
    texts = []
    for address in addresses:
        answer = client.get(address)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        texts.append(body.decode())
    texts += [hit.title + hit.text for part in search(at, SECRET) for hit in part.hits]
    texts += [change_in_words(entry, {}) + entry.deed for entry in entries_for(at)]
    return "\n".join(texts)


def test_drafts_are_their_writers_alone(place: Partnership, scrutineer: Membership, manager: Membership) -> None:
    view, paper = a_view(place, scrutineer), a_paper(place, scrutineer)
    other = making.a_member(place, "independent-scrutineer", name="Another Scrutineer")
    for member in (manager, other):
        client = client_of(member)
        for name, key in (("view", view.pk), ("paper", paper.pk)):
            assert client.get(reverse(f"scrutiny:{name}", args=[place.slug, key])).status_code == 404
    assert SECRET not in everything_read_by(manager)
    mine = client_of(scrutineer).get(reverse("scrutiny:workspace", args=[place.slug])).content.decode()
    assert SECRET in mine


def test_what_is_issued_is_read_by_partners_and_changed_by_nobody(
    place: Partnership, scrutineer: Membership, manager: Membership
) -> None:
    view, paper = a_view(place, scrutineer), a_paper(place, scrutineer)
    by = doer(scrutineer)
    changes.issue_view(view, by=by, now=walking.NOW, today=walking.TODAY, version=view.version)
    changes.issue_paper(paper, by=by, now=walking.NOW, today=walking.TODAY, version=paper.version)
    assert SECRET in everything_read_by(manager)
    with pytest.raises(Refused, match="It is issued"):
        changes.save_paper(paper, title="x", text="y", by=by, now=walking.NOW, version=paper.version)
    newer = a_view(place, scrutineer, narrative="Seen again.")
    assert (newer.pk != view.pk, ScrutineerView.objects.get(pk=view.pk).narrative) == (True, f"I saw {SECRET}.")


def test_partners_answer_a_view_and_the_scrutineer_does_not(
    place: Partnership, scrutineer: Membership, manager: Membership
) -> None:
    view = a_view(place, scrutineer)
    changes.issue_view(view, by=doer(scrutineer), now=walking.NOW, today=walking.TODAY, version=view.version)
    url = reverse("scrutiny:answer-view", args=[place.slug, view.pk])
    assert client_of(scrutineer).get(url).status_code == 403
    assert client_of(manager).post(url, {"words": "We plan it by May."}).status_code == 302
    shown = client_of(scrutineer).get(reverse("scrutiny:view", args=[place.slug, view.pk])).content.decode()
    assert "We plan it by May." in shown and SECRET in shown


def test_evidence_is_asked_of_one_role_and_read_by_that_role_alone(
    place: Partnership, scrutineer: Membership, manager: Membership
) -> None:
    analyst = making.a_member(place, "analyst")
    row = changes.ask_for(
        place, what=f"The minutes on {SECRET}", why="", to_role=analyst.role, due_on=walking.TODAY + timedelta(days=9),
        by=doer(scrutineer), now=walking.NOW, today=walking.TODAY,
    )  # fmt: skip
    page, give = (reverse(f"scrutiny:{name}", args=[place.slug, row.pk]) for name in ("asked", "give"))
    assert client_of(manager).get(page).status_code == 404
    assert SECRET not in everything_read_by(manager)
    assert SECRET in client_of(analyst).get(page).content.decode()
    answer = {"given": "yes", "words": "Here they are.", "link": "", "expected_version": str(row.version)}
    assert client_of(analyst).post(give, answer).status_code == 302
    assert "Here they are." in client_of(scrutineer).get(page).content.decode()
    assert client_of(analyst).post(give, answer | {"expected_version": "2"}).status_code == 200


def test_what_the_scrutineer_looks_up_is_nobodys_business(
    place: Partnership, scrutineer: Membership, manager: Membership
) -> None:
    subject = Subject.objects.filter(chain=place.chain, private_to__isnull=True).first()
    record_look(place.chain, by=doer(scrutineer), deed="files.open", subject=subject, note=SECRET)
    assert SECRET not in everything_read_by(manager)


def test_the_plan_is_seen_as_far_as_it_is_shared(
    place: Partnership, scrutineer: Membership, manager: Membership
) -> None:
    def plan(title: str, *, is_shared: bool) -> Any:
        return changes.plan(place, kind="visit", title=title, planned_on=walking.TODAY, days=Decimal("0.5"), question="",
                            organisation=None, is_shared=is_shared, by=doer(scrutineer))  # fmt: skip

    hidden, shared = plan(f"Visit about {SECRET}", is_shared=False), plan("Open day", is_shared=True)
    seen = everything_read_by(manager)
    assert SECRET not in seen and "Open day" in seen
    assert client_of(manager).get(reverse("scrutiny:activity", args=[place.slug, hidden.pk])).status_code == 404
    with pytest.raises(Refused, match="what came of it"):
        changes.change_activity(shared, by=doer(scrutineer), version=1, state="done", outcome=" ")
    changes.change_activity(shared, by=doer(scrutineer), version=1, state="done", outcome="Forty people came.")
    with pytest.raises(ChangedMeanwhile):
        changes.change_activity(shared, by=doer(scrutineer), version=1, state="cancelled")


def test_two_windows_of_the_same_draft_show_each_other(place: Partnership, scrutineer: Membership) -> None:
    paper, client = a_paper(place, scrutineer), client_of(scrutineer)
    url = reverse("scrutiny:edit-paper", args=[place.slug, paper.pk])
    first = {"title": "One", "text": "First words.", "expected_version": str(paper.version)}
    assert client.post(url, first).status_code == 302
    answer = client.post(url, first | {"text": "Second words."})
    text = answer.content.decode()
    assert answer.status_code == 409 and "First words." in text and "Second words." in text
