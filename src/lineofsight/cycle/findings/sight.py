"""From what was found in, by way of findings, recommendations and actions, to the difference that was made."""

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from lineofsight.cycle.findings.models import Action, Finding, ImpactCheck, Recommendation, RecommendationSource
from lineofsight.cycle.findings.queries import visible
from lineofsight.foundation.partnership.models import Partnership
from lineofsight.foundation.partnership.sight import Kind, Way, add_kind, add_way
from lineofsight.foundation.ui.words import short_date


def register_all() -> None:
    """Add everything; called once, when the room is ready."""
    findings, asked = Finding.objects.for_partnership, Recommendation.objects.for_partnership
    add_way(Way("product-finding", findings, "product__subject", "subject", "found"))
    add_way(Way("source-finding", findings, "source", "subject", "led to the finding"))
    for name, path in (("finding", "finding__subject"), ("product", "product__subject"), ("source", "subject")):
        words = "led to the recommendation"
        add_way(Way(f"{name}-recommendation", _sources, path, "recommendation__subject", words))
    add_way(Way("recommendation-merged", asked, "subject", "merged_into__subject", "was merged into"))
    add_way(Way("recommendation-action", _worked_on, "recommendation__subject", "action__subject", "is carried out by"))
    add_way(Way("source-action", Action.objects.for_partnership, "source", "subject", "led to the action"))
    checks = ImpactCheck.objects.for_partnership
    add_way(Way("recommendation-check", checks, "recommendation__subject", "subject", "had its impact checked in"))
    add_way(Way("action-check", _checked, "action__subject", "recommendation__impact_checks__subject",
                "had its impact checked in"))  # fmt: skip
    add_way(Way("measure-check", checks, "measure_subject", "subject", "was looked at in"))
    _name_all()


def _name_all() -> None:
    add_kind(Kind("finding", "Finding", ("finding",), _finding, readable=visible.findings))
    add_kind(Kind(
        "recommendation", "Recommendation", ("recommendation",), _recommendation, readable=visible.recommendations
    ))  # fmt: skip
    add_kind(Kind("action", "Action", ("action",), _action, readable=visible.actions))
    add_kind(Kind("impact_check", "Impact check", ("impact_check",), _check, readable=visible.impact_checks))


def _sources(partnership: Partnership) -> QuerySet[RecommendationSource]:
    return RecommendationSource.objects.filter(recommendation__partnership=partnership)


def _worked_on(partnership: Partnership) -> QuerySet[Any]:
    through: Any = Action.recommendations.through
    rows: QuerySet[Any] = through.objects.filter(action__partnership=partnership)
    return rows


def _checked(partnership: Partnership) -> QuerySet[Any]:
    return _worked_on(partnership).filter(recommendation__impact_checks__isnull=False)


def _finding(one: Finding) -> str:
    return f"{one.get_state_display()}, found {short_date(one.found_on)}"


def _recommendation(one: Recommendation) -> str:
    return str(one.get_state_display())


def _action(one: Action) -> str:
    if one.verified_at:
        return f"Verified {short_date(timezone.localdate(one.verified_at))}"
    return f"{one.get_state_display()}, due {short_date(one.due_on)}" if one.due_on else str(one.get_state_display())


def _check(one: ImpactCheck) -> str:
    if one.checked_on:
        return f"{one.get_result_display()}, {short_date(one.checked_on)}"
    return f"{one.get_result_display()}, due {short_date(one.due_on)}"
