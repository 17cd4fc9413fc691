"""Signed acts on a measure: notes, new baselines, exclusions, what is said of it, how good figures are."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from lineofsight.foundation.partnership import guards
from lineofsight.foundation.partnership.careful import careful
from lineofsight.foundation.partnership.guards import PartnershipRequest, partnership_page
from lineofsight.foundation.ui.forms import Form
from lineofsight.sources.dashboard.changes import annotations as changes
from lineofsight.sources.dashboard.forms import AnnotationForm, NarrativeForm, QualityForm, WithdrawForm, areas_of
from lineofsight.sources.dashboard.models import Measure
from lineofsight.sources.dashboard.queries.looking import look_of
from lineofsight.sources.dashboard.queries.measure_page import (
    Choice,
    Page,
    annotation_of,
    measure_page,
    organisation_of,
)
from lineofsight.sources.dashboard.rules import periods
from lineofsight.sources.dashboard.views.sections import sections


def _page(request: PartnershipRequest, code: str) -> Page:
    here = request.here
    try:
        return measure_page(here.partnership, code, look=look_of(here, {}), choice=Choice(), today=here.today)
    except Measure.DoesNotExist:
        raise Http404 from None


def back_to(request: PartnershipRequest, code: str) -> str:
    """The address of the measure's page."""
    return reverse("dashboard:measure", args=[request.here.partnership.slug, code])


def show_form(request: PartnershipRequest, form: Form, *, heading: str, back: str, **more: Any) -> HttpResponse:
    """One form on a page of its own."""
    facts = {"form": form, "heading": heading, "back": back, "sub_navigation": sections(request), **more}
    return render(request, "dashboard/form.html", facts)


@partnership_page("annotate_measures")
def annotate(request: PartnershipRequest, code: str) -> HttpResponse:
    """Add a note, a new baseline or an exclusion."""
    page, here = _page(request, code), request.here
    if page.line is None:
        messages.info(request, "There is nothing to write on yet: this measure has no figures.")
        return redirect(back_to(request, code))
    form = AnnotationForm(request.POST or None, axis=_axis(page), about=_about(request, page), **careful(request))
    if request.method == "POST" and form.is_valid():
        clean = form.cleaned_data
        changes.annotate(
            page.measure,
            kind=clean["kind"],
            period=clean["period"],
            reason=clean["reason"],
            **_whose(request, clean["about"]),
            by=here.doer,
            now=guards.now(),
            today=here.today,
        )
        messages.success(request, "It stands on the chart, with your name.")
        return redirect(back_to(request, code))
    return show_form(request, form, heading="Add a note, new baseline or exclusion", back=back_to(request, code))


def _axis(page: Page) -> list[tuple[str, str]]:
    line = page.line
    if line is None:
        return []
    return [(day.isoformat(), periods.label(day, line.period_type)) for day in reversed(line.panel.periods)]


def _about(request: PartnershipRequest, page: Page) -> list[tuple[str, str]]:
    organisations = [(f"organisation:{part.series.organisation_id}", part.name) for part in page.agencies]
    return organisations + [(f"area:{area.pk}", area.name) for area in areas_of(request.here.partnership)]


def _whose(request: PartnershipRequest, chosen: str) -> dict[str, Any]:
    kind, _, key = chosen.partition(":")
    if kind == "organisation":
        return {"organisation": organisation_of(request.here.partnership, key)}
    if kind == "area":
        return {"area": next(area for area in areas_of(request.here.partnership) if str(area.pk) == key)}
    return {}


@partnership_page("annotate_measures")
def withdraw(request: PartnershipRequest, code: str, annotation: int) -> HttpResponse:
    """Take a note, a new baseline or an exclusion back."""
    found = annotation_of(request.here.partnership, code, annotation)
    if found is None:
        raise Http404
    form = WithdrawForm(request.POST or None, **careful(request))
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        changes.withdraw(found, reason=reason, by=request.here.doer, now=guards.now(), today=request.here.today)
        messages.success(request, "It is withdrawn. It stays in the history.")
        return redirect(back_to(request, code))
    said = f"{found.get_kind_display()}, {found.period:%B %Y}: {found.reason}"
    return show_form(request, form, heading="Withdraw this", intro=said, back=back_to(request, code))


@partnership_page("annotate_measures")
def say(request: PartnershipRequest, code: str) -> HttpResponse:
    """Say what changed, why, so what for children and what next."""
    page = _page(request, code)
    last = page.narratives[0] if page.narratives else None
    names = ("changed", "why", "so_what", "what_next")
    form = NarrativeForm(
        request.POST or None, initial={name: getattr(last, name) for name in names} if last else {}, **careful(request)
    )
    period = page.line.shows.period if page.line and page.line.shows else request.here.today
    if request.method == "POST" and form.is_valid():
        changes.say(page.measure, period=period, by=request.here.doer, now=guards.now(), **form.said)
        messages.success(request, "Saved, with your name and the date.")
        return redirect(back_to(request, code))
    intro = "What was said last stands in the boxes. It stays in the history when you change it." if last else ""
    return show_form(
        request, form, heading=f"Say what changed: {page.version.name}", intro=intro, back=back_to(request, code)
    )


@partnership_page("edit_measures", "annotate_measures")
def rate(request: PartnershipRequest, code: str) -> HttpResponse:
    """Rate how good one organisation's figures are."""
    page = _page(request, code)
    form = QualityForm(request.POST or None, partnership=request.here.partnership, **careful(request))
    if request.method == "POST" and form.is_valid():
        clean = form.cleaned_data
        changes.rate_quality(
            page.measure,
            clean["organisation"],
            rating=clean["rating"],
            reason=clean["reason"],
            by=request.here.doer,
            now=guards.now(),
        )
        messages.success(request, "The rating is saved.")
        return redirect(back_to(request, code))
    return show_form(
        request, form, heading=f"How good are the figures? {page.version.name}", back=back_to(request, code)
    )
