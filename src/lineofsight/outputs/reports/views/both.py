"""One briefing for those who serve two partnerships, on a page and as a PDF."""

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from lineofsight.engine.documents import to_html, to_pdf
from lineofsight.foundation.partnership.guards import PartnershipRequest, partnership_page
from lineofsight.outputs.reports import together
from lineofsight.outputs.reports.views.files import TYPES
from lineofsight.outputs.reports.views.sections import READ, shared


@partnership_page(READ)
@require_safe
def both(request: PartnershipRequest) -> HttpResponse:
    """A part for each partnership that the person serves: what needs leaders, what was decided, and what came of it."""
    here = request.here
    if request.GET.get("as") == "pdf":
        paper = together.briefing(here.person, today=here.today, site=settings.ADDRESS)
        return HttpResponse(to_pdf(paper), content_type=TYPES["pdf"])
    paper = together.briefing(here.person, today=here.today)
    facts = {"paper": mark_safe(to_html(paper)), "lines": paper.lines, "names": paper.partnership}  # noqa: S308
    return render(request, "reports/both.html", shared(request) | facts)
