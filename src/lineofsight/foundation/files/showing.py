"""Evidence in words, as every page shows it: a room's own page puts a `Panel` into `files/_evidence.html`."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from lineofsight.foundation.files import permissions, rules
from lineofsight.foundation.files.models import Evidence, StoredFile
from lineofsight.foundation.partnership.queries import Here
from lineofsight.foundation.trail.models import Subject
from lineofsight.foundation.ui.words import short_date

COLUMNS = ("What", "Of which day", "Runs out", "Marking", "Virus check")


@dataclass(frozen=True, slots=True)
class Panel:
    """The evidence of one thing: a table, and the address of the page that adds more, for whoever may."""

    columns: tuple[str, ...]
    rows: list[list[Any]]
    add_url: str
    expired: int


def panel(here: Here, subject: Subject, evidence: Iterable[Evidence]) -> Panel:
    """What `files/_evidence.html` shows of a thing; `evidence` as `queries.evidence_for` gives it. No query."""
    rows = list(evidence)
    slug, today = here.partnership.slug, here.today
    may_add = permissions.why_not_add(here, subject) is None
    return Panel(
        columns=COLUMNS,
        rows=[_row(one, slug, today) for one in rows],
        add_url=reverse("files:add", args=[slug, subject.pk]) if may_add else "",
        expired=sum(rules.is_expired(one.expires_on, today=today) for one in rows),
    )


def _row(one: Evidence, slug: str, today: date) -> list[Any]:
    day = short_date(one.evidence_date) if one.evidence_date else one.period
    return [
        {"text": one.title, "url": reverse("files:one", args=[slug, one.pk])},
        f"{day} ({one.period})" if one.evidence_date and one.period else day,
        {"text": expiry_words(one.expires_on, today=today), "tone": expiry_tone(one.expires_on, today=today)},
        one.marking,
        scan_words(one),
    ]


def expiry_words(expires_on: date | None, *, today: date) -> str:
    """When it stops to count."""
    if expires_on is None:
        return "No date set"
    return (
        f"Ran out on {short_date(expires_on)}" if rules.is_expired(expires_on, today=today) else short_date(expires_on)
    )


def expiry_tone(expires_on: date | None, *, today: date) -> str:
    """The tone of those words: no tag but for what has run out."""
    return "weak" if rules.is_expired(expires_on, today=today) else ""


def scan_words(one: Evidence) -> str:
    """What the virus checker said, in words; a link has no file to check."""
    if one.stored is None:
        return "A link: nothing to check"
    if one.stored.removed_at is not None:
        return "The file was taken away"
    return str(one.stored.get_scan_display())


def size_words(stored: StoredFile) -> str:
    """The size as people say it."""
    if stored.size < 1024:
        return f"{stored.size} bytes"
    if stored.size < 1024 * 1024:
        return f"{stored.size / 1024:.0f} KB"
    return f"{stored.size / 1024 / 1024:.1f} MB"
