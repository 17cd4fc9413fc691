"""Evidence that the scrutineer asks a role for, and the answer."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from lineofsight.engine.clocks import add_working_days
from lineofsight.foundation.partnership.guards import PartnershipRequest, partnership_page
from lineofsight.sources.scrutiny import changes, forms, permissions, queries
from lineofsight.sources.scrutiny.models import EvidenceAsked
from lineofsight.sources.scrutiny.views.deeds import READS_AND_SENDS, Clean, Deed, act, shared, signed

USUAL_DAYS = 10


@partnership_page(permissions.WRITE)
@READS_AND_SENDS
def ask(request: PartnershipRequest) -> HttpResponse:
    """Ask a role for something."""
    here = request.here
    seats = {str(one.pk): one for one in queries.seats(here.partnership, today=here.today)}

    def do(clean: Clean, version: int) -> str:
        facts = clean | {"to_role": seats[clean["to_role"]]}
        row = changes.ask_for(here.partnership, **facts, **signed(request))
        return reverse("scrutiny:asked", args=[here.partnership.slug, row.pk])

    facts = {"seats": [(key, str(one)) for key, one in seats.items()],
             "initial": {"due_on": add_working_days(here.today, USUAL_DAYS)}}  # fmt: skip
    deed = Deed(forms.AskForm, "Ask for evidence", "Send it", "It was sent. Nobody else sees what you asked.", do,
                reverse("scrutiny:workspace", args=[here.partnership.slug]), facts=facts,
                text="Only the role that you ask sees it, and its answer comes to you alone.")  # fmt: skip
    return act(request, deed)


def _found(request: PartnershipRequest, key: UUID) -> EvidenceAsked:
    row: EvidenceAsked | None = queries.asked(request.here).filter(pk=key).first()
    if row is None:
        raise Http404
    return row


@partnership_page()
@require_safe
def asked(request: PartnershipRequest, asked: UUID) -> HttpResponse:
    """One question with its answer, for the scrutineer and for the role that was asked."""
    row = _found(request, asked)
    may_give = row.state == EvidenceAsked.State.ASKED and permissions.holds(request.here, row)
    facts = [("Asked of", str(row.to_role)), ("Asked by", row.asked_by.name), ("Due", row.due_on),
             ("How it stands", row.get_state_display())]  # fmt: skip
    shown = {"asked": row, "facts": facts, "may_give": may_give, "writes": request.here.may(permissions.WRITE)}
    return render(request, "scrutiny/asked.html", shared(request) | shown)


@partnership_page()
@READS_AND_SENDS
def give(request: PartnershipRequest, asked: UUID) -> HttpResponse:
    """The role answers."""
    row = _found(request, asked)
    page = reverse("scrutiny:asked", args=[request.here.partnership.slug, row.pk])

    def do(clean: Clean, version: int) -> str:
        changes.give(row, is_given=clean["given"] == "yes", words=clean["words"], link=clean["link"],
                     holds_role=permissions.holds(request.here, row), version=version, **signed(request))  # fmt: skip
        return page

    deed = Deed(forms.GiveForm, "Answer the Independent Scrutineer", "Send the answer", "Your answer was sent.", do, page,
                caption=row.reference, text=row.what, version=row.version)  # fmt: skip
    return act(request, deed)
