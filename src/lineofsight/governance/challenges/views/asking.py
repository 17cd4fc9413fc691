"""Asking a question, from nothing or from what it is about."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from lineofsight.foundation.partnership.guards import PartnershipRequest, now, partnership_page
from lineofsight.foundation.partnership.models import Organisation, Role
from lineofsight.foundation.partnership.permissions import Refused
from lineofsight.foundation.partnership.queries import bodies_of, known_names, readable_subjects
from lineofsight.foundation.trail.models import Subject
from lineofsight.foundation.ui.words import long_date
from lineofsight.governance.challenges import changes, permissions, queries, rules
from lineofsight.governance.challenges.forms import AskForm
from lineofsight.governance.challenges.models import Challenge
from lineofsight.governance.challenges.views.sections import shared


@partnership_page(permissions.ASK)
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: PartnershipRequest) -> HttpResponse:
    """The form; a Lead Safeguarding Partner's question goes to the Executive's chair."""
    here = request.here
    is_lead = here.may(permissions.LEADS)
    chair = queries.executive_chair(here.partnership, today=here.today) if is_lead else None
    seats = [] if is_lead else queries.seats_to_ask(here.partnership, today=here.today)
    form = _form(request, seats)
    about = _about(request, str(form["about"].value() or ""))
    if request.method == "POST" and form.is_valid():
        try:
            challenge = _ask(request, form.cleaned_data, seats, about)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"Your question was sent. The answer is due by {long_date(challenge.due_on)}.")
            return redirect("challenges:challenge", here.partnership.slug, challenge.pk)
    facts = {"form": form, "about": about, "is_lead": is_lead, "chair": chair, "no_chair": changes.NO_CHAIR}
    return render(request, "challenges/ask.html", shared(request) | facts)


def _form(request: PartnershipRequest, seats: list[Role]) -> AskForm:
    here, groups = request.here, []
    if seats:
        groups = [(str(one.pk), one.name) for one in queries.groups_here(here.partnership, today=here.today)]
    return AskForm(
        request.POST or None,
        known=lambda: known_names(here.partnership),
        today=here.today,
        seats=[(str(seat.pk), str(seat)) for seat in seats],
        groups=groups,
        initial={"about": request.GET.get("about", ""), "due_on": rules.usual_due(here.today)},
    )


def _about(request: PartnershipRequest, key: str) -> Subject | None:
    """What the question is about, when the person may read it."""
    return queries.subject_named(readable_subjects(request.here), key)


def _ask(request: PartnershipRequest, clean: dict[str, Any], seats: list[Role], about: Subject | None) -> Challenge:
    here = request.here
    facts: dict[str, Any] = {
        "question": clean["question"], "evidence": clean["evidence"], "due_on": clean["due_on"], "about": about,
        "organisation": _own(request), "by": here.doer, "now": now(), "today": here.today,
    }  # fmt: skip
    if not seats:
        return changes.ask_executive(here.partnership, **facts)
    groups = {str(one.pk): one for one in queries.groups_here(here.partnership, today=here.today)}
    role = next(seat for seat in seats if str(seat.pk) == clean["to_role"])
    return changes.ask(here.partnership, to_role=role, to_group=groups.get(clean["to_group"]), **facts)


def _own(request: PartnershipRequest) -> Organisation:
    """The organisation for which the person asks: the first in which a seat of theirs lets them."""
    keys = request.here.organisations_where(permissions.ASK)
    return bodies_of(request.here.partnership).filter(pk__in=keys).order_by("name")[0]
