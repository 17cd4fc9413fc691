"""The agency's own pages: what is asked of it, the task list, last year's answers, colleagues."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from lineofsight.foundation.partnership.guards import PartnershipRequest, now, partnership_page
from lineofsight.foundation.ui.tables import Column, Table
from lineofsight.sources.audits import changes, permissions, queries, rules
from lineofsight.sources.audits.forms.answering import AssignForm
from lineofsight.sources.audits.models import Answer, Assessment
from lineofsight.sources.audits.queries import pages
from lineofsight.sources.audits.views.sections import (
    TASK_TONES,
    TONES,
    assessment_to_answer,
    assessment_to_see,
    shared,
    state_words,
    url,
)


@partnership_page(*permissions.SEE)
@require_safe
def start(request: PartnershipRequest) -> HttpResponseBase:
    """The self-assessments of the person's organisations; who owes none sees the rounds."""
    here = request.here
    own = permissions.own_bodies(here)
    if not own:
        return redirect(url(request, "rounds"))
    table = Table(
        request,
        name="section-11",
        title="Your self-assessments",
        rows=pages.owed(here.partnership, own),
        noun=("self-assessment", "self-assessments"),
        columns=[
            Column("round", "Audit", value="audit.round.title", sort="audit__round__title",
                   url=lambda one: url(request, "assessment", one.request_id)),
            Column("organisation", "Organisation", value="organisation.name", sort="organisation__name"),
            Column("due", "Due", value="request.due_on", sort="request__due_on"),
            Column("state", "State", value=state_words, tone=lambda one: TONES[one.state]),
        ],
        empty=("Nothing is asked of you now", "When a Section 11 audit opens, it stands here and you get a message.", "", ""),
    )  # fmt: skip
    if table.wants_export:
        return table.export_response()
    return render(request, "audits/list.html", shared(request) | {"table": table})


@partnership_page(*permissions.SEE)
@require_safe
def assessment(request: PartnershipRequest, asked: UUID) -> HttpResponse:
    """The task list: each standard with its state, what is left, and the ways on."""
    one = assessment_to_see(request, asked)
    tasks = pages.tasks_of(one)
    facts = {
        "one": one,
        "state": state_words(one),
        "tone": TONES[one.state],
        "tasks": [_task(request, one, task) for task in tasks],
        "progress": rules.progress_of(queries.states_of(one)),
        "last": one.last_one is not None,
        "may_answer": permissions.why_not_answer(request.here, one) is None,
        "may_declare": permissions.why_not_declare(request.here, one) is None,
        "is_own": str(one.organisation_id) in permissions.own_bodies(request.here),
        "is_open": one.state in rules.EDITABLE and one.audit.closed_at is None,
        "can_take_back": one.state == rules.DECLARED,
        "may_run": request.here.may(permissions.RUN),
        "questions": pages.waiting_queries(one),
    }
    return render(request, "audits/assessment.html", shared(request) | facts)


def _task(request: PartnershipRequest, one: Assessment, task: pages.Task) -> dict[str, Any]:
    who = f" · {task.assigned_to}" if task.assigned_to else ""
    return {
        "label": task.standard.name,
        "url": url(request, "standard", one.request_id, task.standard.code),
        "status": Answer.State(task.state).label,
        "tone": TASK_TONES[task.state],
        "hint": f"{task.done} of {task.asked} questions completed{who}",
    }


@partnership_page(permissions.ANSWER)
@require_POST
def bring_forward(request: PartnershipRequest, asked: UUID) -> HttpResponse:
    """Last time's answers into every empty one; each is still to be opened and confirmed."""
    one = assessment_to_answer(request, asked)
    number = changes.bring_forward(one, by=request.here.doer, now=now())
    words = f"{number} answers were brought forward. Open each standard and say which are still true."
    messages.success(request, words if number else "There was nothing to bring forward.")
    return redirect(url(request, "assessment", asked))


@partnership_page(permissions.ANSWER)
def assign(request: PartnershipRequest, asked: UUID, standard: str) -> HttpResponse:
    """Give a standard to a colleague, who is told."""
    one = assessment_to_answer(request, asked)
    try:
        _, found = pages.standard_of(one, standard)
    except KeyError:
        raise Http404 from None
    members = {str(member.pk): member for member in pages.colleagues(one, today=request.here.today)}
    people = [(key, f"{member.person.name}, {member.role.title}") for key, member in members.items()]
    form = AssignForm(request.POST or None, people=people)
    if request.method == "POST" and form.is_valid():
        member = members[form.cleaned_data["membership"]]
        changes.assign(one, standard=standard, membership=member, by=request.here.doer, now=now())
        messages.success(request, f"{member.person.name} was told that “{found.name}” is theirs.")
        return redirect(url(request, "assessment", asked))
    facts = {"form": form, "heading": "Give this standard to a colleague", "caption": found.name, "button": "Give it",
             "back": url(request, "assessment", asked)}  # fmt: skip
    return render(request, "audits/form.html", shared(request) | facts)
