"""From an uploaded file to a draft, and back to the file with what is wrong beside each row.

A file with records of single children is refused before anything of it is kept: no stored file, no row, no name.
"""

import hashlib
import io
import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction

from lineofsight.cycle.requests.models import Request, Return
from lineofsight.engine import tables
from lineofsight.engine.tables.headings import plain
from lineofsight.foundation.partnership.models import Partnership
from lineofsight.foundation.trail.changes import Doer, record
from lineofsight.sources.dashboard.changes.figures import measure_codes
from lineofsight.sources.dashboard.models import OwnRecipe, ReturnIssue
from lineofsight.sources.dashboard.returns import changes, queries, template
from lineofsight.sources.dashboard.returns.drafts import Upload
from lineofsight.sources.dashboard.returns.reading import Reading, UnknownLayout, from_recipe, from_rows, template_rows

XLSX = template.WRITERS["xlsx"][1]
OWN = "own:"
FINGERPRINTED_ROWS = 40


def recipe_choices(partnership: Partnership) -> list[tuple[str, str]]:
    """The recipes that a person can choose: the partnership's own, then those that are shipped."""
    own = [(f"{OWN}{one.pk}", one.name) for one in queries.recipes(partnership)]
    shipped = [(name, tables.shipped_recipe(name).title) for name in tables.shipped_names()]
    return [*own, *sorted(shipped, key=lambda choice: choice[1])]


def take_file(
    request: Request, file: Any, *, recipe: str, version: int | None, by: Doer, now: datetime, today: date
) -> Return:
    """The file's figures as the request's draft. FileRefused, UnknownLayout and the errors of `changes.receive` say why not."""
    try:
        reading = read_file(request, file, recipe=recipe, today=today)
    except tables.ChildLevelFile:
        file.close()
        _record_refusal(request, by=by)
        raise
    how = Return.How.RECIPE if reading.recipe else Return.How.TEMPLATE
    upload = Upload(file, file.name, getattr(file, "content_type", "") or "")
    return changes.receive(
        request, reading, how=how, by=by, now=now, today=today, upload=upload, version=version or None
    )


@transaction.atomic
def _record_refusal(request: Request, *, by: Doer) -> None:
    """That it happened, and nothing of the file: its very name may name a child."""
    record(request.partnership.chain, by=by, deed="dashboard.refuse_child_level_file", subject=request.subject)


def read_file(request: Request, file: Any, *, recipe: str, today: date) -> Reading:
    """What the file says: by the chosen recipe, else as the template, else by a recipe that fits. Nothing is written."""
    slots = queries.slots(request)
    file.seek(0)
    book = tables.open_table(file, name=file.name)
    if not recipe:
        rows = template_rows(book)
        if rows is not None:
            known, reasons = measure_codes(request.partnership), changes.reasons_for_missing(request, today=today)
            return from_rows(rows, slots=slots, known=known, reasons=reasons)
    chosen = [_recipe(request.partnership, recipe)] if recipe else list(_fitting(request.partnership, book, file))
    if not chosen:
        raise UnknownLayout(
            "We do not know how this file is laid out. Use the template, or send it to the Business Team: "
            "they can teach us to read it."
        )
    return _first_that_reads(file, chosen, slots=slots)


def _first_that_reads(file: Any, recipes: Sequence[tables.Recipe], *, slots: Sequence[Any]) -> Reading:
    problem: Exception | None = None
    for one in recipes:
        try:
            return from_recipe(file, one, name=file.name, slots=slots)
        except (tables.FileRefused, UnknownLayout) as refusal:
            if isinstance(refusal, tables.ChildLevelFile):
                raise
            problem = problem or refusal
    raise problem or UnknownLayout("No recipe fits this file.")


def _recipe(partnership: Partnership, chosen: str) -> tables.Recipe:
    if not chosen.startswith(OWN):
        return tables.shipped_recipe(chosen)
    own = queries.recipes(partnership).filter(pk=chosen.removeprefix(OWN)).first()
    if own is None:
        raise UnknownLayout("This recipe is no longer in use. Choose another.")
    return parsed(own)


def parsed(own: OwnRecipe) -> tables.Recipe:
    """A partnership's own recipe, ready to read with."""
    return tables.parse_recipe(own.text, name=own.name)


def _fitting(partnership: Partnership, book: Any, file: Any) -> Iterator[tables.Recipe]:
    """Recipes that know this file: the partnership's own by their headings, then the shipped ones whose columns it has."""
    prints = set(fingerprints(book))
    for own in queries.recipes(partnership).filter(fingerprint__in=prints):
        yield parsed(own)
    file.seek(0)
    for name in tables.fitting_recipes(file, name=file.name):
        yield tables.shipped_recipe(name)


def fingerprints(book: Any) -> Iterator[str]:
    """A fingerprint of each of the first rows of each sheet: one of them is that of the headings."""
    for name in book.names:
        for number, row in enumerate(book.sheet(name).rows):
            if number == FINGERPRINTED_ROWS:
                break
            if (found := fingerprint(row)) is not None:
                yield found


def fingerprint(headings: Sequence[object]) -> str | None:
    """The fingerprint of a row of headings; None for a row too short to tell anything."""
    texts = [plain(cell) for cell in headings]
    while texts and not texts[-1]:
        texts.pop()
    if sum(bool(text) for text in texts) < 2:
        return None
    return hashlib.sha256("\x1f".join(texts).encode()).hexdigest()


def words_of(refusal: tables.TableError) -> str:
    """Why a file was refused, with the place."""
    where = [getattr(refusal, "sheet", "") and f"sheet “{refusal.sheet}”"]  # type: ignore[attr-defined]
    row, column = getattr(refusal, "row", 0), getattr(refusal, "column", "")
    if row or column:
        where.append(f"cell {column}{row}" if row and column else f"row {row}" if row else f"column {column}")
    place = ", ".join(part for part in where if part)
    return f"{refusal} ({place[:1].upper()}{place[1:]}.)" if place else str(refusal)


def annotated_name(request: Request, draft: Return) -> str:
    """The name of the file with errors."""
    base = re.sub(r"\.[^.]+$", "", draft.file.name) if draft.file else f"{request.round.title}"
    return re.sub(r"[^A-Za-z0-9 _-]+", "-", f"{base} with errors") + ".xlsx"


def with_errors(request: Request, draft: Return, *, today: date) -> bytes:
    """The file as it was sent, with a column “Errors”; what was put right since stands in its cells.

    A draft that was typed comes as the template.
    """
    issues = list(queries.issues_of(draft).filter(reason_code=""))
    if draft.file is None:
        return _as_template(request, draft, issues, today=today)
    with draft.file.content.open("rb") as kept:
        book = tables.open_table(io.BytesIO(kept.read()), name=draft.file.name)
    return _copied(book, issues, corrected=_corrected(draft))


def _as_template(request: Request, draft: Return, issues: Sequence[ReturnIssue], *, today: date) -> bytes:
    slots = queries.slots(request)
    held = queries.entries_of(draft, slots)
    keys = {cell.pk: key for key, (_, cell) in held.items() if cell is not None}
    errors: dict[Any, str] = {}
    for issue in issues:
        key = keys.get(issue.figure_id or 0)
        if key is not None:
            errors[key] = " ".join(filter(None, [errors.get(key, ""), issue.message]))
    sheet = template.Sheet(
        title=request.round.title,
        organisation=request.organisation.name,
        due_on=request.due_on,
        slots=[entry.slot for entry, _ in held.values()],
        reasons=changes.reasons_for_missing(request, today=today),
        last=queries.accepted_before(request, slots).last,
        entries={key: entry for key, (entry, _) in held.items()},
        errors=errors,
    )
    return template.as_xlsx(sheet)


def _corrected(draft: Return) -> dict[tuple[str, int, str], str]:
    """Numbers that were put right in the browser since the upload, by their cell."""
    found = {}
    for cell in draft.figures.filter(row__gt=0):
        found[(cell.sheet, cell.row, cell.column)] = cell.written_numerator
    return found


def _copied(book: Any, issues: Sequence[ReturnIssue], *, corrected: dict[tuple[str, int, str], str]) -> bytes:
    import xlsxwriter  # late: only exports need it

    target = io.BytesIO()
    out = xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    head = out.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    wrong = out.add_format({"bg_color": "#FBE3DD"})
    for name in book.names:
        own = [issue for issue in issues if issue.sheet == name and issue.row]
        _copy_page(
            out.add_worksheet((name or "Figures")[:31]), book.sheet(name), own, corrected, head=head, wrong=wrong
        )
    out.close()
    return target.getvalue()


def _copy_page(page: Any, sheet: Any, issues: Sequence[ReturnIssue], corrected: Any, *, head: Any, wrong: Any) -> None:
    by_row: dict[int, list[ReturnIssue]] = {}
    for issue in issues:
        by_row.setdefault(issue.row, []).append(issue)
    rows = [list(row) for row in sheet.rows]
    at = max((len(row) for row in rows), default=0)
    if any(plain(cell) == plain(template.ERRORS) for cell in (rows[0] if rows else [])):
        at = [plain(cell) for cell in rows[0]].index(plain(template.ERRORS))
    for number, row in enumerate(rows, start=1):
        marked = {issue.column for issue in by_row.get(number, [])}
        for place, cell in enumerate(row):
            letter = tables.letters(place)
            value = corrected.get((sheet.name, number, letter), cell)
            if place != at:
                _put(page, number - 1, place, value, wrong if letter in marked else None)
        said = " ".join(f"{issue.column}{number}: {issue.message}" for issue in by_row.get(number, []))
        if said:
            page.write_string(number - 1, at, said, head)
    page.write_string(_heading_at(rows, first_wrong=min(by_row, default=2)), at, template.ERRORS, head)
    page.set_column(at, at, 70)


def _heading_at(rows: Sequence[Sequence[object]], *, first_wrong: int) -> int:
    """The row, from 0, of the template's headings; in another file, the row above the first that is wrong."""
    for number, row in enumerate(rows[:FINGERPRINTED_ROWS]):
        if plain(template.HEADINGS[0]) in {plain(cell) for cell in row}:
            return number
    return max(first_wrong - 2, 0)


def _put(page: Any, row: int, place: int, cell: Any, style: Any) -> None:
    number = template.as_number(cell) if isinstance(cell, str) else cell
    if number == "" or number is None:
        if style is not None:
            page.write_blank(row, place, None, style)
    elif isinstance(number, bool) or not isinstance(number, int | float):
        page.write_string(row, place, str(number), style)
    else:
        page.write_number(row, place, number, style)
