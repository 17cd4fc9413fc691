"""Cards about challenges: what the person must answer, what they asked, and what nobody answered in time."""

from collections.abc import Iterator, Sequence

from django.db.models import Q, QuerySet
from django.urls import reverse

from lineofsight.foundation.partnership.queries import Here
from lineofsight.foundation.ui.words import counted
from lineofsight.governance.challenges import rules
from lineofsight.governance.challenges.models import Challenge
from lineofsight.outputs.pages.finding.card import Card, Deadline

SHOWN = 8


def _rows(here: Here) -> QuerySet[Challenge]:
    return Challenge.objects.for_partnership(here.partnership)


def cards(here: Here) -> Iterator[Card | Deadline]:
    """What the person must answer, what they asked and, for those who keep the system, what nobody answered; one query."""
    everybody = Q(state=rules.OPEN) if here.may("triage_warnings") else Q()
    rows = _rows(here).filter(_to_answer(here) | _asked(here) | everybody).order_by("due_on", "asked_at")
    held = list(rows)
    actor = here.person.actor_id
    open_ones = [one for one in held if one.state == rules.OPEN and one.asked_by_id != actor]
    waiting = [one for one in open_ones if str(one.to_role_id) in here.role_ids]
    yield from _answers(waiting, here)
    if here.may("challenge"):
        yield from (Deadline(one.due_on, f"Answer a challenge: {one.question[:80]}", _one(here, one))
                    for one in waiting[:SHOWN])  # fmt: skip
    yield from _own([one for one in held if one.asked_by_id == actor], here)
    if here.may("triage_warnings"):
        yield from _unanswered(open_ones, here)


def _to_answer(here: Here) -> Q:
    """Open questions to the roles that the person is in."""
    return Q(state=rules.OPEN, to_role__in=list(here.role_ids)) & ~Q(asked_by=here.person.actor_id)


def _asked(here: Here) -> Q:
    """What the person asked and nobody settled."""
    return Q(asked_by=here.person.actor_id) & ~Q(state=rules.SETTLED)


def _one(here: Here, challenge: Challenge) -> str:
    return reverse("challenges:challenge", args=[here.partnership.slug, challenge.pk])


def _answers(waiting: Sequence[Challenge], here: Here) -> Iterator[Card]:
    """Challenges that wait for the person's answer."""
    if waiting:
        first = waiting[0]
        yield Card(
            title="challenge to answer" if len(waiting) == 1 else "challenges to answer",
            count=len(waiting),
            text=first.question[:160],
            nearest=first.due_on,
            url=_one(here, first),
            button="Answer",
            is_urgent=first.due_on < here.today or first.is_from_lead_partner,
        )


def _own(rows: Sequence[Challenge], here: Here) -> Iterator[Card]:
    """Challenges that the person asked: answered ones to settle, and those that nobody answered in time."""
    answered = [one for one in rows if one.state == rules.ANSWERED]
    late = [one for one in rows if rules.is_overdue(state=one.state, due=one.due_on, today=here.today)]
    if answered:
        title = "answer to a challenge of yours" if len(answered) == 1 else "answers to challenges of yours"
        text = "Say what was agreed because of it, and what changed."
        yield Card(title=title, count=len(answered), text=text, url=_one(here, answered[0]), button="Read it")
    if late:
        title = "challenge of yours has no answer" if len(late) == 1 else "challenges of yours have no answer"
        yield Card(title=title, count=len(late), text=late[0].question[:160], nearest=late[0].due_on, says="Was due",
                   url=_one(here, late[0]), button="See it", is_urgent=True)  # fmt: skip


def _unanswered(rows: Sequence[Challenge], here: Here) -> Iterator[Card]:
    """For those who keep the system of scrutiny: everybody's challenges that wait for an answer."""
    if rows:
        late = sum(one.due_on < here.today for one in rows)
        yield Card(
            title="challenge without an answer" if len(rows) == 1 else "challenges without an answer",
            count=len(rows),
            text=f"{counted(late, 'is', 'are')} overdue." if late else "",
            nearest=rows[0].due_on,
            url=reverse("challenges:log", args=[here.partnership.slug]) + "?state=open",
            button="See them",
            place="now" if late else "coming",
        )
