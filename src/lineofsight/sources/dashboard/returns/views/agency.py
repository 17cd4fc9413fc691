"""The agency's own pages around a return: what is owed, the start, templates, nil, more time, passing it on."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.text import slugify
from django.views.decorators.http import require_POST, require_safe

from lineofsight.cycle.requests import queries as requests
from lineofsight.cycle.requests import rules
from lineofsight.cycle.requests.changes import answering, asking
from lineofsight.cycle.requests.models import Request
from lineofsight.foundation.partnership import inviting
from lineofsight.foundation.partnership.careful import careful
from lineofsight.foundation.partnership.guards import PartnershipRequest, now, partnership_page
from lineofsight.foundation.partnership.holding import ChangedMeanwhile
from lineofsight.foundation.partnership.models import Role
from lineofsight.foundation.partnership.permissions import Refused
from lineofsight.foundation.ui.tables import Column, Table
from lineofsight.sources.dashboard.returns import changes, queries, template
from lineofsight.sources.dashboard.returns.changes import SameAgain
from lineofsight.sources.dashboard.returns.forms import AnswerForm, MoreTimeForm, PassOnForm
from lineofsight.sources.dashboard.returns.views.shared import (
    MAY_LOOK,
    request_to_make,
    request_to_see,
    sections,
    url,
)


@partnership_page(*MAY_LOOK)
@require_safe
def start(request: PartnershipRequest) -> HttpResponseBase:
    """What the person's organisations owe; the Business Team, which owes nothing, sees its rounds."""
    here = request.here
    own = here.organisations_where("make_returns") | here.organisations_where("approve_returns")
    if not own:
        return redirect(url(request, "rounds" if here.may("manage_rounds") else "to-check"))
    table = Table(
        request,
        name="returns",
        title="Your returns",
        rows=requests.owed_by(here.partnership, own),
        default_sort="due_on",
        noun=("return", "returns"),
        columns=[
            Column("round", "Return", value="round.title", sort="round__title", url=lambda one: url(request, "request", one.pk)),
            Column("organisation", "Organisation", value="organisation.name", sort="organisation__name"),
            Column("due_on", "Due"),
            Column("state", "State", value=lambda one: state_words(one, request), tone=lambda one: rules.TONES[one.state]),
        ],
        empty=("Nothing is asked of you now", "When figures are asked for, they stand here and you get a message.", "", ""),
    )  # fmt: skip
    if table.wants_export:
        return table.export_response()
    return render(
        request, "dashboard/returns/list.html", {"table": table, "heading": "Your returns", **_links(request)}
    )


def _links(request: PartnershipRequest) -> dict[str, Any]:
    return {"sub_navigation": sections(request)}


def state_words(one: Request, request: PartnershipRequest) -> str:
    """A request's state as its row says it."""
    received = timezone.localdate(one.first_received_at) if one.first_received_at else None
    return rules.words_of(one.state, due=one.due_on, today=request.here.today, received=received)


@partnership_page(*MAY_LOOK)
@require_safe
def page(request: PartnershipRequest, request_key: UUID) -> HttpResponse:
    """The start of a return: what is asked, by when, how long it takes, what one needs, and every way to answer."""
    asked = request_to_see(request, request_key)
    draft, sent = requests.draft_of(asked), requests.newest_sent(asked)
    last = queries.sent_before(asked).exclude(request=asked).first()
    facts = {
        "asked": asked,
        "state": state_words(asked, request),
        "tone": rules.TONES[asked.state],
        "measures": queries.asked_measures(asked),
        "figure_count": len(queries.slots(asked)),
        "draft": draft,
        "standing": queries.standing(draft) if draft else None,
        "sent": sent,
        "last": last,
        "may_make": not request_why_not(request, asked),
        "why_not": _why_not_start(asked, request),
        "extension": asked.extensions.filter(granted__isnull=True).first(),
        "questions": requests.questions(asked).filter(answered_at__isnull=True),
        "today": request.here.today,
        **_links(request),
    }
    return render(request, "dashboard/returns/request.html", facts)


def request_why_not(request: PartnershipRequest, asked: Request) -> str | None:
    """The reason why the person cannot make this return, or None."""
    from lineofsight.cycle.requests.permissions import why_not_make

    return why_not_make(request.here, asked)


def _why_not_start(asked: Request, request: PartnershipRequest) -> str | None:
    return rules.why_not_start(
        state=asked.state,
        opens=asked.round.opens_on,
        today=request.here.today,
        is_closed=asked.round.closed_at is not None,
    )


@partnership_page(*MAY_LOOK)
@require_safe
def blank_template(request: PartnershipRequest, request_key: UUID, kind: str) -> HttpResponse:
    """The template, pre-filled with what is known, as XLSX, ODS or CSV."""
    if kind not in template.WRITERS:
        raise Http404
    asked = request_to_see(request, request_key)
    write, media_type = template.WRITERS[kind]
    answer = HttpResponse(write(sheet_of(asked, request)), content_type=media_type)
    name = slugify(f"{asked.organisation.short_name or asked.organisation.name} {asked.round.title}")
    answer["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    return answer


def sheet_of(asked: Request, request: PartnershipRequest, **facts: Any) -> template.Sheet:
    """The template's content for a request."""
    slots = queries.slots(asked)
    return template.Sheet(
        title=asked.round.title,
        organisation=asked.organisation.name,
        due_on=asked.due_on,
        slots=facts.pop("slots", slots),
        reasons=changes.reasons_for_missing(asked, today=request.here.today),
        last=queries.accepted_before(asked, slots).last,
        **facts,
    )


@partnership_page("make_returns")
def nil(request: PartnershipRequest, request_key: UUID) -> HttpResponse:
    """A nil return: this page says what it means, and its button sends it."""
    asked = request_to_make(request, request_key)
    if request.method != "POST":
        return render(request, "dashboard/returns/nil.html", {"asked": asked})
    here = request.here
    try:
        sent = changes.send_nil(asked, by=here.doer, now=now(), today=here.today)
    except SameAgain as same:
        messages.info(request, str(same))
        return redirect(url(request, "sent", same.sent.pk))
    except ChangedMeanwhile as other:
        messages.error(request, f"{other} Look at it first.")
        return redirect(url(request, "request", asked.pk))
    return redirect(url(request, "sent", sent.pk))


@partnership_page("make_returns")
def more_time(request: PartnershipRequest, request_key: UUID) -> HttpResponse:
    """Ask for more time."""
    asked = request_to_make(request, request_key)
    form = MoreTimeForm(request.POST or None, **careful(request))
    if request.method == "POST" and form.is_valid():
        try:
            answering.ask_for_more_time(asked, **form.said, by=request.here.doer, now=now(), today=request.here.today)
        except Refused as refusal:
            form.add_error("until", str(refusal))
        else:
            messages.success(request, "We have asked the Business Team. You get a message when they answer.")
            return redirect(url(request, "request", asked.pk))
    return _simple(request, asked, form, heading="Ask for more time", button="Ask")


def _simple(request: PartnershipRequest, asked: Request, form: Any, *, heading: str, button: str) -> HttpResponse:
    facts = {"asked": asked, "form": form, "heading": heading, "button": button}
    return render(request, "dashboard/returns/simple.html", facts)


@partnership_page("make_returns", "manage_rounds")
def pass_on(request: PartnershipRequest, request_key: UUID) -> HttpResponse:
    """Hand the work to another seat of the same organisation, or to somebody who is not here yet."""
    asked = request_to_see(request, request_key)
    if not request.here.may("manage_rounds"):
        asked = request_to_make(request, request_key)
    seats = requests.seats_for(asked.partnership, asked.organisation_id, today=request.here.today)
    form = PassOnForm(request.POST or None, seats=seats)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        if given["role"] == PassOnForm.SOMEBODY_NEW:
            return _invite(request, asked, form, seats)
        role = next(seat for seat in seats if str(seat.pk) == given["role"])
        asking.pass_on(asked, role=role, deputy=asked.role, by=request.here.doer, today=request.here.today)
        messages.success(request, f"Passed on: {role.title} has it now, with everything in it.")
        return redirect(url(request, "start"))
    return _simple(request, asked, form, heading="Pass it on", button="Pass it on")


def _invite(request: PartnershipRequest, asked: Request, form: PassOnForm, seats: list[Role]) -> HttpResponse:
    """An invitation to the seat; the Business Team confirms the person before they can see anything."""
    role = asked.role or next(iter(seats), None)
    try:
        if role is None:
            raise Refused("Your organisation has no role that sends returns. Ask the Business Team to add one.")
        inviting.invite(
            role,
            email=form.cleaned_data["email"],
            name=form.cleaned_data["name"],
            inviter=request.here.person,
            address=settings.ADDRESS,
            today=request.here.today,
            now=now(),
            by=request.here.doer,
            why=f"{request.here.person.name} passed on: {asked.round.title}.",
        )
    except Refused as refusal:
        form.add_error("email", str(refusal))
        return _simple(request, asked, form, heading="Pass it on", button="Pass it on")
    messages.success(
        request,
        f"We have invited {form.cleaned_data['name']}. The Business Team confirms them; until then it is yours.",
    )
    return redirect(url(request, "request", asked.pk))


@partnership_page("make_returns")
@require_POST
def take_back(request: PartnershipRequest, request_key: UUID) -> HttpResponse:
    """The agency has its return again, to change it."""
    asked = request_to_make(request, request_key)
    sent = requests.newest_sent(asked)
    if sent is None:
        raise Refused("Nothing was sent yet.")
    try:
        answering.take_back(sent, by=request.here.doer)
    except ChangedMeanwhile as other:
        messages.error(request, str(other))
    else:
        messages.success(request, "You have your return again. Change it, then send it.")
    return redirect(url(request, "request", asked.pk))


@partnership_page("make_returns")
def answer(request: PartnershipRequest, request_key: UUID, question: int) -> HttpResponse:
    """Answer a question about the return."""
    asked = request_to_make(request, request_key)
    found = requests.questions(asked).filter(pk=question).first()
    if found is None:
        raise Http404
    form = AnswerForm(request.POST or None, **careful(request))
    if request.method == "POST" and form.is_valid():
        here = request.here
        answering.answer_question(found, answer=form.cleaned_data["answer"], by=here.doer, now=now(), today=here.today)
        messages.success(request, "Your answer is with the Business Team.")
        return redirect(url(request, "request", asked.pk))
    facts = {
        "asked": asked,
        "form": form,
        "heading": "Answer a question",
        "button": "Send the answer",
        "quote": found.text,
    }
    return render(request, "dashboard/returns/simple.html", facts)
