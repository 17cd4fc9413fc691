"""Where a gate that is shut is opened: the page, and what its link says, for whoever may open it."""

from django.urls import reverse

from lineofsight.cycle.products import gates, permissions, rules
from lineofsight.cycle.products.models import Product, Stop
from lineofsight.foundation.partnership.guards import PartnershipRequest
from lineofsight.foundation.partnership.queries import Here

PAGES = {
    "lead": ("details", "Name the lead"),
    "dates": ("details", "Give the dates"),
    "marking": ("details", "Choose the marking"),
    "scope": ("words", "Write the scope"),
    "findings": ("words", "Say that there are none"),
    "papers": ("evidence", "Add the paper"),
    "evidence-in-date": ("gate", "Give the reason for using it"),
    "rating": ("rate", "Rate it"),
    rules.SIGN_OFF_GATE: ("sign-off", "Sign off"),
}
NO_PAGE = ("", "")


def fix_of(request: PartnershipRequest, product: Product, gate: gates.GateState, stop: Stop | None) -> tuple[str, str]:
    """The address of the page that opens the gate, and the words of the link; both empty where the person has none."""
    name, words = _page_of(product, gate, stop)
    if not name or _why_not(request.here, product, gate, stop, name):
        return NO_PAGE
    args = [request.here.partnership.slug, product.pk]
    return reverse(f"assurance:{name}", args=[*args, gate.code] if name == "gate" else args), words


def _page_of(product: Product, gate: gates.GateState, stop: Stop | None) -> tuple[str, str]:
    if gate.code == rules.ROUTE_GATE:
        return _on_its_route(product, stop)
    return ("gate", "Say how it was met") if gate.stated else PAGES.get(gate.code, NO_PAGE)


def _on_its_route(product: Product, stop: Stop | None) -> tuple[str, str]:
    if stop is None:
        fed = gates.feeds_of(product)
        return ("relate", "Say which product it goes into") if fed else NO_PAGE
    if stop.part == Stop.Part.SIGN_OFF:
        return "sign-off", "Sign off"
    return "consider", "Record what they said"


def _why_not(here: Here, product: Product, gate: gates.GateState, stop: Stop | None, name: str) -> str | None:
    if name == "rate":
        return permissions.why_not_rate(here, product)
    if name == "consider" and stop is not None:
        return permissions.why_not_consider(here, stop)
    if name == "sign-off":
        return None if here.may("sign_off") else "no"
    if name == "gate":
        return permissions.why_not_record_gate(here, product, gate.code)
    return permissions.why_not_write(here, product)
