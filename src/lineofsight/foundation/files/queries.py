"""Reads of evidence: of some things, of all that a person may read, what has run out, and where a file is used."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import Q

from lineofsight.foundation.files.models import Evidence, EvidenceQuerySet, StoredFile
from lineofsight.foundation.partnership.models import Partnership
from lineofsight.foundation.partnership.queries import Here
from lineofsight.foundation.trail.models import Subject


def evidence_for(
    subjects: Iterable[Subject | UUID], *, archived: bool = False, purpose: str = ""
) -> dict[UUID, list[Evidence]]:
    """The standing evidence of each thing, newest first, by the subject's key; with what was put away if asked. One query."""
    keys = [one.pk if isinstance(one, Subject) else one for one in subjects]
    rows = _related(Evidence.objects.filter(subject__in=keys))
    rows = rows if archived else rows.standing()
    rows = rows.filter(purpose=purpose) if purpose else rows
    found: dict[UUID, list[Evidence]] = defaultdict(list)
    for row in rows.order_by("-added_at"):
        found[row.subject_id].append(row)
    return dict(found)


def _related(rows: EvidenceQuerySet) -> EvidenceQuerySet:
    return rows.select_related("stored", "subject", "added_by", "organisation")


def readable(here: Here) -> EvidenceQuerySet:
    """Every piece of evidence of the partnership whose thing the person may read, with what was put away."""
    return _related(Evidence.objects.for_partnership(here.partnership)).filter(_open_to(here))


def _open_to(here: Here) -> Q:
    mine = Q(subject__organisation_key="") | Q(subject__organisation_key__in=here.organisation_ids)
    private = Q(subject__private_to__isnull=True) | Q(subject__private_to=here.person.actor_id)
    of_all = Q() if here.may("see_working_figures") else mine
    return Q(subject__may_read__in=here.capabilities) & of_all & private


def one(here: Here, evidence: UUID) -> Evidence:
    """One that the person may read. Evidence.DoesNotExist otherwise."""
    rows = readable(here).select_related("archived_by", "replaces", "replaced_by", "partnership__chain")
    return rows.get(pk=evidence)


def subject_of(here: Here, subject: UUID) -> Subject:
    """A thing of the partnership, whether or not the person may read it. Subject.DoesNotExist otherwise."""
    return Subject.objects.select_related("chain").get(pk=subject, chain=here.partnership.chain_id)


def expired_on(
    partnership: Partnership, day: date, *, subjects: Iterable[Subject | UUID] | None = None
) -> EvidenceQuerySet:
    """Standing evidence that had run out by the day, longest ago first; of some things only where they are given."""
    rows = _related(Evidence.objects.for_partnership(partnership).standing()).filter(expires_on__lt=day)
    return (rows if subjects is None else rows.filter(subject__in=subjects)).order_by("expires_on")


def used_in(stored: StoredFile) -> EvidenceQuerySet:
    """Every standing use of a file, in all things; ask `readable` for those that a person may know of."""
    return _related(Evidence.objects.filter(stored=stored).standing()).order_by("subject__title")


def same_as(evidence: Evidence) -> EvidenceQuerySet:
    """The standing uses of the same file or the same address in the partnership, this one with them."""
    rows = _related(Evidence.objects.filter(partnership=evidence.partnership_id).standing())
    if evidence.stored_id:
        return rows.filter(stored=evidence.stored_id)
    return rows.filter(kind=Evidence.Kind.LINK, url=evidence.url)


def held_already(
    partnership: Partnership, *, sha256: str, name: str, organisation_id: UUID | None
) -> StoredFile | None:
    """The same file, given before by the same organisation under the same name, and still there."""
    rows = StoredFile.objects.filter(partnership=partnership, sha256=sha256, name=name, organisation=organisation_id)
    return rows.filter(removed_at__isnull=True).exclude(scan=StoredFile.Scan.INFECTED).order_by("uploaded_at").first()


def in_tab(here: Here, tab: str, *, today: date) -> EvidenceQuerySet:
    """What the person may read and counts; or has run out (`run-out`); or was put away (`put-away`)."""
    rows = readable(here)
    if tab == "put-away":
        return rows.filter(archived_at__isnull=False)
    if tab == "run-out":
        return rows.standing().filter(expires_on__lt=today)
    return rows.standing().filter(Q(expires_on__isnull=True) | Q(expires_on__gte=today))


def uses_for(here: Here, evidence: Evidence) -> tuple[list[Evidence], int]:
    """The standing uses of the same file or address that the person may know of, and the number of others. Two queries."""
    uses = same_as(evidence)
    seen = list(uses.filter(_open_to(here)).order_by("subject__title")[:MOST_SHOWN])
    return seen, uses.count() - len(seen)


MOST_SHOWN = 100


def to_use_again(here: Here, subject: Subject, words: str, *, most: int = 10) -> list[Evidence]:
    """Standing evidence of other things that the person may read, with all the words in its title; newest first. One query."""
    rows = readable(here).standing().exclude(subject=subject)
    for word in words.split():
        rows = rows.filter(title__icontains=word)
    return list(rows.exclude(stored__removed_at__isnull=False).order_by("-added_at")[:most])


def waiting_for_scan(*, most: int) -> list[StoredFile]:
    """Files that no virus checker was asked about yet, oldest first."""
    rows = StoredFile.objects.filter(scan=StoredFile.Scan.NOT_SCANNED, scanned_at__isnull=True, removed_at__isnull=True)
    return list(rows.select_related("partnership__chain", "subject", "uploaded_by").order_by("uploaded_at")[:most])
