"""The pages of incidents over HTTP: a whole path, who sees what, what is asked before saving, and two people at once."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client

from lineofsight.foundation.partnership.models import Organisation, Partnership
from lineofsight.foundation.trail.models import Entry
from lineofsight.sources.reviews import rules
from lineofsight.sources.reviews.models import ClockRun, Incident, PartnerDecision, SummaryRequest
from tests import making

pytestmark = pytest.mark.django_db
SignIn = Callable[..., Client]
KINDS = {"Westmarch Council": "local_authority", "Westmarch Board": "icb", "Westmarch Police": "police"}
LIST = "/p/westmarch/reviews/incidents/"


@pytest.fixture
def partners(partnership: Partnership) -> list[Organisation]:
    return [making.an_organisation(partnership, name, kind=kind) for name, kind in KINDS.items()]


@pytest.fixture
def stand(settings: Any) -> Callable[[date], None]:
    """`stand(day)`: today is that day."""

    def on(day: date) -> None:
        settings.FIXED_TODAY = day

    return on


def day(value: date) -> str:
    return f"{value.day}/{value.month}/{value.year}"


def recorded(client: Client, council: Organisation, **more: Any) -> Incident:
    facts = {"summary": "Serious injury of an infant", "incident_on": "14/12/2026", "aware_on": "16/12/2026",
             "duty_holder": str(council.pk), "led": "yes"}  # fmt: skip
    answer = client.post(f"{LIST}record/", facts | more)
    assert answer.status_code == 302, answer.context["form"].errors
    return Incident.objects.get()


def do(client: Client, held: Incident, what: str, **facts: str) -> Incident:
    """Send a deed's form as its page offers it; the incident afterwards."""
    page = f"{LIST}{held.pk}/do/{what}/"
    form = client.get(page).context["form"]
    answer = client.post(page, {"expected_version": form.initial["expected_version"], **facts})
    assert answer.status_code == 302, answer.context["form"].errors
    return Incident.objects.get(pk=held.pk)


def all_decide(client: Client, held: Incident, partners: list[Organisation], choice: str, on: date) -> None:
    for partner in partners:
        do(
            client,
            held,
            "decide",
            partner=str(partner.pk),
            choice=choice,
            reason="We talked it through",
            decided_on=day(on),
        )


def test_whole_path_from_record_to_publication_across_a_bank_holiday_week(
    signed_in: SignIn, partners: list[Organisation], stand: Callable[[date], None]
) -> None:
    group = signed_in("business-manager")
    stand(date(2026, 12, 17))
    held = recorded(group, partners[0])
    assert (held.reference, held.state) == ("I-2026-001", "considered")
    stand(date(2026, 12, 23))
    all_decide(group, held, partners, "yes", date(2026, 12, 21))
    held = do(group, held, "notify", notified_on="23/12/2026")
    stand(date(2027, 1, 18))
    all_decide(group, held, partners, "yes", date(2027, 1, 15))
    for item in rules.items():
        page = f"{LIST}{held.pk}/covers/{item.code}/"
        assert group.post(page, {"expected_version": "0", "text": "What the agencies know"}).status_code == 302
    held = do(group, held, "outcome", outcome="local_review", reason="There is more to learn", decided_on="15/01/2027")
    held = do(group, held, "send", sent_on="18/01/2027")
    assert ClockRun.objects.get(code="RR").ended_on == ClockRun.objects.get(code="RR").due_on == date(2027, 1, 18)
    stand(date(2027, 6, 25))
    held = do(group, held, "panel", view="agreed", words="We agree", replied_on="01/02/2027")
    held = do(group, held, "plan", reviewer="An independent reviewer", legal_check="The solicitor, in May",
              planned_for="25/06/2027", sent_on="14/06/2027")  # fmt: skip
    all_decide(group, held, partners, "yes", date(2027, 6, 24))
    held = do(group, held, "publish", publication="anonymised", published_on="25/06/2027")
    text = group.get(f"{LIST}{held.pk}/").content.decode()
    assert held.state == "published"
    for words in ("Done in time on Wednesday 23 December 2026", "Done in time on Monday 18 January 2027",
                  "Done in time on Friday 25 June 2027"):  # fmt: skip
        assert words in text
    assert PartnerDecision.objects.count() == 9


def test_page_says_how_many_working_days_are_left_over_the_holidays(
    signed_in: SignIn, partners: list[Organisation], stand: Callable[[date], None]
) -> None:
    group = signed_in("business-manager")
    stand(date(2026, 12, 23))
    held = do(group, recorded(group, partners[0]), "notify", notified_on="23/12/2026")
    for today, words in (
        (date(2026, 12, 24), "14 working days left"), (date(2027, 1, 4), "10 working days left"),
        (date(2027, 1, 18), "Ends today"), (date(2027, 1, 19), "Overdue since Monday 18 January 2027"),
    ):  # fmt: skip
        stand(today)
        assert words in group.get(f"{LIST}{held.pk}/").content.decode()
        assert words in group.get("/p/westmarch/reviews/clocks/").content.decode()


def test_only_the_review_group_and_the_scrutineer_read_it_and_each_look_is_kept(
    signed_in: SignIn, partners: list[Organisation], stand: Callable[[date], None]
) -> None:
    stand(date(2026, 12, 17))
    group = signed_in("business-manager")
    held = recorded(group, partners[0])
    own = f"{LIST}{held.pk}/"
    looks = {}
    for kind in ("review-group-member", "independent-scrutineer", "executive-member", "lead-safeguarding-partner",
                 "saa-chair", "agency-lead", "analyst"):  # fmt: skip
        client = signed_in(kind)
        before = Entry.objects.filter(deed="reviews.look").count()
        status = client.get(own).status_code
        looks[kind] = (status, Entry.objects.filter(deed="reviews.look").count() - before)
        found = client.get("/p/westmarch/search/?q=I-2026-001").content.decode()
        assert (f'href="{own}"' in found) == (status == 200), kind
    assert looks == {
        "review-group-member": (200, 1), "independent-scrutineer": (200, 1), "executive-member": (403, 0),
        "lead-safeguarding-partner": (403, 0), "saa-chair": (403, 0), "agency-lead": (403, 0), "analyst": (403, 0),
    }  # fmt: skip
    board = signed_in("executive-member", name="Second Executive").get("/p/westmarch/reviews/clocks/").content.decode()
    assert held.reference in board
    assert "Serious injury" not in board


def test_scrutineer_comments_and_changes_nothing(
    signed_in: SignIn, partners: list[Organisation], stand: Callable[[date], None]
) -> None:
    stand(date(2026, 12, 17))
    held = recorded(signed_in("business-manager"), partners[0])
    scrutineer = signed_in("independent-scrutineer")
    do(scrutineer, held, "comment", text="The group should look at the first weeks")
    assert held.comments.get().stage == "notify"
    answer = scrutineer.post(f"{LIST}{held.pk}/do/notify/", {"notified_on": "17/12/2026"})
    assert (answer.status_code, Incident.objects.get().state) == (403, "considered")


def test_words_that_could_identify_a_child_are_asked_about_before_anything_is_saved(
    signed_in: SignIn, partners: list[Organisation], stand: Callable[[date], None]
) -> None:
    stand(date(2026, 12, 17))
    group = signed_in("business-manager")
    facts = {"incident_on": "", "aware_on": "16/12/2026", "duty_holder": str(partners[0].pk), "led": "yes"}
    for words in ("Injury of Jayden Smithson", "Child born 03/04/2021", "Found at 14 Acacia Avenue, DN4 5QR"):
        answer = group.post(f"{LIST}record/", facts | {"summary": words})
        assert (answer.status_code, Incident.objects.count()) == (200, 0), words
        assert "summary" in answer.context["form"].errors
    answer = group.post(f"{LIST}record/", facts | {"summary": "NHS number 943 476 5919", "checked": "on"})
    assert (answer.status_code, Incident.objects.count()) == (200, 0)


def test_partner_writes_down_its_own_decision_and_no_other(
    signed_in: SignIn, partners: list[Organisation], stand: Callable[[date], None]
) -> None:
    stand(date(2026, 12, 17))
    held = recorded(signed_in("business-manager"), partners[0])
    police = signed_in("review-group-member", organisation=partners[2])
    offered = police.get(f"{LIST}{held.pk}/do/decide/").context["form"].fields["partner"].choices
    assert offered == [(str(partners[2].pk), "Westmarch Police")]
    facts = {"partner": str(partners[0].pk), "choice": "yes", "reason": "Why", "decided_on": "17/12/2026"}
    assert police.post(f"{LIST}{held.pk}/do/decide/", facts).status_code == 200
    assert PartnerDecision.objects.count() == 0


def test_agency_writes_its_summary_and_sees_no_other(
    signed_in: SignIn, partners: list[Organisation], stand: Callable[[date], None]
) -> None:
    stand(date(2026, 12, 23))
    group = signed_in("business-manager")
    held = do(group, recorded(group, partners[0]), "notify", notified_on="23/12/2026")
    do(group, held, "ask", agencies=[str(one.pk) for one in partners[1:]], due_on="11/01/2027")  # type: ignore[arg-type]
    own, other = (SummaryRequest.objects.get(organisation=one) for one in (partners[2], partners[1]))
    lead = signed_in("agency-lead", organisation=partners[2])
    address = f"/p/westmarch/reviews/summaries/{own.pk}/"
    text = lead.get(address).content.decode()
    assert ("Serious injury" in text, held.reference in text) == (False, True)
    assert lead.get(f"/p/westmarch/reviews/summaries/{other.pk}/").status_code == 404
    given = {
        "expected_version": "1",
        "involved": "yes",
        "involvement": "Child A was seen twice",
        "learning": "Look again",
    }
    assert lead.post(address, given).status_code == 302
    assert lead.post(address, given | {"involvement": "Child A was seen three times"}).status_code == 409
    own.refresh_from_db()
    assert (own.state, own.involvement) == ("given", "Child A was seen twice")
    assert "Look again" in group.get(f"{LIST}{held.pk}/").content.decode()


def test_two_people_at_once_see_both_texts(
    signed_in: SignIn, partners: list[Organisation], stand: Callable[[date], None]
) -> None:
    stand(date(2026, 12, 23))
    group = signed_in("business-manager")
    held = do(group, recorded(group, partners[0]), "notify", notified_on="23/12/2026")
    page = f"{LIST}{held.pk}/covers/facts/"
    assert group.post(page, {"expected_version": "0", "text": "The first text"}).status_code == 302
    answer = signed_in("review-group-member").post(page, {"expected_version": "0", "text": "The second text"})
    assert answer.status_code == 409
    assert all(words in answer.content.decode() for words in ("The first text", "The second text"))
    correct = f"{LIST}{held.pk}/do/correct/"
    facts = {"expected_version": "1", "incident_on": "13/12/2026", "aware_on": "15/12/2026", "reason": "Told wrongly"}
    answer = group.post(correct, facts)
    assert (answer.status_code, Incident.objects.get().aware_on) == (409, date(2026, 12, 16))
    assert "16 Dec 2026" in answer.content.decode()
