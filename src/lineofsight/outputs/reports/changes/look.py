"""How a partnership's own papers look: the Word template and the logo, uploaded after they were checked."""

from datetime import datetime

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import F

from lineofsight.foundation.partnership.holding import ChangedMeanwhile
from lineofsight.foundation.partnership.models import Partnership
from lineofsight.foundation.trail.changes import Doer, record
from lineofsight.outputs.reports.changes.holding import CHANGED
from lineofsight.outputs.reports.models import PaperLook

Upload = tuple[str, bytes]


@transaction.atomic
def set_look(
    partnership: Partnership, *, word: Upload | None, logo: Upload | None, by: Doer, now: datetime, version: int
) -> PaperLook:
    """Take a template, a logo or both into use for every paper made from now on."""
    look, _ = PaperLook.objects.select_for_update().get_or_create(partnership=partnership)
    if look.version != version:
        raise ChangedMeanwhile(CHANGED)
    for name, given in (("word", word), ("logo", logo)):
        if given is not None:
            getattr(look, name).save(f"{partnership.slug}-{name}", ContentFile(given[1]), save=False)
            setattr(look, f"{name}_name", given[0][:200])
    look.changed_at, look.changed_by_id, look.version = now, by.actor_id, version + 1
    look.save()
    after = {"word": look.word_name, "logo": look.logo_name}
    record(partnership.chain, by=by, deed="reports.set_look", after=after)
    return look


@transaction.atomic
def forget_look(partnership: Partnership, *, by: Doer, now: datetime) -> None:
    """Go back to the product's own look."""
    facts = {"word": "", "word_name": "", "logo": "", "logo_name": "", "changed_at": now, "changed_by_id": by.actor_id}
    if PaperLook.objects.filter(partnership=partnership).update(**facts, version=F("version") + 1):
        record(partnership.chain, by=by, deed="reports.forget_look")
