"""The scrutineer's views as evidence for an indicator."""

from django.utils import timezone

from lineofsight.foundation.handbook.evidence import Asked, Calculation, Item
from lineofsight.foundation.handbook.queries import framework_of
from lineofsight.sources.scrutiny.models import ScrutineerView


def issued(asked: Asked) -> list[Item]:
    """Every view that was issued."""
    if not (asked.here.may("see_scrutiny") or asked.here.may("write_scrutiny")):
        return []
    rows = ScrutineerView.objects.for_partnership(asked.here.partnership).filter(
        issued_at__isnull=False, issued_at__date__lte=asked.on
    )  # fmt: skip
    return [_item(asked, row) for row in rows.select_related("framework").defer("framework__content")]


def _item(asked: Asked, row: ScrutineerView) -> Item:
    framework = framework_of(row.framework)
    names = {one.code: one.name for one in framework.get("scales", framework.meta.extent_scale).grades}
    about = {one.code: one.short_name for one in framework.indicators}.get(row.indicator, "Overall effectiveness")
    day = timezone.localtime(row.issued_at).date() if row.issued_at else asked.on
    return Item(
        text=about, began=day, url=f"/p/{asked.here.partnership.slug}/scrutiny/views/{row.pk}/",
        standing=names.get(row.grade, row.grade),
    )  # fmt: skip


VIEWS = Calculation(
    way="count",
    items=issued,
    noun=("view of the scrutineer was issued", "views of the scrutineer were issued"),
    by="standing",
)
