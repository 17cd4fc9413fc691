"""What changed since a person last looked: of others' deeds, about what they may read, thing by thing. No look is among it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Count, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from lineofsight.foundation.partnership.queries import Here
from lineofsight.foundation.trail.models import Chain, Entry, Subject
from lineofsight.outputs.pages.deeds import in_words
from lineofsight.outputs.pages.doors import opening_subjects
from lineofsight.outputs.pages.models import LastLook

LONGEST = timedelta(days=31)
MOST_ENTRIES, SAME_LOOK = 2_000, timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class Changed:
    """One thing that changed: what was done to it, newest first, each deed once."""

    subject: Subject
    deeds: tuple[str, ...]
    at: datetime

    @property
    def kind(self) -> str:
        """What it is."""
        return self.subject.kind.replace("_", " ").capitalize()


def _changes(here: Here, *, now: datetime) -> QuerySet[Entry]:
    """Entries of others about what the person may read, of the last month; never a look, whosever it is."""
    rows = Entry.objects.filter(chain=here.partnership.chain_id, is_look=False, at__gte=now - LONGEST)
    return rows.filter(subject__in=opening_subjects(here)).exclude(actor_id=here.person.actor_id)


def count_since(here: Here, *, now: datetime) -> int:
    """How many things changed since the person last looked; one query."""
    mine = LastLook.objects.filter(partnership=here.partnership, person=here.person)
    seen = Coalesce(Subquery(mine.values("newest_number")[:1]), Value(0))
    found = _changes(here, now=now).filter(number__gt=seen).aggregate(things=Count("subject", distinct=True))
    return int(found["things"])


def changed_since(here: Here, number: int, *, now: datetime) -> list[Changed]:
    """What changed after an entry of the trail, newest first; one query."""
    rows = _changes(here, now=now).filter(number__gt=number).select_related("subject").order_by("-number")
    return _by_subject(rows.only("number", "at", "deed", "subject")[:MOST_ENTRIES])


def _by_subject(entries: Iterable[Entry]) -> list[Changed]:
    found: dict[object, tuple[Subject, list[str], datetime]] = {}
    for entry in entries:
        if entry.subject is None:
            continue
        _, deeds, _ = found.setdefault(entry.subject_id, (entry.subject, [], entry.at))
        if (said := in_words(entry.deed)) not in deeds:
            deeds.append(said)
    return [Changed(subject, tuple(deeds), at) for subject, deeds, at in found.values()]


@transaction.atomic
def look(here: Here, *, now: datetime) -> LastLook:
    """Keep that the person looks now. What is new stays new for half an hour, so that opening the page again loses nothing."""
    newest = Chain.objects.values_list("last_number", flat=True).get(pk=here.partnership.chain_id)
    row, is_new = LastLook.objects.for_partnership(here.partnership).select_for_update().get_or_create(
        partnership=here.partnership, person=here.person, defaults={"looked_at": now, "newest_number": newest}
    )  # fmt: skip
    if not is_new and now - row.looked_at > SAME_LOOK:
        row.seen_number = row.newest_number
    if not is_new:
        row.newest_number, row.looked_at = newest, now
        row.save(update_fields=["seen_number", "newest_number", "looked_at"])
    return row
