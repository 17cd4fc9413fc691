"""One challenge: the question, its evidence, the answer, the outcome and the effect, each with who and when."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from lineofsight.foundation.partnership.guards import PartnershipRequest, partnership_page
from lineofsight.foundation.partnership.queries import people_in, readable_subjects
from lineofsight.foundation.ui.words import long_date, moment
from lineofsight.governance.challenges import permissions, queries, rules
from lineofsight.governance.challenges.models import Challenge
from lineofsight.governance.challenges.views.listing import clock_of, day, tone_of
from lineofsight.governance.challenges.views.sections import found, shared


@partnership_page()
@require_safe
def challenge(request: PartnershipRequest, challenge: UUID) -> HttpResponse:
    """The page of one challenge, for whoever reads the log, asked it, or must answer it."""
    held, seats = found(request, challenge)
    here = request.here
    people = people_in(held.to_role, today=here.today)
    facts = {
        "challenge": held,
        "facts": _facts(held, [person.name for person in people]),
        "where": clock_of(held, here.today),
        "tone": tone_of(held, here.today),
        "offers": [(offer, _address(request, held, offer.name)) for offer in permissions.offers(here, held, seats)],
        "tracker": _tracker(held),
        "about": queries.subject_named(readable_subjects(here), str(held.about_id)) if held.about_id else None,
        "about_hidden": held.about_id is not None,
    }
    return render(request, "challenges/challenge.html", shared(request) | facts)


def _address(request: PartnershipRequest, held: Challenge, name: str) -> str:
    return reverse(f"challenges:{name}", args=[request.here.partnership.slug, held.pk])


def _facts(held: Challenge, people: list[str]) -> list[tuple[str, Any]]:
    who = f" ({', '.join(people)})" if people else " (nobody is in this role now)"
    group = [("For the agenda of", held.to_group.name)] if held.to_group else []
    return [
        ("Asked by", f"{held.asked_by.name}, {held.asking_organisation.name}"),
        ("Asked on", long_date(_day(held))),
        ("Asked of", f"{held.to_role}{who}"),
        *group,
        ("Answer by", long_date(held.due_on)),
    ]


def _day(held: Challenge) -> Any:
    return day(held.asked_at)


def _tracker(held: Challenge) -> list[dict[str, str]]:
    """Asked, answered, settled: each with its moment and who."""
    answered = f"{moment(held.answered_at)}, {held.answered_by.name}" if held.answered_at and held.answered_by else ""
    settled = f"{moment(held.settled_at)}, {held.settled_by.name}" if held.settled_at and held.settled_by else ""
    order = (rules.OPEN, rules.ANSWERED, rules.SETTLED)
    at = order.index(held.state)
    steps = [("Asked", f"{moment(held.asked_at)}, {held.asked_by.name}"), ("Answered", answered), ("Settled", settled)]
    return [
        {"label": label, "words": words, "state": "done" if index <= at else "current" if index == at + 1 else "todo"}
        for index, (label, words) in enumerate(steps)
    ]
