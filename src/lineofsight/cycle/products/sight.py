"""How products lead to other products."""

from django.db.models import QuerySet

from lineofsight.cycle.products import queries
from lineofsight.cycle.products.models import Product, Relation
from lineofsight.foundation.partnership.models import Partnership
from lineofsight.foundation.partnership.sight import Kind, Way, add_kind, add_way


def register_all() -> None:
    """Add everything; called once, when the room is ready."""
    add_way(Way("product-fed", _feeding, "product__subject", "to__subject", "went into"))
    add_way(Way("product-followed", _following, "to__subject", "product__subject", "was looked at again in"))
    add_kind(Kind("product", "Product", ("product",), _says, readable=queries.visible))


def _feeding(partnership: Partnership) -> QuerySet[Relation]:
    return Relation.objects.filter(product__partnership=partnership, kind=Relation.Kind.FEEDS)


def _following(partnership: Partnership) -> QuerySet[Relation]:
    return Relation.objects.filter(product__partnership=partnership, kind=Relation.Kind.FOLLOWS)


def _says(product: Product) -> str:
    return str(product.get_stage_display())
