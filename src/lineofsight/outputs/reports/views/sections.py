"""What every page of reports shows around its content, the rows that an address names, and how a deed is done."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from lineofsight.foundation.partnership.careful import CarefulForm, careful
from lineofsight.foundation.partnership.context import section_links
from lineofsight.foundation.partnership.guards import PartnershipRequest, now
from lineofsight.foundation.partnership.permissions import Refused
from lineofsight.outputs.reports import changes, permissions, queries
from lineofsight.outputs.reports.models import Block, Report

SECTION = "Meetings and reports"
READ, WRITE = permissions.READ, permissions.WRITE
READS_AND_SENDS = require_http_methods(["GET", "HEAD", "POST"])
Clean = dict[str, Any]


def shared(request: PartnershipRequest, marking: str = "OFFICIAL-SENSITIVE") -> dict[str, Any]:
    """The links of the section and the marking."""
    links = section_links(request.path, request.here, SECTION)
    return {"sub_navigation": links, "marking": marking, "list_url": url(request, "reports:list")}


def url(request: PartnershipRequest, name: str, *args: object) -> str:
    """An address inside the partnership."""
    return reverse(name, args=[request.here.partnership.slug, *args])


def signed(request: PartnershipRequest) -> dict[str, Any]:
    """Who, and when."""
    return {"by": request.here.doer, "now": now()}


def found(request: PartnershipRequest, report: UUID) -> Report:
    """The report, for somebody who may open it; else 404."""
    try:
        return queries.one(request.here, report)
    except Report.DoesNotExist:
        raise Http404 from None


def found_block(request: PartnershipRequest, report: UUID, block: UUID) -> Block:
    """A block of the report; else 404."""
    held = found(request, report)
    row = queries.block_of(held, block)
    if row is None:
        raise Http404
    return row


def to_builder(request: PartnershipRequest, report: Report, anchor: str = "") -> HttpResponse:
    """To the outline of the report."""
    return redirect(url(request, "reports:build", report.pk) + anchor)


@dataclass(frozen=True, slots=True)
class Deed:
    """One thing to do with a report: `do(clean)` does it. `facts` is what its form needs, `shown` what its page shows."""

    form: type[CarefulForm]
    title: str
    button: str
    done: str
    do: Callable[[Clean], Any]
    text: str = ""
    facts: Clean = field(default_factory=dict)
    shown: Clean = field(default_factory=dict)
    goes_to: str = "reports:build"
    kind: str = "primary"
    template: str = "reports/deed.html"


def act(request: PartnershipRequest, report: Report, deed: Deed) -> HttpResponse:
    """Show the form, do the deed and go on, or say why not; what was typed stays."""
    form = deed.form(request.POST or None, **{**careful(request), **deed.facts})
    # A form without a field of its own is sent empty, and an empty form is bound to nothing.
    if request.method == "POST" and not form.is_bound:
        form = deed.form({}, **{**careful(request), **deed.facts})
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            deed.do(form.said | {"version": form.cleaned_data.get("expected_version") or 0})
        except changes.ChangedMeanwhile as meanwhile:
            form.add_error(None, f"{meanwhile} Nothing of yours was saved, and nothing is lost: open the page again.")
            status = 409
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, deed.done)
            return redirect(url(request, deed.goes_to, report.pk))
    back = url(request, deed.goes_to, report.pk)
    facts = {"deed": deed, "form": form, "report": report, "back": back, **deed.shown}
    return render(request, deed.template, shared(request, report.marking) | facts, status=status)
