"""The scrutineer's notes and letters: private to their writer until they are issued."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from lineofsight.foundation.partnership.guards import PartnershipRequest, now, partnership_page
from lineofsight.sources.scrutiny import changes, forms, permissions, queries
from lineofsight.sources.scrutiny.models import Paper
from lineofsight.sources.scrutiny.views.deeds import READS_AND_SENDS, Clean, Deed, act, shared, signed

PRIVATE = "Nobody but you reads it until you issue it."


def _found(request: PartnershipRequest, key: UUID) -> Paper:
    row: Paper | None = queries.papers(request.here).filter(pk=key).first()
    if row is None:
        raise Http404
    return row


def _page(request: PartnershipRequest, row: Paper) -> str:
    return reverse("scrutiny:paper", args=[request.here.partnership.slug, row.pk])


@partnership_page(permissions.WRITE)
@READS_AND_SENDS
def new(request: PartnershipRequest) -> HttpResponse:
    """A new draft."""

    def do(clean: Clean, version: int) -> str:
        row = changes.write_paper(request.here.partnership, by=request.here.doer, now=now(), **clean)
        return _page(request, row)

    back = reverse("scrutiny:workspace", args=[request.here.partnership.slug])
    deed = Deed(forms.PaperForm, "Write a note or a letter", "Save", "Your draft is saved. Nobody but you reads it.", do,
                back, text=PRIVATE)  # fmt: skip
    return act(request, deed)


@partnership_page(permissions.READ, permissions.WRITE)
@require_safe
def paper(request: PartnershipRequest, paper: UUID) -> HttpResponse:
    """One paper."""
    row = _found(request, paper)
    facts = {"paper": row, "is_mine": row.writer_id == request.here.person.actor_id}
    return render(request, "scrutiny/paper.html", shared(request) | facts)


@partnership_page(permissions.WRITE)
@READS_AND_SENDS
def edit(request: PartnershipRequest, paper: UUID) -> HttpResponse:
    """Write on."""
    row = _found(request, paper)

    def do(clean: Clean, version: int) -> str:
        changes.save_paper(row, by=request.here.doer, now=now(), version=version, **clean)
        return _page(request, row)

    deed = Deed(forms.PaperForm, "Write on", "Save", "Your draft is saved.", do, _page(request, row),
                facts={"initial": {"title": row.title, "text": row.text}}, version=row.version, text=PRIVATE)  # fmt: skip
    return act(request, deed)


@partnership_page(permissions.WRITE)
@READS_AND_SENDS
def issue(request: PartnershipRequest, paper: UUID) -> HttpResponse:
    """From now on partners read it."""
    row = _found(request, paper)

    def do(clean: Clean, version: int) -> str:
        changes.issue_paper(row, version=version, **signed(request))
        return _page(request, row)

    deed = Deed(forms.ConfirmForm, "Issue it", "Issue it now", "It is issued.", do, _page(request, row), caption=row.title,
                text="From now on everybody reads it who may read independent scrutiny. It cannot be changed any more.",
                version=row.version, kind="warning")  # fmt: skip
    return act(request, deed)
