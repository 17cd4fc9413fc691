"""Where products stand, in words, from rows that `cycle.products.queries.listed` gave."""

from datetime import date

from lineofsight.cycle.products.models import Product
from lineofsight.engine.framework import Framework
from lineofsight.foundation.handbook.queries import framework_of
from lineofsight.outputs.assurance import rules


def book(product: Product) -> Framework:
    """The framework that the product began under."""
    return framework_of(product.framework)


def kind_name(product: Product) -> str:
    """The kind's name."""
    return str(book(product).get("kinds", product.kind).name)


def tool_name(product: Product) -> str:
    """The tool's name; nothing for a kind without one."""
    return str(book(product).get("tools", product.tool).name) if product.tool else ""


def state_name(product: Product) -> str:
    """The state's name."""
    return str(book(product).get("states", product.state).name)


def group_name(framework: Framework, code: str | None) -> str:
    """The short name of a group; nothing for none."""
    return str(framework.get("groups", code).short_name) if code else ""


def where(product: Product, *, today: date) -> str:
    """Where the product is, who has it, and for how many days."""
    place = rules.Place(
        stage=product.stage,
        state=state_name(product),
        at=group_name(book(product), product.waits_at),  # type: ignore[attr-defined]
        since=product.waits_since or product.last_move_at,  # type: ignore[attr-defined]
        lead=product.lead.title if product.lead else "",
        goes_into=_goes_into(product),
    )
    return rules.where(place, today=today)


def _goes_into(product: Product) -> str:
    """The tool that a product without a route of its own goes into."""
    framework = book(product)
    if framework.route_of(framework.get("kinds", product.kind)) or not product.tool:
        return ""
    feeds = framework.get("tools", product.tool).feeds
    return " and ".join(framework.get("tools", code).name for code in feeds)


def grade(product: Product) -> rules.Said:
    """The newest rating; a kind that is never rated says so."""
    if not product.grade and not book(product).get("kinds", product.kind).rated:  # type: ignore[attr-defined]
        return rules.Said("No rating", "")
    return rules.grade(book(product), product.grade)  # type: ignore[attr-defined]


def freshness(product: Product, *, today: date) -> rules.Said:
    """How fresh the newest rating is; nothing for a kind that is never rated."""
    if not product.grade and not book(product).get("kinds", product.kind).rated:  # type: ignore[attr-defined]
        return rules.Said("", "")
    return rules.freshness(
        rated_on=product.rated_on,  # type: ignore[attr-defined]
        next_review_on=product.next_review_on,  # type: ignore[attr-defined]
        today=today,
    )
