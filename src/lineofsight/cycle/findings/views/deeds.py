"""What is done with one thing: each deed has a page of its own, so it works without script and is never an accident.

Two people at once never overwrite one another: the second sees what the first did, with what they typed kept.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from lineofsight.cycle.findings import changes, queries
from lineofsight.cycle.findings.models import Action, Finding, ImpactCheck, Recommendation
from lineofsight.cycle.findings.views.sections import shared
from lineofsight.foundation.partnership.careful import CarefulForm
from lineofsight.foundation.partnership.guards import PartnershipRequest, now
from lineofsight.foundation.partnership.permissions import Refused
from lineofsight.foundation.partnership.queries import known_names

READS_AND_SENDS = require_http_methods(["GET", "HEAD", "POST"])
Thing = Finding | Recommendation | Action | ImpactCheck
Clean = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Deed:
    """One thing to do.

    `do(request, thing, clean)` does it and may give the message to show; `facts(request, thing)` fills in the form's lists;
    `why_not(request, thing)` is the reason against it. `says(thing)`: (caption, what the thing says) above the form.
    """

    form: type[CarefulForm]
    title: str
    button: str
    done: str
    do: Callable[[PartnershipRequest, Any, Clean], Any]
    text: str = ""
    facts: Callable[[PartnershipRequest, Any], dict[str, Any]] = field(default=lambda *_: {})
    why_not: Callable[[PartnershipRequest, Any], str | None] = field(default=lambda *_: None)
    kind: str = "primary"
    notes: Callable[[PartnershipRequest, Any], list[str]] = field(default=lambda *_: [])


def found(request: PartnershipRequest, read: Callable[[Any, UUID], Any], key: UUID) -> Any:
    """What `read` finds for this person, or 404."""
    try:
        return read(request.here, key)
    except (Finding.DoesNotExist, Recommendation.DoesNotExist, Action.DoesNotExist, ImpactCheck.DoesNotExist):
        raise Http404 from None


def act(request: PartnershipRequest, read: Callable[[Any, UUID], Any], key: UUID, deed: Deed) -> HttpResponse:
    """Show the form, do the deed, or show what somebody else did meanwhile beside what was typed."""
    thing = found(request, read, key)
    reason = deed.why_not(request, thing)
    if reason and request.method != "POST":
        messages.error(request, reason)
        return redirect(changes.path_of(thing))
    form = _form(request, thing, deed, data=request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            _refuse(reason)
            said = deed.do(request, thing, form.cleaned_data)
        except changes.ChangedMeanwhile:
            return _meanwhile(request, read, key, deed, form)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, said if isinstance(said, str) else deed.done)
            return redirect(changes.path_of(thing))
    return render(request, "findings/deed.html", _page(request, thing, deed, form))


def _refuse(reason: str | None) -> None:
    if reason:
        raise Refused(reason)


def _form(request: PartnershipRequest, thing: Thing, deed: Deed, *, data: QueryDict | None) -> CarefulForm:
    facts = deed.facts(request, thing) | {"version": getattr(thing, "version", None), "today": request.here.today}
    partnership = request.here.partnership
    return deed.form(data, request.FILES or None, known=lambda: known_names(partnership), **facts)


def _page(request: PartnershipRequest, thing: Thing, deed: Deed, form: CarefulForm) -> dict[str, Any]:
    caption, words = says(thing)
    facts = {"caption": caption, "words": words, "deed": deed, "form": form, "back": changes.path_of(thing)}
    return shared(request) | facts | {"notes": deed.notes(request, thing), "today": request.here.today}


def _meanwhile(
    request: PartnershipRequest, read: Callable[[Any, UUID], Any], key: UUID, deed: Deed, form: CarefulForm
) -> HttpResponse:
    """Both shown: what holds now, by whom, and what was typed, ready to send again if it still makes sense."""
    newest = found(request, read, key)
    data = request.POST.copy()
    data["expected_version"] = str(getattr(newest, "version", ""))
    who, entry = queries.newest_change(newest.subject)
    reason = deed.why_not(request, newest)
    facts = _page(request, newest, deed, _form(request, newest, deed, data=data)) | {
        "theirs": {"who": who, "at": entry.at if entry else None, "now": holds_now(newest)},
        "reason": reason,
        "typed": [(field.label, field.value()) for field in form.shown_fields if field.value()],
    }
    return render(request, "findings/deed.html", facts, status=409)


def says(thing: Thing) -> tuple[str, str]:
    """Its reference and what it says."""
    if isinstance(thing, ImpactCheck):
        return f"Impact of {thing.recommendation.reference}", thing.recommendation.wording
    if isinstance(thing, Finding):
        return thing.reference, thing.title
    return thing.reference, thing.wording if isinstance(thing, Recommendation) else thing.text


def holds_now(thing: Thing) -> list[tuple[str, Any]]:
    """What a thing says now, for whoever typed about an older one."""
    if isinstance(thing, Finding):
        return [("State", thing.get_state_display()), ("Title", thing.title), ("What was found", thing.text)]
    if isinstance(thing, ImpactCheck):
        return [("Result", thing.get_result_display()), ("What it shows", thing.found)]
    state = [("Status", thing.get_state_display()), ("Owner", str(thing.owner or "Nobody yet")), ("Due", thing.due_on)]
    if isinstance(thing, Recommendation):
        return [*state, ("Answer", thing.answer_reason)]
    last = thing.updates.first()
    return [*state, ("Last update", last.text if last else "")]


def signed(request: PartnershipRequest, clean: Clean) -> dict[str, Any]:
    """Who, when, and the version that was read."""
    return {"by": request.here.doer, "now": now(), "version": clean["expected_version"] or 0}


def create(
    request: PartnershipRequest, form: CarefulForm, do: Callable[[Clean], Any], *, done: str, **page: Any
) -> HttpResponse:
    """Show the form for something new, or make it and go to its page."""
    if request.method == "POST" and form.is_valid():
        try:
            made = do(form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, done.format(reference=made.reference))
            return redirect(changes.path_of(made))
    return render(request, "findings/new.html", shared(request) | page | {"form": form})
