"""Recording an incident that a local authority became aware of."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from lineofsight.foundation.handbook.queries import framework_in_use
from lineofsight.foundation.partnership.careful import careful
from lineofsight.foundation.partnership.guards import PartnershipRequest, now, partnership_page
from lineofsight.foundation.partnership.models import Organisation
from lineofsight.foundation.partnership.permissions import Refused
from lineofsight.foundation.partnership.queries import bodies_of
from lineofsight.sources.reviews import changes, permissions
from lineofsight.sources.reviews.forms import IncidentForm
from lineofsight.sources.reviews.views.sections import shared


@partnership_page(permissions.EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def record(request: PartnershipRequest) -> HttpResponse:
    """The form; the reference is made by the product, so that it tells nothing."""
    form = IncidentForm(request.POST or None, choices=choices(request), **careful(request))
    if request.method == "POST" and form.is_valid():
        try:
            made = changes.consider(
                request.here.partnership, aware_on=form.said["aware_on"], incident_on=form.said["incident_on"],
                **kind_facts(request, form.said), by=request.here.doer, now=now(),
            )  # fmt: skip
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(
                request, f"The incident is recorded as {made.reference}. Use this reference and nothing else."
            )
            return redirect("incidents:incident", request.here.partnership.slug, made.pk)
    return render(request, "reviews/record.html", shared(request) | {"form": form})


def choices(request: PartnershipRequest) -> dict[str, list[tuple[str, str]]]:
    """Local authorities, and the framework's themes."""
    here = request.here
    authorities = bodies_of(here.partnership).filter(kind=Organisation.Kind.LOCAL_AUTHORITY).order_by("name")
    framework = framework_in_use(here.partnership, on=here.today)
    return {
        "duty_holder": [(str(one.pk), one.name) for one in authorities],
        "themes": [(one.code, one.name) for one in framework.themes],
    }


def kind_facts(request: PartnershipRequest, clean: dict[str, Any]) -> dict[str, Any]:
    """What was typed about the kind of incident, as the changes take it."""
    ticked = {name: name in clean["what"] for name in ("child_died", "is_looked_after", "is_care_leaver")}
    return {
        "summary": clean["summary"],
        "duty_holder": bodies_of(request.here.partnership).get(pk=clean["duty_holder"]),
        "is_led_here": clean["led"] == "yes",
        "other_partnership": clean["other_partnership"].strip(),
        "themes": clean["themes"],
        **ticked,
    }
