"""Writing down what was heard, and what changed because of it."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import F

from lineofsight.foundation.partnership.models import Organisation, Partnership
from lineofsight.foundation.partnership.numbering import next_reference
from lineofsight.foundation.partnership.permissions import Refused
from lineofsight.foundation.trail.changes import Doer, record, subject_for
from lineofsight.foundation.trail.models import Subject
from lineofsight.sources.voice import rules
from lineofsight.sources.voice.models import VoiceItem
from lineofsight.sources.voice.permissions import SEE

SERIES, MARKING = "V", "OFFICIAL-SENSITIVE"


class ChangedMeanwhile(Exception):
    """Somebody else changed the item since the person opened it; `saved` is it as it is now. Nothing was written."""

    def __init__(self, saved: VoiceItem) -> None:
        super().__init__("Somebody else changed this while you were writing.")
        self.saved = saved


@transaction.atomic
def hear(
    partnership: Partnership,
    *,
    who: str,
    said: str,
    heard_on: date,
    how: str,
    by: Doer,
    now: datetime,
    today: date,
    asked: str = "",
    organisation: Organisation | None = None,
    about: Subject | None = None,
) -> VoiceItem:
    """Something that children or families said, in general words."""
    _must_say(said, "Write what they said.")
    _refuse(rules.why_not_hear(heard=heard_on, today=today))
    item = VoiceItem.objects.create(
        partnership=partnership,
        reference=next_reference(partnership, SERIES, year=heard_on.year),
        who=who,
        said=said,
        asked=asked,
        heard_on=heard_on,
        how=how,
        organisation=organisation,
        about=about,
        recorded_at=now,
        recorded_by_id=by.actor_id,
    )
    item.subject = subject_for(
        partnership.chain,
        room="voice",
        kind="voice",
        key=item.pk,
        title=f"{item.reference}: {said}",
        may_read=SEE,
        path=f"/p/{partnership.slug}/voice/{item.pk}/",
        marking=MARKING,
    )
    item.save(update_fields=["subject"])
    after = {"who": who, "how": how, "heard_on": heard_on}
    record(partnership.chain, by=by, deed="voice.hear", subject=item.subject, after=after, note=said)
    return item


@transaction.atomic
def say_changed(
    item: VoiceItem,
    *,
    changed: str,
    changed_on: date,
    by: Doer,
    today: date,
    version: int,
    decision: Subject | None = None,
    told_back_on: date | None = None,
) -> VoiceItem:
    """You said, we did: what changed, by which decision, and when those who said it were told."""
    _must_say(changed, "Write what changed.")
    _refuse(rules.why_not_change(heard=item.heard_on, changed=changed_on, told_back=told_back_on, today=today))
    if decision is not None and decision.chain_id != item.partnership.chain_id:
        raise Refused("Choose a decision of this partnership.")
    before = {"changed": item.changed, "told_back_on": item.told_back_on}
    facts = {"changed": changed, "changed_on": changed_on, "decision": decision, "told_back_on": told_back_on}
    if not VoiceItem.objects.filter(pk=item.pk, version=version).update(version=F("version") + 1, **facts):
        raise ChangedMeanwhile(VoiceItem.objects.get(pk=item.pk))
    item.refresh_from_db()
    record(
        item.partnership.chain, by=by, deed="voice.say_changed", subject=item.subject, before=before,
        after={"changed": changed, "changed_on": changed_on, "told_back_on": told_back_on},
    )  # fmt: skip
    return item


def _refuse(reason: str | None) -> None:
    if reason:
        raise Refused(reason)


def _must_say(words: str, otherwise: str) -> None:
    if not words.strip():
        raise Refused(otherwise)
