"""What an agency sees of the panel's work: questions to answer, grades beside its own, and its right of reply."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from lineofsight.foundation.partnership.careful import careful
from lineofsight.foundation.partnership.guards import PartnershipRequest, now, partnership_page
from lineofsight.foundation.partnership.permissions import Refused
from lineofsight.sources.audits import changes, permissions, queries, rules
from lineofsight.sources.audits.forms.answering import WordsForm
from lineofsight.sources.audits.models import Assessment
from lineofsight.sources.audits.queries import pages
from lineofsight.sources.audits.views.sections import assessment_to_see, shared, url

TOLD = (rules.REPLY, rules.AGREED)


def _own(request: PartnershipRequest, asked: UUID) -> Assessment:
    one = assessment_to_see(request, asked)
    reason = permissions.why_not_reply(request.here, one)
    if reason:
        raise Refused(reason)
    return one


@partnership_page(*permissions.SEE)
@require_safe
def grades(request: PartnershipRequest, asked: UUID) -> HttpResponse:
    """Self beside moderated, once the panel has sent its grades."""
    one = assessment_to_see(request, asked)
    if one.state not in TOLD:
        return redirect(url(request, "assessment", asked))
    reason = rules.why_not_reply(state=one.state, due_on=one.reply_due_on, today=request.here.today)
    facts = {
        "one": one,
        "standards": _standards(one),
        "may_reply": reason is None and permissions.why_not_reply(request.here, one) is None,
        "why_not": reason,
    }
    return render(request, "audits/grades.html", shared(request) | facts)


def _standards(one: Assessment) -> list[dict[str, Any]]:
    found, askings = [], pages.askings(one)
    for set_ in queries.sets_of(one.audit):
        names = {code: name for code, name, _ in queries.grades_of(one.partnership, set_, on=one.audit.round.opens_on)}
        for standard in set_.standards:
            rows = [
                {
                    "asking": asking,
                    "own": names.get(asking.answer.grade, ""),
                    "moderated": names.get(asking.moderated.grade, "") if asking.moderated else "",
                    "reason": asking.moderated.reason if asking.moderated else "",
                    "replies": list(asking.answer.replies.all()),
                }
                for asking in askings
                if asking.answer.standard == standard.code and asking.answer.is_core == set_.core
            ]
            if rows:
                found.append({"standard": standard, "rows": rows})
    return found


@partnership_page(*permissions.OWN)
def reply(request: PartnershipRequest, asked: UUID, question: str) -> HttpResponse:
    """What the agency says to the grade of one answer."""
    one = _own(request, asked)
    answer = pages.answer_to(one, question)
    if answer is None:
        raise Http404
    form = WordsForm(request.POST or None, **careful(request))
    if request.method == "POST" and form.is_valid():
        try:
            changes.reply(answer, text=form.said["text"], by=request.here.doer, now=now(), today=request.here.today)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Your reply is with the panel.")
            return redirect(url(request, "grades", asked))
    set_, _ = pages.standard_of(one, answer.standard)
    facts = {"form": form, "heading": "Reply to a grade", "quote": set_.question(question).text, "button": "Send the reply",
             "caption": one.audit.round.title, "back": url(request, "grades", asked)}  # fmt: skip
    return render(request, "audits/form.html", shared(request) | facts)


@partnership_page(*permissions.OWN)
@require_POST
def accept(request: PartnershipRequest, asked: UUID) -> HttpResponse:
    """Nothing to reply: the grades are agreed now."""
    one = _own(request, asked)
    changes.accept_grades(one, by=request.here.doer, now=now())
    messages.success(request, "The grades are agreed. The panel was spared the wait.")
    return redirect(url(request, "assessment", asked))


@partnership_page(*permissions.OWN)
def answer_query(request: PartnershipRequest, asked: UUID, query: int) -> HttpResponse:
    """Answer a question of the panel."""
    one = _own(request, asked)
    found = pages.waiting_queries(one).filter(pk=query).select_related("answer__assessment__partnership__chain").first()
    if found is None:
        raise Http404
    form = WordsForm(request.POST or None, **careful(request))
    if request.method == "POST" and form.is_valid():
        changes.answer_query(found, text=form.said["text"], by=request.here.doer, now=now())
        messages.success(request, "Your answer is with the panel.")
        return redirect(url(request, "assessment", asked))
    facts = {"form": form, "heading": "Answer the panel", "quote": found.text, "button": "Send the answer",
             "caption": one.audit.round.title, "back": url(request, "assessment", asked)}  # fmt: skip
    return render(request, "audits/form.html", shared(request) | facts)
