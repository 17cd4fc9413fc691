"""Adding evidence to a thing: files and a link, or what is here already."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from lineofsight.foundation.files import changes, permissions, queries
from lineofsight.foundation.files.forms import EvidenceForm
from lineofsight.foundation.files.incoming import NotTaken
from lineofsight.foundation.files.views.looking import found
from lineofsight.foundation.partnership.guards import PartnershipRequest, now, partnership_page
from lineofsight.foundation.partnership.queries import known_names
from lineofsight.foundation.trail.models import Subject


@partnership_page()
def add(request: PartnershipRequest, subject: UUID) -> HttpResponse:
    """Add files and a link to a thing that the person may change."""
    about = _about(request, subject)
    if request.method == "POST" and "reuse" in request.POST:
        return _reuse(request, about)
    form = form_for(request, EvidenceForm)
    if request.method == "POST" and form.is_valid():
        try:
            made = changes.attach_all(
                request.here.partnership,
                about,
                **form.given,
                facts=form.facts(),
                by=request.here.doer,
                now=now(),
                **limits(),
            )
        except NotTaken as refused:
            form.add_error("uploads" if form.given["uploads"] else "url", str(refused))
        else:
            messages.success(request, "Evidence added" if len(made) == 1 else f"{len(made)} pieces of evidence added")
            return redirect(page_of(request, about))
    wanted = request.GET.get("words", "").strip()
    already = queries.to_use_again(request.here, about, wanted) if wanted else []
    facts = {"form": form, "about": about, "words": wanted, "already": already, "marking": about.marking}
    return render(request, "files/add.html", facts | {"back": page_of(request, about)})


def _about(request: PartnershipRequest, subject: UUID) -> Subject:
    """The thing, for whoever may add to it: 404 for those who may not read it, 403 for those who may only read it."""
    try:
        about = queries.subject_of(request.here, subject)
    except Subject.DoesNotExist:
        raise Http404 from None
    if not permissions.may_read(request.here, about):
        raise Http404
    why_not = permissions.why_not_add(request.here, about)
    if why_not:
        raise PermissionDenied(why_not)
    return about


def _reuse(request: PartnershipRequest, about: Subject) -> HttpResponse:
    try:
        chosen = found(request, UUID(request.POST["reuse"]))
        changes.reuse(chosen, about, by=request.here.doer, now=now())
    except ValueError:
        raise Http404 from None
    except NotTaken as refused:
        messages.error(request, str(refused))
        return redirect("files:add", request.here.partnership.slug, about.pk)
    messages.success(request, "Evidence added")
    return redirect(page_of(request, about))


def form_for(request: PartnershipRequest, form: type[EvidenceForm], **facts: Any) -> Any:
    """The form of a page that takes files, filled with what was sent."""
    partnership = request.here.partnership
    sent = request.method == "POST"
    # The files are read first: only then it is known whether they were too large.
    files = request.FILES if sent else None
    return form(
        request.POST if sent else None,
        files,
        known=lambda: known_names(partnership),
        today=request.here.today,
        most_megabytes=settings.LARGEST_UPLOAD_MEGABYTES,
        too_large=getattr(request, "upload_was_too_large", False),
        **facts,
    )


def limits() -> dict[str, Any]:
    """What the installation allows: the largest file, and where its virus checker is."""
    return {"largest_megabytes": settings.LARGEST_UPLOAD_MEGABYTES, "clamd": settings.VIRUS_SCANNER}


def page_of(request: PartnershipRequest, about: Subject) -> str:
    """The page of the thing, or all evidence for a thing without a page."""
    return about.path if about.path.startswith("/") else reverse("files:library", args=[request.here.partnership.slug])
