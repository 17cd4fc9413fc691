"""Keeping the files and the link that somebody gives with what they say."""

from typing import Any

from django.conf import settings

from lineofsight.cycle.findings import queries
from lineofsight.foundation.files import changes as files
from lineofsight.foundation.files import showing
from lineofsight.foundation.files.incoming import NotTaken
from lineofsight.foundation.files.permissions import may_read
from lineofsight.foundation.partnership.guards import PartnershipRequest, now
from lineofsight.foundation.partnership.permissions import Refused
from lineofsight.foundation.trail.models import Subject


def keep_evidence(request: PartnershipRequest, subject: Subject | None, clean: dict[str, Any]) -> None:
    """Keep what a form with `EvidenceFields` took, as evidence of the subject. Refused with the reason when it cannot be kept."""
    if subject is None:
        return
    partnership = request.here.partnership
    signed: dict[str, Any] = {"by": request.here.doer, "now": now()}
    try:
        for upload in clean["proof"]:
            files.attach_file(
                partnership, subject, upload=upload, facts=files.Facts(), **signed,
                largest_megabytes=settings.LARGEST_UPLOAD_MEGABYTES, clamd=settings.VIRUS_SCANNER,
            )  # fmt: skip
        if clean["link"]:
            facts = files.Facts(title=clean["link_title"])
            files.attach_link(partnership, subject, url=clean["link"], facts=facts, **signed)
    except NotTaken as reason:
        raise Refused(str(reason)) from reason


def shown_evidence(request: PartnershipRequest, subject: Subject | None) -> showing.Panel | None:
    """The evidence of a thing as every page shows it; None for those who may not open it."""
    if subject is None or not may_read(request.here, subject):
        return None
    return showing.panel(request.here, subject, queries.evidence_of(subject))
