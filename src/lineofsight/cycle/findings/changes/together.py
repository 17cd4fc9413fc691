"""One change to many actions: seen beforehand, written in one transaction, and undone within ten minutes.

An action that somebody else changed since it was shown, or since it was written, is left alone and named.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.db import transaction

from lineofsight.cycle.findings import queries, rules
from lineofsight.cycle.findings.changes.subjects import name, settle, tell, write
from lineofsight.cycle.findings.models import Action, ActionUpdate, BulkChange, BulkItem
from lineofsight.engine.clocks import london_day
from lineofsight.foundation.accounts.models import Person
from lineofsight.foundation.partnership.holding import ChangedMeanwhile
from lineofsight.foundation.partnership.models import Partnership, Role
from lineofsight.foundation.partnership.permissions import Refused
from lineofsight.foundation.trail.changes import Doer, record

UNDO_MINUTES: Final = 10
REMIND, REASSIGN, EXTEND = BulkChange.Kind.REMIND, BulkChange.Kind.REASSIGN, BulkChange.Kind.EXTEND


@dataclass(frozen=True, slots=True)
class Planned:
    """What would happen to one action: who gets which message, what changes; or why nothing does."""

    action: Action
    people: tuple[Person, ...] = ()
    text: str = ""
    change: str = ""
    why_not: str = ""


def plan_together(
    actions: Sequence[Action], *, kind: str, today: date, due_on: date | None = None, owner: Role | None = None
) -> list[Planned]:
    """Exactly who gets what and what changes, before anything is written."""
    asked: dict[UUID | None, list[Person]] = {}
    return [_planned(one, kind=kind, today=today, due_on=due_on, owner=owner, asked=asked) for one in actions]


def _planned(
    action: Action, *, kind: str, today: date, due_on: date | None, owner: Role | None, asked: dict[Any, list[Person]]
) -> Planned:
    reason = _why_not(action, kind=kind, due_on=due_on, owner=owner)
    if reason:
        return Planned(action, why_not=reason)
    key = owner.pk if owner else action.owner_id or action.organisation_id
    if key not in asked:
        asked[key] = queries.people_in(key, today=today) if owner else queries.people_asked(action, today=today)
    return Planned(action, tuple(asked[key]), _text(action, kind, due_on), _change(action, kind, due_on, owner))


def _why_not(action: Action, *, kind: str, due_on: date | None, owner: Role | None) -> str:
    if action.state not in rules.LIVE:
        return f"It is {rules.ACTION_NAMES[action.state]}."
    if kind == EXTEND and due_on == action.due_on:
        return "It is due on that day already."
    return "That role owns it already." if kind == REASSIGN and owner and owner.pk == action.owner_id else ""


def _text(action: Action, kind: str, due_on: date | None) -> str:
    if kind == EXTEND and due_on:
        return f"{action.reference} is now due on {_words(due_on)}."
    if kind == REASSIGN:
        return f"{action.reference} is yours to do{f' by {_words(action.due_on)}' if action.due_on else ''}."
    if action.due_on is None:
        return f"{action.reference} waits for your update."
    return f"{action.reference}: due on {_words(action.due_on)}. Say what has happened since."


def _change(action: Action, kind: str, due_on: date | None, owner: Role | None) -> str:
    if kind == EXTEND and due_on:
        return f"Due {_words(action.due_on) if action.due_on else 'on no day'}, then {_words(due_on)}"
    if kind == REASSIGN and owner:
        return f"{action.owner.title if action.owner else 'Nobody'}, then {owner}"
    return "Nothing changes; a reminder is sent"


def _words(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


@transaction.atomic
def change_together(
    partnership: Partnership,
    actions: Sequence[Action],
    *,
    kind: str,
    versions: Mapping[UUID, int],
    by: Doer,
    now: datetime,
    due_on: date | None = None,
    owner: Role | None = None,
    reason: str = "",
) -> tuple[BulkChange, list[Planned]]:
    """The change, and what was left alone with the reason. `versions`: of each action as it was shown beforehand."""
    today = london_day(now)
    bulk = BulkChange.objects.create(
        partnership=partnership, kind=kind, reason=reason, due_on=due_on, owner=owner, at=now, actor_id=by.actor_id
    )
    left: list[Planned] = []
    done: list[Planned] = []
    for one in plan_together(actions, kind=kind, today=today, due_on=due_on, owner=owner):
        why_not = one.why_not or _change_one(bulk, one, version=versions.get(one.action.pk), by=by, now=now)
        (left if why_not else done).append(Planned(one.action, one.people, one.text, one.change, why_not))
    if not done:
        raise Refused("None of these actions can be changed so. " + " ".join(one.why_not for one in left[:1]))
    after = {"kind": kind, "actions": [one.action.reference for one in done], "due_on": due_on,
             "owner": str(owner.pk) if owner else ""}  # fmt: skip
    record(partnership.chain, by=by, deed="findings.change_together", after=after, note=reason, rows=len(done))
    return bulk, left


def _change_one(bulk: BulkChange, one: Planned, *, version: int | None, by: Doer, now: datetime) -> str:
    """Empty when it was changed, else why it was left alone."""
    action, before = one.action, (one.action.due_on, one.action.owner_id, one.action.organisation_id)
    try:
        if bulk.kind != REMIND:
            write(action, version=version, **_facts(bulk, action))
        elif version is not None and action.version != version:
            raise ChangedMeanwhile
    except ChangedMeanwhile:
        return "Somebody changed it since you ticked it."
    if bulk.kind != REMIND:
        settle(action, "ask")
        _name_if_moved(bulk, action)
        _note(action, bulk.reason or str(bulk.get_kind_display()), by=by, now=now)
    tell(action, one.people, key=f"ask:hand:{bulk.pk}", text=one.text)
    BulkItem.objects.create(
        bulk=bulk, action=action, due_on_before=before[0], owner_before_id=before[1],
        organisation_before_id=before[2], version_after=action.version,
    )  # fmt: skip
    return ""


def _facts(bulk: BulkChange, action: Action) -> dict[str, Any]:
    if bulk.kind == EXTEND:
        return {"due_on": bulk.due_on, "first_due_on": action.first_due_on or bulk.due_on}
    return {"owner": bulk.owner, "organisation": bulk.owner.organisation if bulk.owner else action.organisation}


def _name_if_moved(bulk: BulkChange, action: Action) -> None:
    if bulk.kind == REASSIGN:
        name(action)


def _note(action: Action, text: str, *, by: Doer, now: datetime) -> None:
    ActionUpdate.objects.create(
        action=action, text=text, state=action.state, due_on=action.due_on, owner_id=action.owner_id, at=now,
        actor_id=by.actor_id, role=by.role,
    )  # fmt: skip


def may_still_be_undone(bulk: BulkChange, *, now: datetime) -> bool:
    """True for ten minutes."""
    return bulk.undone_at is None and now - bulk.at <= timedelta(minutes=UNDO_MINUTES)


@transaction.atomic
def undo_together(bulk: BulkChange, *, by: Doer, now: datetime) -> list[Action]:
    """Put back what was changed, within ten minutes; the actions that were left alone because somebody changed them since."""
    if not may_still_be_undone(bulk, now=now):
        raise Refused("This was undone already, or it is more than ten minutes ago.")
    left = [item.action for item in _items(bulk) if not _undo_one(bulk, item, by=by, now=now)]
    BulkChange.objects.filter(pk=bulk.pk).update(undone_at=now)
    bulk.refresh_from_db()
    after = {"kind": bulk.kind, "left": [action.reference for action in left]}
    record(bulk.partnership.chain, by=by, deed="findings.undo_together", after=after, rows=max(_items(bulk).count(), 1))
    return left


def _items(bulk: BulkChange) -> Any:
    related = ("action__partnership__chain", "action__subject", "action__owner", "action__organisation")
    return bulk.items.select_related(*related).order_by("pk")


def _undo_one(bulk: BulkChange, item: BulkItem, *, by: Doer, now: datetime) -> bool:
    action = item.action
    if action.version != item.version_after:
        return False
    settle(action, f"ask:hand:{bulk.pk}")
    if bulk.kind != REMIND:
        write(action, version=item.version_after, due_on=item.due_on_before, owner_id=item.owner_before_id,
              organisation_id=item.organisation_before_id)  # fmt: skip
        _name_if_moved(bulk, action)
        _note(action, f"Undone: {bulk.get_kind_display().lower()}.", by=by, now=now)
    return True
