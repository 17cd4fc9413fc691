"""One box over everything that the person may read."""

from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from lineofsight.foundation.partnership.guards import PartnershipRequest, partnership_page
from lineofsight.outputs.pages import searching

LONGEST_QUESTION = 200


@partnership_page()
@require_safe
def search(request: PartnershipRequest) -> HttpResponse:
    """What holds every word of the question, kind by kind; the kind can be chosen."""
    words = request.GET.get("q", "").strip()[:LONGEST_QUESTION]
    choices = [(kind.code, kind.label) for kind in searching.kinds_for(request.here)]
    chosen = request.GET.get("kind", "")
    kind = chosen if chosen in dict(choices) else ""
    parts = searching.search(request.here, words, kind=kind)
    facts = {
        "words": words,
        "kind": kind,
        "choices": choices,
        "parts": parts,
        "total": sum(part.total for part in parts),
        "too_short": bool(words) and not searching.terms_of(words),
        "question": urlencode({"q": words}),
    }
    return render(request, "pages/search.html", facts)
