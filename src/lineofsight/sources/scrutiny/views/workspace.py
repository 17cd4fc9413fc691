"""The scrutineer's workspace, and what partners read of independent scrutiny."""

from typing import Any

from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from lineofsight.engine.framework import Framework
from lineofsight.foundation.handbook.queries import framework_in_use
from lineofsight.foundation.partnership.guards import PartnershipRequest, partnership_page
from lineofsight.sources.scrutiny import permissions, queries, rules
from lineofsight.sources.scrutiny.models import ScrutineerView
from lineofsight.sources.scrutiny.views.deeds import shared
from lineofsight.sources.scrutiny.views.tables import asked_table, plan_table, recommendation_table
from lineofsight.sources.scrutiny.wording import OVERALL_WORDS, about, grade_name


@partnership_page(permissions.WRITE)
@require_safe
def workspace(request: PartnershipRequest) -> HttpResponseBase:
    """Everything of the scrutineer's own. Nobody scrutinised reads it."""
    here = request.here
    framework = framework_in_use(here.partnership, on=here.today)
    tables = {"plan": plan_table(request), "asked": asked_table(request), "recommended": recommendation_table(request)}
    for table in tables.values():
        if table.wants_export:
            return table.export_response()
    held = list(queries.views(here))
    facts = {
        "year": queries.year(here.partnership, today=here.today),
        "drafts": list(queries.drafts(here)[:20]),
        "view_drafts": [{"view": one, "about": about(one)} for one in held if one.issued_at is None],
        "without": _without(here.partnership.slug, framework, held),
    }
    return render(request, "scrutiny/workspace.html", shared(request) | tables | facts)


def _without(slug: str, framework: Framework, held: list[ScrutineerView]) -> list[tuple[str, str]]:
    """Questions on which no view was issued, each with the page that writes it."""
    issued = {(one.indicator, one.question) for one in held if one.issued_at}
    found = [
        (f"{one.number}. {one.short_name}" + (f": {question.name.lower()}" if len(one.ratings) > 1 else ""),
         reverse("scrutiny:write-view", args=[slug, one.code, question.code]))
        for one in framework.indicators for question in one.ratings if (one.code, question.code) not in issued
    ]  # fmt: skip
    if ("", rules.OVERALL) not in issued:
        found.append((OVERALL_WORDS, reverse("scrutiny:write-overall", args=[slug])))
    return found


@partnership_page(permissions.READ, permissions.WRITE)
@require_safe
def issued(request: PartnershipRequest) -> HttpResponseBase:
    """Everything that was issued, the plan as far as it is shared, and the recommendations."""
    here = request.here
    tables = {"plan": plan_table(request), "recommended": recommendation_table(request)}
    for table in tables.values():
        if table.wants_export:
            return table.export_response()
    newest = queries.newest_views(here, on=here.today)
    facts: dict[str, Any] = {
        "views": [{"view": one, "about": about(one), "grade": grade_name(one)} for one in newest.values()],
        "papers": [one for one in queries.papers(here)[:60] if one.issued_at],
        "writes": here.may(permissions.WRITE),
    }
    return render(request, "scrutiny/issued.html", shared(request) | tables | facts)
