"""The pages: what each reader sees, who may do what, and what two at once are shown."""

from collections.abc import Callable
from datetime import time, timedelta
from typing import Any

import pytest
from django.test import Client

from lineofsight.foundation.partnership.models import Membership
from lineofsight.governance.meetings.changes import agenda, planning
from lineofsight.governance.meetings.models import CalendarFeed, Decision, Meeting
from tests.governance.meetings.setting import DAY, NOW, Setting, fresh, fresh_item

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture(autouse=True)
def stands_still(settings: Any) -> None:
    """The day on which the setting stands."""
    settings.FIXED_TODAY = NOW.date()


def as_(member: Membership) -> Client:
    client = Client()
    client.force_login(member.person, backend=BACKEND)
    return client


def test_restricted_item_shows_no_title_to_those_who_may_not_read_it(setting: Setting) -> None:
    product, _ = setting.product_at("saa", "single-agency-incident-review")
    meeting = setting.meeting()
    [item] = agenda.build(meeting, by=setting.by, now=NOW)
    page = f"/p/westmarch/meetings/{meeting.pk}/"
    for member, shown in ((setting.saa[1], False), (setting.manager, True)):
        text = as_(member).get(page).content.decode()
        assert (product.title in text, "A restricted item" in text) == (shown, not shown)
        assert as_(member).get(f"{page}items/{item.pk}/").status_code == (200 if shown else 404)


def test_chair_of_a_group_prepares_only_its_own_meetings(setting: Setting) -> None:
    own, other = setting.meeting("saa"), setting.meeting("executive")
    chair = as_(setting.saa[0])
    assert chair.get(f"/p/westmarch/meetings/{own.pk}/change/").status_code == 200
    assert chair.get(f"/p/westmarch/meetings/{other.pk}/change/").status_code == 403
    assert chair.post(f"/p/westmarch/meetings/{other.pk}/build/").status_code == 403
    groups = chair.get("/p/westmarch/meetings/new/").content.decode()
    assert "Scrutiny, Assurance" in groups and ">KSCMP Executive<" not in groups


def test_year_is_planned_on_the_page(setting: Setting) -> None:
    typed = {
        "group": setting.groups["executive"].pk, "day": "5/11/2026", "cycle": "quarter", "until": "31/3/2027",
        "starts": "2pm", "minutes": "90", "place": "Teams", "papers_days": "5", "chair": "", "marking": "OFFICIAL",
    }  # fmt: skip
    answer = as_(setting.manager).post("/p/westmarch/meetings/year/", typed, follow=True)
    assert "2 meetings planned" in answer.content.decode()
    rows = Meeting.objects.for_partnership(setting.partnership).order_by("starts_at")
    assert [(one.starts_at.isoformat(), one.place) for one in rows] == [
        ("2026-11-05T14:00:00+00:00", "Teams"), ("2027-02-05T14:00:00+00:00", "Teams"),
    ]  # fmt: skip


def test_two_who_change_a_meeting_are_shown_both(setting: Setting) -> None:
    meeting = setting.meeting()
    sitting = planning.Sitting(DAY, time(10), 120, meeting.papers_due_on, "Room 9")
    facts: dict[str, Any] = {"title": meeting.title, "chair": None, "marking": "OFFICIAL", "version": meeting.version}
    planning.edit(meeting, sitting=sitting, by=setting.by, now=NOW, **facts)
    typed = {
        "title": meeting.title, "day": "3/11/2026", "starts": "10:00", "minutes": "120", "place": "Room 2",
        "papers_due_on": "27/10/2026", "chair": "", "marking": "OFFICIAL", "expected_version": "1",
    }  # fmt: skip
    answer = as_(setting.saa[0]).post(f"/p/westmarch/meetings/{meeting.pk}/change/", typed)
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "Room 2" in text and "Room 9" in text and setting.manager.person.name in text
    assert fresh(meeting).place == "Room 9"


def test_decision_form_asks_where_each_partner_stood_and_why_one_did_not_agree(setting: Setting) -> None:
    meeting, item = setting.with_item("executive")
    page = f"/p/westmarch/meetings/{meeting.pk}/items/{item.pk}/decide/"
    typed: dict[str, Any] = {"text": "We fund a post", "reasons": "Waits are too long"}
    manager = as_(setting.manager)
    assert "Choose where Westmarch Police stood" in manager.post(page, typed).content.decode()
    typed |= {f"stood_{body.pk}": "agreed" for body in (setting.council, setting.icb)}
    typed |= {f"stood_{setting.police.pk}": "dissented"}
    assert "Write why Westmarch Police did not agree" in manager.post(page, typed).content.decode()
    typed |= {f"because_{setting.police.pk}": "The money is needed elsewhere"}
    assert manager.post(page, typed).status_code == 302
    assert Decision.objects.get().positions.filter(kind="dissented").count() == 1


def test_sub_groups_decision_needs_no_partner(setting: Setting) -> None:
    meeting, item = setting.with_item("saa")
    page = f"/p/westmarch/meetings/{meeting.pk}/items/{item.pk}/decide/"
    answer = as_(setting.manager).post(page, {"text": "We look again", "reasons": "It is thin"})
    assert answer.status_code == 302
    assert Decision.objects.get().positions.count() == 0


def test_words_that_could_identify_a_child_are_asked_about(setting: Setting) -> None:
    meeting, item = setting.with_item("saa")
    page = f"/p/westmarch/meetings/{meeting.pk}/items/{item.pk}/note/"
    answer = as_(setting.manager).post(page, {"notes": "Jane Smithson was missed twice", "expected_version": "1"})
    assert "looks like a person’s name" in answer.content.decode()
    assert fresh_item(item).notes == ""


def test_staff_officer_writes_down_and_a_member_confirms(setting: Setting) -> None:
    _, stop = setting.product_at("executive")
    typed = {
        "group": setting.groups["executive"].pk, "stop": stop.pk, "way": "email", "decided_on": "20/10/2026",
        "text": "Agreed by all three", "outcome": "agreed", "reasons": "The figures are whole",
        "proof_words": "E-mail of the three members, 20 October 2026",
    }  # fmt: skip
    officer = as_(setting.officer)
    answer = officer.post("/p/westmarch/decisions/record/", typed, follow=True)
    assert "counts once a member of the group confirms it" in answer.content.decode()
    made = Decision.objects.get()
    page = f"/p/westmarch/decisions/{made.pk}/"
    assert "Confirm this decision" not in officer.get(page).content.decode()
    member = as_(setting.executive[0])
    assert "Confirm this decision" in member.get(page).content.decode()
    member.post(f"{page}confirm/", {"expected_version": made.version})
    made.refresh_from_db()
    assert (made.standing, made.confirmed_by_id) == ("confirmed", setting.executive[0].person.actor_id)


def test_member_of_another_group_is_not_asked_to_confirm(setting: Setting) -> None:
    typed = {
        "group": setting.groups["executive"].pk, "stop": "", "way": "room", "decided_on": "20/10/2026",
        "text": "We meet monthly", "reasons": "There is much to do", "proof_words": "Said in the corridor",
    }  # fmt: skip
    as_(setting.officer).post("/p/westmarch/decisions/record/", typed)
    made = Decision.objects.get()
    lead = as_(setting.leads[0])
    assert "Confirm this decision" not in lead.get(f"/p/westmarch/decisions/{made.pk}/").content.decode()
    lead.post(f"/p/westmarch/decisions/{made.pk}/confirm/", {"expected_version": made.version})
    made.refresh_from_db()
    assert made.standing == "recorded"


def test_log_of_decisions_goes_out_whole(setting: Setting) -> None:
    meeting, item = setting.with_item("executive")
    page = f"/p/westmarch/meetings/{meeting.pk}/items/{item.pk}/decide/"
    stood = {f"stood_{body.pk}": "agreed" for body in (setting.council, setting.icb, setting.police)}
    as_(setting.manager).post(page, {"text": "We fund a post", "reasons": "Waits", "options": "Wait", **stood})
    sheet = as_(setting.manager).get("/p/westmarch/decisions/?export=csv").getvalue().decode()
    head = next(line for line in sheet.splitlines() if line.startswith("Reference"))
    row = next(line for line in sheet.splitlines() if line.startswith("D-2026-001"))
    for column in ("What was decided", "Reasons", "Also considered", "Where the partners stood"):
        assert column in head
    assert "Westmarch Police: agreed" in row and "Waits" in row and "Wait" in row


def feed_address(client: Client) -> str:
    """The address that the page shows once."""
    text = client.post("/p/westmarch/meetings/calendar/", {"deed": "make"}).content.decode()
    return text.split("<code>")[1].split("</code>")[0].split("8000")[1]


def test_feed_says_titles_and_days_and_nothing_more(setting: Setting) -> None:
    setting.product_at("saa", "single-agency-incident-review")
    open_one, _ = setting.product_at("saa")
    setting.meeting()
    address = feed_address(as_(setting.saa[1]))
    text = Client().get(address).content.decode().replace("\r\n ", "")
    assert "SUMMARY:Scrutiny\\, Assurance and Audit Sub-group\\, 3 November 2026" in text
    assert "DTSTART:20261103T100000Z" in text
    assert f"SUMMARY:Due: {open_one.title}" in text
    assert "incident-review" not in text and "Room 1" not in text and "DESCRIPTION" not in text


def test_renewed_and_ended_addresses_give_nothing(setting: Setting) -> None:
    client = as_(setting.saa[1])
    first, second = feed_address(client), feed_address(client)
    assert (Client().get(first).status_code, Client().get(second).status_code) == (404, 200)
    assert CalendarFeed.objects.filter(ended_at__isnull=True).count() == 1
    client.post("/p/westmarch/meetings/calendar/", {"deed": "end"})
    assert Client().get(second).status_code == 404


def test_address_of_somebody_who_left_gives_nothing(setting: Setting) -> None:
    address = feed_address(as_(setting.saa[1]))
    Membership.objects.filter(pk=setting.saa[1].pk).update(ends_on=NOW.date() - timedelta(days=1))
    assert Client().get(address).status_code == 404


def test_one_meeting_goes_into_a_calendar(setting: Setting) -> None:
    meeting = setting.meeting()
    answer = as_(setting.saa[1]).get(f"/p/westmarch/meetings/{meeting.pk}/meeting.ics")
    assert answer["Content-Type"].startswith("text/calendar")
    assert answer.content.decode().count("BEGIN:VEVENT") == 1


def test_forward_plan_holds_meetings_products_cycles_and_planned_items(setting: Setting) -> None:
    setting.product_at("saa")
    setting.meeting()
    manager = as_(setting.manager)
    typed = {
        "title": "Budget of next year",
        "group": setting.groups["executive"].pk,
        "purpose": "decide",
        "on": "1/12/2026",
    }
    manager.post("/p/westmarch/meetings/forward/add/", typed)
    sheet = manager.get("/p/westmarch/meetings/forward/?export=csv").getvalue().decode()
    for words in (
        '3 November 2026",Meeting', "A dashboard-quarter,Product", "Partnership Data Dashboard,Due by its cycle",
        "Budget of next year,Planned item",
    ):  # fmt: skip
        assert words in sheet, words
    # Due at the end of November, and every three months after that.
    days = [line.split(",")[0] for line in sheet.splitlines() if "Due by its cycle" in line]
    assert days == ["2027-02-28", "2027-05-30", "2027-08-30"]
    months = manager.get("/p/westmarch/meetings/forward/?view=months").content.decode()
    assert "November 2026" in months and "February 2027" in months
    without = manager.get("/p/westmarch/meetings/forward/").content.decode()
    assert "Tools without a day" in without and "Joint Targeted Area Inspections" in without


def test_own_items_are_shown_to_their_owner_alone(setting: Setting) -> None:
    meeting, item = setting.with_item()
    page = f"/p/westmarch/meetings/{meeting.pk}/items/{item.pk}/action/"
    typed = {"text": "Write to the trust", "owner": setting.saa[1].role.pk, "due_on": "1/12/2026"}
    assert as_(setting.manager).post(page, typed).status_code == 302
    yours = f"/p/westmarch/meetings/{meeting.pk}/yours/"
    assert "Write to the trust" in as_(setting.saa[1]).get(yours).content.decode()
    assert "Write to the trust" not in as_(setting.saa[0]).get(yours).content.decode()


def test_group_page_says_the_remit_in_the_frameworks_words(setting: Setting) -> None:
    setting.meeting()
    text = as_(setting.saa[1]).get("/p/westmarch/groups/saa/").content.decode()
    assert "“leads on the system of scrutiny, based on detailed analysis." in text
    assert "Saa Chair Police" in text and "3 November 2026" in text


@pytest.mark.parametrize(
    "path", ["", "forward/", "attendance/", "calendar/", "{m}/", "{m}/minutes/", "{m}/items/{i}/", "{m}/items/{i}/say/"]
)
def test_page_asks_the_database_at_most_thirty_times(
    setting: Setting, path: str, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    setting.product_at("saa")
    meeting = setting.meeting()
    [item] = agenda.build(meeting, by=setting.by, now=NOW)
    client = as_(setting.manager)
    client.get("/p/westmarch/meetings/")
    with django_assert_max_num_queries(30):
        assert client.get(f"/p/westmarch/meetings/{path.format(m=meeting.pk, i=item.pk)}").status_code == 200
