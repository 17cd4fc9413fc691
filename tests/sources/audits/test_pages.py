"""The pages of an audit, played by the people who use them: answering, declaring, moderating, and what is seen at the end."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from lineofsight.cycle.findings.models import Action
from lineofsight.foundation.partnership import guards
from lineofsight.foundation.partnership.models import Membership
from lineofsight.sources.audits import changes
from lineofsight.sources.audits.models import Answer, Assessment, Audit
from tests import making
from tests.sources.audits import place as places
from tests.sources.audits.place import NOW, TODAY, Place

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _day(settings: Any) -> None:
    settings.FIXED_TODAY = TODAY


@pytest.fixture
def place() -> Place:
    return places.make()


def signed_in(member: Membership) -> Client:
    client = Client()
    client.force_login(member.person, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def url(place: Place, name: str, *args: object) -> str:
    return reverse(f"audits:{name}", args=[place.partnership.slug, *args])


def leadership(place: Place) -> str:
    return url(place, "standard", place.own.request_id, "leadership")


FULL = {
    "q1_grade": "fully-met", "q1_shows": "Job description", "q1_difference": "Staff ask early", "q1_reason": "",
    "q2_grade": "fully-met", "q2_shows": "Minute of May", "q2_difference": "", "q2_reason": "",
}  # fmt: skip


def test_a_standard_is_answered_on_one_page_and_completed(place: Place) -> None:
    client = signed_in(place.respondent)
    page = client.get(leadership(place))
    assert "There is a named lead" in page.text
    answer = client.post(leadership(place), FULL | {"expected_version": "1:1,2:1", "complete": "yes"})
    assert answer.headers["Location"] == url(place, "assessment", place.own.request_id)
    assert [place.answer(code).state for code in ("lead", "board", "trained")] == ["done", "done", "empty"]
    assert "2 of 3 questions completed" in client.get(answer.headers["Location"]).text


def test_what_lacks_something_is_kept_and_said_beside_its_question(place: Place) -> None:
    client = signed_in(place.respondent)
    given = FULL | {"q1_grade": "partly-met", "expected_version": "1:1,2:1", "complete": "yes"}
    page = client.post(leadership(place), given)
    assert page.status_code == 200
    assert "Say what you will do to meet it fully, and by when." in page.text
    assert (place.answer("lead").state, place.answer("lead").grade, place.answer("board").state) == (
        "draft", "partly-met", "done",
    )  # fmt: skip
    # The page that came back knows the new versions: sending it again is no conflict.
    assert 'name="expected_version" value="1:2,2:2"' in page.text


def test_autosave_keeps_one_box_and_says_when(place: Place) -> None:
    client = signed_in(place.respondent)
    sent = {"autosave": "q1_shows", "q1_shows": "A poster", "expected_version": "1:1,2:1"}
    answer = client.post(leadership(place), sent)
    assert (answer.status_code, answer.json()["by"], answer.json()["version"]) == (200, "you", "1:2,2:1")
    assert (place.answer("lead").what_shows_it, place.answer("lead").state) == ("A poster", "draft")
    colleague = making.a_member(place.partnership, "agency-colleague", organisation=place.police, name="Col League")
    again = signed_in(colleague).post(leadership(place), sent | {"q1_shows": "Another", "expected_version": "1:1,2:1"})
    assert (again.status_code, place.answer("lead").what_shows_it) == (409, "A poster")


def test_the_button_pressed_while_ones_own_autosave_is_on_its_way_is_no_conflict(place: Place) -> None:
    client = signed_in(place.respondent)
    client.post(leadership(place), {"autosave": "q1_shows", "q1_shows": "A pos", "expected_version": "1:1,2:1"})
    answer = client.post(leadership(place), FULL | {"expected_version": "1:1,2:1", "complete": "yes"})
    assert (answer.status_code, place.answer("lead").state) == (302, "done")


def test_two_editors_see_both_and_choose(place: Place) -> None:
    colleague = making.a_member(place.partnership, "agency-colleague", organisation=place.police, name="Col League")
    signed_in(colleague).post(leadership(place), FULL | {"expected_version": "1:1,2:1", "q1_shows": "Theirs"})
    mine = FULL | {"expected_version": "1:1,2:1", "q1_shows": "Mine"}
    page = signed_in(place.respondent).post(leadership(place), mine)
    assert page.status_code == 409
    assert ("Mine" in page.text, "Theirs" in page.text, "Col League" in page.text) == (True, True, True)
    assert place.answer("lead").what_shows_it == "Theirs"
    signed_in(place.respondent).post(leadership(place), mine | {"expected_version": "1:2,2:2"})
    assert place.answer("lead").what_shows_it == "Mine"


def test_complaint_12_last_times_answer_must_be_said_to_be_still_true_one_by_one(place: Place) -> None:
    places.fill(place)
    changes.declare(place.own, by=place.doer(place.approver), now=NOW)
    place.audit = places.open_audit(place, "Section 11 later", opens_on=TODAY + timedelta(days=1))
    changes.bring_forward(place.own, by=place.doer(place.respondent), now=NOW)
    client = signed_in(place.respondent)
    same = {"what_shows_it": "Job description", "difference": "Staff ask"}
    typed = {
        f"q{n}_{box}": word
        for n in (1, 2)
        for box, word in (("grade", "fully-met"), ("shows", same["what_shows_it"]), ("difference", same["difference"]))
    } | {"expected_version": "1:2,2:2", "complete": "yes", "q1_still": "still_true"}
    page = client.post(leadership(place), typed)
    assert "Say whether last time’s answer is still true." in page.text
    assert [(place.answer(code).state, place.answer(code).carried) for code in ("lead", "board")] == [
        ("done", "still_true"), ("carried", ""),
    ]  # fmt: skip


def test_words_that_could_name_a_child_are_not_kept_by_autosave(place: Place) -> None:
    sent = {"autosave": "q1_shows", "q1_shows": "NHS number 943 476 5919", "expected_version": "1:1,2:1"}
    assert signed_in(place.respondent).post(leadership(place), sent).status_code == 400
    assert place.answer("lead").what_shows_it == ""


def test_another_agency_sees_nothing_and_the_panel_only_reads(place: Place) -> None:
    other = making.a_member(place.partnership, "section-11-respondent", organisation=place.council, name="Other Body")
    assert signed_in(other).get(leadership(place)).status_code == 404
    assert signed_in(place.moderator).post(leadership(place), FULL).status_code == 403


def test_a_whole_round_from_answers_to_the_heat_map(place: Place) -> None:
    answered(place)
    respondent, approver, moderator = map(signed_in, (place.respondent, place.approver, place.moderator))
    asked = place.own.request_id
    assert "Somebody else must declare it" not in approver.get(url(place, "check", asked)).text
    assert respondent.post(url(place, "check", asked), {"declared": "on"}).status_code == 403
    receipt = approver.post(url(place, "check", asked), {"declared": "on"}, follow=True)
    assert "Answers declared" in receipt.text
    assert Action.objects.get().text == "Name a lead"
    judge(place, moderator)
    assert "2 sent" not in moderator.post(url(place, "send-queries", asked), follow=True).text
    query = place.answer("lead").queries.get()
    respondent.post(url(place, "answer-query", asked, query.pk), {"text": "The chief constable"})
    moderator.post(url(place, "send-grades", asked))
    assert place.own.state == "reply"
    respondent.post(url(place, "reply", asked, "board"), {"text": "It did see it in May"})
    moderator.post(url(place, "agree", asked))
    assert place.own.state == "agreed"
    page = moderator.get(url(place, "overview", place.audit.round_id) + "?view=difference")
    assert "Panel 1 lower" in page.text
    assert "Partly met → Not met" in page.text


def answered(place: Place) -> None:
    """The police answer everything, one question partly, with an action."""
    places.fill(place)
    facts = {"by": place.doer(place.respondent), "now": NOW}
    changes.plan_action(
        place.answer("lead"), text="Name a lead", owner=None, due_on=TODAY + timedelta(days=90), **facts
    )  # type: ignore[arg-type]
    places.complete(place, place.answer("lead"), grade="partly-met")


def judge(place: Place, moderator: Client) -> None:
    """The panel agrees with all but one, and asks something."""
    asked = place.own.request_id
    page = url(place, "moderate-standard", asked, "leadership")
    said = {"expected_version": "0,0", "m1_grade": "not-met", "m1_query": "Who leads?", "m2_grade": "fully-met"}
    refused = moderator.post(page, said)
    assert "Write the reason for another grade" in refused.text
    moderator.post(page, said | {"m1_reason": "Nobody is named"})
    moderator.post(
        url(place, "moderate-standard", asked, "training"), {"expected_version": "0", "m1_grade": "fully-met"}
    )


def test_an_agency_sees_its_own_column_and_how_many_gave_which_grade(place: Place) -> None:
    answered(place)
    changes.declare(place.own, by=place.doer(place.approver), now=NOW)
    other = making.a_member(place.partnership, "section-11-respondent", organisation=place.council, name="Other Body")
    page = signed_in(other).get(url(place, "overview", place.audit.round_id) + "?view=self")
    assert "Westmarch Police" not in page.text
    assert "1 partly met" in page.text


def test_the_team_opens_a_round_on_the_suggested_standards(place: Place) -> None:
    manager = making.a_member(place.partnership, "business-manager", organisation=place.council, name="Man Ager")
    client = signed_in(manager)
    client.post(url(place, "take-up", "section-11-core-2026"))
    core = place.partnership.standard_uses.get(version_used__code="section-11-core").version_used_id
    given = {
        "title": "Section 11 audit 2027", "core": str(core), "opens_on": "21/10/2026", "due_on": "9/12/2026",
        "organisations": [str(place.police.pk)], "panel": [str(place.moderator.role_id)], "reply_working_days": "10",
    }  # fmt: skip
    answer = client.post(url(place, "new-round"), given)
    made = Audit.objects.get(round__title="Section 11 audit 2027")
    assert answer.headers["Location"] == url(place, "round", made.round_id)
    assert Answer.objects.filter(assessment__audit=made).count() > 30
    assert Assessment.objects.get(audit=made).request.subject.path == url(
        place, "assessment", made.assessments.get().request_id
    )
    assert guards.today() == TODAY
