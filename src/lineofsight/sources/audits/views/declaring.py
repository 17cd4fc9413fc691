"""Check answers, the declaration by somebody who wrote none of them, the receipt, and taking it back."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from lineofsight.foundation.partnership.careful import careful
from lineofsight.foundation.partnership.guards import PartnershipRequest, now, partnership_page
from lineofsight.foundation.partnership.permissions import Refused
from lineofsight.sources.audits import changes, permissions, queries, rules
from lineofsight.sources.audits.forms.answering import DeclareForm, ReasonForm
from lineofsight.sources.audits.models import Assessment
from lineofsight.sources.audits.queries import pages
from lineofsight.sources.audits.views.sections import assessment_to_see, shared, url


@partnership_page(*permissions.SEE)
def check(request: PartnershipRequest, asked: UUID) -> HttpResponse:
    """Every answer on one page; who may declare does it here."""
    one = assessment_to_see(request, asked)
    why_not = permissions.why_not_declare(request.here, one)
    form = DeclareForm(request.POST or None)
    if request.method == "POST":
        if why_not:
            raise Refused(why_not)
        if form.is_valid():
            try:
                changes.declare(one, by=request.here.doer, now=now())
            except Refused as refusal:
                form.add_error(None, str(refusal))
            else:
                return redirect(url(request, "declared", asked))
    askings = pages.askings(one)
    facts = {
        "one": one,
        "form": form,
        "why_not": why_not or _why_not_yet(request, one, askings),
        "standards": answers_in_words(one, askings, request),
    }
    return render(request, "audits/check.html", shared(request) | facts)


def _why_not_yet(request: PartnershipRequest, one: Assessment, askings: list[pages.Asking]) -> str | None:
    answers = [asking.answer for asking in askings]
    return rules.why_not_declare(
        [queries.said(answer) for answer in answers],
        state=one.state,
        wrote={answer.changed_by_id for answer in answers},
        by=request.here.person.actor_id,
        closed=one.audit.closed_at is not None,
    )


def answers_in_words(one: Assessment, askings: list[pages.Asking], request: PartnershipRequest) -> list[dict[str, Any]]:
    """Each standard with its questions and answers, for a page that only shows them."""
    found = []
    for set_ in queries.sets_of(one.audit):
        names = {code: name for code, name, _ in queries.grades_of(one.partnership, set_, on=one.audit.round.opens_on)}
        for standard in set_.standards:
            rows = [
                {"asking": asking, "grade": names.get(asking.answer.grade, "Not answered yet")}
                for asking in askings
                if asking.answer.standard == standard.code and asking.answer.is_core == set_.core
            ]
            if rows:
                to = url(request, "standard", one.request_id, standard.code)
                found.append({"standard": standard, "rows": rows, "url": to})
    return found


@partnership_page(*permissions.SEE)
@require_safe
def declared(request: PartnershipRequest, asked: UUID) -> HttpResponse:
    """The receipt."""
    one = assessment_to_see(request, asked)
    if one.declared_at is None:
        return redirect(url(request, "assessment", asked))
    facts = {"one": one, "reference": one.declared_hash[:8].upper(), "actions": pages.joined_actions(one)}
    return render(request, "audits/declared.html", shared(request) | facts)


@partnership_page(*permissions.OWN)
def take_back(request: PartnershipRequest, asked: UUID) -> HttpResponse:
    """Open again for the organisation, until moderation begins."""
    one = assessment_to_see(request, asked)
    why_not = permissions.why_not_reply(request.here, one)
    if why_not:
        raise Refused(why_not)
    heading = "Take your answers back"
    return _with_reason(request, one, changes.take_back, heading=heading, done="You have your answers again.")


@partnership_page(permissions.RUN)
def open_again(request: PartnershipRequest, asked: UUID) -> HttpResponse:
    """The team lets the organisation change its answers after moderation began."""
    one = assessment_to_see(request, asked)
    heading = f"Open again for {one.organisation.name}"
    return _with_reason(request, one, changes.open_again, heading=heading, done="It is open again. They were told.")


def _with_reason(request: PartnershipRequest, one: Assessment, do: Any, *, heading: str, done: str) -> HttpResponse:
    form = ReasonForm(request.POST or None, **careful(request))
    if request.method == "POST" and form.is_valid():
        try:
            do(one, reason=form.said["reason"], by=request.here.doer, now=now())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, done)
            return redirect(url(request, "assessment", one.request_id))
    facts = {"form": form, "heading": heading, "caption": one.audit.round.title, "button": heading.split(" for ")[0],
             "back": url(request, "assessment", one.request_id)}  # fmt: skip
    return render(request, "audits/form.html", shared(request) | facts)
