"""What an agency does: begin a draft, send it, take it back, ask for more time, answer a question."""

import secrets
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import F

from lineofsight.cycle.requests import queries, rules
from lineofsight.cycle.requests.changes.asking import tell
from lineofsight.cycle.requests.models import Extension, Question, Request, Return
from lineofsight.foundation.accounts.models import Person
from lineofsight.foundation.notices import changes as notices
from lineofsight.foundation.notices.models import Notice
from lineofsight.foundation.partnership.holding import ChangedMeanwhile
from lineofsight.foundation.partnership.permissions import Refused
from lineofsight.foundation.partnership.queries import people_who_may
from lineofsight.foundation.trail.changes import Doer, record


def new_reference() -> str:
    """A reference that a person can say on the telephone, such as R4K-7QX."""
    signs = [secrets.choice(rules.SPOKEN_SIGNS) for _ in range(6)]
    return f"R{''.join(signs[:3])}-{''.join(signs[3:])}"


@transaction.atomic
def start_draft(request: Request, *, how: str, by: Doer, now: datetime, today: date) -> Return:
    """The one draft of the request, made if there is none. Refused when nothing can be sent now."""
    held = queries.draft_of(request)
    if held is not None:
        return held
    why_not = rules.why_not_start(
        state=request.state,
        opens=request.round.opens_on,
        today=today,
        is_closed=request.round.closed_at is not None,
    )
    if why_not:
        raise Refused(why_not)
    draft = _new_draft(request, how=how, by=by, now=now)
    if request.state == rules.OPEN:
        Request.objects.filter(pk=request.pk).update(state=rules.STARTED, version=F("version") + 1)
        request.refresh_from_db()
    return draft


def _new_draft(request: Request, *, how: str, by: Doer, now: datetime) -> Return:
    facts = {"request": request, "partnership": request.partnership, "organisation_id": request.organisation_id}
    try:
        with transaction.atomic():
            draft = Return.objects.create(
                **facts,
                reference=new_reference(),
                how=how,
                subject=request.subject,
                created_by_id=by.actor_id,
                changed_by_id=by.actor_id,
                changed_at=now,
            )
    except IntegrityError:
        # A colleague began at the same moment: both go on in the one draft.
        held = queries.draft_of(request)
        if held is None:
            raise
        return held
    record(request.partnership.chain, by=by, deed="requests.start_return", subject=request.subject)
    return draft


def claim(draft: Return, *, version: int, by: Doer, now: datetime) -> int:
    """The draft's next version: nobody else has saved since `version`. ChangedMeanwhile when somebody has."""
    written = Return.objects.filter(pk=draft.pk, state=rules.DRAFT, version=version).update(
        version=F("version") + 1, changed_at=now, changed_by_id=by.actor_id
    )
    if not written:
        raise ChangedMeanwhile("Somebody else saved this return while you were working on it.")
    draft.refresh_from_db()
    return draft.version


@transaction.atomic
def send(
    draft: Return, *, version: int, digest: str, note: str, is_nil: bool, by: Doer, now: datetime, today: date
) -> Return:
    """The draft is sent: lateness is judged by this moment, reminders stop at once, the Business Team is told."""
    request = _locked(draft)
    written = Return.objects.filter(pk=draft.pk, state=rules.DRAFT, version=version).update(
        state=rules.SENT, version=F("version") + 1, content_digest=digest, note=note, is_nil=is_nil,
        received_at=now, received_by_id=by.actor_id,
    )  # fmt: skip
    if not written:
        raise ChangedMeanwhile("Somebody else saved or sent this return while you were checking it.")
    draft.refresh_from_db()
    Request.objects.filter(pk=request.pk).update(
        state=rules.RECEIVED, first_received_at=request.first_received_at or now, version=F("version") + 1
    )
    notices.settle(key_prefix=f"request:{request.pk}:ask")
    _tell_team(request, key=f"check:{draft.pk}", text=f"{_of(request)} has come and can be checked.", today=today)
    after = {"return": draft.reference, "digest": digest, "nil": is_nil}
    record(
        request.partnership.chain, by=by, deed="requests.send_return", subject=request.subject, after=after, note=note
    )
    return draft


def _locked(sent: Return) -> Request:
    if sent.request_id is None:
        raise Refused("This return was not asked for.")
    # Only the request's own row: a database refuses to lock what an outer join may leave empty.
    rows = Request.objects.select_for_update(of=("self",))
    return rows.select_related("round", "organisation", "partnership__chain", "subject").get(pk=sent.request_id)


def _of(request: Request) -> str:
    return f"{request.round.title}: the return of {request.organisation.name}"


def _tell_team(request: Request, *, key: str, text: str, today: date, capability: str = "accept_returns") -> int:
    return tell(request, people_who_may(request.partnership, capability, today=today), key=key, text=text)


@transaction.atomic
def take_back(sent: Return, *, by: Doer) -> Return:
    """The agency has it again, to change it. Refused once it was accepted."""
    request = _locked(sent)
    why_not = rules.why_not_take_back(state=sent.state)
    if why_not:
        raise Refused(why_not)
    written = Return.objects.filter(pk=sent.pk, state=rules.SENT).update(
        state=rules.TAKEN_BACK, version=F("version") + 1
    )
    if not written:
        raise ChangedMeanwhile("Somebody else took this return back, or accepted it, at the same moment.")
    before = Return.objects.filter(request=request, state=rules.ACCEPTED).order_by("received_at").first()
    Request.objects.filter(pk=request.pk).update(
        state=rules.ACCEPTED if before else rules.STARTED,
        first_received_at=before.received_at if before else None,
        version=F("version") + 1,
    )
    notices.settle(key_prefix=f"request:{request.pk}:check:{sent.pk}")
    after = {"return": sent.reference}
    record(request.partnership.chain, by=by, deed="requests.take_back", subject=request.subject, after=after)
    sent.refresh_from_db()
    return sent


@transaction.atomic
def ask_for_more_time(request: Request, *, until: date, reason: str, by: Doer, now: datetime, today: date) -> Extension:
    """The agency asks; the Business Team is told and answers."""
    why_not = rules.why_not_extend(state=request.state, due=request.due_on, until=until)
    if why_not:
        raise Refused(why_not)
    if request.extensions.filter(granted__isnull=True).exists():
        raise Refused("You have already asked for more time. The Business Team has not answered yet.")
    asked = Extension.objects.create(
        request=request, asked_until=until, reason=reason, asked_at=now, asked_by_id=by.actor_id
    )
    text = f"{request.organisation.name} asks for more time: {request.round.title}."
    _tell_team(request, key=f"time:{asked.pk}", text=text, today=today, capability="manage_rounds")
    after = {"until": until}
    chain = request.partnership.chain
    record(chain, by=by, deed="requests.ask_for_more_time", subject=request.subject, after=after, note=reason)
    return asked


@transaction.atomic
def answer_question(question: Question, *, answer: str, by: Doer, now: datetime, today: date) -> None:
    """The agency's answer to a question about its return; an answer is given once."""
    written = Question.objects.filter(pk=question.pk, answered_at__isnull=True).update(
        answer=answer, answered_at=now, answered_by_id=by.actor_id
    )
    if not written:
        raise Refused("This question has already been answered.")
    request = question.source.request
    if request is None:
        raise Refused("This return was not asked for, so nobody can answer for it.")
    notices.settle(key_prefix=f"request:{request.pk}:ask:question:{question.pk}")
    _tell_team(request, key=f"answered:{question.pk}", text=f"{_of(request)}: your question was answered.", today=today)
    chain = request.partnership.chain
    record(chain, by=by, deed="requests.answer_question", subject=request.subject, note=answer)


def tell_people(request: Request, people: list[Person], *, key: str, text: str) -> int:
    """News about a request to named people."""
    return tell(request, people, key=key, text=text, kind=Notice.Kind.NEWS)
