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


@partnership_page(*permissions.WRITES, "rate_products")
@READS_AND_SENDS
def evidence(request: PartnershipRequest, product: UUID) -> HttpResponse:
    """Add a paper, evidence or a proof."""
    page = ProductPage(request.here, found(request, product))
    has_paper = bool(evidence_for([page.product.subject], purpose="paper")) if page.product.subject else False
    deed = Deed(
        EvidenceForm,
        "Add a paper or evidence",
        "Add it",
        "It is added.",
        _add,
        why_not=why_not_add_evidence(request.here, page.product),
        facts={"initial": {"purpose": "evidence" if has_paper else "paper", "marking": page.product.marking}},
        takes_files=True,
    )
    return act(request, page, deed)


def _add(request: PartnershipRequest, page: ProductPage, clean: Clean) -> None:
    facts = files.Facts(
        title=clean["title"],
        evidence_date=clean["evidence_date"],
        expires_on=clean["expires_on"],
        marking=clean["marking"],
        purpose=clean["purpose"],
        organisation_id=page.product.organisation_id,
    )
    try:
        _attach(request, page, clean, facts)
    except NotTaken as reason:
        raise Refused(str(reason)) from reason
    changes.content_changed(page.product, **signed(request))


def _attach(request: PartnershipRequest, page: ProductPage, clean: Clean, facts: files.Facts) -> None:
    held: Any = page.product
    if not clean["upload"]:
        files.attach_link(held.partnership, held.subject, url=clean["url"], facts=facts, **signed(request))
        return
    files.attach_file(
        held.partnership,
        held.subject,
        upload=clean["upload"],
        facts=facts,
        largest_megabytes=settings.LARGEST_UPLOAD_MEGABYTES,
        clamd=settings.VIRUS_SCANNER,
        **signed(request),
    )
