"""Products with their ratings, and what was found."""

from typing import Any

from django.db.models import Q

from lineofsight.cycle.findings.models import Finding
from lineofsight.cycle.findings.queries import listed as findings_listed
from lineofsight.cycle.products import queries, rules
from lineofsight.cycle.products.models import Product, Tag
from lineofsight.engine.framework import Framework
from lineofsight.outputs.reports import pieces
from lineofsight.outputs.reports.pieces import Content
from lineofsight.outputs.reports.reading.listing import day, listed, short
from lineofsight.outputs.reports.registry import Ask, BlockKind, add_block

PRODUCTS = ("Product", "What, so what, what next", "Rating", "Rated", "How fresh")
FINDINGS = ("Finding", "What was found", "What it means for children", "Found")
USES = frozenset({"see_assurance", "see_working_figures"})


def register() -> None:
    """Add them."""
    add_block(
        BlockKind("products", "Products and ratings", "Audits, reviews, inspections and other products with ratings.",
                  products, needs="see_products", uses=USES, choices=("tool", "only"), in_public=True)
    )  # fmt: skip
    add_block(
        BlockKind("findings", "Findings", "What was found in the period, strengths and gaps.", findings,
                  needs="see_findings", uses=USES, choices=("theme", "finding_kind"))
    )  # fmt: skip


def _of_period(ask: Ask) -> Q:
    """Rated, moved or due within the period."""
    span = (ask.period_start, ask.period_end)
    return Q(rated_on__range=span) | Q(last_move_at__date__range=span) | Q(due_on__range=span)


def products(ask: Ask) -> Content:
    """Products of the period that the audience may see, with their newest ratings; agreed ones alone with `only` settled."""
    rows: Any = queries.listed(ask.reader)
    rows = rows.filter(_of_period(ask)).exclude(stage=Product.Stage.STOPPED)
    if tool := ask.settings.get("tool"):
        rows = rows.filter(tool=tool)
    if ask.settings.get("only") == "settled":
        rows = rows.filter(stage__in=[Product.Stage.SETTLED, Product.Stage.CLOSED])
    if ask.theme:
        tagged = Tag.objects.filter(section__in=[Tag.Section.THEMES, Tag.Section.PRIORITIES], code=ask.theme)
        rows = rows.filter(pk__in=tagged.values("product"))
    if not ask.reader.may("see_findings"):
        rows = rows.filter(organisation__isnull=True, kind__in=_published(ask.framework))
    held = list(rows.select_related("words").order_by("tool", "-rated_on", "title"))
    return listed(
        ("product", "products"), PRODUCTS, [_product(one, ask) for one in held], said="of the period",
        none="No product of the period may be shown here.", widths=(2.6, 3.6, 1.5, 1.1, 1.1), source=_register(ask),
    )  # fmt: skip


def _register(ask: Ask) -> tuple[str, str]:
    return ("Register of products", f"{ask.root}/assurance/products/")


def _published(framework: Framework) -> list[str]:
    return [kind.code for kind in framework.kinds if kind.published]


def _product(one: Any, ask: Ask) -> list[Any]:
    words = " ".join(filter(None, (one.words.what, one.words.so_what, one.words.what_next)))
    rated_on = one.rated_on if one.rated_on and one.rated_on <= ask.known_on else None
    fresh = rules.freshness(rated_on=rated_on, next_review_on=one.next_review_on, today=ask.known_on)
    about = f", {one.organisation.name}" if one.organisation else ""
    return [
        pieces.cell(f"{one.reference} {one.title}{about}", f"{ask.root}/assurance/products/{one.pk}/"),
        short(words) or f"{one.get_stage_display()}.",
        _grade(one, ask.framework) if rated_on else "Not rated",
        day(rated_on),
        fresh.words,
    ]


def _grade(one: Any, framework: Framework) -> str:
    grades = {grade.code: grade.name for grade in framework.get("scales", framework.meta.rating_scale).grades}
    directions = {grade.code: grade.name for grade in framework.get("scales", framework.meta.direction_scale).grades}
    return ", ".join(filter(None, (grades.get(one.grade, one.grade), directions.get(one.direction, "").lower())))


def findings(ask: Ask) -> Content:
    """Findings of the period that the audience may read. Strengths that were taken up with an effect show impact."""
    theme = ask.settings.get("theme") or ask.theme
    rows = findings_listed.findings_listed(ask.reader).filter(found_on__range=(ask.period_start, ask.period_end))
    rows = rows.filter(found_on__lte=ask.known_on).exclude(product__is_restricted=True)
    if theme:
        rows = rows.filter(findings_listed.about_theme(theme))
    if kind := ask.settings.get("finding_kind"):
        rows = rows.filter(kind=kind)
    held = list(rows.prefetch_related("adoptions"))
    names = {one.code: one.name for one in ask.framework.finding_kinds}
    impact = sum(any(adoption.effect for adoption in one.adoptions.all()) for one in held)
    return listed(
        ("finding", "findings"), FINDINGS, [_finding(one, names, ask) for one in held], said="in the period",
        none="Nothing was found in the period that may be shown here.", impact=impact,
        widths=(2.4, 3, 2.4, 1.1), source=("Findings", f"{ask.root}/findings/"),
    )  # fmt: skip


def _finding(one: Finding, names: dict[str, str], ask: Ask) -> list[Any]:
    where = one.product.reference if one.product else ""
    kind = names.get(one.kind, one.kind)
    return [
        pieces.cell(f"{one.reference} {one.title}", f"{ask.root}/findings/{one.pk}/"),
        short(f"{kind}. {one.text}") + (f" ({where})" if where else ""),
        short(one.so_what) or "Not said yet",
        day(one.found_on),
    ]
