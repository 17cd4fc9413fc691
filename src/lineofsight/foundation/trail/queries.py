"""Reading and checking the trail."""

from collections.abc import Iterator
from datetime import UTC

from lineofsight.foundation.trail import rules
from lineofsight.foundation.trail.models import FIRST_HASH, Chain, Entry


def verify(chain: Chain) -> rules.Fault | None:
    """The first fault of the chain, or None when every row is as it was written."""
    return rules.first_fault(
        _links(chain),
        chain=chain.code,
        first_hash=FIRST_HASH,
        last_number=chain.last_number,
        last_hash=chain.last_hash,
    )


def _links(chain: Chain) -> Iterator[tuple[rules.Link, str, str | None]]:
    entries = Entry.objects.filter(chain=chain).select_related("content").order_by("number")
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
        yield link, entry.hash, _digest_now(entry)


def _digest_now(entry: Entry) -> str | None:
    content = getattr(entry, "content", None)
    if content is None:
        return "missing"
    if content.redacted_at is not None:
        return None
    return rules.content_digest(salt=content.salt, text=content.text)
