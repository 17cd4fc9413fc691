"""Publishing a quarter: the list, the checklist with its form, and a correction in the open."""

from datetime import date

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from lineofsight.foundation.partnership import guards
from lineofsight.foundation.partnership.careful import careful
from lineofsight.foundation.partnership.guards import PartnershipRequest, partnership_page
from lineofsight.foundation.partnership.permissions import Refused
from lineofsight.sources.dashboard.changes import publishing as changes
from lineofsight.sources.dashboard.forms import CorrectionForm, PublishForm
from lineofsight.sources.dashboard.models import Publication
from lineofsight.sources.dashboard.queries import publishing as queries
from lineofsight.sources.dashboard.rules import periods
from lineofsight.sources.dashboard.views.acts import show_form
from lineofsight.sources.dashboard.views.sections import INNER, OUTER, sections


def _url(request: PartnershipRequest, name: str, quarter: date) -> str:
    return reverse(f"dashboard:{name}", args=[request.here.partnership.slug, quarter.isoformat()])


@partnership_page(OUTER, INNER)
@require_safe
def publications(request: PartnershipRequest) -> HttpResponse:
    """The quarters, published or not."""
    here = request.here
    rows = [
        (row, _url(request, "publish", row.start) if row.publication or here.may("publish_quarter") else "")
        for row in queries.quarters(here.partnership, today=here.today)
    ]
    facts = {"rows": rows, "may_publish": here.may("publish_quarter"), "sub_navigation": sections(request)}
    return render(request, "dashboard/publications.html", facts)


@partnership_page(OUTER, INNER)
def publish(request: PartnershipRequest, quarter: str) -> HttpResponse:
    """A published quarter as it was published; for one that is not, what stands between it and publication."""
    start = _quarter(quarter)
    found = queries.publication_of(request.here.partnership, start)
    if found is not None:
        return _published(request, found)
    if not request.here.may("publish_quarter"):
        raise Refused("This quarter is not published yet.")
    return _checklist(request, start)


def _quarter(text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise Http404 from None
    if day != periods.quarter_of(day):
        raise Http404
    return day


def _published(request: PartnershipRequest, found: Publication) -> HttpResponse:
    slug = request.here.partnership.slug
    facts = {
        "found": found,
        "words": periods.label(found.quarter_start, "quarter"),
        "summary_url": f"{reverse('dashboard:summary', args=[slug])}?to={found.quarter_start.isoformat()}",
        "correct_url": _url(request, "correct", found.quarter_start) if request.here.may("publish_quarter") else "",
        "sub_navigation": sections(request),
    }
    return render(request, "dashboard/published.html", facts)


def _checklist(request: PartnershipRequest, start: date) -> HttpResponse:
    here = request.here
    checks = queries.checklist(here.partnership, start, today=here.today)
    form = PublishForm(request.POST or None, checks=checks, **careful(request))
    if request.method == "POST" and form.is_valid():
        headline, reasons = form.cleaned_data["headline"], form.reasons()
        changes.publish(
            here.partnership, quarter=start, headline=headline, reasons=reasons, by=here.doer, now=guards.now(), today=here.today
        )  # fmt: skip
        messages.success(request, "The quarter is published, and everybody who may see it is told.")
        return redirect(_url(request, "publish", start))
    facts = {
        "form": form,
        "words": periods.label(start, "quarter"),
        "errors": [check for check in checks if check.stops],
        "warnings": [check for check in checks if not check.stops],
        "told": queries.who_is_told(here.partnership, today=here.today),
        "back": reverse("dashboard:publications", args=[here.partnership.slug]),
        "sub_navigation": sections(request),
    }
    return render(request, "dashboard/publish.html", facts)


@partnership_page("publish_quarter")
def correct(request: PartnershipRequest, quarter: str) -> HttpResponse:
    """Correct a published quarter in the open."""
    start = _quarter(quarter)
    found = queries.publication_of(request.here.partnership, start)
    if found is None:
        raise Http404
    form = CorrectionForm(request.POST or None, **careful(request))
    if request.method == "POST" and form.is_valid():
        text = form.cleaned_data["text"]
        changes.correct(found, text=text, by=request.here.doer, now=guards.now(), today=request.here.today)
        messages.success(request, "The correction is published, and everybody who may see it is told.")
        return redirect(_url(request, "publish", start))
    intro = (
        "The figures as they are known now take the place of those published. Your words stand beside them for good."
    )
    back = _url(request, "publish", start)
    return show_form(
        request, form, heading="Correct a published quarter", intro=intro, back=back, button="Publish the correction"
    )
