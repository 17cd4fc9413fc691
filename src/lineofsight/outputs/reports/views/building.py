"""The builder: the outline with its blocks, each written, moved, read again, kept or taken out."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from lineofsight.foundation.handbook.queries import framework_of
from lineofsight.foundation.partnership.careful import careful
from lineofsight.foundation.partnership.guards import PartnershipRequest, now, partnership_page
from lineofsight.foundation.partnership.holding import must
from lineofsight.foundation.partnership.permissions import Refused
from lineofsight.foundation.ui.conflicts import conflict_between
from lineofsight.outputs.reports import changes, permissions, queries, registry, tasks
from lineofsight.outputs.reports.forms import (
    AddBlockForm,
    BlockForm,
    ConfirmForm,
    RefreshForm,
    ReportForm,
    TemplateForm,
)
from lineofsight.outputs.reports.models import Block, Report
from lineofsight.outputs.reports.views.choosing import choices_of
from lineofsight.outputs.reports.views.library import audience_choices
from lineofsight.outputs.reports.views.sections import (
    READS_AND_SENDS,
    WRITE,
    Clean,
    Deed,
    act,
    found,
    found_block,
    shared,
    signed,
    to_builder,
)


@partnership_page(WRITE)
@require_safe
def build(request: PartnershipRequest, report: UUID) -> HttpResponse:
    """The outline: what each block is, as of which day, and what can be done with it. Its top part renews itself."""
    held = found(request, report)
    outline = queries.outline_of(held)
    waiting = [one for one in outline if one.kind != "text" and one.read_at is None]
    rows = [one for one in outline if one.kind != "text"]
    facts = {
        "report": held,
        "lines": [_line(one) for one in outline],
        "waiting": len(waiting),
        "filled": len(rows) - len(waiting),
        "per_cent": round(100 * (len(rows) - len(waiting)) / len(rows)) if rows else 100,
        "comments": queries.comments_of(held),
        "is_draft": held.state == Report.State.DRAFT,
    }
    template = "reports/_outline.html" if request.headers.get("HX-Request") else "reports/build.html"
    return render(request, template, shared(request, held.marking) | facts)


def _line(block: Block) -> dict[str, Any]:
    kind = registry.kind_of(block.kind).name if registry.is_known(block.kind) else block.kind
    return {"block": block, "kind": kind, "is_text": block.kind == "text", "has_words": bool(block.text.strip())}


@partnership_page(WRITE)
@READS_AND_SENDS
def details(request: PartnershipRequest, report: UUID) -> HttpResponse:
    """Title, period, day, readers and marking."""
    held = found(request, report)
    names = ("title", "period_start", "period_end", "snapshot_on", "audience", "marking")

    def do(clean: Clean) -> None:
        must(permissions.why_not_audience(request.here, clean["audience"]))
        changes.edit(held, **clean, **signed(request), today=request.here.today)
        tasks.start_filling(held, by=request.here.doer)

    asked = {"audiences": audience_choices(request), "version": held.version,
             "initial": {name: getattr(held, name) for name in names}}  # fmt: skip
    said = "Blocks are read again when the period, the day or the readers change."
    deed = Deed(ReportForm, "Change title, period and readers", "Save", "Saved.", do, text=said, facts=asked)
    return act(request, held, deed)


@partnership_page(WRITE)
@READS_AND_SENDS
def refresh(request: PartnershipRequest, report: UUID) -> HttpResponse:
    """Read every block that is not frozen again, as of a day."""
    held = found(request, report)

    def do(clean: Clean) -> None:
        changes.refresh(held, snapshot_on=clean["snapshot_on"], **signed(request), today=request.here.today)
        tasks.start_filling(held, by=request.here.doer)

    said = "Blocks that are kept as they are stay so. Your words stay."
    asked = {"initial": {"snapshot_on": request.here.today}}
    deed = Deed(
        RefreshForm, "Refresh all blocks", "Refresh", "The blocks are being read again.", do, text=said, facts=asked
    )
    return act(request, held, deed)


@partnership_page(WRITE)
@READS_AND_SENDS
def keep(request: PartnershipRequest, report: UUID) -> HttpResponse:
    """Keep the outline as a template of the partnership's own."""
    held = found(request, report)

    def do(clean: Clean) -> None:
        changes.keep_template(held, name=clean["name"], purpose=clean["purpose"], **signed(request))

    said = "The outline with its headings and choices is kept, and none of its words."
    deed = Deed(TemplateForm, "Keep as a template", "Keep it", "It is among the templates now.", do, text=said)
    return act(request, held, deed)


@partnership_page(WRITE)
@READS_AND_SENDS
def add(request: PartnershipRequest, report: UUID) -> HttpResponse:
    """One more block; what it tells is read at once."""
    held, here = found(request, report), request.here
    able = [kind for kind in registry.kinds() if permissions.why_not_block(here, kind.needs) is None]

    def do(clean: Clean) -> None:
        made = changes.add_block(held, kind=clean["kind"], section=clean["section"], **signed(request))
        if made.kind != "text":
            tasks.start_filling(held, by=here.doer)

    asked = {"kinds": [(kind.code, kind.name, kind.about) for kind in able]}
    return act(request, held, Deed(AddBlockForm, "Add a block", "Add it", "The block is there.", do, facts=asked))


@partnership_page(WRITE)
@READS_AND_SENDS
def block(request: PartnershipRequest, report: UUID, block: UUID) -> HttpResponse:
    """The words and the choices of one block. Two who write at once are shown both texts."""
    held = found_block(request, report, block)
    form = _block_form(request, held)
    if request.method == "POST" and form.is_valid():
        try:
            return _save(request, held, form)
        except changes.ChangedMeanwhile:
            return _both(request, held, form)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    facts = {"report": held.report, "part": held, "form": form, "is_text": held.kind == "text"}
    return render(request, "reports/block.html", shared(request, held.report.marking) | facts)


def _block_form(request: PartnershipRequest, held: Block) -> BlockForm:
    names = ("section", "heading", "text", "is_public")
    initial = {name: getattr(held, name) for name in names} | held.settings
    choices = choices_of(request.here, held, framework_of(held.report.framework))
    return BlockForm(request.POST or None, choices=choices, initial=initial, version=held.version, **careful(request))


def _save(request: PartnershipRequest, held: Block, form: BlockForm) -> HttpResponse:
    said = {name: form.cleaned_data[name] for name in ("section", "heading", "text", "is_public")}
    version = form.cleaned_data.get("expected_version") or 0
    settings = form.settings if form.offered else None
    changes.edit_block(held, **said, settings=settings, version=version, **signed(request))
    tasks.start_filling(held.report, by=request.here.doer)
    messages.success(request, "Saved.")
    return to_builder(request, held.report, f"#block-{held.pk}")


def _both(request: PartnershipRequest, held: Block, form: BlockForm) -> HttpResponse:
    newest = found_block(request, held.report_id, held.pk)
    saved = {name: getattr(newest, name) for name in ("section", "heading", "text", "is_public")} | newest.settings
    who = newest.changed_by.name if newest.changed_by else "Somebody"
    conflict = conflict_between(form, saved, by=who, at=newest.changed_at or now(), version=newest.version)
    facts = {"conflict": conflict, "report": newest.report}
    return render(request, "reports/conflict.html", shared(request, newest.report.marking) | facts, status=409)


@partnership_page(WRITE)
@require_POST
def move(request: PartnershipRequest, report: UUID, block: UUID, way: str) -> HttpResponse:
    """One place up or down; the new place is said."""
    held = found_block(request, report, block)
    if way not in {"up", "down"}:
        raise Http404
    at = changes.move_block(held, up=way == "up", **signed(request))
    messages.success(request, f"“{held.heading or held.section}” is number {at} now.")
    return to_builder(request, held.report, f"#block-{held.pk}")


@partnership_page(WRITE)
@require_POST
def freeze(request: PartnershipRequest, report: UUID, block: UUID) -> HttpResponse:
    """Keep it as it was read, or let it be read again."""
    held = found_block(request, report, block)
    changes.freeze(held, is_frozen=not held.is_frozen, **signed(request))
    said = "It is read again with the others from now on." if held.is_frozen else "It stays as it is from now on."
    messages.success(request, said)
    return to_builder(request, held.report, f"#block-{held.pk}")


@partnership_page(WRITE)
@require_POST
def read(request: PartnershipRequest, report: UUID, block: UUID) -> HttpResponse:
    """Read one block again now."""
    held = found_block(request, report, block)
    changes.fill(held, **signed(request))
    messages.success(request, f"“{held.heading or held.section}” was read again.")
    return to_builder(request, held.report, f"#block-{held.pk}")


@partnership_page(WRITE)
@READS_AND_SENDS
def remove(request: PartnershipRequest, report: UUID, block: UUID) -> HttpResponse:
    """Take a block out."""
    held = found_block(request, report, block)

    def do(clean: Clean) -> None:
        changes.remove_block(held, **signed(request))

    said = f"“{held.heading or held.section}” goes, with the words that were written for it."
    deed = Deed(ConfirmForm, "Take this block out", "Take it out", "The block is gone.", do, text=said, kind="warning")
    return act(request, held.report, deed)
