"""Files of a report: asked for, watched while they are made, opened."""

from uuid import UUID

from django.contrib import messages
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from lineofsight.foundation.partnership.guards import PartnershipRequest, partnership_page
from lineofsight.foundation.trail.changes import record_look
from lineofsight.outputs.reports import queries, rules, tasks
from lineofsight.outputs.reports.models import ReportFile
from lineofsight.outputs.reports.views.sections import READ, WRITE, found, shared, url

TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "html": "text/html; charset=utf-8",
}


@partnership_page(READ)
@require_POST
def ask(request: PartnershipRequest, report: UUID) -> HttpResponse:
    """Begin to make the file; one of the same content that is there or under way is shown."""
    held = found(request, report)
    form = request.POST.get("form", "")
    if form not in ReportFile.Form.values:
        raise Http404
    # The version for anybody leaves by a writer's hand alone.
    is_public = request.POST.get("public") == "yes" and request.here.may(WRITE)
    is_draft = held.state != rules.PUBLISHED
    file = tasks.start_file(held, form=form, is_public=is_public, is_draft=is_draft, by=request.here.doer)
    return redirect(url(request, "reports:file", held.pk, file.pk))


@partnership_page(READ)
@require_safe
def file(request: PartnershipRequest, report: UUID, file: UUID) -> HttpResponse:
    """How far it is; the page can be left, and a message comes when it is ready."""
    row = _found(request, report, file)
    facts = {
        "report": row.report,
        "file": row,
        "is_open": row.state in {ReportFile.State.WAITING, ReportFile.State.RUNNING},
        "per_cent": round(100 * row.done_parts / row.all_parts) if row.all_parts else 0,
    }
    template = "reports/_file.html" if request.headers.get("HX-Request") else "reports/file.html"
    return render(request, template, shared(request, row.report.marking) | facts)


@partnership_page(READ)
@require_safe
def download(request: PartnershipRequest, report: UUID, file: UUID) -> HttpResponseBase:
    """The file. Opening it is kept in the trail."""
    row = _found(request, report, file)
    if row.state != ReportFile.State.READY or not default_storage.exists(str(row.content.name)):
        messages.error(request, "This file is not there. Make it anew.")
        return redirect(url(request, "reports:file", report, file))
    record_look(
        request.here.partnership.chain, by=request.here.doer, deed="reports.open_file", subject=row.report.subject
    )
    name = queries.file_name(row.report, form=row.form, is_public=row.is_public)
    # A web page is handed out as a file: shown here it would stand outside our rules for scripts and styles.
    return FileResponse(
        row.content.open(), filename=name, content_type=TYPES[row.form], as_attachment=row.form != "pdf"
    )


def _found(request: PartnershipRequest, report: UUID, file: UUID) -> ReportFile:
    held = found(request, report)
    row = ReportFile.objects.for_partnership(request.here.partnership).filter(report=held, pk=file).first()
    if row is None or (row.is_public and not request.here.may(WRITE)):
        raise Http404
    # One that was made for other readers stays theirs.
    if not frozenset(row.needs.split()) <= request.here.capabilities:
        raise Http404
    row.report = held
    return row
