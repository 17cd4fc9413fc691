"""Who reads and writes independent scrutiny."""

from typing import Final

from lineofsight.foundation.partnership.queries import Here
from lineofsight.sources.scrutiny.models import EvidenceAsked

WRITE, READ = "write_scrutiny", "see_scrutiny"
ANSWERS: Final = ("decide", "rate_products")


def may_answer_view(here: Here) -> bool:
    """True for partners who answer a view: those who propose or agree judgements. The scrutineer answers nobody's view."""
    return not here.may(WRITE) and any(here.may(one) for one in ANSWERS)


def may_see_question(here: Here, asked: EvidenceAsked) -> bool:
    """True for the scrutineer and for whoever is in the role that was asked."""
    return here.may(WRITE) or holds(here, asked)


def holds(here: Here, asked: EvidenceAsked) -> bool:
    """True for whoever is in the role that was asked."""
    return str(asked.to_role_id) in here.role_ids
