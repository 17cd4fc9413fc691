"""From finding to impact: recommendations, actions and impact checks as evidence."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from django.db.models import Exists, F, Min, OuterRef, Q, QuerySet, Subquery

from lineofsight.cycle.findings.models import (
    Action,
    Finding,
    ImpactCheck,
    Recommendation,
    RecommendationSource,
)
from lineofsight.cycle.findings.queries import visible
from lineofsight.cycle.products.models import Product
from lineofsight.foundation.handbook.evidence import Asked, Calculation, Item
from lineofsight.outputs.leadership.evidence.reading import day_of, inspections_of, path, products_for

STATES = dict(Recommendation.State.choices)
ACTION_STATES = dict(Action.State.choices)


def _recommendations(asked: Asked, rows: QuerySet[Recommendation], *, met: str) -> Iterator[Item]:
    found = rows.exclude(state="merged").filter(private_to__isnull=True).values_list(
        "pk", "reference", "wording", "made_on", met, "state", "organisation__name", "answer"
    )  # fmt: skip
    for key, reference, wording, made_on, met_at, state, agency, answer in found:
        ended = None if answer != "rejected" else made_on
        yield Item(text=f"{reference} {wording[:140]}", began=made_on, url=path(asked, "recommendations", key),
                   met=day_of(met_at), ended=ended if met != "satisfied_at" else None, agency=agency or "",
                   standing="Satisfied" if met == "satisfied_at" and met_at else STATES.get(state, state))  # fmt: skip


def _scrutiny(asked: Asked) -> QuerySet[Recommendation]:
    return visible.recommendations(asked.here).filter(is_scrutiny=True, made_on__lte=asked.on)


def scrutiny(asked: Asked) -> list[Item]:
    """The scrutineer's recommendations; met when the scrutineer was satisfied."""
    return list(_recommendations(asked, _scrutiny(asked), met="satisfied_at"))


def scrutiny_open(asked: Asked) -> list[Item]:
    """The same, ended when the scrutineer was satisfied."""
    return [replace(one, ended=one.met) for one in scrutiny(asked)]


def scrutiny_answered(asked: Asked) -> list[Item]:
    """The scrutineer's recommendations; met when they were answered."""
    return list(_recommendations(asked, _scrutiny(asked), met="answered_at"))


def review_recommendations(asked: Asked) -> list[Item]:
    """Recommendations from products that count for the indicator; met when embedded."""
    own = products_for(asked).values("pk")
    sources = RecommendationSource.objects.filter(recommendation=OuterRef("pk"))
    held = sources.filter(Q(product__in=own) | Q(finding__product__in=own))
    rows = visible.recommendations(asked.here).filter(Exists(held), made_on__gt=asked.since, made_on__lte=asked.on)
    return list(_recommendations(asked, rows, met="embedded_at"))


def findings_to_impact(asked: Asked) -> list[Item]:
    """Findings that ask for something; met when an impact check of what was recommended has a result."""
    checked = RecommendationSource.objects.filter(
        finding=OuterRef("pk"), recommendation__impact_checks__checked_on__isnull=False
    )
    first = checked.order_by().values("finding").annotate(day=Min("recommendation__impact_checks__checked_on"))
    rows = visible.findings(asked.here).filter(
        found_on__gt=asked.since, found_on__lte=asked.on, private_to__isnull=True
    )
    rows = rows.exclude(kind="strength").annotate(met=Subquery(first.values("day")[:1]))
    return [_finding(asked, row) for row in rows.values_list(
        "pk", "reference", "title", "found_on", "met", "organisation__name", "state"
    )]  # fmt: skip


def _finding(asked: Asked, row: tuple[Any, ...]) -> Item:
    key, reference, title, found_on, met, agency, state = row
    standing = "Impact checked" if met else dict(Finding.State.choices).get(state, state)
    return Item(text=f"{reference} {title}", began=found_on, url=path(asked, "findings", key), met=met,
                agency=agency or "", standing=standing)  # fmt: skip


def _actions(asked: Asked, rows: QuerySet[Action], *, met: str) -> list[Item]:
    found = rows.values_list("pk", "reference", "text", "made_at", met, "state", "organisation__name", "verified_at")
    items = []
    for key, reference, text, made_at, met_at, state, agency, verified_at in found:
        began = day_of(made_at) or asked.on
        ended = day_of(verified_at) or (began if state == "dropped" else None)
        items.append(Item(text=f"{reference} {text[:140]}", began=began, url=path(asked, "actions", key),
                          met=met_at if not hasattr(met_at, "hour") else day_of(met_at), ended=ended, agency=agency,
                          standing=ACTION_STATES.get(state, state)))  # fmt: skip
    return items


def _alive(asked: Asked) -> QuerySet[Action]:
    rows = visible.actions(asked.here).exclude(state="dropped")
    return rows.filter(made_at__date__gt=asked.since, made_at__date__lte=asked.on)


def with_baseline(asked: Asked) -> list[Item]:
    """Actions; met when an impact check with a baseline was planned for what they serve."""
    through: Any = Action.recommendations.through.objects
    planned = through.filter(action=OuterRef("pk"), recommendation__impact_checks__isnull=False)
    first = planned.order_by().values("action").annotate(at=Min("recommendation__impact_checks__planned_at"))
    rows = _alive(asked).annotate(met=Subquery(first.values("at")[:1]))
    return [replace(one, ended=None) for one in _actions(asked, rows, met="met")]


def finished(asked: Asked) -> list[Item]:
    """Actions; met when somebody verified them."""
    return [replace(one, ended=None) for one in _actions(asked, _alive(asked), met="verified_at")]


def _from_products(asked: Asked, products: QuerySet[Product]) -> QuerySet[Action]:
    own, through = products.values("pk"), Action.recommendations.through.objects  # type: ignore[attr-defined]
    served = through.filter(action=OuterRef("pk")).filter(
        Q(recommendation__sources__product__in=own) | Q(recommendation__sources__finding__product__in=own)
    )
    return visible.actions(asked.here).filter(Exists(served))


def inspection_actions(asked: Asked) -> list[Item]:
    """Actions from inspections of one agency; ended when verified."""
    return _actions(asked, _from_products(asked, inspections_of(asked)).exclude(state="dropped"), met="verified_at")


def audit_actions(asked: Asked) -> list[Item]:
    """Actions from products that count for the indicator; met when a check showed the difference they made."""
    through: Any = Action.recommendations.through.objects
    passed = through.filter(action=OuterRef("pk"), recommendation__impact_checks__result__in=["passed", "partly"])
    first = passed.order_by().values("action").annotate(day=Min("recommendation__impact_checks__checked_on"))
    rows = _from_products(asked, products_for(asked)).exclude(state="dropped")
    rows = rows.filter(made_at__date__gt=asked.since, made_at__date__lte=asked.on)
    return [
        replace(one, ended=None)
        for one in _actions(asked, rows.annotate(met=Subquery(first.values("day")[:1])), met="met")
    ]


def _checks(asked: Asked, rows: QuerySet[ImpactCheck], *, began: str) -> Iterator[Item]:
    found = rows.annotate(from_day=F(began)).values_list(
        "pk",
        "recommendation__reference",
        "measure",
        "from_day",
        "checked_on",
        "result",
        "recommendation__organisation__name",
    )
    for key, reference, measure, day, checked_on, result, agency in found:
        yield Item(text=f"{reference}: {measure[:140]}", began=day, url=path(asked, "impact", key),
                   met=checked_on if result == "passed" else None, ended=checked_on if began == "due_on" else None,
                   agency=agency or "", standing=str(dict(ImpactCheck.Result.choices).get(result, result)))  # fmt: skip


def checks_made(asked: Asked) -> list[Item]:
    """Impact checks that were made; met when the difference was made."""
    rows = visible.impact_checks(asked.here).filter(checked_on__gt=asked.since, checked_on__lte=asked.on)
    return list(_checks(asked, rows, began="checked_on"))


def checks_overdue(asked: Asked) -> list[Item]:
    """Impact checks whose day has passed; ended when they were made."""
    rows = visible.impact_checks(asked.here).filter(due_on__lt=asked.on)
    still = Q(checked_on__isnull=True) | Q(checked_on__gt=asked.since)
    return list(_checks(asked, rows.filter(still), began="due_on"))


RECOMMENDATION = ("recommendation", "recommendations")
OF_SCRUTINY = ("recommendation of the scrutineer", "recommendations of the scrutineer")
ACTION, CHECK = ("action", "actions"), ("impact check", "impact checks")

CALCULATIONS = {
    "scrutiny-recommendations-by-status": Calculation(
        way="open", items=scrutiny_open, by="standing",
        noun=("recommendation of the scrutineer is open", "recommendations of the scrutineer are open"),
    ),
    "scrutiny-recommendations-age": Calculation(way="age", items=scrutiny_open, noun=OF_SCRUTINY),
    "scrutiny-recommendations-satisfied": Calculation(
        way="share", items=scrutiny, noun=OF_SCRUTINY, happened="satisfied", by="agency"
    ),
    "letters-answered": Calculation(way="share", items=scrutiny_answered, noun=OF_SCRUTINY, happened="answered"),
    "findings-to-impact": Calculation(
        way="share", items=findings_to_impact, noun=("finding", "findings"), happened="followed to a check of impact",
        by="agency",
    ),
    "inspection-actions-open": Calculation(
        way="open", items=inspection_actions, by="agency",
        noun=("action from inspections is open", "actions from inspections are open"),
    ),
    "actions-with-baseline": Calculation(
        way="share", items=with_baseline, noun=ACTION, happened="tied to a baseline and a later check", by="agency"
    ),
    "actions-finished": Calculation(way="share", items=finished, noun=ACTION, happened="finished and verified"),
    "impact-checks-passed": Calculation(
        way="share", items=checks_made, noun=CHECK, happened="passed: the difference was made"
    ),
    "impact-checks-overdue": Calculation(
        way="open", items=checks_overdue, by="agency", noun=("impact check is overdue", "impact checks are overdue")
    ),
    "review-recommendations-embedded": Calculation(
        way="share", items=review_recommendations, noun=RECOMMENDATION, happened="embedded"
    ),
    "audit-actions-with-impact": Calculation(
        way="share", items=audit_actions, noun=ACTION, happened="shown to have made a difference", by="agency"
    ),
}  # fmt: skip
