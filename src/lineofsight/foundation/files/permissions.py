"""Who may see evidence and who may add it: whoever may read what it is about, and whoever may change that."""

from lineofsight.foundation.partnership.queries import Here
from lineofsight.foundation.trail.models import Subject

# Who may add evidence to a thing of a room, and put it away: any one of these. A room that is not named is closed here, and
# asks on its own pages, with the same form and changes.
MAY_ADD: dict[str, tuple[str, ...]] = {
    "products": ("edit_products", "rate_products"),
    "findings": ("edit_actions", "update_own_actions", "verify_actions"),
    "meetings": ("edit_meetings",),
    "challenges": ("challenge",),
    "updates": ("give_update",),
    "requests": ("make_returns", "manage_rounds"),
    "warnings": ("triage_warnings",),
    "risks": ("edit_risks",),
    "reviews": ("edit_incidents",),
    "audits": ("make_returns", "approve_returns"),
}


def may_read(here: Here, subject: Subject) -> bool:
    """True when the person may read the thing, and so its evidence."""
    if subject.may_read not in here.capabilities or subject.private_to_id not in (None, here.person.actor_id):
        return False
    return is_theirs(here, subject) or here.may("see_working_figures")


def is_theirs(here: Here, subject: Subject) -> bool:
    """True for a thing of no one organisation, or of one in which the person serves."""
    return subject.organisation_key in ("", *here.organisation_ids)


def why_not_add(here: Here, subject: Subject) -> str | None:
    """The reason why the person may not add evidence to the thing, or None."""
    if not may_read(here, subject):
        return "You may not read this, so you cannot add evidence to it."
    needed = MAY_ADD.get(subject.room, ())
    wide = [name for name in needed if name.startswith(("edit_", "manage_"))]
    if any(here.may(name) for name in wide) or (is_theirs(here, subject) and any(here.may(name) for name in needed)):
        return None
    return "Your role does not let you add evidence to this."
