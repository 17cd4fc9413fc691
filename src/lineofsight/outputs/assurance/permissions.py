"""What a person may do on a product's page, each with the reason why not."""

from dataclasses import dataclass
from typing import Final

from lineofsight.cycle.products import permissions, rules
from lineofsight.cycle.products.models import Product, Stop
from lineofsight.engine.framework import Framework
from lineofsight.engine.framework.practice import Kind
from lineofsight.foundation.partnership.queries import Here

SEE: Final = "see_products"
MAP: Final = "see_assurance"
WRITES: Final = ("edit_products", permissions.LOG, permissions.PRIVATE)
CONSIDERS: Final = ("rate_products", "decide", "edit_meetings")
VIEWS: Final = ("decide", "rate_products", "sign_off", "challenge")
CHECKS: Final = ("edit_products", "rate_products")


@dataclass(frozen=True, slots=True)
class Offer:
    """A button of a product's page: the name of its address, with the argument that the address takes beside the product."""

    name: str
    label: str
    kind: str = "secondary"
    argument: str = ""


def kinds_for(here: Here, framework: Framework) -> list[Kind]:
    """The kinds that somebody may put on the plan: the scrutineer's are the scrutineer's, an agency's lead logs its own."""
    return [kind for kind in framework.kinds if _may_plan(here, framework, kind)]


def _may_plan(here: Here, framework: Framework, kind: Kind) -> bool:
    if rules.is_the_scrutineers(framework, kind):
        return here.may(permissions.PRIVATE)
    if kind.restricted and not (here.may(permissions.RESTRICTED) or here.may(permissions.LOG)):
        return False
    if here.may("edit_products"):
        return True
    return here.may(permissions.LOG) and rules.is_logged_by_agencies(framework, kind)


def organisations_for(here: Here) -> frozenset[str] | None:
    """The organisations about which somebody may log a product; None: any."""
    return None if here.may("edit_products") else here.organisations_where(permissions.LOG)


def offers(here: Here, product: Product, *, stop: Stop | None, rated: bool) -> list[Offer]:
    """What the person may do now with a product, the most important first."""
    found = [*_at_stop(here, product, stop)]
    if product.stage == "stopped":
        return found
    if rated and product.stage != "work" and not permissions.why_not_rate(here, product):
        found.append(Offer("rate", "Rate it"))
    if product.stage != "closed" and not permissions.why_not_write(here, product):
        found += [Offer("words", "Write what it says"), Offer("details", "Change its details")]
    return found


def _at_stop(here: Here, product: Product, stop: Stop | None) -> list[Offer]:
    if stop is None or stop.state != Stop.State.HERE or product.stage in {"closed", "stopped"}:
        return []
    found = []
    if stop.part == Stop.Part.SIGN_OFF:
        if here.may("sign_off"):
            found.append(Offer("sign-off", "Sign off", "primary"))
        if here.may(permissions.PREPARE):
            found.append(Offer("record-sign-off", "Write down a sign-off"))
    elif not permissions.why_not_consider(here, stop):
        label = "Record the decision" if stop.part == Stop.Part.DECIDE else "Record the advice"
        found.append(Offer("consider", label, "primary"))
    if product.stage == "route" and not permissions.why_not_send_back(here, stop):
        found.append(Offer("send-back", "Send back"))
    if may_view(here, stop):
        found.append(Offer("view", "Say what you think", "primary" if not found else "secondary"))
    return found


def may_view(here: Here, stop: Stop) -> bool:
    """True for who sits in the group where the product waits."""
    return any(here.may(one) for one in VIEWS) and not permissions.why_not_view(here, stop)
