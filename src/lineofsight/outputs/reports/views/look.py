"""How the partnership's papers look: its Word template and logo, checked when uploaded and shown in a sample."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from lineofsight.engine.documents import TemplateFacts, describe_template, to_docx
from lineofsight.foundation.partnership.careful import careful
from lineofsight.foundation.partnership.guards import PartnershipRequest, partnership_page
from lineofsight.outputs.reports import changes, permissions, queries, sample
from lineofsight.outputs.reports.changes import look as look_changes
from lineofsight.outputs.reports.forms import LookForm
from lineofsight.outputs.reports.models import PaperLook
from lineofsight.outputs.reports.views.files import TYPES
from lineofsight.outputs.reports.views.sections import READS_AND_SENDS, shared, signed, url


@partnership_page(*permissions.LOOK)
@READS_AND_SENDS
def look(request: PartnershipRequest) -> HttpResponse:
    """What is in use, what the template brings and lacks, and a place to upload another."""
    held = queries.look_of(request.here.partnership)
    version = held.version if held else 1
    form = LookForm(request.POST or None, request.FILES or None, version=version, **careful(request))
    if request.method == "POST" and form.is_valid():
        word, logo = form.cleaned_data.get("word"), form.cleaned_data.get("logo")
        try:
            given = form.cleaned_data.get("expected_version") or 0
            look_changes.set_look(request.here.partnership, word=word, logo=logo, version=given, **signed(request))
        except changes.ChangedMeanwhile as meanwhile:
            form.add_error(None, f"{meanwhile} Open the page again.")
        else:
            messages.success(request, "It is in use for every paper made from now on.")
            return redirect(url(request, "reports:look"))
    return render(request, "reports/look.html", shared(request) | {"form": form, "look": held, **_facts(held)})


def _facts(held: PaperLook | None) -> dict[str, Any]:
    facts = _described(held)
    if facts is None:
        return {}
    return {"brings": facts, "styles": ", ".join(facts.found), "made_up": ", ".join(facts.made_up_for)}


def _described(held: PaperLook | None) -> TemplateFacts | None:
    return describe_template(held.word.read()) if held and held.word else None


@partnership_page(*permissions.LOOK)
@require_safe
def sample_file(request: PartnershipRequest) -> HttpResponse:
    """A page with every kind of block, in the partnership's own template."""
    held = queries.look_of(request.here.partnership)
    template = held.word.read() if held and held.word else None
    logo = held.logo.read() if held and held.logo else None
    content = to_docx(sample.paper(request.here.partnership.name), template=template, logo=logo)
    answer = HttpResponse(content, content_type=TYPES["docx"])
    answer["Content-Disposition"] = 'attachment; filename="sample.docx"'
    return answer


@partnership_page(*permissions.LOOK)
@require_POST
def forget(request: PartnershipRequest) -> HttpResponse:
    """Back to the product's own look."""
    look_changes.forget_look(request.here.partnership, **signed(request))
    messages.success(request, "Papers have the product’s own look again.")
    return redirect(url(request, "reports:look"))
