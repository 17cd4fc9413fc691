"""Each group's page: remit in the framework's words, members, meetings, updates, actions and decisions."""

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from lineofsight.foundation.partnership.guards import PartnershipRequest, partnership_page
from lineofsight.foundation.partnership.models import Group
from lineofsight.foundation.ui.tables import Column, Table
from lineofsight.governance.meetings import permissions
from lineofsight.governance.meetings.queries import groups as queries
from lineofsight.governance.meetings.queries.meetings import groups_that_meet
from lineofsight.governance.meetings.queries.reading import seats_of
from lineofsight.governance.meetings.views.sections import SEE, shared, url


@partnership_page(SEE)
@require_safe
def groups(request: PartnershipRequest) -> HttpResponseBase:
    """Every group of today, with its remit."""
    rows = groups_that_meet(request.here.partnership, on=request.here.today)
    table = Table(
        request, name="groups", title="Groups", rows=rows, noun=("group", "groups"), exports=request.here.may("export"),
        columns=[
            Column("name", "Group", url=lambda one: url(request, "groups:group", one.code)),
            Column("remit", "Remit", sort=False),
        ],
        empty=("No group stands today", "Groups come with the framework, or are added at set-up.", "", ""),
    )  # fmt: skip
    if table.wants_export:
        return table.export_response()
    return render(request, "meetings/groups.html", shared(request) | {"table": table})


@partnership_page(SEE)
@require_safe
def group(request: PartnershipRequest, group: str) -> HttpResponse:
    """One group."""
    here = request.here
    try:
        row = queries.group_called(here.partnership, group, on=here.today)
    except Group.DoesNotExist:
        raise Http404 from None
    work = queries.work_of(here, row)
    people_url = reverse("people:group", args=[here.partnership.slug, row.pk]) if here.may("see_people") else ""
    facts = {
        "group": row,
        "in_framework": queries.framework_group(here, row),
        "seats": seats_of(row, on=here.today),
        "work": work,
        "people_url": people_url,
        "see_findings": here.may("see_findings"),
        "may_plan": permissions.why_not_edit(here, row) is None,
    }
    return render(request, "meetings/group.html", shared(request) | facts)
