"""Pages that help: how-tos by role, how to read a chart, the words of the trade, and the statements."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from lineofsight.foundation.accounts.guards import public_page
from lineofsight.foundation.ui import views as ui_views
from lineofsight.outputs.pages import glossary as words
from lineofsight.outputs.pages import guides
from lineofsight.outputs.pages.primer import pictures


@public_page
@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    """Where to find what, by role."""
    return render(request, "pages/help.html", {"guides": guides.guides()})


@public_page
@require_safe
def guide(request: HttpRequest, guide: str) -> HttpResponse:
    """How to do things in one role."""
    found = next((one for one in guides.guides() if one.code == guide), None)
    if found is None:
        raise Http404
    return render(request, "pages/help_guide.html", {"guide": found})


@public_page
@require_safe
def charts(request: HttpRequest) -> HttpResponse:
    """How to read a chart in a minute: four pictures with what each says."""
    return render(request, "pages/help_charts.html", {"pictures": pictures()})


@public_page
def components(request: HttpRequest) -> HttpResponseBase:
    """The parts that every page is made of."""
    return ui_views.gallery(request)


@public_page
@require_safe
def glossary(request: HttpRequest) -> HttpResponse:
    """The words of the trade, from A to Z."""
    return render(request, "pages/glossary.html", {"letters": words.by_letter()})


@public_page
@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """The accessibility statement."""
    return render(request, "pages/accessibility.html", {})


@public_page
@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """What is kept of the people who use this."""
    return render(request, "pages/privacy.html", {})
