"""The tools as they stood on a past day: what was known by its end."""

from datetime import date
from typing import Any

from lineofsight.cycle.products.models import Rating, Stop
from lineofsight.cycle.products.queries import visible
from lineofsight.cycle.products.rules import london_day
from lineofsight.engine.framework import Framework
from lineofsight.foundation.handbook.queries import framework_of
from lineofsight.foundation.partnership.queries import Here
from lineofsight.outputs.assurance.queries.standing import group_name
from lineofsight.outputs.assurance.queries.tools import ToolRow, overview
from lineofsight.outputs.assurance.rules import NOT_RATED, Said, freshness, grade, grade_name
from lineofsight.outputs.leadership.queries.judgements import end_of


def tools_on(here: Here, framework: Framework, *, on: date) -> list[ToolRow]:
    """A row for each tool, today or on a past day; six queries at most."""
    return overview(here, framework) if on >= here.today else _then(here, framework, on=on)


def _then(here: Here, framework: Framework, *, on: date) -> list[ToolRow]:
    seen = visible(here).exclude(tool="")
    ratings: dict[str, Rating] = {}
    known = Rating.objects.filter(product__in=seen, rated_on__lte=on, at__lt=end_of(on))
    for row in (
        known.select_related("product__framework").defer("product__framework__content").order_by("rated_on", "pk")
    ):
        ratings[row.product.tool] = row
    stops = Stop.objects.filter(product__in=seen, arrived_at__lt=end_of(on)).select_related("product__framework")
    done: dict[str, Stop] = {}
    waiting: dict[str, list[Stop]] = {}
    for stop in stops.defer("product__framework__content").order_by("arrived_at"):
        if stop.done_at and stop.done_at < end_of(on):
            newest = done.get(stop.product.tool)
            if newest is None or newest.done_at is None or newest.done_at < stop.done_at:
                done[stop.product.tool] = stop
        elif stop.state != Stop.State.SENT_BACK:
            waiting.setdefault(stop.product.tool, []).append(stop)
    return [
        _row(framework, tool, ratings.get(tool.code), done.get(tool.code), waiting.get(tool.code, []), on=on)
        for tool in framework.tools
    ]


def _row(
    framework: Framework, tool: Any, rating: Rating | None, stop: Stop | None, waiting: list[Stop], *, on: date
) -> ToolRow:
    rated = any(kind.rated for kind in framework.kinds if kind.tool == tool.code)
    book = framework_of(rating.product.framework) if rating else framework
    return ToolRow(
        tool=tool,
        rated=rated,
        rating=(grade(book, rating.grade) if rating else NOT_RATED) if rated else Said("No rating", ""),
        freshness=freshness(
            rated_on=rating.rated_on if rating else None,
            next_review_on=rating.next_review_on if rating else None,
            today=on,
        ),
        direction=grade_name(book, book.meta.direction_scale, rating.direction) if rating else "",
        last_reported=group_name(framework_of(stop.product.framework), stop.group_code) if stop else "",
        last_on=london_day(stop.done_at) if stop and stop.done_at else None,
        next_due=rating.next_review_on if rating else None,
        where=_where(waiting, on=on),
        open=(),
    )


def _where(waiting: list[Stop], *, on: date) -> str:
    if not waiting:
        return "Nothing was on its route"
    first = waiting[0]
    name = group_name(framework_of(first.product.framework), first.group_code)
    days = (on - london_day(first.arrived_at)).days if first.arrived_at else 0
    more = f", and {len(waiting) - 1} more" if len(waiting) > 1 else ""
    return f"Waiting at {name}, {days} {'day' if days == 1 else 'days'}{more}"
