"""A self-assessment from the first answer to agreed grades; who may not do what; nothing lost between two people."""

from datetime import date, timedelta

import pytest

from lineofsight.cycle.findings.models import Action
from lineofsight.foundation.notices.models import Notice
from lineofsight.foundation.partnership.permissions import Refused
from lineofsight.foundation.trail.models import Entry
from lineofsight.sources.audits import changes, core_return, queries
from lineofsight.sources.audits.models import Answer, Assessment, CoreReturn, Moderation, Reply, SurveyReply
from tests import making
from tests.sources.audits import place as places
from tests.sources.audits.place import NOW, TODAY, Place

pytestmark = pytest.mark.django_db


@pytest.fixture
def place() -> Place:
    return places.make()


def test_each_organisation_is_asked_the_questions_of_its_kind(place: Place) -> None:
    asked = {
        one.organisation.name: sorted(one.answers.values_list("question", flat=True))
        for one in queries.assessments(place.audit)
    }
    assert asked == {"Westmarch Council": ["board", "lead"], "Westmarch Police": ["board", "lead", "trained"]}


def test_an_answer_saved_is_a_draft_until_completed_and_the_request_has_begun(place: Place) -> None:
    saved = places.complete(place, place.answer("lead"), grade="", complete=False)
    assert (saved.state, saved.version, place.own.state, place.own.request.state) == ("draft", 2, "started", "started")


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        ({"grade": ""}, "Choose how far you meet this."),
        ({"grade": "fully-met", "what_shows_it": " "}, "Say what shows it."),
        ({"grade": "not-applicable"}, "Say why it does not apply"),
        ({"grade": "partly-met"}, "Say what you will do to meet it fully"),
    ],
)
def test_an_answer_that_lacks_something_is_not_completed(place: Place, facts: dict[str, str], reason: str) -> None:
    with pytest.raises(Refused, match=reason):
        places.complete(place, place.answer("lead"), **facts)  # type: ignore[arg-type]
    assert place.answer("lead").state == "empty"


def test_two_people_saving_the_same_answer_lose_nothing(place: Place) -> None:
    mine, theirs = place.answer("lead"), place.answer("lead")
    places.complete(place, theirs, what_shows_it="Theirs")
    with pytest.raises(changes.ChangedMeanwhile):
        places.complete(place, mine, what_shows_it="Mine")
    assert place.answer("lead").what_shows_it == "Theirs"


def test_a_partly_met_answer_is_completed_with_an_action_that_joins_the_cycle_when_declared(place: Place) -> None:
    places.fill(place)
    answer, facts = place.answer("lead"), {"by": place.doer(place.respondent), "now": NOW}
    changes.plan_action(answer, text="Name a lead", owner=None, due_on=TODAY + timedelta(days=90), **facts)  # type: ignore[arg-type]
    places.complete(place, place.answer("lead"), grade="partly-met")
    declared = changes.declare(place.own, by=place.doer(place.approver), now=NOW)
    action = Action.objects.get()
    assert (action.text, action.organisation, action.source.title) == (
        "Name a lead", place.police, "Westmarch Police: There is a named lead",
    )  # fmt: skip
    assert (declared.state, declared.request.state) == ("declared", "started")
    assert place.own.request.state == "received"


def test_whoever_wrote_an_answer_does_not_declare_and_nothing_may_be_left(place: Place) -> None:
    with pytest.raises(Refused, match="3 questions are not completed yet"):
        changes.declare(place.own, by=place.doer(place.approver), now=NOW)
    places.fill(place)
    with pytest.raises(Refused, match="Somebody else must declare it"):
        changes.declare(place.own, by=place.doer(place.respondent), now=NOW)
    assert place.own.state == "started"


def test_taking_back_is_free_until_moderation_begins_and_after_that_the_team_opens_again(place: Place) -> None:
    places.fill(place)
    changes.declare(place.own, by=place.doer(place.approver), now=NOW)
    changes.take_back(place.own, reason="Forgot a file", by=place.doer(place.approver), now=NOW)
    assert place.own.state == "started"
    changes.declare(place.own, by=place.doer(place.approver), now=NOW)
    moderate(place, "lead")
    with pytest.raises(Refused, match="Moderation has begun"):
        changes.take_back(place.own, reason="Late", by=place.doer(place.approver), now=NOW)
    changes.open_again(place.own, reason="They found an error", by=making.SYSTEM, now=NOW)
    assert (place.own.state, Moderation.objects.count()) == ("started", 1)


def moderate(
    place: Place, code: str, *, grade: str = "fully-met", reason: str = "", own: tuple[str, ...] = ()
) -> Moderation:
    return changes.moderate(
        place.answer(code), grade=grade, reason=reason, organisation=place.council, own=own,
        by=place.doer(place.moderator), now=NOW,
    )  # fmt: skip


def test_nobody_moderates_their_own_organisation_nor_from_outside_the_panel(place: Place) -> None:
    places.fill(place)
    changes.declare(place.own, by=place.doer(place.approver), now=NOW)
    with pytest.raises(Refused, match="Nobody moderates their own organisation"):
        moderate(place, "lead", own=(str(place.police.pk),))
    with pytest.raises(Refused, match="not on the panel"):
        changes.moderate(place.answer("lead"), grade="fully-met", reason="", organisation=place.council, own=(),
                         by=place.doer(place.approver), now=NOW)  # fmt: skip
    with pytest.raises(Refused, match="Write the reason"):
        moderate(place, "lead", grade="partly-met")
    assert Moderation.objects.count() == 0


def test_queries_go_out_as_one_message_and_the_right_of_reply_lasts_ten_working_days(place: Place) -> None:
    places.fill(place)
    changes.declare(place.own, by=place.doer(place.approver), now=NOW)
    facts = {"own": (), "by": place.doer(place.moderator), "now": NOW}
    queries_asked = [changes.ask(place.answer(code), text=f"Which {code}?", **facts) for code in ("lead", "board")]  # type: ignore[arg-type]
    assert changes.send_queries(place.own, by=place.doer(place.moderator), now=NOW) == 2
    told = Notice.objects.filter(key__contains=":query:", person=place.respondent.person)
    assert [notice.text for notice in told] == ["Section 11 2026: the panel has 2 questions about your answers."]
    for query in queries_asked:
        changes.answer_query(query, text="This one", by=place.doer(place.respondent), now=NOW)
    with pytest.raises(Refused, match="answered already"):
        changes.answer_query(queries_asked[0], text="Another", by=place.doer(place.respondent), now=NOW)
    moderate(place, "lead", grade="mostly-met", reason="One part is missing")
    with pytest.raises(Refused, match="2 answers are not moderated yet"):
        changes.send_grades(place.own, by=place.doer(place.moderator), now=NOW, today=TODAY)
    for code in ("board", "trained"):
        moderate(place, code)
    sent = changes.send_grades(place.own, by=place.doer(place.moderator), now=NOW, today=TODAY)
    assert (sent.state, sent.reply_due_on) == ("reply", date(2026, 11, 4))
    with pytest.raises(Refused, match="may reply until 4 November 2026"):
        changes.agree(place.own, by=place.doer(place.moderator), now=NOW, today=date(2026, 11, 4))
    reply = {"by": place.doer(place.respondent), "now": NOW}
    with pytest.raises(Refused, match="ended on 4 November 2026"):
        changes.reply(place.answer("lead"), text="Too late", today=date(2026, 11, 5), **reply)  # type: ignore[arg-type]
    changes.reply(place.answer("lead"), text="Here it is", today=date(2026, 11, 4), **reply)  # type: ignore[arg-type]
    moderate(place, "lead")
    agreed = changes.agree(place.own, by=place.doer(place.moderator), now=NOW, today=date(2026, 11, 4))
    assert (agreed.state, Reply.objects.count()) == ("agreed", 1)
    assert place.own.request.state == "accepted"
    assert [one.grade for one in place.answer("lead").moderations.all()] == ["mostly-met", "fully-met"]


def test_last_years_answers_come_forward_unconfirmed_and_cannot_be_declared_unread(place: Place) -> None:
    places.fill(place)
    changes.declare(place.own, by=place.doer(place.approver), now=NOW)
    place.audit = places.open_audit(place, "Section 11 2027", opens_on=date(2027, 9, 1))
    assert place.answer("lead").last_answer.what_shows_it == "Job description"
    assert changes.bring_forward(place.own, by=place.doer(place.respondent), now=NOW) == 3
    assert {answer.state for answer in place.own.answers.all()} == {"carried"}
    with pytest.raises(Refused, match="3 answers from last time are not checked yet"):
        changes.declare(place.own, by=place.doer(place.approver), now=NOW)
    done = places.complete(place, place.answer("lead"), still_true=True)
    assert (done.state, done.carried) == ("done", "still_true")


def test_a_core_return_travels_to_another_partnership_and_which_board_accepted_it_is_kept(place: Place) -> None:
    places.fill(place)
    changes.declare(place.own, by=place.doer(place.approver), now=NOW)
    made = changes.take_out(place.own, by=place.doer(place.approver), now=NOW)
    text = made.content
    with pytest.raises(core_return.NotACoreReturn, match="was changed since it was made"):
        core_return.read(text.replace("Job description", "Something else"))
    CoreReturn.objects.all().delete()
    place.audit = places.open_audit(place, "Another board", opens_on=date(2027, 9, 1))
    given = changes.bring_in(place.police, text, by=place.doer(place.respondent), now=NOW)
    with pytest.raises(Refused, match="not of Westmarch Council"):
        changes.bring_in(place.council, text, by=place.doer(place.respondent), now=NOW)
    assert changes.use_return(place.own, given, by=place.doer(place.respondent), now=NOW) == 3
    accepted = changes.accept_return(place.own, given, by=place.doer(place.moderator), now=NOW)
    assert (accepted.partnership, place.answer("board").state) == (place.partnership, "carried")


def test_a_survey_reply_keeps_nothing_but_organisation_and_choices(place: Place) -> None:
    survey = changes.open_survey(place.audit, opens_on=TODAY, closes_on=TODAY + timedelta(days=30), by=making.SYSTEM)
    entries = Entry.objects.count()
    choices = {"know-lead": "agree", "unknown": "agree"}
    changes.take_reply(survey, organisation=place.police, choices=choices, today=TODAY)
    reply = SurveyReply.objects.get()
    assert {field.name for field in SurveyReply._meta.get_fields()} == {"id", "survey", "organisation", "answers"}
    assert list(reply.answers.values_list("question", "choice")) == [("know-lead", "agree")]
    assert Entry.objects.count() == entries
    with pytest.raises(Refused, match="closed"):
        changes.take_reply(survey, organisation=place.police, choices=choices, today=TODAY + timedelta(days=31))


def test_a_version_of_the_standards_is_kept_once_and_never_touched(place: Place) -> None:
    again = changes.load_standards(places.SMALL, by=making.SYSTEM, now=NOW)
    assert again == place.audit.core
    assert queries.standards_of(place.audit.core) == places.SMALL
    assert Assessment.objects.count() == 2
    assert Answer.objects.count() == 5
