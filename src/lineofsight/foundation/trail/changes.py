"""Writing to the trail. Call `record` last in the transaction of the write that it is about."""

import secrets
import uuid
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from lineofsight.foundation.trail import rules
from lineofsight.foundation.trail.models import INSTALLATION, Actor, Chain, Entry, EntryContent, Subject

SYSTEM_ACTOR = uuid.UUID(int=0)


@dataclass(frozen=True, slots=True)
class Doer:
    """Who does something, and in which role: a person's pseudonym, never the name."""

    actor_id: uuid.UUID
    role: str

    @classmethod
    def system(cls, role: str = "Line of Sight") -> "Doer":
        """The product itself: a clock, a scheduled task, a command."""
        return cls(actor_id=SYSTEM_ACTOR, role=role)


def installation_chain() -> Chain:
    """The chain of what belongs to no partnership."""
    return Chain.objects.get_or_create(code=INSTALLATION)[0]


def new_actor(name: str) -> Actor:
    """A pseudonym for a person."""
    return Actor.objects.create(name=name)


def subject_for(
    chain: Chain,
    *,
    room: str,
    kind: str,
    key: object,
    title: str,
    may_read: str,
    path: str = "",
    marking: str = "OFFICIAL",
    organisation_key: object = "",
    private_to: Actor | None = None,
) -> Subject:
    """The subject of a thing, made or brought up to date. `may_read` is the capability that reading the thing needs."""
    facts = {
        "room": room,
        "title": title[:300],
        "path": path,
        "marking": marking,
        "may_read": may_read,
        "organisation_key": str(organisation_key or ""),
        "private_to": private_to,
    }
    return Subject.objects.update_or_create(chain=chain, kind=kind, key=str(key), defaults=facts)[0]


def record(
    chain: Chain,
    *,
    by: Doer,
    deed: str,
    subject: Subject | None = None,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    note: str = "",
    rows: int = 1,
) -> Entry:
    """Add the entry of a write, inside the transaction of that write (an error outside one). `rows` counts a write to a set."""
    if not connection.in_atomic_block:
        raise RuntimeError("A write and its trail entry share one transaction.")
    content = {"before": before or {}, "after": after or {}, "note": note}
    return _append(chain, by=by, deed=deed, subject=subject, content=content, rows=rows, is_look=False)


def record_look(chain: Chain, *, by: Doer, deed: str, subject: Subject | None = None, note: str = "") -> Entry:
    """Add the entry of a look at something sensitive, in a transaction of its own."""
    with transaction.atomic():
        return _append(chain, by=by, deed=deed, subject=subject, content={"note": note}, rows=1, is_look=True)


def _append(
    chain: Chain, *, by: Doer, deed: str, subject: Subject | None, content: dict[str, Any], rows: int, is_look: bool
) -> Entry:
    text, salt = rules.canonical(content), secrets.token_hex(16)
    head = Chain.objects.select_for_update().get(pk=chain.pk)
    link = rules.Link(
        chain=head.code,
        number=head.last_number + 1,
        at=timezone.now(),
        actor=str(by.actor_id),
        role=by.role,
        deed=deed,
        is_look=is_look,
        subject=str(subject.pk) if subject else "",
        rows=rows,
        content_digest=rules.content_digest(salt=salt, text=text),
        previous_hash=head.last_hash,
    )
    entry = Entry(
        chain=head,
        number=link.number,
        at=link.at,
        actor_id=by.actor_id,
        role=link.role,
        deed=deed,
        is_look=is_look,
        subject=subject,
        rows=rows,
        content_digest=link.content_digest,
        previous_hash=link.previous_hash,
        hash=link.hash(),
    )
    entry.save()
    EntryContent.objects.create(entry=entry, salt=salt, text=text)
    Chain.objects.filter(pk=head.pk).update(last_number=link.number, last_hash=entry.hash)
    return entry
