"""One deed, one page: shown, checked, done, or shown again beside what somebody else did meanwhile."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from lineofsight.foundation.partnership.careful import CarefulForm, careful
from lineofsight.foundation.partnership.guards import PartnershipRequest, now
from lineofsight.foundation.partnership.permissions import Refused
from lineofsight.foundation.ui.conflicts import conflict_between
from lineofsight.foundation.ui.forms import VersionedForm
from lineofsight.governance.meetings.changes import ChangedMeanwhile
from lineofsight.governance.meetings.views.sections import shared

READS_AND_SENDS = require_http_methods(["GET", "HEAD", "POST"])
Clean = dict[str, Any]
MOVED_ON = "Somebody else changed this while you were reading it. Look at how it stands now, then decide."


@dataclass(frozen=True, slots=True)
class Deed:
    """A page on which one thing is done.

    `do(clean)` does it and gives the words that say so (or None for `done`). `saved(row)` gives how the form's fields stand
    now, for two who write at once; without it the second is sent back to look.
    """

    title: str
    button: str
    form: type[forms.Form]
    do: Callable[[Clean], str | None]
    back: str
    done: str = ""
    caption: str = ""
    text: str = ""
    warn: str = ""
    version: int | None = None
    initial: Mapping[str, Any] = field(default_factory=dict)
    choices: Mapping[str, Any] = field(default_factory=dict)
    why_not: str | None = None
    saved: Callable[[Any], Mapping[str, Any]] | None = None
    by: Callable[[Any], Any] = lambda row: row.changed_by
    at: Callable[[Any], Any] = lambda row: row.changed_at
    next: str = ""
    template: str = "meetings/deed.html"
    facts: Mapping[str, Any] = field(default_factory=dict)


def act(request: PartnershipRequest, deed: Deed) -> HttpResponse:
    """The page of a deed; a person who cannot do it now is told why, on the page that they came from."""
    if deed.why_not and request.method != "POST":
        messages.error(request, deed.why_not)
        return redirect(deed.back)
    form = form_of(request, deed)
    if request.method == "POST" and form.is_valid():
        try:
            said = deed.do(form.cleaned_data)
        except ChangedMeanwhile as meanwhile:
            return _meanwhile(request, deed, form, meanwhile)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, said or deed.done)
            return redirect(deed.next or deed.back)
    return render(request, deed.template, shared(request) | {"deed": deed, "form": form, **deed.facts})


def form_of(request: PartnershipRequest, deed: Deed) -> Any:
    """The deed's form, with what was typed or how things stand."""
    initial = dict(deed.initial)
    if deed.version is not None:
        initial["expected_version"] = deed.version
    facts: dict[str, Any] = {"initial": initial, **deed.choices}
    if issubclass(deed.form, CarefulForm):
        facts |= careful(request)
    return deed.form(request.POST or None, **facts)


def _meanwhile(
    request: PartnershipRequest, deed: Deed, form: VersionedForm, meanwhile: ChangedMeanwhile
) -> HttpResponse:
    row = meanwhile.saved
    if deed.saved is None:
        messages.error(request, MOVED_ON)
        return redirect(deed.back)
    by, at = deed.by(row), deed.at(row)
    conflict = conflict_between(
        form, deed.saved(row), by=by.name if by else "Somebody", at=at or now(), version=row.version
    )  # fmt: skip
    facts = {"deed": deed, "form": form, "conflict": conflict, "conflict_url": request.path}
    return render(request, deed.template, shared(request) | facts, status=409)


def version_of(clean: Clean) -> int:
    """The version that the person read."""
    return clean.get("expected_version") or 0


class Nothing(VersionedForm):
    """A deed that needs no words: only to be sure."""
