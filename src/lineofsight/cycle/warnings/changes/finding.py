"""Finding a warning: one for each thing while it is open, with how often the same came before."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from lineofsight.cycle.warnings import rules
from lineofsight.cycle.warnings.changes.telling import path_of, stamp, tell
from lineofsight.cycle.warnings.changes.triage import triage_setting
from lineofsight.cycle.warnings.models import Step, TriageSetting, Warning
from lineofsight.foundation.notices.models import Notice
from lineofsight.foundation.partnership.models import Membership, Organisation, Partnership
from lineofsight.foundation.partnership.queries import people_who_may
from lineofsight.foundation.trail.changes import SYSTEM_ACTOR, Doer, record, subject_for
from lineofsight.foundation.trail.models import Subject

WAITS = "A new early warning waits for triage."


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


@transaction.atomic
def detect(partnership: Partnership, found: Detection, *, by: Doer, now: datetime, today: date) -> tuple[Warning, bool]:
    """The open warning about this, and whether it is new. A new one tells the sub-group, and says how often it came before."""
    held = Warning.objects.for_partnership(partnership).open().filter(key=found.key).first()
    if held is not None:
        _freshen(held, found)
        return held, False
    before = Warning.objects.for_partnership(partnership).filter(key=found.key).order_by("-detected_at")
    last, setting = before.first(), triage_setting(partnership)
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
    stamp(warning, Step.Kind.DETECTED, by=by, now=now)
    if last is not None:
        stamp(warning, Step.Kind.RETURNED, by=by, now=now, note=last.closed_reason or last.answer)
    _tell_of_new(warning, setting, today=today)
    after = {"kind": found.kind, "key": found.key, "tier": found.tier, "title": found.title}
    record(partnership.chain, by=by, deed="warnings.detect", subject=warning.subject, after=after)
    return warning, True


@transaction.atomic
def warn_about(
    about: Subject,
    kind: str,
    *,
    partnership: Partnership,
    title: str,
    sentence: str,
    by: Doer,
    now: datetime,
    today: date,
    known: str = "",
    not_known: str = "",
    organisation: Organisation | None = None,
    happened_on: date | None = None,
    rank: float | None = None,
) -> tuple[Warning, bool]:
    """The open warning that a room raises about a thing of its own, and whether it is new.

    `kind` is `Warning.Kind.THEME` (the same finding again) or `Warning.Kind.RISK` (a risk that grows). Call it as often as the
    thing is seen: while a warning about this subject is open there is no second, its words and rank follow the newest call, and
    its clock stays. After it was settled or closed, the next call makes a new one that says how often it came before. The
    sub-group is told; triage, the Executive and the clock then go as for every warning. `sentence` is what a committee reads
    first: what, since when, how often; no names and no cause. `organisation` only when it is about one agency: nobody closes a
    warning about their own. The page links to `about.path` for those who may read it.
    """
    found = Detection(
        kind=kind,
        key=f"{kind}:{about.key}",
        title=title,
        sentence=sentence,
        rank=rules.RANKS[kind] if rank is None else rank,
        known=known,
        not_known=not_known,
        about=about,
        organisation=organisation,
        happened_on=happened_on,
        in_hands_at=now,
    )
    return detect(partnership, found, by=by, now=now, today=today)


def _freshen(warning: Warning, found: Detection) -> None:
    """Keep an open warning's words and rank in step with the newest figures; its clock stands as it was."""
    Warning.objects.filter(pk=warning.pk).update(
        sentence=found.sentence,
        known=found.known or warning.known,
        tier=found.tier or warning.tier,
        rank=max(found.rank, warning.rank),
    )


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


def _tell_of_new(warning: Warning, setting: TriageSetting, *, today: date) -> None:
    """The deputy who triages between meetings has it as a task and the others as news; without a deputy it is everybody's."""
    people = people_who_may(warning.partnership, "triage_warnings", today=today)
    deputies = _people_in(setting, today=today)
    first = [person for person in people if person.pk in deputies] or people
    tell(warning, first, key="triage", text=WAITS, kind=Notice.Kind.TASK)
    tell(warning, people, key="triage", text=WAITS)


def _people_in(setting: TriageSetting, *, today: date) -> set[object]:
    if setting.deputy_role_id is None:
        return set()
    held = Membership.objects.on(today).filter(role=setting.deputy_role_id, confirmed_at__isnull=False)
    return set(held.filter(stopped_at__isnull=True).values_list("person_id", flat=True))
