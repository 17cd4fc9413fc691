"""Gates in front of every page: the idle limit, the second step of signing in, and a provider that does not answer."""

import time
from collections.abc import Callable

import requests
from allauth.account.authentication import get_authentication_records
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.helpers import render_authentication_error
from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from lineofsight.foundation.accounts.queries import has_second_factor

LAST_USED = "last_used"
SECOND_FACTOR_SEEN = "second_factor_seen"


def idle_limit(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Signs out a person whose session lay unused longer than the limit; writes the mark at most once a minute."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            now = int(time.time())
            last = request.session.get(LAST_USED, now)
            if now - last > settings.IDLE_LIMIT_MINUTES * 60:
                logout(request)
            elif now - last >= 60 or LAST_USED not in request.session:
                request.session[LAST_USED] = now
        return get_response(request)

    return middleware


def second_factor(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Sends a person without a second step to the page that sets one up; until then nothing else opens."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if settings.SECOND_FACTOR_REQUIRED and request.user.is_authenticated and not _may_pass(request):
            return redirect(reverse("accounts:second-step"))
        return get_response(request)

    return middleware


def _may_pass(request: HttpRequest) -> bool:
    if request.path.startswith(reverse("mfa_index")):
        # Here a second step may be taken away, so what was seen before no longer counts.
        request.session.pop(SECOND_FACTOR_SEEN, None)
        return True
    if request.path in _always_open():
        return True
    if request.session.get(SECOND_FACTOR_SEEN):
        return True
    if not _has_second_step(request):
        return False
    request.session[SECOND_FACTOR_SEEN] = True
    return True


def _has_second_step(request: HttpRequest) -> bool:
    person = request.user
    by_organisation = any(step["method"] == "socialaccount" for step in get_authentication_records(request, person))
    return by_organisation or has_second_factor(person)  # type: ignore[arg-type]


def _always_open() -> tuple[str, ...]:
    names = ("account_logout", "account_reauthenticate", "accounts:second-step", "accounts:stay")
    return tuple(reverse(name) for name in names)


def unreachable_provider(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """A page with the reason when an organisation's sign-in cannot be reached, where the library gives a fault."""

    def middleware(request: HttpRequest) -> HttpResponse:
        return get_response(request)

    def process_exception(request: HttpRequest, exception: Exception) -> HttpResponse | None:
        found = request.resolver_match
        if not isinstance(exception, requests.RequestException) or found is None:
            return None
        provider = get_adapter().get_provider(request, found.kwargs.get("provider_id", ""))
        return render_authentication_error(request, provider, exception=exception)

    middleware.process_exception = process_exception  # type: ignore[attr-defined]
    return middleware
