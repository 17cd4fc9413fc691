"""Impact checks: the list of those due, planning one, recording one; and embedded, opened again, satisfied."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from lineofsight.cycle.findings import changes, forms, permissions, queries, rules, tables
from lineofsight.cycle.findings.models import ImpactCheck, Recommendation
from lineofsight.cycle.findings.views import choices
from lineofsight.cycle.findings.views.deeds import READS_AND_SENDS, Clean, Deed, act, signed
from lineofsight.cycle.findings.views.proving import keep_evidence
from lineofsight.cycle.findings.views.sections import shared
from lineofsight.foundation.partnership.guards import PartnershipRequest, now, partnership_page


@partnership_page(permissions.SEE)
@require_safe
def checks(request: PartnershipRequest) -> HttpResponseBase:
    """Impact checks, those that are due first."""
    said = "Plan one on a recommendation’s page: when somebody looks, at what, and against which baseline."
    url = reverse("findings:recommendations", args=[request.here.partnership.slug])
    table = tables.check_table(request, request.here, queries.checks_listed(request.here),
                               empty=("No impact checks yet", said, url, "See the recommendations"))  # fmt: skip
    if table.wants_export:
        return table.export_response()
    return render(request, "findings/list.html", shared(request) | {"table": table, "title": "Impact checks"})


@partnership_page("edit_actions")
@READS_AND_SENDS
def plan_impact(request: PartnershipRequest, recommendation: UUID) -> HttpResponse:
    """When somebody looks, at what, against which baseline."""

    def do(request: PartnershipRequest, held: Recommendation, clean: Clean) -> None:
        changes.plan_impact_check(
            held, after_months=int(clean["after_months"]), measure=clean["measure"], baseline=clean["baseline"],
            baseline_on=clean["baseline_on"], target=clean["target"], checker=choices.seat(request, clean["checker"]),
            measure_subject=queries.subject_here(request.here, clean["measure_subject"]),
            by=request.here.doer, now=now(),
        )  # fmt: skip

    def facts(request: PartnershipRequest, held: Recommendation) -> dict[str, Any]:
        lists = {"checker": choices.seats(request), "measure_subject": queries.measures_here(request.here)}
        return {"lists": lists, "initial": {"measure": held.expected_difference, "after_months": "6",
                                            "baseline_on": request.here.today}}  # fmt: skip

    said = "Without a baseline nobody can tell whether it made a difference. The months count from delivery."
    deed = Deed(forms.ImpactPlanForm, "Plan an impact check", "Plan it", "The impact check is planned.", do, said,
                facts=facts)  # fmt: skip
    return act(request, queries.recommendation, recommendation, deed)


@partnership_page("verify_actions")
@READS_AND_SENDS
def check(request: PartnershipRequest, check: UUID) -> HttpResponse:
    """What the check shows, by somebody who does not own the work."""

    def do(request: PartnershipRequest, held: ImpactCheck, clean: Clean) -> None:
        facts = {name: clean[name] for name in ("result", "found", "checked_on")}
        keep_evidence(request, held.subject, clean)
        changes.check_impact(held, **facts, evidence=queries.evidence_of(held.subject), **signed(request, clean))

    def why_not(request: PartnershipRequest, held: ImpactCheck) -> str | None:
        by_owner = bool(request.here.role_ids & {str(one) for one in queries.owner_roles(held.recommendation)})
        return rules.why_not_check(state=held.recommendation.state, result=rules.PASSED, found="Said",
                                   checked=bool(held.result), by_owner=by_owner)  # fmt: skip

    def notes(_: PartnershipRequest, held: ImpactCheck) -> list[str]:
        target = [f"It should be: {held.target}"] if held.target else []
        day = f"{held.baseline_on.day} {held.baseline_on:%B %Y}"
        return [f"Looked at: {held.measure}", f"Baseline on {day}: {held.baseline}", *target]

    deed = Deed(
        forms.ImpactForm, "Check the impact", "Save the check", "The impact check is on record.", do, why_not=why_not,
        notes=notes, facts=lambda request, _: {"initial": {"checked_on": request.here.today}},
    )  # fmt: skip
    return act(request, queries.check, check, deed)


@partnership_page("verify_actions")
@READS_AND_SENDS
def embed(request: PartnershipRequest, recommendation: UUID) -> HttpResponse:
    """It is part of how people work."""

    def do(request: PartnershipRequest, held: Recommendation, clean: Clean) -> None:
        changes.embed(held, note=clean["words"], **signed(request, clean))

    def why_not(request: PartnershipRequest, held: Recommendation) -> str | None:
        passed = [one.checked_at for one in held.impact_checks.all() if one.result == rules.PASSED and one.checked_at]
        by_owner = bool(request.here.role_ids & {str(one) for one in queries.owner_roles(held)})
        return rules.why_not_embed(
            state=held.state, passed_at=max(passed, default=None), delivered_at=held.delivered_at, by_owner=by_owner,
            waits_for_scrutineer=held.is_scrutiny and held.satisfied_at is None,
        )  # fmt: skip

    label = "How do you know that it is part of how people work?"
    deed = Deed(forms.WordsForm, "It is embedded", "It is embedded", "It is embedded. If it comes back, open it again.",
                do, facts=lambda *_: {"label": label}, why_not=why_not)  # fmt: skip
    return act(request, queries.recommendation, recommendation, deed)


@partnership_page("verify_actions", "edit_actions")
@READS_AND_SENDS
def reopen(request: PartnershipRequest, recommendation: UUID) -> HttpResponse:
    """It came back, or was not as it seemed."""

    def do(request: PartnershipRequest, held: Recommendation, clean: Clean) -> None:
        changes.reopen(held, reason=clean["words"], **signed(request, clean))

    deed = Deed(
        forms.WordsForm, "It came back", "Open it again", "It is open again. Whoever answers for it was told.", do,
        facts=lambda *_: {"label": "What came back, or what was not as it seemed?"},
        why_not=lambda _, held: rules.why_not_reopen(state=held.state, reason="Said"),
    )  # fmt: skip
    return act(request, queries.recommendation, recommendation, deed)


@partnership_page("write_scrutiny")
@READS_AND_SENDS
def satisfied(request: PartnershipRequest, recommendation: UUID) -> HttpResponse:
    """The scrutineer is satisfied with what came of their own recommendation."""

    def do(request: PartnershipRequest, held: Recommendation, clean: Clean) -> None:
        may = request.here.may("write_scrutiny")
        changes.say_satisfied(held, note=clean["words"], may_write_scrutiny=may, **signed(request, clean))

    deed = Deed(
        forms.WordsForm, "I am satisfied", "I am satisfied", "It is on record that you are satisfied.", do,
        facts=lambda *_: {"label": "What did you see?"},
        why_not=lambda _, held: rules.why_not_satisfied(
            is_scrutiny=held.is_scrutiny, is_satisfied=held.satisfied_at is not None, may_write_scrutiny=True
        ),
    )  # fmt: skip
    return act(request, queries.recommendation, recommendation, deed)
