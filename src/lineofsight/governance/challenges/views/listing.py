"""The log of challenges, and what was asked of the person or by them."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from lineofsight.foundation.partnership.guards import PartnershipRequest, partnership_page
from lineofsight.foundation.ui.tables import Column, Filter, Table
from lineofsight.governance.challenges import permissions, queries, rules
from lineofsight.governance.challenges.models import Challenge
from lineofsight.governance.challenges.views.sections import MARKING, shared

EMPTY = (
    "No challenges yet",
    "A challenge is a fair question that asks for a better answer. It may come from a figure, a report or a meeting.",
)


@partnership_page(permissions.ASK)
@require_safe
def log(request: PartnershipRequest) -> HttpResponseBase:
    """Every challenge: who asked whom, on what evidence, what was answered, and what came of it."""
    address = reverse("challenges:ask", args=[request.here.partnership.slug])
    table = _table(
        request, queries.log(request.here.partnership), name="challenges", title="Challenges",
        filters=_filters(request), empty=(*EMPTY, address, "Ask a question"),
    )  # fmt: skip
    if table.wants_export:
        return table.export_response()
    return render(request, "challenges/log.html", shared(request) | {"table": table, "ask_url": address})


@partnership_page()
@require_safe
def yours(request: PartnershipRequest) -> HttpResponseBase:
    """What the person must answer, and what they asked themselves."""
    here = request.here
    asked_of = queries.asked_of(here.partnership, queries.seats_of(here))
    first = _table(
        request, asked_of, name="to-you", title="Questions to you",
        empty=("Nobody has asked you anything", "When somebody does, you get a message and find it here.", "", ""),
    )  # fmt: skip
    second = _table(
        request, queries.all_asked_by(here), name="by-you", title="Questions that you asked", prefix="asked",
        empty=("You have asked nothing yet", "Questions that you ask stay here with their answers.", "", ""),
    )  # fmt: skip
    for table in (first, second):
        if table.wants_export:
            return table.export_response()
    facts = {"table": first, "asked": second if second.total or here.may(permissions.ASK) else None}
    return render(request, "challenges/yours.html", shared(request) | facts)


def _table(
    request: PartnershipRequest,
    rows: QuerySet[Challenge],
    *,
    name: str,
    title: str,
    empty: tuple[str, str, str, str],
    prefix: str = "",
    filters: Sequence[Filter] = (),
) -> Table:
    return Table(
        request,
        name=name,
        title=title,
        rows=rows,
        columns=_columns(request),
        filters=filters,
        prefix=prefix,
        noun=("challenge", "challenges"),
        exports=request.here.may("export"),
        marking=MARKING,
        empty=empty,
    )


def _columns(request: PartnershipRequest) -> list[Column]:
    slug, today = request.here.partnership.slug, request.here.today
    return [
        Column("reference", "Number", url=lambda one: reverse("challenges:challenge", args=[slug, one.pk])),
        Column("question", "Question", sort=False),
        Column("asked_by", "Asked by", value=who_asked, sort="asked_by__name"),
        Column("to_role", "Asked of", value=lambda one: str(one.to_role), sort="to_role__title"),
        Column("asked_on", "Asked on", value=lambda one: day(one.asked_at), sort="asked_at"),
        Column("due_on", "Answer by"),
        Column("clock", "Where it is", value=lambda one: clock_of(one, today), sort="state",
               tone=lambda one: tone_of(one, today)),
        Column("outcome", "Outcome", sort=False),
        Column("effect", "Effect", sort=False),
        Column("answer", "Answer", sort=False, on_page=False),
        Column("evidence", "Evidence", sort=False, on_page=False),
    ]  # fmt: skip


def who_asked(one: Challenge) -> str:
    """The asker's name and organisation."""
    return f"{one.asked_by.name}, {one.asking_organisation.name}"


def day(moment: Any) -> date | None:
    """The day in London."""
    return timezone.localtime(moment).date() if moment else None


def clock_of(one: Challenge, today: date) -> str:
    """Where the challenge is, in a few words."""
    if one.state == rules.SETTLED:
        return "Settled"
    asked, answered = day(one.asked_at), day(one.answered_at)
    return rules.clock_words(state=one.state, asked=asked or one.due_on, due=one.due_on, answered=answered, today=today)


def tone_of(one: Challenge, today: date) -> str:
    """Overdue stands out; the rest is quiet."""
    if rules.is_overdue(state=one.state, due=one.due_on, today=today):
        return "weak"
    return {rules.OPEN: "info", rules.ANSWERED: "fair"}.get(one.state, "quiet")


def _filters(request: PartnershipRequest) -> list[Filter]:
    bodies = queries.bodies_asked(request.here.partnership)
    today = request.here.today

    def overdue(rows: Any, _: object) -> Any:
        return rows.filter(state=rules.OPEN, due_on__lt=today)

    return [
        Filter("words", "Words in the question", lookup="question__icontains"),
        Filter("state", "State", "choice", Challenge.State.choices),
        Filter("agency", "Agency that was asked", "choice", bodies, lookup="to_role__organisation"),
        Filter("overdue", "Only overdue", "tick", apply=overdue),
        Filter("lead", "Only from Lead Safeguarding Partners", "tick",
               apply=lambda rows, _: rows.filter(is_from_lead_partner=True)),
    ]  # fmt: skip
