"""Who may see a product, and who may do what with it."""

from django.db.models import Q

from lineofsight.cycle.products import rules
from lineofsight.cycle.products.models import Product, Stop
from lineofsight.foundation.handbook.queries import framework_of
from lineofsight.foundation.partnership.permissions import Refused
from lineofsight.foundation.partnership.queries import Here

RESTRICTED = "see_incidents"
PRIVATE = "write_scrutiny"
LOG, PREPARE = "log_products", "prepare_sign_off"


def seen_by(here: Here) -> Q:
    """Which products somebody may see, as a condition.

    Who sees assurance sees all but restricted kinds and the scrutineer's unissued ones. An agency's seats see what is
    about their own organisation, and what was agreed and is about no one agency.
    """
    own = Q(organisation__in=here.organisations_where("see_products"))
    logged = Q(organisation__in=here.organisations_where(LOG))
    allowed = Q() if here.may("see_assurance") else own | Q(stage__in=["settled", "closed"], organisation__isnull=True)
    if not here.may(RESTRICTED):
        allowed &= Q(is_restricted=False) | logged
    if not here.may(PRIVATE):
        allowed &= Q(is_private=False)
    return allowed


def why_not_edit(here: Here, product: Product) -> str | None:
    """The reason why somebody cannot write in a product or move it, or None. What the scrutineer writes is the scrutineer's."""
    framework = framework_of(product.framework)
    if rules.is_the_scrutineers(framework, rules.kind_of(framework, product.kind)) and product.stage == "work":
        return None if here.may(PRIVATE) else "The scrutineer writes this, and hands it in."
    if here.may("edit_products"):
        return None
    if product.organisation_id and str(product.organisation_id) in here.organisations_where(LOG):
        return None
    return "Your role does not let you change this product."


def why_not_rate(here: Here, product: Product) -> str | None:
    """The reason why somebody cannot rate it, or None: nobody rates what is about their own organisation."""
    if not here.may("rate_products"):
        return "Your role does not let you rate this product."
    if product.organisation_id and str(product.organisation_id) in here.organisation_ids:
        return "This product is about your own organisation. Somebody from another organisation must rate it."
    return None


def why_not_consider(here: Here, stop: Stop) -> str | None:
    """The reason why somebody cannot record what the group said, or None: its own members, or who keeps its minutes."""
    if here.may("edit_meetings"):
        return None
    needed = ("decide",) if stop.part == "decide" else ("rate_products", "decide")
    if not any(here.may(capability) for capability in needed):
        return "Your role does not let you record what this group said."
    if stop.group is not None and stop.group.code not in here.group_codes:
        return f"You do not sit in this group: {stop.group.name}."
    return None


def why_not_view(here: Here, stop: Stop) -> str | None:
    """The reason why somebody cannot say what they think before the group meets, or None."""
    if stop.group is None or stop.group.code in here.group_codes:
        return None
    return f"You do not sit in this group: {stop.group.name}."


def why_not_sign(here: Here, organisation_id: object) -> str | None:
    """The reason why somebody cannot sign off for an organisation, or None."""
    if str(organisation_id) in here.organisations_where("sign_off"):
        return None
    return "Only the Lead Safeguarding Partner of this organisation signs off for it."


def must(reason: str | None) -> None:
    """Go on only without a reason against it."""
    if reason:
        raise Refused(reason)
