"""What is done with a challenge: each deed has a page of its own, and two people at once are shown each other's words."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from lineofsight.foundation.partnership.careful import CarefulForm
from lineofsight.foundation.partnership.guards import PartnershipRequest, now, partnership_page
from lineofsight.foundation.partnership.permissions import Refused
from lineofsight.foundation.partnership.queries import known_names
from lineofsight.governance.challenges import changes, forms, permissions
from lineofsight.governance.challenges.models import Challenge
from lineofsight.governance.challenges.views.sections import found, shared

READS_AND_SENDS = require_http_methods(["GET", "HEAD", "POST"])
Clean = dict[str, Any]
Seats = frozenset[object]


@dataclass(frozen=True, slots=True)
class Deed:
    """One thing to do: why not, what does it, and the words around it."""

    form: type[CarefulForm]
    title: str
    button: str
    done: str
    why_not: Callable[[PartnershipRequest, Challenge, Seats], str | None]
    do: Callable[[PartnershipRequest, Challenge, Seats, Clean], Any]


def _act(request: PartnershipRequest, challenge: UUID, deed: Deed) -> HttpResponse:
    held, seats = found(request, challenge)
    reason = deed.why_not(request, held, seats)
    if reason and request.method != "POST":
        messages.error(request, reason)
        return redirect("challenges:challenge", request.here.partnership.slug, held.pk)
    form = deed.form(
        request.POST or None,
        known=lambda: known_names(request.here.partnership),
        today=request.here.today,
        version=held.version,
        initial={"effect": held.effect},
    )
    if request.method == "POST" and form.is_valid():
        try:
            deed.do(request, held, seats, form.cleaned_data)
        except changes.ChangedMeanwhile:
            return _meanwhile(request, challenge, deed, form)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, deed.done)
            return redirect("challenges:challenge", request.here.partnership.slug, held.pk)
    return render(request, "challenges/deed.html", shared(request) | {"challenge": held, "deed": deed, "form": form})


def _meanwhile(request: PartnershipRequest, challenge: UUID, deed: Deed, form: CarefulForm) -> HttpResponse:
    """Both shown: what somebody else wrote, and what was typed; ready to send again if it still can be."""
    newest, seats = found(request, challenge)
    data = request.POST.copy()
    data["expected_version"] = str(newest.version)
    again = deed.form(data, known=lambda: known_names(request.here.partnership), today=request.here.today)
    facts = {
        "challenge": newest,
        "deed": deed,
        "form": again,
        "theirs": [(label, text) for label, text in _texts(newest) if text],
        "reason": deed.why_not(request, newest, seats),
        "typed": [(field.label, field.value()) for field in form.shown_fields if field.value()],
    }
    return render(request, "challenges/deed.html", shared(request) | facts, status=409)


def _texts(challenge: Challenge) -> list[tuple[str, str]]:
    who = challenge.answered_by.name if challenge.answered_by else ""
    return [(f"{who} answered", challenge.answer), ("Outcome", challenge.outcome), ("Effect", challenge.effect)]


def _signed(request: PartnershipRequest, clean: Clean) -> dict[str, Any]:
    return {"by": request.here.doer, "version": clean["expected_version"] or 0}


@partnership_page()
@READS_AND_SENDS
def answer(request: PartnershipRequest, challenge: UUID) -> HttpResponse:
    """The answer of the role that was asked."""

    def do(request: PartnershipRequest, held: Challenge, seats: Seats, clean: Clean) -> None:
        changes.answer(held, words=clean["words"], seats=seats, now=now(), **_signed(request, clean))

    def why_not(request: PartnershipRequest, held: Challenge, seats: Seats) -> str | None:
        return permissions.why_not_answer(request.here, held, seats)

    deed = Deed(forms.AnswerForm, "Answer the question", "Send the answer", "Your answer was sent.", why_not, do)
    return _act(request, challenge, deed)


@partnership_page()
@READS_AND_SENDS
def settle(request: PartnershipRequest, challenge: UUID) -> HttpResponse:
    """What was agreed because of it, and what changed."""

    def do(request: PartnershipRequest, held: Challenge, seats: Seats, clean: Clean) -> None:
        keeps = request.here.may(permissions.KEEP_RECORD)
        facts = {"outcome": clean["outcome"], "effect": clean["effect"], "now": now(), "today": request.here.today}
        changes.settle(held, may_record=keeps, **facts, **_signed(request, clean))

    def why_not(request: PartnershipRequest, held: Challenge, seats: Seats) -> str | None:
        return permissions.why_not_settle(request.here, held)

    deed = Deed(forms.SettleForm, "Say what came of it", "Settle it", "The challenge is settled.", why_not, do)
    return _act(request, challenge, deed)


@partnership_page()
@READS_AND_SENDS
def effect(request: PartnershipRequest, challenge: UUID) -> HttpResponse:
    """What changed because of it, once that is known."""

    def do(request: PartnershipRequest, held: Challenge, seats: Seats, clean: Clean) -> None:
        changes.add_effect(held, effect=clean["effect"], **_signed(request, clean))

    def why_not(request: PartnershipRequest, held: Challenge, seats: Seats) -> str | None:
        return permissions.why_not_add_effect(request.here, held)

    deed = Deed(forms.EffectForm, "Say what it changed", "Save", "What changed is kept.", why_not, do)
    return _act(request, challenge, deed)
