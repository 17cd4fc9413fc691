"""The checklist before publication, the product that a report is, and what can be done with it afterwards."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from lineofsight.foundation.handbook.queries import framework_of
from lineofsight.foundation.partnership.careful import careful
from lineofsight.foundation.partnership.guards import PartnershipRequest, partnership_page
from lineofsight.foundation.partnership.holding import must
from lineofsight.foundation.partnership.models import Role
from lineofsight.foundation.partnership.permissions import Refused
from lineofsight.outputs.reports import changes, permissions, queries, rules
from lineofsight.outputs.reports.forms import AsProductForm, ConfirmForm, ReasonForm
from lineofsight.outputs.reports.models import Report
from lineofsight.outputs.reports.views.sections import (
    READS_AND_SENDS,
    WRITE,
    Clean,
    Deed,
    act,
    found,
    shared,
    signed,
    url,
)


@partnership_page(WRITE)
@READS_AND_SENDS
def check(request: PartnershipRequest, report: UUID) -> HttpResponse:
    """What to put right first; then the button that publishes."""
    held = found(request, report)
    form = ConfirmForm(request.POST or None, version=held.version, **careful(request))
    if request.method == "POST" and form.is_valid():
        try:
            version = form.cleaned_data.get("expected_version") or 0
            must(permissions.why_not_publish(request.here, held))
            changes.publish(held, **signed(request), today=request.here.today, version=version)
        except (Refused, changes.ChangedMeanwhile) as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "The report is published. Its readers were told.")
            return redirect(url(request, "reports:report", held.pk))
    facts = _facts(request, held) | {"form": form}
    return render(request, "reports/check.html", shared(request, held.marking) | facts)


def _facts(request: PartnershipRequest, held: Report) -> dict[str, Any]:
    blocks = queries.blocks_of(held)
    comments = sum(one.settled_at is None for one in queries.comments_of(held))
    found_checks = queries.checks_of(held, blocks, framework_of(held.framework), open_comments=comments)
    unsigned = queries.why_not_signed(held, today=request.here.today)
    errors = [one for one in found_checks if one.stops]
    return {
        "report": held,
        "errors": errors,
        "warnings": [one for one in found_checks if not one.stops],
        "unsigned": unsigned,
        "why_not_draft": rules.why_not_write(held.state),
        "may_publish": not errors and not unsigned and held.state == rules.DRAFT,
    }


@partnership_page(WRITE)
@READS_AND_SENDS
def as_product(request: PartnershipRequest, report: UUID) -> HttpResponse:
    """Which product the report is: a planned one, or a new one."""
    held, here = found(request, report), request.here
    known = {str(one.pk): one for one in queries.products_to_be(held)} if held.kind else {}

    def do(clean: Clean) -> None:
        if clean["product"] in known:
            changes.be_product(held, known[clean["product"]], **signed(request))
        else:
            lead = Role.objects.for_partnership(here.partnership).filter(pk__in=list(here.role_ids)).first()
            changes.plan_product(held, lead=lead, due_on=clean["due_on"], **signed(request), today=here.today)

    names = [(key, f"{one.reference} {one.title}") for key, one in known.items()]
    said = "The report travels this product’s route and is signed there. A change of the report after that voids what was signed."
    deed = Deed(AsProductForm, "Say which product this report is", "Save", "The report has its product.", do, text=said,
                facts={"products": names})  # fmt: skip
    return act(request, held, deed)


@partnership_page(WRITE)
@READS_AND_SENDS
def reopen(request: PartnershipRequest, report: UUID) -> HttpResponse:
    """Make a published report a draft again."""
    held = found(request, report)

    def do(clean: Clean) -> None:
        changes.reopen(held, reason=clean["reason"], **signed(request))

    said = "Its readers do not see it until it is published again. What was signed stands until something is changed."
    deed = Deed(ReasonForm, "Open this report as a draft again", "Open it again", "It is a draft again.", do, text=said,
                kind="warning")  # fmt: skip
    return act(request, held, deed)


@partnership_page(WRITE)
@READS_AND_SENDS
def withdraw(request: PartnershipRequest, report: UUID) -> HttpResponse:
    """Nobody reads it any more; it stays on record."""
    held = found(request, report)

    def do(clean: Clean) -> None:
        changes.withdraw(held, reason=clean["reason"], **signed(request))

    deed = Deed(ReasonForm, "Withdraw this report", "Withdraw it", "The report is withdrawn.", do, kind="warning",
                text="Its readers do not see it any more. It stays on record with your reason.")  # fmt: skip
    return act(request, held, deed)
