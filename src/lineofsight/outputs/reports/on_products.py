"""A report that is the content of a product: what it says is part of what partners sign, and its page leads to it."""

from typing import Any

from lineofsight.cycle.products.content import add_part
from lineofsight.cycle.products.models import Product
from lineofsight.cycle.products.sections import Section, add_section
from lineofsight.foundation.partnership.queries import Here
from lineofsight.outputs.reports import queries
from lineofsight.outputs.reports.models import Report


def register_all() -> None:
    """Add both to products."""
    add_part("report", content)
    add_section(Section("report", "Report", "reports/_of_product.html", of_product, order=5))


def content(product: Product) -> str:
    """A text that changes exactly when the product's report does; empty for a product without one."""
    report = Report.objects.for_partnership(product.partnership).filter(product=product).first()
    return queries.content_hash(report, queries.blocks_of(report)) if report else ""


def of_product(here: Here, product: Product) -> dict[str, Any] | None:
    """The report, for those who may open it."""
    report = queries.visible(here).filter(product=product).first()
    return {"report": report} if report else None
