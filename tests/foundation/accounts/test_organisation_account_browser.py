"""Signing in through a real, certified OpenID provider: who gets in, and who never takes over anything."""

from collections.abc import Callable
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from django.core import mail
from django.utils import timezone
from playwright.sync_api import Page, expect

from lineofsight.foundation.accounts.models import Person, SignIn
from lineofsight.foundation.notices.models import Email
from lineofsight.foundation.partnership import inviting
from lineofsight.foundation.partnership.guards import today
from lineofsight.foundation.partnership.models import Membership
from tests import making

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Open = Callable[..., Page]


def through_the_provider(page: Page, who: str) -> None:
    """From our sign-in page, over the provider's, and back."""
    page.get_by_role("button", name="Sign in with Westmarch Council").click()
    page.locator("[name=login]").fill(who)
    page.locator("[name=password]").fill("any")
    page.get_by_role("button", name="Sign-in").click()
    page.get_by_role("button", name="Continue").click()


def test_first_sign_in_makes_an_account_without_rights(provider: str, live_server: Any, open_page: Open) -> None:
    making.a_partnership()
    page = open_page(f"{live_server.url}/accounts/login/")
    through_the_provider(page, "vera")
    page.goto(f"{live_server.url}/account/waiting/")
    expect(page.get_by_role("heading", level=1)).to_have_text("You are signed in, and wait for a role")
    vera = Person.objects.get()
    assert (vera.email, vera.name, vera.has_usable_password()) == ("vera@council.example", "Vera Fied", False)
    assert (Membership.objects.count(), SignIn.objects.get().how) == (0, "Westmarch Council")
    assert page.goto(f"{live_server.url}/p/westmarch/").status == 404  # type: ignore[union-attr]


def test_organisation_account_counts_as_a_second_step(
    provider: str, live_server: Any, open_page: Open, settings: Any
) -> None:
    settings.SECOND_FACTOR_REQUIRED = True
    page = open_page(f"{live_server.url}/accounts/login/")
    through_the_provider(page, "vera")
    page.goto(f"{live_server.url}/account/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Your account")


def test_checked_address_opens_the_account_that_has_it(provider: str, live_server: Any, open_page: Open) -> None:
    vera = making.a_person("Vera Before", email="vera@council.example")
    EmailAddress.objects.create(user=vera, email=vera.email, verified=True, primary=True)
    page = open_page(f"{live_server.url}/accounts/login/")
    through_the_provider(page, "vera")
    page.goto(f"{live_server.url}/account/")
    expect(page.get_by_text("vera@council.example")).to_be_visible()
    assert list(Person.objects.all()) == [vera]
    assert vera.check_password(making.PASSWORD)


@pytest.mark.parametrize(("who", "email"), [("nora", "nora@council.example"), ("abroad", "mona@elsewhere.example")])
def test_unchecked_address_or_foreign_domain_never_takes_over_an_account(
    who: str, email: str, provider: str, live_server: Any, open_page: Open
) -> None:
    owner = making.a_person("Rightful Owner", email=email, is_administrator=True)
    EmailAddress.objects.create(user=owner, email=email, verified=True, primary=True)
    page = open_page(f"{live_server.url}/accounts/login/")
    through_the_provider(page, who)
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in with your password first")
    assert page.goto(f"{live_server.url}/account/").url.endswith("/accounts/login/?next=/account/")  # type: ignore[union-attr]
    assert (SocialAccount.objects.count(), Person.objects.count()) == (0, 1)


def test_unchecked_address_of_somebody_new_must_be_confirmed_by_e_mail(
    provider: str, live_server: Any, open_page: Open
) -> None:
    page = open_page(f"{live_server.url}/accounts/login/")
    through_the_provider(page, "nora")
    expect(page.get_by_role("heading", level=1)).to_have_text("Confirm your e-mail address")
    assert [(message.to, message.subject) for message in mail.outbox] == [
        (["nora@council.example"], "Line of Sight: Confirm your e-mail address")
    ]
    assert EmailAddress.objects.get().verified is False


def test_provider_without_an_address_is_told_what_to_do(provider: str, live_server: Any, open_page: Open) -> None:
    page = open_page(f"{live_server.url}/accounts/login/")
    through_the_provider(page, "silent")
    expect(page.get_by_role("heading", level=1)).to_have_text("Your organisation gave us no e-mail address")
    assert Person.objects.count() == 0


def test_wrong_secret_gives_words_for_whoever_looks_after_it(
    provider: str, live_server: Any, open_page: Open, settings: Any
) -> None:
    settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"][0]["secret"] = "wrong"
    page = open_page(f"{live_server.url}/accounts/login/")
    through_the_provider(page, "vera")
    expect(page.get_by_role("heading", level=1)).to_have_text("We could not sign you in")
    page.get_by_text("For the people who look after the service").click()
    expect(page.get_by_text("invalid_client")).to_be_visible()


def test_provider_that_is_down_gives_a_page_and_not_a_fault(live_server: Any, open_page: Open, settings: Any) -> None:
    app = {"provider_id": "council", "name": "Westmarch Council", "client_id": "x", "secret": "x"}
    down = {**app, "settings": {"server_url": "http://127.0.0.1:9"}}
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [down]}}
    page = open_page(f"{live_server.url}/accounts/login/")
    page.get_by_role("button", name="Sign in with Westmarch Council").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("We could not sign you in")


def test_invited_person_takes_the_role_with_the_organisation_account(
    provider: str, live_server: Any, open_page: Open
) -> None:
    place = making.a_partnership()
    manager = making.a_member(place, "business-manager", name="Mona Reed").person
    facts = {"address": live_server.url, "today": today(), "now": timezone.now(), "by": making.SYSTEM}
    seat = making.a_seat(place, "analyst")
    inviting.invite(seat, email="vera@council.example", name="Vera", inviter=manager, **facts)
    link = next(word for word in Email.objects.get().body.split() if "/invitation/" in word)
    page = open_page(link)
    through_the_provider(page, "vera")
    expect(page.get_by_role("heading", level=1)).to_have_text("You are invited")
    page.get_by_role("button", name="Take this role").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Welcome, Vera Fied")
