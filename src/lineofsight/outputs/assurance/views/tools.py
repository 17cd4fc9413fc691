"""The tools of the framework, and one tool with its ratings and products."""

from datetime import date
from typing import Any

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from lineofsight.cycle.products import rules as product_rules
from lineofsight.cycle.products.models import Rating
from lineofsight.engine.framework import Framework
from lineofsight.engine.framework.purpose import Tool
from lineofsight.foundation.handbook.queries import framework_in_use
from lineofsight.foundation.partnership.guards import PartnershipRequest, partnership_page
from lineofsight.foundation.ui.words import short_date
from lineofsight.outputs.assurance import permissions, rules
from lineofsight.outputs.assurance.queries import route, standing
from lineofsight.outputs.assurance.queries.tools import ToolRow, overview, ratings_of_tool
from lineofsight.outputs.assurance.views.registers import register
from lineofsight.outputs.assurance.views.sections import shared

COLUMNS = ("Tool", "Rating", "How fresh", "Direction", "Last reported", "Next due", "Where it is now")
MOST_RATINGS = 12


@partnership_page(permissions.MAP)
@require_safe
def tools(request: PartnershipRequest) -> HttpResponse:
    """Every tool with what its evidence says, how fresh that is, what is next, and where it is now."""
    here = request.here
    framework = framework_in_use(here.partnership, on=here.today)
    rows = overview(here, framework)
    tiers = [(tier, [_cells(request, row) for row in rows if row.tool.tier == tier.code]) for tier in framework.tiers]
    facts = {"tiers": tiers, "columns": COLUMNS, "counts": _counts(framework, rows), "framework": framework}
    return render(request, "assurance/tools.html", shared(request) | facts)


def _counts(framework: Framework, rows: list[ToolRow]) -> list[tuple[int, str]]:
    """What stands out, in numbers."""
    weak, low = sum(row.rating.tone in {"weak", "poor"} for row in rows), rules.low_grades(framework)
    stale = sum(row.freshness.tone == "weak" for row in rows)
    never = sum(row.freshness.tone == "none" for row in rows)
    return [(weak, f"rated {' or '.join(low)}"), (stale, "out of date"), (never, "never rated or reported")]


def _cells(request: PartnershipRequest, row: ToolRow) -> list[Any]:
    url = reverse("assurance:tool", args=[request.here.partnership.slug, row.tool.code])
    reported = f"{row.last_reported}, {short_date(row.last_on)}" if row.last_on else "Never"
    due = _due(row, today=request.here.today)
    return [
        {"text": row.tool.name, "url": url},
        {"text": row.rating.text, "tone": row.rating.tone},
        {"text": row.freshness.text, "tone": row.freshness.tone},
        row.direction,
        reported,
        due,
        row.where,
    ]


def _due(row: ToolRow, *, today: date) -> Any:
    if row.next_due is None:
        return "No date set"
    late = row.next_due < today
    return {"text": f"Overdue: {short_date(row.next_due)}", "tone": "weak"} if late else row.next_due


@partnership_page(permissions.MAP)
@require_safe
def tool(request: PartnershipRequest, tool: str) -> HttpResponseBase:
    """One tool: what it is, its route, its ratings over the years, and its products."""
    here = request.here
    framework = framework_in_use(here.partnership, on=here.today)
    if tool not in framework.codes("tools"):
        raise Http404
    known: Tool = framework.get("tools", tool)
    table = register(request, tools=frozenset({tool}), name="products", title=f"Products of {known.name}")
    if table.wants_export:
        return table.export_response()
    ratings = list(ratings_of_tool(here, tool)[:MOST_RATINGS])
    newest = next((row for row in overview(here, framework) if row.tool.code == tool), None)
    kinds = [kind for kind in permissions.kinds_for(here, framework) if kind.tool == tool]
    facts = {
        "tool": known,
        "about": _about(framework, known),
        "row": newest,
        "route": _route(framework, known),
        "ratings": [_rating_row(request, rating) for rating in ratings],
        "rating_columns": ("Rated on", "Rating", "Direction", "Product"),
        "table": table,
        "kinds": kinds,
    }
    return render(request, "assurance/tool.html", shared(request) | facts)


def _about(framework: Framework, known: Tool) -> list[tuple[str, str]]:
    line = {"internal": "Made within the partnership", "external": "From outside the partnership"}
    return [
        ("Tier", framework.get("tiers", known.tier).name),
        ("How often", known.cycle),
        ("Where it is reported", known.where_reported),
        ("Where it comes from", line[known.independence]),
        ("Who may see it", "Restricted" if known.restricted else "Everybody who sees assurance"),
    ]


def _route(framework: Framework, known: Tool) -> list[dict[str, str]]:
    kind = next((kind for kind in framework.kinds if kind.tool == known.code), None)
    places = product_rules.places_of(framework, kind) if kind else ()
    stops = [(framework.get("groups", place.group_code).short_name, route.PART_WORDS[place.part]) for place in places]
    feeds = [(framework.get("tools", code).name, "Goes into it, and travels with it") for code in known.feeds]
    return [{"label": label, "state": "todo", "words": words} for label, words in [*stops, *feeds]]


def _rating_row(request: PartnershipRequest, rating: Rating) -> list[Any]:
    framework, slug = standing.book(rating.product), request.here.partnership.slug
    said = rules.grade(framework, rating.grade)
    direction = rules.grade_name(framework, framework.meta.direction_scale, rating.direction)
    url = reverse("assurance:product", args=[slug, rating.product_id])
    return [
        rating.rated_on,
        {"text": said.text, "tone": said.tone},
        direction,
        {"text": rating.product.title, "url": url},
    ]
