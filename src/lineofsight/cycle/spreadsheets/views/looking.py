"""A spreadsheet that was given: which column is what, what would happen to each row, and bringing it in."""

from collections import Counter
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from lineofsight.cycle.spreadsheets import changes, forms, permissions, rules
from lineofsight.cycle.spreadsheets.columns import Kind
from lineofsight.cycle.spreadsheets.models import SheetImport
from lineofsight.cycle.spreadsheets.planning import Planned
from lineofsight.cycle.spreadsheets.reading import place
from lineofsight.cycle.spreadsheets.views.giving import MARKING, given_here, kind_here, shared, url
from lineofsight.engine.tables import letters
from lineofsight.foundation.partnership.guards import PartnershipRequest, now, partnership_page
from lineofsight.foundation.partnership.permissions import Refused
from lineofsight.foundation.ui.tables import Column, Filter, Table

TONES = {rules.CREATE: "good", rules.CHANGE: "info", rules.SKIP: "quiet", rules.ERROR: "problem"}
DRAFT = SheetImport.State.DRAFT


@partnership_page(*permissions.IN)
@require_http_methods(["GET", "HEAD", "POST"])
def columns(request: PartnershipRequest, kind: str, sheet: UUID) -> HttpResponse:
    """Which column of the person's file is which of ours; it is remembered for the next file."""
    of = kind_here(request, kind)
    taken = given_here(request, of, sheet)
    if taken.state != DRAFT:
        return redirect(url(request, "preview", kind, taken.pk))
    is_again = request.POST.get("stage") == "sheet"
    where, form = (
        _sheet_form(request if is_again else None, taken),
        _columns_form(request, taken, of, bound=not is_again),
    )
    if request.method == "POST" and is_again and where.is_valid():
        return _read_again(request, taken, where)
    if request.method == "POST" and not is_again and form.is_valid():
        changes.say_columns(taken, form.columns, here=request.here)
        return redirect(url(request, "preview", kind, taken.pk))
    facts = {"taken": taken, "form": form, "where": where, "back": url(request, "kind", kind)}
    return render(request, "spreadsheets/columns.html", shared(request, of) | facts)


def _sheet_form(request: PartnershipRequest | None, taken: SheetImport) -> forms.SheetForm:
    sheets = [(name, name or "The only one") for name in taken.sheets]
    initial = {"sheet": taken.sheet, "heading_row": taken.heading_row + 1}
    return forms.SheetForm(request.POST if request else None, sheets=sheets, initial=initial, auto_id="where_%s")


def _columns_form(request: PartnershipRequest, taken: SheetImport, of: Kind, *, bound: bool) -> forms.ColumnsForm:
    rows = taken.sheets[taken.sheet]["rows"]
    headings = rows[taken.heading_row]
    below = next((row for row in rows[taken.heading_row + 1 :] if any(row)), [""] * len(headings))
    choices = [(str(at), _column_words(at, heading, below[at])) for at, heading in enumerate(headings)]
    given = request.POST if bound and request.method == "POST" else None
    initial = {code: str(at) for code, at in taken.columns.items()}
    return forms.ColumnsForm(given, kind=of, columns=choices, initial=initial)


def _column_words(at: int, heading: str, example: str) -> str:
    said = f"{letters(at)}: {heading or 'no heading'}"
    return f"{said} (for example “{example[:40]}”)" if example else said


def _read_again(request: PartnershipRequest, taken: SheetImport, where: forms.SheetForm) -> HttpResponse:
    try:
        changes.read_sheet(taken, sheet=where.cleaned_data.get("sheet", taken.sheet),
                           heading_row=where.cleaned_data["heading_row"] - 1, here=request.here)  # fmt: skip
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect(url(request, "columns", taken.kind, taken.pk))


@partnership_page(*permissions.IN)
@require_http_methods(["GET", "HEAD", "POST"])
def preview(request: PartnershipRequest, kind: str, sheet: UUID) -> HttpResponseBase:
    """What would happen to each row, what is wrong by cell, and the button that brings it in."""
    of = kind_here(request, kind)
    taken = given_here(request, of, sheet)
    planned = changes.plan(taken, request.here)
    form = forms.BringInForm(request.POST or None, is_doubtful=planned.is_doubtful, initial={"digest": planned.digest})
    if request.method == "POST" and form.is_valid():
        answer = _bring_in(request, taken, form)
        if answer is not None:
            return answer
        form = forms.BringInForm(is_doubtful=planned.is_doubtful, initial={"digest": planned.digest})
    rows, wrong = _rows_table(request, planned.rows), _problem_table(request, taken, of, planned.rows)
    for table in (rows, wrong):
        if table.wants_export:
            return table.export_response()
    facts = _facts(request, taken, planned) | {"form": form, "rows": rows, "wrong": wrong}
    return render(request, "spreadsheets/preview.html", shared(request, of) | facts)


def _facts(request: PartnershipRequest, taken: SheetImport, planned: changes.Plan) -> dict[str, Any]:
    counts = Counter(one.outcome for one in planned.rows)
    writes = counts[rules.CREATE] + counts[rules.CHANGE]
    return {
        "taken": taken, "is_draft": taken.state == DRAFT, "counts": counts, "writes": writes, "kept": bool(taken.sheets),
        "needs_columns": any(one.needed and one.code not in taken.columns for one in planned.planner.kind.fields),
        "doubts": [(one, words) for one in planned.rows for _, words in one.doubts],
        "invited": sum(bool(one.facts.get("email")) for one in planned.rows if one.writes),
        "back": url(request, "kind", taken.kind),
    }  # fmt: skip


def _bring_in(request: PartnershipRequest, taken: SheetImport, form: forms.BringInForm) -> HttpResponse | None:
    """The answer once it is in, or None when the page must be looked at again."""
    try:
        done = changes.bring_in(
            taken, request.here, digest=form.cleaned_data["digest"], address=settings.ADDRESS, now=now(),
            is_checked=form.cleaned_data.get("checked", False),
        )  # fmt: skip
    except changes.ChangedMeanwhile:
        messages.warning(request, "Something changed since you opened this page. Look again, then bring it in.")
        return None
    except Refused as refusal:
        messages.error(request, str(refusal))
        return None
    messages.success(request, f"Brought in: {done.created} new, {done.changed} changed.")
    return redirect(url(request, "preview", done.kind, done.pk))


def _rows_table(request: PartnershipRequest, planned: list[Planned] | Any) -> Table:
    columns = [
        Column("row", "Row", value=lambda one: one.row.number, align="right"),
        Column("outcome", "What happens", value=lambda one: rules.OUTCOMES[one.outcome],
               tone=lambda one: TONES[one.outcome]),
        Column("said", "What it is", value=lambda one: " ".join(filter(None, [one.reference, one.said[:160]]))),
        Column("why", "Why, or what changes", value=_why),
    ]  # fmt: skip
    by_outcome = Filter(
        "outcome", "What happens", "choice", tuple(rules.OUTCOMES.items()), value=lambda one: one.outcome
    )
    return Table(request, rows=planned, columns=columns, filters=[by_outcome], name="rows", title="Every row",
                 noun=("row", "rows"), marking=MARKING, exports=request.here.may("export"),
                 empty=("No rows", "Below the headings there are no rows. Choose another row of headings.", "", ""))  # fmt: skip


def _why(one: Planned) -> str:
    if one.outcome == rules.CHANGE:
        said = (f"{label}: {before[:80]} → {after[:80]}" if before else f"{label}: {after[:160]}"
                for label, before, after in one.changes)  # fmt: skip
        return "; ".join(said)
    return one.why


def _problem_table(request: PartnershipRequest, taken: SheetImport, of: Kind, planned: Any) -> Table:
    found = [(one, problem) for one in planned for problem in one.row.problems
             if problem.is_error or one.outcome != rules.ERROR]  # fmt: skip
    columns = [
        Column("cell", "Where", value=lambda pair: _place(taken, of, *pair), sort=lambda pair: pair[0].row.number),
        Column("kind", "What", value=lambda pair: "Error" if pair[1].is_error else "To know",
               tone=lambda pair: "problem" if pair[1].is_error else "quiet"),
        Column("why", "Why", value=lambda pair: pair[1].why),
        Column("todo", "What to do", value=lambda pair: pair[1].todo or "Nothing"),
    ]  # fmt: skip
    return Table(request, rows=found, columns=columns, name="problems", title="Cell by cell", prefix="cells",
                 noun=("note", "notes"), marking=MARKING, exports=request.here.may("export"),
                 empty=("Nothing is wrong", "Every row can come in, or is here already.", "", ""))  # fmt: skip


def _place(taken: SheetImport, of: Kind, one: Planned, problem: Any) -> str:
    column = taken.columns.get(problem.code)
    if column is None:
        return f"Row {one.row.number}, {of.field(problem.code).heading}"
    return place(taken.sheet, one.row.number, column)
