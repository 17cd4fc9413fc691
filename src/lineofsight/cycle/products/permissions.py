"""Who may see a product, and who may do what with it."""

from django.db.models import Q

from lineofsight.cycle.products import rules
from lineofsight.cycle.products.models import Product, SignOff, Stop
from lineofsight.foundation.handbook.queries import framework_of
from lineofsight.foundation.partnership.queries import Here

RESTRICTED = "see_incidents"
PRIVATE = "write_scrutiny"
LOG, PREPARE = "log_products", "prepare_sign_off"
ISSUED_BY_SCRUTINEER = "scrutineer-issues"


def seen_by(here: Here) -> Q:
    """Which products somebody may see, as a condition.

    An agency's seats see what is about their own organisation, and what was agreed and is about no one agency. Who sees
    assurance also sees what is under way; what is about one agency, only those who also see working figures. Restricted
    kinds and what the scrutineer has not issued are apart. The product's subject says the same (`changes.holding`).
    """
    own = Q(organisation__in=here.organisations_where("see_products"))
    logged = Q(organisation__in=here.organisations_where(LOG))
    of_all = Q(organisation__isnull=True)
    allowed = own | (of_all if here.may("see_assurance") else of_all & Q(stage__in=["settled", "closed"]))
    if here.may("see_assurance") and here.may("see_working_figures"):
        allowed |= Q(organisation__isnull=False)
    if not here.may(RESTRICTED):
        allowed &= Q(is_restricted=False) | logged
    if not here.may(PRIVATE):
        allowed &= Q(is_private=False)
    return allowed


def why_not_write(here: Here, product: Product) -> str | None:
    """The reason why somebody cannot change what a product says, or None. What the scrutineer writes, nobody else changes."""
    if _is_the_scrutineers(product):
        return None if here.may(PRIVATE) else "Only the scrutineer changes this."
    if here.may("edit_products") or _logs(here, product):
        return None
    return "Your role does not let you change this product."


def why_not_move(here: Here, product: Product) -> str | None:
    """The reason why somebody cannot take a product on a step, or None. The scrutineer alone hands in what is the scrutineer's."""
    if _is_the_scrutineers(product) and product.stage == Product.Stage.WORK:
        return None if here.may(PRIVATE) else "The scrutineer hands this in."
    if here.may("edit_products") or _logs(here, product) or (_is_the_scrutineers(product) and here.may(PRIVATE)):
        return None
    return "Your role does not let you move this product on."


def why_not_record_gate(here: Here, product: Product, gate: str) -> str | None:
    """The reason why somebody cannot say that a gate is met, or None. Only the scrutineer says what the scrutineer issues."""
    if gate == ISSUED_BY_SCRUTINEER:
        return None if here.may(PRIVATE) else "Only the scrutineer issues this."
    return why_not_move(here, product)


def _logs(here: Here, product: Product) -> bool:
    """An agency's lead looks after what the agency logged, until it is on its route."""
    own = bool(product.organisation_id) and str(product.organisation_id) in here.organisations_where(LOG)
    return own and product.stage == Product.Stage.WORK


def _is_the_scrutineers(product: Product) -> bool:
    framework = framework_of(product.framework)
    return rules.is_the_scrutineers(framework, rules.kind_of(framework, product.kind))


def why_not_rate(here: Here, product: Product) -> str | None:
    """The reason why somebody cannot rate it, or None: nobody rates what is about their own organisation."""
    if not here.may("rate_products"):
        return "Your role does not let you rate this product."
    if product.organisation_id and str(product.organisation_id) in here.organisation_ids:
        return "This product is about your own organisation. Somebody from another organisation must rate it."
    return None


def why_not_add_evidence(here: Here, product: Product) -> str | None:
    """The reason why somebody cannot add a paper or evidence, or None: who writes it, and who rates it."""
    reason = why_not_write(here, product)
    return None if reason and here.may("rate_products") and not _is_the_scrutineers(product) else reason


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


def why_not_send_back(here: Here, stop: Stop) -> str | None:
    """The reason why somebody cannot send a product back, or None: the group that has it, or who keeps its minutes."""
    if stop.part == Stop.Part.SIGN_OFF and here.may("sign_off"):
        return None
    return why_not_consider(here, stop)


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


def why_not_take_back(here: Here, sign_off: SignOff) -> str | None:
    """The reason why somebody cannot take back a sign-off, or None: its partner, or whoever wrote it down."""
    if sign_off.recorded_by_id is not None and sign_off.recorded_by_id == here.person.actor_id:
        return None
    return why_not_sign(here, sign_off.organisation_id)
