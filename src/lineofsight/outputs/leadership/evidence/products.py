"""Products as evidence: inspections on their way to the groups, the plan, looks again, and the scrutineer's reports."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from django.db.models import Min, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from lineofsight.cycle.products import rules as product_rules
from lineofsight.cycle.products.models import Move, Product, Rating, Relation, Stop, Tag
from lineofsight.cycle.products.queries import visible
from lineofsight.foundation.handbook.evidence import Asked, Calculation, Item
from lineofsight.outputs.leadership.evidence.reading import day_of, inspections_of, path

SHARED = "Counted from the day on which the report was shared with the partnership."
INSPECTION, PRODUCT = ("inspection", "inspections"), ("product", "products")


def _groups(asked: Asked, part: str) -> set[str]:
    """The groups that have this part in the route of an inspection of one agency."""
    tools = {regime.tool for regime in asked.framework.regimes if regime.organisation_kinds}
    kinds = [kind for kind in asked.framework.kinds if kind.tool in tools]
    places = [place for kind in kinds for place in product_rules.places_of(asked.framework, kind)]
    return {place.group_code for place in places if place.part == part}


def _considered(asked: Asked, part: str) -> Iterator[Item]:
    done = Stop.objects.filter(product=OuterRef("pk"), group_code__in=_groups(asked, part), done_at__isnull=False)
    first = done.order_by().values("product").annotate(at=Min("done_at"))
    rows = inspections_of(asked).annotate(
        first=Coalesce("words__shared_on", "period_end", "due_on"), met=Subquery(first.values("at")[:1])
    )  # fmt: skip
    rows = rows.filter(first__isnull=False, first__gt=asked.since, first__lte=asked.on)
    for key, title, began, met, agency in rows.values_list("pk", "title", "first", "met", "organisation__name"):
        yield Item(text=title, began=began, url=path(asked, "assurance/products", key), met=day_of(met),
                   agency=agency or "", standing="Considered" if met else "Not considered yet")  # fmt: skip


def to_advisers(asked: Asked) -> list[Item]:
    """Inspections; met when the group that advises had considered them."""
    return list(_considered(asked, Stop.Part.ADVISE))


def to_deciders(asked: Asked) -> list[Item]:
    """Inspections; met when the group that decides had considered them."""
    return list(_considered(asked, Stop.Part.DECIDE))


def _listed(asked: Asked, rows: QuerySet[Product], *, standing: str = "") -> list[Item]:
    """Products from the day they were agreed, else from their day."""
    settled = Move.objects.filter(product=OuterRef("pk"), to_state__in=product_rules.settled_states(asked.framework))
    first = settled.order_by().values("product").annotate(at=Min("at"))
    found = rows.annotate(agreed=Subquery(first.values("at")[:1]))
    return [
        Item(text=f"{reference} {title}", began=day_of(agreed) or due_on or asked.on, met=day_of(agreed),
             url=path(asked, "assurance/products", key), agency=agency or "",
             standing=standing or ("Agreed" if agreed else "Not agreed yet"))
        for key, reference, title, due_on, agreed, agency in found.values_list(
            "pk", "reference", "title", "due_on", "agreed", "organisation__name"
        )
    ]  # fmt: skip


def plans(asked: Asked) -> list[Item]:
    """Products of the plan's tools; met when they were agreed."""
    tools = [tool.code for tool in asked.framework.tools if tool.section == "plan"]
    rows = visible(asked.here).exclude(stage="stopped").filter(tool__in=tools, due_on__gt=asked.since)
    return _listed(asked, rows)


def priorities(asked: Asked) -> list[Item]:
    """The framework's priorities; met when the first product about each was rated."""
    tagged = Tag.objects.filter(section=Tag.Section.PRIORITIES, product__in=visible(asked.here))
    first = dict(tagged.values_list("code").annotate(Min("product__ratings__rated_on")).order_by())
    return [
        Item(text=one.name, began=asked.on, url=path(asked, "themes", one.code), met=first.get(one.code),
             standing="Rests on rated evidence" if first.get(one.code) else "Nothing rated yet")
        for one in asked.framework.priorities
    ]  # fmt: skip


def _again(asked: Asked) -> QuerySet[Product]:
    follows = Relation.objects.filter(kind=Relation.Kind.FOLLOWS).values("product")
    return visible(asked.here).exclude(stage="stopped").filter(pk__in=follows, due_on__gt=asked.since)


def looks_again(asked: Asked) -> list[Item]:
    """Products that look again at an earlier one."""
    return _listed(asked, _again(asked))


def grades_again(asked: Asked) -> list[Item]:
    """The same; met when the later rating is better than the one before."""
    newest = Rating.objects.filter(product=OuterRef("pk")).order_by("-rated_on", "-pk").values("direction")[:1]
    found = _again(asked).annotate(way=Subquery(newest)).values_list("pk", "way")
    ways = {path(asked, "assurance/products", key): way for key, way in found}
    better, names = _best(asked), {grade.code: grade.name for grade in _scale(asked).grades}
    return [
        replace(one, standing=names.get(ways[one.url] or "", "Not rated"),
                met=one.began if ways[one.url] in better else None)
        for one in _listed(asked, _again(asked))
    ]  # fmt: skip


def _scale(asked: Asked) -> Any:
    return asked.framework.get("scales", asked.framework.meta.direction_scale)


def _best(asked: Asked) -> set[str]:
    best = min((one.rank for one in _scale(asked).grades if one.rank is not None), default=0)
    return {one.code for one in _scale(asked).grades if one.rank == best}


CALCULATIONS = {
    "days-inspection-to-saa": Calculation(way="days", items=to_advisers, noun=INSPECTION, note=SHARED),
    "days-inspection-to-executive": Calculation(way="days", items=to_deciders, noun=INSPECTION, note=SHARED),
    "plan-approved": Calculation(
        way="share", items=plans, noun=("product of the plan", "products of the plan"), happened="agreed"
    ),
    "priorities-with-evidence": Calculation(
        way="share", items=priorities, noun=("priority", "priorities"), happened="tied to evidence that was rated",
        note="The priorities are those of the framework in use today.",
    ),
    "re-audits": Calculation(way="count", items=looks_again, noun=("look again", "looks again")),
    "re-audit-grades": Calculation(
        way="share", items=grades_again, noun=("look again", "looks again"), happened="better than before"
    ),
}  # fmt: skip
