"""The library of reports, and making a new one from a template."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from lineofsight.engine.framework import Framework
from lineofsight.foundation.handbook.queries import framework_in_use
from lineofsight.foundation.partnership.careful import careful
from lineofsight.foundation.partnership.guards import PartnershipRequest, partnership_page
from lineofsight.foundation.partnership.permissions import Refused
from lineofsight.foundation.ui.tables import Column, Filter, Table
from lineofsight.foundation.ui.words import short_date
from lineofsight.outputs.reports import changes, permissions, queries, shelf, tasks
from lineofsight.outputs.reports.forms import ReportForm
from lineofsight.outputs.reports.models import Report
from lineofsight.outputs.reports.together import serves_several
from lineofsight.outputs.reports.views.sections import READ, READS_AND_SENDS, WRITE, shared, signed, url

TONES = {"draft": "fair", "published": "good", "withdrawn": "none"}


@partnership_page(READ)
@require_safe
def reports(request: PartnershipRequest) -> HttpResponseBase:
    """Every report that the person may open, newest period first."""
    table = _table(request)
    if table.wants_export:
        return table.export_response()
    facts = {
        "table": table,
        "may_write": request.here.may(WRITE),
        "may_look": any(map(request.here.may, permissions.LOOK)),
    }
    facts["serves_more"] = serves_several(request.here)
    return render(request, "reports/list.html", shared(request) | facts)


def _table(request: PartnershipRequest) -> Table:
    here = request.here
    may_write = here.may(WRITE)
    empty = ("No reports yet", "A report that is published for you stands here.", "", "")
    if may_write:
        empty = ("No reports yet", "Make one from a template: it fills itself from the record.", url(request, "reports:new"),
                 "Make a report")  # fmt: skip
    return Table(
        request,
        name="reports",
        title="Reports",
        rows=queries.listed(here),
        columns=[
            Column("title", "Report", url=lambda one: url(request, "reports:report", one.pk)),
            Column("reference", "Reference"),
            Column("period_end", "Period", value=lambda one: f"{short_date(one.period_start)} to {short_date(one.period_end)}"),
            Column("state", "State", value=_state, tone=lambda one: TONES[one.state]),
            Column("product", "Product", value=lambda one: one.product.reference if one.product else "", sort="product__reference"),
            Column("audience", "Readers", value=lambda one: one.get_audience_display().split(":")[0]),
        ],
        filters=[
            Filter("words", "Words in the title", lookup="title__icontains"),
            *([Filter("state", "State", "choice", Report.State.choices)] if may_write else []),
        ],
        default_sort="-period_end",
        noun=("report", "reports"),
        exports=here.may("export"),
        marking="OFFICIAL-SENSITIVE",
        empty=empty,
    )  # fmt: skip


def _state(one: Any) -> str:
    said = str(one.get_state_display())
    return f"{said}, {one.open_comments} to settle" if one.open_comments and one.state == "draft" else said


@partnership_page(WRITE)
@require_safe
def new(request: PartnershipRequest) -> HttpResponse:
    """Which report: by template, under the framework's own names."""
    here = request.here
    facts = {"templates": queries.templates_here(here.partnership, today=here.today)}
    return render(request, "reports/new.html", shared(request) | facts)


@partnership_page(WRITE)
@READS_AND_SENDS
def make(request: PartnershipRequest, template: str) -> HttpResponse:
    """One report of a template: its period, its day and its readers. Its blocks are filled in the background."""
    here = request.here
    chosen = queries.template_here(here.partnership, template, today=here.today)
    if chosen is None:
        raise Http404
    form = _form(request, chosen)
    if request.method == "POST" and form.is_valid():
        try:
            made = changes.make(here.partnership, chosen, **form.said, **signed(request), today=here.today)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            tasks.start_filling(made, by=here.doer)
            messages.success(request, f"{made.reference} is a draft. Its blocks are being filled from the record.")
            return redirect(url(request, "reports:build", made.pk))
    return render(request, "reports/make.html", shared(request) | {"template": chosen, "form": form})


def _form(request: PartnershipRequest, template: shelf.Template) -> ReportForm:
    here = request.here
    start, end = shelf.usual_period(template.period, today=here.today)
    initial = {
        "title": f"{template.name}, {start:%B %Y} to {end:%B %Y}",
        "period_start": start,
        "period_end": end,
        "snapshot_on": here.today,
        "audience": template.audience,
        "marking": "OFFICIAL" if template.audience == "public" else "OFFICIAL-SENSITIVE",
    }
    framework = framework_in_use(here.partnership, on=here.today)
    facts: dict[str, Any] = {"audiences": audience_choices(request), "themes": theme_choices(framework)}
    return ReportForm(
        request.POST or None, initial=initial, asks_theme=template.asks_theme, **facts, **careful(request)
    )


def audience_choices(request: PartnershipRequest) -> list[tuple[str, str]]:
    """The readers for whom the person may write."""
    return [
        (str(code), str(label))
        for code, label in Report.Audience.choices
        if permissions.why_not_audience(request.here, code) is None
    ]


def theme_choices(framework: Framework) -> list[tuple[str, str]]:
    """The framework's priorities and themes."""
    return [(one.code, one.name) for one in (*framework.priorities, *framework.themes)]
