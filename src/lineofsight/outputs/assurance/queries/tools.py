"""The tools of the framework in use: for each its newest rating, how fresh that is, what is next, and where it is now."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Max, Q, QuerySet

from lineofsight.cycle.products.models import Product, Rating, Stop
from lineofsight.cycle.products.queries import visible, with_standing
from lineofsight.engine.clocks import add_months, london_day
from lineofsight.engine.framework import Framework
from lineofsight.engine.framework.purpose import Tool
from lineofsight.foundation.partnership.queries import Here
from lineofsight.outputs.assurance import rules
from lineofsight.outputs.assurance.queries import standing


@dataclass(frozen=True, slots=True, kw_only=True)
class ToolRow:
    """One tool today. Rating and freshness are two facts; `open` are its products that are not agreed yet, nearest day first."""

    tool: Tool
    rated: bool
    rating: rules.Said
    freshness: rules.Said
    direction: str
    last_reported: str
    last_on: date | None
    next_due: date | None
    where: str
    open: tuple[Product, ...]


def overview(here: Here, framework: Framework) -> list[ToolRow]:
    """A row for each tool of the framework, in its order, from what the person may see; six queries."""
    seen = visible(here)
    ratings = _newest(Rating.objects.filter(product__in=seen).exclude(product__stage="stopped"), "rated_on")
    stops = _newest(Stop.objects.filter(product__in=seen, state=Stop.State.DONE), "done_at")
    settled = dict(seen.filter(stage__in=["settled", "closed"]).values_list("tool").annotate(Max("due_on")).order_by())
    open_now = _open(seen)
    return [
        _row(framework, tool, ratings.get(tool.code), stops.get(tool.code), settled.get(tool.code),
             open_now.get(tool.code, ()), today=here.today)
        for tool in framework.tools
    ]  # fmt: skip


def _newest(rows: QuerySet[Any], moment: str) -> dict[str, Any]:
    """The newest row of each tool by this field; two queries."""
    found = rows.exclude(product__tool="").order_by().values("product__tool").annotate(newest=Max(moment))
    pairs = [Q(**{"product__tool": one["product__tool"], moment: one["newest"]}) for one in found]
    if not pairs:
        return {}
    chosen = rows.filter(reduce(or_, pairs)).select_related("product__framework").defer("product__framework__content")
    return {row.product.tool: row for row in chosen.order_by("pk")}


def _open(seen: QuerySet[Product]) -> dict[str, tuple[Product, ...]]:
    rows = with_standing(seen.filter(stage__in=["work", "route"]).exclude(tool="")).select_related("lead", "framework")
    found = defaultdict(list)
    for product in rows.defer("framework__content").order_by("due_on", "title"):
        found[product.tool].append(product)
    return {tool: tuple(held) for tool, held in found.items()}


def _row(
    framework: Framework,
    tool: Tool,
    rating: Rating | None,
    stop: Stop | None,
    settled_due: date | None,
    open_now: tuple[Product, ...],
    *,
    today: date,
) -> ToolRow:
    rated = any(kind.rated for kind in framework.kinds if kind.tool == tool.code)
    next_due = _next_due(tool, rating, settled_due, open_now)
    return ToolRow(
        tool=tool,
        rated=rated,
        rating=_rating(rating) if rated else rules.Said("No rating", ""),
        freshness=_freshness(tool, rating, settled_due, rated=rated, today=today),
        direction=_direction(rating),
        last_reported=standing.group_name(standing.book(stop.product), stop.group_code) if stop else "",
        last_on=london_day(stop.done_at) if stop and stop.done_at else None,
        next_due=next_due,
        where=_where(open_now, today=today),
        open=open_now,
    )


def _rating(rating: Rating | None) -> rules.Said:
    return rules.grade(standing.book(rating.product), rating.grade) if rating else rules.NOT_RATED


def _direction(rating: Rating | None) -> str:
    if rating is None:
        return ""
    framework = standing.book(rating.product)
    return rules.grade_name(framework, framework.meta.direction_scale, rating.direction)


def _freshness(tool: Tool, rating: Rating | None, settled_due: date | None, *, rated: bool, today: date) -> rules.Said:
    """By the rating's next review; where nothing is rated, by the tool's own cycle from the last one that was agreed."""
    if rated:
        rated_on, review_on = (rating.rated_on, rating.next_review_on) if rating else (None, None)
        return rules.freshness(rated_on=rated_on, next_review_on=review_on, today=today)
    return rules.freshness(rated_on=settled_due, next_review_on=_after_cycle(tool, settled_due), today=today)


def _after_cycle(tool: Tool, day: date | None) -> date | None:
    return add_months(day, tool.cycle_months or 12) if day else None


def _next_due(tool: Tool, rating: Rating | None, settled_due: date | None, open_now: Iterable[Product]) -> date | None:
    planned = [product.due_on for product in open_now if product.due_on]
    if planned:
        return min(planned)
    return rating.next_review_on if rating else _after_cycle(tool, settled_due)


def _where(open_now: tuple[Product, ...], *, today: date) -> str:
    if not open_now:
        return "Nothing under way"
    if len(open_now) == 1:
        return standing.where(open_now[0], today=today)
    waiting = [product for product in open_now if product.waits_since]  # type: ignore[attr-defined]
    if not waiting:
        return f"{len(open_now)} under way"
    longest = standing.where(min(waiting, key=_waits_since), today=today)
    return f"{len(open_now)} under way. Longest: {longest[:1].lower()}{longest[1:]}"


def _waits_since(product: Product) -> datetime:
    moment: datetime = product.waits_since  # type: ignore[attr-defined]
    return moment


def ratings_of_tool(here: Here, tool: str) -> QuerySet[Rating]:
    """Every rating of a tool's products that the person may see, newest first."""
    rows = Rating.objects.filter(product__in=visible(here).filter(tool=tool))
    related = rows.select_related("product__framework", "actor").defer("product__framework__content")
    return related.order_by("-rated_on", "-pk")
