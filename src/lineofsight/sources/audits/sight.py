"""How answers of a Section 11 audit lead to its product and to the actions that were planned in them."""

from django.db.models import QuerySet

from lineofsight.foundation.partnership.models import Partnership
from lineofsight.foundation.partnership.sight import Kind, Way, add_kind, add_way
from lineofsight.sources.audits.models import Answer, Assessment, PlannedAction


def register_all() -> None:
    """Add everything; called once, when the room is ready."""
    add_way(Way("answer-assessment", _answers, "subject", "assessment__subject", "is a part of"))
    add_way(
        Way("assessment-product", Assessment.objects.for_partnership, "subject", "audit__product__subject", "went into")
    )
    add_way(Way("answer-action", _planned, "answer__subject", "joined__subject", "led to the action"))
    add_kind(Kind("answer", "Answer of an audit", ("answer",)))
    add_kind(Kind("assessment", "Self-assessment", ("assessment",), lambda one: str(one.get_state_display())))


def _answers(partnership: Partnership) -> QuerySet[Answer]:
    return Answer.objects.filter(assessment__partnership=partnership)


def _planned(partnership: Partnership) -> QuerySet[PlannedAction]:
    return PlannedAction.objects.filter(answer__assessment__partnership=partnership)
