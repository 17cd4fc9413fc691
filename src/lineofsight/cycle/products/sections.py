"""Parts of a product's page that other rooms fill: each room above adds its own, and the page shows them in order.

add_section(Section("findings", "Findings and actions", "findings/_of_product.html", facts_of_product, order=10))
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from lineofsight.cycle.products.models import Product
from lineofsight.foundation.partnership.queries import Here

_SECTIONS: dict[str, "Section"] = {}


@dataclass(frozen=True, slots=True)
class Section:
    """One part of the page. `facts(here, product)` gives what its template needs; None leaves the part out for this reader."""

    name: str
    title: str
    template: str
    facts: Callable[[Here, Product], dict[str, Any] | None]
    order: int = 50


def add_section(section: Section) -> None:
    """Show this part on every product's page. Call it when the room is ready; the same name replaces."""
    _SECTIONS[section.name] = section


def sections() -> tuple[Section, ...]:
    """The parts in order."""
    return tuple(sorted(_SECTIONS.values(), key=lambda section: (section.order, section.name)))
