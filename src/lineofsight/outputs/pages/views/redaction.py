"""Removing words that could identify a child: one person asks, a second decides."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from lineofsight.foundation.partnership import guards
from lineofsight.foundation.partnership.careful import careful
from lineofsight.foundation.partnership.guards import PartnershipRequest, partnership_page
from lineofsight.foundation.trail import redactions
from lineofsight.foundation.trail.models import Redaction
from lineofsight.foundation.ui.tables import Column, Table
from lineofsight.outputs.pages import redacting
from lineofsight.outputs.pages.forms import RedactionForm

TONES = {"asked": "info", "done": "good", "refused": "neutral"}


@partnership_page("redact")
@require_safe
def redactions_page(request: PartnershipRequest) -> HttpResponseBase:
    """Every redaction of the partnership; never the words."""
    slug = request.here.partnership.slug
    table = Table(
        request,
        name="redactions",
        rows=request.here.partnership.chain.redactions.select_related("asked_by", "decided_by"),
        default_sort="-asked_at",
        columns=[
            Column("asked_at", "Asked", url=lambda one: reverse("pages:redaction", args=[slug, one.pk])),
            Column("asked_by", "By", value="asked_by.name", sort="asked_by__name"),
            Column("state", "State", value="get_state_display", tone=lambda one: TONES[one.state]),
            Column("decided_by", "Decided by", value="decided_by.name", sort="decided_by__name"),
            Column("fields_changed", "Rows", align="right"),
            Column("entries_changed", "Entries of the trail", align="right"),
            Column("files_taken_away", "Files", align="right"),
        ],
        exports=request.here.may("export"),
        empty=("No redactions yet", "When a child’s name was typed by mistake, ask here that it be removed.", "", ""),
    )
    if table.wants_export:
        return table.export_response()
    return render(request, "pages/redactions.html", {"table": table})


@partnership_page("redact", look="trail.look_for_words")
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: PartnershipRequest) -> HttpResponse:
    """Type the words, see where they stand, give the reason, ask."""
    form = RedactionForm(request.POST or None, **careful(request))
    found = None
    if form.is_valid():
        words, here = form.cleaned_data["words"], request.here
        try:
            found = redactions.look_for(here.partnership.chain, words)
            if "ask" in request.POST:
                one = redacting.ask(here, words=words, reason=form.cleaned_data["reason"], now=guards.now())
                messages.success(request, "A second person was asked to decide.")
                return redirect("pages:redaction", here.partnership.slug, one.pk)
        except redactions.NotPossible as why:
            form.add_error("words", str(why))
    return render(request, "pages/redaction_ask.html", {"form": form, "found": found})


@partnership_page("redact")
@require_http_methods(["GET", "HEAD", "POST"])
def redaction(request: PartnershipRequest, redaction: UUID) -> HttpResponse:
    """One redaction; a second person agrees to it or does not."""
    chain = request.here.partnership.chain
    one = get_object_or_404(chain.redactions.select_related("asked_by", "decided_by", "chain"), pk=redaction)
    if request.method == "POST":
        _decide(request, one)
        return redirect("pages:redaction", request.here.partnership.slug, one.pk)
    waits = one.state == Redaction.State.ASKED
    mine = one.asked_by_id == request.here.person.actor_id
    found = redactions.look_for(chain, one.words) if waits else None
    context = {"redaction": one, "tone": TONES[one.state], "waits": waits, "mine": mine, "found": found}
    return render(request, "pages/redaction.html", context)


def _decide(request: PartnershipRequest, one: Redaction) -> None:
    try:
        if request.POST.get("decision") == "agree":
            redacting.agree(one, request.here, now=guards.now())
            messages.success(request, "The words were removed.")
        else:
            redacting.refuse(one, request.here, now=guards.now())
            messages.success(request, "Nothing was removed.")
    except redactions.NotPossible as why:
        messages.error(request, str(why))
