"""Writes of evidence. Nothing is ever deleted: what no longer counts is replaced or put away, and the trail says by whom."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from dataclasses import replace as changed
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.core.validators import URLValidator
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from lineofsight.foundation.files import rules
from lineofsight.foundation.files.incoming import Given, NotTaken, looked_at
from lineofsight.foundation.files.models import Evidence, StoredFile
from lineofsight.foundation.files.queries import held_already
from lineofsight.foundation.files.scanning import Scanned
from lineofsight.foundation.partnership.holding import ChangedMeanwhile
from lineofsight.foundation.partnership.models import Partnership
from lineofsight.foundation.trail.changes import Doer, record, record_look
from lineofsight.foundation.trail.models import Subject


@dataclass(frozen=True, slots=True)
class Facts:
    """What is said about a piece of evidence. A file without a title gets its name."""

    title: str = ""
    evidence_date: date | None = None
    period: str = ""
    expires_on: date | None = None
    marking: str = rules.SENSITIVE
    purpose: str = Evidence.Purpose.EVIDENCE
    organisation_id: UUID | None = None


def attach_file(
    partnership: Partnership,
    subject: Subject,
    *,
    upload: Any,
    facts: Facts,
    by: Doer,
    now: datetime,
    largest_megabytes: int = 50,
    clamd: str = "",
) -> Evidence:
    """A file as evidence of a thing. NotTaken with the reason when it cannot be kept.

    It is scanned before the transaction begins, for that takes time. The same file, given again, is kept once.
    """
    limits: dict[str, Any] = {"largest_megabytes": largest_megabytes, "clamd": clamd}
    return attach_all(partnership, subject, uploads=[upload], facts=facts, by=by, now=now, **limits)[0]


def attach_all(
    partnership: Partnership,
    subject: Subject,
    *,
    uploads: Iterable[Any] = (),
    url: str = "",
    facts: Facts,
    by: Doer,
    now: datetime,
    largest_megabytes: int = 50,
    clamd: str = "",
) -> list[Evidence]:
    """Several files and a link as evidence of a thing, all or none. NotTaken with the reason when one cannot be kept.

    A title counts for the link, and for a file that comes alone; each of several files has its own name.
    """
    _check(facts, now)
    address = checked_address(url) if url else ""
    given = [looked_at(upload, largest_megabytes=largest_megabytes, clamd=clamd) for upload in uploads]
    named = facts if len(given) == 1 and not address else changed(facts, title="")
    with _files_or_nothing() as kept:
        made = [_attach(partnership, subject, one, named, kept, by=by, now=now) for one in given]
        if address:
            said = facts if facts.title else changed(facts, title=address)
            made.append(_add(partnership, subject, said, by=by, now=now, url=address))
    return made


@contextmanager
def _files_or_nothing() -> Iterator[list[StoredFile]]:
    """One transaction; when it fails, the bytes of the files that it kept go with its rows."""
    kept: list[StoredFile] = []
    try:
        with transaction.atomic():
            yield kept
    except BaseException:
        for stored in kept:
            stored.content.delete(save=False)
        raise


def _attach(
    partnership: Partnership,
    subject: Subject,
    given: Given,
    facts: Facts,
    kept: list[StoredFile],
    *,
    by: Doer,
    now: datetime,
    **more: Any,
) -> Evidence:
    stored = keep(partnership, given, subject=subject, facts=facts, by=by, now=now, kept=kept)
    said = facts if facts.title else changed(facts, title=given.name)
    return _add(partnership, subject, said, by=by, now=now, stored=stored, **more)


def keep(
    partnership: Partnership,
    given: Given,
    *,
    subject: Subject | None,
    facts: Facts,
    by: Doer,
    now: datetime,
    kept: list[StoredFile] | None = None,
) -> StoredFile:
    """The file's own row, the one of before when the same was given before. `kept` gets what is new, for clearing up."""
    held = held_already(partnership, sha256=given.sha256, name=given.name, organisation_id=facts.organisation_id)
    if held is not None:
        return held
    stored = StoredFile(
        partnership=partnership,
        subject=subject,
        organisation_id=facts.organisation_id,
        name=given.name,
        media_type=given.media_type,
        size=given.size,
        sha256=given.sha256,
        marking=facts.marking,
        evidence_date=facts.evidence_date,
        expires_on=facts.expires_on,
        uploaded_at=now,
        uploaded_by_id=by.actor_id,
        scan=given.scanned.result,
        scanned_at=now if given.scanned.result != StoredFile.Scan.NOT_SCANNED else None,
    )
    given.file.seek(0)
    stored.content.save(f"{stored.sha256}-{stored.pk.hex[:8]}", File(given.file), save=False)
    if kept is not None:
        kept.append(stored)
    stored.save()
    return stored


def attach_link(
    partnership: Partnership, subject: Subject, *, url: str, facts: Facts, by: Doer, now: datetime
) -> Evidence:
    """A link as evidence of a thing. NotTaken for what is no web address, and without a title."""
    return attach_all(partnership, subject, url=url or " ", facts=facts, by=by, now=now)[0]


def checked_address(url: str) -> str:
    """The web address. NotTaken for anything else."""
    try:
        URLValidator(schemes=["https", "http"])(url.strip())
    except ValidationError as error:
        raise NotTaken("Enter a whole web address, like https://www.example.org/report") from error
    return url.strip()


@transaction.atomic
def reuse(evidence: Evidence, subject: Subject, *, by: Doer, now: datetime, purpose: str = "") -> Evidence:
    """The same file or link as evidence of another thing; the one that stands there already when it is there.

    NotTaken for a file that was taken away or in which malware was found.
    """
    why_not = why_not_open(evidence.stored)
    if why_not:
        raise NotTaken(why_not)
    same = {"stored": evidence.stored} if evidence.stored_id else {"kind": Evidence.Kind.LINK, "url": evidence.url}
    there = Evidence.objects.standing().filter(subject=subject, **same).first()
    if there is not None:
        return there
    facts = Facts(
        title=evidence.title,
        evidence_date=evidence.evidence_date,
        period=evidence.period,
        expires_on=evidence.expires_on,
        marking=evidence.marking,
        purpose=purpose or evidence.purpose,
        organisation_id=evidence.organisation_id,
    )
    return _add(
        evidence.partnership,
        subject,
        facts,
        by=by,
        now=now,
        stored=evidence.stored,
        url=evidence.url,
        deed="files.reuse",
    )


def replace(
    evidence: Evidence,
    *,
    facts: Facts,
    by: Doer,
    now: datetime,
    version: int,
    upload: Any = None,
    url: str = "",
    largest_megabytes: int = 50,
    clamd: str = "",
) -> Evidence:
    """A newer file or link in the place of this one, which is kept as what was there before.

    NotTaken when it cannot be kept; ChangedMeanwhile when somebody changed, replaced or put away this one first.
    """
    _check(facts, now)
    more: dict[str, Any] = {"deed": "files.replace", "replaces": evidence, "version": version}
    if upload is not None:
        given = looked_at(upload, largest_megabytes=largest_megabytes, clamd=clamd)
        with _files_or_nothing() as kept:
            return _attach(evidence.partnership, evidence.subject, given, facts, kept, by=by, now=now, **more)
    address = checked_address(url)
    said = facts if facts.title else changed(facts, title=address)
    with transaction.atomic():
        return _add(evidence.partnership, evidence.subject, said, by=by, now=now, url=address, **more)


@transaction.atomic
def correct(evidence: Evidence, *, facts: Facts, by: Doer, now: datetime, version: int) -> Evidence:
    """Put right what is said about it: title, dates, period, marking. ChangedMeanwhile when somebody changed it first."""
    _check(facts, now)
    before = _said(evidence)
    _hold(evidence, version, title=facts.title or evidence.title, evidence_date=facts.evidence_date, period=facts.period,
          expires_on=facts.expires_on, marking=facts.marking, changed_at=now, changed_by_id=by.actor_id)  # fmt: skip
    evidence.refresh_from_db()
    record(
        evidence.partnership.chain,
        by=by,
        deed="files.correct",
        subject=evidence.subject,
        before=before,
        after=_said(evidence),
    )
    return evidence


@transaction.atomic
def archive(evidence: Evidence, *, reason: str, by: Doer, now: datetime, version: int) -> Evidence:
    """Put it away, with the reason; it no longer counts and can still be read. ChangedMeanwhile when somebody changed it first."""
    _hold(evidence, version, archived_at=now, archived_by_id=by.actor_id, archived_reason=reason[:300])
    evidence.refresh_from_db()
    after = {"title": evidence.title, "reason": evidence.archived_reason}
    record(evidence.partnership.chain, by=by, deed="files.archive", subject=evidence.subject, after=after)
    return evidence


@transaction.atomic
def note_scan(stored: StoredFile, scanned: Scanned, *, by: Doer, now: datetime) -> bool:
    """Write down what the virus checker says of a file that was kept before; True when it must not be opened any more."""
    StoredFile.objects.filter(pk=stored.pk).update(scan=scanned.result, scanned_at=now)
    if scanned.result != StoredFile.Scan.INFECTED:
        return False
    after = {"file": stored.name, "sha256": stored.sha256, "found": scanned.found}
    record(stored.partnership.chain, by=by, deed="files.find_malware", subject=stored.subject, after=after)
    return True


def note_look(evidence: Evidence, *, by: Doer) -> None:
    """Write into the trail that somebody opened a file or link that is sensitive; nothing for any other."""
    if rules.is_sensitive(evidence.marking):
        chain = evidence.partnership.chain
        record_look(chain, by=by, deed="files.open", subject=evidence.subject, note=evidence.title)


def why_not_open(stored: StoredFile | None) -> str | None:
    """The reason why a file cannot be opened, or None; a link has no file."""
    if stored is None:
        return None
    if stored.removed_at is not None:
        return "The file was taken away, because it held words that could identify a child."
    if stored.scan == StoredFile.Scan.INFECTED:
        return "The virus checker found malware in this file after it was added. It cannot be opened."
    return None


def _check(facts: Facts, now: datetime) -> None:
    why_not = rules.why_not_dates(
        evidence_date=facts.evidence_date, expires_on=facts.expires_on, today=timezone.localdate(now)
    )
    if why_not:
        raise NotTaken(why_not)


def _hold(evidence: Evidence, version: int, **fields: Any) -> None:
    """Write, if the row is still as it was read."""
    held = Evidence.objects.filter(pk=evidence.pk, version=version, archived_at__isnull=True)
    if not held.update(**fields, version=F("version") + 1):
        raise ChangedMeanwhile(
            saved=Evidence.objects.select_related("added_by", "archived_by", "changed_by").get(pk=evidence.pk)
        )


def _add(
    partnership: Partnership,
    subject: Subject,
    facts: Facts,
    *,
    by: Doer,
    now: datetime,
    stored: StoredFile | None = None,
    url: str = "",
    replaces: Evidence | None = None,
    version: int = 0,
    deed: str = "",
) -> Evidence:
    if replaces is not None:
        _hold(replaces, version, archived_at=now, archived_by_id=by.actor_id, archived_reason="Replaced by a newer one")
    made = Evidence.objects.create(
        partnership=partnership,
        subject=subject,
        purpose=facts.purpose,
        kind=Evidence.Kind.FILE if stored else Evidence.Kind.LINK,
        title=facts.title[:200],
        stored=stored,
        url=url,
        organisation_id=facts.organisation_id,
        evidence_date=facts.evidence_date,
        period=facts.period[:120],
        expires_on=facts.expires_on,
        marking=facts.marking,
        replaces=replaces,
        added_at=now,
        added_by_id=by.actor_id,
    )
    usual = "files.attach_file" if stored else "files.attach_link"
    before = {"title": replaces.title} if replaces else None
    record(partnership.chain, by=by, deed=deed or usual, subject=subject, before=before, after=_said(made))
    return made


def _said(evidence: Evidence) -> dict[str, Any]:
    """What the trail keeps of it."""
    stored = evidence.stored
    file = {"file": stored.name, "sha256": stored.sha256, "scan": stored.scan} if stored else {"link": evidence.url}
    dates = {"evidence_date": evidence.evidence_date, "expires_on": evidence.expires_on}
    said = {"title": evidence.title, **file, "period": evidence.period, "marking": evidence.marking}
    return said | {name: day.isoformat() for name, day in dates.items() if day}
