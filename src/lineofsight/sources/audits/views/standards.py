"""Sets of standards: those in use, the suggested one, a new version as TOML or XLSX with a preview and every fault by its cell."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from lineofsight.engine import standards as engine
from lineofsight.engine.standards import StandardsError, StandardSet
from lineofsight.foundation.partnership.careful import careful
from lineofsight.foundation.partnership.guards import PartnershipRequest, now, partnership_page
from lineofsight.sources.audits import changes, permissions, queries
from lineofsight.sources.audits.forms.running import StandardsFileForm
from lineofsight.sources.audits.models import StandardVersion
from lineofsight.sources.audits.queries import running
from lineofsight.sources.audits.views.sections import shared, url

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@partnership_page(permissions.RUN)
@require_safe
def listing(request: PartnershipRequest) -> HttpResponse:
    """The versions that the next audit may use, and the suggested ones that are not in use yet."""
    uses = list(running.uses(request.here.partnership))
    held = {use.version_used.content_hash for use in uses}
    offered = [(name, set_) for name in engine.shipped() if (set_ := engine.load(name)).content_hash not in held]
    return render(request, "audits/standards.html", shared(request) | {"uses": uses, "offered": offered})


@partnership_page(permissions.RUN)
@require_POST
def take_up(request: PartnershipRequest, name: str) -> HttpResponse:
    """A set that comes with the product comes into use."""
    if name not in engine.shipped():
        raise Http404
    version = changes.load_standards(engine.load(name), by=request.here.doer, now=now())
    changes.take_up(request.here.partnership, version, by=request.here.doer, now=now())
    messages.success(request, f"“{version}” can be used in your next audit.")
    return redirect(url(request, "standards"))


@partnership_page(permissions.RUN)
@require_safe
def one(request: PartnershipRequest, version: int) -> HttpResponse:
    """Everything that a version says."""
    found = _version(request, version)
    set_ = queries.standards_of(found)
    facts = {"version": found, "set": set_, "is_preview": False}
    return render(request, "audits/standard_set.html", shared(request) | facts | _counted(set_))


def _version(request: PartnershipRequest, key: int) -> StandardVersion:
    for use in running.uses(request.here.partnership):
        if use.version_used_id == key:
            held: StandardVersion = use.version_used
            return held
    raise Http404


def _counted(set_: StandardSet) -> dict[str, Any]:
    asked: dict[str, list[Any]] = {}
    for question in set_.questions:
        asked.setdefault(question.standard, []).append(question)
    return {"standards": [(standard, asked.get(standard.code, [])) for standard in set_.standards]}


@partnership_page(permissions.RUN)
@require_safe
def book(request: PartnershipRequest, version: int) -> HttpResponse:
    """A version as a workbook, to be edited and given back."""
    found = _version(request, version)
    answer = HttpResponse(engine.to_book(queries.standards_of(found)), content_type=XLSX)
    answer["Content-Disposition"] = f'attachment; filename="{found.code}-{found.edition}.xlsx"'
    return answer


@partnership_page(permissions.RUN)
def upload(request: PartnershipRequest) -> HttpResponse:
    """A new version: every fault by its cell, or a preview with what is different, and then into use."""
    form = StandardsFileForm(request.POST or None, request.FILES or None, **careful(request))
    facts: dict[str, Any] = {"form": form}
    if request.method == "POST" and "content" in request.POST:
        return _keep(request)
    if request.method == "POST" and form.is_valid():
        try:
            found = _read(form.cleaned_data["file"])
        except StandardsError as error:
            facts["faults"] = error.faults
        else:
            return _preview(request, found)
    return render(request, "audits/standards_upload.html", shared(request) | facts)


def _read(file: Any) -> StandardSet:
    content = file.read()
    return engine.from_toml(content) if file.name.lower().endswith(".toml") else engine.read_book(content)


def _preview(request: PartnershipRequest, found: StandardSet) -> HttpResponse:
    before = next((use.version_used for use in running.uses(request.here.partnership)
                   if use.version_used.code == found.code), None)  # fmt: skip
    changed = engine.differences(queries.standards_of(before), found) if before else []
    facts = {"set": found, "is_preview": True, "before": before, "changed": changed, "content": found.to_json()}
    return render(request, "audits/standard_set.html", shared(request) | facts | _counted(found))


def _keep(request: PartnershipRequest) -> HttpResponse:
    try:
        found = StandardSet.from_json(request.POST["content"])
    except (StandardsError, ValueError, KeyError, TypeError):
        messages.error(request, "The preview was changed on its way. Give the file again.")
        return redirect(url(request, "upload-standards"))
    version = changes.load_standards(found, by=request.here.doer, now=now())
    changes.take_up(request.here.partnership, version, by=request.here.doer, now=now())
    messages.success(request, f"“{version}” can be used in your next audit. Earlier audits keep their own version.")
    return redirect(url(request, "standards"))
