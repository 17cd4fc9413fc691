"""Raise, look into, close, join, answer, ask and settle in the browser; two people at once; words that name a child."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from lineofsight.cycle.warnings import changes
from lineofsight.cycle.warnings.models import Warning
from lineofsight.foundation.notices.models import Notice
from lineofsight.foundation.partnership.models import Membership, Partnership
from tests import making
from tests.outputs.early_warning.warned import NOW, TODAY, a_warning, browser_of, raised, words

pytestmark = pytest.mark.django_db
Members = dict[str, Membership]


def send(client: Client, warning: Warning, deed: str, *, query: str = "", **typed: Any) -> Any:
    """Send the deed's form with the version that the person read."""
    facts = {"expected_version": warning.version, **typed}
    return client.post(f"/p/westmarch/warnings/{warning.pk}/{deed}/{query}", facts)


def test_raise_tells_the_executive_at_once_with_who_does_what(partnership: Partnership, members: Members) -> None:
    warning, seat = a_warning(partnership), members["agency-lead"].role
    typed = {"next_step": "Ask for a plan", "next_step_role": str(seat.pk), "next_step_by": "31/10/2090", "note": ""}
    assert send(browser_of(members["saa-chair"]), warning, "raise", **typed).status_code == 302
    warning.refresh_from_db()
    assert (warning.state, warning.next_step, warning.next_step_role) == ("raised", "Ask for a plan", seat)
    told = Notice.objects.filter(key=f"warning:{warning.pk}:raised", kind="urgent").values_list(
        "person__name", flat=True
    )
    assert list(told) == [members["executive-member"].person.name]


def test_raise_by_a_day_that_is_past_is_refused(partnership: Partnership, members: Members) -> None:
    warning = a_warning(partnership)
    page = send(browser_of(members["saa-chair"]), warning, "raise", next_step="Ask", next_step_by="1/1/2020")
    assert "Choose a day that is still to come." in words(page)


def test_watch_then_close_with_reason(partnership: Partnership, members: Members) -> None:
    warning, client = a_warning(partnership), browser_of(members["saa-chair"])
    send(client, warning, "watch", note="The analyst splits it by district by Friday")
    warning.refresh_from_db()
    assert (warning.state, warning.version, warning.triaged_at is not None) == ("watched", 2, True)
    assert "Enter why this is not a concern" in words(send(client, warning, "close", reason=""))
    send(client, warning, "close", reason="A backlog in recording", proved="wrong")
    warning.refresh_from_db()
    assert (warning.state, warning.closed_reason, warning.proved) == ("closed", "A backlog in recording", "wrong")


def test_close_about_own_agency_is_refused_by_the_server(partnership: Partnership, members: Members) -> None:
    warning = a_warning(partnership, organisation=members["saa-chair"].role.organisation)
    page = send(browser_of(members["saa-chair"]), warning, "close", reason="Nothing in it")
    assert "This warning is about your own organisation." in words(page)
    assert Warning.objects.get().state == "new"


def test_agree_answers_with_the_next_step(partnership: Partnership, members: Members) -> None:
    warning = raised(a_warning(partnership))
    send(browser_of(members["executive-member"]), warning, "answer", query="?how=agree", words="")
    warning.refresh_from_db()
    assert (warning.state, warning.answer) == ("answered", "Agreed: The council reports in two weeks")


def test_question_stays_with_the_executive_until_it_is_answered(partnership: Partnership, members: Members) -> None:
    warning = raised(a_warning(partnership))
    executive, chair = browser_of(members["executive-member"]), browser_of(members["saa-chair"])
    send(executive, warning, "answer", query="?how=ask", words="Which districts?")
    warning.refresh_from_db()
    assert warning.state == "raised"
    assert "Answer the Executive’s question" in words(chair.get(f"/p/westmarch/warnings/{warning.pk}/"))
    send(chair, warning, "reply", words="Thornley and two more")
    assert [step.kind for step in warning.steps.all()] == ["detected", "told", "asked", "replied"]
    assert "Answer the Executive’s question" not in words(chair.get(f"/p/westmarch/warnings/{warning.pk}/"))


def test_settle_asks_whether_it_was_right(partnership: Partnership, members: Members) -> None:
    warning = raised(a_warning(partnership))
    changes.answer(warning, words="Agreed", by=making.SYSTEM, now=NOW, version=warning.version)
    send(browser_of(members["saa-chair"]), warning, "settle", note="Back to usual for 6 months", proved="right")
    warning.refresh_from_db()
    assert (warning.state, warning.proved) == ("settled", "right")


def test_join_goes_on_as_a_part_and_ends_with_the_whole(partnership: Partnership, members: Members) -> None:
    whole, part = a_warning(partnership, "county"), a_warning(partnership, "district", title="Thornley alone")
    client = browser_of(members["saa-chair"])
    send(client, part, "join", to=str(whole.pk))
    assert "Thornley alone" in words(client.get(f"/p/westmarch/warnings/{whole.pk}/"))
    send(client, whole, "close", reason="Recording")
    part.refresh_from_db()
    assert (part.state, part.joined_to_id, part.closed_reason) == ("closed", whole.pk, "Recording")


def test_second_person_sees_what_the_first_did_and_loses_nothing(partnership: Partnership, members: Members) -> None:
    warning = a_warning(partnership)
    changes.watch(warning, note="Asked the analyst", by=making.SYSTEM, now=NOW, version=1)
    warning.version = 1
    client = browser_of(members["saa-chair"])
    page = send(client, warning, "raise", next_step="Ask for a plan", note="My long note")
    assert page.status_code == 409
    assert "Asked the analyst" in words(page) and "My long note" in words(page)
    assert Warning.objects.get().state == "watched"
    again = dict(page.context["form"].data.items())
    assert client.post(f"/p/westmarch/warnings/{warning.pk}/raise/", again).status_code == 302
    assert Warning.objects.get().state == "raised"


def test_second_person_whose_deed_makes_no_sense_any_more_keeps_the_words(
    partnership: Partnership, members: Members
) -> None:
    warning = a_warning(partnership)
    raised(Warning.objects.get())
    page = send(browser_of(members["saa-chair"]), warning, "close", reason="My long reason")
    assert page.status_code == 409
    assert "My long reason" in words(page)
    assert "This warning is raised to the Executive, so it cannot become closed." in words(page)


def test_form_that_makes_no_sense_now_leads_back_with_the_reason(partnership: Partnership, members: Members) -> None:
    warning = raised(a_warning(partnership))
    page = browser_of(members["saa-chair"]).get(f"/p/westmarch/warnings/{warning.pk}/watch/", follow=True)
    assert "This warning is raised to the Executive, so it cannot become being looked at." in words(page)


def test_words_that_name_a_child_are_asked_about_before_they_are_kept(
    partnership: Partnership, members: Members
) -> None:
    warning, client = a_warning(partnership), browser_of(members["saa-chair"])
    page = send(client, warning, "watch", note="We look at the case of Jane Smithson")
    assert "“Jane Smithson” looks like a person’s name" in words(page) and 'name="checked"' in words(page)
    assert Warning.objects.get().state == "new"
    send(client, warning, "watch", note="We look at the case of Jane Smithson", checked="on")
    assert Warning.objects.get().state == "watched"


def test_nhs_number_is_never_kept(partnership: Partnership, members: Members) -> None:
    warning = a_warning(partnership)
    page = send(browser_of(members["saa-chair"]), warning, "watch", note="943 476 5919 by Friday", checked="on")
    assert "looks like an NHS number" in words(page)
    assert Warning.objects.get().state == "new"


def test_deed_in_a_demo_that_stands_still_is_stamped_on_its_day(
    partnership: Partnership, members: Members, settings: Any
) -> None:
    settings.FIXED_TODAY = TODAY
    warning = raised(a_warning(partnership))
    send(browser_of(members["executive-member"]), warning, "answer", query="?how=agree", words="")
    warning.refresh_from_db()
    assert timezone.localtime(warning.answered_at).date() == TODAY
