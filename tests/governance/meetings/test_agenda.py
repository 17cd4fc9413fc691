"""Planning meetings, and agendas that are built, ordered and sent out."""

from datetime import date, time, timedelta

import pytest

from lineofsight.foundation.handbook.queries import version_in_use
from lineofsight.foundation.notices.models import Notice
from lineofsight.foundation.partnership.permissions import Refused
from lineofsight.foundation.trail.models import Entry
from lineofsight.governance.challenges import changes as challenges
from lineofsight.governance.meetings.changes import ChangedMeanwhile, agenda, planned, planning
from lineofsight.governance.meetings.models import Meeting, PlannedItem
from lineofsight.governance.updates import changes as updates
from lineofsight.governance.updates.rules import Quarter
from tests.governance.meetings.setting import DAY, NOW, TODAY, Setting, doer, fresh, fresh_item

pytestmark = pytest.mark.django_db


def test_meeting_is_named_by_its_group_and_day(setting: Setting) -> None:
    meeting = setting.meeting()
    assert (meeting.title, meeting.state, meeting.papers_due_on) == (
        "Scrutiny, Assurance and Audit Sub-group, 3 November 2026", "planned", date(2026, 10, 27)
    )  # fmt: skip
    assert meeting.subject is not None and meeting.subject.path == f"/p/westmarch/meetings/{meeting.pk}/"
    assert Entry.objects.filter(deed="meetings.plan").count() == 1


def test_group_does_not_meet_twice_at_once(setting: Setting) -> None:
    setting.meeting()
    with pytest.raises(Refused, match="has a meeting at that time"):
        setting.meeting()


def test_year_is_planned_from_a_cycle_on_working_days(setting: Setting) -> None:
    first = planning.Sitting(date(2026, 11, 6), time(9, 30), 90, date(2026, 11, 6))
    facts = {"group": setting.groups["executive"], "cycle": "quarter", "until": date(2027, 11, 30), "papers_days": 5}
    made = planning.plan_series(setting.partnership, first=first, by=setting.by, **facts)  # type: ignore[arg-type]
    # 6 February and 6 November 2027 are Saturdays; the first week's papers are due five working days before.
    assert [(one.starts_at.date(), one.papers_due_on) for one in made] == [
        (date(2026, 11, 6), date(2026, 10, 30)),
        (date(2027, 2, 8), date(2027, 2, 1)),
        (date(2027, 5, 6), date(2027, 4, 28)),
        (date(2027, 8, 6), date(2027, 7, 30)),
        (date(2027, 11, 8), date(2027, 11, 1)),
    ]
    entry = Entry.objects.get(deed="meetings.plan_series")
    assert entry.rows == 5
    with pytest.raises(Refused, match="each of these days already"):
        planning.plan_series(setting.partnership, first=first, by=setting.by, **facts)  # type: ignore[arg-type]


def test_executive_agenda_has_warnings_and_challenges_first(setting: Setting) -> None:
    meeting = setting.meeting("executive")
    group = setting.groups["executive"]
    agenda.add_item(meeting, title="Welcome", purpose="note", minutes_needed=5, by=setting.by, now=NOW)
    planned.plan_item(
        setting.partnership, group=group, title="Budget", purpose="decide", on=DAY, by=setting.by
    )  # fmt: skip
    product, stop = setting.product_at("executive")
    warning = setting.warning()
    challenge = challenges.ask(
        setting.partnership, question="Why did visits fall?", to_role=setting.executive[0].role, to_group=group,
        due_on=DAY, organisation=setting.icb, by=doer(setting.leads[1]), now=NOW, today=TODAY,
    )  # fmt: skip
    made = agenda.build(meeting, by=setting.by, now=NOW)
    rows = meeting.items.order_by("position")
    assert [(one.title, one.purpose) for one in rows] == [
        (warning.title, "decide"),
        (f"Challenge {challenge.reference}: Why did visits fall?", "assure"),
        ("Welcome", "note"),
        (product.title, "decide"),
        ("Budget", "decide"),
    ]
    assert len(made) == 4
    assert [one.stop for one in rows if one.stop] == [stop]
    assert PlannedItem.objects.get().placed is not None
    assert agenda.build(meeting, by=setting.by, now=NOW) == []


def test_subgroups_update_reaches_the_group_of_its_channel_once(setting: Setting) -> None:
    version = version_in_use(setting.partnership, on=TODAY)
    quarter = Quarter(date(2026, 7, 1), date(2026, 9, 30))
    group = setting.groups["sub-group"]
    update = updates.open_update(group, quarter, version=version, due_on=DAY, by=setting.by)
    text = update.texts.order_by("pk").first()
    assert text is not None
    updates.save(update, {text.topic: updates.Typed("Waits fell.", text.version)}, by=setting.by, now=NOW)
    updates.give(update, channels=["chair-update"], by=setting.by, now=NOW, today=TODAY)
    saa, executive = setting.meeting(), setting.meeting("executive")
    assert [one.title for one in agenda.build(saa, by=setting.by, now=NOW)] == [f"Update of {group.name}"]
    assert agenda.build(executive, by=setting.by, now=NOW) == []
    after = setting.meeting(day=DAY + timedelta(days=30))
    assert agenda.build(after, by=setting.by, now=NOW) == []


def test_items_move_by_one_place_and_stop_at_the_ends(setting: Setting) -> None:
    meeting = setting.meeting()
    one, _, three = (
        agenda.add_item(meeting, title=title, purpose="note", minutes_needed=5, by=setting.by, now=NOW)
        for title in ("One", "Two", "Three")
    )
    assert agenda.move_item(fresh_item(three), by=-1, doer=setting.by) == 2
    assert agenda.move_item(fresh_item(one), by=-1, doer=setting.by) == 1
    assert [row.title for row in meeting.items.order_by("position")] == ["One", "Three", "Two"]
    assert [row.position for row in meeting.items.order_by("position")] == [1, 2, 3]


def test_summary_has_five_lines_at_most(setting: Setting) -> None:
    _, item = setting.with_item()
    facts = {"title": item.title, "purpose": "note", "minutes_needed": 5, "presenter": None, "version": item.version}
    with pytest.raises(Refused, match="5 lines"):
        agenda.edit_item(item, summary="a\nb\nc\nd\ne\nf", by=setting.by, now=NOW, **facts)  # type: ignore[arg-type]
    agenda.edit_item(item, summary="a\nb\nc\nd\ne", by=setting.by, now=NOW, **facts)  # type: ignore[arg-type]
    with pytest.raises(ChangedMeanwhile):
        agenda.edit_item(item, summary="b", by=setting.by, now=NOW, **facts)  # type: ignore[arg-type]


def test_item_that_was_taken_off_comes_back_as_it_was(setting: Setting) -> None:
    meeting = setting.meeting("executive")
    setting.warning()
    [item] = agenda.build(meeting, by=setting.by, now=NOW)
    agenda.remove_item(fresh_item(item), by=setting.by, now=NOW, version=item.version)
    assert meeting.items.filter(withdrawn_at__isnull=True).count() == 0
    [again] = agenda.build(meeting, by=setting.by, now=NOW)
    assert (again.pk, again.withdrawn_at) == (item.pk, None)


def test_members_are_told_of_the_agenda_once(setting: Setting) -> None:
    meeting, _ = setting.with_item()
    assert fresh(meeting).state == "agenda_out"
    assert setting.send(meeting) == 0
    told = Notice.objects.filter(key=f"meeting:{meeting.pk}:agenda")
    assert sorted(one.person.name for one in told) == ["Saa Chair Police", "Saa Member Council"]
    assert {one.kind for one in told} == {"task"}


def test_empty_agenda_does_not_go_out(setting: Setting) -> None:
    with pytest.raises(Refused, match="Put something on the agenda"):
        setting.send(setting.meeting())


def test_cancelled_meeting_frees_its_day_and_what_was_placed(setting: Setting) -> None:
    meeting = setting.meeting("executive")
    facts = {"group": setting.groups["executive"], "title": "Budget", "purpose": "decide", "on": DAY}
    planned.plan_item(setting.partnership, by=setting.by, **facts)  # type: ignore[arg-type]
    agenda.build(meeting, by=setting.by, now=NOW)
    setting.send(meeting)
    meeting = fresh(meeting)
    planning.cancel(meeting, reason="No quorum", by=setting.by, now=NOW, version=meeting.version)
    assert (meeting.state, meeting.cancelled_reason) == ("cancelled", "No quorum")
    assert PlannedItem.objects.get().placed is None
    assert Notice.objects.filter(key=f"meeting:{meeting.pk}:cancelled").count() == 3
    assert Meeting.objects.for_partnership(setting.partnership).count() == 1
    again = setting.meeting("executive")
    assert [one.title for one in agenda.build(again, by=setting.by, now=NOW)] == ["Budget"]


def test_moved_meeting_keeps_its_own_title_in_step_and_tells_the_group(setting: Setting) -> None:
    meeting, _ = setting.with_item()
    sitting = planning.Sitting(date(2026, 11, 10), time(14), 60, date(2026, 11, 3), "Room 2")
    facts = {"title": meeting.title, "chair": None, "marking": "OFFICIAL", "version": meeting.version}
    planning.edit(meeting, sitting=sitting, by=setting.by, now=NOW, **facts)  # type: ignore[arg-type]
    assert meeting.title == "Scrutiny, Assurance and Audit Sub-group, 10 November 2026"
    assert Notice.objects.filter(key=f"meeting:{meeting.pk}:moved:{meeting.version}").count() == 2
