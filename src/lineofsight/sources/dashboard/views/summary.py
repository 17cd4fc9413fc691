"""The summary page."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_safe

from lineofsight.cycle.warnings.queries import last_run
from lineofsight.engine.charts import assurance_icon, sparkline_words, to_svg, variation_icon
from lineofsight.foundation.partnership.guards import PartnershipRequest, partnership_page
from lineofsight.foundation.ui.tables import Column, Filter, Table
from lineofsight.sources.dashboard.queries import summary as queries
from lineofsight.sources.dashboard.queries.looking import Look
from lineofsight.sources.dashboard.queries.standing import not_listed_yet
from lineofsight.sources.dashboard.queries.summary import Row
from lineofsight.sources.dashboard.rules import periods, summing, words
from lineofsight.sources.dashboard.views.sections import INNER, OUTER, facts_of, kept, looking


@partnership_page(OUTER, INNER)
@require_safe
def summary(request: PartnershipRequest) -> HttpResponseBase:
    """Every measure, most concerning first, with the grid that filters the list."""
    look = looking(request)
    rows = queries.rows(look, today=request.here.today)
    table = _table(request, look, _listed(request, rows))
    if table.wants_export:
        return table.export_response()
    facts = facts_of(request, look) | {
        "table": table,
        "headline": summing.headline([row.group for row in rows]),
        "grid": _grid(request, rows),
        "targets": [summing.TARGET_NAMES[one] for one in summing.TARGETS],
        "fresh": queries.freshness(look, rows),
        "quarters": _quarters(look),
        "without": sum(row.shows is None for row in rows),
        "without_url": "?" + urlencode(kept(look) | {"group": "none"}) + "#measures",
        "has_figures": any(row.shows for row in rows),
        "legend": words.LEGEND,
        "run": last_run(look.partnership) if look.sees_all else None,
        "waiting": _waiting(request, look),
        "only_worse": request.GET.get("group") == "worse",
        "all_url": "?" + urlencode(kept(look)) + "#measures",
        "worse_url": "?" + urlencode(kept(look) | {"group": "worse"}) + "#measures",
    }
    return render(request, "dashboard/summary.html", facts)


def _waiting(request: PartnershipRequest, look: Look) -> list[tuple[str, str]]:
    """Changes that wait for a place on the list of warnings, for those who see it."""
    if not (look.is_current and look.sees_all and request.here.may("see_warnings")):
        return []
    slug = look.partnership.slug
    return [
        (group.lead.name, reverse("dashboard:measure", args=[slug, group.lead.measure]))
        for group in not_listed_yet(look.partnership)
    ]


def _listed(request: PartnershipRequest, rows: Sequence[Row]) -> list[Row]:
    """Measures without a figure are left out until somebody asks for them or looks for a name."""
    asked = request.GET.get("group") == "none" or request.GET.get("name") or not any(row.shows for row in rows)
    return list(rows) if asked else [row for row in rows if row.shows]


def _table(request: PartnershipRequest, look: Look, rows: list[Row]) -> Table:
    query = urlencode(kept(look))
    return Table(
        request,
        name="measures",
        title="Measures" + (f", {look.words}" if look.words else ""),
        rows=rows,
        noun=("measure", "measures"),
        page_size=100,
        exports=request.here.may("export"),
        marking="OFFICIAL-SENSITIVE" if look.sees_all else "OFFICIAL",
        columns=_columns(query),
        filters=_filters(queries.purposes(look.partnership, today=request.here.today)),
        empty=("No measures yet", "Take over the framework's catalogue, or add a measure of your own.", "", ""),
    )


def _columns(query: str) -> list[Column]:
    return [
        Column("name", "Measure", url=lambda row: f"{row.url}?{query}" if query else row.url),
        Column("latest", "Latest", value=_latest, sort=False, align="right", export=lambda row: row.latest),
        Column("period", "Period", sort=lambda row: row.shows.period if row.shows else None),
        Column("recent", "Last 24", value=_sparkline, sort=False, export=_recent_words),
        Column("change", "Change", value=_change, sort=lambda row: -row.rank, export=lambda row: row.change),
        Column("target", "Target", value=_target, sort="target", export=lambda row: row.target),
        Column("quality", "Data quality"),
    ]


def _filters(purposes: Sequence[tuple[str, str]]) -> list[Filter]:
    return [
        Filter("name", "Search by name", value="name"),
        Filter("group", "Change", "choice", choices=list(summing.GROUP_NAMES.items()), apply=_same("group")),
        Filter("assurance", "Target", "choice", choices=list(summing.TARGET_NAMES.items()), apply=_same("assurance")),
        Filter("purpose", "Objective, priority or indicator", "choice", choices=purposes,
               apply=lambda rows, chosen: [row for row in rows if chosen in row.links]),
    ]  # fmt: skip


def _same(name: str) -> Any:
    return lambda rows, chosen: [row for row in rows if getattr(row, name) == chosen]


def _latest(row: Row) -> str:
    return row.latest


def _sparkline(row: Row) -> SafeString | str:
    line = row.sparkline
    if line is None:
        return "No figures"
    drawn = to_svg(line, width=110)
    return mark_safe(f'<span class="dash-spark">{drawn}<span>{sparkline_words(line)}</span></span>')  # noqa: S308


def _recent_words(row: Row) -> str:
    return sparkline_words(row.sparkline) if row.sparkline else ""


def _change(row: Row) -> SafeString | str:
    if row.shows is None or not row.shows.variation or row.group == "little":
        return row.change if row.shows is None or row.shows.is_early else "Too little data"
    icon = variation_icon(row.shows.variation, size=24)
    return mark_safe(f'<span class="dash-icon">{icon}<span>{row.change}</span></span>')  # noqa: S308


def _target(row: Row) -> SafeString | str:
    if row.shows is None:
        return ""
    icon = assurance_icon(row.shows.assurance or None, size=24)
    return mark_safe(f'<span class="dash-icon">{icon}<span>{row.target}</span></span>')  # noqa: S308


def _grid(request: PartnershipRequest, rows: Sequence[Row]) -> list[dict[str, Any]]:
    counted = summing.grid((row.group, row.assurance) for row in rows)
    return [
        {
            "label": summing.GROUP_NAMES[group],
            "cells": [
                {"count": count, "target": summing.TARGET_NAMES[target], "url": _filtered(request, group, target)}
                for target, count in zip(summing.TARGETS, counts, strict=True)
            ],
            "total": sum(counts),
        }
        for group, counts in counted
    ]


def _filtered(request: PartnershipRequest, group: str, target: str) -> str:
    held = {name: value for name, value in request.GET.items() if name in {"known_on", "to", "purpose"}}
    return "?" + urlencode(held | {"group": group, "assurance": target}) + "#measures"


def _quarters(look: Look) -> list[tuple[str, str, bool]]:
    """Quarters to choose from: value, words, and whether it is the one shown."""
    found = queries.quarters(look.partnership) if look.sees_all else []
    chosen = periods.quarter_of(look.upto) if look.upto else None
    return [(day.isoformat(), periods.label(day, "quarter"), day == chosen) for day in found]
