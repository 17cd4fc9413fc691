"""What the Business Team does with a round: open it, remind, move a date, agree that nothing comes, hand it to another seat."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import F

from lineofsight.cycle.requests import queries, rules
from lineofsight.cycle.requests.models import Extension, Request, Round
from lineofsight.foundation.accounts.models import Person
from lineofsight.foundation.notices import changes as notices
from lineofsight.foundation.notices.models import Notice
from lineofsight.foundation.partnership.models import Organisation, Partnership, Role
from lineofsight.foundation.partnership.permissions import Refused
from lineofsight.foundation.trail.changes import Doer, record, subject_for


@dataclass(frozen=True, slots=True)
class Asked:
    """Who is asked: an organisation, and the seats that hold the work."""

    organisation: Organisation
    role: Role | None = None
    deputy_role: Role | None = None


@transaction.atomic
def open_round(
    partnership: Partnership,
    *,
    title: str,
    period_start: date,
    period_end: date,
    opens_on: date,
    due_on: date,
    asked: Sequence[Asked],
    path_of: Callable[[Request], str],
    by: Doer,
    kind: str = Round.Kind.DATA,
) -> Round:
    """A round with a request to each organisation. `path_of` gives the page where a request is answered."""
    if not asked:
        raise Refused("Choose at least one organisation to ask.")
    if partnership.rounds.filter(title=title).exists():
        raise Refused(f"There is already a round called “{title}”. Choose another title.")
    facts = {"period_start": period_start, "period_end": period_end, "opens_on": opens_on, "due_on": due_on}
    made = Round.objects.create(partnership=partnership, title=title, kind=kind, opened_by_id=by.actor_id, **facts)
    for one in asked:
        _ask(made, one, path_of=path_of)
    after = {"title": title, **facts, "organisations": [str(one.organisation.pk) for one in asked]}
    record(partnership.chain, by=by, deed="requests.open_round", after=after, rows=len(asked))
    return made


def _ask(round_: Round, asked: Asked, *, path_of: Callable[[Request], str]) -> Request:
    partnership = round_.partnership
    request = Request.objects.create(
        partnership=partnership,
        round=round_,
        organisation=asked.organisation,
        role=asked.role,
        deputy_role=asked.deputy_role,
        due_on=round_.due_on,
    )
    request.subject = subject_for(
        partnership.chain,
        room="requests",
        kind="request",
        key=request.pk,
        title=f"{round_.title}: {asked.organisation.name}",
        may_read="see_working_figures",
        path=path_of(request),
    )
    request.save(update_fields=["subject"])
    return request


@transaction.atomic
def announce(round_: Round, *, today: date) -> int:
    """Tell everybody who is asked that the round is open; nobody is told twice. The number of people told."""
    told = 0
    for request in queries.requests_of(round_.partnership).filter(round=round_, state=rules.OPEN):
        text = f"{round_.title}: {_task_words(request)} by {day_words(request.due_on)}."
        people = queries.people_of(request, today=today)
        told += tell(request, people, key="ask:opened", text=text, due_on=request.due_on)
    return told


def _task_words(request: Request) -> str:
    name = request.organisation.name
    if request.round.kind == Round.Kind.SECTION_11:
        return f"say how far {name} meets the standards"
    return f"send the figures of {name}"


def owed_words(request: Request) -> str:
    """What is owed, in words: "Quarter 2: the return of Westmarch Police"."""
    what = "self-assessment" if request.round.kind == Round.Kind.SECTION_11 else "return"
    return f"{request.round.title}: the {what} of {request.organisation.name}"


def tell(
    request: Request,
    people: Iterable[Person],
    *,
    key: str,
    text: str,
    kind: str = Notice.Kind.TASK,
    due_on: date | None = None,
) -> int:
    """Tell people something about a request; the key is told once to each. With `due_on` it is for their calendar too."""
    return notices.tell(
        people,
        key=f"request:{request.pk}:{key}",
        text=text,
        path=request.subject.path if request.subject else "",
        kind=kind,
        chain=request.partnership.chain,
        subject=request.subject,
        due_on=due_on,
    )


def day_words(day: date) -> str:
    """ "3 November 2026"."""
    return f"{day.day} {day:%B %Y}"


@dataclass(frozen=True, slots=True)
class Message:
    """One reminder before it is sent: exactly who gets what."""

    request: Request
    people: tuple[Person, ...]
    text: str


def reminders_for(requests: Iterable[Request], *, today: date) -> list[Message]:
    """What a reminder sent now would say, and to whom: only where something is still owed."""
    return [
        Message(request, tuple(queries.people_of(request, today=today)), _reminder(request, today=today))
        for request in requests
        if request.state in rules.WAITING
    ]


def _reminder(request: Request, *, today: date) -> str:
    owed = owed_words(request)
    days = (request.due_on - today).days
    if days < 0:
        return (
            f"{owed} was due on {day_words(request.due_on)}. Send it, ask for more time, or tell us why it cannot come."
        )
    when = "today" if days == 0 else f"on {day_words(request.due_on)}"
    length = " It takes about ten minutes." if request.round.kind == Round.Kind.DATA else " You can do it in parts."
    return f"{owed} is due {when}.{length}"


@transaction.atomic
def remind(partnership: Partnership, messages: Sequence[Message], *, by: Doer, now: datetime) -> int:
    """Send the reminders; the number of people told. The same person is told once a day about the same request."""
    told = sum(
        tell(message.request, message.people, key=f"ask:hand:{now:%Y%m%d}", text=message.text) for message in messages
    )
    after = {"requests": [str(message.request.pk) for message in messages], "told": told}
    record(partnership.chain, by=by, deed="requests.remind", after=after, rows=max(len(messages), 1))
    return told


@transaction.atomic
def extend(request: Request, *, until: date, by: Doer, today: date, reason: str = "") -> Request:
    """A later day. A return that was late on the old day stays recorded as late; Refused when there is nothing to move."""
    why_not = rules.why_not_extend(state=request.state, due=request.due_on, until=until)
    if why_not:
        raise Refused(why_not)
    before = {"due_on": request.due_on}
    notices.settle(key_prefix=f"request:{request.pk}:ask:{request.due_on.isoformat()}")
    _change(request, due_on=until)
    text = f"{request.round.title}: you now have until {day_words(until)}."
    people = queries.people_of(request, today=today)
    tell(request, people, key=f"news:until:{until.isoformat()}", text=text, kind=Notice.Kind.NEWS)
    _record(request, deed="requests.extend", by=by, before=before, after={"due_on": until}, note=reason)
    return request


@transaction.atomic
def answer_extension(
    extension: Extension, *, granted: bool, by: Doer, now: datetime, today: date, note: str = ""
) -> None:
    """Yes moves the date; no tells the agency that the day stands."""
    written = Extension.objects.filter(pk=extension.pk, granted__isnull=True).update(
        granted=granted, answered_at=now, answered_by_id=by.actor_id
    )
    if not written:
        raise Refused("Somebody has already answered this.")
    request = extension.request
    notices.settle(key_prefix=f"request:{request.pk}:time:{extension.pk}")
    if granted:
        extend(request, until=extension.asked_until, by=by, today=today, reason=note or extension.reason)
        return
    text = f"{request.round.title}: more time could not be given. It is still due on {day_words(request.due_on)}."
    tell(request, queries.people_of(request, today=today), key=f"news:no-time:{extension.pk}", text=text)
    _record(request, deed="requests.refuse_extension", by=by, note=note)


@transaction.atomic
def excuse(request: Request, *, reason_code: str, reason: str, allowed: Iterable[str], by: Doer) -> Request:
    """It is agreed that nothing comes, for one of the framework's reasons."""
    why_not = rules.why_not_excuse(state=request.state, reason_code=reason_code, allowed=allowed)
    if why_not:
        raise Refused(why_not)
    before = {"state": request.state}
    _change(request, state=rules.EXCUSED, reason_code=reason_code, reason=reason)
    notices.settle(key_prefix=f"request:{request.pk}:")
    _record(request, deed="requests.excuse", by=by, before=before, after={"reason_code": reason_code}, note=reason)
    return request


@transaction.atomic
def ask_again(request: Request, *, by: Doer) -> Request:
    """What was agreed missing is asked for after all."""
    if request.state != rules.EXCUSED:
        raise Refused("This return is already asked for.")
    _change(request, state=rules.OPEN, reason_code="", reason="")
    _record(request, deed="requests.ask_again", by=by)
    return request


@transaction.atomic
def pass_on(request: Request, *, role: Role, by: Doer, today: date, deputy: Role | None = None) -> Request:
    """Another seat of the same organisation holds the work from now on, with the draft and its history."""
    if role.organisation_id != request.organisation_id:
        raise Refused("Choose a role in the same organisation.")
    before = {"role": str(request.role_id or "")}
    notices.settle(key_prefix=f"request:{request.pk}:ask")
    _change(request, role=role, deputy_role=deputy)
    text = f"{request.round.title} was passed on to you. It is due on {day_words(request.due_on)}."
    tell(request, queries.people_of(request, today=today), key=f"ask:passed-on:{role.pk}:{request.version}", text=text)
    _record(request, deed="requests.pass_on", by=by, before=before, after={"role": str(role.pk)})
    return request


@transaction.atomic
def close_round(round_: Round, *, by: Doer, now: datetime) -> Round:
    """Nothing more is taken in this round; what has not come stays recorded as it is."""
    written = Round.objects.filter(pk=round_.pk, closed_at__isnull=True).update(closed_at=now)
    if not written:
        raise Refused("This round is already closed.")
    for pk in round_.requests.values_list("pk", flat=True):
        notices.settle(key_prefix=f"request:{pk}:ask")
    record(round_.partnership.chain, by=by, deed="requests.close_round", after={"title": round_.title})
    round_.refresh_from_db()
    return round_


def _change(request: Request, **facts: object) -> None:
    Request.objects.filter(pk=request.pk).update(version=F("version") + 1, **facts)
    request.refresh_from_db()


def _record(
    request: Request,
    *,
    deed: str,
    by: Doer,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    note: str = "",
) -> None:
    chain = request.partnership.chain
    record(chain, by=by, deed=deed, subject=request.subject, before=before, after=after, note=note)
