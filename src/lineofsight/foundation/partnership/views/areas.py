"""The areas that a partnership covers: the list, adding some, and what takes the place of one that ends."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from lineofsight.foundation.partnership import changes, queries
from lineofsight.foundation.partnership.forms import AreaForm, NewAreasForm
from lineofsight.foundation.partnership.guards import PartnershipRequest, partnership_page
from lineofsight.foundation.partnership.models import Area, Coverage
from lineofsight.foundation.partnership.views.bodies import edit_with_versions, form_for, list_page, names_of, url_of
from lineofsight.foundation.trail.changes import installation_chain
from lineofsight.foundation.ui.tables import Column, Filter, Table
from lineofsight.foundation.ui.words import counted


@partnership_page("see_people")
@require_safe
def areas(request: PartnershipRequest) -> HttpResponseBase:
    """The areas that the partnership covers, with their official codes, dates and successors."""
    here, may = request.here, request.here.may("manage_setup")
    current = queries.covered_on(here.partnership, here.today)
    table = Table(
        request,
        name="areas",
        title="Areas",
        rows=queries.areas(here.partnership),
        default_sort="name",
        noun=("area", "areas"),
        columns=[
            Column("name", "Area", value="area.name", sort="area__name", filter="text",
                   url=lambda one: url_of(request, "edit-area", one.area_id) if may else ""),
            Column("code", "Official code", value="area.code", sort="area__code", filter="text"),
            Column("kind", "Kind", value="area.get_kind_display", sort="area__kind"),
            Column("covers", "Covers", value=_covers, sort="is_whole"),
            Column("parent", "Part of", value="area.parent.name", sort="area__parent__name"),
            Column("starts_on", "Since"),
            Column("ends_on", "Until", value=lambda one: one.ends_on or one.area.ends_on, sort="area__ends_on"),
            Column("successors", "Succeeded by", value=lambda one: names_of(one.area.successors), sort=False),
        ],
        filters=[Filter("current", "Only those of today", "tick", apply=lambda rows, _: rows.filter(pk__in=current))],
        empty=("No areas yet", "Add the whole area first, then its parts.", "", ""),
    )  # fmt: skip
    return list_page(request, table, heading="Areas", add="add-areas", may="manage_setup")


def _covers(one: Coverage) -> str:
    return "The whole partnership" if one.is_whole else "A part"


@partnership_page("manage_setup")
@require_http_methods(["GET", "HEAD", "POST"])
def add_areas(request: PartnershipRequest) -> HttpResponse:
    """One area or many, a line each."""
    here = request.here
    is_first = not queries.covered_on(here.partnership, here.today).filter(is_whole=True).exists()
    kind = Area.Kind.COUNTY if is_first else Area.Kind.DISTRICT
    initial = {"starts_on": here.today, "is_whole": is_first, "kind": kind}
    form = NewAreasForm(request.POST or None, initial=initial, has_whole=not is_first)
    if request.method == "POST" and form.is_valid():
        added = changes.cover_areas(here.partnership, **form.cleaned_data, by=here.doer)
        known = len(form.cleaned_data["lines"]) - added
        already = f" {counted(known, 'was', 'were')} here already." if known else ""
        messages.success(request, f"{counted(added, 'area')} added.{already}")
        return redirect(url_of(request, "areas"))
    facts = {"form": form, "heading": "Add areas", "back": url_of(request, "areas")}
    return render(request, "partnership/edit.html", facts)


@partnership_page("manage_setup")
@require_http_methods(["GET", "HEAD", "POST"])
def edit_area(request: PartnershipRequest, area: int) -> HttpResponse:
    """An area's name, its last day, and what takes its place then."""
    row = get_object_or_404(queries.areas_of(request.here.partnership), pk=area)
    form = form_for(request, AreaForm, row)
    return edit_with_versions(request, row, form, chain=installation_chain(), back=url_of(request, "areas"))
