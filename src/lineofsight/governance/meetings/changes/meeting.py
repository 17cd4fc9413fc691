"""At the meeting: it took place, what was said, actions and challenges under an item."""

from datetime import date, datetime

from django.db import transaction

from lineofsight.cycle.findings import changes as findings
from lineofsight.cycle.findings.models import Action
from lineofsight.foundation.partnership.holding import must
from lineofsight.foundation.partnership.models import Organisation, Role
from lineofsight.foundation.partnership.permissions import Refused
from lineofsight.foundation.trail.changes import Doer, record
from lineofsight.governance.challenges import changes as challenges
from lineofsight.governance.challenges.models import Challenge
from lineofsight.governance.meetings.changes.before import subject_for_papers
from lineofsight.governance.meetings.changes.holding import locked, note_item, settle, write
from lineofsight.governance.meetings.models import AgendaItem, Decision, ItemAction, ItemChallenge, Meeting
from lineofsight.governance.meetings.queries.agenda import channels_of, day_of
from lineofsight.governance.meetings.queries.reading import subject_of
from lineofsight.governance.meetings.rules import states
from lineofsight.governance.updates import changes as updates
from lineofsight.governance.updates.models import GroupUpdate


@transaction.atomic
def hold(meeting: Meeting, *, by: Doer, now: datetime, today: date, version: int) -> Meeting:
    """The meeting took place: views close, minutes can be written, and updates that it had count as used."""
    held = locked(meeting)
    must(states.why_not_hold(held.state))
    if day_of(held) > today:
        raise Refused("The meeting is on a day that is still to come.")
    write(meeting, version=version, by=by, now=now, state=states.HELD)
    settle(meeting, "agenda")
    _mark_updates(held, by=by, now=now)
    record(held.partnership.chain, by=by, deed="meetings.hold", subject=held.subject)
    return meeting


def _mark_updates(meeting: Meeting, *, by: Doer, now: datetime) -> None:
    if meeting.subject is None:
        return
    subjects = meeting.items.filter(withdrawn_at__isnull=True, about__kind="update").values("about")
    rows = GroupUpdate.objects.for_partnership(meeting.partnership).filter(subject__in=subjects)
    for update in rows.select_related("partnership__chain", "subject"):
        for channel in channels_of(meeting):
            updates.mark_used(update, channel, used_in=meeting.subject, by=by, now=now)


@transaction.atomic
def note(item: AgendaItem, *, notes: str, by: Doer, now: datetime, version: int) -> AgendaItem:
    """What was said under an item, for the minutes."""
    held = locked(item.meeting)
    must(states.why_not_record(held.state))
    before = {"notes": item.notes}
    write(item, version=version, by=by, now=now, notes=notes)
    note_item(item, deed="meetings.note", by=by, before=before, notes=notes)
    return item


@transaction.atomic
def agree_action(
    item: AgendaItem, *, text: str, organisation: Organisation, owner: Role, due_on: date, by: Doer, now: datetime,
    today: date, decision: Decision | None = None,
) -> Action:  # fmt: skip
    """An action with its owner and its day; it comes from the decision, else from what the item is about."""
    held = locked(item.meeting)
    must(states.why_not_record(held.state))
    if due_on < today:
        raise Refused("Choose a day that is still to come.")
    source = decision.subject if decision else subject_of(item) or subject_for_papers(item)
    made = findings.add_action(
        held.partnership,
        text=text,
        organisation=organisation,
        owner=owner,
        due_on=due_on,
        source=source,
        by=by,
        now=now,
    )
    ItemAction.objects.create(item=item, action=made)
    note_item(item, deed="meetings.agree_action", by=by, action=made.reference)
    return made


@transaction.atomic
def make_challenge(
    item: AgendaItem, *, question: str, to_role: Role, due_on: date, organisation: Organisation, by: Doer,
    now: datetime, today: date, evidence: str = "", asker: challenges.Asker | None = None,
) -> Challenge:  # fmt: skip
    """A question that was asked at the meeting and must be answered by a day; `asker` said it, `by` writes it down."""
    held = locked(item.meeting)
    must(states.why_not_record(held.state))
    made = challenges.ask(
        held.partnership, question=question, to_role=to_role, due_on=due_on, organisation=organisation,
        evidence=evidence, about=subject_of(item) or subject_for_papers(item), to_group=to_role.group, asker=asker,
        by=by, now=now, today=today,
    )  # fmt: skip
    ItemChallenge.objects.create(item=item, challenge=made)
    note_item(item, deed="meetings.make_challenge", by=by, challenge=made.reference)
    return made
