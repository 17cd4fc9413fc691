"""Views, papers and attendance; minutes that are drafted, sent out and agreed."""

from datetime import date, timedelta

import pytest

from lineofsight.cycle.products.models import StopView
from lineofsight.foundation.files.models import Evidence
from lineofsight.foundation.notices.models import Notice
from lineofsight.foundation.partnership.permissions import Refused
from lineofsight.foundation.partnership.queries import here
from lineofsight.governance.meetings.changes import ChangedMeanwhile, agenda, before, deciding, minutes
from lineofsight.governance.meetings.changes import meeting as meetings
from lineofsight.governance.meetings.changes.deciding import Taken
from lineofsight.governance.meetings.models import AgendaItem, Attendance, Decision, Meeting
from lineofsight.governance.meetings.queries.meetings import attendance, lines_of, reading_minutes
from lineofsight.governance.meetings.queries.reading import seats_of
from tests.governance.meetings.setting import DAY, NOW, TODAY, Setting, at, doer, fresh, fresh_item

pytestmark = pytest.mark.django_db
HELD = at(DAY)


def a_paper(setting: Setting, item: AgendaItem, *, title: str = "Figures") -> Evidence:
    """A paper on the item's own subject, as a link."""
    return Evidence.objects.create(
        partnership=setting.partnership, subject=before.subject_for_papers(item), purpose="paper", kind="link",
        url="https://example.org/paper", title=title, added_at=NOW, added_by_id=setting.by.actor_id,
    )  # fmt: skip


def test_late_paper_says_how_late(setting: Setting) -> None:
    meeting, item = setting.with_item()
    before.add_paper(item, a_paper(setting, item), by=setting.by, now=NOW, pages=4)
    before.add_paper(item, a_paper(setting, item, title="Late"), by=setting.by, now=at(date(2026, 10, 31)))
    [line] = lines_of(meeting, here(setting.manager.person, "westmarch", today=TODAY), setting_seats(setting))
    assert [one.lateness.words for one in line.papers] == ["added 21 October, in time", "added 31 October, 4 days late"]
    # 4 pages of 2 minutes, and 5 minutes for a paper of unknown length; the summary is empty.
    assert reading_minutes([line]) == 13


def setting_seats(setting: Setting, group: str = "saa"):  # type: ignore[no-untyped-def]
    return seats_of(setting.groups[group], on=TODAY)


def test_views_are_counted_by_seat(setting: Setting) -> None:
    setting.product_at("executive")
    meeting = setting.meeting("executive")
    [made] = agenda.build(meeting, by=setting.by, now=NOW)
    setting.send(meeting)
    item = fresh_item(made)
    for member, view, words in (
        (0, "agree", ""),
        (0, "conditions", "If funded."),
        (1, "question", "What of the east?"),
    ):
        seat = setting.executive[member]
        before.say_before(
            item, view=view, words=words, organisation=seat.role.organisation, by=doer(seat), now=NOW
        )  # fmt: skip
    before.say_before(item, view="", words="I read it.", organisation=None, by=setting.by, now=NOW)
    reader = here(setting.executive[0].person, "westmarch", today=TODAY)
    [line] = lines_of(fresh(meeting), reader, setting_seats(setting, "executive"))
    assert (line.views_words, line.own_view) == ("2 of 3 views in", True)
    assert StopView.objects.count() == 3
    assert [one.text for one in item.comments.all()] == ["I read it."]


def test_views_close_when_the_meeting_is_over(setting: Setting) -> None:
    meeting, item = setting.with_item()
    meetings.hold(meeting, by=setting.by, now=HELD, today=DAY, version=meeting.version)
    with pytest.raises(Refused, match="Views are given before it"):
        before.say_before(item, view="", words="Late", organisation=None, by=setting.by, now=HELD)


def test_deputy_has_a_name_and_a_seat_is_of_the_group(setting: Setting) -> None:
    meeting, _ = setting.with_item()
    role = setting.saa[1].role
    with pytest.raises(Refused, match="who comes in your place"):
        before.say_whether_coming(meeting, role, kind="deputy", deputy_name="", by=doer(setting.saa[1]), now=NOW)
    made = before.say_whether_coming(
        meeting, role, kind="deputy", deputy_name="Ray Penn", by=doer(setting.saa[1]), now=NOW
    )  # fmt: skip
    assert (made.kind, made.deputy_name, made.organisation) == ("deputy", "Ray Penn", setting.council)
    with pytest.raises(Refused, match="not one of"):
        before.say_whether_coming(
            meeting, setting.leads[0].role, kind="present", deputy_name="", by=setting.by, now=NOW
        )  # fmt: skip


def held_with_outcomes(setting: Setting) -> tuple[Meeting, AgendaItem]:
    """A meeting that took place, with a note, a decision, two actions and who came."""
    meeting, item = setting.with_item()
    came = {setting.saa[0].role: ("present", ""), setting.saa[1].role: ("deputy", "Ray Penn")}
    before.record_attendance(meeting, came, by=setting.by, now=HELD, today=DAY)
    meetings.note(item, notes="Waits fell in two districts.", by=setting.by, now=HELD, version=item.version)
    said = Taken(
        "Ask the trust for a plan.", "The wait is longer than a year.", positions={setting.police: ("agreed", "")}
    )
    decision = deciding.decide(fresh_item(item), said, by=setting.by, now=HELD, today=DAY)
    for member, text in ((0, "Write to the trust"), (1, "Bring the figures")):
        role = setting.saa[member].role
        meetings.agree_action(
            fresh_item(item), text=text, organisation=role.organisation, owner=role, due_on=date(2026, 12, 1),
            decision=decision, by=setting.by, now=HELD, today=DAY,
        )  # fmt: skip
    meeting = fresh(meeting)
    meetings.hold(meeting, by=setting.by, now=HELD, today=DAY, version=meeting.version)
    return fresh(meeting), fresh_item(item)


DRAFTED = """Minutes: Scrutiny, Assurance and Audit Sub-group, 3 November 2026
3 November 2026, 10:00, Room 1

Present
- Chair of the Scrutiny, Assurance and Audit Sub-group, Westmarch Police: Saa Chair Police

Represented by a deputy
- Member of the Scrutiny, Assurance and Audit Sub-group, Westmarch Council: Ray Penn

1. Waiting times for therapy (Seek assurance)
Waits fell in two districts.
Decision D-2026-001: Ask the trust for a plan.
Reasons: The wait is longer than a year.
Where the safeguarding partners stood: Westmarch Police: agreed.
Action A-2026-001: Write to the trust (Chair of the Scrutiny, Assurance and Audit Sub-group, Westmarch Police, by 1 December 2026)
Action A-2026-002: Bring the figures (Member of the Scrutiny, Assurance and Audit Sub-group, Westmarch Council, by 1 December 2026)
"""


def test_minutes_are_drafted_from_what_was_recorded(setting: Setting) -> None:
    meeting, _ = held_with_outcomes(setting)
    minutes.draft(meeting, by=setting.by, now=HELD, version=meeting.version)
    assert meeting.minutes == DRAFTED


def test_minutes_do_not_tell_of_what_members_may_not_read(setting: Setting) -> None:
    setting.product_at("saa", "single-agency-incident-review")
    meeting = setting.meeting()
    [made] = agenda.build(meeting, by=setting.by, now=NOW)
    setting.send(meeting)
    said = Taken("Ask for a second look.", "It was thin.")
    deciding.decide(fresh_item(made), said, by=setting.by, now=HELD, today=DAY)
    meeting = fresh(meeting)
    meetings.hold(meeting, by=setting.by, now=HELD, today=DAY, version=meeting.version)
    minutes.draft(meeting, by=setting.by, now=HELD, version=meeting.version)
    assert "1. A restricted item\n" in meeting.minutes
    assert "second look" not in meeting.minutes


def test_second_editor_of_minutes_is_shown_the_first_ones_text(setting: Setting) -> None:
    meeting, _ = held_with_outcomes(setting)
    read = meeting.version
    minutes.write(meeting, text="Mine", by=setting.by, now=HELD, version=read)
    with pytest.raises(ChangedMeanwhile) as caught:
        minutes.write(fresh(meeting), text="Theirs", by=doer(setting.saa[0]), now=HELD, version=read)
    assert caught.value.saved.minutes == "Mine"
    assert fresh(meeting).minutes == "Mine"


def test_each_owner_is_told_only_of_their_own_items(setting: Setting) -> None:
    meeting, _ = held_with_outcomes(setting)
    minutes.draft(meeting, by=setting.by, now=HELD, version=meeting.version)
    assert minutes.send(meeting, by=setting.by, now=HELD, today=DAY, version=meeting.version) == 2
    told = {
        one.person.name: (one.text, one.path) for one in Notice.objects.filter(key=f"meeting:{meeting.pk}:own items")
    }
    path = f"/p/westmarch/meetings/{meeting.pk}/yours/"
    words = "The minutes of Scrutiny, Assurance and Audit Sub-group of 3 November 2026 are out. You have 1 action:"
    assert told == {
        "Saa Chair Police": (f"{words} A-2026-001 by 1 December 2026.", path),
        "Saa Member Council": (f"{words} A-2026-002 by 1 December 2026.", path),
    }
    assert minutes.send(meeting, by=setting.by, now=HELD, today=DAY, version=meeting.version) == 0


def test_minutes_are_agreed_at_a_later_meeting_and_decisions_with_them(setting: Setting) -> None:
    meeting, _ = held_with_outcomes(setting)
    minutes.draft(meeting, by=setting.by, now=HELD, version=meeting.version)
    other, _ = setting.with_item("executive", DAY + timedelta(days=30))
    with pytest.raises(Refused, match="later meeting of the same group"):
        minutes.agree(meeting, at=other, by=setting.by, now=HELD, version=meeting.version)
    following, _ = setting.with_item("saa", DAY + timedelta(days=28))
    minutes.agree(meeting, at=following, by=setting.by, now=HELD, version=meeting.version)
    assert (meeting.state, meeting.agreed_at_meeting) == ("minuted", following)
    assert Decision.objects.get().standing == "confirmed"
    with pytest.raises(Refused, match="minutes are agreed"):
        minutes.write(fresh(meeting), text="New", by=setting.by, now=HELD, version=meeting.version)


def test_attendance_is_counted_by_agency_over_the_year(setting: Setting) -> None:
    held_with_outcomes(setting)
    later, _ = setting.with_item("saa", DAY + timedelta(days=28))
    seats = {setting.saa[0].role: ("apologies", ""), setting.saa[1].role: ("present", "")}
    day = DAY + timedelta(days=28)
    before.record_attendance(later, seats, by=setting.by, now=at(day), today=day)
    later = fresh(later)
    meetings.hold(later, by=setting.by, now=at(day), today=day, version=later.version)
    rows = attendance(setting.partnership, group="saa", first=date(2026, 1, 1), last=date(2026, 12, 31))
    assert [(one.organisation, one.seats, one.present, one.deputy, one.apologies, one.absent, one.filled) for one in rows] == [
        ("Westmarch Council", 2, 1, 1, 0, 0, 100), ("Westmarch Police", 2, 1, 0, 1, 0, 50),
    ]  # fmt: skip
    assert attendance(setting.partnership, group="saa", first=date(2027, 1, 1), last=date(2027, 12, 31)) == []
    assert Attendance.objects.count() == 4
