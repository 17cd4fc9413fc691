"""What the gates of products read from here: findings, answers, owners, planned impact checks."""

from datetime import date

from django.db.models import Exists, OuterRef, QuerySet

from lineofsight.cycle.findings import rules
from lineofsight.cycle.findings.models import Action, Finding, ImpactCheck, Recommendation, RecommendationSource
from lineofsight.cycle.products.gates import register
from lineofsight.cycle.products.models import Product

MOST_NAMED = 4


def register_all() -> None:
    """Give the gates their readers."""
    register("findings", findings)
    register("recommendations-answered", recommendations_answered)
    register("actions-owned", actions_owned)
    register("impact-planned", impact_planned)


def findings(product: Product, today: date) -> str | None:
    """Open when it has a finding, or says why there is none."""
    if product.words.no_findings.strip():
        return None
    held = Finding.objects.for_partnership(product.partnership).filter(product=product)
    return None if held.exists() else ""


def recommendations_answered(product: Product, today: date) -> str | None:
    """Open when every recommendation of the product has its answer."""
    waiting = recommendations_of(product).filter(state=rules.PROPOSED)
    return _named(list(waiting.values_list("reference", flat=True)), "These recommendations have no answer yet")


def actions_owned(product: Product, today: date) -> str | None:
    """Open when every action that is still to be done has an owner and a date, and every accepted recommendation an action."""
    live = Action.objects.for_partnership(product.partnership).filter(
        recommendations__in=recommendations_of(product).values("pk"), state__in=[*rules.LIVE, rules.DONE]
    )
    bare = live.filter(owner__isnull=True) | live.filter(due_on__isnull=True)
    unowned = sorted(set(bare.values_list("reference", flat=True)))
    if unowned:
        return _named(unowned, "These actions have no owner or no date")
    without = recommendations_of(product).filter(state__in=rules.IN_WORK, actions__isnull=True)
    return _named(list(without.values_list("reference", flat=True)), "These recommendations have no action yet")


def impact_planned(product: Product, today: date) -> str | None:
    """Open when an impact check is planned, or was made, for every recommendation that was not rejected."""
    planned = ImpactCheck.objects.for_partnership(product.partnership).filter(recommendation=OuterRef("pk"))
    without = recommendations_of(product).exclude(state=rules.REJECTED).exclude(Exists(planned))
    return _named(list(without.values_list("reference", flat=True)), "These recommendations have no impact check")


def recommendations_of(product: Product) -> QuerySet[Recommendation]:
    """The recommendations of a product and of its findings; a merged one counts as the one that it went into."""
    sources = RecommendationSource.objects.filter(recommendation=OuterRef("pk"))
    own = Exists(sources.filter(product=product)) | Exists(sources.filter(finding__product=product))
    rows = Recommendation.objects.for_partnership(product.partnership).filter(own)
    return rows.exclude(state=rules.MERGED).order_by("reference")


def _named(references: list[str], said: str) -> str | None:
    if not references:
        return None
    more = f" and {len(references) - MOST_NAMED} more" if len(references) > MOST_NAMED else ""
    return f"{said}: {', '.join(references[:MOST_NAMED])}{more}."
