"""The papers and the evidence of a product."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse

from lineofsight.cycle.products import changes
from lineofsight.cycle.products.permissions import why_not_add_evidence
from lineofsight.foundation.files import changes as files
from lineofsight.foundation.files.incoming import NotTaken
from lineofsight.foundation.files.queries import evidence_for
from lineofsight.foundation.partnership.guards import PartnershipRequest, partnership_page
from lineofsight.foundation.partnership.permissions import Refused
from lineofsight.outputs.assurance import permissions
from lineofsight.outputs.assurance.forms.evidence import EvidenceForm
from lineofsight.outputs.assurance.queries.product_page import ProductPage
from lineofsight.outputs.assurance.views.deeds import READS_AND_SENDS, Clean, Deed, act, signed
from lineofsight.outputs.assurance.views.product import found

SAID = ("title", "evidence_date", "period", "expires_on", "marking")


@partnership_page(*permissions.WRITES, "rate_products")
@READS_AND_SENDS
def evidence(request: PartnershipRequest, product: UUID) -> HttpResponse:
    """Add a paper, evidence or a proof; a sign-off of what was there before does not stand any more."""
    page = ProductPage(request.here, found(request, product))
    has_paper = bool(evidence_for([page.product.subject], purpose="paper")) if page.product.subject else False
    deed = Deed(
        EvidenceForm,
        "Add a paper or evidence",
        "Add it",
        "It is added.",
        _add,
        why_not=why_not_add_evidence(request.here, page.product),
        facts={
            "initial": {"purpose": "evidence" if has_paper else "paper", "marking": page.product.marking},
            "most_megabytes": settings.LARGEST_UPLOAD_MEGABYTES,
            "too_large": getattr(request, "upload_was_too_large", False),
        },
        takes_files=True,
    )
    return act(request, page, deed)


def _add(request: PartnershipRequest, page: ProductPage, clean: Clean) -> None:
    held: Any = page.product
    said = {name: clean[name] for name in SAID}
    facts = files.Facts(**said, purpose=clean["purpose"], organisation_id=held.organisation_id)
    try:
        files.attach_all(
            held.partnership,
            held.subject,
            uploads=clean["uploads"],
            url=clean["url"],
            facts=facts,
            largest_megabytes=settings.LARGEST_UPLOAD_MEGABYTES,
            clamd=settings.VIRUS_SCANNER,
            **signed(request),
        )
    except NotTaken as reason:
        raise Refused(str(reason)) from reason
    changes.content_changed(held, **signed(request))
