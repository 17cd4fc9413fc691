"""Who a report is for, as if the whole audience were one reader: a block reads what every one of them may read, and no more."""

from collections.abc import Iterable
from datetime import date
from typing import Final

from lineofsight.foundation.accounts.models import Person
from lineofsight.foundation.partnership.models import Partnership
from lineofsight.foundation.partnership.queries import Here
from lineofsight.foundation.trail.changes import SYSTEM_ACTOR

PUBLIC: Final = "public"
# Neither restricted reviews nor what the scrutineer has not issued: no audience has those.
_PARTNERSHIP = frozenset({"see_reports", "see_products", "see_findings", "see_measures"})
_GROUPS = _PARTNERSHIP | {"see_assurance", "see_meetings"}
_LEADERS = _GROUPS | {"see_working_figures", "see_warnings", "challenge"}
CAPABILITIES: Final[dict[str, frozenset[str]]] = {
    "leaders": _LEADERS,
    "groups": _GROUPS,
    "partnership": _PARTNERSHIP,
    PUBLIC: frozenset({"see_reports", "see_measures", "see_products"}),
}
GATE: Final[dict[str, str]] = {
    "leaders": "see_assurance", "groups": "see_assurance", "partnership": "see_reports", PUBLIC: "see_reports",
}  # fmt: skip
"""The one capability by which the trail and the notices tell who may read of it."""


def reader(partnership: Partnership, audience: str, *, today: date) -> Here:
    """The audience as one reader: its capabilities, no seat in any organisation, and nothing that is private to anybody."""
    nobody = Person(actor_id=SYSTEM_ACTOR, name="The readers of a report")
    return Here(partnership, nobody, (), CAPABILITIES[audience], today)


def needs_of(audience: str, uses: Iterable[frozenset[str]]) -> frozenset[str]:
    """What opening a report needs: reading reports, and whatever its blocks could use of the audience's capabilities."""
    return frozenset({"see_reports"}) | (frozenset().union(*uses) & CAPABILITIES[audience])
