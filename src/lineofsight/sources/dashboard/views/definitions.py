"""The catalogue: every definition, adding a measure, changing a definition."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from lineofsight.foundation.partnership.careful import careful
from lineofsight.foundation.partnership.guards import PartnershipRequest, partnership_page
from lineofsight.foundation.partnership.permissions import Refused
from lineofsight.foundation.ui.conflicts import Conflict, conflict_between
from lineofsight.foundation.ui.tables import Column, Table
from lineofsight.sources.dashboard.changes import measures as changes
from lineofsight.sources.dashboard.forms import ChangedDefinitionForm, DefinitionForm, NewMeasureForm
from lineofsight.sources.dashboard.models import MeasureVersion
from lineofsight.sources.dashboard.queries import definitions as queries
from lineofsight.sources.dashboard.queries.summary import purposes
from lineofsight.sources.dashboard.rules import defining, periods, words
from lineofsight.sources.dashboard.views.acts import back_to, show_form
from lineofsight.sources.dashboard.views.sections import INNER, OUTER, sections


@partnership_page(OUTER, INNER)
@require_safe
def definitions(request: PartnershipRequest) -> HttpResponseBase:
    """Every definition that counts now."""
    slug = request.here.partnership.slug
    table = Table(
        request,
        name="definitions",
        title="Definitions of measures",
        rows=queries.definitions(request.here.partnership),
        columns=_columns(slug),
        noun=("measure", "measures"),
        page_size=50,
        exports=request.here.may("export"),
        empty=("No measures yet", "Take over the framework's catalogue, or add a measure of your own.", "", ""),
    )
    if table.wants_export:
        return table.export_response()
    may_add = request.here.may("edit_measures")
    add_url = reverse("dashboard:add-measure", args=[slug]) if may_add else ""
    facts = {"table": table, "add_url": add_url, "sub_navigation": sections(request)}
    facts["neighbours_url"] = reverse("dashboard:neighbours", args=[slug]) if may_add else ""
    return render(request, "dashboard/definitions.html", facts)


def _columns(slug: str) -> list[Column]:
    units, ways = list(defining.UNIT_WORDS.items()), list(defining.DIRECTIONS.items())
    return [
        Column("number", "Number", value="measure.number", sort="measure__number"),
        Column("name", "Measure", filter="text", url=lambda row: f"{_address(slug, row)}#definition"),
        Column("question", "Question it answers", sort=False),
        Column("unit", "Shown as", value=lambda row: defining.UNIT_WORDS.get(row.unit, row.unit), filter=units),
        Column("direction", "Good direction", value=lambda row: defining.DIRECTIONS[row.direction], filter=ways),
        Column("target", "Target", value=_target, align="right"),
        Column("period_type", "Period", value=lambda row: periods.named(row.period_type).capitalize()),
        Column("changes", "Times changed", align="right"),
    ]


def _address(slug: str, row: MeasureVersion) -> str:
    return reverse("dashboard:measure", args=[slug, row.measure.code])


def _target(row: MeasureVersion) -> str:
    return words.amount(row.target, unit=row.unit, decimals=row.decimals)


@partnership_page("edit_measures")
def add_measure(request: PartnershipRequest) -> HttpResponse:
    """A measure of the partnership's own."""
    here = request.here
    choices = {
        "rules": queries.rule_choices(here.partnership, today=here.today),
        "purposes": purposes(here.partnership, today=here.today),
    }
    initial = {"unit": "percent", "decimals": 1, "period_type": "month", "frequency": "monthly", "taken": "flow",
               "family": "binomial", "roll_up": "recompute", "arrival_days": 20}  # fmt: skip
    form = NewMeasureForm(request.POST or None, initial=initial, **choices, **careful(request))
    back = reverse("dashboard:definitions", args=[here.partnership.slug])
    if request.method == "POST" and form.is_valid():
        clean = form.cleaned_data
        try:
            changes.add_measure(
                here.partnership, code=clean["code"], facts=form.facts(), links=clean["links"], by=here.doer
            )
        except Refused as refusal:
            form.add_error("code", str(refusal))
        else:
            messages.success(request, "The measure is added. Now ask agencies for its figures.")
            return redirect(back_to(request, clean["code"]))
    return show_form(request, form, heading="Add a measure", back=back)


@partnership_page("edit_measures")
def change_definition(request: PartnershipRequest, code: str) -> HttpResponse:
    """A new version of a definition, from a day on."""
    here = request.here
    try:
        last = queries.newest_definition(here.partnership, code)
    except MeasureVersion.DoesNotExist:
        raise Http404 from None
    rules = queries.rule_choices(here.partnership, today=here.today)
    form = ChangedDefinitionForm(request.POST or None, initial=_values(last), rules=rules, **careful(request))
    heading, back = f"Change the definition: {last.name}", back_to(request, code)
    if request.method == "POST" and form.is_valid():
        answer = _changed(request, form, last, heading=heading, back=back)
        if answer is not None:
            return answer
    intro = "A changed definition makes a new version. Figures from its first day on are compared only with each other."
    return show_form(request, form, heading=heading, intro=intro, back=back)


def _changed(
    request: PartnershipRequest, form: ChangedDefinitionForm, last: MeasureVersion, *, heading: str, back: str
) -> HttpResponse | None:
    """Where to go on once it is changed, or both versions where somebody was quicker; None when the form is wrong."""
    try:
        _change(request, form, last)
    except changes.DefinitionChanged as meanwhile:
        facts = {"form": form, "heading": heading, "back": back, "conflict_url": request.path}
        facts["conflict"] = _conflict(form, meanwhile.saved)
        return render(request, "dashboard/form.html", facts, status=409)
    except ValueError as error:
        form.add_error("effective_from", str(error))
        return None
    messages.success(request, "The new definition counts from that day. The chart has a marked break there.")
    return redirect(back)


def _change(request: PartnershipRequest, form: ChangedDefinitionForm, last: MeasureVersion) -> None:
    clean, facts = form.cleaned_data, form.facts()
    changed = {name: value for name, value in facts.items() if getattr(last, name) != value}
    if not changed:
        raise ValueError("Nothing is changed yet. Change at least one field.")
    changes.change_definition(
        last.measure,
        effective_from=clean["effective_from"],
        reason=clean["reason"],
        by=request.here.doer,
        expected=clean["expected_version"] or last.number,
        **changed,
    )


def _values(version: MeasureVersion) -> dict[str, Any]:
    names = set(DefinitionForm.base_fields) - {"expected_version"}
    return {name: getattr(version, name) for name in names} | {"expected_version": version.number}


def _conflict(form: ChangedDefinitionForm, saved: MeasureVersion) -> Conflict:
    values = _values(saved)
    values.pop("expected_version")
    return conflict_between(form, values, by=saved.created_by.name, at=saved.created_at, version=saved.number)
