"""The line of sight of a thing, of a file and of a figure; and a page from which to set out."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from lineofsight.foundation.files import queries as files
from lineofsight.foundation.files.models import Evidence
from lineofsight.foundation.partnership.context import section_links
from lineofsight.foundation.partnership.guards import PartnershipRequest, partnership_page
from lineofsight.foundation.partnership.permissions import Refused
from lineofsight.foundation.ui.tables import Column, Filter, Table
from lineofsight.outputs.pages.sight import queries, rules
from lineofsight.outputs.pages.sight.drawing import drawn
from lineofsight.outputs.pages.sight.queries import Seen
from lineofsight.outputs.pages.sight.rules import Branch, Node, Rest
from lineofsight.sources.dashboard import sight as figures
from lineofsight.sources.dashboard.models import Observation
from lineofsight.sources.dashboard.permissions import may_trace
from lineofsight.sources.dashboard.queries import tracing

SECTION, MARKING = "Plan and actions", "OFFICIAL-SENSITIVE"
BEGINNINGS = {
    "decision": "Decisions", "impact_check": "Impact checks", "recommendation": "Recommendations", "finding": "Findings",
    "voice": "What children and families told us", "warning": "Early warnings", "challenge": "Challenges",
}  # fmt: skip
WAYS = {"up": "It came from this", "down": "This came of it"}
NOWHERE = UUID(int=0)


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table and of the file."""

    way: str
    steps: int
    label: str
    title: str
    url: str
    says: str
    how: str


COLUMNS = [
    Column("way", "Which way"),
    Column("steps", "Steps away", align="right"),
    Column("label", "What it is"),
    Column("title", "Which one", url=lambda row: row.url),
    Column("says", "Where it stands"),
    Column("how", "How it hangs together"),
]


def _shared(request: PartnershipRequest) -> dict[str, Any]:
    here = request.here
    return {
        "sub_navigation": section_links(request.path, here, SECTION),
        "marking": MARKING,
        "start_url": reverse("sight:start", args=[here.partnership.slug]),
    }


@partnership_page()
@require_safe
def beginnings(request: PartnershipRequest) -> HttpResponse:
    """The newest decisions, findings and what children told us: things from which one may set out."""
    facts = {"beginnings": [(BEGINNINGS[one.code], one) for one in queries.beginnings(request.here, list(BEGINNINGS))]}
    return render(request, "sight/start.html", _shared(request) | facts)


@partnership_page()
@require_safe
def from_subject(request: PartnershipRequest, subject: UUID) -> HttpResponseBase:
    """From anything that the trail points at; 404 for what the person may not open."""
    held = queries.subject_of(request.here, subject)
    if held is None:
        raise Http404
    return _shown(request, queries.started(held), queries.follow(request.here, start=held.pk))


@partnership_page()
@require_safe
def from_file(request: PartnershipRequest, evidence: UUID) -> HttpResponseBase:
    """From a file or a link to everything that rests on it."""
    try:
        held = files.one(request.here, evidence)
    except Evidence.DoesNotExist:
        raise Http404 from None
    rows = Evidence.objects.for_partnership(request.here.partnership).standing()
    same = rows.filter(stored=held.stored_id) if held.stored_id else rows.filter(pk=held.pk)
    url = reverse("files:one", args=[request.here.partnership.slug, held.pk])
    start = Node(NOWHERE, 0, label=held.get_kind_display(), title=held.title, url=url)
    first = same.values_list("subject", flat=True)
    return _shown(request, start, queries.follow(request.here, start=None, first=first))


@partnership_page("see_measures", "see_working_figures")
@require_safe
def from_figure(request: PartnershipRequest, figure: int) -> HttpResponseBase:
    """From one row of figures: down to its return, file and cell, and on to every warning and finding that rests on it."""
    here = request.here
    try:
        row = tracing.trace(here.partnership, figure).figure
    except Observation.DoesNotExist:
        raise Http404 from None
    if not may_trace(here, row.series.organisation_id):
        raise Refused("Only those who work with the figures may see where another organisation's figure came from.")
    start = Node(NOWHERE, 0, label="Figure", title=figures.figure_title(row), url=figures.figure_url(here, row))
    start.grounds = [Rest("Source", figures.place_of(row.cell), start.url)]
    return _shown(request, start, queries.follow(here, start=None, first=figures.resting_on(row)))


def _shown(request: PartnershipRequest, start: Node, seen: Seen) -> HttpResponseBase:
    opened = [start] if start.key != NOWHERE else []
    queries.fill(request.here, [*opened, *seen.up.values(), *seen.down.values()])
    up, down = rules.branches(seen.up, None), rules.branches(seen.down, None)
    table = _table(request, start, up, down)
    if table.wants_export:
        return table.export_response()
    facts = {
        "start": start,
        "up": up,
        "down": down,
        "closed_up": rules.closed_words(rules.closed_at(seen.up, None)),
        "closed_down": rules.closed_words(rules.closed_at(seen.down, None)),
        "is_cut": seen.is_cut,
        "table": table,
        # Every word in it is escaped where it is drawn.
        "picture": mark_safe(drawn(start, seen.up.values(), seen.down.values(), seen.edges)),  # noqa: S308
    }
    return render(request, "sight/sight.html", _shared(request) | facts)


def _rows(start: Node, way: str, tree: Sequence[Branch], titles: dict[UUID | None, str]) -> Iterator[Row]:
    for branch in rules.walked(list(tree)):
        node = branch.node
        near = titles.get(node.near, start.title)
        how = f"{node.how} “{near}”" if way == "up" else f"“{near}” {node.how} this"
        yield Row(WAYS[way], node.steps, node.label, node.title, node.url, node.says, how if node.how else "")
        for rest in node.grounds:
            yield Row(WAYS[way], node.steps, rest.label, rest.title, rest.url, rest.says, f"Behind “{node.title}”")


def _table(request: PartnershipRequest, start: Node, up: list[Branch], down: list[Branch]) -> Table:
    titles: dict[UUID | None, str] = {one.node.key: one.node.title for one in rules.walked([*up, *down])}
    own = [
        Row(WAYS["up"], 0, one.label, one.title, one.url, one.says, f"Behind “{start.title}”") for one in start.grounds
    ]
    rows = [*own, *_rows(start, "up", up, titles), *_rows(start, "down", down, titles)]
    labels = sorted({row.label for row in rows})
    return Table(
        request,
        name="line-of-sight",
        title=f"Line of sight of {start.title}",
        rows=rows,
        columns=COLUMNS,
        filters=[Filter("label", "What it is", "choice", [(label, label) for label in labels])],
        noun=("thing", "things"),
        exports=request.here.may("export"),
        marking=MARKING,
        empty=(
            "Nothing leads here or on from here yet",
            "What is recorded with this as its source comes here.",
            "",
            "",
        ),
    )
