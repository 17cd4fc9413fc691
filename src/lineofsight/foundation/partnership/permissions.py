"""Who may do what: the product's capabilities, and what a person's memberships give. Denied until allowed."""

from collections.abc import Iterable
from dataclasses import dataclass

# What a role can be allowed to do; which role is, is data of the framework and of the partnership.
CAPABILITIES: dict[str, str] = {
    "see_framework": "Read the framework and the handbook",
    "see_people": "See who serves in the partnership",
    "manage_people": "Invite people, confirm their roles, end them and hand work over",
    "manage_setup": "Change how the partnership is set up",
    "see_trail": "Read the trail of what they may read",
    "redact": "Ask for, or agree to, the removal of words that could identify a child",
    "see_mail_queue": "See the e-mails that are waiting, sent or failed",
    "see_measures": "See published figures and the summary",
    "see_working_figures": "See accepted figures before they are published, by agency",
    "edit_measures": "Change the catalogue of measures",
    "manage_rounds": "Ask agencies for returns, extend dates and remind",
    "make_returns": "Send their own organisation's returns",
    "approve_returns": "Declare their own organisation's returns",
    "accept_returns": "Check and accept returns",
    "publish_quarter": "Publish a quarter's figures",
    "annotate_measures": "Add notes, rebase a chart or exclude a point, with a reason",
    "see_warnings": "See early warnings",
    "raise_concern": "Raise a concern",
    "triage_warnings": "Raise, watch or close early warnings",
    "answer_warnings": "Answer early warnings for the Executive",
    "see_assurance": "See the assurance map and the indicators",
    "rate_products": "Rate assurance products and advise",
    "edit_products": "Add and move assurance products",
    "see_products": "See assurance products",
    "log_products": "Log their own organisation's audits, reviews and inspections",
    "see_findings": "See findings, recommendations and actions",
    "edit_actions": "Change actions of any agency",
    "update_own_actions": "Update their own organisation's actions",
    "verify_actions": "Verify that an action is done",
    "see_meetings": "See meetings and papers",
    "edit_meetings": "Prepare meetings and record what was decided",
    "decide": "Decide as the Executive",
    "sign_off": "Sign off as a Lead Safeguarding Partner",
    "prepare_sign_off": "Prepare a sign-off, or write down one that was given elsewhere",
    "challenge": "Ask and answer challenges",
    "see_risks": "See the partnership's risks",
    "edit_risks": "Change the partnership's risks",
    "see_reports": "Read reports",
    "edit_reports": "Write reports",
    "see_incidents": "See practice reviews and the clocks of serious incidents",
    "read_incidents": "Read the records of serious incidents",
    "edit_incidents": "Change serious incidents and reviews",
    "moderate": "Moderate self-assessments",
    "write_scrutiny": "Write independent scrutiny",
    "see_scrutiny": "Read what the scrutineer has issued",
    "give_update": "Give a sub-group's update",
    "export": "Take out everything that they may see",
}


class Refused(Exception):
    """A person may not do this, or the state does not allow it; the message is the reason that they can be shown."""


@dataclass(frozen=True, slots=True)
class Holding:
    """One seat that a person holds today: enough to decide what they may do."""

    role_title: str
    kind_code: str
    organisation_id: str
    organisation_name: str
    group_code: str
    capabilities: frozenset[str]
    role_id: str = ""


def joined(holdings: Iterable[Holding]) -> frozenset[str]:
    """Every capability that one seat or another gives."""
    return frozenset().union(*(holding.capabilities for holding in holdings))


def why_not(capabilities: frozenset[str], capability: str) -> str | None:
    """The reason why somebody with these capabilities may not do it, or None when they may."""
    if capability not in CAPABILITIES:
        raise KeyError(f"There is no capability “{capability}”.")
    if capability in capabilities:
        return None
    deed = CAPABILITIES[capability]
    return f"Your role does not let you do this: {deed[0].lower()}{deed[1:]}."
