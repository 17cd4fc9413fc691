"""Raising a concern in four questions, and following what became of it."""

import uuid

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from lineofsight.cycle.warnings import changes
from lineofsight.cycle.warnings.models import Warning
from lineofsight.cycle.warnings.rules import RANK_OF_CONCERN
from lineofsight.foundation.partnership.guards import PartnershipRequest, now, partnership_page
from lineofsight.foundation.partnership.queries import known_names
from lineofsight.foundation.ui.tables import Column, Table
from lineofsight.foundation.ui.words import long_date
from lineofsight.outputs.early_warning import queries
from lineofsight.outputs.early_warning.forms import ConcernForm
from lineofsight.outputs.early_warning.views.sections import shared

LONGEST_TITLE = 90


@partnership_page("raise_concern")
@require_http_methods(["GET", "HEAD", "POST"])
def concern(request: PartnershipRequest) -> HttpResponse:
    """Four questions, after what to do now for a child at risk."""
    partnership = request.here.partnership
    form = ConcernForm(
        request.POST or None,
        organisations=queries.organisations_here(partnership),
        known=lambda: known_names(partnership),
        today=request.here.today,
        initial={"measure": request.GET.get("about", "")},
    )
    if request.method == "POST" and form.is_valid():
        warning = _raise(request, form)
        due = long_date(warning.triage_due_on)
        messages.success(request, f"Your concern was sent. The sub-group looks at it by {due}.")
        return redirect("early_warning:own", partnership.slug)
    code = str(form["measure"].value() or "")
    measure = queries.measure_named(partnership, code) if code else None
    return render(request, "early_warning/concern.html", shared(request) | {"form": form, "measure": measure})


def _raise(request: PartnershipRequest, form: ConcernForm) -> Warning:
    here, clean = request.here, form.cleaned_data
    measure = queries.measure_named(here.partnership, clean["measure"]) if clean["measure"] else None
    found = changes.Detection(
        kind=Warning.Kind.CONCERN,
        key=f"concern:{uuid.uuid4()}",
        title=title_of(clean["worry"]),
        sentence=clean["worry"],
        known=clean["evidence"],
        not_known=clean["wanted"],
        rank=RANK_OF_CONCERN,
        about=measure.subject if measure else None,
        organisation=queries.organisation_here(here.partnership, clean["organisation"]),
    )
    return changes.detect(here.partnership, found, by=here.doer, now=now(), today=here.today)[0]


def title_of(worry: str) -> str:
    """The first sentence of a concern, cut at a word."""
    first = worry.strip().split("\n")[0]
    first = first.split(". ")[0].rstrip(".")
    if len(first) <= LONGEST_TITLE:
        return first
    return first[:LONGEST_TITLE].rsplit(" ", 1)[0] + " …"


@partnership_page("raise_concern")
@require_safe
def own_concerns(request: PartnershipRequest) -> HttpResponseBase:
    """What the person raised, where it is now, and what was decided."""
    slug, sees = request.here.partnership.slug, request.here.may("see_warnings")
    table = Table(
        request,
        name="concerns",
        title="Your concerns",
        rows=queries.own_concerns(request.here.partnership, request.here.person),
        noun=("concern", "concerns"),
        marking="OFFICIAL-SENSITIVE",
        columns=[
            Column("title", "Concern",
                   url=lambda one: reverse("early_warning:warning", args=[slug, one.pk]) if sees else ""),
            Column("detected_at", "Raised on"),
            Column("state", "Where it is now", value="get_state_display"),
            Column("answer", "What was decided", value=lambda one: one.answer or one.closed_reason, sort=False),
        ],
        empty=("You have raised no concern yet", "When you do, you can follow here what becomes of it.",
               reverse("early_warning:concern", args=[slug]), "Raise a concern"),
    )  # fmt: skip
    if table.wants_export:
        return table.export_response()
    return render(request, "early_warning/own.html", shared(request) | {"table": table})
