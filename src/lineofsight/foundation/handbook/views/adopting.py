"""Look at a framework, see what would change, choose the day from which it counts. Nothing is stored before that."""

from typing import Any

from django.contrib import messages
from django.core import signing
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from lineofsight.engine import framework as frameworks
from lineofsight.foundation.handbook import differing
from lineofsight.foundation.handbook.changes import adopt_in_browser
from lineofsight.foundation.handbook.forms import OWN, AdoptForm, ChooseForm
from lineofsight.foundation.handbook.queries import NoFramework, framework_in_use
from lineofsight.foundation.handbook.zipped import NotAFramework, framework_in
from lineofsight.foundation.partnership.guards import PartnershipRequest, partnership_page
from lineofsight.foundation.partnership.permissions import Refused

LASTS_SECONDS = 24 * 60 * 60
MOST_ROWS = 150
FAULT_COLUMNS = ["File", "Line", "Key", "What to put right"]
CHANGE_COLUMNS = ["What", "Part", "Change", "Before", "After"]


@partnership_page("manage_setup")
@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: PartnershipRequest) -> HttpResponse:
    """Choose a framework; its faults, or what it holds and what would change."""
    labels = {name: frameworks.load(name).name for name in frameworks.shipped()}
    sent = request.method == "POST"
    form = ChooseForm(request.POST if sent else None, request.FILES if sent else None, labels=labels)
    if not sent or not _is_in_order(request, form):
        return render(request, "handbook/choose.html", {"form": form})
    try:
        content = _chosen(form)
    except NotAFramework as why:
        form.add_error("upload", str(why))
        return render(request, "handbook/choose.html", {"form": form})
    except frameworks.FrameworkError as faults:
        rows = [[one.file, one.line or "", one.key, one.message] for one in faults.problems]
        return render(
            request, "handbook/choose.html", {"form": form, "faults": rows, "fault_columns": FAULT_COLUMNS}, status=422
        )
    first = AdoptForm(initial={"counts_from": request.here.today, "content": _signed(request, content)})
    return _preview(request, content, first)


def _is_in_order(request: PartnershipRequest, form: ChooseForm) -> bool:
    in_order = form.is_valid()
    if getattr(request, "upload_was_too_large", False):
        form.add_error("upload", "The file is larger than 5 MB. Zip only the files of the framework.")
        return False
    return in_order


def _chosen(form: ChooseForm) -> frameworks.Framework:
    if form.cleaned_data["which"] == OWN:
        return framework_in(form.cleaned_data["upload"])
    return frameworks.load(form.cleaned_data["which"])


@partnership_page("manage_setup")
@require_http_methods(["POST"])
def adopt(request: PartnershipRequest) -> HttpResponse:
    """The framework that was looked at counts from the day."""
    here, form = request.here, AdoptForm(request.POST)
    content = _unsigned(request)
    if content is None:
        messages.error(request, "What you looked at is no longer open. Look at it again before you adopt it.")
        return redirect("handbook:choose", partnership=here.partnership.slug)
    if not form.is_valid():
        return _preview(request, content, form)
    day = form.cleaned_data["counts_from"]
    try:
        adopt_in_browser(here.partnership, content, counts_from=day, today=here.today, by=here.doer)
    except Refused as why:
        form.add_error("counts_from", str(why))
        return _preview(request, content, form)
    messages.success(request, f"{content.name} counts from {day.day} {day:%B %Y}.")
    return redirect("handbook:versions", partnership=here.partnership.slug)


def _preview(request: PartnershipRequest, content: frameworks.Framework, form: AdoptForm) -> HttpResponse:
    facts: dict[str, Any] = {"form": form, "framework": content, "counts": _counts(content)}
    try:
        in_use = framework_in_use(request.here.partnership, on=request.here.today)
    except NoFramework:
        return render(request, "handbook/preview.html", facts)
    changes = differing.changes_between(in_use, content)
    short = differing.shortened
    rows = [[one.entry, one.section, one.what, short(one.before), short(one.after)] for one in changes[:MOST_ROWS]]
    facts |= {
        "in_use": in_use,
        "total": len(changes),
        "counted": differing.counted(changes),
        "rows": rows,
        "columns": CHANGE_COLUMNS,
    }
    return render(request, "handbook/preview.html", facts | {"more": len(changes) - len(rows)})


def _counts(content: frameworks.Framework) -> list[tuple[str, int]]:
    counts = {**content.counts(), "roles": len(content.roles), "measures": len(content.measures)}
    return [(differing.section_words(name), count) for name, count in counts.items()]


def _salt(request: PartnershipRequest) -> str:
    return f"handbook:{request.here.partnership.pk}:{request.here.person.pk}"


def _signed(request: PartnershipRequest, content: frameworks.Framework) -> str:
    return signing.dumps(content.to_json(), salt=_salt(request), compress=True)


def _unsigned(request: PartnershipRequest) -> frameworks.Framework | None:
    try:
        text = signing.loads(request.POST.get("content", ""), salt=_salt(request), max_age=LASTS_SECONDS)
    except signing.BadSignature:
        return None
    return frameworks.Framework.from_json(text)
