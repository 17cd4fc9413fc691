"""Rating a product."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse

from lineofsight.cycle.products import changes
from lineofsight.cycle.products.permissions import why_not_rate
from lineofsight.engine.clocks import add_months
from lineofsight.foundation.partnership.guards import PartnershipRequest, partnership_page
from lineofsight.foundation.partnership.models import Area, Organisation
from lineofsight.foundation.partnership.queries import areas, organisations
from lineofsight.outputs.assurance.forms.judging import SCALES, RateForm
from lineofsight.outputs.assurance.queries.product_page import ProductPage
from lineofsight.outputs.assurance.views.deeds import READS_AND_SENDS, Clean, Deed, act, signed
from lineofsight.outputs.assurance.views.product import found

NOT_RATED = "Products of this kind are not rated."
USUAL_MONTHS = 12


@partnership_page("rate_products")
@READS_AND_SENDS
def rate(request: PartnershipRequest, product: UUID) -> HttpResponse:
    """What the evidence says. The ratings before it stay."""
    page = ProductPage(request.here, found(request, product))
    bodies, places = _bodies(request), _areas(request)
    deed = Deed(
        RateForm,
        "Rate this product",
        "Save the rating",
        "The rating is saved. Earlier ratings stay on record.",
        _rate,
        why_not=why_not_rate(request.here, page.product) or (None if page.kind.rated else NOT_RATED),
        facts={
            "framework": page.framework,
            "organisations": [(str(body.pk), body.name) for body in bodies],
            "areas": [(str(area.pk), area.name) for area in places],
            "initial": {"rated_on": page.today, "next_review_on": _next_review(page)},
        },
        shown={"newest": next(iter(page.ratings), None)},
    )
    return act(request, page, deed)


def _next_review(page: ProductPage) -> Any:
    tool = page.framework.get("tools", page.product.tool) if page.product.tool else None
    return add_months(page.today, (tool.cycle_months if tool else None) or USUAL_MONTHS)


def _bodies(request: PartnershipRequest) -> list[Organisation]:
    """The organisations that take part today, without the team and guests."""
    rows: Any = organisations(request.here.partnership)
    held = rows.on(request.here.today)
    return [one.organisation for one in held.exclude(part__in=["team", "guest"]).order_by("organisation__name")]


def _areas(request: PartnershipRequest) -> list[Area]:
    rows: Any = areas(request.here.partnership)
    return [coverage.area for coverage in rows.on(request.here.today)]


def _rate(request: PartnershipRequest, page: ProductPage, clean: Clean) -> None:
    grades = {name: clean[name] for name in SCALES}
    changes.rate(
        page.product,
        **grades,
        reason=clean["reason"],
        rated_on=clean["rated_on"],
        next_review_on=clean["next_review_on"],
        organisations=[body for body in _bodies(request) if str(body.pk) in clean["organisations"]],
        areas=[area for area in _areas(request) if str(area.pk) in clean["areas"]],
        **signed(request),
    )
