"""Lists of products: all of them, those of one tool, and the reviews."""

from collections.abc import Sequence
from typing import Any

from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from lineofsight.cycle.products.models import Product
from lineofsight.cycle.products.queries import listed
from lineofsight.cycle.products.rules import STUCK_AFTER_DAYS
from lineofsight.engine.framework import Framework
from lineofsight.foundation.handbook.queries import framework_in_use
from lineofsight.foundation.partnership.context import section_links
from lineofsight.foundation.partnership.guards import PartnershipRequest, partnership_page
from lineofsight.foundation.partnership.queries import bodies_of
from lineofsight.foundation.ui.tables import Column, Filter, Table
from lineofsight.outputs.assurance import permissions
from lineofsight.outputs.assurance.queries import standing
from lineofsight.outputs.assurance.queries.filtering import overdue, stale, stuck, tagged
from lineofsight.outputs.assurance.views.sections import MARKING, shared

REVIEWS = "reviews"


@partnership_page(permissions.SEE)
@require_safe
def products(request: PartnershipRequest) -> HttpResponseBase:
    """Every product that the person may see."""
    return _page(request, register(request, name="products", title="Products"), title="Products", lead=(
        "Everything that the partnership makes to be sure: planned, under way, on its route, agreed and closed."
    ))  # fmt: skip


@partnership_page(permissions.SEE)
@require_safe
def reviews(request: PartnershipRequest) -> HttpResponseBase:
    """The products of those tools that look at practice: audits, reviews, inspections, scrutiny."""
    framework = framework_in_use(request.here.partnership, on=request.here.today)
    codes = frozenset(tool.code for tool in framework.tools if tool.section == REVIEWS)
    table = register(request, tools=codes, name="reviews", title="Reviews", nouns=("review", "reviews"))
    return _page(
        request,
        table,
        title="Reviews",
        lead="Audits, practice reviews, inspections, peer reviews and independent scrutiny.",
    )


def _page(request: PartnershipRequest, table: Table, *, title: str, lead: str) -> HttpResponseBase:
    if table.wants_export:
        return table.export_response()
    facts = {"table": table, "title": title, "lead": lead, "is_reviews": title == "Reviews"}
    around = shared(request)
    if facts["is_reviews"]:
        around["sub_navigation"] = section_links(request.path, request.here, "Reviews")
    return render(request, "assurance/register.html", around | facts)


def register(
    request: PartnershipRequest,
    *,
    name: str,
    title: str,
    tools: frozenset[str] | None = None,
    nouns: tuple[str, str] = ("product", "products"),
) -> Table:
    """The list of products that the person may see, of these tools only when they are given."""
    framework = framework_in_use(request.here.partnership, on=request.here.today)
    rows = listed(request.here)
    if tools is not None:
        rows = rows.filter(tool__in=tools)
    one_tool = tools is not None and len(tools) == 1
    return Table(
        request,
        name=name,
        title=title,
        rows=rows,
        columns=_columns(request, one_tool=one_tool),
        filters=_filters(request, framework, tools, one_tool=one_tool),
        default_sort="-due",
        noun=nouns,
        exports=request.here.may("export"),
        marking=MARKING,
        empty=_empty(request),
    )


def _columns(request: PartnershipRequest, *, one_tool: bool) -> list[Column]:
    slug, today = request.here.partnership.slug, request.here.today

    def fresh(row: Product) -> Any:
        return standing.freshness(row, today=today)

    kind = Column("kind", "Kind", value=standing.kind_name, sort="kind")
    return [
        Column("title", "Product", url=lambda row: reverse("assurance:product", args=[slug, row.pk])),
        Column("reference", "Reference"),
        *([] if one_tool else [kind]),
        Column("agency", "Agency", value=lambda row: row.organisation.name if row.organisation else "All",
               sort="organisation__name"),
        Column("grade", "Rating", value=lambda row: standing.grade(row).text, tone=lambda row: standing.grade(row).tone,
               sort="grade"),
        Column("freshness", "How fresh", value=lambda row: fresh(row).text or None, tone=lambda row: fresh(row).tone,
               sort="next_review_on"),
        Column("due", "Due", value="due_on", sort="due_on"),
        Column("where", "Where it is now", value=lambda row: standing.where(row, today=today), sort="waits_since"),
    ]  # fmt: skip


def _filters(
    request: PartnershipRequest, framework: Framework, tools: frozenset[str] | None, *, one_tool: bool
) -> Sequence[Filter]:
    today, shown = request.here.today, tools or frozenset(framework.codes("tools"))
    kinds = [(kind.code, kind.name) for kind in framework.kinds if tools is None or kind.tool in tools]
    named = [(tool.code, tool.name) for tool in framework.tools if tool.code in shown]
    states = [(state.code, state.name) for state in framework.states]
    themes = [
        (f"{section}:{one.code}", one.name)
        for section in ("priorities", "themes")
        for one in getattr(framework, section)
    ]
    grades = [(one.code, one.name) for one in framework.get("scales", framework.meta.rating_scale).grades]
    bodies = [(str(body.pk), body.name) for body in bodies_of(request.here.partnership).order_by("name")]
    return [
        Filter("words", "Words in the title", lookup="title__icontains"),
        *([] if one_tool else [Filter("tool", "Tool", "choice", named), Filter("kind", "Kind", "choice", kinds)]),
        Filter("state", "State", "choice", states),
        Filter("agency", "Agency", "choice", bodies, lookup="organisation"),
        Filter("theme", "Priority or theme", "choice", themes, apply=tagged),
        Filter("rating", "Rating", "choice", grades, lookup="grade"),
        Filter("overdue", "Only overdue", "tick", apply=lambda rows, _: overdue(rows, today=today)),
        Filter("stale", "Only with a rating out of date", "tick", apply=lambda rows, _: stale(rows, today=today)),
        Filter("stuck", f"Only waiting more than {STUCK_AFTER_DAYS} days", "tick",
               apply=lambda rows, _: stuck(rows, today=today)),
    ]  # fmt: skip


def _empty(request: PartnershipRequest) -> tuple[str, str, str, str]:
    said = (
        "Nothing here yet",
        "A product is an audit, a review, a report or a quarter’s data: planned, made, and agreed.",
    )
    if any(map(request.here.may, permissions.WRITES)):
        return (*said, reverse("assurance:new", args=[request.here.partnership.slug]), "Log a product")
    return (*said, "", "")
