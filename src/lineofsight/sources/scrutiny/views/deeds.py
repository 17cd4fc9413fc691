"""What the pages share: links, and a page of its own for each deed, so that none is an accident and none needs script."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from lineofsight.foundation.partnership.careful import CarefulForm, careful
from lineofsight.foundation.partnership.context import section_links
from lineofsight.foundation.partnership.guards import PartnershipRequest, now
from lineofsight.foundation.partnership.holding import ChangedMeanwhile
from lineofsight.foundation.partnership.permissions import Refused

READS_AND_SENDS = require_http_methods(["GET", "HEAD", "POST"])
SECTION, MARKING = "Reviews", "OFFICIAL-SENSITIVE"
Clean = dict[str, Any]


def shared(request: PartnershipRequest) -> dict[str, Any]:
    """The links of the section and the marking."""
    return {"sub_navigation": section_links(request.path, request.here, SECTION), "marking": MARKING}


@dataclass(frozen=True, slots=True)
class Deed:
    """One thing to do: `do(clean, version)` does it and gives the address to go on to. `back` is where one came from."""

    form: type[CarefulForm]
    title: str
    button: str
    done: str
    do: Callable[[Clean, int], str]
    back: str
    facts: dict[str, Any] = field(default_factory=dict)
    text: str = ""
    caption: str = ""
    version: int = 0
    kind: str = "primary"


def act(request: PartnershipRequest, deed: Deed) -> HttpResponse:
    """Show the form, do the deed, or show what was saved meanwhile beside what was typed."""
    form = _form(request, deed, request.POST or None)
    status, theirs = 200, []
    if request.method == "POST" and form.is_valid():
        try:
            onward = deed.do(form.said, form.cleaned_data.get("expected_version") or 0)
        except ChangedMeanwhile as meanwhile:
            theirs, status = _theirs(form, meanwhile.saved), 409
            data = request.POST.copy()
            data["expected_version"] = str(meanwhile.saved.version)
            form = _form(request, deed, data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, deed.done)
            return redirect(onward)
    facts = {"deed": deed, "form": form, "theirs": theirs}
    return render(request, "scrutiny/deed.html", shared(request) | facts, status=status)


def _form(request: PartnershipRequest, deed: Deed, data: Any) -> CarefulForm:
    return deed.form(data, version=deed.version, **careful(request), **deed.facts)


def _theirs(form: CarefulForm, saved: Any) -> list[tuple[str, Any]]:
    """What was saved meanwhile, field by field as the form names it."""
    fields = [one for one in form.shown_fields if hasattr(saved, one.name)]
    return [(str(one.label), getattr(saved, one.name)) for one in fields if getattr(saved, one.name) not in ("", None)]


def signed(request: PartnershipRequest) -> dict[str, Any]:
    """Who, when, and on which day."""
    return {"by": request.here.doer, "now": now(), "today": request.here.today}
