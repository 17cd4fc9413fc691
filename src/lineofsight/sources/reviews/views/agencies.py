"""Single agencies' own reviews of incidents, reported to the sub-group: each is a product on that tool's route."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from lineofsight.cycle.products import changes as products
from lineofsight.foundation.partnership.careful import careful
from lineofsight.foundation.partnership.guards import PartnershipRequest, now, partnership_page
from lineofsight.foundation.partnership.permissions import Refused
from lineofsight.foundation.partnership.queries import bodies_of
from lineofsight.foundation.ui.tables import Column, Filter, Table
from lineofsight.sources.reviews import changes, permissions, queries
from lineofsight.sources.reviews.forms import AgencyReviewForm
from lineofsight.sources.reviews.models import AgencyReview
from lineofsight.sources.reviews.views.sections import MARKING, bodies, shared, url

EMPTY = (
    "No reviews by single agencies yet",
    "An agency reports its own review here: an NHS patient safety investigation, police standards, probation.",
)


@partnership_page(permissions.ANSWER, permissions.READ, "see_incidents")
@require_safe
def agency_reviews(request: PartnershipRequest) -> HttpResponseBase:
    """Every one that the person may see, with what it means for other agencies."""
    here, rows = request.here, queries.agency_reviews(request.here)
    add = url(request, "report-agency") if here.may(permissions.ANSWER) or here.may(permissions.EDIT) else ""
    table = Table(
        request, name="agency-reviews", title="Single agencies’ reviews", noun=("review", "reviews"), marking=MARKING,
        rows=rows, default_sort="title", exports=here.may("export"),
        columns=[
            Column("title", "Review", value="product.title", sort="product__title", url=lambda row: products.path_of(row.product)),
            Column("agency", "Agency", value="product.organisation.name", sort="product__organisation__name"),
            Column("process", "Kind", value=lambda row: row.get_process_display(), sort="process"),
            Column("learning", "What it learnt"),
            Column("for_others", "For other agencies"),
        ],
        filters=[Filter("process", "Kind", "choice", AgencyReview.Process.choices)],
        empty=(*EMPTY, add, "Report a review" if add else ""),
    )  # fmt: skip
    if table.wants_export:
        return table.export_response()
    return render(request, "reviews/agencies.html", shared(request) | {"table": table, "add_url": add})


@partnership_page(permissions.ANSWER, permissions.EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: PartnershipRequest) -> HttpResponse:
    """The agency's lead reports its own; the business team, for any agency."""
    here, own = request.here, request.here.organisations_where(permissions.ANSWER)
    able = [pair for pair in bodies(request) if here.may(permissions.EDIT) or pair[0] in own]
    form = AgencyReviewForm(request.POST or None, choices={"agency": able}, **careful(request))
    if request.method == "POST" and form.is_valid():
        said = form.said
        body = bodies_of(here.partnership).get(pk=said["agency"])
        facts = {name: said[name] for name in ("process", "incident_on", "learning", "for_others")}
        try:
            changes.report_agency_review(
                here.partnership,
                organisation=body,
                title=said["title"],
                **facts,
                by=here.doer,
                now=now(),
                today=here.today,
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "The review is reported. It goes to the Scrutiny, Assurance and Audit Sub-group.")
            return redirect(url(request, "agencies"))
    facts = {
        "form": form,
        "title": "Report your agency’s own review",
        "button": "Report it",
        "back": url(request, "agencies"),
    }
    return render(request, "reviews/outside.html", shared(request) | facts)
