"""The trail of a partnership: who did or saw what, for whoever may read what it is about."""

from django.http import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from lineofsight.foundation.partnership.guards import PartnershipRequest, partnership_page
from lineofsight.foundation.trail.models import Entry
from lineofsight.foundation.ui.tables import Column, Filter, Table
from lineofsight.outputs.pages import trail_reading
from lineofsight.outputs.pages.deeds import in_words

SHOWN_LETTERS = 240


@partnership_page("see_trail", look="trail.read")
@require_safe
def trail(request: PartnershipRequest) -> HttpResponseBase:
    """A table to filter by person, deed, thing and day, and to take out."""
    table = trail_table(request)
    if table.wants_export:
        return table.export_response()
    return render(request, "pages/trail.html", {"table": table})


def trail_table(request: PartnershipRequest) -> Table:
    """The table of the page and of its files."""
    here = request.here
    return Table(
        request,
        name="trail",
        title="Trail",
        rows=trail_reading.entries_for(here),
        columns=_columns(trail_reading.names_in(here.partnership)),
        filters=_filters(trail_reading.deeds_in(here)),
        default_sort="-at",
        noun=("entry", "entries"),
        exports=here.may("export"),
        marking="OFFICIAL-SENSITIVE",
        empty=("Nothing here yet", "Every write and every look at something sensitive is listed here.", "", ""),
    )


def _columns(names: dict[str, str]) -> list[Column]:
    def whole(entry: Entry) -> str:
        return trail_reading.change_in_words(entry, names)

    def short(entry: Entry) -> str:
        text = whole(entry)
        return text if len(text) <= SHOWN_LETTERS else f"{text[:SHOWN_LETTERS]} …"

    return [
        Column("at", "When", sort="number"),
        Column("who", "Who"),
        Column("role", "In which role", sort=False),
        Column("deed", "What", value=lambda entry: in_words(entry.deed)),
        Column("subject", "About", value="subject.title", sort="subject__title", url=_path),
        Column("change", "Change", value=short, export=whole, sort=False),
        Column("number", "Number", align="right"),
    ]


def _path(entry: Entry) -> str:
    return entry.subject.path if entry.subject else ""


def _filters(deeds: list[tuple[str, str]]) -> list[Filter]:
    return [
        Filter("person", "Person", lookup="who__icontains", hint="Part of a name"),
        Filter("what", "What", "choice", deeds, lookup="deed"),
        Filter("about", "About", lookup="subject__title__icontains", hint="Part of a title"),
        Filter("from", "From", "from", lookup="at__date__gte"),
        Filter("to", "Until", "to", lookup="at__date__lte"),
    ]
