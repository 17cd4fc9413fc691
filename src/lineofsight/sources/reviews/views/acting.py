"""One thing to do with an incident: its page, its refusals, and both texts when two people wrote at once."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from lineofsight.foundation.partnership.careful import CarefulForm, careful
from lineofsight.foundation.partnership.guards import PartnershipRequest
from lineofsight.foundation.partnership.permissions import Refused
from lineofsight.foundation.ui.conflicts import Conflict, conflict_between
from lineofsight.sources.reviews import changes, permissions, queries
from lineofsight.sources.reviews.models import Incident
from lineofsight.sources.reviews.views.sections import shared, url

Clean = dict[str, Any]
Choices = dict[str, list[tuple[str, str]]]


def nothing(request: PartnershipRequest, held: Incident) -> dict[str, Any]:
    """No choices, no first values."""
    return {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """One thing to do: its form, the words around it, what stands in the boxes first, and what does it."""

    form: type[CarefulForm]
    title: str
    button: str
    done: str
    do: Callable[[PartnershipRequest, Incident, Clean], Any]
    initial: Callable[[PartnershipRequest, Incident], dict[str, Any]] = nothing
    choices: Callable[[PartnershipRequest, Incident], Choices] | None = None
    lead: str = ""


def act(request: PartnershipRequest, held: Incident, name: str, deed: Deed) -> HttpResponse:
    """The deed's page; a deed that cannot be done now sends back to the incident with the reason."""
    reason = permissions.why_not(request.here, held, name)
    if reason and reason != permissions.NOT_NOW:
        raise Refused(reason)
    if reason and request.method != "POST":
        messages.error(request, reason)
        return redirect(url(request, "incident", held.pk))
    form = _form(request, held, deed)
    if request.method == "POST" and form.is_valid():
        try:
            if reason:
                raise Refused(reason)
            deed.do(request, held, form.said | {"version": form.cleaned_data["expected_version"] or 0})
        except changes.ChangedMeanwhile:
            return _meanwhile(request, held, deed, form)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, deed.done)
            return redirect(url(request, "incident", held.pk))
    return render(request, "reviews/deed.html", shared(request) | {"incident": held, "deed": deed, "form": form})


def _form(request: PartnershipRequest, held: Incident, deed: Deed) -> CarefulForm:
    facts: dict[str, Any] = {"version": held.version, "initial": deed.initial(request, held)}
    if deed.choices is not None:
        facts["choices"] = deed.choices(request, held)
    return deed.form(request.POST or None, **careful(request), **facts)


def _meanwhile(request: PartnershipRequest, held: Incident, deed: Deed, form: CarefulForm) -> HttpResponse:
    """Both shown: what stands there now, and what was typed; the second person chooses."""
    newest = queries.incident(request.here.partnership, held.pk)
    facts = {"incident": newest, "deed": deed, "form": form, "conflict": _conflict(request, newest, deed, form)}
    return render(request, "reviews/deed.html", shared(request) | facts, status=409)


def _conflict(request: PartnershipRequest, newest: Incident, deed: Deed, form: CarefulForm) -> Conflict:
    saved = {name: value for name, value in deed.initial(request, newest).items() if name in form.fields}
    who, at = queries.last_change(newest)
    return conflict_between(form, saved, by=who, at=at, version=newest.version)
