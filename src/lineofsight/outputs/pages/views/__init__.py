"""Start, and where somebody serves."""

from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from lineofsight.foundation.accounts.guards import signed_in_page
from lineofsight.foundation.accounts.models import Person
from lineofsight.foundation.partnership.guards import today
from lineofsight.foundation.partnership.queries import memberships_of, waiting_for


@signed_in_page
def start(request: HttpRequest) -> HttpResponse:
    """The one partnership that the person serves in, the list of several, the installation for whoever looks after it, or
    what a newcomer waits for.
    """
    slugs = {membership.partnership.slug for membership in memberships_of(request.user, today=today())}  # type: ignore[arg-type]
    if len(slugs) == 1:
        return redirect("pages:home", partnership=slugs.pop())
    if slugs:
        return redirect("pages:partnerships")
    return redirect("pages:installation" if request.user.is_administrator else "entry:waiting")  # type: ignore[union-attr]


@signed_in_page
def partnerships(request: HttpRequest) -> HttpResponse:
    """Where the person serves, and as what; or that somebody must confirm them first."""
    person: Person = request.user  # type: ignore[assignment]
    held = memberships_of(person, today=today())
    places = [
        {"partnership": partnership, "memberships": list(memberships)}
        for partnership, memberships in groupby(held, key=lambda one: one.partnership)
    ]
    return render(request, "pages/partnerships.html", {"places": places, "waiting": waiting_for(person, today=today())})
