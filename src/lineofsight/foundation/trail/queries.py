"""Reading and checking the trail."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, timedelta
from functools import reduce
from operator import or_
from uuid import UUID

from django.db.models import CharField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from lineofsight.foundation.trail import rules
from lineofsight.foundation.trail.models import FIRST_HASH, Actor, Chain, Entry, Subject


def verify(chain: Chain) -> rules.Fault | None:
    """The first fault of the chain, or None when every row is as it was written. Writing may go on meanwhile."""
    head = Chain.objects.get(pk=chain.pk)
    fault = rules.first_fault(
        _links(head, _vouched(head)),
        chain=head.code,
        first_hash=FIRST_HASH,
        last_number=head.last_number,
        last_hash=head.last_hash,
    )
    return fault or _fault_past_the_head(head)


def _fault_past_the_head(chain: Chain) -> rules.Fault | None:
    """Rows that no head ever counted: somebody put them there without going through the product."""
    last = Entry.objects.filter(chain=chain).order_by("-number").values_list("number", flat=True).first() or 0
    head = Chain.objects.get(pk=chain.pk)
    # The head was read last, so that rows written meanwhile are counted by it.
    return rules.Fault(chain.code, last, "the head does not count this row") if last > head.last_number else None


def _vouched(chain: Chain) -> dict[int, str]:
    """The digest that each redacted content must have now, as the newest redaction that changed it says."""
    found: dict[int, str] = {}
    for entry in Entry.objects.filter(chain=chain, deed=rules.REDACT).select_related("content").order_by("number"):
        after = json.loads(entry.content.text).get("after", {}) if hasattr(entry, "content") else {}
        found.update({int(number): digest for number, digest in after.get("contents", {}).items()})
    return found


def _links(chain: Chain, vouched: dict[int, str]) -> Iterator[tuple[rules.Link, str, str | None]]:
    rows = Entry.objects.filter(chain=chain, number__lte=chain.last_number)
    entries = rows.select_related("content").order_by("number")
    for entry in entries.iterator(chunk_size=2_000):
        link = rules.Link(
            chain=chain.code,
            number=entry.number,
            at=entry.at.astimezone(UTC),
            actor=str(entry.actor_id),
            role=entry.role,
            deed=entry.deed,
            is_look=entry.is_look,
            subject=str(entry.subject_id) if entry.subject_id else "",
            rows=entry.rows,
            content_digest=entry.content_digest,
            previous_hash=entry.previous_hash,
        )
        yield link, entry.hash, _digest_now(entry, vouched)


def _digest_now(entry: Entry, vouched: dict[int, str]) -> str | None:
    """None for a content that was redacted, and that the redaction's own entry vouches for."""
    content = getattr(entry, "content", None)
    if content is None:
        return "missing"
    now = rules.content_digest(salt=content.salt, text=content.text)
    return None if content.redacted_at and vouched.get(entry.number) == now else now


@dataclass(frozen=True, slots=True)
class Reader:
    """Who wants to read a chain: what they may, for which organisations, and whose looks are nobody's business."""

    actor_id: UUID
    capabilities: frozenset[str]
    organisation_keys: frozenset[str]
    rooms: frozenset[str]
    """Rooms whose entries about no one thing the reader may read."""
    unseen_lookers: frozenset[UUID]
    """Actors whose looks only they themselves read: the scrutineer's."""


def all_entries(chain: Chain) -> QuerySet[Entry]:
    """Every entry of a chain, newest first, each with `who`; for those who look after the installation, of its own chain."""
    return _with_names(Entry.objects.filter(chain=chain))


def _with_names(rows: QuerySet[Entry]) -> QuerySet[Entry]:
    name = Actor.objects.filter(pk=OuterRef("actor_id")).values("name")[:1]
    who = Coalesce(Subquery(name), Value("Line of Sight"), output_field=CharField())
    return rows.annotate(who=who).select_related("subject", "content").order_by("-number")


def readable(chain: Chain, *, reader: Reader) -> QuerySet[Entry]:
    """The entries that the reader may read, newest first, each with `who`: the name that stands beside the pseudonym.

    A reader may read what an entry is about: its subject's capability, its organisation (unless they see the working
    figures of all), and never what is private to another.
    """
    about = Q(subject__may_read__in=reader.capabilities) & _of_their_organisations(reader)
    about &= Q(subject__private_to__isnull=True) | Q(subject__private_to=reader.actor_id)
    about_nothing = Q(subject__isnull=True) & reduce(
        or_, (Q(deed__startswith=f"{room}.") for room in reader.rooms), NOBODY
    )
    others_looks = Q(is_look=True, actor_id__in=reader.unseen_lookers) & ~Q(actor_id=reader.actor_id)
    return _with_names(Entry.objects.filter(chain=chain).filter(about | about_nothing).exclude(others_looks))


NOBODY = Q(pk__in=[])


def _of_their_organisations(reader: Reader) -> Q:
    if "see_working_figures" in reader.capabilities:
        return Q()
    return Q(subject__organisation_key="") | Q(subject__organisation_key__in=reader.organisation_keys)


def was_recorded_lately(subject: Subject | None, *, deed: str, by: UUID, within: timedelta) -> bool:
    """True when the chain holds such an entry of the person about the thing, no older than that by the trail's own clock."""
    since = timezone.now() - within
    return Entry.objects.filter(subject=subject, deed=deed, actor_id=by, at__gte=since).exists()


@dataclass(frozen=True, slots=True)
class Head:
    """The newest entry of a chain, as it is written outside the database."""

    chain: str
    number: int
    hash: str

    def __str__(self) -> str:
        return f"{self.chain} {self.number} {self.hash}"


def heads() -> list[Head]:
    """The head of each chain, by its code."""
    rows = Chain.objects.order_by("code").values_list("code", "last_number", "last_hash")
    return [Head(code, number, hash_) for code, number, hash_ in rows]


def holds(head: Head) -> bool:
    """True when the chain still holds the entry that the head names; the start of a chain is always there."""
    if head.number == 0:
        return True
    return Entry.objects.filter(chain__code=head.chain, number=head.number, hash=head.hash).exists()


def chain_with(hash_: str) -> Chain | None:
    """The chain that holds an entry with this hash."""
    entry = Entry.objects.filter(hash=hash_).select_related("chain").first()
    return entry.chain if entry else None
