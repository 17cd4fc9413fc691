"""Redaction across rooms: the trail does rows and entries; files that hold the words are taken away here."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.urls import reverse

from lineofsight.foundation.files.models import StoredFile
from lineofsight.foundation.files.reading import texts_of
from lineofsight.foundation.notices.changes import settle, tell
from lineofsight.foundation.partnership.models import Partnership
from lineofsight.foundation.partnership.queries import Here, people_who_may
from lineofsight.foundation.trail import redactions
from lineofsight.foundation.trail.models import Redaction
from lineofsight.foundation.trail.register import Register
from lineofsight.foundation.trail.wording import Target


def the_register() -> Register:
    """The register of this installation."""
    return Register(Path(settings.STATE) / "redactions")


def ask(here: Here, *, words: str, reason: str, now: datetime) -> Redaction:
    """Ask, and tell everybody else who may decide."""
    redaction = redactions.ask(here.partnership.chain, words=words, reason=reason, by=here.doer, now=now)
    others = people_who_may(here.partnership, "redact", today=here.today)
    tell(
        [person for person in others if person.pk != here.person.pk],
        key=_notice_key(redaction),
        text="Somebody asks that words which could identify a child be removed. A second person must decide.",
        path=reverse("pages:redaction", args=[here.partnership.slug, redaction.pk]),
        chain=here.partnership.chain,
    )
    return redaction


def agree(redaction: Redaction, here: Here, *, now: datetime) -> Redaction:
    """Take the words out of rows, trail and files of the partnership."""
    done = redactions.agree(
        redaction,
        by=here.doer,
        now=now,
        register=the_register(),
        take_files=lambda target: take_files_away(here.partnership, target, now=now),
    )
    settle(key_prefix=_notice_key(redaction))
    return done


def refuse(redaction: Redaction, here: Here, *, now: datetime) -> None:
    """Leave everything as it is."""
    redactions.refuse(redaction, by=here.doer, now=now)
    settle(key_prefix=_notice_key(redaction))


def _notice_key(redaction: Redaction) -> str:
    return f"redaction:{redaction.pk}"


def files_with(partnership: Partnership, target: Target) -> list[StoredFile]:
    """The partnership's files that hold the words, in what can be read of them."""
    files = StoredFile.objects.filter(partnership=partnership, removed_at__isnull=True)
    return [file for file in files if any(target.is_in(text) for text in _texts(file))]


def take_files_away(partnership: Partnership, target: Target, *, now: datetime) -> int:
    """Delete the bytes of each file that holds the words; its row stays and says when it went. The number of files."""
    found = files_with(partnership, target)
    for file in found:
        file.content.delete(save=False)
        StoredFile.objects.filter(pk=file.pk).update(removed_at=now)
    return len(found)


def _texts(file: StoredFile) -> Iterator[str]:
    with suppress(FileNotFoundError), file.content.open("rb") as handle:
        yield from texts_of(handle)
