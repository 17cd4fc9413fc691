"""The Business Team's rounds: the grid, opening one, reminding and extending many at once."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from lineofsight.cycle.requests import queries as requests
from lineofsight.cycle.requests import rules
from lineofsight.cycle.requests.changes import asking, together
from lineofsight.cycle.requests.models import Request, Round, TogetherExtended
from lineofsight.foundation.partnership.careful import careful
from lineofsight.foundation.partnership.guards import PartnershipRequest, now, partnership_page
from lineofsight.foundation.partnership.permissions import Refused
from lineofsight.foundation.ui.tables import Column, Filter, Table
from lineofsight.foundation.ui.words import counted
from lineofsight.sources.dashboard.returns.forms import AskedForm, ChosenRequestsForm, ExtendForm, RoundForm
from lineofsight.sources.dashboard.returns.rounds import Plan, open_data_round, plans
from lineofsight.sources.dashboard.returns.views import defaults
from lineofsight.sources.dashboard.returns.views.agency import state_words
from lineofsight.sources.dashboard.returns.views.shared import sections, url

ROUNDS_IN_GRID = 6


@partnership_page("manage_rounds")
@require_safe
def rounds(request: PartnershipRequest) -> HttpResponseBase:
    """Every agency by the newest rounds, in words; and the rounds with their counts."""
    partnership = request.here.partnership
    newest = list(requests.rounds(partnership)[:ROUNDS_IN_GRID])
    grid = _grid(request, newest)
    table = _rounds_table(request)
    for one in (grid, table):
        if one.wants_export:
            return one.export_response()
    facts = {
        "grid": grid,
        "table": table,
        "extensions": requests.open_extensions(partnership),
        "waiting": requests.waiting_for_review(partnership).count(),
        "sub_navigation": sections(request),
    }
    return render(request, "dashboard/returns/rounds.html", facts)


def _rounds_table(request: PartnershipRequest) -> Table:
    return Table(
        request,
        name="rounds",
        title="Rounds",
        prefix="rounds",
        rows=requests.rounds(request.here.partnership),
        default_sort="-due_on",
        noun=("round", "rounds"),
        columns=[
            Column("title", "Round", url=lambda one: url(request, "round", one.pk)),
            Column("due_on", "Due"),
            Column("asked", "Asked", align="right"),
            Column("came", "Received", align="right"),
            Column("excused", "Agreed missing", align="right"),
            Column("late", "Were late", align="right"),
            Column("closed_at", "Closed"),
        ],
        empty=("No rounds yet", "Open a round to ask agencies for figures.", url(request, "new-round"), "Open a round"),
    )


def _grid(request: PartnershipRequest, newest: Sequence[Round]) -> Table:
    by_organisation = requests.grid(request.here.partnership, newest)
    rows = [next(iter(held.values())).organisation for held in by_organisation.values()]
    columns = [Column("name", "Agency")]
    for one in newest:
        columns.append(_grid_column(request, one, by_organisation))
    return Table(
        request,
        name="grid",
        title="Agencies and rounds",
        prefix="grid",
        rows=rows,
        default_sort="name",
        noun=("agency", "agencies"),
        columns=columns,
        empty=("Nobody is asked yet", "Open a round to ask agencies for figures.", url(request, "new-round"), "Open a round"),
    )  # fmt: skip


def _grid_column(request: PartnershipRequest, round_: Round, held: Any) -> Column:
    def of(organisation: Any) -> Request | None:
        found: Request | None = held[organisation.pk].get(round_.pk)
        return found

    def words(organisation: Any) -> str:
        one = of(organisation)
        return state_words(one, request) if one else "Not asked"

    def link(organisation: Any) -> str:
        one = of(organisation)
        return url(request, "manage", one.pk) if one else ""

    return Column(str(round_.pk), round_.title, value=words, url=link)


@partnership_page("manage_rounds")
def new(request: PartnershipRequest) -> HttpResponse:
    """Open a round in two steps: what and when; then who, with what each would be asked for."""
    here = request.here
    form = RoundForm(
        request.POST or None, initial=defaults.for_round(here.partnership, today=here.today), **careful(request)
    )
    if request.method != "POST" or not form.is_valid():
        facts = {"form": form, "heading": "Open a round", "button": "Continue", "back": url(request, "rounds")}
        return render(request, "dashboard/returns/form.html", facts)
    found = plans(here.partnership, frequencies=form.cleaned_data["frequencies"], today=here.today)
    asked_form = _asked_form(request, found)
    if "organisations" in request.POST and asked_form.is_valid():
        return _open(request, form, found, asked_form)
    facts = {"form": form, "asked_form": asked_form, "plans": found, "back": url(request, "new-round")}
    return render(request, "dashboard/returns/who_is_asked.html", facts)


def _asked_form(request: PartnershipRequest, found: Sequence[Plan]) -> AskedForm:
    is_second = "step" in request.POST
    choices = [(str(plan.organisation.pk), plan.organisation.name) for plan in found]
    hints = {str(plan.organisation.pk): defaults.words_of(plan) for plan in found}
    initial = {"organisations": [key for key, _ in choices]}
    return AskedForm(request.POST if is_second else None, initial=initial, choices=choices, hints=hints)


def _open(request: PartnershipRequest, form: RoundForm, found: Sequence[Plan], asked_form: AskedForm) -> HttpResponse:
    here, given = request.here, form.said
    given.pop("frequencies")
    chosen = set(asked_form.cleaned_data["organisations"])
    asked = [plan for plan in found if str(plan.organisation.pk) in chosen]
    try:
        made = open_data_round(here.partnership, **given, asked=asked, by=here.doer, today=here.today)
    except Refused as refusal:
        form.add_error("title", str(refusal))
        facts = {"form": form, "heading": "Open a round", "button": "Continue", "back": url(request, "rounds")}
        return render(request, "dashboard/returns/form.html", facts)
    messages.success(request, f"The round is open. {len(asked)} organisations are asked.")
    return redirect(url(request, "round", made.pk))


def _round(request: PartnershipRequest, key: UUID) -> Round:
    return get_object_or_404(Round.objects.for_partnership(request.here.partnership), pk=key)


@partnership_page("manage_rounds")
@require_safe
def page(request: PartnershipRequest, round_key: UUID) -> HttpResponseBase:
    """One round: who owes what, who holds it, and what can be done for many at once."""
    found = _round(request, round_key)
    table = _requests_table(request, found)
    if table.wants_export:
        return table.export_response()
    facts = {"round": found, "table": table, "today": request.here.today, "sub_navigation": sections(request)}
    facts["given"] = _given_lately(request, found)
    return render(request, "dashboard/returns/round.html", facts)


def _given_lately(request: PartnershipRequest, found: Round) -> TogetherExtended | None:
    """The later day that was given to several just now, as long as it can be undone."""
    last = found.extended_together.select_related("actor").first()
    return last if last and together.may_still_be_undone(last, now=now()) else None


def _requests_table(request: PartnershipRequest, found: Round) -> Table:
    today = request.here.today
    return Table(
        request,
        name="requests",
        title=found.title,
        rows=requests.requests_of(request.here.partnership).filter(round=found),
        default_sort="organisation",
        noun=("agency", "agencies"),
        page_size=100,
        columns=[
            Column("organisation", "Agency", value="organisation.name", sort="organisation__name", filter="text",
                   url=lambda one: url(request, "manage", one.pk)),
            Column("state", "State", value=lambda one: state_words(one, request), tone=lambda one: rules.TONES[one.state]),
            Column("due_on", "Due"),
            Column("first_received_at", "Received"),
            Column("became_late_on", "Became late"),
            Column("role", "Held by", value=lambda one: one.role.title if one.role else "Everybody who may", sort="role__title"),
        ],
        filters=[
            Filter("owed", "Only what is still owed", "tick", apply=lambda rows, _: rows.filter(state__in=rules.WAITING)),
            Filter("late", "Only late", "tick",
                   apply=lambda rows, _: rows.filter(state__in=rules.WAITING, first_received_at=None, due_on__lt=today)),
        ],
        empty=("Nobody is asked", "", "", ""),
    )  # fmt: skip


def _owing(request: PartnershipRequest, found: Round) -> list[Request]:
    rows = requests.requests_of(request.here.partnership).filter(round=found, state__in=rules.WAITING)
    return list(rows.order_by("organisation__name"))


@partnership_page("manage_rounds")
def remind(request: PartnershipRequest, round_key: UUID) -> HttpResponse:
    """Choose who to remind; see exactly who gets what; send."""
    found, here = _round(request, round_key), request.here
    owing = _owing(request, found)
    form = ChosenRequestsForm(
        request.POST or None, requests=owing, initial={"requests": [str(one.pk) for one in owing]}
    )
    facts = {"round": found, "form": form, "owing": owing}
    if request.method != "POST" or not form.is_valid():
        return render(request, "dashboard/returns/remind.html", facts)
    chosen = [one for one in owing if one.pk in form.chosen()]
    letters = asking.reminders_for(chosen, today=here.today)
    if "send" not in request.POST:
        return render(request, "dashboard/returns/remind_preview.html", {**facts, "letters": letters})
    told = asking.remind(here.partnership, letters, by=here.doer, now=now())
    messages.success(request, f"{told} people get a reminder in their next message.")
    return redirect(url(request, "round", found.pk))


@partnership_page("manage_rounds")
def extend(request: PartnershipRequest, round_key: UUID) -> HttpResponse:
    """Give several agencies a later day."""
    found, here = _round(request, round_key), request.here
    owing = _owing(request, found)
    form = ExtendForm(request.POST or None, requests=owing, **careful(request))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        chosen = [one for one in owing if one.pk in form.chosen()]
        try:
            together.extend_together(
                found, chosen, until=given["until"], reason=given["reason"], by=here.doer, now=now(),
                today=here.today,
            )  # fmt: skip
        except Refused as refusal:
            form.add_error("until", str(refusal))
        else:
            messages.success(request, f"{counted(len(chosen), 'agency has', 'agencies have')} a later day.")
            return redirect(url(request, "round", found.pk))
    facts = {
        "form": form,
        "heading": "Give more time",
        "button": "Give more time",
        "back": url(request, "round", found.pk),
    }
    return render(request, "dashboard/returns/form.html", facts)


@partnership_page("manage_rounds")
@require_POST
def undo_extend(request: PartnershipRequest, round_key: UUID, together_key: UUID) -> HttpResponse:
    """The days as they were before."""
    found, here = _round(request, round_key), request.here
    held = get_object_or_404(found.extended_together.all(), pk=together_key)
    try:
        count = together.undo_extend(held, by=here.doer, now=now(), today=here.today)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(
            request, f"{counted(count, 'agency has', 'agencies have')} the earlier day again, and hear of it."
        )
    return redirect(url(request, "round", found.pk))


@partnership_page("manage_rounds")
@require_POST
def close(request: PartnershipRequest, round_key: UUID) -> HttpResponse:
    """Nothing more is taken in this round."""
    found = _round(request, round_key)
    asking.close_round(found, by=request.here.doer, now=now())
    messages.success(request, "The round is closed.")
    return redirect(url(request, "round", found.pk))
