"""One finding, recommendation or action with what its page shows, and everything that leads to it and from it."""

from uuid import UUID

from django.db.models import F, Prefetch, QuerySet

from lineofsight.cycle.findings import permissions
from lineofsight.cycle.findings.models import Action, ActionUpdate, Finding, ImpactCheck, Recommendation
from lineofsight.cycle.findings.models import RecommendationSource as Source
from lineofsight.cycle.findings.queries import listed, visible
from lineofsight.cycle.products.models import Product
from lineofsight.foundation.files.models import Evidence
from lineofsight.foundation.partnership.queries import Here
from lineofsight.foundation.trail.models import Actor, Entry, Subject

SOURCES = Source.objects.select_related("product__subject", "finding__product", "subject", "merged_from").order_by("pk")


def finding(here: Here, key: UUID) -> Finding:
    """One finding; Finding.DoesNotExist for what the person may not read."""
    rows = visible.findings(here).select_related(
        "product__subject", "source", "organisation", "subject", "raised_by", "private_to", "partnership__chain"
    )
    return rows.prefetch_related("themes", "adoptions__organisation", "adoptions__actor").get(pk=key)


def recommendation(here: Here, key: UUID) -> Recommendation:
    """One recommendation; Recommendation.DoesNotExist for what the person may not read."""
    rows = visible.recommendations(here).select_related(
        "owner__organisation", "organisation", "subject", "made_by", "answered_by", "embedded_by", "satisfied_by",
        "merged_into", "private_to", "partnership__chain",
    )  # fmt: skip
    checks = ImpactCheck.objects.select_related("checked_by", "planned_by", "checker", "measure_subject")
    return rows.prefetch_related(
        Prefetch("sources", SOURCES), Prefetch("impact_checks", checks), "impact_checks__evidence", "merged",
        "sources__finding__themes",
    ).get(pk=key)  # fmt: skip


def action(here: Here, key: UUID) -> Action:
    """One action; Action.DoesNotExist for what the person may not read."""
    rows = visible.actions(here).select_related(
        "owner__organisation", "organisation", "source", "subject", "made_by", "done_by", "verified_by",
        "partnership__chain",
    )  # fmt: skip
    updates = ActionUpdate.objects.select_related("actor", "owner").order_by("-at", "-pk")
    return rows.prefetch_related(
        Prefetch("updates", updates),
        Prefetch("recommendations", Recommendation.objects.order_by("reference")),
        Prefetch("recommendations__sources", SOURCES),
        "recommendations__impact_checks",
    ).get(pk=key)


def check(here: Here, key: UUID) -> ImpactCheck:
    """One impact check; ImpactCheck.DoesNotExist for what the person may not read."""
    rows = visible.impact_checks(here).select_related(
        "recommendation__owner", "recommendation__organisation", "recommendation__subject", "subject", "checker",
        "planned_by", "measure_subject", "partnership__chain", "recommendation__partnership__chain",
    )  # fmt: skip
    return rows.get(pk=key)


def actions_of(here: Here, recommendation: Recommendation) -> QuerySet[Action]:
    """The actions of a recommendation that the person may read."""
    return listed.with_sources(visible.actions(here).filter(recommendations=recommendation)).order_by(
        F("due_on").asc(nulls_last=True), "reference"
    )


def recommendations_of(here: Here, finding: Finding) -> QuerySet[Recommendation]:
    """The recommendations that came from a finding, merged ones too."""
    rows = visible.recommendations(here).filter(sources__finding=finding).distinct()
    return rows.select_related("owner", "organisation", "merged_into").order_by("reference")


def actions_from(here: Here, finding: Finding) -> QuerySet[Action]:
    """The actions of every recommendation that came from a finding."""
    return listed.with_sources(
        visible.actions(here).filter(recommendations__sources__finding=finding).distinct()
    ).order_by(F("due_on").asc(nulls_last=True), "reference")


def for_product(here: Here, product: Product) -> QuerySet[Finding]:
    """The findings of a product that the person may read, each with `recommended` and their `actions` (prefetched)."""
    own_actions = Prefetch("recommendation__actions", visible.actions(here).select_related("organisation", "owner"))
    recommended = Source.objects.filter(recommendation__in=visible.recommendations(here).values("pk")).order_by("pk")
    related = recommended.select_related("recommendation__owner", "recommendation__organisation")
    rows = visible.findings(here).filter(product=product).select_related("organisation", "source")
    return rows.prefetch_related(
        "themes", Prefetch("recommendation_sources", related.prefetch_related(own_actions), to_attr="recommended")
    ).order_by("kind", "reference")


def recommendations_for_product(here: Here, product: Product) -> QuerySet[Recommendation]:
    """The recommendations that came straight from a product or from one of its findings."""
    from_product = Source.objects.filter(product=product) | Source.objects.filter(finding__product=product)
    rows = visible.recommendations(here).filter(pk__in=from_product.values("recommendation"))
    return rows.select_related("owner", "organisation").order_by("reference")


def evidence_of(subject: Subject | None) -> QuerySet[Evidence]:
    """What stands as evidence of a subject, newest first."""
    rows = Evidence.objects.standing().filter(subject=subject) if subject else Evidence.objects.none()
    return rows.select_related("stored", "added_by").order_by("-added_at")


def newest_change(subject: Subject | None) -> tuple[str, Entry | None]:
    """Who changed a thing last, and the entry of it; for the page that tells two people of one another."""
    entry = Entry.objects.filter(subject=subject, is_look=False).order_by("-number").first() if subject else None
    name = Actor.objects.filter(pk=entry.actor_id).values_list("name", flat=True).first() if entry else None
    return name or "Somebody else", entry


def subject_here(here: Here, key: str) -> Subject | None:
    """What something comes from, by the key of its subject; None for what the person may not read."""
    try:
        wanted = UUID(key)
    except ValueError:
        return None
    held = Subject.objects.filter(chain=here.partnership.chain_id, pk=wanted).first()
    return held if permissions.may_read_subject(here, held) else None


def measures_here(here: Here) -> list[tuple[str, str]]:
    """The measures of the dashboard as choices, by the key of their subject."""
    rows = Subject.objects.filter(chain=here.partnership.chain_id, kind="measure", may_read__in=here.capabilities)
    return [(str(pk), title) for pk, title in rows.order_by("title").values_list("pk", "title")]


def finding_or_none(here: Here, key: str) -> Finding | None:
    """One finding by its key in an address or a form; None for a wrong one or one that the person may not read."""
    try:
        return finding(here, UUID(key))
    except (ValueError, Finding.DoesNotExist):
        return None


def used_in(here: Here, held: Finding) -> list[tuple[str, list[str]]]:
    """Where a finding is used: (what, references), nothing empty; three queries."""
    actions = visible.actions(here).filter(recommendations__sources__finding=held).distinct()
    places = [
        ("Recommendations", [one.reference for one in recommendations_of(here, held)]),
        ("Actions", list(actions.order_by("reference").values_list("reference", flat=True))),
        ("Agencies that took it up", [one.organisation.name for one in held.adoptions.all()]),
    ]
    return [(label, names) for label, names in places if names]
