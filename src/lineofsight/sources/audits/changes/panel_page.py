"""The panel's view of a whole standard, saved at once: grades that changed, and questions that wait to be sent."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from lineofsight.foundation.partnership.models import Organisation
from lineofsight.foundation.trail.changes import Doer
from lineofsight.sources.audits.changes.moderating import ask, moderate
from lineofsight.sources.audits.models import Answer, Assessment


@dataclass(frozen=True, slots=True)
class Said:
    """What is said of one answer: a new grade with its reason ("" leaves the grade as it is), and a question ("" none)."""

    answer: Answer
    grade: str = ""
    reason: str = ""
    query: str = ""


@transaction.atomic
def moderate_standard(
    assessment: Assessment,
    said: Iterable[Said],
    *,
    organisation_id: UUID | str,
    own: Iterable[object],
    by: Doer,
    now: datetime,
) -> None:
    """All of it, or nothing when one is refused. `own`: every organisation in which the person holds a seat."""
    seats, organisation = frozenset(own), Organisation.objects.get(pk=organisation_id)
    for one in said:
        one.answer.assessment = assessment
        if one.grade:
            moderate(
                one.answer, grade=one.grade, reason=one.reason, organisation=organisation, own=seats, by=by, now=now
            )
        if one.query:
            ask(one.answer, text=one.query, own=seats, by=by, now=now)
