"""The arithmetic of a chain: canonical text, digests and the check. Pure; no clock, no database."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

REDACT = "trail.redact"
"""The deed whose entry vouches for contents that a redaction changed."""


def canonical(value: Any) -> str:
    """JSON with sorted keys and no spaces, the same text on every machine and database."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=_plain)


def _plain(value: Any) -> Any:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Decimal | UUID):
        return str(value)
    if isinstance(value, set | frozenset | tuple):
        return sorted(value)
    raise TypeError(f"{type(value).__name__} has no place in the trail.")


def digest(text: str) -> str:
    """SHA-256 of the text, in hexadecimal."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def content_digest(*, salt: str, text: str) -> str:
    """What the chain keeps of an entry's content."""
    return digest(f"{salt}\n{text}")


@dataclass(frozen=True, slots=True)
class Link:
    """The facts of one entry that its hash covers."""

    chain: str
    number: int
    at: datetime
    actor: str
    role: str
    deed: str
    is_look: bool
    subject: str
    rows: int
    content_digest: str
    previous_hash: str

    def hash(self) -> str:
        """The link's own hash."""
        facts = [
            self.chain, self.number, self.at.astimezone(UTC).isoformat(), self.actor, self.role, self.deed, self.is_look,
            self.subject, self.rows, self.content_digest, self.previous_hash,
        ]  # fmt: skip
        return digest(canonical(facts))


@dataclass(frozen=True, slots=True)
class Fault:
    """The first row of a chain that is not as it was written."""

    chain: str
    number: int
    reason: str


def first_fault(
    links: Iterable[tuple[Link, str, str | None]], *, chain: str, first_hash: str, last_number: int, last_hash: str
) -> Fault | None:
    """The first fault of a chain, or None.

    Each item: the link, its stored hash, and the digest of its content now (None when it was redacted).
    """
    expected_number, expected_hash = 1, first_hash
    for link, stored, content in links:
        reason = _why_wrong(link, stored, content, number=expected_number, previous=expected_hash)
        if reason:
            return Fault(chain, expected_number, reason)
        expected_number, expected_hash = expected_number + 1, stored
    if expected_number - 1 != last_number or expected_hash != last_hash:
        return Fault(chain, expected_number, "the last rows are missing or the head was changed")
    return None


def _why_wrong(link: Link, stored: str, content: str | None, *, number: int, previous: str) -> str | None:
    if link.number != number:
        return f"row {number} is missing"
    if link.previous_hash != previous:
        return "it does not follow the row before it"
    if link.hash() != stored:
        return "it was altered"
    if content is not None and content != link.content_digest:
        return "its content was altered"
    return None


def changed_fields(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """The fields whose values differ: as they were, and as they are."""
    names = [name for name in {**before, **after} if before.get(name) != after.get(name)]
    return {n: before.get(n) for n in names}, {n: after.get(n) for n in names}
