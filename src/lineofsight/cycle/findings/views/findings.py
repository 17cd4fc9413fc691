"""Findings: the list, one with everything that came of it, and what is done with it."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from lineofsight.cycle.findings import changes, forms, permissions, queries, rules, tables, wording
from lineofsight.cycle.findings.models import Finding, StrengthAdoption
from lineofsight.cycle.findings.views import choices
from lineofsight.cycle.findings.views.deeds import READS_AND_SENDS, Clean, Deed, act, create, found, signed
from lineofsight.cycle.findings.views.proving import shown_evidence
from lineofsight.cycle.findings.views.sections import shared
from lineofsight.foundation.partnership.guards import PartnershipRequest, now, partnership_page
from lineofsight.foundation.partnership.queries import known_names, people_who_may
from lineofsight.foundation.trail.models import Subject
from lineofsight.foundation.ui.words import counted


@partnership_page(permissions.SEE)
@require_safe
def findings(request: PartnershipRequest) -> HttpResponseBase:
    """Everything that was found, newest first."""
    framework, may_raise = choices.framework_here(request), permissions.may_raise(request.here)
    new = reverse("findings:new-finding", args=[request.here.partnership.slug])
    said = ("No findings yet", "A finding comes from an audit, a review, an inspection, figures or what children say.")
    table = tables.finding_table(
        request, request.here, queries.findings_listed(request.here), kinds=choices.kinds(framework),
        themes=choices.themes(framework), bodies=choices.bodies(request),
        empty=(*said, new, "Raise a finding") if may_raise else (*said, "", ""),
    )  # fmt: skip
    if table.wants_export:
        return table.export_response()
    facts = {"table": table, "title": "Findings", "new": new if may_raise else "", "new_label": "Raise a finding"}
    return render(request, "findings/list.html", shared(request) | facts)


@partnership_page(*permissions.RAISE)
@READS_AND_SENDS
def new_finding(request: PartnershipRequest) -> HttpResponse:
    """Say what was found. `?product=` and `?source=` (a subject that the person may read) say where."""
    framework = choices.framework_here(request)
    source = queries.subject_here(request.here, request.GET.get("source", ""))
    form = forms.FindingForm(
        request.POST or None,
        lists={"kind": choices.kinds(framework), "themes": choices.themes(framework),
               "organisation": choices.bodies(request), "product": choices.products(request)},
        hints=choices.kind_hints(framework),
        may_draft=request.here.may("write_scrutiny"),
        known=lambda: known_names(request.here.partnership),
        today=request.here.today,
        initial={"found_on": request.here.today, "product": _product_asked_for(request, source)},
    )  # fmt: skip

    def do(clean: Clean) -> Finding:
        return changes.raise_finding(
            request.here.partnership, kind=clean["kind"], title=clean["title"], text=clean["text"],
            so_what=clean["so_what"], themes=clean["themes"], found_on=clean["found_on"], source=source,
            product=choices.product(request, clean["product"]),
            organisation=choices.body(request, clean["organisation"]), is_draft=clean.get("is_draft", False),
            by=request.here.doer, now=now(),
        )  # fmt: skip

    if source is not None and source.kind == "product":
        source = None
    back = source.path if source and source.path else reverse("findings:findings", args=[request.here.partnership.slug])
    return create(request, form, do, done="{reference} is raised.", title="Raise a finding", button="Raise it",
                  back=back, source=source)  # fmt: skip


def _product_asked_for(request: PartnershipRequest, source: Subject | None) -> str:
    """The product in the address, by its own key or by that of its subject."""
    return source.key if source and source.kind == "product" else request.GET.get("product", "")


@partnership_page(permissions.SEE)
@require_safe
def finding(request: PartnershipRequest, finding: UUID) -> HttpResponseBase:
    """One finding: where it was found, what was recommended and done about it, and what became of a strength."""
    held = found(request, queries.finding, finding)
    here, framework = request.here, choices.framework_here(request)
    names = dict(choices.themes(framework))
    kinds = dict(choices.kinds(framework))
    actions = queries.actions_from(here, held)
    table = tables.action_table(request, here, actions, empty=("No actions yet", "", "", ""))
    if table.wants_export:
        return table.export_response()
    facts = {
        "finding": held,
        "kind": kinds.get(held.kind, held.kind),
        "is_strength": held.kind == rules.STRENGTH,
        "themes": [(theme.code, names.get(theme.code, theme.code)) for theme in held.themes.all()],
        "recommended": list(queries.recommendations_of(here, held)),
        "table": table,
        "offers": _offers(request, held),
        "source": _source(request, held),
        "may_plan": permissions.may_plan(here),
        "evidence": shown_evidence(request, held.subject),
        "used": queries.used_in(here, held),
    }
    return render(request, "findings/finding.html", shared(request) | facts)


def _source(request: PartnershipRequest, held: Finding) -> dict[str, str]:
    """Where it was found, with the address for those who may open it."""
    here = request.here
    if held.product is not None:
        readable = permissions.may_read_product(here, held.product) and held.product.subject is not None
        return {"words": held.product.title, "url": held.product.subject.path if readable else ""}  # type: ignore[union-attr]
    url = held.source.path if held.source and permissions.may_read_subject(here, held.source) else ""
    return {"words": wording.subject_words(held.source, here), "url": url}


def _offers(request: PartnershipRequest, held: Finding) -> list[tuple[str, str, str]]:
    """What the person can do with a finding now: (label, address, kind of button)."""
    here, slug = request.here, request.here.partnership.slug
    own_draft, is_open = held.private_to_id is not None, held.state == Finding.State.OPEN
    plans, strength = permissions.may_plan(here), held.kind == rules.STRENGTH
    said = [
        (own_draft, "Issue it", "issue-finding", "primary"),
        (is_open and plans and strength and not own_draft, "Share it with the agencies", "share", "secondary"),
        (is_open and strength and not own_draft and _may_adopt(request), "An agency took it up", "adopt", "secondary"),
        (permissions.may_edit_finding(here, held), "Change the words", "edit-finding", "secondary"),
        (plans and is_open and not own_draft, "Close it", "close-finding", "secondary"),
        (plans and not is_open, "Open it again", "open-finding-again", "secondary"),
    ]
    offers = [(label, reverse(f"findings:{name}", args=[slug, held.pk]), kind) for ok, label, name, kind in said if ok]
    if permissions.may_raise(here) and is_open:
        url = reverse("findings:new-recommendation", args=[slug]) + f"?finding={held.pk}"
        offers.insert(0, ("Recommend something", url, "secondary"))
    return offers


def _may_adopt(request: PartnershipRequest) -> bool:
    return permissions.may_plan(request.here) or request.here.may("update_own_actions")


@partnership_page(*permissions.RAISE)
@READS_AND_SENDS
def edit_finding(request: PartnershipRequest, finding: UUID) -> HttpResponse:
    """Put its words right; what it said before stays in the trail."""

    def do(request: PartnershipRequest, held: Finding, clean: Clean) -> None:
        words = {name: clean[name] for name in ("kind", "title", "text", "so_what", "themes")}
        about = choices.body(request, clean["organisation"])
        write = signed(request, clean)
        changes.edit_finding(held, **words, organisation=about, **write)

    def facts(request: PartnershipRequest, held: Finding) -> dict[str, Any]:
        framework = choices.framework_here(request)
        lists = {"kind": choices.kinds(framework), "themes": choices.themes(framework),
                 "organisation": choices.bodies(request)}  # fmt: skip
        initial = {name: getattr(held, name) for name in ("kind", "title", "text", "so_what")}
        initial |= {"themes": [one.code for one in held.themes.all()], "organisation": str(held.organisation_id or "")}
        return {"lists": lists, "hints": choices.kind_hints(framework), "initial": initial}

    def why_not(request: PartnershipRequest, held: Finding) -> str | None:
        allowed = permissions.may_edit_finding(request.here, held)
        return None if allowed else "Only its writer and those who keep the plan can change its words."

    deed = Deed(forms.EditFindingForm, "Change the words of a finding", "Save", "Saved.", do, facts=facts,
                why_not=why_not)  # fmt: skip
    return act(request, queries.finding, finding, deed)


@partnership_page("write_scrutiny")
@READS_AND_SENDS
def issue_finding(request: PartnershipRequest, finding: UUID) -> HttpResponse:
    """A draft becomes what everybody reads."""

    def do(request: PartnershipRequest, held: Finding, clean: Clean) -> None:
        changes.issue(held, **signed(request, clean))

    def why_not(_: PartnershipRequest, held: Finding) -> str | None:
        return None if held.private_to_id else "This finding is issued already."

    facts = {"label": "A note for the record", "needed": False}
    said = "From then on everybody reads it who may read findings. It cannot become a draft again."
    deed = Deed(forms.WordsForm, "Issue this finding", "Issue it", "It is issued.", do, said,
                facts=lambda *_: facts, why_not=why_not)  # fmt: skip
    return act(request, queries.finding, finding, deed)


@partnership_page("edit_actions")
@READS_AND_SENDS
def close_finding(request: PartnershipRequest, finding: UUID) -> HttpResponse:
    """Nothing more is to be done about it."""

    def do(request: PartnershipRequest, held: Finding, clean: Clean) -> None:
        write = signed(request, clean)
        changes.close_finding(held, reason=clean["words"], by=write["by"], version=write["version"])

    def notes(request: PartnershipRequest, held: Finding) -> list[str]:
        used = queries.used_in(request.here, held)
        places = sum(len(held) for _, held in used)
        return [f"Used in {counted(places, 'place')}. Closing changes none of them.",
                *(f"{label}: {', '.join(names)}" for label, names in used)]  # fmt: skip

    deed = Deed(forms.WordsForm, "Close this finding", "Close it", "It is closed, with your reason.", do,
                "Nothing is deleted. The finding stays on record with your reason.",
                facts=lambda *_: {"label": "Why is nothing more to be done?"}, notes=notes)  # fmt: skip
    return act(request, queries.finding, finding, deed)


@partnership_page("edit_actions")
@READS_AND_SENDS
def open_finding_again(request: PartnershipRequest, finding: UUID) -> HttpResponse:
    """A closed finding is looked at again."""

    def do(request: PartnershipRequest, held: Finding, clean: Clean) -> None:
        write = signed(request, clean)
        changes.open_finding_again(held, reason=clean["words"], by=write["by"], version=write["version"])

    deed = Deed(forms.WordsForm, "Open this finding again", "Open it", "It is open again.", do,
                facts=lambda *_: {"label": "Why is it opened again?"})  # fmt: skip
    return act(request, queries.finding, finding, deed)


@partnership_page("edit_actions")
@READS_AND_SENDS
def share(request: PartnershipRequest, finding: UUID) -> HttpResponse:
    """Tell every agency's lead of a strength that they could take up."""

    def leads(request: PartnershipRequest) -> list[Any]:
        return people_who_may(request.here.partnership, "approve_returns", today=request.here.today)

    def do(request: PartnershipRequest, held: Finding, clean: Clean) -> str:
        told = changes.share_strength(held, leads(request), **signed(request, clean))
        return f"{counted(told, 'person', 'people')} were told." if told != 1 else "One person was told."

    def notes(request: PartnershipRequest, _: Finding) -> list[str]:
        names = ", ".join(person.name for person in leads(request))
        return [f"These people get a message, in the day’s one e-mail: {names or 'nobody leads an agency yet'}."]

    deed = Deed(forms.WordsForm, "Share this strength", "Share it", "It is shared.", do,
                facts=lambda *_: {"label": "A note for the record", "needed": False}, notes=notes)  # fmt: skip
    return act(request, queries.finding, finding, deed)


@partnership_page("edit_actions", "update_own_actions")
@READS_AND_SENDS
def adopt(request: PartnershipRequest, finding: UUID) -> HttpResponse:
    """An agency took up a strength."""

    def do(request: PartnershipRequest, held: Finding, clean: Clean) -> None:
        body = choices.body(request, clean["organisation"])
        assert body is not None
        changes.adopt_strength(held, organisation=body, adopted_on=clean["adopted_on"], effect=clean["effect"],
                               by=request.here.doer, now=now())  # fmt: skip

    deed = Deed(
        forms.AdoptionForm, "An agency took this up", "Save", "Saved. You can say later what changed.", do,
        facts=lambda request, _: {"lists": {"organisation": own_bodies(request)},
                                  "initial": {"adopted_on": request.here.today}},
    )  # fmt: skip
    return act(request, queries.finding, finding, deed)


def own_bodies(request: PartnershipRequest) -> choices.Choices:
    """All agencies for those who keep the plan, else the person's own."""
    offered = choices.bodies(request)
    if permissions.may_plan(request.here):
        return offered
    own = request.here.organisations_where("update_own_actions")
    return [(key, name) for key, name in offered if key in own]


@partnership_page("edit_actions", "update_own_actions")
@READS_AND_SENDS
def effect(request: PartnershipRequest, finding: UUID, adoption: int) -> HttpResponse:
    """What is different since an agency took it up."""

    def one(held: Finding) -> StrengthAdoption:
        rows = [row for row in held.adoptions.all() if row.pk == adoption]
        if not rows:
            raise Http404
        return rows[0]

    def do(request: PartnershipRequest, held: Finding, clean: Clean) -> None:
        changes.say_effect(one(held), effect=clean["effect"], effect_on=clean["effect_on"], by=request.here.doer)

    def facts(request: PartnershipRequest, held: Finding) -> dict[str, Any]:
        return {"initial": {"effect": one(held).effect, "effect_on": request.here.today}}

    def why_not(request: PartnershipRequest, held: Finding) -> str | None:
        own = str(one(held).organisation_id) in request.here.organisations_where("update_own_actions")
        return None if own or permissions.may_plan(request.here) else "Another agency took this up."

    deed = Deed(forms.EffectForm, "What has changed since?", "Save", "Saved.", do, facts=facts, why_not=why_not)
    return act(request, queries.finding, finding, deed)
