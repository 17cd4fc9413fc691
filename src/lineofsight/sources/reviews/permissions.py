"""Who may do what with an incident: the review group reads and writes, the scrutineer reads and comments. Nobody else."""

from dataclasses import dataclass
from typing import Final

from lineofsight.foundation.partnership.permissions import why_not as why_not_may
from lineofsight.foundation.partnership.queries import Here
from lineofsight.sources.reviews import rules
from lineofsight.sources.reviews.models import Incident, SummaryRequest

READ, EDIT, COMMENT = "read_incidents", "edit_incidents", "write_scrutiny"
BOARD: Final = ("see_incidents", READ)
ANSWER, KEEP_RECORD = "log_products", "edit_meetings"
NATIONAL: Final = ("see_findings",)
ADD_NATIONAL: Final = ("edit_products", EDIT)
BEFORE: Final = frozenset({rules.CONSIDERED, rules.NOT_NOTIFIED})
RAPID: Final = frozenset({rules.NOTIFIED, rules.NO_REVIEW})
ANY: Final = frozenset[str]()
NOT_NOW: Final = "This cannot be done now: the incident has moved on, or has not come so far."


@dataclass(frozen=True, slots=True)
class Offer:
    """Something that can be done with an incident in some of its states (none named: in all)."""

    deed: str
    label: str
    states: frozenset[str] = ANY
    needs: str = EDIT
    kind: str = "secondary"


OFFERS: Final = (
    Offer("notify", "Record the notification", BEFORE, kind="primary"),
    Offer("not-notify", "Record that it is not notified", frozenset({rules.CONSIDERED})),
    Offer("outcome", "Record what the rapid review came to", RAPID, kind="primary"),
    Offer("send", "Record that it was sent to the Panel", frozenset({rules.NO_REVIEW, rules.REVIEW}), kind="primary"),
    Offer("panel", "Record the Panel’s reply", rules.AFTER_RAPID),
    Offer(
        "publish", "Record the publication, or why not", frozenset({rules.REVIEW, rules.NOT_PUBLISHED}), kind="primary"
    ),
    Offer("decide", "Record a partner’s decision", rules.OPEN),
    Offer("ask", "Ask agencies for their summaries", frozenset({rules.NOTIFIED})),
    Offer("tick", "Tick off a part of the timetable", RAPID | {rules.REVIEW}),
    Offer("plan", "Write down how the local review is done", frozenset({rules.REVIEW})),
    Offer("late", "Say that a clock will be late", rules.OPEN),
    Offer("comment", "Comment as the scrutineer", needs=COMMENT, kind="primary"),
    Offer("proceeding", "Add what else goes on: police, court, inquest"),
    Offer("describe", "Change what kind of incident it is and who leads"),
    Offer("correct", "Put a day right"),
)
BY_DEED: Final = {offer.deed: offer for offer in OFFERS}


def why_not(here: Here, incident: Incident, deed: str) -> str | None:
    """The reason why a person cannot do this with an incident now, or None when they can."""
    offer = BY_DEED[deed]
    reason = why_not_may(here.capabilities, offer.needs)
    if reason:
        return reason
    return None if _fits(incident, offer) else NOT_NOW


def _fits(incident: Incident, offer: Offer) -> bool:
    if offer.states and incident.state not in offer.states:
        return False
    rapid = getattr(incident, "rapid_review", None)
    if offer.deed == "send":
        return rapid is not None and rapid.sent_on is None
    return offer.deed != "panel" or (rapid is not None and rapid.sent_on is not None)


def offers(here: Here, incident: Incident) -> list[Offer]:
    """What the person may do with the incident now, the usual next thing first."""
    return [offer for offer in OFFERS if why_not(here, incident, offer.deed) is None]


def why_not_decide_for(here: Here, organisation_id: object) -> str | None:
    """The reason why somebody cannot write down a partner's decision, or None: its own people, or who keeps the record."""
    if here.may(KEEP_RECORD) or str(organisation_id) in here.organisation_ids:
        return None
    return "Each safeguarding partner decides for itself: somebody of that organisation, or the Business Team, writes it down."


def may_see_summary(here: Here, one: SummaryRequest) -> bool:
    """True for the review group and scrutineer, and for the agency that was asked."""
    return here.may(READ) or str(one.organisation_id) in here.organisations_where(ANSWER)


def why_not_give_summary(here: Here, one: SummaryRequest) -> str | None:
    """The reason why somebody cannot write an agency's summary, or None: the agency's own lead, or the review group for it."""
    if str(one.organisation_id) in here.organisations_where(ANSWER) or here.may(EDIT):
        return None
    return "Only the agency that was asked writes its summary."


def why_not_respond(here: Here, organisation_id: object) -> str | None:
    """The reason why somebody cannot say what an agency does about a national recommendation, or None."""
    if any(map(here.may, ADD_NATIONAL)) or str(organisation_id) in here.organisations_where(ANSWER):
        return None
    return "Only the agency’s own lead, or the Business Team, says this for it."
