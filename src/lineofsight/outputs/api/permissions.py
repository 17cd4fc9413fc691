"""Who may have tokens: whoever may do on the pages what a program does; who sees and stops everybody's."""

from typing import Final

from lineofsight.foundation.partnership.permissions import Holding
from lineofsight.foundation.partnership.queries import Here
from lineofsight.outputs.api.models import ApiToken

MANAGE: Final = "manage_setup"
USES: Final = ("see_measures", "see_working_figures", "make_returns", "approve_returns", "accept_returns")


def seats_for_tokens(here: Here) -> list[Holding]:
    """The person's own seats with which a program can do something."""
    return [seat for seat in here.holdings if seat.capabilities & set(USES)]


def may_stop(here: Here, token: ApiToken) -> bool:
    """One's own tokens, and for those who manage the set-up everybody's."""
    return here.may(MANAGE) or token.membership.person_id == here.person.pk
