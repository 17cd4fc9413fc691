"""Packs: made once, whoever asks and however often a worker dies; what they hold, and who may open them."""

import time
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from lineofsight.foundation.notices.models import Notice
from lineofsight.governance.challenges import changes as challenges
from lineofsight.governance.meetings import tasks
from lineofsight.governance.meetings.changes import agenda, packs
from lineofsight.governance.meetings.models import Meeting, Pack
from lineofsight.governance.meetings.queries.packs import best_for, packs_of
from tests.governance.meetings.pdfs import bookmarks, text_of
from tests.governance.meetings.setting import DAY, NOW, TODAY, Setting, doer, fresh

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def files(settings: Any, tmp_path: Path) -> None:
    """Files of the test's own, and tasks that wait to be called."""
    settings.MEDIA_ROOT = tmp_path
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}


def a_full_meeting(setting: Setting) -> Meeting:
    """The Executive's meeting with a warning, a challenge and a product."""
    setting.warning()
    setting.product_at("executive")
    challenges.ask(
        setting.partnership, question="Why did visits fall?", to_role=setting.executive[0].role,
        to_group=setting.groups["executive"], due_on=DAY, organisation=setting.icb, by=doer(setting.leads[1]), now=NOW,
        today=TODAY,
    )  # fmt: skip
    meeting = setting.meeting("executive")
    agenda.build(meeting, by=setting.by, now=NOW)
    return fresh(meeting)


def test_pack_holds_agenda_words_sentences_and_papers(setting: Setting) -> None:
    [pack] = tasks.start_pack(a_full_meeting(setting), by=setting.by)
    tasks.make_pack.func(str(pack.pk))
    pack.refresh_from_db()
    assert (pack.state, pack.done_parts, pack.all_parts) == ("ready", 4, 4)
    text = text_of(pack.content.read())
    for words in (
        "Papers: KSCMP Executive, 3 November 2026", "OFFICIAL-SENSITIVE", "10:00", "10:10",
        "1. Repeat plans rising signal:m03", "Higher since March 2026.", "The council reports",
        "Why did visits fall?", "Plans are late.", "Children wait.", "Two more reviewers.",
        "The report (added 21 October, in time)",
    ):  # fmt: skip
        assert words in text, words
    [told] = Notice.objects.filter(key=f"pack:{pack.pk}:ready")
    assert (told.person, told.path) == (
        setting.manager.person,
        f"/p/westmarch/meetings/{pack.meeting_id}/pack/{pack.pk}/",
    )


def test_made_twice_it_is_one_file_and_one_message(setting: Setting) -> None:
    [pack] = tasks.start_pack(a_full_meeting(setting), by=setting.by)
    tasks.make_pack.func(str(pack.pk))
    first = Pack.objects.get(pk=pack.pk)
    tasks.make_pack.func(str(pack.pk))
    again = Pack.objects.get(pk=pack.pk)
    assert (again.content.name, again.finished_at, again.tries) == (first.content.name, first.finished_at, 1)
    assert Notice.objects.filter(key__startswith=f"pack:{pack.pk}").count() == 1


def test_worker_killed_half_way_leaves_a_pack_that_another_finishes(setting: Setting) -> None:
    [pack] = tasks.start_pack(a_full_meeting(setting), by=setting.by)
    packs.begin(pack, parts=4, now=NOW)
    packs.beat(pack, done=2, now=NOW)
    assert packs.silent(now=NOW + timedelta(minutes=2)) == []
    [found] = packs.silent(now=NOW + timedelta(minutes=4))
    assert packs.take_up(found, now=NOW + timedelta(minutes=4))
    assert not packs.take_up(found, now=NOW + timedelta(minutes=4)), "two clocks start it once"
    tasks.make_pack.func(str(pack.pk))
    pack.refresh_from_db()
    assert (pack.state, pack.tries) == ("ready", 2)


def test_pack_that_keeps_failing_is_given_up_and_says_so(setting: Setting) -> None:
    [pack] = tasks.start_pack(a_full_meeting(setting), by=setting.by)
    for _ in range(packs.MOST_TRIES):
        packs.begin(pack, parts=4, now=NOW)
    pack.refresh_from_db()
    assert not packs.take_up(pack, now=NOW + timedelta(minutes=9))
    pack.refresh_from_db()
    assert (pack.state, pack.error) == ("failed", packs.GAVE_UP)
    assert Notice.objects.filter(key=f"pack:{pack.pk}:failed").count() == 1
    tasks.make_pack.func(str(pack.pk))
    assert Pack.objects.get(pk=pack.pk).state == "failed"


def test_asking_twice_gives_the_pack_that_is_under_way(setting: Setting) -> None:
    meeting = a_full_meeting(setting)
    assert tasks.start_pack(meeting, by=setting.by) == tasks.start_pack(meeting, by=doer(setting.executive[0]))


def test_restricted_item_is_in_a_pack_of_its_own_readers(setting: Setting) -> None:
    setting.product_at("saa", "single-agency-incident-review")
    setting.product_at("saa")
    meeting = setting.meeting()
    agenda.build(meeting, by=setting.by, now=NOW)
    made = tasks.start_pack(fresh(meeting), by=setting.by)
    # The review is one agency's own too, so opening it also needs to see every agency's.
    assert [one.needs.split() for one in made] == [
        ["see_assurance"], ["see_assurance", "see_incidents", "see_working_figures"],
    ]  # fmt: skip
    for pack in made:
        tasks.make_pack.func(str(pack.pk))
    held = packs_of(meeting)
    texts = {}
    for name, member in (("member", setting.saa[1]), ("manager", setting.manager)):
        pack = best_for(held, member.role.kind.capabilities())
        assert pack is not None
        texts[name] = text_of(pack.content.read())
    assert "A single-agency-incident-review" not in texts["member"] and "A restricted item" in texts["member"]
    assert "A single-agency-incident-review" in texts["manager"] and "A restricted item" not in texts["manager"]


def test_sixty_papers_take_less_than_a_minute(setting: Setting) -> None:
    meeting = setting.meeting()
    line = "Waits fell in two districts and rose in one, because the clinic there lost a worker in June. "
    for number in range(60):
        agenda.add_item(
            meeting, title=f"Paper {number}", purpose="note", minutes_needed=5, summary=line * 5, by=setting.by, now=NOW
        )
    [pack] = tasks.start_pack(fresh(meeting), by=setting.by)
    began = time.perf_counter()
    tasks.make_pack.func(str(pack.pk))
    took = time.perf_counter() - began
    pack.refresh_from_db()
    assert pack.state == "ready"
    assert took < 60


def test_pack_has_a_bookmark_for_each_item(setting: Setting) -> None:
    [pack] = tasks.start_pack(a_full_meeting(setting), by=setting.by)
    tasks.make_pack.func(str(pack.pk))
    pack.refresh_from_db()
    assert [one[:6] for one in bookmarks(pack.content.read())] == ["Agenda", "1. Rep", "2. Cha", "3. A d"]
