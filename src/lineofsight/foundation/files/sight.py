"""The files and links that things rest on."""

from collections.abc import Iterator, Sequence
from uuid import UUID

from django.urls import reverse

from lineofsight.foundation.files.models import Evidence
from lineofsight.foundation.partnership.queries import Here
from lineofsight.foundation.partnership.sight import Ground, add_grounds
from lineofsight.foundation.ui.words import short_date


def register_all() -> None:
    """Add everything; called once, when the room is ready."""
    add_grounds("evidence", evidence_behind)


def evidence_behind(here: Here, subjects: Sequence[UUID]) -> Iterator[Ground]:
    """The evidence of these things, newest first; whoever may read a thing may read its evidence. One query."""
    rows = Evidence.objects.for_partnership(here.partnership).standing().filter(subject__in=subjects)
    for one in rows.order_by("-evidence_date", "-added_at", "pk"):
        says = f"of {short_date(one.evidence_date)}" if one.evidence_date else ""
        url = reverse("files:one", args=[here.partnership.slug, one.pk])
        yield Ground(one.subject_id, one.get_kind_display(), one.title, url, says)
