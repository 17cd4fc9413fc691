"""Writes to warnings. Each stamps its step, tells who must know, and leaves its trail entry in one transaction."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import F

from lineofsight.cycle.warnings import rules
from lineofsight.cycle.warnings.models import Step, Told, TriageSetting, Warning
from lineofsight.foundation.accounts.models import Person
from lineofsight.foundation.notices import changes as notices
from lineofsight.foundation.notices.models import Notice
from lineofsight.foundation.partnership.models import Organisation, Partnership
from lineofsight.foundation.partnership.permissions import Refused
from lineofsight.foundation.partnership.queries import people_who_may
from lineofsight.foundation.trail.changes import SYSTEM_ACTOR, Doer, record, subject_for
from lineofsight.foundation.trail.models import Subject


class ChangedMeanwhile(Exception):
    """Somebody else changed the warning since the person opened it; nothing was written."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Detection:
    """What was found. `key` says what it is about; while a warning with this key is open, there is no second."""

    kind: str
    key: str
    title: str
    sentence: str
    tier: str = ""
    rank: float = 0.0
    known: str = ""
    not_known: str = ""
    about: Subject | None = None
    organisation: Organisation | None = None
    happened_on: date | None = None
    in_hands_at: datetime | None = None


def triage_setting(partnership: Partnership) -> TriageSetting:
    """How the partnership triages; made with the framework's defaults the first time."""
    return TriageSetting.objects.get_or_create(partnership=partnership)[0]


@transaction.atomic
def detect(partnership: Partnership, found: Detection, *, by: Doer, now: datetime, today: date) -> tuple[Warning, bool]:
    """The open warning about this, and whether it is new. A new one tells the sub-group, and says how often it came before."""
    held = Warning.objects.for_partnership(partnership).open().filter(key=found.key).first()
    if held is not None:
        _freshen(held, found)
        return held, False
    before = Warning.objects.for_partnership(partnership).filter(key=found.key).order_by("-detected_at")
    last = before.first()
    setting = triage_setting(partnership)
    warning = Warning.objects.create(
        partnership=partnership,
        kind=found.kind,
        tier=found.tier,
        key=found.key,
        title=found.title[:300],
        sentence=found.sentence,
        known=found.known,
        not_known=found.not_known,
        about=found.about,
        organisation=found.organisation,
        rank=found.rank,
        happened_on=found.happened_on,
        in_hands_at=found.in_hands_at,
        detected_at=now,
        triage_due_on=rules.triage_due(today, working_days=setting.working_days),
        recurs_from=last,
        times_before=before.count(),
        raised_by_id=None if by.actor_id == SYSTEM_ACTOR else by.actor_id,
    )
    _give_subject(warning)
    _stamp(warning, Step.Kind.DETECTED, by=by, now=now)
    if last is not None:
        _stamp(warning, Step.Kind.RETURNED, by=by, now=now, note=_last_time(last))
    _tell_triagers(warning, today=today)
    after = {"kind": found.kind, "key": found.key, "tier": found.tier, "title": found.title}
    record(partnership.chain, by=by, deed="warnings.detect", subject=warning.subject, after=after)
    return warning, True


def _freshen(warning: Warning, found: Detection) -> None:
    """Keep an open warning's words and rank in step with the newest figures; its clock stands as it was."""
    Warning.objects.filter(pk=warning.pk).update(
        sentence=found.sentence, tier=found.tier or warning.tier, rank=max(found.rank, warning.rank)
    )


def _last_time(last: Warning) -> str:
    return last.closed_reason or last.answer


def _give_subject(warning: Warning) -> None:
    partnership = warning.partnership
    warning.subject = subject_for(
        partnership.chain,
        room="warnings",
        kind="warning",
        key=warning.pk,
        title=warning.title,
        may_read="see_warnings",
        path=path_of(warning),
        marking="OFFICIAL-SENSITIVE",
    )
    warning.save(update_fields=["subject"])


def path_of(warning: Warning) -> str:
    """The address of the warning's page."""
    return f"/p/{warning.partnership.slug}/warnings/{warning.pk}/"


def _stamp(warning: Warning, kind: str, *, by: Doer, now: datetime, note: str = "") -> None:
    Step.objects.create(warning=warning, kind=kind, at=now, actor_id=by.actor_id, role=by.role, note=note)


def _tell_triagers(warning: Warning, *, today: date) -> None:
    people = people_who_may(warning.partnership, "triage_warnings", today=today)
    notices.tell(
        people,
        key=f"warning:{warning.pk}:triage",
        text="A new early warning waits for triage.",
        path=path_of(warning),
        chain=warning.partnership.chain,
        subject=warning.subject,
    )


@transaction.atomic
def watch(warning: Warning, *, note: str, by: Doer, now: datetime, version: int) -> Warning:
    """The sub-group looks at it further before it decides."""
    return _move(
        warning, rules.WATCHED, by=by, now=now, version=version, step=Step.Kind.WATCHED, note=note, triaged_at=now
    )


@transaction.atomic
def raise_to_executive(
    warning: Warning,
    *,
    by: Doer,
    now: datetime,
    today: date,
    version: int,
    note: str = "",
    next_step: str = "",
    next_step_by: date | None = None,
    by_clock: bool = False,
) -> Warning:
    """The Executive is told at once, in the product and by e-mail, outside any meeting."""
    moved = _move(
        warning,
        rules.RAISED,
        by=by,
        now=now,
        version=version,
        step=Step.Kind.TOLD,
        note=note,
        told_at=now,
        triaged_at=warning.triaged_at or (None if by_clock else now),
        told_by_clock=by_clock,
        next_step=next_step or warning.next_step,
        next_step_by=next_step_by or warning.next_step_by,
    )
    people = people_who_may(warning.partnership, "answer_warnings", today=today)
    _tell_urgently(moved, people, key="raised", text="An early warning was raised to you.", now=now)
    notices.settle(key_prefix=f"warning:{warning.pk}:triage")
    return moved


@transaction.atomic
def answer(warning: Warning, *, words: str, by: Doer, now: datetime, version: int) -> Warning:
    """The Executive says what it will do; whoever raised it is told."""
    if not words.strip():
        raise Refused("Write what the Executive will do, or why nothing is to be done.")
    moved = _move(
        warning,
        rules.ANSWERED,
        by=by,
        now=now,
        version=version,
        step=Step.Kind.ANSWERED,
        note=words,
        answer=words,
        answered_at=now,
    )
    notices.settle(key_prefix=f"warning:{warning.pk}:raised")
    people = people_who_may(warning.partnership, "triage_warnings", today=now.date())
    _tell(moved, people, key="answered", text="The Executive answered an early warning.")
    return moved


@transaction.atomic
def settle(warning: Warning, *, note: str, proved: str, by: Doer, now: datetime, version: int) -> Warning:
    """What was asked for is done; `proved` says whether the warning was right, which is shown over all past warnings."""
    return _move(
        warning,
        rules.SETTLED,
        by=by,
        now=now,
        version=version,
        step=Step.Kind.SETTLED,
        note=note,
        settled_at=now,
        proved=proved,
    )


@transaction.atomic
def close(
    warning: Warning,
    *,
    reason: str,
    own_organisations: frozenset[str],
    by: Doer,
    now: datetime,
    version: int,
    proved: str = "",
) -> Warning:
    """Not a concern, with the reason. Refused for the person's own agency."""
    organisation = str(warning.organisation_id) if warning.organisation_id else None
    why_not = rules.why_not_close(organisation=organisation, own_organisations=own_organisations, reason=reason)
    if why_not:
        raise Refused(why_not)
    moved = _move(
        warning,
        rules.CLOSED,
        by=by,
        now=now,
        version=version,
        step=Step.Kind.CLOSED,
        note=reason,
        closed_reason=reason,
        triaged_at=warning.triaged_at or now,
        settled_at=now,
        proved=proved,
    )
    notices.settle(key_prefix=f"warning:{warning.pk}:")
    return moved


@transaction.atomic
def correct(warning: Warning, *, note: str, by: Doer, now: datetime) -> None:
    """A figure behind it was restated or withdrawn: everybody who was told hears of it."""
    Warning.objects.filter(pk=warning.pk).update(withdrawn_note=note, version=F("version") + 1)
    _stamp(warning, Step.Kind.CORRECTED, by=by, now=now, note=note)
    people = Person.objects.filter(actor__in=warning.told.values("actor"))
    text = "A figure behind an early warning that you were told of has changed."
    _tell_urgently(warning, people, key=f"corrected:{now:%Y%m%d%H%M%S}", text=text, now=now)
    record(warning.partnership.chain, by=by, deed="warnings.correct", subject=warning.subject, note=note)


@transaction.atomic
def tell_by_clock(partnership: Partnership, *, now: datetime, today: date) -> int:
    """The Executive is told of every warning that nobody triaged in time; the number told."""
    due = Warning.objects.for_partnership(partnership).filter(state=rules.NEW, triage_due_on__lt=today)
    waiting = list(due.select_for_update())
    for warning in waiting:
        days = triage_setting(partnership).working_days
        note = f"Nobody triaged it within {days} working days."
        by = Doer.system()
        raise_to_executive(warning, by=by, now=now, today=today, version=warning.version, note=note, by_clock=True)
    return len(waiting)


@transaction.atomic
def join(warning: Warning, to: Warning, *, by: Doer, now: datetime) -> None:
    """One cause, one warning: this one goes on as a part of another."""
    if warning.pk == to.pk or warning.partnership_id != to.partnership_id:
        raise Refused("Choose another warning of this partnership.")
    Warning.objects.filter(pk=warning.pk).update(joined_to=to, version=F("version") + 1)
    _stamp(warning, Step.Kind.JOINED, by=by, now=now, note=to.title)
    record(warning.partnership.chain, by=by, deed="warnings.join", subject=warning.subject, after={"to": str(to.pk)})


def _move(
    warning: Warning, to: str, *, by: Doer, now: datetime, version: int, step: str, note: str = "", **facts: object
) -> Warning:
    """Check the state, write if nobody else did meanwhile, stamp the step and leave the entry."""
    why_not = rules.why_not_move(warning.state, to)
    if why_not:
        raise Refused(why_not)
    before = {"state": warning.state}
    written = Warning.objects.filter(pk=warning.pk, version=version).update(state=to, version=F("version") + 1, **facts)
    if not written:
        raise ChangedMeanwhile(
            "Somebody else changed this warning while you were reading it. Read it again, then decide."
        )
    _stamp(warning, step, by=by, now=now, note=note)
    warning.refresh_from_db()
    record(
        warning.partnership.chain,
        by=by,
        deed=f"warnings.{to}",
        subject=warning.subject,
        before=before,
        after={"state": to},
        note=note,
    )
    return warning


def _tell_urgently(warning: Warning, people: Iterable[Person], *, key: str, text: str, now: datetime) -> None:
    held = list(people)
    Told.objects.bulk_create(
        [Told(warning=warning, actor_id=person.actor_id, at=now) for person in held], ignore_conflicts=True
    )
    _tell(warning, held, key=key, text=text, kind=Notice.Kind.URGENT)


def _tell(warning: Warning, people: Iterable[Person], *, key: str, text: str, kind: str = Notice.Kind.NEWS) -> None:
    chain = warning.partnership.chain
    notices.tell(
        people,
        key=f"warning:{warning.pk}:{key}",
        text=text,
        path=path_of(warning),
        kind=kind,
        chain=chain,
        subject=warning.subject,
    )
