"""One's own account: who one is, how one signs in, and staying signed in."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from lineofsight.foundation.accounts import changes, queries
from lineofsight.foundation.accounts.adapters import provider_names
from lineofsight.foundation.accounts.forms import ProfileForm
from lineofsight.foundation.accounts.guards import public_page, signed_in_page
from lineofsight.foundation.accounts.models import Person
from lineofsight.foundation.trail.changes import Doer


def _person(request: HttpRequest) -> Person:
    return request.user  # type: ignore[return-value]


def _self(request: HttpRequest) -> Doer:
    return Doer(actor_id=_person(request).actor_id, role="Own account")


@signed_in_page
@require_safe
def account(request: HttpRequest) -> HttpResponse:
    """Name, address, how the person signs in, and from where they did."""
    person = _person(request)
    context = {
        "person": person,
        "ways": queries.ways_in(person, provider_names=provider_names(request)),
        "sign_ins": queries.recent_sign_ins(person),
        "organisation_accounts": bool(provider_names(request)),
    }
    return render(request, "accounts/account.html", context)


@signed_in_page
def profile(request: HttpRequest) -> HttpResponse:
    """Change one's own name, telephone and days away."""
    person = _person(request)
    facts = {name: getattr(person, name) for name in ("name", "telephone", "away_from", "away_until")}
    form = ProfileForm(request.POST or None, initial=facts)
    if request.method == "POST" and form.is_valid():
        changes.save_profile(person, **form.cleaned_data, by=_self(request))
        messages.success(request, "Your details are saved.")
        return redirect("accounts:account")
    return render(request, "accounts/profile.html", {"form": form})


@signed_in_page
@require_POST
def end_other_sessions(request: HttpRequest) -> HttpResponse:
    """Sign out everywhere but here."""
    person = _person(request)
    changes.end_sessions(person, by=_self(request))
    person.refresh_from_db(fields=["session_salt"])
    update_session_auth_hash(request, person)
    messages.success(request, "You are signed out everywhere else.")
    return redirect("accounts:account")


@signed_in_page
@never_cache
@require_safe
def stay(request: HttpRequest) -> HttpResponseBase:
    """Keep the session: for the script an empty answer, without it a page that says so and leads back."""
    if request.headers.get("X-Requested-With") == "XMLHttpRequest":
        return HttpResponse(status=204)
    came_from = request.headers.get("Referer", "")
    is_ours = url_has_allowed_host_and_scheme(came_from, {request.get_host()}, require_https=request.is_secure())
    context = {"back": came_from if is_ours else "/", "minutes": settings.IDLE_LIMIT_MINUTES}
    return render(request, "accounts/stay.html", context)


@signed_in_page
@require_safe
def second_step(request: HttpRequest) -> HttpResponse:
    """Why a second step, and the two ways to set one up."""
    has_one = queries.has_second_factor(_person(request))
    return render(request, "accounts/second_step.html", {"has_one": has_one})


@public_page
@require_safe
def organisation_account_not_linked(request: HttpRequest) -> HttpResponse:
    """There is an account with this address already, and the provider does not say that it checked the address."""
    return render(request, "accounts/not_linked.html", {}, status=403)


@public_page
@require_safe
def organisation_account_without_address(request: HttpRequest) -> HttpResponse:
    """The provider gave no e-mail address."""
    return render(request, "accounts/without_address.html", {}, status=403)
