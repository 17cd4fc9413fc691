"""What changed since the person last looked."""

from typing import Any

from django.http import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from lineofsight.foundation.partnership.guards import PartnershipRequest, now, partnership_page
from lineofsight.foundation.ui.tables import Column, Filter, Table
from lineofsight.foundation.ui.words import moment
from lineofsight.outputs.pages import since
from lineofsight.outputs.pages.since import Changed


@partnership_page()
@require_safe
def new(request: PartnershipRequest) -> HttpResponseBase:
    """Each thing that others changed, with what was done to it; from now on these have been seen."""
    at = now()
    before = since.look(request.here, now=at)
    changed = since.changed_since(request.here, before.seen_number, now=at)
    table = _table(request, changed)
    if table.wants_export:
        return table.export_response()
    return render(request, "pages/new.html", {"table": table})


def _table(request: PartnershipRequest, changed: list[Changed]) -> Table:
    kinds = sorted({(one.subject.kind, one.kind) for one in changed}, key=lambda pair: pair[1])
    columns: list[Any] = [
        Column("thing", "What changed", value=lambda one: one.subject.title, url=lambda one: one.subject.path),
        Column("kind", "Kind", value=lambda one: one.kind),
        Column("deeds", "What was done", value=lambda one: ". ".join(one.deeds), sort=False),
        Column("at", "Last", value=lambda one: moment(one.at), sort=lambda one: one.at, export=lambda one: one.at),
    ]
    return Table(
        request,
        name="new",
        title="What is new",
        rows=changed,
        columns=columns,
        filters=[_by_kind(kinds)],
        default_sort="-at",
        noun=("thing", "things"),
        exports=request.here.may("export"),
        marking="OFFICIAL-SENSITIVE",
        empty=("Nothing is new", "What others change, and you may read, comes here.", "", ""),
    )  # fmt: skip


def _by_kind(kinds: list[tuple[str, str]]) -> Filter:
    return Filter("what", "Kind", "choice", kinds, value=lambda one: one.subject.kind)
