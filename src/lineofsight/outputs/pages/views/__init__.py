"""Start, home and the pages that help."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from lineofsight.foundation.accounts.guards import public_page, signed_in_page
from lineofsight.foundation.partnership.guards import PartnershipRequest, partnership_page, today
from lineofsight.foundation.partnership.queries import memberships_of


@signed_in_page
def start(request: HttpRequest) -> HttpResponse:
    """The one partnership that the person serves in, the list of several, or what a newcomer waits for."""
    slugs = {membership.partnership.slug for membership in memberships_of(request.user, today=today())}  # type: ignore[arg-type]
    if len(slugs) == 1:
        return redirect("pages:home", partnership=slugs.pop())
    return redirect("pages:partnerships" if slugs else "entry:waiting")


@signed_in_page
def partnerships(request: HttpRequest) -> HttpResponse:
    """Where the person serves, and as what; or that somebody must confirm them first."""
    memberships = memberships_of(request.user, today=today())  # type: ignore[arg-type]
    return render(request, "pages/partnerships.html", {"memberships": memberships})


@partnership_page()
def search(request: PartnershipRequest) -> HttpResponse:
    """Everything that the person may see, by its words."""
    return render(request, "pages/search.html", {"words": request.GET.get("q", "")})


@partnership_page("manage_setup", "manage_people")
def setup(request: PartnershipRequest) -> HttpResponse:
    """The list of what must be set up."""
    return render(request, "pages/setup.html", {})


@public_page
def help_page(request: HttpRequest) -> HttpResponse:
    """How to do things, by role."""
    return render(request, "pages/help.html", {})


@public_page
def glossary(request: HttpRequest) -> HttpResponse:
    """The words of the trade."""
    return render(request, "pages/glossary.html", {})


@public_page
def accessibility(request: HttpRequest) -> HttpResponse:
    """The accessibility statement."""
    return render(request, "pages/accessibility.html", {})


@public_page
def privacy(request: HttpRequest) -> HttpResponse:
    """What is kept of the people who use this."""
    return render(request, "pages/privacy.html", {})
