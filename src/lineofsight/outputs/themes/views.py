"""The list of themes, one theme with all that is known of it, and the rule for those that come back."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from lineofsight.cycle.findings import rules as finding_rules
from lineofsight.cycle.findings import tables
from lineofsight.cycle.findings.changes import ChangedMeanwhile, set_theme_rule
from lineofsight.cycle.findings.queries.themes import theme_rule
from lineofsight.engine.framework import Framework
from lineofsight.foundation.partnership.context import section_links
from lineofsight.foundation.partnership.guards import PartnershipRequest, partnership_page
from lineofsight.foundation.partnership.queries import Here
from lineofsight.foundation.ui.tables import Column, Table
from lineofsight.outputs.themes import queries
from lineofsight.outputs.themes.forms import ThemeRuleForm

SECTION, MARKING, SEE = "Plan and actions", "OFFICIAL-SENSITIVE", "see_findings"


def shared(request: PartnershipRequest) -> dict[str, Any]:
    """The links of the section and the marking."""
    return {"sub_navigation": section_links(request.path, request.here, SECTION), "marking": MARKING}


@partnership_page(SEE)
@require_safe
def themes(request: PartnershipRequest) -> HttpResponseBase:
    """Every theme, those that come back first."""
    here = request.here
    found = queries.rows(here, queries.themes_of(queries.framework_here(here)))
    columns = [
        Column("name", "Theme", value=lambda row: row.theme.name, sort=lambda row: row.theme.name,
               url=lambda row: reverse("themes:theme", args=[here.partnership.slug, row.theme.code])),
        Column("again", "Comes back", value=lambda row: "Comes back" if row.recurs else "",
               tone=lambda row: "weak" if row.recurs else ""),
        Column("findings", "Findings", value=lambda row: row.counts.findings, align="right"),
        Column("strengths", "Of them strengths", value=lambda row: row.counts.strengths, align="right"),
        Column("products", "Products", value=lambda row: row.counts.products, align="right"),
        Column("last", "Last found", value=lambda row: row.counts.last),
    ]  # fmt: skip
    table = Table(request, rows=found, columns=columns, name="themes", title="Themes", noun=("theme", "themes"),
                  exports=here.may("export"), marking=MARKING,
                  empty=("No themes yet", "Themes are a part of the framework. Adopt one first.", "", ""))  # fmt: skip
    if table.wants_export:
        return table.export_response()
    facts = {"table": table, "rule": theme_rule(here.partnership), "may_set": _may_set(here)}
    return render(request, "themes/list.html", shared(request) | facts)


def _may_set(here: Here) -> bool:
    return here.may("edit_actions") or here.may("manage_setup")


@partnership_page(SEE)
@require_safe
def theme(request: PartnershipRequest, theme: str) -> HttpResponseBase:
    """One theme: figures, audits, reviews and inspections, voices, warnings, findings, recommendations and actions."""
    here, framework = request.here, queries.framework_here(request.here)
    held = next((one for one in queries.themes_of(framework) if one.code == theme), None)
    if held is None or framework is None:
        raise Http404
    shown = _tables(request, framework, theme)
    for table in shown.values():
        if table.wants_export:
            return table.export_response()
    measures, again = queries.measures_of(here, theme), queries.recurs(here, theme)
    facts = {
        "theme": held,
        "recurs": _recurs_words(here, held.name, again),
        "returned": again.returned if again else (),
        "measures": measures,
        "voices": list(queries.voices_of(here, theme)[:10]),
        "warnings": queries.warnings_of(here, theme, measures),
        "products": _products(framework, list(queries.products_of(here, theme)[:60])),
    }
    return render(request, "themes/theme.html", shared(request) | facts | shown)


def _recurs_words(here: Here, name: str, again: Any) -> str:
    if again is None:
        return ""
    return finding_rules.recurring_words(
        name, findings=again.findings, products=again.products, agencies=again.agencies,
        months=theme_rule(here.partnership).months, returned=bool(again.returned),
    )  # fmt: skip


def _tables(request: PartnershipRequest, framework: Framework, code: str) -> dict[str, Table]:
    here = request.here
    kinds = [(one.code, one.name) for one in framework.finding_kinds]
    names = [(one.code, one.name) for one in queries.themes_of(framework)]
    return {
        "findings": tables.finding_table(
            request, here, queries.findings_of(here, code), kinds=kinds, themes=names, prefix="found", page_size=20,
            filters=(), empty=("Nothing was found about this yet", "A finding comes here when it has this theme.", "", ""),
        ),
        "recommendations": tables.recommendation_table(
            request, here, queries.recommendations_of(here, code), prefix="asked", page_size=20, filters=(),
            empty=("Nothing was recommended yet", "Recommendations from findings of this theme come here.", "", ""),
        ),
        "actions": tables.action_table(
            request, here, queries.actions_of(here, code), prefix="done",
            empty=("No actions yet", "Actions of those recommendations come here.", "", ""),
        ),
    }  # fmt: skip


def _products(framework: Framework, held: list[Any]) -> list[dict[str, Any]]:
    """The products by the tool that they come from, in the framework's order."""
    names = {tool.code: tool.name for tool in framework.tools}
    grouped = [{"name": name, "products": [one for one in held if one.tool == code]} for code, name in names.items()]
    others = [one for one in held if one.tool not in names]
    return [one for one in [*grouped, {"name": "Other papers", "products": others}] if one["products"]]


def _with_version(data: QueryDict, version: int) -> QueryDict:
    newer = data.copy()
    newer["expected_version"] = str(version)
    return newer


@partnership_page("edit_actions", "manage_setup")
@require_http_methods(["GET", "HEAD", "POST"])
def rule(request: PartnershipRequest) -> HttpResponse:
    """When a theme counts as one that comes back."""
    partnership = request.here.partnership
    held = theme_rule(partnership)
    initial = {"findings": held.findings, "places": held.places, "months": held.months,
               "expected_version": held.version}  # fmt: skip
    form = ThemeRuleForm(request.POST or None, initial=initial)
    status = 200
    if request.method == "POST" and form.is_valid():
        clean = dict(form.cleaned_data)
        try:
            set_theme_rule(partnership, version=clean.pop("expected_version") or 0, by=request.here.doer, **clean)
        except ChangedMeanwhile as changed:
            form = ThemeRuleForm(_with_version(request.POST, held.version))
            form.add_error(None, f"{changed} Now it is {held.findings} findings, {held.places} places, "
                                 f"{held.months} months.")  # fmt: skip
            status = 409
        else:
            messages.success(request, "Saved. It counts from the next morning on.")
            return redirect("themes:list", partnership.slug)
    facts = {"form": form, "back": reverse("themes:list", args=[partnership.slug])}
    return render(request, "themes/rule.html", shared(request) | facts, status=status)
