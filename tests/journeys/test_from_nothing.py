"""A newcomer reaches a working partnership: from the command line over the first sign-in to a framework, areas and people."""

from collections.abc import Callable
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core import mail
from playwright.sync_api import Page, expect

from lineofsight.config import cli
from lineofsight.foundation.notices.tasks import each_minute
from lineofsight.foundation.partnership.models import Membership, Partnership
from lineofsight.foundation.trail.queries import verify
from tests.browsing import follow, press

pytestmark = [pytest.mark.browser, pytest.mark.journey, pytest.mark.django_db(transaction=True)]
PASSWORD = "nine-grey-herons"
NAME = "Westmarch Safeguarding Children Partnership"
Open = Callable[..., Page]


@pytest.fixture
def base(live_server: Any, settings: Any) -> str:
    """The address of a real installation: nobody gets in by a password alone."""
    settings.SECOND_FACTOR_REQUIRED, settings.ADDRESS = True, live_server.url
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    return str(live_server.url)


def link_in(text: str) -> str:
    return next(word for word in text.split() if word.startswith("http"))


def sign_in(page: Page, email: str) -> None:
    """With the password, and then the second step, which is set up the first time."""
    page.get_by_label("E-mail address").fill(email)
    page.get_by_role("textbox", name="Password").fill(PASSWORD)
    follow(page.get_by_role("button", name="Sign in", exact=True))
    expect(page.get_by_role("heading", level=1)).to_have_text("Set up a second step")
    follow(page.get_by_role("button", name="Set up an app"))
    page.get_by_text("I cannot scan the picture").click()
    secret = page.locator("#authenticator_secret").inner_text()
    page.get_by_label("code").fill(format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time()))))
    press(page, "Continue")
    expect(page.get_by_role("heading", level=1)).to_have_text("Your recovery codes")


def test_journey_from_an_empty_installation_to_a_partnership_at_work(
    base: str, open_page: Open, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["administrator", "add", "root@example.org", "--name", "Rowan Root"]) == 0
    _the_administrator_makes_a_partnership(open_page(link_in(capsys.readouterr().out), script=False), base)
    each_minute()
    [letter] = [message for message in mail.outbox if message.to == ["mona@example.org"]]
    manager = open_page(link_in(str(letter.body)), script=False)
    _the_manager_takes_the_role(manager, base)
    _the_manager_sets_up(manager)
    place = Partnership.objects.get()
    assert [one.role.kind.code for one in Membership.objects.all()] == ["business-manager"]
    assert (place.coverages.count(), place.invitations.filter(email="ana@example.org").count()) == (3, 1)
    assert verify(place.chain) is None


def _the_administrator_makes_a_partnership(page: Page, base: str) -> None:
    page.get_by_label("New password", exact=True).fill(PASSWORD)
    page.get_by_label("New password again").fill(PASSWORD)
    follow(page.locator("main").get_by_role("button").first)
    page.goto(f"{base}/accounts/login/")
    sign_in(page, "root@example.org")
    page.goto(base)
    expect(page.get_by_role("heading", level=1)).to_have_text("The installation")
    follow(page.get_by_role("link", name="Make a partnership"))
    page.get_by_label("Name of the partnership").fill(NAME)
    page.get_by_label("Short name").fill("Westmarch")
    page.get_by_label("Scrutiny and Assurance Framework", exact=False).first.check()
    page.get_by_label("What is its own team called?").fill("Westmarch Partnership Team")
    page.get_by_label("Who will run it?").fill("Mona Reed")
    page.get_by_label("Their e-mail address at work").fill("mona@example.org")
    press(page, "Make it and send the invitation")
    expect(page.get_by_text(f"{NAME} is made.")).to_be_visible()
    expect(page.get_by_text("Nobody yet")).to_be_visible()


def _the_manager_takes_the_role(page: Page, base: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_contain_text("invite")
    page.get_by_role("textbox", name="Choose a password").fill(PASSWORD)
    press(page, "Make my account and take the role")
    sign_in(page, "mona@example.org")
    page.goto(f"{base}/p/westmarch/people/welcome/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Welcome, Mona Reed")
    press(page, "Go to your home page")
    expect(page.get_by_text("Mona Reed").first).to_be_visible()


def _the_manager_sets_up(page: Page) -> None:
    follow(page.get_by_role("link", name="Set up"))
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Set up {NAME}")
    for lines, kind, whole in (
        ("X10000001 Westmarch", "County", True),
        ("X07000001 Aldersham\nX07000002 Dunmere", "District", False),
    ):
        follow(page.get_by_role("link", name="Areas", exact=True).first)
        press(page, "Add one")
        page.get_by_label("Which areas?").fill(lines)
        page.get_by_label("Kind").select_option(kind)
        page.get_by_label("It is the whole area of the partnership").set_checked(whole)
        press(page, "Save")
        follow(page.get_by_role("link", name="Set up"))
    expect(page.get_by_text("The whole area and 2 parts")).to_be_visible()
    _the_manager_invites_an_analyst(page)


def _the_manager_invites_an_analyst(page: Page) -> None:
    follow(page.get_by_role("link", name="People", exact=True).first)
    follow(page.get_by_role("link", name="Roles", exact=True))
    press(page, "Add one")
    page.get_by_label("Title").fill("Analyst")
    page.get_by_label("Kind of role").select_option("Analyst")
    page.get_by_label("Organisation").select_option("Westmarch Partnership Team")
    press(page, "Save")
    follow(page.get_by_role("link", name="People", exact=True))
    press(page, "Invite somebody")
    page.get_by_label("Role", exact=True).select_option(label="Analyst, Westmarch Partnership Team")
    page.get_by_label("Their name").fill("Ana Lyst")
    page.get_by_label("Their e-mail address").first.fill("ana@example.org")
    follow(page.locator("main form").get_by_role("button").last)
    expect(page.get_by_text("ana@example.org").first).to_be_visible()
