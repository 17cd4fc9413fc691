"""A meeting that is planned, one under way and one that took place; a pack, a decision to confirm, and the forward plan."""

from datetime import date, time, timedelta
from typing import Any

from django.utils import timezone

from lineofsight.foundation.partnership.models import Group
from lineofsight.governance.meetings.changes import agenda, before, deciding, feeds, minutes, packs, planned, planning
from lineofsight.governance.meetings.changes import meeting as meetings
from lineofsight.governance.meetings.changes.deciding import Proof, Taken
from lineofsight.governance.meetings.models import AgendaItem, Decision, Meeting, PlannedItem
from tests import making
from tests.house.world import World

BY = making.SYSTEM


def make(world: World) -> None:
    """One of each."""
    ahead, item = _meeting(world, world.today + timedelta(days=20))
    under_way, its_item = _meeting(world, world.today, out=True)
    held, _ = _meeting(world, world.today - timedelta(days=40), out=True)
    _hold(world, held)
    pack = packs.ask_for_pack(ahead, by=BY, now=timezone.now())[0]
    packs.begin(pack, parts=1, now=timezone.now())
    packs.finish(pack, b"%PDF-1.7 a pack", now=timezone.now())
    person = world.members["business-manager"].person
    world.kwargs |= {
        "meetings:meeting": ahead.pk, "meetings:item": item.pk, "meeting under way": under_way.pk,
        "item under way": its_item.pk, "meeting held": held.pk, "meetings:pack": pack.pk,
        "meetings:planned": _planned(world, "Budget").pk, "decisions:decision": _outside(world).pk,
        "meetings:secret": feeds.make_feed(world.partnership, person, by=BY, now=timezone.now()), "groups:group": "saa",
    }  # fmt: skip


def more(world: World, number: int) -> None:
    """More meetings, items, decisions and entries of the plan."""
    meeting = Meeting.objects.for_partnership(world.partnership).get(pk=world.kwargs["meetings:meeting"])
    under_way = AgendaItem.objects.for_partnership(world.partnership).get(pk=world.kwargs["item under way"])
    for each in range(number):
        _item(meeting, f"More {each}")
        _planned(world, f"More {each}")
        _outside(world)
        _decide(world, under_way)
        _meeting(world, world.today + timedelta(days=30 + each))
        past, _ = _meeting(world, world.today - timedelta(days=50 + each), out=True)
        _hold(world, past)


def _group(world: World) -> Group:
    return Group.objects.for_partnership(world.partnership).get(code="saa")


def _meeting(world: World, day: date, *, out: bool = False) -> tuple[Meeting, AgendaItem]:
    sitting = planning.Sitting(day, time(10), 90, day - timedelta(days=7), "Room 1")
    made = planning.plan(world.partnership, group=_group(world), sitting=sitting, by=BY)
    item = _item(made, "Waiting times")
    if out:
        agenda.send_agenda(made, by=BY, now=timezone.now(), today=world.today, version=made.version)
    return made, item


def _item(meeting: Meeting, title: str) -> AgendaItem:
    facts: dict[str, Any] = {"purpose": "decide", "minutes_needed": 10, "summary": "Waits fell."}
    item = agenda.add_item(meeting, title=title, by=BY, now=timezone.now(), **facts)
    before.say_before(item, view="", words="I agree", organisation=None, by=BY, now=timezone.now())
    return item


def _hold(world: World, meeting: Meeting) -> None:
    for item in meeting.items.all():
        item.meeting = meeting
        _decide(world, item)
    meeting.refresh_from_db()
    facts: dict[str, Any] = {"by": BY, "now": timezone.now()}
    meetings.hold(meeting, today=world.today, version=meeting.version, **facts)
    minutes.draft(meeting, version=meeting.version, **facts)


def _decide(world: World, item: AgendaItem) -> Decision:
    partner = making.an_organisation(world.partnership)
    said = Taken("Go on.", "It works.", positions={partner: ("agreed", "")})
    return deciding.decide(item, said, by=BY, now=timezone.now(), today=world.today)


def _planned(world: World, title: str) -> PlannedItem:
    on = world.today + timedelta(days=60)
    return planned.plan_item(world.partnership, group=_group(world), title=title, purpose="note", on=on, by=BY)


def _outside(world: World) -> Decision:
    return deciding.record_outside(
        world.partnership, Taken("Fund a post.", "It is needed."), group=_group(world),
        proof=Proof("email", "E-mail of today"), decided_on=world.today, by=BY, now=timezone.now(), today=world.today,
    )  # fmt: skip
