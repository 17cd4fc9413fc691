"""Things that do not add up: put right, or accepted with a reason."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from lineofsight.cycle.products.checks import Check, Found
from lineofsight.cycle.products.checks import checks as all_checks
from lineofsight.foundation.partnership.guards import PartnershipRequest, now, partnership_page
from lineofsight.foundation.partnership.permissions import Refused
from lineofsight.foundation.partnership.queries import known_names
from lineofsight.outputs.assurance import changes, permissions
from lineofsight.outputs.assurance.forms.signing import AcceptForm
from lineofsight.outputs.assurance.models import AcceptedCheck
from lineofsight.outputs.assurance.queries.accepting import accepted_in, still_accepted
from lineofsight.outputs.assurance.views.deeds import READS_AND_SENDS
from lineofsight.outputs.assurance.views.sections import shared

MOST_SHOWN = 50


@partnership_page(*permissions.CHECKS)
@require_safe
def checks(request: PartnershipRequest) -> HttpResponse:
    """Every check with what breaks it, and what was accepted."""
    accepted = list(accepted_in(request.here.partnership))
    quiet = still_accepted(accepted, today=request.here.today)
    parts = [_part(request, check, quiet) for check in all_checks()]
    facts = {
        "parts": [part for part in parts if part["count"]],
        "clear": [part["check"] for part in parts if not part["count"]],
        "total": sum(part["count"] for part in parts),
        "accepted": [row for row in accepted if (row.check_code, row.key) in quiet],
    }
    return render(request, "assurance/checks.html", shared(request) | facts)


def _part(request: PartnershipRequest, check: Check, quiet: set[tuple[str, str]]) -> dict[str, Any]:
    found = [one for one in check.find(request.here) if (check.code, one.key) not in quiet]
    shown = [(one, _accept_url(request, check, one)) for one in found[:MOST_SHOWN]]
    return {"check": check, "count": len(found), "rows": shown, "more": max(len(found) - MOST_SHOWN, 0)}


def _accept_url(request: PartnershipRequest, check: Check, one: Found) -> str:
    from urllib.parse import urlencode

    return (
        reverse("assurance:accept", args=[request.here.partnership.slug, check.code])
        + "?"
        + urlencode({"key": one.key})
    )


@partnership_page(*permissions.CHECKS)
@READS_AND_SENDS
def accept(request: PartnershipRequest, check: str) -> HttpResponse:
    """Why this may stay as it is."""
    known = next((one for one in all_checks() if one.code == check), None)
    key = request.GET.get("key", "")
    one = next((found for found in known.find(request.here) if found.key == key), None) if known else None
    if known is None:
        raise Http404
    if one is None:
        messages.success(request, "This adds up now. Nothing needs to be accepted.")
        return redirect("assurance:checks", request.here.partnership.slug)
    form = AcceptForm(
        request.POST or None, today=request.here.today, known=lambda: known_names(request.here.partnership)
    )
    if request.method == "POST" and form.is_valid():
        try:
            _accept(request, known, one, form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "It is accepted, with your reason.")
            return redirect("assurance:checks", request.here.partnership.slug)
    return render(request, "assurance/accept.html", shared(request) | {"form": form, "check": known, "one": one})


def _accept(request: PartnershipRequest, check: Check, one: Found, clean: dict[str, Any]) -> None:
    changes.accept(
        request.here.partnership,
        check=check.code,
        key=one.key,
        title=one.title,
        reason=clean["reason"],
        until=clean["until"],
        by=request.here.doer,
        now=now(),
    )


@partnership_page(*permissions.CHECKS)
@require_POST
def take_back(request: PartnershipRequest, accepted: int) -> HttpResponse:
    """What was accepted shows again."""
    row = AcceptedCheck.objects.for_partnership(request.here.partnership).filter(pk=accepted).first()
    if row is None:
        raise Http404
    row.partnership = request.here.partnership
    changes.show_again(row, by=request.here.doer, now=now())
    messages.success(request, "It shows again.")
    return redirect("assurance:checks", request.here.partnership.slug)
