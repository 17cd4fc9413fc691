"""Home: what needs each person, in the order of their role; nothing empty, no dead link, a fixed number of queries."""

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from lineofsight.cycle.requests.models import Request, Round
from lineofsight.cycle.warnings import changes
from lineofsight.cycle.warnings.models import Warning
from lineofsight.foundation.notices.changes import queue_email, tell
from lineofsight.foundation.notices.models import Email
from lineofsight.foundation.partnership.changes import seat
from lineofsight.foundation.partnership.guards import today
from lineofsight.foundation.partnership.models import Membership, Partnership
from lineofsight.outputs.pages.views.home import greeting
from lineofsight.sources.dashboard.models import Narrative, SeriesState
from tests import making
from tests.sources.dashboard import county

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 10, 21, 9, tzinfo=UTC)
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def home_of(member: Membership) -> str:
    """The text of the member's home with single spaces."""
    return " ".join(_browser(member).get(f"/p/{member.partnership.slug}/").content.decode().split())


def _browser(member: Membership) -> Client:
    client = Client()
    client.force_login(member.person, backend=BACKEND)
    return client


def headings(page: str) -> list[str]:
    """Headings of sections and cards, without markup."""
    found = re.findall(r"<h[23][^>]*>(.*?)</h[23]>", page[page.index("<main") : page.index("</main>")])
    return [re.sub(r"<[^>]+>", "", one).strip() for one in found]


def a_request(partnership: Partnership, organisation: Any, *, due: date, number: int = 1, **facts: Any) -> Request:
    """A return that is owed."""
    round_ = Round.objects.create(
        partnership=partnership, title=f"Return number {number}", period_start=date(2026, 7, 1),
        period_end=date(2026, 9, 30), opens_on=due - timedelta(days=30), due_on=due,
        opened_by_id=making.SYSTEM.actor_id,
    )  # fmt: skip
    return Request.objects.create(partnership=partnership, round=round_, organisation=organisation, due_on=due, **facts)


def a_warning(partnership: Partnership, key: str = "k", **facts: Any) -> Warning:
    """A new warning."""
    base = {"kind": "signal", "title": "Repeat plans rising", "sentence": "Higher since about March 2026."}
    found = changes.Detection(key=key, **(base | facts))
    return changes.detect(partnership, found, by=making.SYSTEM, now=timezone.now(), today=today())[0]


def raised(warning: Warning) -> Warning:
    """The warning, with the Executive."""
    facts = {"by": making.SYSTEM, "now": timezone.now(), "today": today(), "version": warning.version}
    return changes.raise_to_executive(warning, next_step="A plan in two weeks", **facts)  # type: ignore[arg-type]


@pytest.mark.parametrize("framework", ["kscmp-2024", "harbour-2025"])
def test_home_opens_for_every_role_of_every_framework(db: None, framework: str) -> None:
    partnership = making.a_partnership("bay", framework=framework)
    a_warning(partnership)
    raised(a_warning(partnership, "other"))
    for kind in partnership.role_kinds.all():
        member = making.a_member(partnership, kind.code)
        page = _browser(member).get("/p/bay/")
        assert page.status_code == 200, kind.code
        concern = 'href="/p/bay/warnings/concern/"' in page.content.decode()
        assert concern == ("raise_concern" in kind.capabilities()), kind.code


def test_home_of_somebody_with_nothing_says_the_next_step(partnership: Partnership) -> None:
    page = home_of(making.a_member(partnership, "young-adviser"))
    assert "nothing needs you now" in page and "Nothing waits for you." in page
    assert 'href="/p/westmarch/people/welcome/"' in page
    assert headings(page) == []


def test_home_of_agency_shows_its_own_returns_nearest_first(partnership: Partnership) -> None:
    lead = making.a_member(partnership, "agency-lead")
    other = making.an_organisation(partnership, "Westmarch Police", kind="police")
    due = today() + timedelta(days=9)
    first = a_request(partnership, lead.role.organisation, due=due, state="started")
    a_request(partnership, lead.role.organisation, due=due + timedelta(days=5), number=2)
    a_request(partnership, other, due=due, number=3)
    page = home_of(lead)
    assert headings(page)[:2] == ["Do now", "2 returns to send"]
    assert "Return number 1" in page and "Return number 3" not in page and "in 9 days" in page
    assert f'href="/p/westmarch/data/returns/request/{first.pk}/"' in page and "Continue" in page


def test_home_of_business_team_shows_late_agencies_first(partnership: Partnership) -> None:
    manager = making.a_member(partnership, "business-manager")
    police = making.an_organisation(partnership, "Westmarch Police", kind="police")
    due = today() - timedelta(days=12)
    a_request(partnership, police, due=due, became_late_on=due + timedelta(days=1))
    a_warning(partnership)
    seat(making.a_seat(partnership, "analyst"), making.a_person("Wanda Waits"), starts_on=today(), by=making.SYSTEM)
    Email.objects.filter(
        pk=queue_email(to="x@example.org", kind="test", title="x", body="y", chain=partnership.chain).pk
    ).update(state="failed")
    cards = [one for one in headings(home_of(manager)) if one[0].isdigit()]
    assert cards == [
        "1 agency is late",
        "1 new early warning",
        "1 person waits to be confirmed",
        "1 e-mail was not delivered",
    ]


def test_home_of_sub_group_shows_new_warnings_and_the_day_for_triage(partnership: Partnership) -> None:
    chair = making.a_member(partnership, "saa-chair")
    warning = a_warning(partnership)
    page = home_of(chair)
    assert headings(page)[:2] == ["Do now", "1 new early warning"]
    assert f"{warning.triage_due_on.day} " in page and 'href="/p/westmarch/warnings/?tab=new"' in page


def test_home_of_executive_starts_the_briefing_with_what_to_decide(partnership: Partnership) -> None:
    member = making.a_member(partnership, "executive-member")
    warning = raised(a_warning(partnership))
    page = home_of(member)
    assert headings(page)[:2] == ["Decide (1)", "Repeat plans rising"]
    assert "Higher since about March 2026." in page and "A plan in two weeks" in page
    assert f'href="/p/westmarch/warnings/{warning.pk}/"' in page
    facts = {"by": making.SYSTEM, "now": timezone.now(), "version": warning.version}
    changes.answer(warning, words="Agreed", **facts)  # type: ignore[arg-type]
    assert headings(home_of(member))[:1] == ["Must know (1)"]


def test_home_of_scrutineer_shows_what_is_with_the_executive(partnership: Partnership) -> None:
    raised(a_warning(partnership))
    page = home_of(making.a_member(partnership, "independent-scrutineer"))
    assert "1 warning with the Executive" in headings(page)


def test_home_of_two_seats_shows_the_cards_of_both(partnership: Partnership) -> None:
    chair = making.a_member(partnership, "saa-chair")
    making.a_member(partnership, "agency-lead", person=chair.person)
    a_request(partnership, chair.role.organisation, due=today() + timedelta(days=3))
    a_warning(partnership)
    assert headings(home_of(chair))[1:3] == ["1 new early warning", "1 return to send"]


def test_home_shows_news_of_this_partnership_alone(partnership: Partnership) -> None:
    member = making.a_member(partnership, "lay-member")
    elsewhere = making.a_partnership("kent")
    tell([member.person], key="a", text="Something here", path="/p/westmarch/", chain=partnership.chain)
    tell([member.person], key="b", text="Something elsewhere", path="/p/kent/", chain=elsewhere.chain)
    page = home_of(member)
    assert "Something here" in page and "Something elsewhere" not in page


@pytest.mark.parametrize("kind", ["business-manager", "saa-chair", "executive-member", "agency-lead"])
def test_home_costs_the_same_with_nine_of_everything(partnership: Partnership, kind: str) -> None:
    member = making.a_member(partnership, kind)
    client, counts = _browser(member), []
    client.get("/p/westmarch/")
    for start in (0, 8):
        for number in range(start, start + (8 if start else 1)):
            due = today() - timedelta(days=12)
            a_request(partnership, member.role.organisation, due=due, number=number, became_late_on=due)
            raised(a_warning(partnership, f"r{number}"))
            a_warning(partnership, f"n{number}")
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/p/westmarch/").status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1] and counts[0] <= 30


@pytest.mark.parametrize(
    ("hour", "said"), [(6, "Good morning"), (12, "Good afternoon"), (17, "Good afternoon"), (18, "Good evening")]
)
def test_greeting_suits_the_hour(hour: int, said: str) -> None:
    assert greeting(hour) == said


def test_quarter_with_figures_that_is_not_published_is_a_card(partnership: Partnership) -> None:
    analyst = making.a_member(partnership, "analyst")
    assert "1 quarter to publish" not in headings(home_of(analyst))
    area = county.an_area(partnership)
    county.a_measure(partnership, "visits", name="Visits in time")
    rows = county.percentages("visits", area, lambda n: (80 + county.wave(n), 100), count=12)
    county.accept(partnership, rows, organisation=analyst.role.organisation, raises=False)
    assert "1 quarter to publish" in headings(home_of(analyst))


def test_signal_that_nobody_explained_is_a_card_until_somebody_does(partnership: Partnership) -> None:
    analyst = making.a_member(partnership, "analyst")
    area = county.an_area(partnership)
    measure = county.a_measure(partnership, "visits", name="Visits in time")
    county.accept(partnership, county.percentages("visits", area, lambda n: (80 + county.wave(n), 100)))
    state = SeriesState.objects.get(series__version__measure=measure, series__organisation=None, series__area=area)
    SeriesState.objects.filter(pk=state.pk).update(tier="alert", since=date(2026, 7, 1))
    assert "1 signal to explain" in headings(home_of(analyst))
    Narrative.objects.create(
        measure=measure, period=date(2026, 9, 1), changed="Fewer visits", at=NOW, by_id=making.SYSTEM.actor_id, role="x"
    )
    assert "1 signal to explain" not in headings(home_of(analyst))
