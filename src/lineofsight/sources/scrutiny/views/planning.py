"""Days agreed, and what is on the plan."""

from datetime import date
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from lineofsight.foundation.partnership.guards import PartnershipRequest, partnership_page
from lineofsight.foundation.partnership.queries import bodies_of
from lineofsight.sources.scrutiny import changes, forms, permissions, queries
from lineofsight.sources.scrutiny.models import Activity
from lineofsight.sources.scrutiny.views.deeds import READS_AND_SENDS, Clean, Deed, act, shared


def _workspace(request: PartnershipRequest) -> str:
    return reverse("scrutiny:workspace", args=[request.here.partnership.slug])


@partnership_page(permissions.WRITE)
@READS_AND_SENDS
def days(request: PartnershipRequest) -> HttpResponse:
    """How many days were agreed for a year."""
    here = request.here
    held = queries.year(here.partnership, today=here.today)

    def do(clean: Clean, version: int) -> str:
        changes.agree_days(here.partnership, by=here.doer, **clean)
        return _workspace(request)

    initial = {
        "starts_on": held.first if held else date(here.today.year, 4, 1),
        "days": held.row.days if held else None,
    }
    deed = Deed(forms.DaysForm, "Days agreed for the year", "Save", "The days are saved.", do, _workspace(request),
                facts={"initial": initial})  # fmt: skip
    return act(request, deed)


@partnership_page(permissions.WRITE)
@READS_AND_SENDS
def new(request: PartnershipRequest) -> HttpResponse:
    """Something more on the plan."""
    here = request.here
    bodies = {str(one.pk): one for one in bodies_of(here.partnership).order_by("name")}

    def do(clean: Clean, version: int) -> str:
        facts = clean | {"organisation": bodies.get(clean["organisation"])}
        changes.plan(here.partnership, by=here.doer, **facts)
        return _workspace(request)

    facts = {"bodies": [(key, one.name) for key, one in bodies.items()], "initial": {"days": 1}}
    deed = Deed(forms.PlanForm, "Put something on the plan", "Put it on the plan", "It is on the plan.", do,
                _workspace(request), facts=facts)  # fmt: skip
    return act(request, deed)


def _found(request: PartnershipRequest, key: UUID) -> Activity:
    row: Activity | None = queries.activities(request.here).select_related("partnership__chain").filter(pk=key).first()
    if row is None:
        raise Http404
    return row


@partnership_page(permissions.READ, permissions.WRITE)
@require_safe
def activity(request: PartnershipRequest, activity: UUID) -> HttpResponse:
    """One thing on the plan."""
    row = _found(request, activity)
    facts = [
        ("Kind", row.get_kind_display()),
        ("About", row.organisation.name if row.organisation else "All agencies"),
        ("Day", row.planned_on),
        ("Days", row.days),
        ("How it stands", row.get_state_display()),
        ("Partners see it", "Yes" if row.is_shared else "No"),
    ]
    shown = {"activity": row, "facts": facts, "writes": request.here.may(permissions.WRITE)}
    return render(request, "scrutiny/activity.html", shared(request) | shown)


@partnership_page(permissions.WRITE)
@READS_AND_SENDS
def change(request: PartnershipRequest, activity: UUID) -> HttpResponse:
    """How it went."""
    row = _found(request, activity)
    page = reverse("scrutiny:activity", args=[request.here.partnership.slug, row.pk])

    def do(clean: Clean, version: int) -> str:
        changes.change_activity(row, by=request.here.doer, version=version, **clean)
        return page

    initial = {name: getattr(row, name) for name in ("state", "planned_on", "days", "outcome", "is_shared")}
    deed = Deed(forms.DoneForm, "Say how it stands", "Save", "It is saved.", do, page, facts={"initial": initial},
                caption=row.title, version=row.version)  # fmt: skip
    return act(request, deed)
