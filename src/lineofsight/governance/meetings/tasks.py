"""What workers do for meetings: make packs, and take up again what a killed worker left."""

import logging
from uuid import UUID

from django.conf import settings
from django.utils import timezone
from django_tasks import task

from lineofsight.engine.documents import DocumentError, to_pdf
from lineofsight.foundation.partnership.guards import today
from lineofsight.foundation.trail.changes import Doer
from lineofsight.governance.meetings import document
from lineofsight.governance.meetings.changes import packs as changes
from lineofsight.governance.meetings.models import Meeting, Pack

log = logging.getLogger(__name__)


def start_pack(meeting: Meeting, *, by: Doer) -> list[Pack]:
    """The meeting's packs, whose making has begun in the background or is under way already."""
    made = changes.ask_for_pack(meeting, by=by, now=timezone.now())
    for pack in made:
        if pack.state == Pack.State.WAITING and pack.beat_at is None:
            make_pack.enqueue(str(pack.pk))
    return made


@task()
def make_pack(key: str) -> None:
    """Make one pack. Doing it twice, or again after being killed half-way, gives the same one pack and one message."""
    pack = (
        Pack.objects.select_related("meeting__group", "meeting__partnership", "partnership")
        .filter(pk=UUID(key))
        .first()
    )
    if pack is None or not changes.begin(pack, parts=document.parts_of(pack), now=timezone.now()):
        return
    try:
        paper = document.document_of(pack, site=settings.ADDRESS, today=today(), done=lambda count: _beat(pack, count))
        content = to_pdf(paper)
    except DocumentError as error:
        log.exception("Pack %s cannot be made.", key)
        changes.give_up(pack, why=str(error), now=timezone.now())
        return
    changes.finish(pack, content, now=timezone.now())


def _beat(pack: Pack, count: int) -> None:
    if count % 5 == 0:
        changes.beat(pack, done=count, now=timezone.now())


def take_up_silent_packs() -> int:
    """Start packs again whose worker was killed; the number started. The clock calls it."""
    now = timezone.now()
    found = [pack for pack in changes.silent(now=now) if changes.take_up(pack, now=now)]
    for pack in found:
        make_pack.enqueue(str(pack.pk))
    return len(found)
