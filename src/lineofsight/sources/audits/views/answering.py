"""The page of a standard: every box is saved as it is left, two people at once lose nothing, and it works without a script."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from lineofsight.engine.standards import Standard, StandardSet
from lineofsight.foundation.files.queries import evidence_for
from lineofsight.foundation.files.showing import panel
from lineofsight.foundation.partnership.careful import careful
from lineofsight.foundation.partnership.guards import PartnershipRequest, now, partnership_page
from lineofsight.foundation.partnership.permissions import Refused
from lineofsight.foundation.ui.conflicts import conflict_between
from lineofsight.foundation.ui.words import clock_time
from lineofsight.sources.audits import changes, permissions, queries, rules
from lineofsight.sources.audits.forms.answering import BOXES, COMPLETE, ActionForm, StandardForm
from lineofsight.sources.audits.models import Answer, Assessment
from lineofsight.sources.audits.queries import pages
from lineofsight.sources.audits.views.sections import assessment_to_answer, assessment_to_see, shared, url

READS_AND_SENDS = require_http_methods(["GET", "HEAD", "POST"])


def _standard(one: Assessment, code: str) -> tuple[StandardSet, Standard]:
    try:
        return pages.standard_of(one, code)
    except KeyError:
        raise Http404 from None


@partnership_page(*permissions.SEE)
@READS_AND_SENDS
def standard(request: PartnershipRequest, asked: UUID, standard: str) -> HttpResponse:
    """A form for those who answer, while it is open; for everybody else the answers to read."""
    one = assessment_to_see(request, asked)
    set_, found = _standard(one, standard)
    why_not = permissions.why_not_answer(request.here, one) or rules.why_not_answer(
        state=one.state, closed=one.audit.closed_at is not None
    )
    if why_not and request.method == "POST":
        raise Refused(why_not)
    form = _form(request, one, set_, found)
    if not form.askings:
        raise Http404
    if "autosave" in request.POST:
        return _autosave(request, one, form)
    if request.method == "POST" and form.is_valid():
        return _send(request, one, found, form)
    return _page(request, one, found, form, why_not=why_not or "")


def _form(
    request: PartnershipRequest, one: Assessment, set_: StandardSet, found: Standard, data: Any = None
) -> StandardForm:
    grades = queries.grades_of(one.partnership, set_, on=one.audit.round.opens_on)
    hints = {code: definition for code, _, definition in grades} | {own.grade: own.text for own in found.descriptors}
    given = data or request.POST or None
    return StandardForm(given, askings=pages.askings(one, found.code), grades=grades, hints=hints, **careful(request))


def _send(request: PartnershipRequest, one: Assessment, found: Standard, form: StandardForm) -> HttpResponse:
    """Keep everything; then on to where the button leads."""
    complete = form.cleaned_data["complete"] == COMPLETE and "then" not in request.POST
    try:
        saved = changes.save_standard(one, form.typed(), complete=complete, by=request.here.doer, now=now())
    except changes.ChangedMeanwhile as other:
        return _both(request, one, found, form, other.saved)
    if saved.reasons:
        # Saved as drafts: the page comes back with the new versions, so that the next sending is no conflict.
        newest = request.POST.copy()
        newest["expected_version"] = form.token(saved.versions)
        again = _form(request, one, *_standard(one, found.code), data=newest)
        again.is_valid()
        again.say(saved.reasons)
        return _page(request, one, found, again)
    return redirect(_next(request, one, found, form))


def _next(request: PartnershipRequest, one: Assessment, found: Standard, form: StandardForm) -> str:
    what, _, question = request.POST.get("then", "").partition(":")
    if what in ("action", "evidence") and any(question == asking.question.code for asking in form.askings):
        return url(request, what, one.request_id, question)
    messages.success(request, f"“{found.name}” is saved.")
    return url(request, "assessment", one.request_id)


def _autosave(request: PartnershipRequest, one: Assessment, form: StandardForm) -> HttpResponse:
    """The boxes that changed. Words that could identify a child are not kept before somebody has looked."""
    names = set(request.POST["autosave"].split(","))
    form.is_valid()
    if names & form.errors.keys() or names == {"complete"}:
        return JsonResponse({"message": "Not saved yet. Press Continue to go on."}, status=400)
    try:
        saved = changes.save_standard(one, form.typed(names), complete=False, by=request.here.doer, now=now())
    except changes.ChangedMeanwhile as other:
        who = next((answer.changed_by.name for answer in other.saved.values() if answer.changed_by), "Somebody")
        return JsonResponse({"message": f"{who} changed this.", "url": request.path}, status=409)
    # Only what this page has written is known to it: the other answers keep the versions that were read.
    version = form.token(form.versions | saved.versions)
    return JsonResponse({"saved_at": clock_time(now()), "by": "you", "version": version})


def _both(
    request: PartnershipRequest, one: Assessment, found: Standard, form: StandardForm, theirs: dict[str, Answer]
) -> HttpResponse:
    """Both texts side by side, to choose from."""
    first = next(iter(theirs.values()))
    saved: dict[str, str] = {}
    versions = dict(form.versions)
    for place, asking in form.places():
        if (answer := theirs.get(asking.question.code)) is not None:
            saved |= {f"q{place}_{box}": getattr(answer, name) for box, name in BOXES.items()}
            versions[asking.question.code] = answer.version
    conflict = conflict_between(
        form,
        saved,
        by=first.changed_by.name if first.changed_by else "Somebody",
        at=first.changed_at or now(),
        version=form.token(versions),
    )
    facts = {"conflict": conflict, "conflict_url": request.path, "one": one, "standard": found}
    return render(request, "audits/conflict.html", shared(request) | facts, status=409)


def _page(
    request: PartnershipRequest, one: Assessment, found: Standard, form: StandardForm, *, why_not: str = ""
) -> HttpResponse:
    answers = [asking.answer for asking in form.askings]
    evidence = evidence_for([answer.subject for answer in answers if answer.subject])
    written = max((answer for answer in answers if answer.changed_at), key=_moment, default=None)
    names = {code: name for code, name, _ in _grades(one, found)}
    facts = {
        "one": one,
        "standard": found,
        "form": form,
        "why_not": why_not,
        "rows": [_row(request, form, place, asking, evidence, names) for place, asking in form.places()],
        "saved_at": written.changed_at if written else None,
        "saved_by": written.changed_by.name if written and written.changed_by else "",
        "may_answer": permissions.why_not_answer(request.here, one) is None,
        "sections": _around(request, one, found),
    }
    return render(request, "audits/standard.html", shared(request) | facts)


def _moment(answer: Answer) -> Any:
    return answer.changed_at


def _grades(one: Assessment, found: Standard) -> list[tuple[str, str, str]]:
    set_, _ = pages.standard_of(one, found.code)
    return queries.grades_of(one.partnership, set_, on=one.audit.round.opens_on)


def _row(
    request: PartnershipRequest,
    form: StandardForm,
    place: int,
    asking: pages.Asking,
    evidence: dict[UUID, Any],
    names: dict[str, str],
) -> dict[str, Any]:
    """What the page shows of one question."""
    answer = asking.answer
    held = evidence.get(answer.subject_id, []) if answer.subject_id else []
    last = answer.last_answer
    return {
        "place": place,
        "asking": asking,
        "boxes": form.boxes_of(place),
        "evidence": panel(request.here, answer.subject, held) if answer.subject else None,
        "last": last,
        "last_grade": names.get(last.grade, last.grade) if last else "",
        "grade": names.get(answer.grade, "Not answered yet"),
        "moderated": asking.moderated,
        "moderated_grade": names.get(asking.moderated.grade, "") if asking.moderated else "",
    }


def _around(request: PartnershipRequest, one: Assessment, found: Standard) -> dict[str, Any]:
    """The place of this standard among those asked, and the one after it."""
    codes = [task.standard.code for task in pages.tasks_of(one)]
    at = codes.index(found.code)
    return {"number": at + 1, "of": len(codes)}


@partnership_page(permissions.ANSWER)
@READS_AND_SENDS
def evidence(request: PartnershipRequest, asked: UUID, question: str) -> HttpResponse:
    """On to the page where evidence is added to this answer, which is made a thing of its own first."""
    one = assessment_to_answer(request, asked)
    found = _answer(one, question)
    subject = changes.subject_of(found)
    return redirect(reverse("files:add", args=[request.here.partnership.slug, subject.pk]))


def _answer(one: Assessment, question: str) -> Answer:
    found = pages.answer_to(one, question)
    if found is None:
        raise Http404
    return found


@partnership_page(permissions.ANSWER)
@READS_AND_SENDS
def action(request: PartnershipRequest, asked: UUID, question: str) -> HttpResponse:
    """What the organisation will do about an answer."""
    one = assessment_to_answer(request, asked)
    found = _answer(one, question)
    seats = pages.seats_of(one, today=request.here.today)
    form = ActionForm(request.POST or None, seats=[(str(seat.pk), seat.title) for seat in seats], **careful(request))
    if request.method == "POST" and form.is_valid():
        given = form.said
        chosen = given.pop("owner")
        owner = next((seat for seat in seats if str(seat.pk) == chosen), None)
        try:
            changes.plan_action(found, **given, owner=owner, by=request.here.doer, now=now())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "It is planned. It joins the actions when your answers are declared.")
            return redirect(url(request, "standard", asked, found.standard))
    set_, _ = pages.standard_of(one, found.standard)
    facts = {"form": form, "heading": "What will you do?", "caption": set_.question(question).text, "button": "Plan it",
             "back": url(request, "standard", asked, found.standard)}  # fmt: skip
    return render(request, "audits/form.html", shared(request) | facts)


@partnership_page(permissions.ANSWER)
@require_POST
def remove_action(request: PartnershipRequest, asked: UUID, planned: int) -> HttpResponse:
    """Not after all."""
    one = assessment_to_answer(request, asked)
    found = pages.planned_of(one, planned)
    if found is None:
        raise Http404
    changes.remove_action(found, by=request.here.doer, now=now())
    messages.success(request, "It is taken out.")
    return redirect(url(request, "standard", asked, found.answer.standard))
