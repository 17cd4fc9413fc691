"""How the sign-in library asks us: nobody signs up alone, and a first sign-in gives no rights."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are made by invitation or on the command line, never by signing up."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False


class OrganisationAccountAdapter(DefaultSocialAccountAdapter):
    """A first sign-in through an organisation makes an account that waits until somebody confirms its rights."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        return True

    def populate_user(self, request: HttpRequest, sociallogin: Any, data: dict[str, Any]) -> Any:
        person = super().populate_user(request, sociallogin, data)
        names = [data.get("name") or "", f"{data.get('first_name') or ''} {data.get('last_name') or ''}".strip()]
        person.name = next((name for name in names if name), person.email)
        return person
