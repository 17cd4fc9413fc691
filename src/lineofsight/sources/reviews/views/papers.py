"""What can be taken away of an incident: the rapid review's report as Word and PDF, and its timetable for a calendar."""

from collections.abc import Callable
from typing import Final
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from lineofsight.engine.documents import Document, to_docx, to_pdf
from lineofsight.foundation.partnership.guards import PartnershipRequest, now, partnership_page
from lineofsight.foundation.ui.calendars import Happening, calendar_text
from lineofsight.sources.reviews import permissions, queries
from lineofsight.sources.reviews.document import report_of
from lineofsight.sources.reviews.views.sections import found

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
Draw = Callable[[Document], bytes]
KINDS: Final[dict[str, tuple[str, str, Draw]]] = {
    "word": ("docx", WORD, to_docx),
    "pdf": ("pdf", "application/pdf", to_pdf),
}


@partnership_page(permissions.READ, look="reviews.take_report")
@require_safe
def report(request: PartnershipRequest, incident: UUID, kind: str) -> HttpResponse:
    """The report of the rapid review; 404 where there is none."""
    held = found(request, incident)
    if kind not in KINDS or not hasattr(held, "rapid_review"):
        raise Http404
    ending, content_type, draw = KINDS[kind]
    whole = queries.record_of(held, today=request.here.today)
    paper = report_of(held, whole, site=settings.ADDRESS, today=request.here.today)
    return _file(draw(paper), content_type, f"rapid-review-{held.reference}.{ending}")


@partnership_page(permissions.READ, look="reviews.look")
@require_safe
def timetable(request: PartnershipRequest, incident: UUID) -> HttpResponse:
    """The timetable and the clocks that run, as whole days with the reference and nothing else."""
    held = found(request, incident)
    names = queries.clock_names(held.partnership, on=request.here.today)
    days = held.rapid_review.timetable.filter(done_on__isnull=True) if hasattr(held, "rapid_review") else ()
    parts = [Happening(f"{held.pk}-{day.code}", f"{held.reference}: {day.name}", day.on) for day in days]
    ends = [
        Happening(f"{held.pk}-{one.code}", f"{held.reference}: {names.get(one.code, one.code)} ends", one.due_on)
        for one in held.clocks.all()
        if one.due_on and one.ended_on is None
    ]
    host = urlsplit(settings.ADDRESS).hostname or "lineofsight"
    text = calendar_text(held.reference, [*parts, *ends], now=now(), host=host)
    return _file(text, "text/calendar; charset=utf-8", f"{held.reference}.ics")


def _file(content: bytes, content_type: str, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=content_type)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["Cache-Control"] = "no-store"
    return answer
