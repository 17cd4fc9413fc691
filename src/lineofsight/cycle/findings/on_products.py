"""What this room adds to products: the findings that partners sign with them, a part of their page, and checks."""

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any, Final

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone

from lineofsight.cycle.findings import permissions, queries, rules
from lineofsight.cycle.findings.gates import recommendations_of
from lineofsight.cycle.findings.models import Finding, ImpactCheck
from lineofsight.cycle.findings.queries import visible
from lineofsight.cycle.products.checks import Check, Found, add_check
from lineofsight.cycle.products.content import add_part
from lineofsight.cycle.products.models import Product
from lineofsight.cycle.products.sections import Section, add_section
from lineofsight.foundation.partnership.queries import Here
from lineofsight.foundation.ui.words import short_date

MOST: Final = 500
PATIENCE_IN_DAYS: Final = 31


def register_all() -> None:
    """Add everything; called once, when the room is ready."""
    add_part("findings", content_of)
    add_section(Section("findings", "Findings and actions", "findings/_of_product.html", facts_of, order=10))
    add_check(Check(
        "delivered-without-check", "Delivered, and nobody will look",
        "Whoever delivers must be able to show a difference: plan an impact check with a baseline.", without_check,
        order=80,
    ))  # fmt: skip
    add_check(Check(
        "impact-check-late", "Impact checks that nobody made", "A check that nobody makes shows nothing.", late_checks,
        order=81,
    ))  # fmt: skip


def content_of(product: Product) -> str:
    """The words of the product's findings and recommendations: a change of any of them is a change of what was signed."""
    findings = Finding.objects.for_partnership(product.partnership).filter(product=product, private_to__isnull=True)
    told = findings.order_by("reference").values_list("reference", "kind", "title", "text", "so_what", "organisation")
    asked = recommendations_of(product).filter(private_to__isnull=True).values_list("reference", "wording")
    return json.dumps([[*map(str, row)] for row in [*told, *asked]], ensure_ascii=False)


def facts_of(here: Here, product: Product) -> dict[str, Any] | None:
    """What the product's page shows of findings; None for those who may not read any."""
    if not here.may(permissions.SEE):
        return None
    findings = list(queries.for_product(here, product))
    shown = {source.recommendation_id for one in findings for source in one.recommended}  # type: ignore[attr-defined]
    others = [one for one in queries.recommendations_for_product(here, product) if one.pk not in shown]
    base = reverse("findings:new-finding", args=[here.partnership.slug])
    recommend = reverse("findings:new-recommendation", args=[here.partnership.slug])
    return {
        "findings": findings,
        "others": others,
        "raise_url": f"{base}?product={product.pk}" if permissions.may_raise(here) else "",
        "recommend_url": f"{recommend}?product={product.pk}" if permissions.may_raise(here) else "",
    }


def without_check(here: Here) -> Iterator[Found]:
    """Delivered a month ago or more, with no impact check planned or made since."""
    before = here.today - timedelta(days=PATIENCE_IN_DAYS)
    planned = ImpactCheck.objects.for_partnership(here.partnership).filter(recommendation=OuterRef("pk"))
    rows = visible.recommendations(here).filter(state=rules.DELIVERED, delivered_at__date__lt=before)
    slug = here.partnership.slug
    for one in rows.exclude(Exists(planned)).order_by("delivered_at")[:MOST]:
        yield Found(
            key=f"{one.pk}:{one.delivered_at}",
            title=f"{one.reference} {one.wording[:120]}",
            says=f"It was delivered on {short_date(timezone.localdate(one.delivered_at))}, and no impact check is planned.",
            url=reverse("findings:recommendation", args=[slug, one.pk]),
            fix="Plan an impact check",
            fix_url=reverse("findings:plan-impact", args=[slug, one.pk]),
        )


def late_checks(here: Here) -> Iterator[Found]:
    """Impact checks of delivered recommendations whose day is more than a month ago."""
    day = here.today - timedelta(days=PATIENCE_IN_DAYS)
    rows = visible.impact_checks(here).filter(
        result="", due_on__lt=day, recommendation__state__in=[rules.DELIVERED, rules.EMBEDDED]
    )  # fmt: skip
    for one in rows.select_related("recommendation").order_by("due_on")[:MOST]:
        held, slug = one.recommendation, here.partnership.slug
        yield Found(
            key=f"{one.pk}:{one.due_on}",
            title=f"{held.reference} {held.wording[:120]}",
            says=f"Its impact check was due on {short_date(one.due_on)}.",
            url=reverse("findings:recommendation", args=[slug, held.pk]),
            fix="Make the check",
            fix_url=reverse("findings:check", args=[slug, one.pk]),
        )
