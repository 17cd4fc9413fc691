"""The heat map: every agency by every standard, in words; as a list, as CSV and for print on A3."""

import csv
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from lineofsight.foundation.partnership.guards import PartnershipRequest, partnership_page
from lineofsight.sources.audits import permissions, rules
from lineofsight.sources.audits.models import Audit
from lineofsight.sources.audits.queries.overview import Cell, Overview, Row, overview
from lineofsight.sources.audits.views.sections import GRADE_TONES, audit_to_see, shared, url

VIEWS = {"moderated": "Moderated", "self": "Agencies’ own", "difference": "Difference", "change": "Since last round"}
NONE = "Not yet"


@partnership_page(*permissions.SEE)
@require_safe
def page(request: PartnershipRequest, round_key: UUID) -> HttpResponse:
    """The heat map in one of four views. An agency sees its own column, and how many gave which grade."""
    audit = audit_to_see(request, round_key)
    view = request.GET.get("view", "moderated")
    view = view if view in VIEWS else "moderated"
    found = overview(audit, on=audit.round.opens_on, with_change=view == "change")
    heat = heat_of(request, audit, found, view)
    if "csv" in request.GET and request.here.may("export"):
        return _csv(heat, audit, view)
    facts = {
        "audit": audit,
        "heat": heat,
        "views": _links(request, audit, view, found),
        "view": VIEWS[view],
        "declared": len(found.assessments),
        "asked": audit.assessments.count(),
        "before": found.before,
        "sees_all": permissions.sees_every_agency(request.here),
        "csv_url": f"{request.path}?view={view}&csv=yes" if request.here.may("export") else "",
        "may_report": any(map(request.here.may, permissions.STAFF)),
    }
    return render(request, "audits/overview.html", shared(request) | facts)


def _links(request: PartnershipRequest, audit: Audit, view: str, found: Overview) -> list[dict[str, Any]]:
    names = {name: label for name, label in VIEWS.items() if name != "change" or found.before}
    to = url(request, "overview", audit.round_id)
    return [{"label": label, "url": f"{to}?view={name}", "current": name == view} for name, label in names.items()]


def heat_of(request: PartnershipRequest, audit: Audit, found: Overview, view: str) -> dict[str, Any]:
    """What `{% heat_table %}` draws: a column for each agency that the person may see by name."""
    own = permissions.own_bodies(request.here)
    shown = {
        key: name
        for key, name in found.agencies.items()
        if permissions.sees_every_agency(request.here) or str(key) in own
    }
    links = {one.organisation_id: _agency_url(request, one.request_id) for one in found.assessments}
    return {
        "caption": f"{audit.round.title}: {VIEWS[view].lower()} grades",
        "corner": "Standard",
        "columns": [{"label": name, "url": links[key]} for key, name in shown.items()],
        "rows": [
            {
                "label": row.standard.name,
                "url": "",
                "cells": [cell_of(row, row.cells.get(key), view) for key in shown],
                "summary": summary_of(row, view),
            }
            for row in found.rows
        ],
        "summary_label": "How many agencies",
        "key": _key(found),
    }


def _agency_url(request: PartnershipRequest, asked: UUID) -> str:
    return url(request, "moderate" if request.here.may(permissions.MODERATE) else "assessment", asked)


def cell_of(row: Row, cell: Cell | None, view: str) -> dict[str, Any]:
    """One agency and one standard: words, with the tone of the grade."""
    if cell is None:
        return {"text": "Not asked", "tone": "quiet"}
    if view == "difference":
        return _difference(row, cell)
    if view == "change":
        return _change(row, cell)
    code = cell.own if view == "self" else cell.moderated
    note = f"{cell.moderated_answers} of {cell.answers} answers" if view == "moderated" and not code else ""
    return {"text": row.names.get(code, NONE), "tone": tone_of(row, code), "note": note}


def tone_of(row: Row, code: str) -> str:
    """The tone of a grade."""
    return GRADE_TONES[min(row.order.index(code), len(GRADE_TONES) - 1)] if code in row.order else "quiet"


def _difference(row: Row, cell: Cell) -> dict[str, Any]:
    if not cell.moderated:
        return {"text": NONE, "tone": "quiet"}
    steps = rules.movement(cell.own, cell.moderated, order=row.order)
    pair = f"{row.names.get(cell.own, NONE)} → {row.names.get(cell.moderated, NONE)}"
    if not steps:
        return {"text": "The same", "tone": "quiet", "note": row.names.get(cell.moderated, "")}
    words = f"Panel {abs(steps)} {'higher' if steps > 0 else 'lower'}"
    return {"text": words, "tone": "info" if steps > 0 else "weak", "note": pair}


def _change(row: Row, cell: Cell) -> dict[str, Any]:
    if not cell.moderated or not cell.before:
        return {"text": NONE if not cell.moderated else "New", "tone": "quiet"}
    steps = rules.movement(cell.before, cell.moderated, order=row.order)
    pair = f"{row.names.get(cell.before, '')} → {row.names.get(cell.moderated, '')}"
    words = "No change" if not steps else "Better" if steps > 0 else "Worse"
    return {"text": words, "tone": {"Better": "good", "Worse": "weak"}.get(words, "quiet"), "note": pair}


def summary_of(row: Row, view: str) -> str:
    """How many agencies have which grade; with the change, how many are better or worse. Never a mean."""
    if view == "change":
        better, worse = row.moves()
        return f"{better} better, {worse} worse"
    spread = row.spread("own" if view == "self" else "moderated")
    return ", ".join(f"{number} {name.lower()}" for name, number in spread if number) or NONE


def _key(found: Overview) -> list[dict[str, str]]:
    row = next(iter(found.rows), None)
    return [{"label": row.names[code], "tone": tone_of(row, code)} for code in row.order] if row else []


def _csv(heat: dict[str, Any], audit: Audit, view: str) -> HttpResponse:
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="section-11-{audit.round.due_on.year}-{view}.csv"'
    answer.write("\ufeff")
    writer = csv.writer(answer)
    writer.writerow(["Standard", *(column["label"] for column in heat["columns"]), heat["summary_label"]])
    for row in heat["rows"]:
        writer.writerow([_safe(row["label"]), *(_safe(cell["text"]) for cell in row["cells"]), _safe(row["summary"])])
    return answer


def _safe(text: str) -> str:
    # A spreadsheet must never run what somebody typed.
    return f"'{text}" if text[:1] in "=+-@\t\r" else text
