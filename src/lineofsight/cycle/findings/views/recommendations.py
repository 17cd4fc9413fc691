"""Recommendations: the list, one with its sources, actions and impact, and what is done with it."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from lineofsight.cycle.findings import changes, forms, permissions, queries, rules, tables, wording
from lineofsight.cycle.findings.models import Recommendation
from lineofsight.cycle.findings.views import choices
from lineofsight.cycle.findings.views.deeds import READS_AND_SENDS, Clean, Deed, act, create, found, signed
from lineofsight.cycle.findings.views.proving import shown_evidence
from lineofsight.cycle.findings.views.sections import shared
from lineofsight.cycle.findings.views.tracker import source_link
from lineofsight.foundation.partnership.guards import PartnershipRequest, now, partnership_page
from lineofsight.foundation.partnership.queries import known_names


@partnership_page(permissions.SEE)
@require_safe
def recommendations(request: PartnershipRequest) -> HttpResponseBase:
    """What was recommended, those without an answer first."""
    may_raise, framework = permissions.may_raise(request.here), choices.framework_here(request)
    new = reverse("findings:new-recommendation", args=[request.here.partnership.slug])
    said = (
        "No recommendations yet",
        "A recommendation comes from a finding, a review, an inspection or the scrutineer.",
    )
    table = tables.recommendation_table(
        request, request.here, queries.recommendations_listed(request.here), bodies=choices.bodies(request),
        themes=choices.themes(framework), empty=(*said, new, "Recommend something") if may_raise else (*said, "", ""),
    )  # fmt: skip
    if table.wants_export:
        return table.export_response()
    facts = {"table": table, "title": "Recommendations", "new": new if may_raise else "",
             "new_label": "Recommend something", "look_alike": permissions.may_plan(request.here)}  # fmt: skip
    return render(request, "findings/list.html", shared(request) | facts)


@partnership_page("edit_actions")
@require_safe
def alike(request: PartnershipRequest) -> HttpResponse:
    """Recommendations that say the same, to be merged or told apart."""
    pairs = queries.pairs_alike(request.here)
    return render(request, "findings/alike.html", shared(request) | {"pairs": pairs})


@partnership_page(*permissions.RAISE)
@READS_AND_SENDS
def new_recommendation(request: PartnershipRequest) -> HttpResponse:
    """What should be done. `?finding=`, `?product=` and `?source=` say where it comes from."""
    asked = request.GET
    finding = queries.finding_or_none(request.here, asked.get("finding", ""))
    product = choices.product(request, asked.get("product", ""))
    subject = queries.subject_here(request.here, asked.get("source", ""))
    form = forms.RecommendationForm(
        request.POST or None,
        lists={"owner": choices.seats(request), "organisation": choices.bodies(request)},
        may_draft=request.here.may("write_scrutiny"),
        known=lambda: known_names(request.here.partnership),
        today=request.here.today,
        initial={"is_scrutiny": request.here.may("write_scrutiny"),
                 "organisation": str(finding.organisation_id or "") if finding else ""},
    )  # fmt: skip

    def do(clean: Clean) -> Recommendation:
        return changes.recommend(
            request.here.partnership, wording=clean["wording"], findings=[finding] if finding else [],
            products=[product] if product else [], subjects=[subject] if subject else [],
            organisation=choices.body(request, clean["organisation"]), owner=choices.seat(request, clean["owner"]),
            due_on=clean["due_on"], expected_difference=clean["expected_difference"],
            is_scrutiny=clean.get("is_scrutiny", False), is_draft=clean.get("is_draft", False),
            made_on=request.here.today, by=request.here.doer, now=now(),
        )  # fmt: skip

    from_words = finding or product or (subject.title if subject else "")
    return create(request, form, do, done="{reference} is made.", title="Recommend something", button="Save it",
                  back=reverse("findings:recommendations", args=[request.here.partnership.slug]),
                  from_words=from_words)  # fmt: skip


@partnership_page(permissions.SEE)
@require_safe
def recommendation(request: PartnershipRequest, recommendation: UUID) -> HttpResponseBase:
    """One recommendation: its fixed wording, answer, sources, actions, impact checks, and whether it holds."""
    held = found(request, queries.recommendation, recommendation)
    here = request.here
    table = tables.action_table(request, here, queries.actions_of(here, held),
                                empty=("No actions yet", "Actions say who does what by when.", "", ""))  # fmt: skip
    if table.wants_export:
        return table.export_response()
    facts = {
        "held": held,
        "facts": _facts(request, held),
        "tracker": tracker(held),
        "sources": [source_link(request, one) | {"merged_from": one.merged_from} for one in held.sources.all()],
        "checks": [(check, wording.RESULT_TONES[check.result]) for check in held.impact_checks.all()],
        "table": table,
        "offers": _offers(request, held),
        "alike": queries.alike_to(here, held) if permissions.may_plan(here) and held.state != rules.MERGED else [],
        "may_check": not permissions.why_not_verify(here),
        "may_plan": permissions.may_plan(here),
        "in_work": held.state in rules.IN_WORK or held.state == rules.PROPOSED,
        "evidence": shown_evidence(request, held.subject),
    }
    return render(request, "findings/recommendation.html", shared(request) | facts)


def _facts(request: PartnershipRequest, held: Recommendation) -> list[tuple[str, Any]]:
    live = held.state in rules.IN_WORK or held.state == rules.PROPOSED
    answer_by = [("Answer due", wording.due_text(held.answer_due_on, today=request.here.today, live=True))]
    return [
        ("Status", wording.state_words(held)),
        ("Answers for it", wording.owner_words(held)),
        *(answer_by if held.state == rules.PROPOSED else []),
        ("Due", wording.due_text(held.due_on, today=request.here.today, live=live)),
        ("Made on", held.made_on),
        ("Difference made", wording.difference_words(held.impact_checks.all())),
        *([("By", "The Independent Scrutineer")] if held.is_scrutiny else []),
    ]


def tracker(held: Recommendation) -> list[dict[str, str]]:
    """How far it is: made, answered, delivered, impact checked, embedded."""
    passed = any(check.result == rules.PASSED and _counts(check, held) for check in held.impact_checks.all())
    delivered = held.state in {rules.DELIVERED, rules.EMBEDDED}
    reached = [True, bool(held.answer), delivered, passed, held.state == rules.EMBEDDED]
    labels = ("Made", "Answered", "Delivered", "Impact shown", "Embedded")
    first_open = reached.index(False) if False in reached else len(reached)
    steps = [{"label": label, "state": _place(index, first_open)} for index, label in enumerate(labels)]
    return steps[:2] if held.state in {rules.REJECTED, rules.MERGED} else steps


def _counts(check: Any, held: Recommendation) -> bool:
    return bool(held.delivered_at and check.checked_at and check.checked_at >= held.delivered_at)


def _place(index: int, first_open: int) -> str:
    return "done" if index < first_open else "current" if index == first_open else "todo"


def _offers(request: PartnershipRequest, held: Recommendation) -> list[tuple[str, str, str]]:
    """What the person can do with a recommendation now: (label, address, kind of button)."""
    here, slug, state = request.here, request.here.partnership.slug, held.state
    draft, plans = held.private_to_id is not None, permissions.may_plan(here)
    checks = not permissions.why_not_verify(here)
    unsatisfied = held.is_scrutiny and held.satisfied_at is None and not draft
    said = [
        (draft, "Issue it", "issue-recommendation", "primary"),
        (state == rules.PROPOSED and not draft and not permissions.why_not_answer(here, held), "Answer", "answer",
         "primary"),
        (state == rules.DELIVERED and checks, "It is embedded", "embed", "primary"),
        (unsatisfied and here.may("write_scrutiny"), "I am satisfied", "satisfied", "secondary"),
        (plans and state not in {rules.REJECTED, rules.MERGED}, "Plan an impact check", "plan-impact", "secondary"),
        (plans and state not in {rules.MERGED, rules.EMBEDDED}, "Set who answers, and by when", "plan", "secondary"),
        (state in {rules.ACCEPTED, rules.PARTLY, rules.REJECTED} and not permissions.why_not_answer(here, held),
         "Change the answer", "answer", "secondary"),
        (state in {rules.DELIVERED, rules.EMBEDDED} and (plans or checks), "It came back: open it again", "reopen",
         "secondary"),
        (plans and state != rules.MERGED and not draft, "Add another source", "add-source", "secondary"),
        (plans and state != rules.MERGED and not draft, "Merge into another", "merge", "secondary"),
    ]  # fmt: skip
    return [(label, reverse(f"findings:{name}", args=[slug, held.pk]), kind) for ok, label, name, kind in said if ok]


@partnership_page(*permissions.ANSWER)
@READS_AND_SENDS
def answer(request: PartnershipRequest, recommendation: UUID) -> HttpResponse:
    """Accepted, partly accepted or rejected, with the reason."""

    def do(request: PartnershipRequest, held: Recommendation, clean: Clean) -> None:
        changes.answer(held, answer=clean["answer"], reason=clean["reason"], **signed(request, clean))

    deed = Deed(
        forms.AnswerForm, "Answer this recommendation", "Send the answer", "The answer is on record.", do,
        why_not=lambda request, held: permissions.why_not_answer(request.here, held)
        or rules.why_not_answer(state=held.state, answer=rules.ACCEPTED, reason="Said"),
        facts=lambda _, held: {"initial": {"answer": held.answer}},
    )  # fmt: skip
    return act(request, queries.recommendation, recommendation, deed)


@partnership_page("edit_actions")
@READS_AND_SENDS
def plan(request: PartnershipRequest, recommendation: UUID) -> HttpResponse:
    """Who answers for it, by when, and what should be different; the wording stays."""

    def do(request: PartnershipRequest, held: Recommendation, clean: Clean) -> None:
        changes.plan_recommendation(
            held, owner=choices.seat(request, clean["owner"]), due_on=clean["due_on"],
            organisation=choices.body(request, clean["organisation"]),
            expected_difference=clean["expected_difference"], **signed(request, clean),
        )  # fmt: skip

    def facts(request: PartnershipRequest, held: Recommendation) -> dict[str, Any]:
        initial = {"owner": str(held.owner_id or ""), "organisation": str(held.organisation_id or ""),
                   "due_on": held.due_on, "expected_difference": held.expected_difference}  # fmt: skip
        lists = {"owner": choices.seats(request), "organisation": choices.bodies(request)}
        return {"lists": lists, "initial": initial}

    deed = Deed(forms.PlanForm, "Who answers for it, and by when?", "Save", "Saved.", do, facts=facts)
    return act(request, queries.recommendation, recommendation, deed)


@partnership_page("write_scrutiny")
@READS_AND_SENDS
def issue_recommendation(request: PartnershipRequest, recommendation: UUID) -> HttpResponse:
    """A draft becomes what everybody reads; whom it asks is told."""

    def do(request: PartnershipRequest, held: Recommendation, clean: Clean) -> None:
        changes.issue_recommendation(held, **signed(request, clean))

    said = "From then on everybody reads it who may, and whoever answers for it is asked for an answer."
    deed = Deed(forms.WordsForm, "Issue this recommendation", "Issue it", "It is issued.", do, said,
                facts=lambda *_: {"label": "A note for the record", "needed": False},
                why_not=lambda _, held: None if held.private_to_id else "It is issued already.")  # fmt: skip
    return act(request, queries.recommendation, recommendation, deed)


@partnership_page("edit_actions")
@READS_AND_SENDS
def add_source(request: PartnershipRequest, recommendation: UUID) -> HttpResponse:
    """One more finding that says the same."""

    def do(request: PartnershipRequest, held: Recommendation, clean: Clean) -> None:
        finding = queries.finding_or_none(request.here, clean["finding"])
        changes.add_source(held, finding=finding, by=request.here.doer, now=now())

    said = "If this recommendation is embedded and the finding is no strength, it is opened again."
    deed = Deed(forms.SourceForm, "Add another source", "Add it", "The source is added.", do, said,
                facts=lambda request, _: {"lists": {"finding": choices.findings(request)}})  # fmt: skip
    return act(request, queries.recommendation, recommendation, deed)


@partnership_page("edit_actions")
@READS_AND_SENDS
def merge(request: PartnershipRequest, recommendation: UUID) -> HttpResponse:
    """It goes into another that says the same. `?into=` chooses one beforehand."""

    def do(request: PartnershipRequest, held: Recommendation, clean: Clean) -> None:
        into = choices.recommendation(request, clean["into"])
        assert into is not None
        write = signed(request, clean)
        if "different" in request.POST:
            changes.tell_apart(held, into, by=write["by"], now=write["now"])
        else:
            changes.merge(held, into, **write)

    def facts(request: PartnershipRequest, held: Recommendation) -> dict[str, Any]:
        offered = choices.recommendations(request, states=(*choices.LIVE_STATES, rules.DELIVERED, rules.EMBEDDED))
        others = [(key, words) for key, words in offered if key != str(held.pk)]
        return {"lists": {"into": others}, "initial": {"into": request.GET.get("into", "")}}

    said = "Its sources, actions and open impact checks go along, and its own page stays with everything that was said."
    deed = Deed(forms.MergeForm, "Merge into another", "Merge them", "They are one now. No link was lost.", do, said,
                facts=facts, kind="merge")  # fmt: skip
    return act(request, queries.recommendation, recommendation, deed)
