"""How the sign-in library asks us: nobody signs up alone, a first sign-in gives no rights, and words are plain."""

import logging
import time
from typing import Any

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.core.ratelimit import respond_429
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter, get_adapter
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.shortcuts import redirect
from django.utils import timezone

from lineofsight.foundation.accounts import changes
from lineofsight.foundation.accounts.models import Person
from lineofsight.foundation.accounts.queries import how_signed_in, person_with
from lineofsight.foundation.accounts.rules import is_vouched_for

log = logging.getLogger("lineofsight.sign_in")

WRONG = "The e-mail address or the password is not right. Check both and try again."


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are made by invitation or on the command line, never by signing up."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": "This account has been closed. Ask the partnership's team.",
        "email_password_mismatch": WRONG,
        "email_taken": "Another account uses this e-mail address.",
        "enter_current_password": "This is not your password now. Type it again.",
        "incorrect_code": "This code is not right. Use the newest code that your app shows.",
        "incorrect_password": "This is not your password. Type it again.",
        "invalid_login": WRONG,
        "invalid_password_reset": "This link has been used or is too old. Ask for a new one.",
        "same_as_current": "This is your address already. Enter another one.",
        "too_many_login_attempts": "Too many tries. Wait five minutes, then try again.",
        "rate_limited": "Too many tries. Wait a minute, then try again.",
        "unverified_primary_email": "Confirm your e-mail address first.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Too many wrong passwords: a page of its own that says so, with the status that tells machines the same."""
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError as error:
            raise ImmediateHttpResponse(respond_429(request)) from error

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        person = person_with(credentials.get("email") or "")
        if person is not None:
            self._note(request, person, how="Wrong password", is_refused=True)

    def login(self, request: HttpRequest, user: Any) -> None:
        super().login(request, user)
        steps = get_authentication_records(request, user)
        self._note(request, user, how=how_signed_in(steps, provider_names=provider_names(request)))

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Somebody who signed in a moment ago sets up a second step without typing the password again."""
        steps = get_authentication_records(self.request, self.request.user)
        newest = max((step["at"] for step in steps), default=0.0)
        return time.time() - newest > app_settings.REAUTHENTICATION_TIMEOUT

    def _note(self, request: HttpRequest, person: Person, *, how: str, is_refused: bool = False) -> None:
        changes.note_sign_in(
            person,
            how=how,
            now=timezone.now(),
            from_address=self.get_client_ip(request),
            browser=request.headers.get("User-Agent", ""),
            is_refused=is_refused,
        )


class OrganisationAccountAdapter(DefaultSocialAccountAdapter):
    """A first sign-in through an organisation makes an account that waits until somebody confirms its rights.

    A provider opens an account that exists only when it says that it checked the address, and only for the domains that
    are named for it: otherwise one organisation's administrator could make an account with another's address and get in.
    """

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        return True

    def populate_user(self, request: HttpRequest, sociallogin: Any, data: dict[str, Any]) -> Any:
        person = super().populate_user(request, sociallogin, data)
        names = [data.get("name") or "", f"{data.get('first_name') or ''} {data.get('last_name') or ''}".strip()]
        person.email = (person.email or "").lower()
        person.name = next((name for name in names if name), person.email)[:200]
        return person

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Refuse, with the reason, a sign-in without an address or with the address of somebody else's account."""
        if sociallogin.is_existing or sociallogin.state.get("process") == "connect":
            return
        for address in sociallogin.email_addresses:
            address.verified = address.verified and is_vouched_for(address.email, domains=_domains(sociallogin))
        if not sociallogin.user.email:
            raise ImmediateHttpResponse(redirect("accounts:organisation-account-without-address"))
        if person_with(sociallogin.user.email) is not None:
            raise ImmediateHttpResponse(redirect("accounts:organisation-account-not-linked"))

    def can_authenticate_by_email(self, login: Any, email: str) -> bool:
        return is_vouched_for(email, domains=_domains(login)) and super().can_authenticate_by_email(login, email)

    def is_email_verified(self, provider: Any, email: str) -> bool:
        """Never more than the provider itself says of the address."""
        return False

    def on_authentication_error(
        self,
        request: HttpRequest,
        provider: Any,
        error: Any = None,
        exception: BaseException | None = None,
        extra_context: dict[str, Any] | None = None,
    ) -> None:
        """Keep the provider's own reason in the log, where those who look after the installation find it."""
        log.error("Sign-in through %s failed (%s): %s", provider.name, error, exception or "no reason given")


class SecondFactorAdapter(DefaultMFAAdapter):
    """Plain words for the second step."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "add_email_blocked": "Ask the partnership's team to change your address: your account has a second step.",
        "cannot_delete_authenticator": "You cannot take this away.",
        "cannot_generate_recovery_codes": "Set up an app or a passkey first.",
        "incorrect_code": AccountAdapter.error_messages["incorrect_code"],
        "unverified_email": "Confirm your e-mail address first. We sent you a link.",
    }

    def generate_authenticator_name(self, user: Any, type: Any) -> str:
        return "My passkey"

    def _get_site_name(self) -> str:
        return "Line of Sight"


def _domains(login: Any) -> list[str]:
    return list(login.provider.app.settings.get("domains") or [])


def provider_names(request: HttpRequest | None = None) -> dict[str, str]:
    """The name of each organisation's sign-in, by the id that accounts keep."""
    return {app.provider_id: app.name for app in get_adapter().list_apps(request)}
