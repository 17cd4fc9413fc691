"""The panel: what waits, an agency's answers standard by standard, questions as one e-mail, grades sent and agreed."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lineofsight.engine.standards import Standard, StandardSet
from lineofsight.foundation.files.queries import evidence_for
from lineofsight.foundation.partnership.careful import careful
from lineofsight.foundation.partnership.guards import PartnershipRequest, now, partnership_page
from lineofsight.foundation.partnership.permissions import Refused
from lineofsight.foundation.ui.tables import Column, Table
from lineofsight.sources.audits import changes, permissions, queries
from lineofsight.sources.audits.forms.moderating import ModerateForm
from lineofsight.sources.audits.models import Assessment
from lineofsight.sources.audits.queries import cross, pages, panel
from lineofsight.sources.audits.views.sections import TONES, assessment_to_see, shared, state_words, url

READS_AND_SENDS = require_http_methods(["GET", "HEAD", "POST"])


@partnership_page(permissions.MODERATE)
@require_safe
def to_moderate(request: PartnershipRequest) -> HttpResponseBase:
    """Declared answers of other agencies, where the person sits on the panel; oldest first."""
    here = request.here
    table = Table(
        request,
        name="to-moderate",
        title="To moderate",
        rows=panel.to_moderate(here.partnership, roles=here.role_ids, own=here.organisation_ids),
        noun=("self-assessment", "self-assessments"),
        columns=[
            Column("organisation", "Agency", value="organisation.name", sort="organisation__name",
                   url=lambda one: url(request, "moderate", one.request_id)),
            Column("round", "Audit", value="audit.round.title", sort="audit__round__title"),
            Column("declared_at", "Declared"),
            Column("state", "State", value=state_words, tone=lambda one: TONES[one.state]),
            Column("left", "Answers left", value="left", sort="left", align="right"),
        ],
        empty=("Nothing to moderate now", "When an agency of your panel has declared its answers, they come here.", "", ""),
    )  # fmt: skip
    if table.wants_export:
        return table.export_response()
    return render(request, "audits/to_moderate.html", shared(request) | {"table": table})


@partnership_page(permissions.MODERATE)
@require_safe
def moderate(request: PartnershipRequest, asked: UUID) -> HttpResponse:
    """An agency's answers for the panel: standards with what is left, questions that wait, and the next step."""
    one = assessment_to_see(request, asked)
    tasks = panel.moderation_tasks(one)
    facts = {
        "one": one,
        "state": state_words(one),
        "tone": TONES[one.state],
        "tasks": [_task(request, one, task) for task in tasks],
        "left": sum(task.asked - task.done for task in tasks),
        "waiting": panel.unsent_queries(one),
        "open_queries": pages.waiting_queries(one),
        "replies": panel.replies_to(one),
        "why_not": panel.why_not_moderate(request.here, one),
        "carried": panel.share_unchanged(one),
    }
    return render(request, "audits/moderate.html", shared(request) | facts)


def _task(request: PartnershipRequest, one: Assessment, task: pages.Task) -> dict[str, Any]:
    done = task.done == task.asked
    return {
        "label": task.standard.name,
        "url": url(request, "moderate-standard", one.request_id, task.standard.code),
        "status": "Completed" if done else "Not started" if not task.done else "In progress",
        "tone": "" if done else "info" if task.done else "quiet",
        "hint": f"{task.done} of {task.asked} answers moderated",
    }


@partnership_page(permissions.MODERATE)
@READS_AND_SENDS
def standard(request: PartnershipRequest, asked: UUID, standard: str) -> HttpResponse:
    """Self beside moderated, with what else is known; the panel's view of each answer."""
    one = assessment_to_see(request, asked)
    try:
        set_, found = pages.standard_of(one, standard)
    except KeyError:
        raise Http404 from None
    form = _form(request, one, set_, found)
    if not form.askings:
        raise Http404
    why_not = panel.why_not_moderate(request.here, one)
    if request.method == "POST":
        if why_not:
            raise Refused(why_not)
        if form.is_valid():
            _say(request, one, form)
            return redirect(_next(request, one, found))
    return render(
        request, "audits/moderate_standard.html", shared(request) | _facts(request, one, found, form, why_not)
    )


def _form(request: PartnershipRequest, one: Assessment, set_: StandardSet, found: Standard) -> ModerateForm:
    grades = queries.grades_of(one.partnership, set_, on=one.audit.round.opens_on)
    return ModerateForm(request.POST or None, askings=pages.askings(one, found.code), grades=grades, **careful(request))


def _say(request: PartnershipRequest, one: Assessment, form: ModerateForm) -> None:
    here = request.here
    said = [
        changes.Said(view.asking.answer, grade=view.grade if view.is_new else "", reason=view.reason, query=view.query)
        for view in form.views()
    ]
    seat = next(iter(sorted(here.organisation_ids)))
    changes.moderate_standard(one, said, organisation_id=seat, own=here.organisation_ids, by=here.doer, now=now())


def _next(request: PartnershipRequest, one: Assessment, found: Standard) -> str:
    codes = [task.standard.code for task in pages.tasks_of(one)]
    at = codes.index(found.code) + 1
    if at < len(codes) and "next" in request.POST:
        return url(request, "moderate-standard", one.request_id, codes[at])
    messages.success(request, f"“{found.name}” is saved.")
    return url(request, "moderate", one.request_id)


def _facts(
    request: PartnershipRequest, one: Assessment, found: Standard, form: ModerateForm, why_not: str | None
) -> dict[str, Any]:
    evidence = evidence_for([asking.answer.subject for asking in form.askings if asking.answer.subject])
    last = panel.last_moderated(one, found.code)
    names = form.grade_names
    return {
        "one": one,
        "standard": found,
        "form": form,
        "why_not": why_not,
        "rows": [
            {
                "place": place,
                "asking": asking,
                "grade": names.get(asking.answer.grade, "Not answered"),
                "boxes": form.boxes_of(place),
                "evidence": evidence.get(asking.answer.subject_id, []) if asking.answer.subject_id else [],
                "last": names.get(last.get(asking.answer.last_answer_id, ""), ""),
                "moderated_grade": names.get(asking.moderated.grade, "") if asking.moderated else "",
            }
            for place, asking in form.places()
        ],
        "cross": cross.known_of(request.here, one, found),
        "today": request.here.today,
    }


@partnership_page(permissions.MODERATE)
@require_POST
def send_queries(request: PartnershipRequest, asked: UUID) -> HttpResponse:
    """The questions that wait go out as one message."""
    one = _panel_only(request, asked)
    number = changes.send_queries(one, by=request.here.doer, now=now())
    messages.success(
        request, f"{number} sent to {one.organisation.name} as one message." if number else "Nothing waits."
    )
    return redirect(url(request, "moderate", asked))


def _panel_only(request: PartnershipRequest, asked: UUID) -> Assessment:
    one = assessment_to_see(request, asked)
    reason = panel.why_not_moderate(request.here, one)
    if reason:
        raise Refused(reason)
    return one


@partnership_page(permissions.MODERATE)
@require_POST
def send_grades(request: PartnershipRequest, asked: UUID) -> HttpResponse:
    """The agency sees the grades and has its working days to reply."""
    one = _panel_only(request, asked)
    try:
        sent = changes.send_grades(one, by=request.here.doer, now=now(), today=request.here.today)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        day = sent.reply_due_on
        messages.success(request, f"{one.organisation.name} can reply until {day.day} {day:%B %Y}." if day else "Sent.")
    return redirect(url(request, "moderate", asked))


@partnership_page(permissions.MODERATE)
@require_POST
def agree(request: PartnershipRequest, asked: UUID) -> HttpResponse:
    """The grades stand."""
    one = _panel_only(request, asked)
    try:
        changes.agree(one, by=request.here.doer, now=now(), today=request.here.today)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"The grades of {one.organisation.name} are agreed.")
    return redirect(url(request, "moderate", asked))
