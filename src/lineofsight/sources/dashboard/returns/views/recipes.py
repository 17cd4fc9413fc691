"""Making a recipe in the browser: upload a file, point at its headings and columns, see what it reads, and keep it."""

import io
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from lineofsight.engine import tables
from lineofsight.foundation.files.models import StoredFile
from lineofsight.foundation.partnership.guards import PartnershipRequest, now, partnership_page
from lineofsight.foundation.partnership.permissions import Refused
from lineofsight.foundation.ui.tables import Column, Table
from lineofsight.sources.dashboard.returns import queries, uploads
from lineofsight.sources.dashboard.returns import recipes as own
from lineofsight.sources.dashboard.returns.drafts import Upload, keep
from lineofsight.sources.dashboard.returns.forms import RecipeFileForm
from lineofsight.sources.dashboard.returns.views.shared import sections, url


@partnership_page("accept_returns")
@require_safe
def recipes(request: PartnershipRequest) -> HttpResponseBase:
    """The partnership's own recipes."""
    table = Table(
        request,
        name="recipes",
        title="Recipes",
        rows=queries.recipes(request.here.partnership),
        default_sort="name",
        noun=("recipe", "recipes"),
        columns=[
            Column("name", "Name"),
            Column("made_by", "Made by", value="made_by.name", sort="made_by__name"),
            Column("made_at", "Made"),
        ],
        empty=("No recipes of your own yet", "Files of departments are known already. Make a recipe for a file that is not.",
               url(request, "new-recipe"), "Make a recipe"),
    )  # fmt: skip
    if table.wants_export:
        return table.export_response()
    facts = {"table": table, "own": queries.recipes(request.here.partnership), "sub_navigation": sections(request)}
    return render(request, "dashboard/returns/recipes.html", facts)


@partnership_page("accept_returns")
def new(request: PartnershipRequest) -> HttpResponse:
    """A file to begin with; one with records of single children is refused and not kept."""
    is_sent = request.method == "POST"
    form = RecipeFileForm(request.POST if is_sent else None, request.FILES if is_sent else None)
    if is_sent and form.is_valid():
        file, here = form.cleaned_data["file"], request.here
        try:
            tables.open_table(file, name=file.name)
        except tables.FileRefused as refusal:
            form.add_error("file", uploads.words_of(refusal))
        else:
            upload = Upload(file, file.name, file.content_type or "")
            kept = keep(here.partnership, upload, by=here.doer, now=now())
            return redirect(url(request, "recipe-columns", kept.pk))
    facts = {"form": form, "heading": "Make a recipe", "button": "Continue", "back": url(request, "recipes")}
    return render(request, "dashboard/returns/form.html", facts)


@partnership_page("accept_returns")
def columns(request: PartnershipRequest, file: UUID) -> HttpResponse:
    """Point at the heading row and say what each column is; see what is read; keep it."""
    # Only what the person gave for this: other files of the partnership have readers of their own.
    kept = get_object_or_404(
        StoredFile,
        pk=file,
        partnership=request.here.partnership,
        subject=None,
        uploaded_by=request.here.person.actor_id,
    )
    with kept.content.open("rb") as held:
        content = io.BytesIO(held.read())
    given = request.POST if request.method == "POST" else request.GET
    shown = own.first_rows(tables.open_table(content, name=kept.name), sheet=given.get("sheet", ""))
    text = given.get("heading", "")
    heading = int(text) if text.isdigit() and 0 < int(text) <= len(shown.rows) else own.heading_guess(shown)
    facts = _page_facts(request, kept, shown, heading, given)
    if request.method == "POST":
        answer = _try(request, kept, content, shown, heading, facts)
        if answer is not None:
            return answer
    return render(request, "dashboard/returns/columns.html", facts)


def _page_facts(
    request: PartnershipRequest, kept: StoredFile, shown: own.Shown, heading: int, given: QueryDict
) -> dict[str, Any]:
    partnership = request.here.partnership
    versions = queries.versions_by_measure(partnership)
    covered = queries.places(partnership, on=request.here.today)
    texts = shown.headings(heading)
    return {
        "file": kept,
        "shown": shown,
        "heading": heading,
        "rows": list(enumerate(shown.rows, start=1)),
        "columns": [
            {
                "at": at,
                "letter": letter,
                "text": texts[at],
                "role": given.get(f"role-{at}", ""),
                "code": given.get(f"code-{at}", ""),
            }
            for at, letter in enumerate(shown.letters)
        ],
        "roles": own.ROLES,
        "measures": [(code, f"{kept_[-1].name} ({code})") for code, kept_ in versions.items()],
        "areas": [(area.code, area.name) for area in (covered.whole, *covered.parts) if area],
        "period_types": own.PERIOD_TYPES,
        "given": given,
    }  # fmt: skip


def _pointed(given: QueryDict, shown: own.Shown, heading: int) -> own.Pointed:
    roles: Mapping[int, tuple[str, str]] = {
        at: (given.get(f"role-{at}", ""), given.get(f"code-{at}", ""))
        for at in range(shown.width)
        if given.get(f"role-{at}", "") in dict(own.ROLES)
    }
    return own.Pointed(
        name=given.get("name", "").strip()[:120],
        sheet=shown.sheet,
        heading_row=heading,
        columns=roles,
        period_type=given.get("period_type", "quarter"),
        period=given.get("period", "").strip(),
        area=given.get("area", ""),
    )


def _try(
    request: PartnershipRequest,
    kept: StoredFile,
    content: io.BytesIO,
    shown: own.Shown,
    heading: int,
    facts: dict[str, Any],
) -> HttpResponse | None:
    """Read the file by what was pointed at; keep the recipe when that was asked. What is wrong goes on the page."""
    here = request.here
    pointed = _pointed(request.POST, shown, heading)
    texts = shown.headings(heading)
    try:
        text = own.toml_of(pointed, partnership=here.partnership, headings=texts)
        facts["tried"] = own.try_out(content, text, name=pointed.name, file_name=kept.name)
        if "save" not in request.POST:
            return None
        print_ = uploads.fingerprint(texts) or ""
        own.save_recipe(here.partnership, name=pointed.name, text=text, fingerprint=print_, by=here.doer, now=now())
    except (Refused, tables.TableError) as refusal:
        facts["problem"] = uploads.words_of(refusal) if isinstance(refusal, tables.TableError) else str(refusal)
        facts["has_errors"] = True
        return None
    messages.success(request, f"“{pointed.name}” is kept. The next file with these headings is read by itself.")
    return redirect(url(request, "recipes"))


@partnership_page("accept_returns")
@require_POST
def retire(request: PartnershipRequest, recipe: int) -> HttpResponse:
    """Take a recipe out of use."""
    found = get_object_or_404(queries.recipes(request.here.partnership), pk=recipe)
    own.retire_recipe(found, by=request.here.doer, now=now())
    messages.success(request, f"“{found.name}” is out of use.")
    return redirect(url(request, "recipes"))
