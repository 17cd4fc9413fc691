"""Cards about challenges: what the person must answer, what they asked, and what nobody answered in time."""

from collections.abc import Iterator

from django.db.models import Count, Min, Q, QuerySet
from django.urls import reverse

from lineofsight.foundation.partnership.models import Membership
from lineofsight.foundation.partnership.queries import Here
from lineofsight.foundation.ui.words import counted
from lineofsight.governance.challenges import rules
from lineofsight.governance.challenges.models import Challenge
from lineofsight.outputs.pages.finding.card import Card, Deadline

SHOWN = 8


def _rows(here: Here) -> QuerySet[Challenge]:
    return Challenge.objects.for_partnership(here.partnership)


def _mine(here: Here) -> QuerySet[Challenge]:
    """Open questions to the roles that the person is in."""
    seats = Membership.objects.for_partnership(here.partnership).on(here.today).filter(
        person=here.person, confirmed_at__isnull=False, stopped_at__isnull=True
    )  # fmt: skip
    rows = _rows(here).filter(state=rules.OPEN, to_role__in=seats.values("role"))
    return rows.exclude(asked_by=here.person.actor_id).order_by("due_on", "asked_at")


def _one(here: Here, challenge: Challenge) -> str:
    return reverse("challenges:challenge", args=[here.partnership.slug, challenge.pk])


def to_answer(here: Here) -> Iterator[Card]:
    """Challenges that wait for the person's answer."""
    waiting = list(_mine(here))
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


def asked(here: Here) -> Iterator[Card]:
    """Challenges that the person asked: answered ones to settle, and those that nobody answered in time."""
    rows = list(_rows(here).filter(asked_by=here.person.actor_id).exclude(state=rules.SETTLED).order_by("due_on"))
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


def unanswered(here: Here) -> Iterator[Card]:
    """For those who keep the system of scrutiny: everybody's challenges that wait for an answer."""
    overdue = Count("pk", filter=Q(due_on__lt=here.today))
    rows = _rows(here).filter(state=rules.OPEN).exclude(asked_by=here.person.actor_id)
    found = rows.aggregate(all=Count("pk"), nearest=Min("due_on"), overdue=overdue)
    if found["all"]:
        late = found["overdue"]
        url = reverse("challenges:log", args=[here.partnership.slug]) + "?state=open"
        yield Card(
            title="challenge without an answer" if found["all"] == 1 else "challenges without an answer",
            count=found["all"],
            text=f"{counted(late, 'is', 'are')} overdue." if late else "",
            nearest=found["nearest"],
            url=url,
            button="See them",
            place="now" if late else "coming",
        )


def deadlines(here: Here) -> Iterator[Deadline]:
    """The days by which the person must answer."""
    for challenge in _mine(here)[:SHOWN]:
        yield Deadline(challenge.due_on, f"Answer a challenge: {challenge.question[:80]}", _one(here, challenge))
