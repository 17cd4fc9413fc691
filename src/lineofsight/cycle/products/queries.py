"""Reads of products: lists, one with its route, who prepared it, and how its sign-offs stand."""

from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from lineofsight.cycle.products import rules
from lineofsight.cycle.products.models import Move, Product, Rating, Relation, Stop
from lineofsight.cycle.products.permissions import seen_by
from lineofsight.foundation.files.models import Evidence
from lineofsight.foundation.handbook.queries import framework_of
from lineofsight.foundation.partnership.models import Membership, Partnership
from lineofsight.foundation.partnership.queries import Here


def visible(here: Here) -> QuerySet[Product]:
    """The products that somebody may see."""
    return Product.objects.for_partnership(here.partnership).filter(seen_by(here))


def listed(here: Here) -> QuerySet[Product]:
    """Those that somebody may see, each with its newest rating and where it waits: `grade`, `rated_on`, `next_review_on`,
    `waits_at` (the group's code) and `waits_since`."""
    rows = with_standing(visible(here)).select_related("organisation", "lead", "framework")
    return rows.defer("framework__content")


def with_standing(rows: QuerySet[Product]) -> QuerySet[Product]:
    """The products, each with its newest rating and where it waits."""
    newest = Rating.objects.filter(product=OuterRef("pk")).order_by("-rated_on", "-pk")
    here_now = Stop.objects.filter(product=OuterRef("pk"), state=Stop.State.HERE)
    return rows.annotate(
        grade=Subquery(newest.values("grade")[:1]),
        direction=Subquery(newest.values("direction")[:1]),
        rated_on=Subquery(newest.values("rated_on")[:1]),
        next_review_on=Subquery(newest.values("next_review_on")[:1]),
        waits_at=Subquery(here_now.values("group_code")[:1]),
        waits_since=Subquery(here_now.values("arrived_at")[:1]),
        last_move_at=Subquery(Move.objects.filter(product=OuterRef("pk")).order_by("-at").values("at")[:1]),
    )


def one(here: Here, key: UUID | str) -> Product:
    """One product with what its page shows. Product.DoesNotExist for one that the person may not see."""
    rows = visible(here).select_related(
        "framework", "lead__organisation", "organisation", "subject", "words__changed_by", "partnership__chain"
    )
    return rows.defer("framework__content").prefetch_related("tags").get(pk=key)


def preparers_of(product: Product, *, today: date) -> set[object]:
    """Who prepared or leads the product, as pseudonyms: who handed it in, wrote its words or papers, or holds its lead."""
    framework = framework_of(product.framework)
    into_route = [step.code for step in framework.steps if step.to_state in rules.route_states(framework)]
    found: set[object] = set(
        Move.objects.filter(product=product, step__in=into_route).values_list("actor_id", flat=True)
    )
    papers = Evidence.objects.for_partnership(product.partnership).standing()
    own = papers.filter(subject=product.subject_id, purpose=Evidence.Purpose.PAPER)
    found |= set(own.values_list("added_by_id", flat=True))
    if product.words.changed_by_id:
        found.add(product.words.changed_by_id)
    if product.lead_id:
        holders = Membership.objects.for_partnership(product.partnership).on(today).filter(role=product.lead_id)
        found |= set(holders.values_list("person__actor_id", flat=True))
    return found


def newest_ratings(partnership: Partnership) -> QuerySet[Rating]:
    """The newest rating of each product that was not withdrawn, as long as no later product looks again at that one."""
    rows = Rating.objects.filter(product__partnership=partnership).exclude(product__stage="stopped")
    later = Rating.objects.filter(product=OuterRef("product")).filter(
        Q(rated_on__gt=OuterRef("rated_on")) | Q(rated_on=OuterRef("rated_on"), pk__gt=OuterRef("pk"))
    )
    again = Relation.objects.filter(to=OuterRef("product"), kind=Relation.Kind.FOLLOWS)
    rows = rows.exclude(Exists(later)).exclude(Exists(again))
    return rows.select_related("product__partnership__chain", "product__subject")


def waiting_at(partnership: Partnership, group_codes: frozenset[str]) -> QuerySet[Stop]:
    """The stops at which products wait for these groups, longest first."""
    rows = Stop.objects.for_partnership(partnership).filter(state=Stop.State.HERE)
    own = rows.filter(Q(group__code__in=group_codes))
    return own.select_related("product", "group").order_by("arrived_at")
