"""Setting up a partnership: the list of what is left to do, its contact, and what each role may do."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from lineofsight.foundation.partnership import changes, guards
from lineofsight.foundation.partnership.careful import careful
from lineofsight.foundation.partnership.guards import PartnershipRequest, partnership_page
from lineofsight.foundation.partnership.models import Partnership, RoleKind
from lineofsight.foundation.ui.conflicts import Conflict, conflict_between
from lineofsight.foundation.ui.forms import VersionedForm
from lineofsight.outputs.pages import setting_up
from lineofsight.outputs.pages.role_rules import defaults, why_not_allow
from lineofsight.outputs.pages.setup_forms import DetailsForm, RoleKindForm, values_of
from lineofsight.outputs.pages.setup_tables import kinds_of_role


@partnership_page("manage_setup", "manage_people")
@require_safe
def setup(request: PartnershipRequest) -> HttpResponse:
    """The list of what must be set up, with what the rows say of each."""
    tasks = setting_up.tasks(request.here)
    done = sum(not task["tone"] for task in tasks)
    return render(
        request, "pages/setup.html", {"tasks": tasks, "done": done, "sees_trail": request.here.may("see_trail")}
    )


def _save(row: Any, form: VersionedForm, request: PartnershipRequest, facts: dict[str, Any]) -> None:
    here = request.here
    version = form.cleaned_data["expected_version"] or 0
    chain = here.partnership.chain
    changes.edit(row, expected_version=version, facts=facts, chain=chain, now=guards.now(), by=here.doer)


def _conflict(form: VersionedForm, saved: Any, values: dict[str, Any]) -> Conflict:
    by = saved.changed_by.name if saved.changed_by else "Somebody"
    return conflict_between(form, values, by=by, at=saved.changed_at or guards.now(), version=saved.version)


@partnership_page("manage_setup")
@require_http_methods(["GET", "HEAD", "POST"])
def details(request: PartnershipRequest) -> HttpResponse:
    """The partnership's name and contact."""
    row = request.here.partnership
    initial = {"expected_version": row.version, **_details(row)}
    form = DetailsForm(request.POST if request.method == "POST" else None, initial=initial)
    facts: dict[str, Any] = {"form": form}
    if request.method == "POST" and form.is_valid():
        try:
            _save(row, form, request, {name: form.cleaned_data[name] for name in _details(row)})
        except changes.ChangedMeanwhile as meanwhile:
            facts |= {"conflict": _conflict(form, meanwhile.saved, _details(meanwhile.saved))}  # type: ignore[arg-type]
            return render(request, "pages/setup_details.html", facts, status=409)
        messages.success(request, "Your changes are saved.")
        return redirect("pages:setup", partnership=row.slug)
    return render(request, "pages/setup_details.html", facts)


def _details(row: Partnership) -> dict[str, Any]:
    names = ("name", "short_name", "contact_name", "contact_telephone", "contact_email")
    return {name: getattr(row, name) for name in names}


@partnership_page("manage_setup")
@require_safe
def roles(request: PartnershipRequest) -> HttpResponseBase:
    """The kinds of role, and where they differ from the framework."""
    table = kinds_of_role(request, request.here)
    return (
        table.export_response() if table.wants_export else render(request, "pages/setup_roles.html", {"table": table})
    )


@partnership_page("manage_setup")
@require_http_methods(["GET", "HEAD", "POST"])
def role(request: PartnershipRequest, kind: str) -> HttpResponse:
    """What one kind of role may do, with who is in it and what they see."""
    row = get_object_or_404(request.here.partnership.role_kinds, code=kind)
    initial = {"expected_version": row.version, **values_of(row)}
    form = RoleKindForm(request.POST if request.method == "POST" else None, initial=initial, **careful(request))
    if request.method == "POST" and form.is_valid():
        reason = why_not_allow(row, form.may(), request.here)
        if reason is None:
            return _save_role(request, row, form)
        form.add_error(None, reason)
    return render(request, "pages/setup_role.html", _role_facts(request, row, form))


def _role_facts(request: PartnershipRequest, row: RoleKind, form: RoleKindForm) -> dict[str, Any]:
    said = defaults(request.here).get(row.code)
    mine = row.code in request.here.kind_codes
    people = setting_up.people_in(row, request.here)
    differs = said is not None and said != row.capabilities()
    return {"form": form, "kind": row, "people": people, "mine": mine, "differs": differs}


def _save_role(request: PartnershipRequest, row: RoleKind, form: RoleKindForm) -> HttpResponse:
    facts = {name: form.cleaned_data[name] for name in ("name", "description")}
    try:
        _save(row, form, request, {**facts, "may": " ".join(sorted(form.may()))})
    except changes.ChangedMeanwhile as meanwhile:
        conflict = _conflict(form, meanwhile.saved, values_of(meanwhile.saved))
        context = {**_role_facts(request, row, form), "conflict": conflict}
        return render(request, "pages/setup_role.html", context, status=409)
    messages.success(request, f"What “{facts['name']}” may do is saved. It counts at once.")
    return redirect("pages:setup-roles", partnership=request.here.partnership.slug)
