"""The log of professional disagreements: counts by stage and agency, and each with its days. Nothing of a child."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from lineofsight.engine.framework import Framework
from lineofsight.foundation.handbook.queries import framework_in_use
from lineofsight.foundation.partnership.guards import PartnershipRequest, partnership_page
from lineofsight.foundation.partnership.permissions import Refused
from lineofsight.foundation.partnership.queries import bodies_of, known_names
from lineofsight.foundation.ui.tables import Column, Filter, Table
from lineofsight.governance.challenges import changes, forms, permissions, queries, rules
from lineofsight.governance.challenges.models import Escalation
from lineofsight.governance.challenges.views.sections import MARKING, found_escalation, shared

READS_AND_SENDS = require_http_methods(["GET", "HEAD", "POST"])
SEES = (permissions.ASK, permissions.KEEP_RECORD)


@partnership_page(*SEES)
@require_safe
def escalations(request: PartnershipRequest) -> HttpResponseBase:
    """The log, under how many there are at each stage and of each agency."""
    here = request.here
    framework = framework_in_use(here.partnership, on=here.today)
    table = _table(request, framework)
    if table.wants_export:
        return table.export_response()
    counts = queries.count_by_stage(here.partnership)
    facts = {
        "table": table,
        "stages": [(one, *counts.get(one.code, (0, 0))) for one in framework.escalation_stages],
        "agencies": queries.count_by_agency(here.partnership),
        "add_url": reverse("challenges:escalation-add", args=[here.partnership.slug])
        if here.may(permissions.KEEP_RECORD) else "",
    }  # fmt: skip
    return render(request, "challenges/escalations.html", shared(request) | facts)


def _table(request: PartnershipRequest, framework: Framework) -> Table:
    here, stages = request.here, {one.code: one.name for one in framework.escalation_stages}
    themes = {one.code: one.name for one in framework.themes}
    add = reverse("challenges:escalation-add", args=[here.partnership.slug])
    empty = ("No escalations yet", "They are written down here to be counted: no child and no case.")
    return Table(
        request,
        name="escalations",
        title="Escalations",
        rows=queries.escalations(here.partnership),
        columns=_columns(request, stages, themes),
        filters=[
            Filter("stage", "Stage", "choice", list(stages.items())),
            Filter("open", "Only those not settled", "tick", apply=lambda rows, _: rows.filter(settled_on=None)),
            Filter("good", "Only good practice", "tick", apply=lambda rows, _: rows.filter(is_good_practice=True)),
        ],
        noun=("escalation", "escalations"),
        exports=here.may("export"),
        marking=MARKING,
        empty=(*empty, *((add, "Add one") if here.may(permissions.KEEP_RECORD) else ("", ""))),
    )


def _columns(request: PartnershipRequest, stages: dict[str, str], themes: dict[str, str]) -> list[Column]:
    slug, today = request.here.partnership.slug, request.here.today
    return [
        Column("reference", "Number", url=lambda one: reverse("challenges:escalation", args=[slug, one.pk])),
        Column("by", "Raised by", value="by_organisation.name", sort="by_organisation__name"),
        Column("to", "With", value="to_organisation.name", sort="to_organisation__name"),
        Column("stage", "Stage", value=lambda one: stages.get(one.stage, one.stage)),
        Column("theme", "Theme", value=lambda one: themes.get(one.theme, "")),
        Column("raised_on", "Raised on"),
        Column("days", "Days", align="right", sort=False,
               value=lambda one: rules.days_taken(one.raised_on, settled=one.settled_on, today=today)),
        Column("where", "Where it is", sort="due_on", tone=lambda one: _tone(one, request),
               value=lambda one: rules.stage_words(due=one.due_on, settled=one.settled_on, today=today)),
        Column("is_good_practice", "Good practice"),
        Column("reason", "What it was about", sort=False, on_page=False),
        Column("outcome", "How it was settled", sort=False, on_page=False),
    ]  # fmt: skip


def _tone(one: Escalation, request: PartnershipRequest) -> str:
    if one.settled_on:
        return "quiet"
    return "weak" if one.due_on and one.due_on < request.here.today else "info"


@partnership_page(permissions.KEEP_RECORD)
@READS_AND_SENDS
def add(request: PartnershipRequest) -> HttpResponse:
    """Write one down."""
    here = request.here
    framework = framework_in_use(here.partnership, on=here.today)
    bodies = [(str(one.pk), one.name) for one in bodies_of(here.partnership).order_by("name")]
    form = forms.EscalationForm(
        request.POST or None,
        known=lambda: known_names(here.partnership),
        today=here.today,
        bodies=bodies,
        stages=_stages(framework),
        themes=[(one.code, one.name) for one in framework.themes],
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = _log(request, form.cleaned_data, framework)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"Written down as {made.reference}.")
            return redirect("challenges:escalation", here.partnership.slug, made.pk)
    return render(request, "challenges/escalation_add.html", shared(request) | {"form": form})


def _log(request: PartnershipRequest, clean: dict[str, Any], framework: Framework) -> Escalation:
    here = request.here
    bodies = {str(one.pk): one for one in bodies_of(here.partnership)}
    return changes.log_escalation(
        here.partnership,
        by_organisation=bodies[clean["by_organisation"]],
        to_organisation=bodies[clean["to_organisation"]],
        stage=framework.get("escalation_stages", clean["stage"]),
        reason=clean["reason"],
        theme=clean["theme"],
        raised_on=clean["raised_on"],
        by=here.doer,
        today=here.today,
    )


def _stages(framework: Framework) -> list[tuple[str, str]]:
    return [(one.code, f"{one.name} ({one.who})") for one in framework.escalation_stages]


@partnership_page(*SEES)
@require_safe
def escalation(request: PartnershipRequest, escalation: UUID) -> HttpResponse:
    """One escalation: the stages it went through, its days, and how it was settled."""
    held, here = found_escalation(request, escalation), request.here
    framework = framework_in_use(here.partnership, on=here.today)
    names = {one.code: one.name for one in framework.escalation_stages}
    themes = {one.code: one.name for one in framework.themes}
    days = rules.days_taken(held.raised_on, settled=held.settled_on, today=here.today)
    facts = {
        "escalation": held,
        "facts": [
            ("Raised by", held.by_organisation.name), ("With", held.to_organisation.name),
            ("Stage", names.get(held.stage, held.stage)), ("Theme", themes.get(held.theme, "")),
            ("Where it is", rules.stage_words(due=held.due_on, settled=held.settled_on, today=here.today)),
            ("Days", days),
        ],
        "steps": [{"title": names.get(one.stage, one.stage), "at": one.began_on, "due": one.due_on}
                  for one in held.steps.all()],
        "may_change": here.may(permissions.KEEP_RECORD) and held.settled_on is None,
    }  # fmt: skip
    return render(request, "challenges/escalation.html", shared(request) | facts)


@partnership_page(permissions.KEEP_RECORD)
@READS_AND_SENDS
def next_stage(request: PartnershipRequest, escalation: UUID) -> HttpResponse:
    """It goes on to another stage."""
    framework = framework_in_use(request.here.partnership, on=request.here.today)

    def do(held: Escalation, clean: dict[str, Any]) -> None:
        stage = framework.get("escalation_stages", clean["stage"])
        changes.next_stage(held, stage=stage, on=clean["on"], **_signed(request, clean))

    form = forms.NextStageForm(request.POST or None, stages=_stages(framework), **_careful(request, escalation))
    return _act(request, escalation, form, do, title="On to the next stage")


@partnership_page(permissions.KEEP_RECORD)
@READS_AND_SENDS
def end(request: PartnershipRequest, escalation: UUID) -> HttpResponse:
    """It is settled."""

    def do(held: Escalation, clean: dict[str, Any]) -> None:
        facts = {name: clean[name] for name in ("outcome", "settled_on", "is_good_practice")}
        changes.end_escalation(held, **facts, **_signed(request, clean))

    form = forms.EndEscalationForm(request.POST or None, **_careful(request, escalation))
    return _act(request, escalation, form, do, title="Say how it was settled")


def _careful(request: PartnershipRequest, escalation: UUID) -> dict[str, Any]:
    here = request.here
    version = found_escalation(request, escalation).version
    return {"known": lambda: known_names(here.partnership), "today": here.today, "version": version}


def _signed(request: PartnershipRequest, clean: dict[str, Any]) -> dict[str, Any]:
    here = request.here
    return {"by": here.doer, "today": here.today, "version": clean["expected_version"] or 0}


def _act(request: PartnershipRequest, escalation: UUID, form: Any, do: Any, *, title: str) -> HttpResponse:
    held = found_escalation(request, escalation)
    if request.method == "POST" and form.is_valid():
        try:
            do(held, form.cleaned_data)
        except changes.ChangedMeanwhile as other:
            form.add_error(None, f"{other} Go back and read it again, then decide.")
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Saved.")
            return redirect("challenges:escalation", request.here.partnership.slug, held.pk)
    facts = {"escalation": held, "form": form, "title": title}
    return render(request, "challenges/escalation_deed.html", shared(request) | facts)
