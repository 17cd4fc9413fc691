"""From state to state: triage, the Executive's answer, and the end. Two people at once never overwrite one another."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import F

from lineofsight.cycle.warnings import rules
from lineofsight.cycle.warnings.changes.telling import stamp, tell_triagers, tell_urgently, tell_whoever_raised_it
from lineofsight.cycle.warnings.models import Step, Warning
from lineofsight.engine.clocks import london_day
from lineofsight.foundation.notices import changes as notices
from lineofsight.foundation.partnership.holding import ChangedMeanwhile
from lineofsight.foundation.partnership.models import Role
from lineofsight.foundation.partnership.permissions import Refused
from lineofsight.foundation.partnership.queries import people_who_may
from lineofsight.foundation.trail.changes import Doer, record

CHANGED = "Somebody else changed this warning while you were reading it. Read it again, then decide."


@transaction.atomic
def watch(warning: Warning, *, note: str, by: Doer, now: datetime, version: int) -> Warning:
    """The sub-group looks at it further before it decides."""
    facts = {"triaged_at": warning.triaged_at or now}
    moved = _move(warning, rules.WATCHED, by=by, now=now, version=version, step=Step.Kind.WATCHED, note=note, **facts)
    notices.settle(key_prefix=f"warning:{warning.pk}:triage")
    return moved


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
    next_step_role: Role | None = None,
    next_step_by: date | None = None,
    by_clock: bool = False,
) -> Warning:
    """The Executive is told at once, in the product and by e-mail, outside any meeting."""
    again = warning.told_at is not None
    moved = _move(
        warning,
        rules.RAISED,
        by=by,
        now=now,
        version=version,
        step=Step.Kind.TOLD,
        note=note,
        told_at=warning.told_at or now,
        triaged_at=warning.triaged_at or (None if by_clock else now),
        told_by_clock=by_clock or warning.told_by_clock,
        next_step=next_step or warning.next_step,
        next_step_role=next_step_role or warning.next_step_role,
        next_step_by=next_step_by or warning.next_step_by,
    )
    people = people_who_may(warning.partnership, "answer_warnings", today=today)
    key = f"raised:{version}" if again else "raised"
    tell_urgently(moved, people, key=key, text="An early warning was raised to you.", now=now)
    notices.settle(key_prefix=f"warning:{warning.pk}:triage")
    tell_whoever_raised_it(moved, key=f"own-{key}", text="Your concern was raised to the Executive.")
    return moved


@transaction.atomic
def ask(warning: Warning, *, words: str, by: Doer, now: datetime, today: date, version: int) -> Warning:
    """The Executive asks the sub-group something before it answers; the warning stays with the Executive."""
    _refuse_unless_raised(warning)
    _must_say(words, "Write your question.")
    held = _note(warning, Step.Kind.ASKED, words, deed="warnings.ask", by=by, now=now, version=version)
    key = f"asked:{version}"
    tell_triagers(held, key=key, text="The Executive has a question about an early warning.", today=today, kind="task")
    return held


@transaction.atomic
def reply(warning: Warning, *, words: str, by: Doer, now: datetime, today: date, version: int) -> Warning:
    """The sub-group answers what the Executive asked."""
    _refuse_unless_raised(warning)
    _must_say(words, "Write your answer to the question.")
    held = _note(warning, Step.Kind.REPLIED, words, deed="warnings.reply", by=by, now=now, version=version)
    notices.settle(key_prefix=f"warning:{warning.pk}:asked")
    people = people_who_may(warning.partnership, "answer_warnings", today=today)
    tell_urgently(
        held, people, key=f"replied:{version}", text="Your question about an early warning is answered.", now=now
    )
    return held


@transaction.atomic
def answer(warning: Warning, *, words: str, by: Doer, now: datetime, version: int) -> Warning:
    """The Executive says what it will do; whoever raised it is told."""
    _must_say(words, "Write what the Executive will do, or why nothing is to be done.")
    facts = {"answer": words, "answered_at": now}
    moved = _move(
        warning, rules.ANSWERED, by=by, now=now, version=version, step=Step.Kind.ANSWERED, note=words, **facts
    )
    for done in ("raised", "replied", "asked"):
        notices.settle(key_prefix=f"warning:{warning.pk}:{done}")
    tell_triagers(
        moved,
        key="answered",
        text="The Executive answered an early warning.",
        today=london_day(now),
    )
    tell_whoever_raised_it(moved, key="own-answered", text="The Executive answered your concern.")
    return moved


@transaction.atomic
def settle(
    warning: Warning,
    *,
    note: str,
    proved: str,
    by: Doer,
    now: datetime,
    version: int,
    own_organisations: frozenset[str] = frozenset(),
) -> Warning:
    """What was asked for is done; `proved` says whether the warning was right, which is shown over all past warnings."""
    _refuse_own(warning, own_organisations)
    facts = {"settled_at": now, "proved": proved}
    moved = _move(warning, rules.SETTLED, by=by, now=now, version=version, step=Step.Kind.SETTLED, note=note, **facts)
    _end_parts(moved, by=by, now=now)
    notices.settle(key_prefix=f"warning:{warning.pk}:")
    tell_whoever_raised_it(moved, key="own-settled", text="Your concern is settled.")
    return moved


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
    _must_say(reason, rules.NO_REASON)
    _refuse_own(warning, own_organisations)
    facts = {
        "closed_reason": reason,
        "triaged_at": warning.triaged_at or now,
        "settled_at": now,
        "proved": proved,
    }
    moved = _move(warning, rules.CLOSED, by=by, now=now, version=version, step=Step.Kind.CLOSED, note=reason, **facts)
    _end_parts(moved, by=by, now=now)
    notices.settle(key_prefix=f"warning:{warning.pk}:")
    tell_whoever_raised_it(moved, key="own-closed", text="Your concern was closed, with a reason.")
    return moved


@transaction.atomic
def join(warning: Warning, to: Warning, *, by: Doer, now: datetime, version: int | None = None) -> None:
    """One cause, one warning: this one goes on as a part of another."""
    why_not = rules.why_not_join(
        same=warning.pk == to.pk or warning.partnership_id != to.partnership_id,
        open_to=to.state not in rules.ENDED and to.joined_to_id is None,
        state=warning.state,
    )
    if why_not:
        raise Refused(why_not)
    held = Warning.objects.filter(pk=warning.pk, version=warning.version if version is None else version)
    if not held.update(joined_to=to, version=F("version") + 1):
        raise ChangedMeanwhile(CHANGED)
    Warning.objects.filter(joined_to=warning).update(joined_to=to, version=F("version") + 1)
    stamp(warning, Step.Kind.JOINED, by=by, now=now, note=to.title)
    notices.settle(key_prefix=f"warning:{warning.pk}:triage")
    record(warning.partnership.chain, by=by, deed="warnings.join", subject=warning.subject, after={"to": str(to.pk)})


def _end_parts(warning: Warning, *, by: Doer, now: datetime) -> None:
    """Parts end with the warning that they joined, so that none of them waits for triage for ever."""
    for part in Warning.objects.filter(joined_to=warning).exclude(state__in=rules.ENDED):
        facts = {"state": warning.state, "closed_reason": warning.closed_reason, "settled_at": now}
        Warning.objects.filter(pk=part.pk).update(**facts, version=F("version") + 1)
        step = Step.Kind.CLOSED if warning.state == rules.CLOSED else Step.Kind.SETTLED
        stamp(part, step, by=by, now=now, note=f"Ended with the warning that it had joined: {warning.title}")


def _refuse_own(warning: Warning, own_organisations: frozenset[str]) -> None:
    organisation = str(warning.organisation_id) if warning.organisation_id else None
    why_not = rules.why_not_own(organisation=organisation, own_organisations=own_organisations)
    if why_not:
        raise Refused(why_not)


def _must_say(words: str, otherwise: str) -> None:
    if not words.strip():
        raise Refused(otherwise)


def _refuse_unless_raised(warning: Warning) -> None:
    if warning.state != rules.RAISED:
        raise Refused(f"This warning is {rules.NAMES[warning.state]}, so it waits for no answer of the Executive.")


def _note(warning: Warning, step: str, words: str, *, deed: str, by: Doer, now: datetime, version: int) -> Warning:
    """Stamp what was said; the state stays."""
    if not Warning.objects.filter(pk=warning.pk, version=version).update(version=F("version") + 1):
        raise ChangedMeanwhile(CHANGED)
    stamp(warning, step, by=by, now=now, note=words)
    warning.refresh_from_db(fields=["version", "state"])
    record(warning.partnership.chain, by=by, deed=deed, subject=warning.subject, note=words)
    return warning


def _move(
    warning: Warning, to: str, *, by: Doer, now: datetime, version: int, step: str, note: str = "", **facts: object
) -> Warning:
    """Check the state, write if nobody else did meanwhile, stamp the step and leave the entry."""
    if warning.version != version:
        raise ChangedMeanwhile(CHANGED)
    why_not = rules.why_not_move(warning.state, to)
    if why_not:
        raise Refused(why_not)
    before = {"state": warning.state}
    written = Warning.objects.filter(pk=warning.pk, version=version).update(state=to, version=F("version") + 1, **facts)
    if not written:
        raise ChangedMeanwhile(CHANGED)
    stamp(warning, step, by=by, now=now, note=note)
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
