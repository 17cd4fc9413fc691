"""Whom the partnership compares itself with: its statistical neighbours, to see and to change."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from lineofsight.foundation.partnership import guards
from lineofsight.foundation.partnership.guards import PartnershipRequest, partnership_page
from lineofsight.foundation.ui.conflicts import conflict_between
from lineofsight.sources.dashboard.changes.comparing import NeighboursChanged, set_neighbours
from lineofsight.sources.dashboard.forms import NeighboursForm
from lineofsight.sources.dashboard.models import Neighbours
from lineofsight.sources.dashboard.queries.benchmarks import neighbours_of
from lineofsight.sources.dashboard.rules.neighbours import as_lines
from lineofsight.sources.dashboard.views.acts import show_form

HEADING = "Statistical neighbours"
INTRO = (
    "The councils most like yours. Their figures come with publishers’ files; each measure’s definition says whether it is "
    "compared with their mean or their median. Those without a figure are left out, and the page says how many there were."
)


@partnership_page("edit_measures")
@require_http_methods(["GET", "HEAD", "POST"])
def neighbours(request: PartnershipRequest) -> HttpResponse:
    """The list with the model that it comes from."""
    here, held = request.here, neighbours_of(request.here.partnership)
    back = reverse("dashboard:definitions", args=[here.partnership.slug])
    form = NeighboursForm(
        request.POST or None, initial=_values(held) | {"expected_version": held.version if held else 0}
    )
    if request.method != "POST" or not form.is_valid():
        return show_form(request, form, heading=HEADING, intro=INTRO, back=back)
    clean = form.cleaned_data
    try:
        set_neighbours(
            here.partnership, clean["councils"].split(), source=clean["source"], by=here.doer, now=guards.now(),
            expected_version=clean["expected_version"] or 0,
        )  # fmt: skip
    except NeighboursChanged as meanwhile:
        return _conflict(request, form, meanwhile.saved, back)
    messages.success(request, "Saved. Measures are compared with these councils from now on.")
    return redirect(back)


def _values(held: Neighbours | None) -> dict[str, Any]:
    return {"councils": as_lines(held.codes.split()), "source": held.source} if held else {}


def _conflict(request: PartnershipRequest, form: NeighboursForm, saved: Neighbours, back: str) -> HttpResponse:
    form.cleaned_data["councils"] = as_lines(form.cleaned_data["councils"].split())
    conflict = conflict_between(
        form, _values(saved), by=saved.changed_by.name, at=saved.changed_at, version=saved.version
    )
    facts = {"form": form, "heading": HEADING, "back": back, "conflict": conflict, "conflict_url": request.path}
    return render(request, "dashboard/form.html", facts, status=409)
