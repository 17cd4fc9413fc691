"""Calling an action done, verifying it, sending it back, giving it up."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse

from lineofsight.cycle.findings import changes, forms, permissions, queries, rules
from lineofsight.cycle.findings.models import Action
from lineofsight.cycle.findings.views.deeds import READS_AND_SENDS, Clean, Deed, act, signed
from lineofsight.cycle.findings.views.proving import keep_evidence
from lineofsight.foundation.partnership.guards import PartnershipRequest, partnership_page


def _why_not_judge(request: PartnershipRequest, held: Action) -> str | None:
    here = request.here
    by_owner, by_doer = str(held.owner_id) in here.role_ids, held.done_by_id == here.person.actor_id
    return rules.why_not_verify(state=held.state, by_owner=by_owner, by_doer=by_doer)


def _proof(_: PartnershipRequest, held: Action) -> list[str]:
    """What the verifier reads: the statement, and each piece of evidence by its name."""
    names = [one.title for one in queries.evidence_of(held.subject)]
    by = held.done_by.name if held.done_by else "Somebody"
    return [f"{by} says: {held.done_statement}", *(f"Evidence: {name}" for name in names)]


@partnership_page(*permissions.CHANGE_ACTIONS)
@READS_AND_SENDS
def done(request: PartnershipRequest, action: UUID) -> HttpResponse:
    """It is done: a statement, and evidence that stands already or is named here."""

    def do(request: PartnershipRequest, held: Action, clean: Clean) -> None:
        keep_evidence(request, held.subject, clean)
        changes.say_done(held, statement=clean["words"], **signed(request, clean))

    def why_not(request: PartnershipRequest, held: Action) -> str | None:
        reason = permissions.why_not_change(request.here, held)
        return reason or rules.why_not_done(state=held.state, statement="Said", evidence=1)

    deed = Deed(
        forms.DoneForm, "It is done", "Send it to be verified", "It now waits for somebody else to verify it.", do,
        "It needs evidence: a file, a link, or what stands with it already.", why_not=why_not,
        notes=lambda _, held: [f"Evidence: {one.title}" for one in queries.evidence_of(held.subject)],
    )  # fmt: skip
    return act(request, queries.action, action, deed)


@partnership_page("verify_actions")
@READS_AND_SENDS
def verify(request: PartnershipRequest, action: UUID) -> HttpResponse:
    """The evidence shows that it is done."""

    def do(request: PartnershipRequest, held: Action, clean: Clean) -> None:
        changes.verify(held, note=clean["words"], **signed(request, clean))

    facts: dict[str, Any] = {"label": "What did you look at?", "needed": False}
    deed = Deed(
        forms.WordsForm, "Verify that it is done", "Verify it", "It is verified.", do, facts=lambda *_: facts,
        why_not=_why_not_judge, notes=_proof,
    )  # fmt: skip
    return act(request, queries.action, action, deed)


@partnership_page("verify_actions")
@READS_AND_SENDS
def send_back(request: PartnershipRequest, action: UUID) -> HttpResponse:
    """The evidence does not show it yet."""

    def do(request: PartnershipRequest, held: Action, clean: Clean) -> None:
        changes.send_back(held, reason=clean["words"], **signed(request, clean))

    deed = Deed(
        forms.WordsForm, "Send it back", "Send it back", "It is under way again. Its owner was told what is missing.", do,
        facts=lambda *_: {"label": "What is missing?"}, why_not=_why_not_judge, notes=_proof,
    )  # fmt: skip
    return act(request, queries.action, action, deed)


@partnership_page("edit_actions")
@READS_AND_SENDS
def drop(request: PartnershipRequest, action: UUID) -> HttpResponse:
    """It is not needed any more."""

    def do(request: PartnershipRequest, held: Action, clean: Clean) -> None:
        changes.drop(held, reason=clean["words"], **signed(request, clean))

    said = "Nothing is deleted. The action stays on record with your reason, and reminders stop."
    deed = Deed(
        forms.WordsForm, "Not needed any more", "Give it up", "The action is given up, with your reason.", do, said,
        facts=lambda *_: {"label": "Why is it not needed any more?"},
        why_not=lambda _, held: rules.why_not_drop(state=held.state, reason="Said"),
        notes=lambda _, held: [f"It serves {one.reference}." for one in held.recommendations.all()],
    )  # fmt: skip
    return act(request, queries.action, action, deed)
