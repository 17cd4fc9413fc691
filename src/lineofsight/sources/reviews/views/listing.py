"""The register of incidents for those who may read them, and the board of clocks by reference alone."""

from django.http import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from lineofsight.foundation.partnership.guards import PartnershipRequest, partnership_page
from lineofsight.foundation.ui.tables import Column, Filter, Table
from lineofsight.sources.reviews import permissions, queries
from lineofsight.sources.reviews.models import ClockRun, Incident
from lineofsight.sources.reviews.views import wording
from lineofsight.sources.reviews.views.sections import MARKING, bodies, shared, url

EMPTY = (
    "No incidents yet",
    "An incident is recorded when a local authority becomes aware of it. Its first clock starts then.",
)


@partnership_page(permissions.READ, look="reviews.look_at_register")
@require_safe
def register(request: PartnershipRequest) -> HttpResponseBase:
    """Every incident: where it is, and the clock that ends next."""
    here = request.here
    add = url(request, "record") if here.may(permissions.EDIT) else ""
    table = Table(
        request, name="incidents", title="Serious incidents", noun=("incident", "incidents"), marking=MARKING,
        rows=queries.incidents(here.partnership), columns=_columns(request), filters=_filters(request),
        default_sort="-aware_on", exports=here.may("export"), empty=(*EMPTY, add, "Record an incident" if add else ""),
    )  # fmt: skip
    if table.wants_export:
        return table.export_response()
    return render(request, "reviews/register.html", shared(request) | {"table": table, "add_url": add})


def _columns(request: PartnershipRequest) -> list[Column]:
    today, names = request.here.today, queries.clock_names(request.here.partnership, on=request.here.today)

    def words(row: Incident) -> str:
        clock = _next(row)
        return f"{wording.name_of(clock, names)}: {wording.clock_words(clock, today=today)}" if clock else "None runs"

    def tone(row: Incident) -> str:
        clock = _next(row)
        return wording.clock_tone(clock, today=today) if clock else ""

    return [
        Column("reference", "Reference", url=lambda row: url(request, "incident", row.pk)),
        Column("summary", "What kind"),
        Column("aware_on", "Aware on"),
        Column("state", "Where it is", value=lambda row: row.get_state_display(), sort="state",
               tone=lambda row: wording.TONES[row.state]),
        Column("clock", "Next clock", value=words, tone=tone),
        Column("duty_holder", "Who must notify", value="duty_holder.name", sort="duty_holder__name"),
    ]  # fmt: skip


def _next(row: Incident) -> ClockRun | None:
    """The running clock of an incident that ends next."""
    return next((clock for clock in row.clocks.all() if clock.ended_on is None and clock.due_on), None)


def _filters(request: PartnershipRequest) -> list[Filter]:
    today = request.here.today
    return [
        Filter("words", "Words in the kind", lookup="summary__icontains"),
        Filter("state", "Where it is", "choice", Incident.State.choices),
        Filter("authority", "Who must notify", "choice", bodies(request), lookup="duty_holder"),
        Filter("overdue", "Only with a clock that ran out", "tick",
               apply=lambda rows, _: queries.with_a_clock_that_ran_out(rows, today=today)),
    ]  # fmt: skip


@partnership_page(*permissions.BOARD)
@require_safe
def clocks(request: PartnershipRequest) -> HttpResponseBase:
    """Every clock that runs, by the incident's reference: nothing of what happened."""
    here = request.here
    names, reads = queries.clock_names(here.partnership, on=here.today), here.may(permissions.READ)

    def words(row: ClockRun) -> str:
        return wording.clock_words(row, today=here.today)

    def tone(row: ClockRun) -> str:
        return wording.clock_tone(row, today=here.today)

    def to_incident(row: ClockRun) -> str:
        return url(request, "incident", row.incident_id) if reads else ""

    table = Table(
        request, name="clocks", title="Clocks of serious incidents", noun=("clock", "clocks"), marking=MARKING,
        rows=queries.running(here.partnership), default_sort="due", exports=here.may("export"),
        columns=[
            Column("reference", "Incident", value="incident.reference", sort="incident__reference", url=to_incident),
            Column("clock", "Clock", value=lambda row: wording.name_of(row, names), sort="code"),
            Column("started", "Started", value="started_on", sort="started_on"),
            Column("due", "Due", value="due_on", sort="due_on"),
            Column("stands", "How it stands", value=words, tone=tone),
            Column("late", "Expected late", value=lambda row: wording.late_words(row) or None),
        ],
        filters=[Filter("late", "Only those that ran out", "tick", apply=lambda rows, _: rows.filter(due_on__lt=here.today))],
        empty=("No clock runs", "A clock starts when an incident is recorded, and ends when what it waits for is done.", "", ""),
    )  # fmt: skip
    if table.wants_export:
        return table.export_response()
    return render(request, "reviews/clocks.html", shared(request) | {"table": table})
