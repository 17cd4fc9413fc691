"""Where one figure came from."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from lineofsight.foundation.partnership.guards import PartnershipRequest, partnership_page
from lineofsight.foundation.partnership.permissions import Refused
from lineofsight.foundation.ui import words as said
from lineofsight.sources.dashboard.models import Observation
from lineofsight.sources.dashboard.permissions import may_trace
from lineofsight.sources.dashboard.queries import tracing
from lineofsight.sources.dashboard.rules import words
from lineofsight.sources.dashboard.views.sections import INNER, OUTER, sections


@partnership_page(OUTER, INNER)
@require_safe
def figure(request: PartnershipRequest, figure: int) -> HttpResponse:
    """The return, the file, the cell, the person and the moment; what we knew before; what a total was made from."""
    try:
        found = tracing.trace(request.here.partnership, figure)
    except Observation.DoesNotExist:
        raise Http404 from None
    if not may_trace(request.here, found.figure.series.organisation_id):
        raise Refused("Only those who work with the figures may see where another organisation's figure came from.")
    code = found.figure.series.version.measure.code
    facts = {
        "found": found,
        "shown": tracing.said(found.figure),
        "rows": _source(request, found.figure),
        "history": [_known(one) for one in found.history],
        "part_heads": ["Organisation", "Area", "Figure", "Number and out of", "Return"],
        "parts": [_part(request, one) for one in found.parts],
        "back": reverse("dashboard:measure", args=[request.here.partnership.slug, code]),
        "sub_navigation": sections(request),
        "marking": "OFFICIAL-SENSITIVE",
    }
    return render(request, "dashboard/figure.html", facts)


def _source(request: PartnershipRequest, row: Observation) -> list[dict[str, Any]]:
    """The way from the figure to its cell, and who brought and accepted it."""
    series, cell = row.series, row.cell
    whose = series.organisation.name if series.organisation else "All organisations together"
    facts: list[dict[str, Any]] = [
        {"key": "Figure", "value": f"{tracing.said(row)}{_remark(row)}"},
        {"key": "Number and out of", "value": _counts(row)},
        {"key": "Organisation", "value": whose},
        {"key": "Area", "value": series.area.name},
        {"key": "Breakdown", "value": words.split(series.breakdown) or "Everybody"},
        {"key": "Definition", "value": f"Version {series.version.number}"},
        {"key": "Known since", "value": said.moment(row.known_from)},
    ]
    if row.known_to:
        facts.append({"key": "Replaced", "value": said.moment(row.known_to)})
    if cell is None:
        return [*facts, {"key": "Came from", "value": "Worked out from the figures below"}]
    return [*facts, *_cell(cell)]


def _cell(cell: Any) -> list[dict[str, Any]]:
    source = cell.source
    place = ", ".join(part for part in (cell.sheet and f"sheet {cell.sheet}", f"row {cell.row}" if cell.row else "",
                                        cell.column and f"column {cell.column}") if part)  # fmt: skip
    return [
        {"key": "Return", "value": f"{source.reference}, {source.get_how_display().lower()}"},
        {
            "key": "File",
            "value": source.file.name if source.file else (source.note if source.how == "load" else "None"),
        },
        {"key": "Cell", "value": place or "Typed in"},
        {"key": "Sent by", "value": _who(source.received_by, source.received_at)},
        {"key": "Accepted by", "value": _who(source.accepted_by, source.accepted_at)},
    ]


def _who(actor: Any, at: Any) -> str:
    name = actor.name if actor else "Not recorded"
    return f"{name}, {said.moment(at)}" if at else name


def _remark(row: Observation) -> str:
    remark = words.remark(row.state)
    return f", {remark}" if remark and row.value is not None else (f": {remark}" if remark else "")


def _counts(row: Observation) -> str:
    if row.numerator is None:
        return words.remark(row.state).capitalize() or "Not supplied"
    over = f" out of {said.number(row.denominator)}" if row.denominator is not None else ""
    return f"{said.number(row.numerator)}{over}"


def _known(row: Observation) -> dict[str, Any]:
    return {
        "shown": f"{tracing.said(row)}{_remark(row)}",
        "since": row.known_from,
        "until": row.known_to,
        "reference": row.cell.source.reference if row.cell else "",
    }


def _part(request: PartnershipRequest, row: Observation) -> list[dict[str, Any]]:
    url = reverse("dashboard:figure", args=[request.here.partnership.slug, row.pk])
    return [
        {"text": str(row.series.organisation or "")},
        {"text": row.series.area.name},
        {"text": tracing.said(row), "url": url},
        {"text": _counts(row)},
        {"text": row.cell.source.reference if row.cell else ""},
    ]
