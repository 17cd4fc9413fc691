"""Who may see, answer, declare, moderate and run an audit. What the state allows is in `rules`."""

from lineofsight.foundation.partnership.queries import Here
from lineofsight.sources.audits.models import Assessment

ANSWER, DECLARE, RUN, MODERATE = "make_returns", "approve_returns", "manage_rounds", "moderate"
OWN = (ANSWER, DECLARE)
STAFF = (RUN, MODERATE)
OVERVIEW = (RUN, MODERATE, "see_working_figures")
SEE = (*OWN, *OVERVIEW)


def own_bodies(here: Here) -> frozenset[str]:
    """The organisations whose self-assessments the person fills in or declares."""
    return here.organisations_where(ANSWER) | here.organisations_where(DECLARE)


def sees_every_agency(here: Here) -> bool:
    """True for those who see the answers of each agency by its name; an agency sees its own, and how many gave which grade."""
    return any(map(here.may, OVERVIEW))


def may_look(here: Here, assessment: Assessment) -> bool:
    """True for the agency's own people, for the panel and for the team that runs the audit."""
    return any(map(here.may, STAFF)) or str(assessment.organisation_id) in own_bodies(here)


def why_not_answer(here: Here, assessment: Assessment) -> str | None:
    """The reason why a person cannot fill in these answers, or None: they answer for their own organisation."""
    if str(assessment.organisation_id) in here.organisations_where(ANSWER):
        return None
    return "You can only answer for your own organisation."


def why_not_declare(here: Here, assessment: Assessment) -> str | None:
    """The reason why a person cannot declare these answers, or None."""
    if str(assessment.organisation_id) in here.organisations_where(DECLARE):
        return None
    return "Somebody of the organisation whose role lets them declare its returns must do this."


def why_not_reply(here: Here, assessment: Assessment) -> str | None:
    """The reason why a person cannot speak for the organisation about its grades, or None."""
    if str(assessment.organisation_id) in own_bodies(here):
        return None
    return "You can only reply for your own organisation."
