"""What a person may read and whose page opens for them: lists that lead across rooms lead to nothing else."""

from django.db.models import QuerySet

from lineofsight.foundation.partnership import queries
from lineofsight.foundation.partnership.queries import Here
from lineofsight.foundation.trail.models import Subject

# What the page of such a thing asks beside leave to read the thing: one of these.
DOORS = {
    "product": frozenset({"see_products"}),
    "report": frozenset({"see_reports"}),
    "request": frozenset({"make_returns", "approve_returns", "manage_rounds", "accept_returns"}),
}


def opening_subjects(here: Here) -> QuerySet[Subject]:
    """The things of the partnership that the person may read, without those whose page they may not open."""
    shut = [kind for kind, any_of in DOORS.items() if here.capabilities.isdisjoint(any_of)]
    return queries.readable_subjects(here).exclude(kind__in=shut)
