"""Who may see and do what from finding to impact. What the state allows is in `rules`."""

from typing import Final

from lineofsight.cycle.findings.models import Action, Finding, Recommendation
from lineofsight.cycle.products.models import Product
from lineofsight.foundation.files.permissions import may_read
from lineofsight.foundation.partnership.permissions import why_not
from lineofsight.foundation.partnership.queries import Here
from lineofsight.foundation.trail.models import Subject

SEE: Final = "see_findings"
SEE_ACTIONS: Final = ("see_findings", "update_own_actions")
RAISE: Final = ("edit_actions", "edit_products", "rate_products", "write_scrutiny", "moderate", "edit_incidents")
"""Whoever works on products may say what was found."""
ANSWER: Final = ("edit_actions", "decide", "update_own_actions")
CHANGE_ACTIONS: Final = ("edit_actions", "update_own_actions")
WHOLE: Final = ("see_assurance", "edit_actions", "see_incidents", "moderate", "write_scrutiny")
"""What a seat has that looks at the whole partnership; without any of these one reads one's own agency's alone."""


def sees_whole(here: Here) -> bool:
    """True for those who read findings about every agency."""
    return here.may(SEE) and any(here.may(one) for one in WHOLE)


def may_raise(here: Here) -> bool:
    """True for whoever may say what was found."""
    return any(here.may(one) for one in RAISE)


def may_plan(here: Here) -> bool:
    """True for those who keep the plan: any agency's actions, owners and dates."""
    return here.may("edit_actions")


def may_change(here: Here, action: Action) -> bool:
    """True for those who keep the plan, for the action's own agency, and for the seat that owns it."""
    own = str(action.organisation_id) in here.organisations_where("update_own_actions")
    return may_plan(here) or own or str(action.owner_id) in here.role_ids


def why_not_change(here: Here, action: Action) -> str | None:
    """The reason why somebody cannot update an action, or None."""
    return None if may_change(here, action) else "This action belongs to another agency."


def why_not_answer(here: Here, recommendation: Recommendation) -> str | None:
    """The reason why somebody cannot answer a recommendation, or None: the Executive, the team, or whom it asks."""
    own = str(recommendation.organisation_id) in here.organisations_where("update_own_actions")
    if here.may("edit_actions") or here.may("decide") or own or str(recommendation.owner_id) in here.role_ids:
        return None
    return "Only whom it asks, the Executive or the Business Team can answer this recommendation."


def why_not_verify(here: Here) -> str | None:
    """The reason why somebody cannot verify, check impact or say that it is embedded, or None."""
    return why_not(here.capabilities, "verify_actions")


def may_edit_finding(here: Here, finding: Finding) -> bool:
    """True for those who keep the plan, and for whoever wrote it."""
    mine = finding.raised_by_id == here.person.actor_id
    return may_plan(here) or (mine and may_raise(here))


def may_read_subject(here: Here, subject: Subject | None) -> bool:
    """True when the person may open what another room put behind a subject."""
    return subject is not None and bool(subject.path) and may_read(here, subject)


def may_read_product(here: Here, product: Product) -> bool:
    """True when the person may open a product, as far as its subject (read with it) tells."""
    return product.subject is not None and product.subject.may_read in here.capabilities


def may_read_finding(here: Here, finding: Finding) -> bool:
    """True when the person may open a finding that is read with its product; the same rule as `queries.visible.findings`."""
    product = finding.product
    if finding.may_read not in here.capabilities or finding.private_to_id not in (None, here.person.actor_id):
        return False
    if product is not None and product.is_private and not here.may("write_scrutiny"):
        return False
    bodies = {finding.organisation_id or (product.organisation_id if product else None)}
    return sees_whole(here) or bodies == {None} or str(*bodies) in here.organisation_ids
