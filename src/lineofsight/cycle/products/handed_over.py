"""What of products goes over with a role: those that it leads."""

from collections.abc import Collection, Iterator
from typing import Any

from lineofsight.cycle.products.queries import visible
from lineofsight.foundation.partnership.queries import Here
from lineofsight.foundation.partnership.work import Work, add_work


def register_all() -> None:
    """Add the room's work; called once, when the room is ready."""
    add_work("products", work)


def work(here: Here, roles: Collection[Any]) -> Iterator[Work]:
    """The products under way that these roles lead; one query."""
    rows = visible(here).filter(lead__in=roles).exclude(stage__in=["closed", "stopped"]).select_related("subject")
    for product in rows:
        path = product.subject.path if product.subject else ""
        yield Work(product.lead_id, "Product", f"{product.reference} {product.title}", path, product.due_on)
