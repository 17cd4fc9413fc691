"""A session that ended while somebody wrote loses nothing, whether they send the form or come back by themselves."""

from collections.abc import Callable
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.contrib.sessions.models import Session
from playwright.sync_api import Page, expect

from lineofsight.cycle.warnings.models import Warning
from lineofsight.foundation.partnership.models import Membership
from tests import making
from tests.browsing import follow, press, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.journey, pytest.mark.django_db(transaction=True)]
WORRY = "Waits for therapy have doubled since spring."


@pytest.fixture
def lead(transactional_db: None) -> Membership:
    """An agency's lead, who may raise a concern."""
    member = making.a_member(making.a_partnership(), "agency-lead")
    EmailAddress.objects.create(user=member.person, email=member.person.email, verified=True, primary=True)
    return member


def sign_in_by_hand(page: Page, member: Membership) -> None:
    page.get_by_label("E-mail address").fill(member.person.email)
    page.get_by_role("textbox", name="Password").fill(making.PASSWORD)
    follow(page.get_by_role("button", name="Sign in", exact=True))


def test_journey_text_sent_after_the_session_ended_is_there_after_signing_in(
    live_server: Any, open_page: Callable[..., Page], lead: Membership
) -> None:
    page = open_page()
    sign_in(page, lead.person, live_server.url)
    address = f"{live_server.url}/p/westmarch/warnings/concern/"
    page.goto(address)
    page.get_by_label("1. What worries you?").fill(WORRY)
    Session.objects.all().delete()
    press(page, "Send my concern")
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
    sign_in_by_hand(page, lead)
    page.goto(address)
    expect(page.get_by_label("1. What worries you?")).to_have_value(WORRY)
    expect(page.locator(".los-kept")).to_contain_text("We kept what you typed")
    page.get_by_label("3. How do you know, and since when?").fill("Four schools told us in June")
    press(page, "Send my concern")
    expect(page.get_by_role("heading", level=1)).to_have_text("Your concerns")
    assert Warning.objects.get().sentence == WORRY
    page.goto(address)
    expect(page.get_by_label("1. What worries you?")).to_have_value("")
