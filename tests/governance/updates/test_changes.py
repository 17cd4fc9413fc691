"""One update, six topics, four channels: opened, written by two people at once, given, used."""

from datetime import UTC, date, datetime

import pytest

from lineofsight.foundation.notices.models import Notice
from lineofsight.foundation.partnership.models import Membership, Partnership
from lineofsight.foundation.partnership.permissions import Refused
from lineofsight.foundation.trail.changes import Doer, subject_for
from lineofsight.foundation.trail.models import Entry
from lineofsight.foundation.trail.queries import verify
from lineofsight.governance.updates import changes, queries, rules, tasks
from lineofsight.governance.updates.models import GroupUpdate
from tests import making

pytestmark = pytest.mark.django_db
TODAY = date(2026, 10, 5)
NOW = datetime(2026, 10, 5, 9, tzinfo=UTC)
TOPICS = ["practice", "lived-experience", "sharing", "context", "interconnectivity", "priorities"]
CHANNELS = ["chair-update", "yearly-saa-report", "executive-circular", "strategic-plan"]


def doer(member: Membership) -> Doer:
    return Doer(actor_id=member.person.actor_id, role=str(member.role))


def typed(text: str, version: int = 1) -> changes.Typed:
    return changes.Typed(text, version)


def test_clock_opens_one_update_of_each_sub_group_and_asks_its_chair(
    partnership: Partnership, update: GroupUpdate, chair: Membership
) -> None:
    assert tasks.day_of(partnership, today=TODAY) == 0
    assert [(one.group.name, one.period_start, one.period_end, one.due_on) for one in GroupUpdate.objects.all()] == [
        ("Learning Group", date(2026, 7, 1), date(2026, 9, 30), date(2026, 10, 14))
    ]
    assert [text.topic for text in update.texts.all()] == TOPICS
    notice = Notice.objects.get()
    assert (notice.person, notice.kind, notice.path) == (chair.person, "task", f"/p/westmarch/updates/{update.pk}/")
    assert notice.text == "The update of Learning Group is due on 14 October 2026."


@pytest.mark.parametrize(
    ("today", "keys"),
    [
        (date(2026, 10, 6), ["opened"]),
        (date(2026, 10, 7), ["opened", "before-7"]),
        (date(2026, 10, 13), ["opened", "before-1"]),
        (date(2026, 10, 15), ["opened", "after-1"]),
    ],
)
def test_chair_is_reminded_by_the_frameworks_days(
    partnership: Partnership, update: GroupUpdate, today: date, keys: list[str]
) -> None:
    tasks.day_of(partnership, today=today)
    told = Notice.objects.order_by("pk").values_list("key", flat=True)
    assert sorted(told) == sorted(f"update:{update.pk}:due:{key}" for key in keys)


def test_frameworks_group_for_all_gives_the_update_while_there_is_no_other(partnership: Partnership) -> None:
    tasks.day_of(partnership, today=TODAY)
    assert [one.group.name for one in GroupUpdate.objects.all()] == ["KSCMP sub-groups"]


def test_given_once_it_is_in_all_four_channels_word_for_word(
    partnership: Partnership, update: GroupUpdate, chair: Membership
) -> None:
    words = {topic: typed(f"What we say of {topic}.") for topic in TOPICS}
    changes.save(update, words, by=doer(chair), now=NOW)
    given = changes.give(update, channels=CHANNELS, by=doer(chair), now=NOW, today=TODAY)
    assert (given.state, given.given_by, given.given_at) == ("given", chair.person.actor, NOW)
    for channel in CHANNELS:
        found = queries.given_for(partnership, channel, start=date(2026, 7, 1), end=date(2026, 9, 30))
        assert [queries.texts_of(one) for one in found] == [{topic: f"What we say of {topic}." for topic in TOPICS}]
    assert queries.given_for(partnership, "chair-update", start=date(2026, 10, 1)) == []
    assert Notice.objects.get(person=chair.person).settled_at is not None
    assert verify(partnership.chain) is None


def test_two_people_under_different_topics_lose_nothing(
    partnership: Partnership, update: GroupUpdate, chair: Membership
) -> None:
    clerk = making.a_member(partnership, "business-manager")
    changes.save(update, {"practice": typed("From the chair")}, by=doer(chair), now=NOW)
    versions = changes.save(update, {"context": typed("From the team")}, by=doer(clerk), now=NOW)
    assert (versions["practice"], versions["context"], versions["sharing"]) == (2, 2, 1)
    found = queries.texts_of(queries.one(partnership, update.pk))
    assert (found["practice"], found["context"]) == ("From the chair", "From the team")


def test_two_people_under_the_same_topic_second_is_shown_the_first(
    partnership: Partnership, update: GroupUpdate, chair: Membership
) -> None:
    clerk = making.a_member(partnership, "business-manager")
    changes.save(update, {"practice": typed("From the chair")}, by=doer(chair), now=NOW)
    with pytest.raises(changes.ChangedMeanwhile) as other:
        changes.save(update, {"practice": typed("From the team"), "context": typed("More")}, by=doer(clerk), now=NOW)
    theirs = other.value.saved["practice"]
    assert (theirs.text, theirs.version, theirs.changed_by) == ("From the chair", 2, chair.person.actor)
    assert queries.texts_of(queries.one(partnership, update.pk))["context"] == ""


def test_typing_is_one_entry_in_ten_minutes_for_each_editor(update: GroupUpdate, chair: Membership) -> None:
    changes.save(update, {"practice": typed("One")}, by=doer(chair), now=NOW)
    changes.save(update, {"practice": typed("One two", 2)}, by=doer(chair), now=NOW)
    changes.save(update, {"practice": typed("One two three", 3)}, by=making.SYSTEM, now=NOW)
    assert Entry.objects.filter(deed="updates.save").count() == 2


def test_empty_update_and_one_without_a_channel_are_refused(update: GroupUpdate, chair: Membership) -> None:
    with pytest.raises(Refused, match="Write something under one of the topics first"):
        changes.give(update, channels=CHANNELS, by=doer(chair), now=NOW, today=TODAY)
    changes.save(update, {"practice": typed("One")}, by=doer(chair), now=NOW)
    with pytest.raises(Refused, match="Choose where it goes"):
        changes.give(update, channels=["nowhere"], by=doer(chair), now=NOW, today=TODAY)


def test_sent_on_later_without_retyping_and_taken_back_until_used(
    partnership: Partnership, update: GroupUpdate, chair: Membership
) -> None:
    changes.save(update, {"practice": typed("One")}, by=doer(chair), now=NOW)
    changes.give(update, channels=CHANNELS[:1], by=doer(chair), now=NOW, today=TODAY)
    assert changes.send_to(update, channels=CHANNELS[:2], by=doer(chair)) == ["yearly-saa-report"]
    assert changes.take_back(update, by=doer(chair)).state == "draft"
    changes.give(update, channels=CHANNELS[:2], by=doer(chair), now=NOW, today=TODAY)
    report = subject_for(partnership.chain, room="x", kind="report", key=1, title="Circular", may_read="see_reports")
    changes.mark_used(update, "chair-update", used_in=report, by=making.SYSTEM, now=NOW)
    assert list(queries.unused_for(partnership, ["chair-update"])) == []
    assert list(queries.unused_for(partnership, ["yearly-saa-report"])) == [update]
    with pytest.raises(Refused, match="It was used already"):
        changes.take_back(update, by=doer(chair))


@pytest.mark.parametrize(
    ("today", "words"),
    [
        (date(2026, 9, 16), "Quarter 1, April to June 2026"),
        (date(2026, 9, 17), "Quarter 2, July to September 2026"),
        (date(2026, 12, 1), "Quarter 2, July to September 2026"),
        (date(2027, 1, 4), "Quarter 3, October to December 2026"),
        (date(2027, 3, 31), "Quarter 4, January to March 2027"),
    ],
)
def test_quarter_to_write(today: date, words: str) -> None:
    assert rules.quarter_to_write(today).words == words
