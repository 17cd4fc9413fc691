"""The indicators, one of them with its evidence and judgements, and the rows behind one figure."""

from typing import Any

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from lineofsight.engine.framework.purpose import Indicator
from lineofsight.foundation.handbook.queries import framework_of
from lineofsight.foundation.partnership.guards import PartnershipRequest, partnership_page
from lineofsight.foundation.ui.tables import Column, Table
from lineofsight.foundation.ui.words import short_date
from lineofsight.outputs.assurance.queries.standing import grade as product_grade
from lineofsight.outputs.assurance.rules import freshness, grade
from lineofsight.outputs.assurance.views.sections import MARKING
from lineofsight.outputs.leadership import permissions, rules
from lineofsight.outputs.leadership.queries import figures, judgements, listing
from lineofsight.outputs.leadership.views.shared import AsOf, around, as_of, found
from lineofsight.sources.scrutiny.models import ScrutineerView

A_QUARTER_AGO, A_YEAR_AGO = -2, -5


@partnership_page(permissions.SEE)
@require_safe
def indicators(request: PartnershipRequest) -> HttpResponseBase:
    """Every indicator with what counts of it, grouped by tier or by objective."""
    here, day = request.here, as_of(request)
    rows = listing.rows(here, day.framework, on=day.on)
    by = "objective" if request.GET.get("by") == "objective" else "tier"
    table = _table(request, rows)
    if table.wants_export:
        return table.export_response()
    facts = {
        "table": table,
        "by": by,
        "groups": [(name, [_cells(request, row) for row in held]) for name, held in listing.grouped(day.framework, rows, by)],
        "columns": ("Indicator", "Judgement", "Direction", "Judged on", "Evidence", "Independent Scrutineer"),
        "counts": listing.counts(day.framework, rows),
    }  # fmt: skip
    return render(request, "leadership/indicators.html", around(request, day) | facts)


def _cells(request: PartnershipRequest, row: listing.Row) -> list[Any]:
    url = reverse("leadership:indicator", args=[request.here.partnership.slug, row.indicator.code])
    newest = row.standing.newest
    return [
        {"text": row.title, "url": url},
        {"text": row.says, "tone": row.said.tone},
        judgements.direction(newest),
        newest.judged_on if newest else "Never",
        row.evidence_words,
        row.scrutineer,
    ]


def _table(request: PartnershipRequest, rows: list[listing.Row]) -> Table:
    """The same as a file."""
    columns = [
        Column("number", "Number", value="indicator.number"),
        Column("indicator", "Indicator", value="indicator.text"),
        Column("question", "Question", value="standing.name"),
        Column("judgement", "Judgement that counts", value="says"),
        Column("proposed", "Proposed", value=lambda row: judgements.said(row.standing.proposed).text),
        Column("agreed", "Agreed", value=lambda row: judgements.said(row.standing.agreed).text),
        Column("scrutineer", "Independent Scrutineer"),
        Column("direction", "Direction", value=lambda row: judgements.direction(row.standing.newest)),
        Column("judged_on", "Judged on", value=lambda row: getattr(row.standing.newest, "judged_on", None)),
        Column("evidence", "Evidence", value="evidence_words"),
    ]
    return Table(request, rows=rows, columns=columns, name="indicators", title="Indicators",
                 noun=("indicator", "indicators"), exports=request.here.may("export"), marking=MARKING)  # fmt: skip


@partnership_page(permissions.SEE)
@require_safe
def indicator(request: PartnershipRequest, indicator: str) -> HttpResponse:
    """One indicator: what was proposed, agreed and seen from outside, the figures, the evidence by tier, the history."""
    here, day = request.here, as_of(request)
    known = found(day.framework, indicator)
    facts = {
        "indicator": known,
        "tier": day.framework.get("tiers", known.tier),
        "objectives": [day.framework.get("objectives", code) for code in known.objectives],
        "questions": _questions(request, day, known),
        "figures": [_figure(one) for one in figures.figures_of(here, day.framework, known, on=day.on)],
        "tiers": [(name, [_source(request, day, one) for one in held])
                  for name, held in judgements.sources_by_tier(here, day.framework, known.code, on=day.on)],
        "source_columns": ("Product", "Rating", "How fresh", "About"),
        "history": [_entry(one) for one in judgements.history(here, known.code, on=day.on)],
        "subject": judgements.subject_of(here.partnership, known.code),
    }  # fmt: skip
    return render(request, "leadership/indicator.html", around(request, day) | facts)


def _questions(request: PartnershipRequest, day: AsOf, known: Indicator) -> list[dict[str, Any]]:
    seen = judgements.scrutineers_views(request.here, on=day.on)
    return [
        _question(request, day, known, one) | {"seen": _seen(seen.get((known.code, one.code)), one)}
        for one in judgements.standing_of(request.here, day.framework, known.code, on=day.on)
    ]


def _seen(view: ScrutineerView | None, standing: judgements.Standing) -> dict[str, Any]:
    """The scrutineer's view in words, with its answers; `differs` where it is another than the one that counts."""
    if view is None:
        return {"view": None}
    book, newest = framework_of(view.framework), standing.newest
    said = grade(book, view.grade, scale=book.meta.extent_scale)
    return {"view": view, "said": said, "differs": newest is not None and newest.grade != view.grade}


def _question(
    request: PartnershipRequest, day: AsOf, known: Indicator, standing: judgements.Standing
) -> dict[str, Any]:
    """One question with its judgements side by side, and what the reader may do."""
    args = [request.here.partnership.slug, known.code, standing.code]
    may_agree = not day.is_past and not permissions.why_not_agree(request.here, day.framework)
    mine = standing.proposed is not None and standing.proposed.actor_id == request.here.person.actor_id
    return {
        "standing": standing,
        "is_one_of_many": len(known.ratings) > 1,
        "judged": [_judged("Agreed", standing.agreed), _judged("Proposed", standing.proposed)],
        "view": "" if day.is_past or not request.here.may("write_scrutiny") else reverse("scrutiny:write-view", args=args),
        "propose": "" if day.is_past or permissions.why_not_propose(request.here) else reverse("leadership:propose", args=args),
        "agree": reverse("leadership:agree", args=args) if may_agree and standing.waits and not mine else "",
        "agreers": " or ".join(sorted(day.framework.get("groups", one).name for one in permissions.agreeing_groups(day.framework))),
    }  # fmt: skip


def _judged(title: str, row: Any) -> dict[str, Any]:
    return {"title": title, "row": row, "said": judgements.said(row), "direction": judgements.direction(row)}


def _figure(one: figures.Figure) -> dict[str, Any]:
    words = one.words
    return {
        "query": one.query,
        "is_known": one.calculation is not None,
        "says": one.says,
        "written": one.written[0] if one.written else None,
        "before": [("Three months before", words[A_QUARTER_AGO]), ("a year before", words[A_YEAR_AGO])]
        if words
        else [],
        "parts": one.parts[:6],
    }


def _source(request: PartnershipRequest, day: AsOf, one: judgements.Source) -> list[Any]:
    url = reverse("assurance:product", args=[request.here.partnership.slug, one.product.pk])
    row = one.rating
    one.product.grade = row.grade if row else None  # type: ignore[attr-defined]
    said = product_grade(one.product)
    fresh = freshness(
        rated_on=row.rated_on if row else None, next_review_on=row.next_review_on if row else None, today=day.on
    )
    return [
        {"text": f"{one.product.reference} {one.product.title}", "url": url},
        {"text": said.text, "tone": said.tone},
        {"text": f"{fresh.text}: rated {short_date(row.rated_on)}" if row else fresh.text, "tone": fresh.tone},
        one.product.organisation.name if one.product.organisation else "All agencies",
    ]


def _entry(row: Any) -> dict[str, Any]:
    said, way = judgements.said(row), judgements.direction(row)
    return {
        "title": f"{row.get_kind_display()}: {said.text}{f', {way[0].lower()}{way[1:]}' if way else ''}",
        "by": f"{row.actor.name}, {row.role}",
        "at": row.at,
        "text": row.narrative,
    }


@partnership_page(permissions.SEE)
@require_safe
def evidence(request: PartnershipRequest, indicator: str, query: str) -> HttpResponseBase:
    """One figure over time, and every row behind it on a day."""
    here, day = request.here, as_of(request)
    known = found(day.framework, indicator)
    if query not in known.evidence:
        raise Http404
    figure = figures.figure_of(here, day.framework, known, query, on=day.on)
    table = _rows_table(request, figure) if figure.calculation else None
    if table is not None and table.wants_export:
        return table.export_response()
    facts = {
        "indicator": known,
        "figure": figure,
        "table": table,
        "may_write": not day.is_past and any(map(here.may, permissions.WRITES_FIGURES)),
        "written": [[one.on, one.words, one.source, one.actor.name] for one in figure.written],
        "written_columns": ("As of", "Figure", "Where it comes from", "Written down by"),
        "over_time_columns": ("As of", "Figure"),
        "over_time": [[one.day, words] for one, words in zip(figure.points, figure.words, strict=True)],
    }
    return render(request, "leadership/evidence.html", around(request, day) | facts)


def _rows_table(request: PartnershipRequest, figure: figures.Figure) -> Table:
    newest, calculation = figure.points[-1], figure.calculation
    columns = [
        Column("text", "What", url=lambda row: row.url),
        Column("agency", "Agency", value=lambda row: row.agency or "All agencies"),
        Column("began", "From"),
        Column("standing", "How it stands"),
        Column("met", "Since"),
    ]  # fmt: skip
    if calculation is not None and calculation.way == "share":
        columns.insert(
            3, Column("counts", "Counts as met", value=lambda row: "Yes" if rules.is_met(row, newest.day) else "No")
        )
    return Table(request, rows=newest.counted, columns=columns, name="rows", title=f"Rows behind: {figure.query.name}",
                 default_sort="-began", exports=request.here.may("export"), marking=MARKING,
                 empty=("No rows", "Nothing that you may read counts on this day.", "", ""))  # fmt: skip
