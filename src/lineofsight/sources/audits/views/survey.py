"""The practitioner survey: the team opens it and sees results; anybody replies at one public address without an account.

Nothing about who replies is kept: no session is begun, nothing of the request is stored, and the trail has no entry.
"""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from lineofsight.foundation.accounts.guards import public_page
from lineofsight.foundation.partnership.guards import PartnershipRequest, partnership_page
from lineofsight.foundation.partnership.guards import today as current_day
from lineofsight.foundation.partnership.permissions import Refused
from lineofsight.foundation.ui.tables import Column, Table
from lineofsight.sources.audits import changes, permissions
from lineofsight.sources.audits.forms.running import SurveyDatesForm, SurveyForm
from lineofsight.sources.audits.models import Survey
from lineofsight.sources.audits.queries import running
from lineofsight.sources.audits.queries import survey as reads
from lineofsight.sources.audits.views.sections import audit_to_see, shared, url


@partnership_page(permissions.RUN)
def dates(request: PartnershipRequest, round_key: UUID) -> HttpResponse:
    """Open the survey beside an audit, or give it other days."""
    audit = audit_to_see(request, round_key)
    held = running.survey_of(audit)
    first = {"opens_on": request.here.today, "closes_on": audit.round.due_on, "smallest_group": 5}
    if held:
        first = {name: getattr(held, name) for name in first}
    form = SurveyDatesForm(request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        try:
            changes.open_survey(audit, **form.cleaned_data, by=request.here.doer)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "The survey is set. Send its address to practitioners.")
            return redirect(url(request, "survey", round_key))
    facts = {"form": form, "heading": "Practitioner survey", "caption": audit.round.title, "button": "Set the survey",
             "text": "Practitioners reply without an account. Nothing tells who they are.",
             "back": url(request, "round", round_key)}  # fmt: skip
    return render(request, "audits/form.html", shared(request) | facts)


@partnership_page(*permissions.STAFF)
@require_safe
def results(request: PartnershipRequest, round_key: UUID) -> HttpResponseBase:
    """The address, how many replied, and the results beside the agencies' own grades."""
    audit = audit_to_see(request, round_key)
    held = running.survey_of(audit)
    if held is None:
        return redirect(url(request, "survey-dates" if request.here.may(permissions.RUN) else "round", round_key))
    held.audit = audit
    table = _table(request, held)
    if table.wants_export:
        return table.export_response()
    address = request.build_absolute_uri(reverse("survey:reply", args=[changes.secret_of(audit)]))
    facts = {"audit": audit, "survey": held, "table": table, "address": address,
             "may_run": request.here.may(permissions.RUN)}  # fmt: skip
    return render(request, "audits/survey_results.html", shared(request) | facts)


def _table(request: PartnershipRequest, held: Survey) -> Table:
    def agree(one: reads.Result) -> str:
        return f"Fewer than {held.smallest_group} replies" if one.agree is None else f"{one.agree}%"

    def number(one: reads.Result) -> str:
        return str(one.replies) if one.agree is not None else f"Under {held.smallest_group}"

    return Table(
        request,
        name="survey",
        title="Practitioner survey",
        rows=reads.results(held),
        noun=("result", "results"),
        page_size=50,
        columns=[
            Column("standard", "Standard", value=lambda one: one.standard),
            Column("question", "Practitioners were asked", value=lambda one: one.question.text),
            Column("organisation", "Agency", value=lambda one: one.organisation, filter="text"),
            Column("agree", "Agree", value=agree),
            Column("replies", "Replies", value=number),
            Column("own", "The agency’s own grade", value=lambda one: one.own or "Not declared"),
        ],
        empty=("No questions to practitioners", "The standards of this audit hold none.", "", ""),
    )


@public_page
@never_cache
def reply(request: HttpRequest, secret: str) -> HttpResponse:
    """The survey itself; the same page says when it is not open."""
    held = reads.by_digest(changes.digest_of(secret))
    if held is None:
        raise Http404
    bodies = {str(body.pk): body for body in reads.bodies_of(held)}
    questions = [(question.code, question.text) for question in reads.questions_of(held.audit)]
    form = SurveyForm(request.POST or None, bodies=[(k, body.name) for k, body in bodies.items()], questions=questions)
    facts: dict[str, Any] = {"survey": held, "form": form, "today": current_day()}
    facts["is_open"] = held.opens_on <= current_day() <= held.closes_on
    if request.method == "POST" and form.is_valid():
        try:
            body = bodies[form.cleaned_data["organisation"]]
            changes.take_reply(held, organisation=body, choices=form.choices, today=current_day())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("survey:thanks", secret)
    return render(request, "audits/survey.html", facts)


@public_page
@require_safe
def thanks(request: HttpRequest, secret: str) -> HttpResponse:
    """It is kept, and nothing tells who it was."""
    held = reads.by_digest(changes.digest_of(secret))
    if held is None:
        raise Http404
    return render(request, "audits/survey_thanks.html", {"survey": held})
