"""A worry becomes a warning, goes up, is answered on a tablet and settled, in real Chromium with and without script."""

import os
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from playwright.sync_api import Page, expect

from lineofsight.cycle.warnings.models import Warning
from lineofsight.foundation.notices.models import Email
from lineofsight.foundation.notices.tasks import each_minute
from lineofsight.foundation.partnership.models import Membership
from lineofsight.foundation.trail.models import Entry
from tests import making
from tests.browsing import faults_of, follow, press, sign_in
from tests.outputs.early_warning.conftest import KINDS
from tests.outputs.early_warning.figures import a_warning_with_figures
from tests.outputs.early_warning.warned import raised
from tests.sources.dashboard import county

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SHOTS = os.environ.get("LINEOFSIGHT_SCREENSHOTS", "")
TABLET, PHONE = 768, 320
Open = Callable[..., Page]


@pytest.fixture
def people(transactional_db: None, settings: Any) -> dict[str, Membership]:
    """One of each, in a database that the server sees too; messages go to Django's own outbox."""
    settings.FIXED_TODAY = county.TODAY
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    place = making.a_partnership(is_made_up=True)
    police = making.an_organisation(place, "Westmarch Police", kind="police")
    return {kind: making.a_member(place, kind, organisation=police if kind == "saa-chair" else None) for kind in KINDS}


def as_(page: Page, member: Membership, base: str) -> Page:
    """The window, signed in as the member."""
    sign_in(page, member.person, base)
    page.goto(f"{base}/p/westmarch/")
    return page


def look(page: Page, name: str) -> None:
    """Nothing wider than the window, no violation; a picture when one is asked for."""
    assert faults_of(page, name, pictures=SHOTS) == []


def test_concern_is_raised_in_two_clicks_and_sent_up(live_server: Any, open_page: Open, people: Any) -> None:
    page = as_(open_page(), people["agency-lead"], live_server.url)
    look(page, "home-agency")
    press(page, "Raise a concern")
    look(page, "concern")
    page.get_by_label("1. What worries you?").fill("Waits for therapy have doubled since spring.")
    page.get_by_label("3. How do you know, and since when?").fill("Jane Smithson told us")
    press(page, "Send my concern")
    expect(page.get_by_role("alert")).to_contain_text("looks like a person’s name")
    look(page, "concern-with-a-name")
    page.get_by_label("3. How do you know, and since when?").fill("Four schools told us in June")
    press(page, "Send my concern")
    expect(page.get_by_role("heading", level=1)).to_have_text("Your concerns")
    look(page, "own-concerns")
    as_(page, people["saa-chair"], live_server.url)
    look(page, "home-sub-group")
    press(page, "Triage")
    look(page, "list")
    follow(page.get_by_role("link", name="Waits for therapy have doubled since spring", exact=True))
    look(page, "warning-new")
    press(page, "Raise to the Executive")
    page.get_by_label("What should happen next?").fill("The care board says by when the clinic opens")
    page.get_by_label("By when?").fill("31/10/2026")
    look(page, "raise")
    press(page, "Raise it now")
    expect(page.get_by_text("The Executive was told.")).to_be_visible()
    assert Warning.objects.get().state == "raised"


def test_executive_answers_from_the_email_in_three_taps_on_a_tablet(
    live_server: Any, open_page: Open, people: Any, settings: Any
) -> None:
    settings.ADDRESS = live_server.url
    warning = raised(a_warning_with_figures(people["saa-chair"].partnership))
    each_minute()
    [message] = [one for one in mail.outbox if one.to == [people["executive-member"].person.email]]
    assert message.subject == "Early warning: open Line of Sight"
    assert "visits" not in message.body.lower()
    assert Email.objects.get(to=message.to[0], kind="urgent").state == "sent"
    page = as_(open_page(width=TABLET, has_touch=True), people["executive-member"], live_server.url)
    look(page, "home-executive")
    page.goto(re.search(r"http\S+/warnings/\S+", str(message.body)).group())  # type: ignore[union-attr]  # tap 1: the e-mail's link
    look(page, "warning-executive")
    expect(page.get_by_text("Fewer visits were in time since about March 2026")).to_be_visible()
    offers = page.locator(".ew-offers a")
    assert [box["height"] >= 44 for box in (one.bounding_box() for one in offers.all()) if box] == [True] * 3
    follow(offers.filter(has_text="Agree the next step"), tap=True)
    button = page.get_by_role("button", name="Agree and send")
    expect(button).to_be_visible()
    look(page, "agree")
    assert button.bounding_box()["height"] >= 44  # type: ignore[index]
    follow(button, tap=True)
    expect(page.get_by_text("Your answer was sent.")).to_be_visible()
    look(page, "warning-answered")
    warning.refresh_from_db()
    assert (warning.state, warning.answer) == ("answered", "Agreed: The council reports in two weeks")
    deeds = Entry.objects.filter(subject=warning.subject).order_by("number").values_list("deed", flat=True)
    assert [deed for deed in deeds if deed != "warnings.see"] == [
        "warnings.detect", "warnings.raised", "warnings.answered",
    ]  # fmt: skip


def test_pages_fit_a_phone(live_server: Any, open_page: Open, people: Any) -> None:
    warning = raised(a_warning_with_figures(people["saa-chair"].partnership))
    page = as_(open_page(width=PHONE), people["executive-member"], live_server.url)
    look(page, "home-executive")
    for path in (f"{warning.pk}/", f"{warning.pk}/answer/?how=words", "?tab=raised", "concern/", "proved/"):
        page.goto(f"{live_server.url}/p/westmarch/warnings/{path}")
        look(page, "phone-" + re.sub(r"\W+", "-", path.split("/")[-1] or path.split("/")[-2])[:12])


def test_question_and_answer_work_without_script(live_server: Any, open_page: Open, people: Any) -> None:
    warning = raised(a_warning_with_figures(people["saa-chair"].partnership))
    page = as_(open_page(width=TABLET, script=False), people["executive-member"], live_server.url)
    press(page, "Read and answer")
    press(page, "Ask a question")
    page.get_by_label("Your question to the sub-group").fill("Which districts fell most?")
    press(page, "Send the question")
    as_(page, people["saa-chair"], live_server.url)
    press(page, "Answer it")
    press(page, "Answer the Executive’s question")
    page.get_by_label("Your answer to the question").fill("Two in the east")
    press(page, "Send the answer")
    expect(page.get_by_text("Which districts fell most?")).to_be_visible()
    assert [step.kind for step in warning.steps.all()] == ["detected", "told", "asked", "replied"]
