"""Who may make, see and judge returns."""

from lineofsight.cycle.requests.models import Request
from lineofsight.foundation.partnership.queries import Here


def why_not_make(here: Here, request: Request) -> str | None:
    """The reason why a person cannot make this return, or None: they send their own organisation's."""
    if str(request.organisation_id) in here.organisations_where("make_returns"):
        return None
    return "You can only send returns of your own organisation."


def may_look(here: Here, request: Request) -> bool:
    """True for the Business Team, and for those who make or approve this organisation's returns."""
    if here.may("accept_returns") or here.may("manage_rounds"):
        return True
    own = here.organisations_where("make_returns") | here.organisations_where("approve_returns")
    return str(request.organisation_id) in own
