"""One warning: what stands on its page, that opening it is kept, and that a stranger never sees it."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lineofsight.cycle.warnings import changes
from lineofsight.cycle.warnings.models import Warning
from lineofsight.foundation.notices.models import Notice
from lineofsight.foundation.partnership.models import Area, Membership, Partnership
from lineofsight.foundation.trail.models import Entry
from tests import making
from tests.outputs.early_warning.figures import a_warning_with_figures
from tests.outputs.early_warning.warned import NOW, a_warning, browser_of, raised, words
from tests.sources.dashboard import county

pytestmark = pytest.mark.django_db
Members = dict[str, Membership]


def url_of(warning: Warning) -> str:
    return f"/p/westmarch/warnings/{warning.pk}/"


def test_page_says_what_we_know_who_does_what_and_the_clock(partnership: Partnership, members: Members) -> None:
    warning = a_warning(
        partnership, tier="alert", known="Three districts rose.", happened_on=date(2026, 9, 30),
        in_hands_at=datetime(2026, 10, 12, 9, tzinfo=UTC),
    )  # fmt: skip
    seat = members["agency-lead"].role
    raised(warning, next_step_role=seat, next_step_by=date(2090, 11, 4))
    page = words(browser_of(members["executive-member"]).get(url_of(warning)))
    for said in (
        "Higher since about March 2026.",
        "Three districts rose.",
        "The council reports in two weeks",
        str(seat),
        "4 Nov 2090",
        "Monday 12 October 2026, 12 days later",
        "Wednesday 21 October 2026, 9 days later",
        "Agree the next step",
        "Sure: if nothing had changed",
    ):
        assert said in page, said


def test_opening_it_is_in_the_trail_and_shows_as_seen(partnership: Partnership, members: Members) -> None:
    warning = raised(a_warning(partnership))
    executive = members["executive-member"]
    chair = browser_of(members["saa-chair"])
    assert "has not opened it yet" in words(chair.get(url_of(warning)))
    browser_of(executive).get(url_of(warning))
    assert "has not opened it yet" not in words(chair.get(url_of(warning)))
    looks = Entry.objects.filter(deed="warnings.see", subject=warning.subject, is_look=True)
    assert [look.actor_id for look in looks.order_by("number")][1] == executive.person.actor_id
    assert Notice.objects.get(person=executive.person).read_at is not None


def test_page_of_a_warning_that_came_back_says_so(partnership: Partnership, members: Members) -> None:
    first = a_warning(partnership)
    facts = {"by": making.SYSTEM, "now": NOW, "own_organisations": frozenset[str](), "version": 1}
    changes.close(first, reason="A backlog in recording", **facts)  # type: ignore[arg-type]
    again = a_warning(partnership)
    page = words(browser_of(members["saa-chair"]).get(url_of(again)))
    assert "This was closed once before, last on 21 October 2026, and has come back." in page
    assert "A backlog in recording" in page


def test_corrected_figure_shows_in_the_open(partnership: Partnership, members: Members) -> None:
    warning = raised(a_warning(partnership))
    changes.correct(warning, note="August was restated from 27 to 21.", by=making.SYSTEM, now=NOW)
    page = words(browser_of(members["executive-member"]).get(url_of(warning)))
    assert "A figure behind this warning has changed since." in page and "restated from 27 to 21" in page


def test_own_agency_sees_why_it_cannot_close(partnership: Partnership, members: Members) -> None:
    warning = a_warning(partnership, organisation=members["saa-chair"].role.organisation)
    page = words(browser_of(members["saa-chair"]).get(url_of(warning)))
    assert "You cannot use “Close: not a concern”. This warning is about your own organisation." in page
    assert f'href="{url_of(warning)}close/"' not in page


def test_stranger_gets_404_and_an_agency_403(partnership: Partnership, members: Members) -> None:
    warning = a_warning(partnership)
    elsewhere = making.a_partnership("kent")
    stranger = making.a_member(elsewhere, "saa-chair", name="Far Away")
    assert browser_of(stranger).get(url_of(warning)).status_code == 404
    assert browser_of(stranger).get(f"/p/kent/warnings/{warning.pk}/").status_code == 404
    assert browser_of(members["agency-lead"]).get(url_of(warning)).status_code == 403


def test_page_costs_the_same_with_ten_parts(partnership: Partnership, members: Members) -> None:
    warning = a_warning(partnership)
    client, counts = browser_of(members["saa-chair"]), []
    client.get(url_of(warning))
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url_of(warning)).status_code == 200
        counts.append(len(queries))
        for number in range(10):
            changes.join(a_warning(partnership, f"p{number}"), warning, by=making.SYSTEM, now=NOW)
    assert counts[0] == counts[1] and counts[0] <= 30


def test_chart_of_the_figures_is_for_those_who_work_with_them(
    partnership: Partnership, members: Members, settings: Any
) -> None:
    settings.FIXED_TODAY = county.TODAY
    warning = a_warning_with_figures(partnership)
    page = words(browser_of(members["saa-chair"]).get(url_of(warning)))
    assert page.count("<svg") >= 2 and "Visits in time" in page
    assert 'href="/p/westmarch/data/measures/visits/"' in page
    outer = words(browser_of(members["lay-member"]).get(url_of(warning)))
    assert "The figures behind this are not published yet." in outer and 'class="chart' not in outer


def test_figures_behind_it_can_be_seen_as_they_were_known_on_a_day(
    partnership: Partnership, members: Members, settings: Any
) -> None:
    settings.FIXED_TODAY = county.TODAY
    warning = a_warning_with_figures(partnership)
    chair = browser_of(members["saa-chair"])
    with CaptureQueriesContext(connection) as queries:
        now = words(chair.get(url_of(warning)))
    assert "What did we know on" in now and "These are the figures as they were known" not in now
    assert len(queries) <= 24, len(queries)
    before = words(chair.get(url_of(warning), {"known_on": "2026-10-01"}))
    assert "as they were known on 1 October 2026" in before and "No figure was known on that day." in before
    then = words(chair.get(url_of(warning), {"known_on": "2026-10-20"}))
    assert "as they were known on 20 October 2026" in then and then.count("<svg") >= 2
    assert 'href="/p/westmarch/data/measures/visits/?known_on=2026-10-20"' in then


def test_open_warning_says_when_the_figures_do_not_show_it_any_more(
    partnership: Partnership, members: Members, settings: Any
) -> None:
    settings.FIXED_TODAY = county.TODAY
    warning = a_warning_with_figures(partnership)
    chair = browser_of(members["saa-chair"])
    assert "any more" not in words(chair.get(url_of(warning)))
    area = Area.objects.get(code="X10000009")
    rows = county.percentages("visits", area, lambda n: (160 + county.wave(n), 200))
    county.accept(partnership, rows, organisation=making.an_organisation(partnership), raises=False)
    said = "The newest figure, for Sep 2026, does not show this any more."
    assert said in words(chair.get(url_of(warning)))
    changes.close(warning, reason="A mistake", by=making.SYSTEM, now=NOW, own_organisations=frozenset(), version=1)
    assert said not in words(chair.get(url_of(warning)))
