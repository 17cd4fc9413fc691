"""Ways in: the link of an invitation, waiting to be confirmed, and the one-click sign-in of the demo."""

from typing import Any
from urllib.parse import urlencode

from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from lineofsight.foundation.accounts.guards import public_page, signed_in_page
from lineofsight.foundation.accounts.models import Person
from lineofsight.foundation.accounts.queries import is_address_proved, person_with
from lineofsight.foundation.partnership import guards, inviting, queries
from lineofsight.foundation.partnership.forms import NewAccountForm, PassOnForm
from lineofsight.foundation.partnership.guards import today
from lineofsight.foundation.partnership.models import Invitation
from lineofsight.foundation.partnership.permissions import Refused
from lineofsight.foundation.trail.changes import Doer

THE_READER = Doer.system("Whoever holds the link")


def _person(request: HttpRequest) -> Person:
    return request.user  # type: ignore[return-value]


def _standing(secret: str) -> Invitation:
    """The invitation when it still stands; Refused with what to do when it does not."""
    invitation = inviting.find(secret)
    if invitation is None or inviting.state_of(invitation, now=guards.now()) != inviting.OPEN:
        raise Refused("This invitation no longer works. Open its link again to see why.")
    return invitation


def _page_of_link(request: HttpRequest, secret: str, **context: Any) -> HttpResponse:
    invitation = inviting.find(secret)
    if invitation is None:
        return render(request, "partnership/invitation_unknown.html", {}, status=404)
    state = inviting.state_of(invitation, now=guards.now())
    if state != inviting.OPEN:
        facts = {"invitation": invitation, "state": state, "secret": secret}
        return render(request, "partnership/invitation_closed.html", facts, status=410)
    mine = request.user.is_authenticated and _person(request).email == invitation.email
    has_account = person_with(invitation.email) is not None
    facts = {"invitation": invitation, "secret": secret, "mine": mine, "has_account": has_account, **context}
    return render(request, "partnership/invitation.html", facts, status=context.get("status", 200))


@public_page
@never_cache
def invitation(request: HttpRequest, secret: str) -> HttpResponse:
    """What one is invited to, and how to take it: it signs nobody in by itself."""
    found = inviting.find(secret)
    form = NewAccountForm(request.POST or None, initial={"name": found.name if found else ""})
    if request.method == "POST" and form.is_valid():
        try:
            facts: dict[str, Any] = {"today": today(), "now": guards.now()}
            taken = inviting.accept_with_new_account(_standing(secret), **form.cleaned_data, **facts)
        except Refused as refusal:
            return _page_of_link(request, secret, form=form, refusal=str(refusal))
        messages.success(request, "Your account is made. Sign in with your e-mail address and your password.")
        welcome = reverse("people:welcome", args=[taken.partnership.slug])
        return redirect(f"{reverse('account_login')}?{urlencode({'next': welcome})}")
    return _page_of_link(request, secret, form=form)


@signed_in_page
@require_POST
def take(request: HttpRequest, secret: str) -> HttpResponse:
    """Somebody who is signed in takes the seat: with the link, or with an address that is proved to be theirs."""
    person = _person(request)
    try:
        found = _standing(secret)
        if found.email != person.email:
            raise Refused(f"This invitation is for {found.email}. Sign in with that address, or pass it on.")
        membership = inviting.accept(found, person, today=today(), now=guards.now())
    except Refused as refusal:
        return _page_of_link(request, secret, form=None, refusal=str(refusal))
    return _after_taking(request, membership)


def _after_taking(request: HttpRequest, membership: Any) -> HttpResponse:
    if membership.confirmed_at is None:
        return redirect("entry:waiting")
    messages.success(request, f"You now serve as {membership.role.title}.")
    return redirect("people:welcome", partnership=membership.partnership.slug)


@public_page
@require_POST
def ask_again(request: HttpRequest, secret: str) -> HttpResponse:
    """A new link, sent to the same address and to no other."""
    found = inviting.find(secret)
    if found is None:
        return _page_of_link(request, secret)
    try:
        inviting.send_again(found, address=settings.ADDRESS, now=guards.now(), by=THE_READER)
    except Refused:
        return _page_of_link(request, secret)
    return render(request, "partnership/invitation_sent.html", {"invitation": found})


@public_page
@never_cache
def pass_on(request: HttpRequest, secret: str) -> HttpResponse:
    """“This is not my job”: whose it is. The partnership's team confirms them."""
    form = PassOnForm(request.POST or None)
    try:
        found = _standing(secret)
        if request.method == "POST" and form.is_valid():
            facts: dict[str, Any] = {"address": settings.ADDRESS, "today": today(), "now": guards.now()}
            passed = inviting.pass_on(found, **form.cleaned_data, **facts)
            return render(request, "partnership/invitation_passed_on.html", {"passed": passed})
    except Refused as refusal:
        return _page_of_link(request, secret, form=None, refusal=str(refusal))
    return render(request, "partnership/invitation_pass_on.html", {"form": form, "invitation": found, "secret": secret})


@signed_in_page
def waiting(request: HttpRequest) -> HttpResponse:
    """What somebody without a confirmed role sees: what they wait for, and offers to their own, proved address."""
    person = _person(request)
    offers = inviting.open_invitations_for(person, now=guards.now()) if is_address_proved(person) else []
    if request.method == "POST":
        chosen = next((one for one in offers if str(one.pk) == request.POST.get("invitation")), None)
        if chosen is None:
            raise Http404
        return _take_offer(request, chosen)
    facts = {"person": person, "waiting": queries.waiting_for(person, today=today()), "offers": offers}
    return render(request, "partnership/waiting_for_role.html", facts)


def _take_offer(request: HttpRequest, offer: Invitation) -> HttpResponse:
    """Take a seat from the page of those who wait; back to it when the offer was withdrawn meanwhile."""
    try:
        return _after_taking(request, inviting.accept(offer, _person(request), today=today(), now=guards.now()))
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("entry:waiting")


@signed_in_page
def roles(request: HttpRequest) -> HttpResponse:
    """One's own roles in every partnership, each with its deputies and what it lets one see."""
    held = queries.memberships_of(_person(request), today=today())
    rows = [
        (one, [other for other in queries.deputies_of(one.role, today=today()) if other.pk != one.pk]) for one in held
    ]
    return render(request, "partnership/own_roles.html", {"rows": rows})


@public_page
@never_cache
def demo(request: HttpRequest) -> HttpResponseBase:
    """The people of the demo, by role: one click signs in. On a real installation this page does not exist."""
    if not settings.DEMO:
        raise Http404
    people = queries.people_by_seat(today=today())
    if request.method != "POST":
        return render(request, "partnership/demo.html", {"people": people, "next": request.GET.get("next", "")})
    chosen = next((one.person for one in people if str(one.person_id) == request.POST.get("person")), None)
    if chosen is None:
        raise Http404
    wanted = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    record_authentication(request, chosen, "demo")
    return perform_login(request, chosen, email_verification="none", redirect_url=wanted if is_ours else "/")
