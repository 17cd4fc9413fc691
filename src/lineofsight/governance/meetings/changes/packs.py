"""Packs: asked for, begun, given a sign of life, finished or given up. What makes them is the task."""

from datetime import datetime, timedelta

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import F, Q, QuerySet

from lineofsight.foundation.accounts.models import Person
from lineofsight.foundation.notices import changes as notices
from lineofsight.foundation.notices.models import Notice
from lineofsight.foundation.trail.changes import Doer, record
from lineofsight.governance.meetings.changes.holding import locked, path_of
from lineofsight.governance.meetings.models import Meeting, Pack
from lineofsight.governance.meetings.queries.agenda import day_of
from lineofsight.governance.meetings.queries.packs import variants_of

State = Pack.State
SILENT_FOR = timedelta(minutes=3)
MOST_TRIES = 4
GAVE_UP = "It could not be made. The Business Team can try again; if that fails too, tell whoever looks after the installation."


@transaction.atomic
def ask_for_pack(meeting: Meeting, *, by: Doer, now: datetime) -> list[Pack]:
    """A pack for everybody, and one with the restricted items for those who may see them; those under way are given back."""
    held = locked(meeting)
    under_way = list(_under_way(held))
    if under_way:
        return under_way
    made = [
        Pack.objects.create(
            partnership=held.partnership, meeting=held, needs=" ".join(sorted(needs)), asked_at=now,
            asked_by_id=by.actor_id,
        )
        for needs in variants_of(held)
    ]  # fmt: skip
    record(held.partnership.chain, by=by, deed="meetings.ask_for_pack", subject=held.subject, rows=len(made))
    return made


def _under_way(meeting: Meeting) -> QuerySet[Pack]:
    rows = Pack.objects.for_partnership(meeting.partnership).filter(meeting=meeting)
    return rows.filter(state__in=[State.WAITING, State.RUNNING])


def begin(pack: Pack, *, parts: int, now: datetime) -> bool:
    """The work begins, or begins again after a worker was killed; False when it is finished or given up."""
    rows = Pack.objects.filter(pk=pack.pk, state__in=[State.WAITING, State.RUNNING])
    facts = {"state": State.RUNNING, "beat_at": now, "done_parts": 0, "all_parts": parts, "error": ""}
    return bool(rows.update(tries=F("tries") + 1, **facts))


def beat(pack: Pack, *, done: int, now: datetime) -> None:
    """How far the work is."""
    Pack.objects.filter(pk=pack.pk, state=State.RUNNING).update(done_parts=done, beat_at=now)


@transaction.atomic
def finish(pack: Pack, content: bytes, *, now: datetime) -> bool:
    """Keep the file and tell who asked, once; False when another worker was first."""
    row = (
        Pack.objects.select_for_update(of=("self",))
        .select_related("meeting__group", "partnership__chain")
        .get(pk=pack.pk)
    )
    if row.state != State.RUNNING:
        return False
    row.content.save(f"{row.pk}.pdf", ContentFile(content), save=False)
    row.state, row.size, row.finished_at, row.beat_at, row.done_parts = (
        State.READY,
        len(content),
        now,
        now,
        row.all_parts,
    )
    row.save(update_fields=["content", "state", "size", "finished_at", "beat_at", "done_parts"])
    _tell(row, f"The pack for {row.meeting.group.name} on {_day(row.meeting)} is ready.", key="ready")
    return True


@transaction.atomic
def give_up(pack: Pack, *, why: str, now: datetime) -> None:
    """It cannot be made; who asked is told."""
    rows = Pack.objects.filter(pk=pack.pk, state__in=[State.WAITING, State.RUNNING])
    if rows.update(state=State.FAILED, error=why[:300], finished_at=now):
        row = Pack.objects.select_related("meeting__group", "partnership__chain", "meeting__partnership").get(
            pk=pack.pk
        )
        _tell(row, f"The pack for {row.meeting.group.name} on {_day(row.meeting)} could not be made.", key="failed")


def silent(*, now: datetime) -> list[Pack]:
    """Packs under way that gave no sign of life for three minutes: their worker was killed, or their task was lost."""
    before = now - SILENT_FOR
    quiet = Q(beat_at__lt=before) | Q(beat_at__isnull=True, asked_at__lt=before)
    return list(Pack.objects.filter(quiet, state__in=[State.WAITING, State.RUNNING]).order_by("asked_at"))


def take_up(pack: Pack, *, now: datetime) -> bool:
    """True when the caller should start a silent pack's work again; after too many tries it is given up."""
    if pack.tries >= MOST_TRIES:
        give_up(pack, why=GAVE_UP, now=now)
        return False
    same = Pack.objects.filter(pk=pack.pk, beat_at=pack.beat_at, state=pack.state)
    return bool(same.update(beat_at=now))


def _tell(pack: Pack, text: str, *, key: str) -> None:
    people = Person.objects.filter(actor=pack.asked_by_id)
    notices.tell(
        people,
        key=f"pack:{pack.pk}:{key}",
        text=text,
        path=f"{path_of(pack.meeting)}pack/{pack.pk}/",
        kind=Notice.Kind.NEWS,
        chain=pack.partnership.chain,
    )


def _day(meeting: Meeting) -> str:
    day = day_of(meeting)
    return f"{day.day} {day:%B %Y}"
