"""Signing in with a password and a second step, and what stops somebody who guesses."""

import time
from collections.abc import Iterator

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from lineofsight.foundation.accounts.models import Person, SignIn
from lineofsight.foundation.notices.models import Email
from tests import making

LOGIN = "/accounts/login/"


@pytest.fixture(autouse=True)
def nothing_counted(db: None) -> Iterator[None]:
    """Wrong passwords of other tests do not count."""
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def ada() -> Person:
    """Somebody with a password and a proved address."""
    person = making.a_person("Ada Okafor")
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    return person


def code_for(secret: str) -> str:
    """What the app shows now."""
    counter = next(iter(yield_hotp_counters_from_time()))
    return format_hotp_value(hotp_value(secret, counter))


def sign_in(client: Client, *, password: str = making.PASSWORD) -> object:
    """Send the form."""
    return client.post(LOGIN, {"login": "ada.okafor@example.org", "password": password})


def test_right_password_signs_in_and_is_noted(client: Client, ada: Person) -> None:
    assert sign_in(client).url == "/"  # type: ignore[attr-defined]
    noted = SignIn.objects.get()
    assert (noted.how, noted.is_refused, noted.from_address) == ("Password", False, "127.0.0.1")


def test_wrong_password_says_what_to_do_and_is_noted(client: Client, ada: Person) -> None:
    page = sign_in(client, password="wrong")
    assert "The e-mail address or the password is not right" in page.content.decode()  # type: ignore[attr-defined]
    assert list(SignIn.objects.values_list("how", "is_refused")) == [("Wrong password", True)]


def test_sixth_wrong_password_is_stopped_with_429(client: Client, ada: Person) -> None:
    statuses = [sign_in(client, password="wrong").status_code for _ in range(6)]  # type: ignore[attr-defined]
    assert statuses == [200] * 5 + [429]
    page = sign_in(client)
    assert (page.status_code, "Too many tries" in page.content.decode()) == (429, True)  # type: ignore[attr-defined]


def test_unproved_address_gets_a_link_and_no_session(client: Client) -> None:
    making.a_person("Ada Okafor")
    answer = sign_in(client)
    assert answer.url == reverse("account_email_verification_sent")  # type: ignore[attr-defined]
    assert "_auth_user_id" not in client.session
    assert [message.to for message in mail.outbox] == [["ada.okafor@example.org"]]


def test_second_step_is_asked_after_the_password(client: Client, ada: Person) -> None:
    secret = generate_totp_secret()
    TOTP.activate(ada, secret)
    assert sign_in(client).url == "/accounts/2fa/authenticate/"  # type: ignore[attr-defined]
    assert "_auth_user_id" not in client.session
    page = client.post("/accounts/2fa/authenticate/", {"code": "000000"})
    assert "This code is not right" in page.content.decode()
    assert client.post("/accounts/2fa/authenticate/", {"code": code_for(secret)}).url == "/"
    assert SignIn.objects.first().how == "Password, then a code from an app"


def test_without_a_second_step_nothing_else_opens(client: Client, ada: Person, settings: Settings) -> None:
    settings.SECOND_FACTOR_REQUIRED = True
    sign_in(client)
    step = reverse("accounts:second-step")
    closed = [reverse("accounts:account"), reverse("notices:messages"), "/help/", "/"]
    assert [client.get(url).url for url in closed] == [step] * 4  # type: ignore[attr-defined]
    assert client.get(step).status_code == 200
    assert client.get(reverse("mfa_activate_totp")).status_code == 200


def test_setting_up_an_app_opens_everything(client: Client, ada: Person, settings: Settings) -> None:
    settings.SECOND_FACTOR_REQUIRED = True
    sign_in(client)
    page = client.get(reverse("mfa_activate_totp")).content.decode()
    secret = page.split('id="authenticator_secret">')[1].split("<")[0]
    assert "data:image/svg" in page
    codes = client.post(reverse("mfa_activate_totp"), {"code": code_for(secret)}, follow=True)
    assert "Your recovery codes" in codes.content.decode()
    assert client.get(reverse("accounts:account")).status_code == 200


def test_taking_the_only_second_step_away_closes_everything_again(
    client: Client, ada: Person, settings: Settings
) -> None:
    settings.SECOND_FACTOR_REQUIRED = True
    TOTP.activate(ada, generate_totp_secret())
    client.force_login(ada)
    account = reverse("accounts:account")
    assert client.get(account).status_code == 200
    Authenticator.objects.all().delete()
    client.get(reverse("mfa_index"))
    assert client.get(account).status_code == 302


def test_recovery_code_gets_in_once(client: Client, ada: Person) -> None:
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes

    TOTP.activate(ada, generate_totp_secret())
    code = RecoveryCodes.activate(ada).get_unused_codes()[0]
    answers = []
    for _ in "ab":
        client.logout()
        sign_in(client)
        answers.append(client.post("/accounts/2fa/authenticate/", {"code": code}).status_code)
    assert answers == [302, 200]


def test_reset_link_is_in_the_queue_only_until_it_is_sent(client: Client, ada: Person) -> None:
    client.post(reverse("account_reset_password"), {"email": ada.email})
    email = Email.objects.get()
    assert (email.state, email.body) == ("sent", "")
    assert "/accounts/password/reset/key/" in mail.outbox[0].body
    assert mail.outbox[0].subject == "Line of Sight: Set your password"


def test_reset_of_an_unknown_address_looks_the_same(client: Client, ada: Person) -> None:
    pages = [
        client.post(reverse("account_reset_password"), {"email": address}, follow=True).content.split(b"<main")[1]
        for address in (ada.email, "nobody@example.org")
    ]
    assert pages[0] == pages[1]


def test_reset_link_sets_a_password(client: Client, ada: Person) -> None:
    client.post(reverse("account_reset_password"), {"email": ada.email})
    link = next(word for word in mail.outbox[0].body.split() if "reset/key" in word)
    form = client.get(link, follow=True)
    path = form.redirect_chain[-1][0]
    client.post(path, {"password1": "nine-grey-herons", "password2": "nine-grey-herons"})
    ada.refresh_from_db()
    assert ada.check_password("nine-grey-herons")
    assert "This link does not work" in client.get(link, follow=True).content.decode()


def test_session_unused_for_an_hour_ends_and_a_used_one_stays(client: Client, ada: Person) -> None:
    client.force_login(ada)
    account = reverse("accounts:account")
    assert client.get(account).status_code == 200
    for minutes, status in ((55, 200), (61, 302)):
        session = client.session
        session["last_used"] = int(time.time()) - minutes * 60
        session.save()
        assert client.get(account).status_code == status


def test_staying_answers_script_and_page(client: Client, ada: Person) -> None:
    client.force_login(ada)
    stay = reverse("accounts:stay")
    assert client.get(stay, headers={"X-Requested-With": "XMLHttpRequest"}).status_code == 204
    page = client.get(stay, headers={"Referer": "http://testserver/p/westmarch/"}).content.decode()
    assert 'href="http://testserver/p/westmarch/"' in page
    assert "evil" not in client.get(stay, headers={"Referer": "https://evil.example/"}).content.decode()


def test_signing_out_elsewhere_keeps_this_session(client: Client, ada: Person) -> None:
    other = Client()
    for browser in (client, other):
        browser.force_login(ada)
        ada.refresh_from_db()
    client.post(reverse("accounts:end-other-sessions"))
    account = reverse("accounts:account")
    assert (client.get(account).status_code, other.get(account).status_code) == (200, 302)


def test_profile_is_saved_and_a_half_absence_refused(client: Client, ada: Person) -> None:
    client.force_login(ada)
    profile = reverse("accounts:profile")
    assert "Enter both days" in client.post(profile, {"name": "Ada O.", "away_from": "1/8/2026"}).content.decode()
    client.post(profile, {"name": "Ada O.", "away_from": "1/8/2026", "away_until": "14/8/2026"})
    ada.refresh_from_db()
    assert (ada.name, ada.actor.name, str(ada.away_until)) == ("Ada O.", "Ada O.", "2026-08-14")


def test_nobody_signs_up_alone(client: Client) -> None:
    page = client.post("/accounts/signup/", {"email": "x@example.org", "password1": "nine-grey-herons"})
    assert "Accounts are made by invitation" in page.content.decode()
    assert Person.objects.count() == 0
