"""The page of one measure, and its picture."""

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from lineofsight.engine.charts import (
    assurance_icon,
    assurance_words,
    both_widths,
    to_png,
    variation_icon,
    variation_words,
)
from lineofsight.foundation.partnership.guards import PartnershipRequest, partnership_page
from lineofsight.sources.dashboard.models import Measure
from lineofsight.sources.dashboard.queries.looking import Look
from lineofsight.sources.dashboard.queries.measure_page import Choice, Page, measure_page
from lineofsight.sources.dashboard.rules import defining, wording, words
from lineofsight.sources.dashboard.views import charting, measure_tables
from lineofsight.sources.dashboard.views.sections import INNER, OUTER, facts_of, kept, looking


@partnership_page(OUTER, INNER)
@require_safe
def measure(request: PartnershipRequest, code: str) -> HttpResponseBase:
    """One measure: the message, the chart, what it shows, every figure, agencies, areas, notes and definition."""
    look = looking(request)
    page = _page(request, code, look)
    tables = _tables(request, page, look)
    for table in tables.values():
        if table.wants_export:
            return table.export_response()
    facts = facts_of(request, look) | {"page": page, "tables": tables, "may": _may(request)} | _shown(request, page)
    return render(request, "dashboard/measure.html", facts | _addresses(request, page, look))


@partnership_page("export")
@require_safe
def picture(request: PartnershipRequest, code: str) -> HttpResponse:
    """The chart as a PNG, with its title, for those who may take figures away and see them."""
    if not any(request.here.may(name) for name in (OUTER, INNER)):
        raise Http404
    page = _page(request, code, looking(request))
    if page.line is None or not page.line.has_figures:
        raise Http404
    answer = HttpResponse(to_png(charting.spc_chart(page, page.line)), content_type="image/png")
    answer["Content-Disposition"] = f'attachment; filename="{code}.png"'
    return answer


@partnership_page(OUTER, INNER)
@require_safe
def sentence(request: PartnershipRequest, code: str) -> HttpResponse:
    """What the figures show, as plain text to copy."""
    line = _page(request, code, looking(request)).line
    if line is None:
        raise Http404
    says = wording.what_it_shows(line.shows, line.trait, charting.run_of(line))
    message = wording.message(line.shows, line.trait, charting.run_of(line))
    return HttpResponse(f"{message}. {says}\n", content_type="text/plain; charset=utf-8")


def _page(request: PartnershipRequest, code: str, look: Look) -> Page:
    asked = {name: request.GET.get(name, "") for name in ("agency", "area", "split")}
    try:
        return measure_page(request.here.partnership, code, look=look, choice=Choice(**asked), today=request.here.today)
    except Measure.DoesNotExist:
        raise Http404 from None


def _tables(request: PartnershipRequest, page: Page, look: Look) -> dict[str, Any]:
    tables: dict[str, Any] = {}
    if page.line is not None:
        tables["figures"] = measure_tables.figures_table(request, page, page.line, look=look)
    for name, parts, first in (
        ("agencies", page.agencies, "Agency"),
        ("areas", page.areas, "Area"),
        ("splits", page.splits, "Breakdown"),
    ):
        if parts:
            title = f"{page.version.name} by {first.lower()}"
            tables[name] = measure_tables.parts_table(
                request, page, parts, look=look, name=name, title=title, first=first
            )
    if page.benchmarks:
        tables["benchmarks"] = measure_tables.benchmarks_table(request, page, look=look)
    return tables


def _shown(request: PartnershipRequest, page: Page) -> dict[str, Any]:
    """The message and the chart of the line; words alone where there is nothing to draw."""
    line = page.line
    facts: dict[str, Any] = {"definition": defining.facts_of(page.version), "legend": words.LEGEND}
    if line is None:
        return facts | {"message": f"{page.version.name}: no figures yet"}
    run = charting.run_of(line)
    facts |= {
        "message": wording.message(line.shows, line.trait, run),
        "subtitle": charting.subtitle(page, line),
        "says": wording.what_it_shows(line.shows, line.trait, run),
        "next_update": _next_update(page),
    }
    facts |= _verdicts(page)
    if line.has_figures:
        chart = charting.spc_chart(page, line)
        facts |= {"chart": _safe(both_widths(chart))}
        facts["notes"] = [(chart.periods[note.position], note.text) for note in chart.notes]
    areas = charting.funnel(page)
    return facts | ({"funnel": _safe(both_widths(areas))} if areas else {})


def _verdicts(page: Page) -> dict[str, Any]:
    """The two pictures with their words; nothing where there is too little data or no target."""
    shows = page.line.shows if page.line else None
    if shows is None:
        return {}
    facts: dict[str, Any] = {"sure": words.how_sure(shows.tier)}
    if shows.variation and shows.points >= 12:
        facts |= {"variation": variation_words(shows.variation)}
        facts |= {"variation_icon": _safe(variation_icon(shows.variation, size=28))}
    if shows.assurance:
        facts |= {"assurance": assurance_words(shows.assurance)}
        facts |= {"assurance_icon": _safe(assurance_icon(shows.assurance, size=28))}
    return facts


def _safe(markup: str) -> Any:
    return mark_safe(markup)  # noqa: S308


def _next_update(page: Page) -> Any:
    line = page.line
    if line is None or line.shows is None:
        return None
    days = page.version.arrival_days
    return wording.next_update(line.shows.period, period_type=line.period_type, arrival_days=days)


def _may(request: PartnershipRequest) -> dict[str, bool]:
    names = ("annotate_measures", "edit_measures", "raise_concern", "see_warnings", "export")
    return {name: request.here.may(name) for name in names}


def _addresses(request: PartnershipRequest, page: Page, look: Look) -> dict[str, Any]:
    slug, code = request.here.partnership.slug, page.measure.code
    own = {f"{name}_url": reverse(f"dashboard:{name}", args=[slug, code]) for name in ("annotate", "say", "rate")}
    asked = {name: request.GET[name] for name in ("agency", "area", "split") if request.GET.get(name)}
    query = urlencode(asked | kept(look))
    return own | {
        "change_url": reverse("dashboard:change-definition", args=[slug, code]),
        "sentence_url": reverse("dashboard:sentence", args=[slug, code]) + (f"?{query}" if query else ""),
        "concern_url": _concern_url(slug, page),
        "picture_url": reverse("dashboard:picture", args=[slug, code]) + (f"?{query}" if query else ""),
        "whole_url": reverse("dashboard:measure", args=[slug, code])
        + (f"?{urlencode(kept(look))}" if kept(look) else ""),
        "summary_url": reverse("dashboard:summary", args=[slug]) + (f"?{urlencode(kept(look))}" if kept(look) else ""),
        "asked": query,
        "asked_part": bool(asked),
        "splits": _splits(page),
        "kept_choice": [(name, value) for name, value in (asked | kept(look)).items() if name != "split"],
    }


def _splits(page: Page) -> list[tuple[str, str, bool]]:
    """Breakdowns to choose from: value, words, and whether it is the one shown."""
    values = dict.fromkeys(part.series.breakdown for part in page.splits)
    if page.choice.split:
        values.setdefault(page.choice.split)
    return [(value, words.split(value), value == page.choice.split) for value in values]


def _concern_url(slug: str, page: Page) -> str:
    """Where a concern about this measure is raised; empty until those pages are there."""
    try:
        address = reverse("early_warning:concern", args=[slug])
    except NoReverseMatch:
        return ""
    return f"{address}?{urlencode({'about': page.measure.code})}"
