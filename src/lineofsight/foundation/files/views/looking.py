"""Looking at evidence: all of it, one piece with the places where it is used, and the file itself."""

from typing import Any
from uuid import UUID

from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from lineofsight.foundation.files import changes, permissions, queries, rules, showing
from lineofsight.foundation.files.incoming import sha256_of
from lineofsight.foundation.files.models import Evidence
from lineofsight.foundation.partnership.guards import PartnershipRequest, partnership_page
from lineofsight.foundation.ui.tables import Column, Filter, Table

TABS = {"": "Counts", "run-out": "Run out", "put-away": "Put away"}
_TAKEN_AWAY = "The file is not where it was kept, or is no longer as it was given. Tell the Business Team."


def found(request: PartnershipRequest, evidence: UUID) -> Evidence:
    """The evidence, for whoever may read what it is about; else 404."""
    try:
        return queries.one(request.here, evidence)
    except Evidence.DoesNotExist:
        raise Http404 from None


@partnership_page()
@require_safe
def library(request: PartnershipRequest) -> HttpResponseBase:
    """All evidence of things that the person may read, in three tabs."""
    tab = request.GET.get("tab", "")
    tab = tab if tab in TABS else ""
    table = _table(request, tab)
    if table.wants_export:
        return table.export_response()
    address = reverse("files:library", args=[request.here.partnership.slug])
    tabs = [
        {"label": label, "url": f"{address}?tab={name}" if name else address, "current": name == tab}
        for name, label in TABS.items()
    ]
    facts = {"table": table, "tabs": tabs, "marking": rules.SENSITIVE}
    return render(request, "files/library.html", facts)


def _table(request: PartnershipRequest, tab: str) -> Table:
    slug, today = request.here.partnership.slug, request.here.today
    return Table(
        request,
        name="evidence",
        title="Evidence",
        rows=queries.in_tab(request.here, tab, today=today),
        default_sort="-added",
        noun=("piece of evidence", "pieces of evidence"),
        exports=request.here.may("export"),
        marking=rules.SENSITIVE,
        columns=[
            Column("title", "What", filter="text", url=lambda one: reverse("files:one", args=[slug, one.pk])),
            Column("about", "About", value="subject.title", sort="subject__title", filter="text"),
            Column("purpose", "Kept as", value="get_purpose_display", sort="purpose"),
            Column("kind", "Kind", value="get_kind_display", sort="kind"),
            Column("evidence_date", "Of which day"),
            Column("period", "Period", sort=False),
            Column("expires_on", "Runs out", value=lambda one: showing.expiry_words(one.expires_on, today=today),
                   tone=lambda one: showing.expiry_tone(one.expires_on, today=today), sort="expires_on"),
            Column("marking", "Marking"),
            Column("scan", "Virus check", value=showing.scan_words, sort="stored__scan"),
            Column("added", "Added", value="added_at", sort="added_at"),
            Column("by", "By", value="added_by.name", sort="added_by__name"),
        ],
        filters=[Filter("kind", "Kind", "choice", Evidence.Kind.choices),
                 Filter("purpose", "Kept as", "choice", Evidence.Purpose.choices)],
        empty=("Nothing here yet", "Open the thing that it is about and add a file or a link there.", "", ""),
    )  # fmt: skip


@partnership_page()
@require_safe
def one(request: PartnershipRequest, evidence: UUID) -> HttpResponse:
    """One piece of evidence: what is said about it, its file, where it is used, and what it replaced."""
    held = found(request, evidence)
    uses, unseen = queries.uses_for(request.here, held)
    may_change = held.archived_at is None and permissions.why_not_add(request.here, held.subject) is None
    facts = {
        "held": held,
        "facts": _facts(held, request),
        "file": _file_facts(held),
        "uses": uses,
        "unseen": unseen,
        "places": len(uses) + unseen,
        "may_change": may_change,
        "why_not_open": changes.why_not_open(held.stored),
        "newer": getattr(held, "replaced_by", None),
        "marking": held.marking,
        "is_expired": rules.is_expired(held.expires_on, today=request.here.today),
    }
    return render(request, "files/one.html", facts)


def _facts(held: Evidence, request: PartnershipRequest) -> list[tuple[str, Any]]:
    body = [("Of which organisation", held.organisation.name)] if held.organisation else []
    changed = [("Changed", held.changed_at), ("Changed by", held.changed_by.name)] if held.changed_by else []
    period = [("Period", held.period)] if held.period else []
    return [
        ("Kept as", held.get_purpose_display()),
        ("Of which day", held.evidence_date),
        *period,
        ("Last day that it counts", showing.expiry_words(held.expires_on, today=request.here.today)),
        ("Marking", held.marking),
        *body,
        ("Added", held.added_at),
        ("Added by", held.added_by.name),
        *changed,
    ]


def _file_facts(held: Evidence) -> list[tuple[str, Any]]:
    stored = held.stored
    if stored is None:
        return []
    return [
        ("Name", stored.name),
        ("Size", showing.size_words(stored)),
        ("Virus check", showing.scan_words(held)),
        *([("Checked", stored.scanned_at)] if stored.scanned_at else []),
        ("Fingerprint (SHA-256)", stored.sha256),
    ]


@partnership_page()
@require_safe
def download(request: PartnershipRequest, evidence: UUID) -> HttpResponseBase:
    """The file as it was given, to be kept and never shown in the browser; a look at what is sensitive goes to the trail."""
    held = found(request, evidence)
    if held.stored is None:
        raise Http404
    why_not = changes.why_not_open(held.stored)
    try:
        handle = None if why_not else held.stored.content.open("rb")
    except FileNotFoundError:
        handle = None
    if handle is None or sha256_of(handle) != held.stored.sha256:
        return render(request, "files/gone.html", {"held": held, "why": why_not or _TAKEN_AWAY}, status=410)
    changes.note_look(held, by=request.here.doer)
    return _as_download(handle, held)


def _as_download(handle: Any, held: Evidence) -> FileResponse:
    assert held.stored is not None
    answer = FileResponse(handle, as_attachment=True, filename=held.stored.name, content_type=held.stored.media_type)
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    answer["Cross-Origin-Resource-Policy"] = "same-origin"
    answer["Cache-Control"] = "private, no-store"
    return answer
