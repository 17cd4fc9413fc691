"""The pages of signing in and of people in real Chromium: axe, a narrow screen, no script, a passkey."""

from collections.abc import Callable
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from lineofsight.foundation.notices.changes import queue_email, tell
from lineofsight.foundation.notices.models import Email
from lineofsight.foundation.partnership import changes, inviting
from lineofsight.foundation.partnership.guards import today
from lineofsight.foundation.partnership.models import Group, Invitation
from tests import making
from tests.browsing import follow, violations, width_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Open = Callable[..., Page]


def sign_in(page: Page, person: Any, address: str) -> None:
    """By the form, so that pages that ask for the password again are open."""
    page.goto(f"{address}/accounts/login/")
    page.get_by_label("E-mail address").fill(person.email)
    page.get_by_role("textbox", name="Password").fill(making.PASSWORD)
    follow(page.get_by_role("button", name="Sign in", exact=True))
    assert "login" not in page.url


def everything() -> tuple[Any, list[str], list[str]]:
    """A manager, the addresses that are open to all, and those of the manager."""
    place = making.a_partnership()
    manager = making.a_member(place, "business-manager", name="Mona Reed").person
    manager.is_administrator = True
    manager.save()
    EmailAddress.objects.create(user=manager, email=manager.email, verified=True, primary=True)
    held = making.a_member(place, "analyst", name="Ada Okafor")
    changes.seat(held.role, making.a_person("Wanda Waits"), starts_on=today(), by=making.SYSTEM)
    facts = {"address": "http://x", "today": today(), "now": timezone.now(), "by": making.SYSTEM}
    invited = inviting.invite(held.role, email="ivy@example.org", name="Ivy", inviter=manager, **facts)
    secret = Email.objects.get().body.split("/invitation/")[1].split("/")[0]
    closed = inviting.invite(held.role, email="old@example.org", name="Old", inviter=manager, **facts)
    Invitation.objects.filter(pk=closed.pk).update(secret_digest=inviting.digest_of("old"), expires_at=timezone.now())
    email = queue_email(to="x@example.org", kind="test", title="x", body="y", chain=place.chain)
    tell([manager], key="x", text="Something to do", path="/")
    group = Group.objects.for_partnership(place).first()
    named = {
        "person": held.person_id, "hand-over": held.person_id, "reset-second-step": held.person_id,
        "seat": held.role_id, "edit-seat": held.role_id, "invitation": invited.pk, "group": group.pk,
        "edit-group": group.pk, "edit-organisation": held.role.organisation_id, "email": email.pk,
    }  # fmt: skip
    plain = "list welcome pass-on waiting invitations invite seats add-seat organisations add-organisation groups areas emails"
    people = [reverse(f"people:{name}", args=[place.slug]) for name in plain.split()]
    people += [reverse(f"people:{name}", args=[place.slug, key]) for name, key in named.items()]
    own = ["accounts:account", "accounts:profile", "accounts:stay", "accounts:second-step", "notices:messages"]
    own += ["notices:choices", "notices:queue", "notices:test", "entry:roles", "entry:waiting"]
    own += ["mfa_index", "mfa_activate_totp", "mfa_add_webauthn", "mfa_list_webauthn", "account_email"]
    own += ["account_change_password", "account_logout", "account_reauthenticate", "socialaccount_connections"]
    outside = [f"/invitation/{secret}/", f"/invitation/{secret}/pass-on/", "/invitation/old/", "/invitation/none/"]
    outside += [reverse(name) for name in ("account_login", "account_reset_password", "account_reset_password_done")]
    outside += [reverse(name) for name in ("account_signup", "account_inactive", "socialaccount_login_error")]
    outside += [reverse("accounts:organisation-account-not-linked"), reverse("account_email_verification_sent")]
    return manager, outside, [*people, *(reverse(name) for name in own)]


@pytest.mark.parametrize("width", [1280, 320])
def test_every_page_has_no_axe_violation_and_no_sideways_scroll(live_server: Any, open_page: Open, width: int) -> None:
    manager, outside, inside = everything()
    page = open_page(live_server.url + outside[0], width=width)
    found: dict[str, list[str]] = {}
    for number, path in enumerate([*outside, *inside]):
        if number == len(outside):
            sign_in(page, manager, live_server.url)
        page.goto(live_server.url + path)
        assert page.url == live_server.url + path
        wide = width_of(page)
        said = (violations(page) if width > 640 else []) + ([f"scrolls to {wide}"] if wide > width else [])
        if said:
            found[path] = said
    assert found == {}
    missing = "Failed to load resource"
    assert [fault for fault in page.faults if missing not in fault] == []  # type: ignore[attr-defined]


def test_invitation_is_taken_without_script(live_server: Any, open_page: Open) -> None:
    _, outside, _ = everything()
    page = open_page(live_server.url + outside[0], script=False)
    page.get_by_role("textbox", name="Choose a password").fill("seven-quiet-lanterns")
    follow(page.get_by_role("button", name="Make my account and take the role"))
    page.get_by_label("E-mail address").fill("ivy@example.org")
    page.get_by_role("textbox", name="Password").fill("seven-quiet-lanterns")
    follow(page.get_by_role("button", name="Sign in", exact=True))
    expect(page.get_by_role("heading", level=1)).to_have_text("Welcome, Ivy")


def test_passkey_is_added_and_signs_in_alone(live_server: Any, open_page: Open) -> None:
    manager, _, _ = everything()
    address = live_server.url.replace("127.0.0.1", "localhost")
    page = open_page(f"{address}/accounts/login/")
    keys = page.context.new_cdp_session(page)
    keys.send("WebAuthn.enable")
    facts = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    able = {**facts, "isUserVerified": True, "automaticPresenceSimulation": True}
    keys.send("WebAuthn.addVirtualAuthenticator", {"options": able})
    sign_in(page, manager, address)
    page.goto(f"{address}/accounts/2fa/webauthn/add/")
    page.get_by_label("Sign in with this passkey alone").check()
    page.get_by_role("button", name="Add this passkey").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your recovery codes")
    page.goto(f"{address}/accounts/logout/")
    follow(page.locator("main").get_by_role("button", name="Sign out"))
    page.goto(f"{address}/accounts/login/?next=/account/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your account")
    expect(page.get_by_text("A passkey").first).to_be_visible()
