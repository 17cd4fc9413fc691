"""What is done with a product: each deed has a page of its own, so it works without script and is never an accident."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from lineofsight.cycle.products import changes
from lineofsight.cycle.products.models import Product
from lineofsight.cycle.products.queries import one
from lineofsight.foundation.partnership.careful import CarefulForm
from lineofsight.foundation.partnership.guards import PartnershipRequest, now
from lineofsight.foundation.partnership.holding import must
from lineofsight.foundation.partnership.permissions import Refused
from lineofsight.foundation.partnership.queries import known_names
from lineofsight.foundation.ui.conflicts import conflict_between
from lineofsight.outputs.assurance.queries.product_page import ProductPage, last_change
from lineofsight.outputs.assurance.views.sections import shared

READS_AND_SENDS = require_http_methods(["GET", "HEAD", "POST"])
Clean = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Deed:
    """One thing to do: `do(request, page, clean)` does it. `why_not` is the reason against it, `facts` what its form needs.

    `saved(page)` gives the values as somebody else saved them, so that both are shown and the person chooses.
    """

    form: type[CarefulForm]
    title: str
    button: str
    done: str
    do: Callable[[PartnershipRequest, ProductPage, Clean], Any]
    why_not: str | None = None
    text: str = ""
    facts: dict[str, Any] = field(default_factory=dict)
    shown: dict[str, Any] = field(default_factory=dict)
    version: int | None = None
    saved: Callable[[ProductPage], dict[str, Any]] | None = None
    takes_files: bool = False
    goes_to: Callable[[], Product] | None = None
    kind: str = "primary"
    template: str = "assurance/deed.html"


def act(request: PartnershipRequest, page: ProductPage, deed: Deed) -> HttpResponse:
    """Show the form, do the deed and go back to the product, or show what somebody else did meanwhile."""
    must(deed.why_not)
    form = _form(request, page, deed, data=request.POST or None)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            deed.do(request, page, form.cleaned_data)
        except changes.ChangedMeanwhile as meanwhile:
            if deed.saved is not None:
                return _both(request, page, deed, form)
            form, status = _again(request, page, deed, str(meanwhile)), 409
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, deed.done)
            after = deed.goes_to() if deed.goes_to else page.product
            return redirect("assurance:product", request.here.partnership.slug, after.pk)
    facts = {"deed": deed, "form": form, "product": page.product, **deed.shown}
    return render(request, deed.template, shared(request) | facts | {"marking": page.product.marking}, status=status)


def _form(request: PartnershipRequest, page: ProductPage, deed: Deed, *, data: QueryDict | None) -> CarefulForm:
    partnership = request.here.partnership
    version = page.product.version if deed.version is None else deed.version
    facts: dict[str, Any] = {
        "known": lambda: known_names(partnership),
        "today": page.today,
        "version": version,
        **deed.facts,
    }
    if deed.takes_files:
        facts["files"] = request.FILES or None
    return deed.form(data, **facts)


def _again(request: PartnershipRequest, page: ProductPage, deed: Deed, said: str) -> CarefulForm:
    """What was typed, with the version as it is now: sent again, it counts."""
    newest: Product = one(request.here, page.product.pk)
    data = request.POST.copy()
    data["expected_version"] = str(newest.version if deed.version is None else newest.words.version)
    form = _form(request, page, deed, data=data)
    form.is_valid()
    form.add_error(None, f"{said} Nothing of yours was saved, and nothing is lost: send it again if it still fits.")
    return form


def _both(request: PartnershipRequest, page: ProductPage, deed: Deed, form: CarefulForm) -> HttpResponse:
    """Both versions side by side, and the person chooses field by field."""
    newest = ProductPage(page.here, one(request.here, page.product.pk))
    saved = deed.saved(newest) if deed.saved else {}
    by, at = last_change(newest.product)
    version = newest.product.version if deed.version is None else newest.product.words.version
    conflict = conflict_between(form, saved, by=by, at=at or now(), version=version)
    facts = {"conflict": conflict, "deed": deed, "product": newest.product}
    return render(request, "assurance/conflict.html", shared(request) | facts, status=409)


def signed(request: PartnershipRequest) -> dict[str, Any]:
    """Who, and when."""
    return {"by": request.here.doer, "now": now()}


def version_of(clean: Clean) -> int:
    """The version that was read."""
    return clean.get("expected_version") or 0
