"""One page for each kind: take everything out, get the template, give a spreadsheet."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lineofsight.cycle.spreadsheets import changes, complete, forms, permissions, queries, reading, rules, writing
from lineofsight.cycle.spreadsheets.columns import KINDS, Kind
from lineofsight.cycle.spreadsheets.models import SheetImport
from lineofsight.foundation.files.incoming import NotTaken, looked_at
from lineofsight.foundation.partnership.guards import PartnershipRequest, now, partnership_page
from lineofsight.foundation.partnership.permissions import Refused
from lineofsight.foundation.ui.exports import file_name
from lineofsight.foundation.ui.tables import Column, Table

MARKING = "OFFICIAL-SENSITIVE"


def kind_here(request: PartnershipRequest, code: str) -> Kind:
    """A kind of spreadsheet that the person may bring in. 404 for no kind, 403 with the reason."""
    if code not in KINDS:
        raise Http404
    reason = permissions.why_not_bring_in(request.here, KINDS[code])
    if reason:
        raise PermissionDenied(reason)
    return KINDS[code]


def given_here(request: PartnershipRequest, kind: Kind, key: UUID) -> SheetImport:
    """A spreadsheet of the partnership, or 404."""
    rows = SheetImport.objects.for_partnership(request.here.partnership)
    return get_object_or_404(rows, pk=key, kind=kind.code)


def url(request: PartnershipRequest, name: str, *args: object) -> str:
    """An address of this room."""
    return reverse(f"spreadsheets:{name}", args=[request.here.partnership.slug, *args])


def shared(request: PartnershipRequest, kind: Kind) -> dict[str, Any]:
    """The links between the kinds, the way back to the list, and the marking."""
    kinds = [one for one in KINDS.values() if permissions.why_not_bring_in(request.here, one) is None]
    links = [{"label": one.title, "url": url(request, "kind", one.code), "current": one is kind} for one in kinds]
    back = reverse(kind.list_page, args=[request.here.partnership.slug])
    return {"kind": kind, "sub_navigation": links, "list_url": back, "marking": MARKING}


@partnership_page(*permissions.IN)
@require_http_methods(["GET", "HEAD", "POST"])
def kind(request: PartnershipRequest, kind: str) -> HttpResponse:
    """Take everything out, get the template, or give a spreadsheet; and those that were given."""
    of = kind_here(request, kind)
    form = forms.FileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            taken = _take(request, of, form.cleaned_data["file"])
        except (reading.NotRead, NotTaken) as refusal:
            form.add_error("file", str(refusal))
        else:
            return redirect(url(request, "preview" if _is_sure(taken, of) else "columns", kind, taken.pk))
    table = _given_table(request, of)
    if table.wants_export:
        return table.export_response()  # type: ignore[return-value]
    facts = {"form": form, "table": table, "may_take_out": permissions.why_not_take_out(request.here, of) is None,
             "kept_days": rules.KEPT_DAYS, "most_rows": rules.MOST_ROWS}  # fmt: skip
    return render(request, "spreadsheets/kind.html", shared(request, of) | facts)


def _is_sure(taken: SheetImport, of: Kind) -> bool:
    headings = taken.sheets[taken.sheet]["rows"][taken.heading_row]
    remembered = queries.remembered(taken.partnership, of.code)
    return rules.is_sure(headings, taken.columns, of.fields, remembered)


def _take(request: PartnershipRequest, of: Kind, upload: Any) -> SheetImport:
    given = looked_at(upload, largest_megabytes=settings.LARGEST_UPLOAD_MEGABYTES, clamd=settings.VIRUS_SCANNER)
    given.file.seek(0)
    pages = reading.pages_of(given.file, name=given.name)
    return changes.take(request.here, of.code, pages, file_name=given.name, now=now())


def _given_table(request: PartnershipRequest, of: Kind) -> Table:
    columns = [
        Column("file_name", "File", url=lambda one: url(request, "preview", of.code, one.pk)),
        Column("state", "State", value="get_state_display"),
        Column("given_at", "Given"),
        Column("given_by", "By", value="given_by.name", sort="given_by__name"),
        Column("created", "New", align="right"),
        Column("changed", "Changed", align="right"),
        Column("skipped", "As it was", align="right"),
        Column("left_out", "Left out", align="right"),
    ]
    rows = queries.given(request.here.partnership, of.code)
    return Table(request, rows=rows, columns=columns, name="given", title="Spreadsheets that came in", page_size=20,
                 noun=("spreadsheet", "spreadsheets"), exports=request.here.may("export"), marking=MARKING,
                 empty=("None yet", "A spreadsheet that somebody gives is listed here.", "", ""))  # fmt: skip


@partnership_page(*permissions.IN)
@require_safe
def template(request: PartnershipRequest, kind: str) -> HttpResponse:
    """Our template, with lists to choose from."""
    of = kind_here(request, kind)
    content = writing.template(of, queries.choices(request.here, of.code))
    return _download(content, name=f"{of.title} template", ending="xlsx")


@partnership_page(*permissions.IN)
@require_safe
def out(request: PartnershipRequest, kind: str, ending: str) -> HttpResponse:
    """Everything of a kind that the person may read, as a file that changes nothing when it comes in again."""
    of = kind_here(request, kind)
    reason = permissions.why_not_take_out(request.here, of)
    if reason:
        raise PermissionDenied(reason)
    if ending not in {"xlsx", "csv"}:
        raise Http404
    pages, day = complete.pages(of, request.here), request.here.today
    notes = [("Marking", MARKING), ("Partnership", request.here.partnership.name), ("Made on", f"{day:%d/%m/%Y}"),
             ("How", "Change the first sheet and give the file again: only what you changed changes. An empty cell changes "
              "nothing. Columns “for reading only” and the other sheets are not read.")]  # fmt: skip
    content = writing.as_csv(pages[0]) if ending == "csv" else writing.as_xlsx(pages, notes=notes, title=of.title)
    return _download(content, name=f"{request.here.partnership.slug} {of.title} {day.isoformat()}", ending=ending)


def _download(content: bytes, *, name: str, ending: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=writing.CSV if ending == "csv" else writing.XLSX)
    answer["Content-Disposition"] = f'attachment; filename="{file_name(name)}.{ending}"'
    return answer


@partnership_page(*permissions.IN)
@require_safe
def marked(request: PartnershipRequest, kind: str, sheet: UUID) -> HttpResponse:
    """The file as it was given, with what to mend beside each row."""
    of = kind_here(request, kind)
    taken = given_here(request, of, sheet)
    if not taken.sheets:
        raise Http404
    content = writing.marked(taken, changes.plan(taken, request.here).rows, kind=of)
    return _download(content, name=f"{taken.file_name.rsplit('.', 1)[0]} what to mend", ending="xlsx")


@partnership_page(*permissions.IN)
@require_POST
def give_up(request: PartnershipRequest, kind: str, sheet: UUID) -> HttpResponse:
    """Nothing of it is brought in."""
    of = kind_here(request, kind)
    try:
        changes.give_up(given_here(request, of, sheet), here=request.here)
        messages.success(request, "Nothing of the file was brought in. Its text is deleted.")
    except Refused as refusal:
        messages.info(request, str(refusal))
    return redirect(url(request, "kind", of.code))
