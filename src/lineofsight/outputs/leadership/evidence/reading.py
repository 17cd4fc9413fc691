"""What the readers share: addresses, days of moments, and the products that count for an indicator."""

from datetime import date, datetime

from django.db.models import Q, QuerySet
from django.utils import timezone

from lineofsight.cycle.products.models import Product, Tag
from lineofsight.cycle.products.queries import visible
from lineofsight.foundation.handbook.evidence import Asked


def day_of(moment: datetime | None) -> date | None:
    """The day in London of a moment."""
    return timezone.localtime(moment).date() if moment else None


def path(asked: Asked, kind: str, key: object) -> str:
    """The address of something of the partnership, by the first part of its address."""
    return f"/p/{asked.here.partnership.slug}/{kind}/{key}/"


def products_for(asked: Asked) -> QuerySet[Product]:
    """The products of the tools that are tagged with the indicator: when one audit counts for it, all of that tool do."""
    tagged = Tag.objects.filter(section=Tag.Section.INDICATORS, code=asked.indicator.code)
    seen = visible(asked.here).exclude(stage="stopped")
    tools = seen.filter(pk__in=tagged.values("product")).exclude(tool="").values("tool")
    return seen.filter(Q(tool__in=tools) | Q(pk__in=tagged.values("product")))


def inspections_of(asked: Asked) -> QuerySet[Product]:
    """The products of tools by which an inspectorate judges one agency, as the framework's regimes name them."""
    tools = {regime.tool for regime in asked.framework.regimes if regime.organisation_kinds}
    return visible(asked.here).exclude(stage="stopped").filter(tool__in=tools, organisation__isnull=False)
