"""Making a return: uploading, typing, the results, putting right, leaving out, checking and sending."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from lineofsight.cycle.requests import queries as requests
from lineofsight.cycle.requests.models import Request, Return
from lineofsight.engine import tables
from lineofsight.foundation.partnership.careful import careful
from lineofsight.foundation.partnership.guards import PartnershipRequest, now, partnership_page
from lineofsight.foundation.partnership.holding import ChangedMeanwhile
from lineofsight.foundation.partnership.permissions import Refused
from lineofsight.foundation.ui.words import clock_time
from lineofsight.sources.dashboard.returns import changes, queries, uploads
from lineofsight.sources.dashboard.returns.changes import SameAgain
from lineofsight.sources.dashboard.returns.forms import LeaveOutForm, SendForm, UploadForm
from lineofsight.sources.dashboard.returns.reading import UnknownLayout
from lineofsight.sources.dashboard.returns.views import doubting, figure_rows, shared
from lineofsight.sources.dashboard.returns.views.shared import request_to_make, url


@partnership_page("make_returns")
def upload(request: PartnershipRequest, request_key: UUID) -> HttpResponse:
    """Upload a file; it is read, checked, and shown."""
    asked = request_to_make(request, request_key)
    draft = requests.draft_of(asked)
    form = UploadForm(
        request.POST if request.method == "POST" else None,
        request.FILES if request.method == "POST" else None,
        initial={"expected_version": draft.version if draft else 0},
        recipes=uploads.recipe_choices(asked.partnership),
        most_megabytes=settings.LARGEST_UPLOAD_MEGABYTES,
    )
    if getattr(request, "upload_was_too_large", False):
        form.is_valid()
        form.errors.pop("file", None)
        form.add_error("file", f"Your file is too large. The most is {settings.LARGEST_UPLOAD_MEGABYTES} MB.")
    elif request.method == "POST" and form.is_valid():
        return _take(request, asked, form)
    return render(request, "dashboard/returns/upload.html", {"asked": asked, "form": form, "draft": draft})


def _take(request: PartnershipRequest, asked: Request, form: UploadForm) -> HttpResponse:
    """Read and keep the file; or say, in the form, why not."""
    file = form.cleaned_data["file"]
    try:
        draft = uploads.take_file(
            asked,
            file,
            recipe=form.cleaned_data["recipe"],
            version=form.cleaned_data["expected_version"],
            by=request.here.doer,
            now=now(),
            today=request.here.today,
        )
    except SameAgain as same:
        messages.info(request, str(same))
        return redirect(url(request, "sent", same.sent.pk))
    except ChangedMeanwhile:
        return _somebody_saved(request, asked)
    except tables.TableError as refusal:
        form.add_error("file", uploads.words_of(refusal))
    except (UnknownLayout, Refused) as refusal:
        form.add_error("file", str(refusal))
    else:
        return redirect(after_reading(request, asked, draft))
    return render(request, "dashboard/returns/upload.html", {"asked": asked, "form": form}, status=200)


def _somebody_saved(request: PartnershipRequest, asked: Request) -> HttpResponse:
    facts: dict[str, Any] = {"asked": asked, "draft": requests.draft_of(asked), "differences": []}
    return render(request, "dashboard/returns/conflict.html", facts, status=409)


def after_reading(request: PartnershipRequest, asked: Request, draft: Return) -> str:
    """The next page: the results while something is to be done, else the last check."""
    standing = queries.standing(draft)
    return url(request, "results" if standing.errors or standing.warnings else "check", asked.pk)


@partnership_page("make_returns")
def typing(request: PartnershipRequest, request_key: UUID) -> HttpResponseBase:
    """Type the figures, a page at a time; every field is saved as it is left."""
    asked = request_to_make(request, request_key)
    here = request.here
    draft = requests.draft_of(asked)
    if draft is None or not draft.figures.exists():
        draft = changes.begin_typing(asked, by=here.doer, now=now(), today=here.today)
    if request.method == "POST":
        return _save_typed(request, asked, draft, come_back="typing")
    page = figure_rows.page_of(asked, draft, number=request.GET.get("page", "1"))
    facts = {"asked": asked, "draft": draft, "page": page, "reasons": _reasons(asked, request)}
    return render(request, "dashboard/returns/typing.html", facts)


def _reasons(asked: Request, request: PartnershipRequest) -> list[tuple[str, str]]:
    return changes.reasons_for_missing(asked, today=request.here.today)


def _save_typed(request: PartnershipRequest, asked: Request, draft: Return, *, come_back: str) -> HttpResponseBase:
    """Save what was typed: for the script (autosave) as JSON, else on to the next page."""
    here, is_autosave = request.here, "autosave" in request.POST
    typed = figure_rows.typed_in(request.POST, draft)
    explained, doubtful = doubting.apart(request, figure_rows.explained_in(request.POST), draft)
    version = figure_rows.version_in(request.POST)
    try:
        if explained:
            changes.explain(draft, explained, version=version, by=here.doer, now=now())
            version = draft.version
        changes.save_figures(draft, typed, version=version, by=here.doer, now=now(), today=here.today)
    except ChangedMeanwhile:
        draft.refresh_from_db()
        if is_autosave:
            who = draft.changed_by.name if draft.changed_by else "Somebody"
            return JsonResponse({"message": f"{who} changed this.", "url": request.get_full_path()}, status=409)
        facts = {
            "asked": asked,
            "draft": draft,
            "differences": figure_rows.differences(typed, draft),
            "back": come_back,
        }
        return render(request, "dashboard/returns/conflict.html", facts, status=409)
    if doubtful:
        return _results(request, asked, draft, doubtful)
    if is_autosave:
        return JsonResponse({"saved_at": clock_time(now()), "by": "you", "version": draft.version})
    return redirect(_next_page(request, asked, draft, come_back))


def _next_page(request: PartnershipRequest, asked: Request, draft: Return, come_back: str) -> str:
    if request.POST.get("later"):
        messages.success(request, "Saved. Come back when you like: everything is kept.")
        return url(request, "request", asked.pk)
    following = request.POST.get("next_page", "")
    if come_back == "typing" and following.isdigit():
        return f"{url(request, 'typing', asked.pk)}?page={following}"
    return after_reading(request, asked, draft)


@partnership_page("make_returns")
def results(request: PartnershipRequest, request_key: UUID) -> HttpResponseBase:
    """What was found, with three ways to put it right; saving here checks again."""
    asked = request_to_make(request, request_key)
    draft = _draft_or_refused(asked)
    if request.method == "POST":
        return _save_typed(request, asked, draft, come_back="results")
    way = request.GET.get("way", "")
    if way in {"file", "leave"}:
        return redirect(url(request, "annotated" if way == "file" else "leave-out", asked.pk))
    return _results(request, asked, draft, {})


def _results(
    request: PartnershipRequest, asked: Request, draft: Return, doubtful: dict[doubting.About, doubting.Doubt]
) -> HttpResponseBase:
    table = figure_rows.every_row(request, asked, draft)
    if table.wants_export:
        return table.export_response()
    cards = figure_rows.problem_cards(asked, draft)
    facts = {
        "asked": asked,
        "draft": draft,
        "standing": queries.standing(draft),
        "cards": cards,
        "unplaced": figure_rows.unplaced(draft),
        "reasons": _reasons(asked, request),
        "explanations": figure_rows.EXPLANATIONS,
        "has_errors": True,
        "table": table,
    }
    return render(request, "dashboard/returns/results.html", facts | doubting.mark(cards, doubtful))


def _draft_or_refused(asked: Request) -> Return:
    draft = requests.draft_of(asked)
    if draft is None:
        raise Refused("There is no draft of this return. Begin one, or look at what was sent.")
    return draft


@partnership_page("make_returns")
@require_safe
def annotated(request: PartnershipRequest, request_key: UUID) -> HttpResponse:
    """The file as it was sent, with a column that says what is wrong in each row."""
    asked = request_to_make(request, request_key)
    draft = _draft_or_refused(asked)
    content = uploads.with_errors(asked, draft, today=request.here.today)
    answer = HttpResponse(content, content_type=uploads.XLSX)
    answer["Content-Disposition"] = f'attachment; filename="{uploads.annotated_name(asked, draft)}"'
    return answer


@partnership_page("make_returns")
def leave_out(request: PartnershipRequest, request_key: UUID) -> HttpResponse:
    """Send what is right, and say why the rest is missing."""
    asked = request_to_make(request, request_key)
    draft = _draft_or_refused(asked)
    form = LeaveOutForm(
        request.POST or None,
        initial={"expected_version": draft.version},
        reasons=_reasons(asked, request),
        **careful(request),
    )
    if request.method == "POST" and form.is_valid():
        here, given = request.here, form.cleaned_data
        try:
            changes.leave_out(
                draft, reason_code=given["reason_code"], reason=given["reason"], version=given["expected_version"] or 0,
                by=here.doer, now=now(), today=here.today,
            )  # fmt: skip
        except ChangedMeanwhile:
            return _somebody_saved(request, asked)
        return redirect(after_reading(request, asked, draft))
    facts = {"asked": asked, "form": form, "errors": queries.open_errors(draft)}
    return render(request, "dashboard/returns/leave_out.html", facts)


@partnership_page("make_returns")
def check(request: PartnershipRequest, request_key: UUID) -> HttpResponseBase:
    """The last look: every figure, every reason, the declaration, and Send."""
    asked = request_to_make(request, request_key)
    draft = _draft_or_refused(asked)
    standing = queries.standing(draft)
    if standing.errors or standing.warnings:
        return redirect(url(request, "results", asked.pk))
    form = SendForm(request.POST or None, initial={"expected_version": draft.version}, **careful(request))
    if request.method == "POST" and form.is_valid():
        return _send(request, asked, draft, form)
    table = figure_rows.every_row(request, asked, draft)
    if table.wants_export:
        return table.export_response()
    facts = {"asked": asked, "draft": draft, "form": form, "standing": standing, "table": table}
    return render(request, "dashboard/returns/check.html", facts)


def _send(request: PartnershipRequest, asked: Request, draft: Return, form: SendForm) -> HttpResponse:
    here, given = request.here, form.cleaned_data
    try:
        sent = changes.send(
            draft, version=given["expected_version"] or 0, note=given["note"], by=here.doer, now=now(), today=here.today
        )  # fmt: skip
    except SameAgain as same:
        messages.info(request, str(same))
        return redirect(url(request, "sent", same.sent.pk))
    except ChangedMeanwhile:
        return _somebody_saved(request, asked)
    return redirect(url(request, "sent", sent.pk))


@partnership_page(*shared.MAY_LOOK)
@require_safe
def sent(request: PartnershipRequest, source: UUID) -> HttpResponseBase:
    """The receipt: the reference, what happens next, until when it can be changed; and the figures as they were sent."""
    found = shared.return_to_see(request, source)
    if found.state == Return.State.DRAFT or found.request is None:
        return redirect(url(request, "request", found.request_id))
    table = figure_rows.every_row(request, found.request, found)
    if table.wants_export:
        return table.export_response()
    own = str(found.request.organisation_id) in request.here.organisations_where("make_returns")
    facts = {"sent": found, "asked": found.request, "standing": queries.standing(found), "table": table, "own": own}
    return render(request, "dashboard/returns/sent.html", facts)
