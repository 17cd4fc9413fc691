"""What the Business Team does with a return that came: ask about it, send it back, accept it."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from lineofsight.cycle.requests import queries, rules
from lineofsight.cycle.requests.changes.asking import tell
from lineofsight.cycle.requests.models import Question, Request, Return
from lineofsight.foundation.notices import changes as notices
from lineofsight.foundation.notices.models import Notice
from lineofsight.foundation.partnership.holding import ChangedMeanwhile
from lineofsight.foundation.partnership.permissions import Refused
from lineofsight.foundation.trail.changes import Doer, record


@transaction.atomic
def mark_accepted(sent: Return, *, version: int, by: Doer, now: datetime) -> Return:
    """The return is accepted: its figures count from this moment. Call it in the transaction that writes the figures."""
    _judged(sent, version=version, state=rules.ACCEPTED, accepted_at=now, accepted_by_id=by.actor_id)
    request = _request(sent)
    if request is not None:
        _settled(request, sent, state=rules.ACCEPTED)
        people = [] if sent.received_by_id is None else queries.people_of(request, today=timezone.localdate(now))
        text = f"{request.round.title}: your return {sent.reference} was accepted. Thank you."
        tell(request, people, key=f"news:accepted:{sent.pk}", text=text, kind=Notice.Kind.NEWS)
    after = {"return": sent.reference}
    record(sent.partnership.chain, by=by, deed="requests.accept_return", subject=sent.subject, after=after)
    return sent


@transaction.atomic
def send_back(sent: Return, *, version: int, reason: str, by: Doer, today: date) -> Return:
    """The agency gets it back with what must change."""
    if not reason.strip():
        raise Refused("Say what must change, so that the agency knows what to do.")
    _judged(sent, version=version, state=rules.SENT_BACK)
    request = _request(sent)
    if request is None:
        raise Refused("This return was not asked for, so there is nobody to send it back to.")
    _settled(request, sent, state=rules.SENT_BACK)
    text = f"{request.round.title}: your return {sent.reference} needs a change before it can be used."
    tell(request, queries.people_of(request, today=today), key=f"ask:sent-back:{sent.pk}", text=text)
    after = {"return": sent.reference}
    chain = sent.partnership.chain
    record(chain, by=by, deed="requests.send_back", subject=sent.subject, after=after, note=reason)
    return sent


@transaction.atomic
def ask_about(sent: Return, *, text: str, by: Doer, now: datetime, today: date) -> Question:
    """A question about the return; it stays where it is meanwhile."""
    if not text.strip():
        raise Refused("Write what you want to know.")
    request = _request(sent)
    if request is None:
        raise Refused("This return was not asked for, so there is nobody to ask.")
    question = Question.objects.create(source=sent, text=text, asked_at=now, asked_by_id=by.actor_id)
    told = f"{request.round.title}: there is a question about your return {sent.reference}."
    tell(request, queries.people_of(request, today=today), key=f"ask:question:{question.pk}", text=told)
    record(sent.partnership.chain, by=by, deed="requests.ask_question", subject=sent.subject, note=text)
    return question


def _judged(sent: Return, *, version: int, state: str, **facts: object) -> None:
    why_not = rules.why_not_judge(state=sent.state)
    if why_not:
        raise Refused(why_not)
    written = Return.objects.filter(pk=sent.pk, state=rules.SENT, version=version).update(
        state=state, version=F("version") + 1, **facts
    )
    if not written:
        raise ChangedMeanwhile("This return was taken back or changed while you were reading it. Look at it again.")
    sent.refresh_from_db()


def _request(sent: Return) -> Request | None:
    if sent.request_id is None:
        return None
    return queries.requests_of(sent.partnership).get(pk=sent.request_id)


def _settled(request: Request, sent: Return, *, state: str) -> None:
    Request.objects.filter(pk=request.pk).update(state=state, version=F("version") + 1)
    request.refresh_from_db()
    notices.settle(key_prefix=f"request:{request.pk}:check:{sent.pk}")
