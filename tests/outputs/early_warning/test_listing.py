"""The list: four tabs, most concerning first, what the list's length leaves below, and what chance alone would bring."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lineofsight.cycle.warnings import changes
from lineofsight.cycle.warnings.models import TriageSetting, Warning, WatchRun
from lineofsight.foundation.partnership.models import Membership, Partnership
from lineofsight.outputs.early_warning.views.listing import clock_of
from tests import making
from tests.outputs.early_warning.warned import NOW, TODAY, a_warning, browser_of, raised, words

pytestmark = pytest.mark.django_db
Members = dict[str, Membership]
LIST = "/p/westmarch/warnings/"


def test_list_shows_most_concerning_first_with_who_it_is_about(partnership: Partnership, members: Members) -> None:
    police = members["saa-chair"].role.organisation
    a_warning(partnership, "a", title="Slow decline", rank=1.0, tier="watch")
    a_warning(partnership, "b", title="Sharp rise", rank=4.0, tier="priority", organisation=police)
    page = words(browser_of(members["saa-chair"]).get(LIST))
    assert page.index("Sharp rise") < page.index("Slow decline")
    assert "Very sure" in page and "Westmarch Police" in page and "New (2)" in page


def test_list_says_what_chance_alone_would_bring(partnership: Partnership, members: Members) -> None:
    client = browser_of(members["saa-chair"])
    assert "by chance alone" not in words(client.get(LIST))
    WatchRun.objects.create(
        partnership=partnership, started_at=NOW, finished_at=NOW, series_looked_at=912, expected_false=2.34
    )
    assert "About <strong>2.3</strong> of the warnings" in words(client.get(LIST))


def test_list_longer_than_its_length_shows_the_rest_below_and_drops_none(
    partnership: Partnership, members: Members
) -> None:
    TriageSetting.objects.create(partnership=partnership, longest_list=2)
    for number in range(5):
        a_warning(partnership, f"k{number}", title=f"Warning number {number}", rank=number)
    page = words(browser_of(members["saa-chair"]).get(LIST))
    below = page.index("Ranked below your list’s length</h2>")
    where = {number: page.index(f"Warning number {number}") < below for number in range(5)}
    assert where == {4: True, 3: True, 2: False, 1: False, 0: False}


def test_tabs_hold_each_warning_once(partnership: Partnership, members: Members) -> None:
    new, looked_at = a_warning(partnership, "n", title="Newest"), a_warning(partnership, "w", title="Watched one")
    changes.watch(looked_at, note="By Friday", by=making.SYSTEM, now=NOW, version=1)
    raised(a_warning(partnership, "r", title="Raised one"))
    part = a_warning(partnership, "p", title="Part of the newest")
    changes.join(part, new, by=making.SYSTEM, now=NOW)
    client = browser_of(members["saa-chair"])
    pages = {tab: words(client.get(f"{LIST}?tab={tab}")) for tab in ("new", "watched", "raised", "closed")}
    names = ("Newest", "Watched one", "Raised one", "Part of the newest")
    held = {tab: [name for name in names if f">{name}</a>" in page] for tab, page in pages.items()}
    assert held == {"new": ["Newest"], "watched": ["Watched one"], "raised": ["Raised one"], "closed": []}


def test_filters_live_in_the_address_and_in_the_file(partnership: Partnership, members: Members) -> None:
    a_warning(partnership, "a", title="Late police return", kind="late")
    a_warning(partnership, "b", title="Plans rising")
    client = browser_of(members["saa-chair"])
    page = words(client.get(f"{LIST}?kind=late"))
    assert "Late police return" in page and "Plans rising" not in page
    file = client.get(f"{LIST}?kind=late&export=csv")
    text = file.getvalue().decode()
    assert "Late police return" in text and "Plans rising" not in text and "OFFICIAL-SENSITIVE" in text


def test_overdue_filter_leaves_only_what_waits_too_long(partnership: Partnership, members: Members) -> None:
    Warning.objects.filter(pk=a_warning(partnership, "old", title="Waits long").pk).update(
        triage_due_on=date(2020, 1, 1)
    )
    fresh = a_warning(partnership, "new", title="Just found")
    Warning.objects.filter(pk=fresh.pk).update(triage_due_on=date(2090, 1, 1))
    page = words(browser_of(members["saa-chair"]).get(f"{LIST}?overdue=on"))
    assert "Waits long" in page and "Just found" not in page and "Overdue for triage by" in page


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({}, "Triage by 28 October"),
        ({"today": date(2026, 10, 30)}, "Overdue for triage by 2 days"),
        ({"state": "watched"}, "Looked at since 21 October"),
        ({"state": "raised", "told": 2, "today": date(2026, 10, 23)}, "Detected to told: 2 days"),
        ({"state": "raised", "told": 0, "today": date(2026, 10, 22)}, "Detected to told: the same day. No answer for 1 day"),
        ({"state": "answered", "told": 2, "answered": 5}, "Detected to told: 2 days. Told to answered: 3 days"),
        ({"state": "closed", "settled": 4}, "Closed after 4 days"),
    ],
)  # fmt: skip
def test_clock_says_where_it_stands(facts: dict[str, object], said: str) -> None:
    moments = {
        f"{name}_at": NOW + timedelta(days=facts[name]) if name in facts else None  # type: ignore[arg-type]
        for name in ("told", "answered", "settled")
    }
    state = str(facts.get("state", "new"))
    warning = Warning(state=state, detected_at=NOW, triage_due_on=date(2026, 10, 28), **moments)
    today = facts.get("today", TODAY)
    assert isinstance(today, date)
    assert clock_of(warning, today) == said


def test_list_costs_the_same_with_twelve_warnings(partnership: Partnership, members: Members) -> None:
    client, counts = browser_of(members["saa-chair"]), []
    TriageSetting.objects.create(partnership=partnership, longest_list=1)
    a_warning(partnership, "first")
    a_warning(partnership, "second")
    client.get(LIST)
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            assert client.get(LIST).status_code == 200
        counts.append(len(queries))
        for number in range(10):
            a_warning(partnership, f"k{number}")
    assert counts[0] == counts[1] and counts[0] <= 30


def test_proved_counts_past_warnings_that_were_judged(partnership: Partnership, members: Members) -> None:
    client = browser_of(members["lay-member"])
    assert "No past warning was judged yet" in words(client.get(f"{LIST}proved/"))
    facts = {"by": making.SYSTEM, "now": NOW, "own_organisations": frozenset[str](), "version": 1}
    for key, proved in (("a", "right"), ("b", "wrong"), ("c", ""), ("d", "right")):
        changes.close(a_warning(partnership, key), reason="Looked into", proved=proved, **facts)  # type: ignore[arg-type]
    page = words(client.get(f"{LIST}proved/"))
    assert "Of <strong>3</strong> past warnings that somebody judged, <strong>2</strong> proved right" in page
