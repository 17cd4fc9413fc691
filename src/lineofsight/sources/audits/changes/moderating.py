"""The panel looks at an organisation's answers: its own view, questions sent as one e-mail, the right of reply, agreement."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.db.models import F

from lineofsight.cycle.requests.models import Request
from lineofsight.engine.clocks import add_working_days
from lineofsight.foundation.partnership.holding import must
from lineofsight.foundation.partnership.models import Organisation
from lineofsight.foundation.partnership.permissions import Refused
from lineofsight.foundation.partnership.queries import people_who_may
from lineofsight.foundation.trail.changes import Doer, record
from lineofsight.sources.audits import queries, rules
from lineofsight.sources.audits.changes.holding import locked, move, settle, tell
from lineofsight.sources.audits.models import Answer, Assessment, Moderation, Query, Reply


@transaction.atomic
def moderate(
    answer: Answer,
    *,
    grade: str,
    reason: str,
    organisation: Organisation,
    own: Iterable[object],
    by: Doer,
    now: datetime,
) -> Moderation:
    """The panel's grade of an answer, beside the organisation's own. The first one begins moderation.

    `organisation`: the moderator's; `own`: every organisation in which the person holds a seat.
    """
    held = locked(answer.assessment)
    on_panel = queries.is_on_panel(held.audit, by=by, on=now.date())
    must(rules.why_not_moderate(state=held.state, organisation=str(held.organisation_id), own=own, on_panel=on_panel))
    if grade != answer.grade and not reason.strip():
        raise Refused("Write the reason for another grade.")
    _begin(held, now=now)
    made = Moderation.objects.create(
        answer=answer, grade=grade, reason=reason, at=now, actor_id=by.actor_id, organisation=organisation,
        is_after_reply=held.state == rules.REPLY,
    )  # fmt: skip
    after = {"question": answer.question, "own": answer.grade, "grade": grade, "reason": reason}
    record(held.partnership.chain, by=by, deed="audits.moderate", subject=held.subject, after=after)
    return made


def _begin(held: Assessment, *, now: datetime) -> None:
    if held.state == rules.DECLARED:
        move(held, state=rules.MODERATING, moderation_began_at=now)


@transaction.atomic
def ask(answer: Answer, *, text: str, own: Iterable[object], by: Doer, now: datetime) -> Query:
    """A question about an answer; it waits until the panel sends all of the organisation's together."""
    held = locked(answer.assessment)
    on_panel = queries.is_on_panel(held.audit, by=by, on=now.date())
    must(rules.why_not_moderate(state=held.state, organisation=str(held.organisation_id), own=own, on_panel=on_panel))
    _begin(held, now=now)
    made = Query.objects.create(answer=answer, text=text, asked_at=now, asked_by_id=by.actor_id)
    after = {"question": answer.question, "text": text}
    record(held.partnership.chain, by=by, deed="audits.ask", subject=held.subject, after=after)
    return made


@transaction.atomic
def send_queries(assessment: Assessment, *, by: Doer, now: datetime) -> int:
    """The questions that wait go to the organisation as one message; how many."""
    held = locked(assessment)
    waiting = Query.objects.filter(answer__assessment=held, sent_at__isnull=True)
    number = waiting.update(sent_at=now)
    if number:
        people = people_who_may(
            held.partnership, "make_returns", today=now.date(), organisation_id=held.organisation_id
        )
        many = f"{number} questions" if number > 1 else "one question"
        text = f"{held.audit.round.title}: the panel has {many} about your answers."
        tell(held, people, key=f"query:{now:%Y%m%d%H%M%S}", text=text)
        record(held.partnership.chain, by=by, deed="audits.send_queries", subject=held.subject, rows=number)
    return number


@transaction.atomic
def answer_query(query: Query, *, text: str, by: Doer, now: datetime) -> Query:
    """The organisation answers; an answer is not changed afterwards."""
    assessment = query.answer.assessment
    written = Query.objects.filter(pk=query.pk, sent_at__isnull=False, replied_at__isnull=True).update(
        reply=text, replied_at=now, replied_by_id=by.actor_id
    )
    if not written:
        raise Refused("This question was answered already.")
    if not Query.objects.filter(answer__assessment=assessment, sent_at__isnull=False, replied_at__isnull=True).exists():
        settle(assessment, "query")
    after = {"question": query.answer.question, "reply": text}
    record(assessment.partnership.chain, by=by, deed="audits.answer_query", subject=assessment.subject, after=after)
    query.refresh_from_db()
    return query


@transaction.atomic
def send_grades(assessment: Assessment, *, by: Doer, now: datetime, today: date) -> Assessment:
    """Every answer is moderated: the organisation sees the grades, and has its working days to reply."""
    held = locked(assessment)
    must("The organisation has not declared its answers yet." if held.state in rules.EDITABLE else None)
    must("The grades were sent already." if held.state in (rules.REPLY, rules.AGREED) else None)
    left = held.answers.filter(moderations__isnull=True).count()
    must(f"{left} {'answers are' if left > 1 else 'answer is'} not moderated yet." if left else None)
    due = add_working_days(today, held.audit.reply_working_days)
    move(held, state=rules.REPLY, reply_due_on=due)
    people = people_who_may(held.partnership, "make_returns", today=today, organisation_id=held.organisation_id)
    text = f"{held.audit.round.title}: the moderated grades are here. You can reply until {due.day} {due:%B %Y}."
    tell(held, people, key=f"reply:{held.version}", text=text)
    record(held.partnership.chain, by=by, deed="audits.send_grades", subject=held.subject, after={"reply_due_on": due})
    return held


@transaction.atomic
def reply(answer: Answer, *, text: str, by: Doer, now: datetime, today: date) -> Reply:
    """What the organisation says to a grade; the last day counts."""
    held = locked(answer.assessment)
    must(rules.why_not_reply(state=held.state, due_on=held.reply_due_on, today=today))
    made = Reply.objects.create(answer=answer, text=text, at=now, actor_id=by.actor_id)
    after = {"question": answer.question, "text": text}
    record(held.partnership.chain, by=by, deed="audits.reply", subject=held.subject, after=after)
    return made


@transaction.atomic
def accept_grades(assessment: Assessment, *, by: Doer, now: datetime) -> Assessment:
    """The organisation says that it has nothing to reply, so that nobody waits for the last day."""
    held = locked(assessment)
    must(rules.why_not_reply(state=held.state, due_on=held.reply_due_on, today=now.date()))
    move(held, reply_due_on=now.date() if held.reply_due_on and held.reply_due_on > now.date() else held.reply_due_on)
    settle(held, "reply")
    record(held.partnership.chain, by=by, deed="audits.accept_grades", subject=held.subject)
    return _agree(held, by=by, now=now)


@transaction.atomic
def agree(assessment: Assessment, *, by: Doer, now: datetime, today: date) -> Assessment:
    """The grades stand: the reply was considered, or its last day has passed."""
    held = locked(assessment)
    replied = Reply.objects.filter(answer__assessment=held).exists()
    unanswered = Query.objects.filter(answer__assessment=held, sent_at__isnull=False, replied_at__isnull=True).count()
    facts = {"state": held.state, "due_on": held.reply_due_on, "today": today}
    must(rules.why_not_agree(**facts, replied=replied, open_queries=unanswered))  # type: ignore[arg-type]
    return _agree(held, by=by, now=now)


def _agree(held: Assessment, *, by: Doer, now: datetime) -> Assessment:
    move(held, state=rules.AGREED, agreed_at=now)
    Request.objects.filter(pk=held.request_id).update(state=Request.State.ACCEPTED, version=F("version") + 1)
    settle(held)
    record(held.partnership.chain, by=by, deed="audits.agree", subject=held.subject)
    return held
