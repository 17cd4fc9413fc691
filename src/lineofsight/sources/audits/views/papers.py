"""An agency's return as Word and PDF, the blank Word form and the same read back, and the report of a round."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from lineofsight.engine.documents import Document, TemplateError, read_fields, to_docx, to_page, to_pdf
from lineofsight.foundation.partnership.careful import careful
from lineofsight.foundation.partnership.guards import PartnershipRequest, now, partnership_page
from lineofsight.foundation.partnership.permissions import Refused
from lineofsight.sources.audits import changes, papers, permissions, queries, rules
from lineofsight.sources.audits.forms.running import WordFormForm
from lineofsight.sources.audits.models import Assessment
from lineofsight.sources.audits.queries import pages, running, survey
from lineofsight.sources.audits.queries.overview import overview
from lineofsight.sources.audits.views.sections import (
    assessment_to_answer,
    assessment_to_see,
    audit_to_see,
    shared,
    url,
)

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
WRITERS = {"docx": (to_docx, WORD), "pdf": (to_pdf, "application/pdf"), "html": (to_page, "text/html; charset=utf-8")}


def _answer(paper: Document, kind: str) -> HttpResponse:
    if kind not in WRITERS:
        raise Http404
    write, media_type = WRITERS[kind]
    answer = HttpResponse(write(paper), content_type=media_type)  # type: ignore[operator]
    answer["Content-Disposition"] = f'attachment; filename="{slugify(paper.title)}.{kind}"'
    return answer


def parts_of(one: Assessment) -> list[papers.Part]:
    """The standards of an assessment with their questions, for paper."""
    askings, found = pages.askings(one), []
    for set_ in queries.sets_of(one.audit):
        names = {code: name for code, name, _ in queries.grades_of(one.partnership, set_, on=one.audit.round.opens_on)}
        for standard in set_.standards:
            own = [ask for ask in askings if ask.answer.standard == standard.code and ask.answer.is_core == set_.core]
            if own:
                found.append(papers.Part(set_, standard.name, standard.text, own, names))
    return found


@partnership_page(*permissions.SEE)
@require_safe
def own_return(request: PartnershipRequest, asked: UUID, kind: str) -> HttpResponse:
    """An agency's own answers as a file."""
    one = assessment_to_see(request, asked)
    return _answer(papers.return_of(one, parts_of(one), site=settings.ADDRESS, today=request.here.today), kind)


@partnership_page(*permissions.SEE)
@require_safe
def blank_form(request: PartnershipRequest, asked: UUID) -> HttpResponse:
    """The blank Word form."""
    one = assessment_to_see(request, asked)
    return _answer(papers.blank_form(one, parts_of(one), today=request.here.today), "docx")


@partnership_page(permissions.ANSWER)
def form_back(request: PartnershipRequest, asked: UUID) -> HttpResponse:
    """A filled Word form: what it says is saved as drafts, only where nothing stands yet."""
    one = assessment_to_answer(request, asked)
    form = WordFormForm(request.POST or None, request.FILES or None, **careful(request))
    if request.method == "POST" and form.is_valid():
        try:
            taken, kept = _take(request, one, form.cleaned_data["file"].read())
        except (TemplateError, Refused) as fault:
            form.add_error("file", str(fault))
        else:
            messages.success(request, _words(taken, kept))
            return redirect(url(request, "assessment", asked))
    facts = {"form": form, "heading": "Give a filled Word form", "button": "Take it over", "caption": one.audit.round.title,
             "text": "Its answers come in as drafts. You open each standard, look at them, and complete it.",
             "back": url(request, "assessment", asked)}  # fmt: skip
    return render(request, "audits/form.html", shared(request) | facts)


def _words(taken: int, kept: int) -> str:
    words = f"{taken} answers were taken from the form. Open each standard to complete it."
    return f"{words} {kept} were left: something stands there already." if kept else words


def _take(request: PartnershipRequest, one: Assessment, content: bytes) -> tuple[int, int]:
    filled, typed, kept = read_fields(content), {}, 0
    for part in parts_of(one):
        said = papers.read_back(filled, part.askings, part.grades)
        for asking in part.askings:
            if (words := said.get(asking.question.code)) is None:
                continue
            if asking.answer.state != rules.EMPTY:
                kept += 1
                continue
            typed[asking.question.code] = _typed(words, asking.answer.version)
    if not typed and not kept:
        raise Refused("Nothing is written in this form, or it is another one.")
    changes.save_standard(one, typed, complete=False, by=request.here.doer, now=now())
    return len(typed), kept


def _typed(words: dict[str, str], version: int) -> changes.Typed:
    return changes.Typed(
        grade=words["grade"], what_shows_it=words["shows"], difference=words["difference"],
        not_applicable_reason=words["reason"], version=version,
    )  # fmt: skip


@partnership_page(*permissions.OVERVIEW)
@require_safe
def report(request: PartnershipRequest, round_key: UUID, kind: str) -> HttpResponse:
    """The report of a round, filled from what is there now."""
    audit = audit_to_see(request, round_key)
    facts: dict[str, Any] = {"asked": audit.assessments.count(), "site": settings.ADDRESS, "today": request.here.today}
    told = papers.Told(running.not_declared(audit), running.planned_actions(audit), survey.in_words(audit))
    return _answer(papers.report_of(audit, overview(audit, on=audit.round.opens_on), told, **facts), kind)
