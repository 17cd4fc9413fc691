"""Keeping evidence right: what is said about it, a newer one in its place, putting it away. Each says what somebody else did."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from lineofsight.foundation.files import changes, permissions
from lineofsight.foundation.files.changes import ChangedMeanwhile
from lineofsight.foundation.files.forms import AboutForm, ArchiveForm, ReplaceForm, said
from lineofsight.foundation.files.incoming import NotTaken
from lineofsight.foundation.files.models import Evidence
from lineofsight.foundation.files.views.adding import form_for, limits
from lineofsight.foundation.files.views.looking import found
from lineofsight.foundation.partnership.guards import PartnershipRequest, now, partnership_page
from lineofsight.foundation.partnership.queries import known_names
from lineofsight.foundation.ui.conflicts import conflict_between


def _to_change(request: PartnershipRequest, evidence: UUID) -> Evidence:
    """The evidence, for whoever may change it: 404 for those who may not read it, 403 for those who may only read it."""
    held = found(request, evidence)
    why_not = permissions.why_not_add(request.here, held.subject)
    if why_not:
        raise PermissionDenied(why_not)
    return held


def _shown(request: PartnershipRequest, held: Evidence, form: Any, heading: str, **more: Any) -> HttpResponse:
    back = reverse("files:one", args=[request.here.partnership.slug, held.pk])
    facts = {"held": held, "form": form, "heading": heading, "back": back, "marking": held.marking}
    return render(
        request, "files/change.html", facts | more, status=409 if "conflict" in more or "theirs" in more else 200
    )


def _plain(request: PartnershipRequest, held: Evidence, form: type[Any], **facts: Any) -> Any:
    partnership = request.here.partnership
    sent = request.POST if request.method == "POST" else None
    known = {"known": lambda: known_names(partnership), "today": request.here.today, "version": held.version}
    return form(sent, **known, **facts)


def _signed(request: PartnershipRequest, form: Any) -> dict[str, Any]:
    return {"by": request.here.doer, "now": now(), "version": form.cleaned_data["expected_version"] or 0}


def _done(request: PartnershipRequest, held: Evidence, words: str) -> HttpResponse:
    messages.success(request, words)
    return redirect("files:one", request.here.partnership.slug, held.pk)


@partnership_page()
def correct(request: PartnershipRequest, evidence: UUID) -> HttpResponse:
    """Put right what is said about it."""
    held = _to_change(request, evidence)
    form = _plain(request, held, AboutForm, initial=said(held))
    heading = "Change what is said about this evidence"
    if request.method == "POST" and form.is_valid():
        try:
            changes.correct(held, facts=form.facts(), **_signed(request, form))
        except ChangedMeanwhile as meanwhile:
            return _both(request, meanwhile.saved, form, heading)
        return _done(request, held, "Changes saved")
    return _shown(request, held, form, heading, button="Save")


def _both(request: PartnershipRequest, newer: Evidence, form: AboutForm, heading: str) -> HttpResponse:
    """Both texts side by side; or what became of it, when there is nothing to change any more."""
    if newer.archived_at is not None:
        return _shown(request, newer, form, heading, theirs=newer)
    by = newer.changed_by.name if newer.changed_by else "Somebody else"
    at = newer.changed_at or newer.added_at
    conflict = conflict_between(form, said(newer), by=by, at=at, version=newer.version)
    return _shown(request, newer, form, heading, conflict=conflict)


@partnership_page()
def replace(request: PartnershipRequest, evidence: UUID) -> HttpResponse:
    """A newer file or link in its place; what is there now is kept."""
    held = _to_change(request, evidence)
    form = form_for(request, ReplaceForm, version=held.version, initial={"title": held.title, "marking": held.marking})
    heading = "Put a newer one in its place"
    if request.method == "POST" and form.is_valid():
        facts = form.facts(purpose=held.purpose, organisation_id=held.organisation_id)
        try:
            newer = changes.replace(held, **form.newer, facts=facts, **_signed(request, form), **limits())
        except NotTaken as refused:
            form.add_error("uploads" if form.newer["upload"] else "url", str(refused))
        except ChangedMeanwhile as meanwhile:
            return _shown(request, meanwhile.saved, form, heading, theirs=meanwhile.saved)
        else:
            return _done(request, newer, "Newer evidence added. The one before is kept and put away.")
    return _shown(request, held, form, heading, button="Put it in its place")


@partnership_page()
def archive(request: PartnershipRequest, evidence: UUID) -> HttpResponse:
    """Put it away, with the reason."""
    held = _to_change(request, evidence)
    form = _plain(request, held, ArchiveForm)
    heading = "Put this evidence away"
    if request.method == "POST" and form.is_valid():
        try:
            changes.archive(held, reason=form.cleaned_data["reason"], **_signed(request, form))
        except ChangedMeanwhile as meanwhile:
            return _shown(request, meanwhile.saved, form, heading, theirs=meanwhile.saved)
        return _done(request, held, "Put away. It no longer counts, and can still be read.")
    return _shown(request, held, form, heading, button="Put it away")
