"""Checking what came: what changed, what was explained, and accept, ask or send back."""

from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from lineofsight.cycle.requests import queries as requests
from lineofsight.cycle.requests.changes import judging
from lineofsight.cycle.requests.models import Return
from lineofsight.foundation.partnership.careful import careful
from lineofsight.foundation.partnership.guards import PartnershipRequest, now, partnership_page
from lineofsight.foundation.partnership.holding import ChangedMeanwhile
from lineofsight.foundation.ui.tables import Column, Table
from lineofsight.sources.dashboard.returns import accepting, queries
from lineofsight.sources.dashboard.returns.forms import QuestionForm, SendBackForm
from lineofsight.sources.dashboard.returns.views import figure_rows
from lineofsight.sources.dashboard.returns.views.shared import MAY_LOOK, return_to_see, sections, url


@partnership_page("accept_returns")
@require_safe
def to_check(request: PartnershipRequest) -> HttpResponseBase:
    """Returns that have come and wait to be checked, oldest first."""
    table = Table(
        request,
        name="to-check",
        title="Returns to check",
        rows=requests.waiting_for_review(request.here.partnership),
        default_sort="received_at",
        noun=("return", "returns"),
        columns=[
            Column("organisation", "Agency", value="organisation.name", sort="organisation__name", filter="text",
                   url=lambda one: url(request, "review", one.pk)),
            Column("round", "Round", value="request.round.title", sort="request__round__title"),
            Column("reference", "Reference"),
            Column("how", "How", value="get_how_display"),
            Column("received_at", "Received"),
            Column("received_by", "Sent by", value="received_by.name", sort="received_by__name"),
        ],
        empty=("Nothing to check", "Returns are listed here as soon as an agency sends them.", "", ""),
    )  # fmt: skip
    if table.wants_export:
        return table.export_response()
    facts = {"table": table, "heading": "Returns to check", "sub_navigation": sections(request)}
    return render(request, "dashboard/returns/list.html", facts)


@partnership_page("accept_returns")
@require_safe
def page(request: PartnershipRequest, source: UUID) -> HttpResponseBase:
    """One return to judge: what is unusual with its reason, what is missing, what it would change."""
    found = _sent(request, source)
    if found.request is None:
        raise Http404
    table = figure_rows.every_row(request, found.request, found)
    if table.wants_export:
        return table.export_response()
    rows = figure_rows.rows_of(found.request, found)
    facts = {
        "sent": found,
        "asked": found.request,
        "explained": [(row, issue) for row in rows for issue in row.settled if issue.severity == "warning"],
        "missing": [(row, issue) for row in rows for issue in row.settled if issue.severity == "error"],
        "restated": _restated(found),
        "questions": found.questions.select_related("asked_by", "answered_by"),
        "table": table,
        "sub_navigation": sections(request),
    }
    return render(request, "dashboard/returns/review.html", facts)


def _sent(request: PartnershipRequest, source: UUID) -> Return:
    found = return_to_see(request, source)
    if found.state == Return.State.DRAFT:
        raise Http404
    return found


def _restated(found: Return) -> list[tuple[str, str, str]]:
    """Figures that say something else than what was accepted for the same period: (figure, was, would be)."""
    if found.request is None or found.state == Return.State.ACCEPTED:
        return []
    slots = queries.slots(found.request)
    known = queries.accepted_before(found.request, slots).same_period
    changed = []
    for key, (entry, _) in queries.entries_of(found, slots).items():
        before = known.get(key)
        if before is not None and (before.value, before.state) != (entry.value, entry.state):
            row = figure_rows.FigureRow(entry, 0, before)
            changed.append((row.title, row.last_words or "no figure", row.value_words))
    return changed


@partnership_page("accept_returns")
@require_POST
def accept(request: PartnershipRequest, source: UUID) -> HttpResponse:
    """The figures count from now on."""
    found = _sent(request, source)
    here = request.here
    try:
        outcome = accepting.accept(
            found, version=figure_rows.version_in(request.POST), by=here.doer, now=now(), today=here.today
        )
    except ChangedMeanwhile as other:
        messages.error(request, str(other))
        return redirect(url(request, "review", found.pk))
    said = f"{outcome.new} new, {outcome.restated} restated, {outcome.unchanged} as they were"
    messages.success(request, f"Accepted. Figures: {said}.")
    return redirect(url(request, "to-check"))


@partnership_page("accept_returns")
def send_back(request: PartnershipRequest, source: UUID) -> HttpResponse:
    """Back to the agency, with what must change."""
    found = _sent(request, source)
    form = SendBackForm(request.POST or None, **careful(request))
    if request.method == "POST" and form.is_valid():
        try:
            judging.send_back(
                found, version=found.version, reason=form.cleaned_data["reason"], by=request.here.doer, today=request.here.today
            )  # fmt: skip
        except ChangedMeanwhile as other:
            messages.error(request, str(other))
        else:
            messages.success(request, "Sent back. They are told what must change.")
        return redirect(url(request, "to-check"))
    facts = {
        "form": form,
        "heading": "Send it back",
        "button": "Send it back",
        "back": url(request, "review", found.pk),
    }
    return render(request, "dashboard/returns/form.html", {**facts, "caption": str(found.request)})


@partnership_page("accept_returns")
def ask(request: PartnershipRequest, source: UUID) -> HttpResponse:
    """A question to the agency; the return stays where it is."""
    found = _sent(request, source)
    form = QuestionForm(request.POST or None, **careful(request))
    if request.method == "POST" and form.is_valid():
        here = request.here
        judging.ask_about(found, text=form.cleaned_data["text"], by=here.doer, now=now(), today=here.today)
        messages.success(request, "Asked. You get a message when they answer.")
        return redirect(url(request, "review", found.pk))
    facts = {"form": form, "heading": "Ask about it", "button": "Ask", "back": url(request, "review", found.pk)}
    return render(request, "dashboard/returns/form.html", {**facts, "caption": str(found.request)})


@partnership_page(*MAY_LOOK)
@require_safe
def file(request: PartnershipRequest, source: UUID) -> FileResponse:
    """The file as it was given."""
    found = return_to_see(request, source)
    if found.file is None:
        raise Http404
    kept = found.file
    return FileResponse(kept.content.open("rb"), as_attachment=True, filename=kept.name, content_type=kept.media_type)
