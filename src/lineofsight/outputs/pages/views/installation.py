"""The installation, for those who look after it: its partnerships, everybody's accounts, and its trail."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from lineofsight.engine import framework as frameworks
from lineofsight.foundation.accounts.adapters import provider_names
from lineofsight.foundation.accounts.changes import NotPossible
from lineofsight.foundation.accounts.guards import administrator_page
from lineofsight.foundation.accounts.models import Person
from lineofsight.foundation.accounts.queries import recent_sign_ins, ways_in
from lineofsight.foundation.notices.queries import counts
from lineofsight.foundation.partnership import guards
from lineofsight.foundation.partnership.models import Partnership
from lineofsight.foundation.partnership.permissions import Refused
from lineofsight.foundation.partnership.queries import memberships_of
from lineofsight.foundation.trail.changes import Doer, installation_chain, record_look
from lineofsight.outputs.pages.installing import accounts as deeds
from lineofsight.outputs.pages.installing import founding, reading, tables
from lineofsight.outputs.pages.installing.forms import AccountDeedForm, FoundingForm, ManagerForm

CHANGES = ["GET", "HEAD", "POST"]


def _administrator(request: HttpRequest) -> Person:
    return request.user  # type: ignore[return-value]


def _by(request: HttpRequest) -> Doer:
    return Doer(actor_id=_administrator(request).actor_id, role="Administrator")


def _facts(request: HttpRequest) -> dict[str, Any]:
    """What each write of these pages is told beside what was typed."""
    clock = {"today": guards.today(), "now": guards.now()}
    return {"inviter": _administrator(request), "address": settings.ADDRESS, "by": _by(request), **clock}


@administrator_page
@require_safe
def installation(request: HttpRequest) -> HttpResponse:
    """Which partnerships there are, and the ways to accounts, e-mail, health and the trail."""
    places = reading.partnerships(today=guards.today())
    return render(request, "pages/installation.html", {"places": places, "mail": counts()})


@administrator_page
@require_http_methods(CHANGES)
def found(request: HttpRequest) -> HttpResponse:
    """A new partnership, and the invitation of whoever runs it."""
    form = FoundingForm(request.POST or None, initial={"counts_from": guards.today()})
    if request.method == "POST" and form.is_valid():
        try:
            place = _found(request, form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(
                request, f"{place.name} is made. {form.cleaned_data['manager_name']} was invited to run it."
            )
            return redirect("pages:installation")
    return render(request, "pages/installation_found.html", {"form": form})


def _found(request: HttpRequest, given: dict[str, Any]) -> Partnership:
    slug = given["slug"] or founding.slug_for(given["short_name"] or given["name"])
    names = founding.Names(given["name"], given["short_name"], slug, given["team"], is_made_up=given["is_made_up"])
    manager = founding.Manager(given["manager_name"], given["manager_email"])
    framework = frameworks.load(given["framework"])
    return founding.found(names, framework, manager, counts_from=given["counts_from"], **_facts(request))


@administrator_page
@require_http_methods(CHANGES)
def invite_manager(request: HttpRequest, partnership: str) -> HttpResponse:
    """Invite somebody to run a partnership that nobody runs."""
    place = get_object_or_404(Partnership, slug=partnership)
    form = ManagerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        manager = founding.Manager(form.cleaned_data["manager_name"], form.cleaned_data["manager_email"])
        try:
            founding.invite_manager(place, manager, **_facts(request))
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"{manager.name} was invited to run {place.name}.")
            return redirect("pages:installation")
    return render(request, "pages/installation_manager.html", {"form": form, "place": place})


@administrator_page
@require_safe
def all_accounts(request: HttpRequest) -> HttpResponseBase:
    """Everybody who can sign in, as a table to filter and export."""
    table = tables.accounts_table(request, today=guards.today())
    return table.export_response() if table.wants_export else render(request, "pages/accounts.html", {"table": table})


@administrator_page
@require_safe
def account(request: HttpRequest, person: UUID) -> HttpResponse:
    """One account: how it signs in, where it serves, and what can be done with it."""
    found = get_object_or_404(Person, pk=person)
    context = {
        "found": found,
        "ways": ways_in(found, provider_names=provider_names(request)),
        "sign_ins": recent_sign_ins(found, at_most=10),
        "held": memberships_of(found, today=guards.today()),
        "deeds": deeds.offered(found).items() if found != request.user else (),
    }
    return render(request, "pages/account.html", context)


@administrator_page
@require_http_methods(CHANGES)
def change_account(request: HttpRequest, person: UUID, deed: str) -> HttpResponse:
    """Say why, and do it."""
    found, chosen = get_object_or_404(Person, pk=person), deeds.DEEDS.get(deed)
    if chosen is None:
        raise Http404
    form = AccountDeedForm(request.POST or None, today=guards.today())
    if request.method == "POST" and form.is_valid():
        try:
            chosen.do(found, reason=form.cleaned_data["reason"], by=_by(request), request=request)
        except NotPossible as why:
            form.add_error(None, str(why))
        else:
            messages.success(request, chosen.done.format(person=found.name))
            return redirect("pages:account", found.pk)
    return render(request, "pages/account_change.html", {"form": form, "found": found, "deed": chosen})


@administrator_page
@require_safe
def installation_trail(request: HttpRequest) -> HttpResponseBase:
    """What was done that belongs to no partnership."""
    table = tables.trail_table(request)
    answer = (
        table.export_response()
        if table.wants_export
        else render(request, "pages/installation_trail.html", {"table": table})
    )
    record_look(installation_chain(), by=_by(request), deed="trail.read")
    return answer
