"""A report as its readers see it, its version for the public, and what is said of a draft."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_POST, require_safe

from lineofsight.engine.documents import to_html
from lineofsight.foundation.handbook.queries import framework_of
from lineofsight.foundation.partnership.guards import PartnershipRequest, partnership_page
from lineofsight.outputs.reports import changes, document, queries
from lineofsight.outputs.reports.forms import CommentForm
from lineofsight.outputs.reports.models import Report, ReportFile
from lineofsight.outputs.reports.views.sections import (
    READ,
    READS_AND_SENDS,
    WRITE,
    Deed,
    act,
    found,
    shared,
    signed,
    url,
)


@partnership_page(READ)
@require_safe
def report(request: PartnershipRequest, report: UUID) -> HttpResponse:
    """The whole report, with its files; a draft says so."""
    held = found(request, report)
    comments = queries.comments_of(held) if request.here.may(WRITE) else []
    facts = _facts(request, held, is_public=False) | {"files": _files(request, held), "comments": comments}
    return render(request, "reports/report.html", shared(request, held.marking) | facts)


@partnership_page(READ)
@require_safe
def public(request: PartnershipRequest, report: UUID) -> HttpResponse:
    """The same as anybody would see it: without what is not for the public, and with small numbers hidden."""
    held = found(request, report)
    left_out = [block for block in queries.outline_of(held) if not block.is_public]
    facts = _facts(request, held, is_public=True) | {"is_public": True, "left_out": len(left_out)}
    return render(request, "reports/public.html", shared(request, "OFFICIAL") | facts)


def _facts(request: PartnershipRequest, held: Report, *, is_public: bool) -> dict[str, Any]:
    blocks = queries.blocks_of(held)
    paper = document.document_of(
        held, blocks, framework_of(held.framework), is_public=is_public,
        links=queries.links_of(request.here.partnership, blocks),
    )  # fmt: skip
    return {
        "report": held,
        "paper": _safe(to_html(paper)),
        "lines": paper.lines,
        "is_draft": held.state != Report.State.PUBLISHED,
        "may_write": request.here.may(WRITE),
    }


def _safe(markup: str) -> SafeString:
    return mark_safe(markup)  # noqa: S308


def _files(request: PartnershipRequest, held: Report) -> list[dict[str, Any]]:
    """Each form: for readers, and for the public from whoever may write."""
    known = {(file.form, file.is_public): file for file in queries.files_of(held)}
    kinds = [False, True] if request.here.may(WRITE) else [False]
    return [
        {"form": form, "label": label, "is_public": is_public, "file": known.get((form, is_public))}
        for is_public in kinds
        for form, label in ReportFile.Form.choices
    ]


@partnership_page(WRITE)
@READS_AND_SENDS
def comment(request: PartnershipRequest, report: UUID) -> HttpResponse:
    """Say something of a draft, or of one of its parts."""
    held = found(request, report)
    blocks = {str(block.pk): block for block in queries.outline_of(held)}
    choices = [
        (key, f"{block.section}{f': {block.heading}' if block.heading else ''}") for key, block in blocks.items()
    ]

    def do(clean: dict[str, Any]) -> None:
        changes.comment(held, text=clean["text"], block=blocks.get(clean["block"]), **signed(request))

    asked = {"blocks": choices, "initial": {"block": request.GET.get("block", "")}}
    deed = Deed(CommentForm, "Comment on this report", "Comment", "Your comment is there.", do, facts=asked)
    return act(request, held, deed)


@partnership_page(WRITE)
@require_POST
def settle(request: PartnershipRequest, report: UUID, comment: UUID) -> HttpResponse:
    """What was said is dealt with."""
    held = found(request, report)
    row = queries.comment_of(held, comment)
    if row is None:
        raise Http404
    changes.settle_comment(row, **signed(request))
    messages.success(request, "The comment is settled.")
    return redirect(url(request, "reports:build", held.pk) + "#comments")
