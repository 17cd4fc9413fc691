"""The assurance map: by tool, and by what must be sure; one row of it with its sources and whom they cover."""

from typing import Any

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from lineofsight.foundation.partnership.guards import PartnershipRequest, partnership_page
from lineofsight.foundation.ui.tables import Column, Filter, Table
from lineofsight.foundation.ui.words import short_date
from lineofsight.outputs.assurance.queries.tools import ToolRow
from lineofsight.outputs.assurance.views.sections import MARKING
from lineofsight.outputs.leadership import permissions, rules
from lineofsight.outputs.leadership.queries import mapping
from lineofsight.outputs.leadership.queries.tools_then import tools_on
from lineofsight.outputs.leadership.views.shared import AsOf, around, as_of

BY = (("tool", "Tool"), ("objectives", "Objective"), ("priorities", "Priority"), ("indicators", "Indicator"))
TOOL_COLUMNS = ("Tool", "Rating", "How fresh", "Direction", "Last reported", "Next due", "Where it is")
COVER = {"agencies": "agency", "areas": "district"}


@partnership_page(permissions.SEE)
@require_safe
def assurance_map(request: PartnershipRequest) -> HttpResponseBase:
    """Where assurance is, how fresh, from which line, and where there is none."""
    day = as_of(request)
    by = request.GET.get("by", "tool")
    by = by if by in dict(BY) else "tool"
    table = _tools_table(request, day) if by == "tool" else _rows_table(request, day, by)
    if table.wants_export:
        return table.export_response()
    facts = {"by": by, "choices": _choices(request, day), "table": table, "now_by": dict(BY)[by]}
    if by == "tool":
        facts |= {"tiers": _tiers(request, day, list(table.rows)), "columns": TOOL_COLUMNS}
    else:
        facts |= {"lines": mapping.lines_of(day.framework), "rows": [_map_row(request, day, row) for row in table.page]}
    return render(request, "leadership/map.html", around(request, day) | facts)


def _choices(request: PartnershipRequest, day: AsOf) -> list[dict[str, Any]]:
    """The four ways to read the map, those for which the framework has rows."""
    on = f"&on={day.on.day}/{day.on.month}/{day.on.year}" if day.is_past else ""
    found = [(code, name) for code, name in BY if code == "tool" or getattr(day.framework, code)]
    return [{"code": code, "name": name, "url": f"?by={code}{on}"} for code, name in found]


def _tools_table(request: PartnershipRequest, day: AsOf) -> Table:
    columns = [
        Column("tool", "Tool", value="tool.name"),
        Column("tier", "Tier", value=lambda row: day.framework.get("tiers", row.tool.tier).name),
        Column("rating", "Rating", value="rating.text"),
        Column("freshness", "How fresh", value="freshness.text"),
        Column("direction", "Direction"),
        Column("last", "Last reported", value="last_on"),
        Column("group", "Last reported to", value="last_reported"),
        Column("due", "Next due", value="next_due"),
        Column("where", "Where it is"),
    ]
    filters = [
        Filter("weak", "Only with a weak rating", "tick",
               apply=lambda rows, _: [one for one in rows if one.rating.tone in {"weak", "poor"}]),
        Filter("overdue", "Only out of date, or never", "tick",
               apply=lambda rows, _: [one for one in rows if one.freshness.tone in {"weak", "none"}]),
    ]  # fmt: skip
    return Table(request, rows=tools_on(request.here, day.framework, on=day.on), columns=columns, filters=filters,
                 name="map-by-tool", title="Assurance map by tool", noun=("tool", "tools"), page_size=200,
                 exports=request.here.may("export"), marking=MARKING)  # fmt: skip


def _tiers(request: PartnershipRequest, day: AsOf, rows: list[ToolRow]) -> list[tuple[str, list[list[Any]]]]:
    slug = request.here.partnership.slug
    found = [
        (tier.name, [_tool(slug, day, row) for row in rows if row.tool.tier == tier.code])
        for tier in day.framework.tiers
    ]
    return [(name, held) for name, held in found if held]


def _tool(slug: str, day: AsOf, row: ToolRow) -> list[Any]:
    late = row.next_due is not None and row.next_due < day.on
    due: Any = row.next_due or "No date set"
    return [
        {"text": row.tool.name, "url": reverse("assurance:tool", args=[slug, row.tool.code])},
        {"text": row.rating.text, "tone": row.rating.tone},
        {"text": row.freshness.text, "tone": row.freshness.tone},
        row.direction,
        f"{row.last_reported}, {short_date(row.last_on)}" if row.last_on else "Never",
        {"text": f"Overdue: {short_date(row.next_due)}", "tone": "weak"} if late and row.next_due else due,
        row.where,
    ]


def shape_of(row: mapping.Row) -> rules.Shape:
    """What the rules need to know of a row."""
    return rules.Shape(
        lines=frozenset(cell.line for cell in row.cells if cell.sources),
        all_lines=tuple(cell.line for cell in row.cells),
        tools=frozenset(one.tool for one in row.sources),
        in_date=frozenset(str(one.product.pk) for one in row.in_date),
    )


def _rows_table(request: PartnershipRequest, day: AsOf, section: str) -> Table:
    def in_view(rows: Any, chosen: str) -> Any:
        return [row for row in rows if chosen in rules.views_of(shape_of(row))]

    columns = [Column("name", dict(BY)[section])]
    for position, (line, tiers) in enumerate(mapping.lines_of(day.framework)):
        columns += _line_columns(position, f"Line {line} ({tiers})")
    return Table(request, rows=mapping.rows_on(request.here, day.framework, section, on=day.on), columns=columns,
                 filters=[Filter("view", "Show", "choice", rules.VIEWS, apply=in_view)], name=f"map-by-{section}",
                 title=f"Assurance map by {dict(BY)[section].lower()}", page_size=200,
                 exports=request.here.may("export"), marking=MARKING)  # fmt: skip


def _line_columns(position: int, name: str) -> list[Column]:
    def of(row: mapping.Row, read: Any) -> Any:
        newest = row.cells[position].newest
        return read(newest) if newest else None

    return [
        Column(f"rating{position}", f"{name}: rating", value=lambda row: of(row, lambda one: one.said.text)),
        Column(f"source{position}", f"{name}: newest source", value=lambda row: of(row, lambda one: one.product.title)),
        Column(f"on{position}", f"{name}: on", value=lambda row: of(row, lambda one: one.on)),
        Column(f"fresh{position}", f"{name}: how fresh", value=lambda row: of(row, lambda one: one.fresh.text)),
        Column(f"count{position}", f"{name}: sources", value=lambda row: len(row.cells[position].sources)),
    ]


def _map_row(request: PartnershipRequest, day: AsOf, row: mapping.Row) -> dict[str, Any]:
    on = f"?on={day.on.day}/{day.on.month}/{day.on.year}" if day.is_past else ""
    names = dict(rules.VIEWS)
    return {
        "row": row,
        "url": reverse("leadership:row", args=[request.here.partnership.slug, row.section, row.code]) + on,
        "cells": [{"cell": cell, "more": len(cell.sources) - 1} for cell in row.cells],
        "flags": [names[code].split(":")[0] for code in rules.views_of(shape_of(row))],
    }


@partnership_page(permissions.SEE)
@require_safe
def row(request: PartnershipRequest, section: str, code: str) -> HttpResponse:
    """One row of the map: each line's sources, which agencies and districts they cover, and which they do not."""
    here, day = request.here, as_of(request)
    if section not in mapping.SECTIONS or code not in day.framework.codes(section):
        raise Http404
    held = next(one for one in mapping.rows_on(here, day.framework, section, on=day.on) if one.code == code)
    lines = dict(mapping.lines_of(day.framework))
    facts = {
        "row": held,
        "kind": dict(BY)[section],
        "text": _text(day, section, code),
        "lines": [(f"Line {cell.line}: {lines[cell.line]}", [_source(here.partnership.slug, one) for one in cell.sources])
                  for cell in held.cells],
        "columns": ("Source", "Tool", "Rating", "How fresh", "Day", "From"),
        "agencies": mapping.covered(held.in_date, mapping.agencies_on(here, on=day.on), of="agencies"),
        "districts": mapping.covered(held.in_date, mapping.districts_on(here, on=day.on), of="areas"),
        "flags": [dict(rules.VIEWS)[one] for one in rules.views_of(shape_of(held))],
        "is_indicator": section == "indicators",
    }  # fmt: skip
    return render(request, "leadership/row.html", around(request, day) | facts)


def _text(day: AsOf, section: str, code: str) -> str:
    """What the framework says of it beyond its name."""
    entry = day.framework.get(section, code)
    return str(getattr(entry, "text", "") or getattr(entry, "description", ""))


def _source(slug: str, one: mapping.Source) -> list[Any]:
    url = reverse("assurance:product", args=[slug, one.product.pk])
    return [
        {"text": f"{one.product.reference} {one.product.title}", "url": url},
        one.tool_name,
        {"text": one.said.text, "tone": one.said.tone},
        {"text": one.fresh.text, "tone": one.fresh.tone},
        one.on,
        "Outside" if one.is_external else "Inside",
    ]
