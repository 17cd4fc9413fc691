"""The action tracker, and what the person does with one action."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from lineofsight.cycle.findings import changes, forms, permissions, queries, rules, tables, wording
from lineofsight.cycle.findings.models import Action, ActionUpdate
from lineofsight.cycle.findings.views import choices
from lineofsight.cycle.findings.views.deeds import READS_AND_SENDS, Clean, Deed, act, create, found, signed
from lineofsight.cycle.findings.views.proving import shown_evidence
from lineofsight.cycle.findings.views.sections import shared
from lineofsight.foundation.partnership.guards import PartnershipRequest, now, partnership_page
from lineofsight.foundation.partnership.queries import known_names

SEE = permissions.SEE_ACTIONS
TITLES = {"open": "Open actions", "verify": "Actions to verify", "ended": "Ended actions", "all": "All actions"}


@partnership_page(*SEE)
@require_safe
def actions(request: PartnershipRequest) -> HttpResponseBase:
    """Actions of the partnership, one's own first; tick some to change their date, give them to another role or remind."""
    tab = request.GET.get("tab", "")
    tab = tab if tab in queries.TABS else "open"
    keeps = permissions.may_plan(request.here)
    framework = choices.framework_here(request)
    filters = tables.action_filters(request.here, bodies=choices.bodies(request), themes=choices.themes(framework))
    rows = queries.actions_in_tab(request.here, tab)
    table = tables.action_table(
        request, request.here, rows, title=TITLES[tab], filters=filters, empty=_empty(request, tab),
        select_form="bulk" if keeps and tab != "ended" else "",
    )  # fmt: skip
    if table.wants_export:
        return table.export_response()
    facts = {"table": table, "tabs": _tabs(request, tab), "tab": tab, "keeps": keeps}
    return render(request, "findings/actions.html", shared(request) | facts)


def _tabs(request: PartnershipRequest, tab: str) -> list[dict[str, Any]]:
    counts, base = (
        queries.count_in_tabs(request.here),
        reverse("findings:actions", args=[request.here.partnership.slug]),
    )
    return [
        {"label": f"{label} ({counts[name]})", "url": f"{base}?tab={name}", "current": name == tab}
        for name, (label, _) in queries.TABS.items()
    ]


def _empty(request: PartnershipRequest, tab: str) -> tuple[str, str, str, str]:
    slug = request.here.partnership.slug
    if permissions.may_plan(request.here) and tab in {"open", "all"}:
        new = reverse("findings:new-action", args=[slug])
        return ("No actions yet", "Actions come from recommendations, decisions and warnings.", new, "Add an action")
    said = {"verify": "An action waits here from the day that its owner calls it done.",
            "ended": "Actions that are verified or not needed any more stay here."}  # fmt: skip
    return ("Nothing here", said.get(tab, "Actions for your agency come here."), "", "")


@partnership_page("edit_actions")
@READS_AND_SENDS
def new_action(request: PartnershipRequest) -> HttpResponse:
    """An action, perhaps for a recommendation."""
    recommendations = choices.recommendations(request, states=choices.LIVE_STATES)
    source = queries.subject_here(request.here, request.GET.get("source", ""))
    form = forms.ActionForm(
        request.POST or None,
        lists={"organisation": choices.bodies(request), "owner": choices.seats(request),
               "recommendation": recommendations},
        known=lambda: known_names(request.here.partnership),
        today=request.here.today,
        initial={"recommendation": request.GET.get("recommendation", "")},
    )  # fmt: skip

    def do(clean: Clean) -> Action:
        served = choices.recommendation(request, clean["recommendation"])
        owner = choices.seat(request, clean["owner"])
        body = choices.body(request, clean["organisation"]) or (owner.organisation if owner else None)
        assert body is not None
        return changes.add_action(
            request.here.partnership, text=clean["text"], organisation=body, owner=owner, due_on=clean["due_on"],
            recommendations=[served] if served else [], source=source, by=request.here.doer, now=now(),
        )  # fmt: skip

    back = reverse("findings:actions", args=[request.here.partnership.slug])
    return create(request, form, do, done="{reference} is added. Its owner was told.", title="Add an action",
                  button="Add it", source=source, back=back)  # fmt: skip


@partnership_page(*SEE)
@require_safe
def action(request: PartnershipRequest, action: UUID) -> HttpResponse:
    """One action: where it comes from, what was said about it, evidence, and what can be done now."""
    held = found(request, queries.action, action)
    here = request.here
    facts = {
        "action": held,
        "facts": _facts(request, held),
        "chain": chain_of(request, held),
        "offers": offers(request, held),
        "updates": [entry_of(update) for update in held.updates.all()],
        "source_url": held.source.path if permissions.may_read_subject(here, held.source) else "",
        "evidence": shown_evidence(request, held.subject),
        "may_change": permissions.may_change(here, held) and held.state not in rules.ENDED,
        "overdue": rules.is_overdue(state=held.state, due=held.due_on, today=here.today),
    }
    return render(request, "findings/action.html", shared(request) | facts)


def _facts(request: PartnershipRequest, held: Action) -> list[tuple[str, Any]]:
    today = request.here.today
    moved = [("First due", held.first_due_on)] if held.first_due_on != held.due_on else []
    return [
        ("Status", held.get_state_display()),
        ("Owner", wording.owner_words(held)),
        ("Due", wording.due_of(held, today=today)),
        *moved,
        ("Difference made", wording.difference_of(held) or "No recommendation behind it"),
    ]


def chain_of(request: PartnershipRequest, held: Action) -> list[dict[str, Any]]:
    """From what was found to this action: each recommendation with its sources, as far as the person may open them."""
    slug = request.here.partnership.slug
    found_in = []
    for one in held.recommendations.all():
        readable = request.here.may(one.may_read)
        found_in.append(
            {
                "recommendation": one if readable else None,
                "url": reverse("findings:recommendation", args=[slug, one.pk]) if readable else "",
                "sources": [source_link(request, source) for source in one.sources.all()] if readable else [],
            }
        )
    return found_in


def source_link(request: PartnershipRequest, source: Any) -> dict[str, str]:
    """A source in words, with its address where the person may open it."""
    here, slug = request.here, request.here.partnership.slug
    words = wording.source_words(source, here)
    if source.finding is not None:
        readable = permissions.may_read_finding(here, source.finding)
        said = f"{source.finding.reference} {source.finding.title}" if readable else words
        return {"words": said, "url": reverse("findings:finding", args=[slug, source.finding_id]) if readable else ""}
    if source.product is not None:
        readable = permissions.may_read_product(here, source.product)
        return {"words": words, "url": source.product.subject.path if readable else ""}
    return {"words": words, "url": source.subject.path if permissions.may_read_subject(here, source.subject) else ""}


def entry_of(update: ActionUpdate) -> dict[str, Any]:
    """An update for the timeline: where it stood from then on, and what was said."""
    by = f"{update.actor.name}, {update.role}" if update.role else update.actor.name
    due = f", due {update.due_on.day} {update.due_on:%b %Y}" if update.due_on else ""
    return {"title": f"{update.get_state_display()}{due}", "by": by, "at": update.at, "text": update.text}


def offers(request: PartnershipRequest, held: Action) -> list[tuple[str, str, str]]:
    """What the person can do with an action now: (label, address, kind of button)."""
    here, slug = request.here, request.here.partnership.slug
    able = permissions.may_change(here, held)
    waits = held.state == rules.DONE and not permissions.why_not_verify(here)
    mine = str(held.owner_id) in here.role_ids or held.done_by_id == here.person.actor_id
    said = [
        (able and held.state in rules.LIVE, "Say what has happened", "update", "primary"),
        (able and held.state in rules.LIVE, "It is done", "done", "secondary"),
        (waits and not mine, "Verify", "verify", "primary"),
        (waits and not mine, "Send back", "send-back", "secondary"),
        (permissions.may_plan(here) and held.state not in rules.ENDED, "Not needed any more", "drop", "secondary"),
    ]
    return [(label, reverse(f"findings:{name}", args=[slug, held.pk]), kind) for ok, label, name, kind in said if ok]


def _update(request: PartnershipRequest, held: Action, clean: Clean) -> None:
    changes.update_action(
        held, text=clean["text"], state=clean["state"], due_on=clean.get("due_on"),
        owner=choices.seat(request, clean.get("owner", "")), **signed(request, clean),
    )  # fmt: skip


def _update_facts(request: PartnershipRequest, held: Action) -> dict[str, Any]:
    own = None if permissions.may_plan(request.here) else held.organisation_id
    return {"lists": {"owner": choices.seats(request, organisation=own)}, "initial": {"state": held.state}}


def _may_change(request: PartnershipRequest, held: Action) -> str | None:
    return permissions.why_not_change(request.here, held) or rules.why_not_update(state=held.state)


@partnership_page(*permissions.CHANGE_ACTIONS)
@READS_AND_SENDS
def update(request: PartnershipRequest, action: UUID) -> HttpResponse:
    """What has happened since, where it is, and perhaps a new day or owner. The e-mail's link leads here."""
    deed = Deed(
        forms.UpdateForm, "What has happened since?", "Save", "Saved. Your update stays on record.", _update,
        facts=_update_facts, why_not=_may_change,
    )  # fmt: skip
    return act(request, queries.action, action, deed)


@partnership_page(*permissions.CHANGE_ACTIONS)
@READS_AND_SENDS
def quick(request: PartnershipRequest, action: UUID) -> HttpResponse:
    """From an e-mail: where it is and one line, then Save."""
    deed = Deed(
        forms.QuickUpdateForm, "What has happened since?", "Save", "Saved. Your update stays on record.", _update,
        facts=lambda _, held: {"initial": {"state": held.state}}, why_not=_may_change,
    )  # fmt: skip
    return act(request, queries.action, action, deed)
