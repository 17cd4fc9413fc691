"""One request as the Business Team sees it: excuse, ask again, choose measures, answer a wish for more time."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from lineofsight.cycle.requests import queries as requests
from lineofsight.cycle.requests import rules
from lineofsight.cycle.requests.changes import asking
from lineofsight.cycle.requests.models import Request
from lineofsight.foundation.partnership.careful import careful
from lineofsight.foundation.partnership.guards import PartnershipRequest, now, partnership_page
from lineofsight.foundation.partnership.permissions import Refused
from lineofsight.foundation.ui.words import counted
from lineofsight.sources.dashboard.models import MeasureVersion
from lineofsight.sources.dashboard.returns import changes, queries
from lineofsight.sources.dashboard.returns.forms import FREQUENCIES, AnswerTimeForm, ExcuseForm, MeasuresForm
from lineofsight.sources.dashboard.returns.rounds import change_measures
from lineofsight.sources.dashboard.returns.views.agency import state_words
from lineofsight.sources.dashboard.returns.views.shared import request_to_see, sections, url
from lineofsight.sources.dashboard.rules import words


@partnership_page("manage_rounds")
@require_safe
def page(request: PartnershipRequest, request_key: UUID) -> HttpResponse:
    """What one organisation was asked, what came, and what can be done."""
    asked = request_to_see(request, request_key)
    facts = {
        "asked": asked,
        "state": state_words(asked, request),
        "tone": rules.TONES[asked.state],
        "owes": asked.state in rules.WAITING,
        "returns": asked.returns.exclude(state="draft").select_related("received_by", "accepted_by"),
        "extensions": asked.extensions.select_related("asked_by", "answered_by").order_by("-asked_at"),
        "questions": requests.questions(asked),
        "measures": queries.asked_measures(asked),
        "sub_navigation": sections(request),
        "today": request.here.today,
    }
    return render(request, "dashboard/returns/manage.html", facts)


@partnership_page("manage_rounds")
def excuse(request: PartnershipRequest, request_key: UUID) -> HttpResponse:
    """Agree that nothing comes, with the reason."""
    asked = request_to_see(request, request_key)
    reasons = changes.reasons_for_missing(asked, today=request.here.today)
    form = ExcuseForm(request.POST or None, reasons=reasons, **careful(request))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        asking.excuse(
            asked, reason_code=given["reason_code"], reason=given["reason"], allowed=[code for code, _ in reasons],
            by=request.here.doer,
        )  # fmt: skip
        messages.success(request, "Agreed missing. No more reminders go out.")
        return redirect(url(request, "manage", asked.pk))
    facts = {
        "form": form,
        "heading": "Agree that it is missing",
        "button": "Agree",
        "back": url(request, "manage", asked.pk),
    }
    return render(request, "dashboard/returns/form.html", {**facts, "caption": str(asked)})


@partnership_page("manage_rounds")
@require_POST
def ask_again(request: PartnershipRequest, request_key: UUID) -> HttpResponse:
    """What was agreed missing is asked for after all."""
    asked = request_to_see(request, request_key)
    asking.ask_again(asked, by=request.here.doer)
    messages.success(request, "It is asked for again.")
    return redirect(url(request, "manage", asked.pk))


@partnership_page("manage_rounds")
def measures(request: PartnershipRequest, request_key: UUID) -> HttpResponse:
    """Which measures this organisation is asked for."""
    asked = request_to_see(request, request_key)
    form = _measures_form(request, asked)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        splits = [(code, split) for code, _, split in (one.partition(":") for one in given["splits"])]
        facts = {"codes": given["measures"], "by_area": given["by_area"], "splits": splits}
        try:
            change_measures(asked, **facts, by=request.here.doer)
        except Refused as refusal:
            form.add_error("measures", str(refusal))
        else:
            messages.success(request, "Saved. The template is new from now on.")
            return redirect(url(request, "manage", asked.pk))
    facts = {"form": form, "heading": "Measures asked for", "button": "Save", "back": url(request, "manage", asked.pk)}
    return render(request, "dashboard/returns/form.html", {**facts, "caption": str(asked)})


def _measures_form(request: PartnershipRequest, asked: Request) -> MeasuresForm:
    """What its kind of organisation owns, and what is asked already."""
    every = queries.measures_for(
        asked.partnership, asked.organisation.kind, frequencies=[code for code, _ in FREQUENCIES]
    )
    names = {code: kept[-1] for code, kept in queries.versions_by_measure(asked.partnership).items()}
    held = list(queries.asked_measures(asked))
    codes = {*(one.code for one in every), *(one.measure.code for one in held)}
    choices = [(code, f"{names[code].name} ({code})") for code in sorted(codes)]
    return MeasuresForm(
        request.POST or None,
        choices=choices,
        splittable=[choice for choice in choices if "district" in names[choice[0]].breakdowns.split()],
        breakdowns=_breakdowns(request, [one.measure.code for one in held], names),
        initial={
            "measures": [one.measure.code for one in held],
            "by_area": [one.measure.code for one in held if one.by_area],
            "splits": [f"{one.measure.code}:{split}" for one in held for split in one.splits.split()],
        },
    )


def _breakdowns(
    request: PartnershipRequest, codes: Sequence[str], newest: Mapping[str, MeasureVersion]
) -> list[tuple[str, str]]:
    """Each measure that is asked for with each of its breakdowns that the framework names values for."""
    values = queries.split_values(request.here.partnership, on=request.here.today)
    return [
        (
            f"{code}:{split}",
            f"{newest[code].name} ({code}): by {words.plain(split)}, {counted(len(values[split]), 'row')}",
        )
        for code in codes
        for split in newest[code].breakdowns.split()
        if split in values
    ]


@partnership_page("manage_rounds")
def answer_time(request: PartnershipRequest, request_key: UUID, extension: int) -> HttpResponse:
    """Yes or no to more time."""
    asked = request_to_see(request, request_key)
    found = get_object_or_404(asked.extensions, pk=extension)
    form = AnswerTimeForm(request.POST or None, **careful(request))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        found.request = asked
        asking.answer_extension(
            found, granted=given["granted"] == "yes", note=given["note"], by=request.here.doer, now=now(),
            today=request.here.today,
        )  # fmt: skip
        messages.success(request, "Answered. They are told.")
        return redirect(url(request, "manage", asked.pk))
    facts = {"form": form, "heading": "More time?", "button": "Answer", "back": url(request, "manage", asked.pk)}
    until = f"{found.asked_until.day} {found.asked_until:%B %Y}"
    return render(
        request,
        "dashboard/returns/form.html",
        {**facts, "caption": str(asked), "quote": f"Until {until}. {found.reason}"},
    )
