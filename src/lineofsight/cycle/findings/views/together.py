"""Many actions at once: tick, choose, check exactly who gets what, do it, and undo it for ten minutes."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from lineofsight.cycle.findings import changes, forms, queries
from lineofsight.cycle.findings.models import Action, BulkChange
from lineofsight.cycle.findings.queries import visible
from lineofsight.cycle.findings.views import choices
from lineofsight.cycle.findings.views.sections import shared
from lineofsight.foundation.partnership.guards import PartnershipRequest, now, partnership_page
from lineofsight.foundation.partnership.permissions import Refused
from lineofsight.foundation.partnership.queries import known_names
from lineofsight.foundation.ui.words import counted

TITLES = {
    "extend": ("Change the date", "Change the date"),
    "reassign": ("Give to another role", "Give them to it"),
    "remind": ("Remind", "Send the reminders"),
}


@partnership_page("edit_actions")
@require_POST
def bulk(request: PartnershipRequest) -> HttpResponse:
    """Ask what is needed, show exactly who gets what, and only then do it."""
    kind = request.POST.get("kind", "")
    picked, versions = _picked(request)
    if kind not in TITLES or not picked:
        messages.error(request, "Tick the actions first, then choose what to do with them.")
        return redirect("findings:actions", request.here.partnership.slug)
    form = _form(request, kind)
    ready = form.is_bound and form.is_valid()
    facts: dict[str, Any] = _given(request, form) if ready else {}
    if ready and request.POST.get("stage") == "do":
        try:
            made, left = changes.change_together(
                request.here.partnership, picked, kind=kind, versions=versions, by=request.here.doer, now=now(), **facts
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            _say_left(request, left)
            return redirect("findings:bulk-done", request.here.partnership.slug, made.pk)
    chosen = {name: value for name, value in facts.items() if name != "reason"}
    planned = changes.plan_together(picked, kind=kind, today=request.here.today, **chosen) if ready else []
    page = {"kind": kind, "title": TITLES[kind][0], "button": TITLES[kind][1], "form": form, "picked": picked,
            "versions": versions, "planned": planned, "ready": ready and any(not one.why_not for one in planned)}  # fmt: skip
    return render(request, "findings/bulk.html", shared(request) | page)


def _picked(request: PartnershipRequest) -> tuple[list[Action], dict[UUID, int]]:
    """The ticked actions that the person may read, and the version of each as it was shown (`key:version`), or as it is."""
    given = dict(one.partition(":")[::2] for one in request.POST.getlist("selected"))
    keys = [key for key in map(_key, given) if key]
    rows = queries.with_sources(visible.actions(request.here).filter(pk__in=keys)).select_related(
        "owner", "organisation", "subject", "partnership__chain"
    )
    held = list(rows.order_by("due_on", "reference"))
    seen = {one.pk: given[str(one.pk)] for one in held}
    return held, {one.pk: int(seen[one.pk]) if seen[one.pk].isdigit() else one.version for one in held}


def _key(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _form(request: PartnershipRequest, kind: str) -> Any:
    """Bound once the person has said what is needed; a reminder needs nothing."""
    asked = {"extend": forms.ExtendForm, "reassign": forms.ReassignForm, "remind": forms.RemindForm}[kind]
    said = request.POST if request.POST.get("stage") or kind == "remind" else None
    lists = {"owner": choices.seats(request)} if kind == "reassign" else {}
    partnership = request.here.partnership
    return asked(said, lists=lists, known=lambda: known_names(partnership), today=request.here.today)


def _given(request: PartnershipRequest, form: Any) -> dict[str, Any]:
    clean = form.cleaned_data
    facts: dict[str, Any] = {"reason": clean.get("reason", "")}
    if "due_on" in clean:
        facts["due_on"] = clean["due_on"]
    if "owner" in clean:
        facts["owner"] = choices.seat(request, clean["owner"])
    return facts


def _say_left(request: PartnershipRequest, left: list[Any]) -> None:
    if left:
        named = "; ".join(f"{one.action.reference}: {one.why_not}" for one in left[:5])
        messages.warning(request, f"{counted(len(left), 'action')} left alone. {named}")


def _one(request: PartnershipRequest, key: UUID) -> BulkChange:
    rows = BulkChange.objects.for_partnership(request.here.partnership).filter(pk=key)
    held = rows.select_related("actor", "owner", "partnership__chain").prefetch_related("items__action").first()
    if held is None:
        raise Http404
    return held  # type: ignore[no-any-return]


@partnership_page("edit_actions")
@require_safe
def bulk_done(request: PartnershipRequest, bulk: UUID) -> HttpResponse:
    """What was done, and the button that undoes it while it can be undone."""
    held = _one(request, bulk)
    facts = {
        "bulk": held,
        "items": list(held.items.all()),
        "may_undo": changes.may_still_be_undone(held, now=now()),
        "actions_url": reverse("findings:actions", args=[request.here.partnership.slug]),
    }
    return render(request, "findings/bulk_done.html", shared(request) | facts)


@partnership_page("edit_actions")
@require_POST
def undo(request: PartnershipRequest, bulk: UUID) -> HttpResponse:
    """Put back what was changed; what somebody changed since is left alone and named."""
    held = _one(request, bulk)
    left = changes.undo_together(held, by=request.here.doer, now=now())
    done = held.items.count() - len(left)
    messages.success(request, f"{counted(done, 'action')} put back as before.")
    if left:
        named = ", ".join(one.reference for one in left)
        messages.warning(request, f"Somebody changed these since, so they were left alone: {named}.")
    return redirect("findings:bulk-done", request.here.partnership.slug, held.pk)
