"""The briefing: one scroll, a paper to take along, and a question at its end."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from lineofsight.engine.documents import to_pdf
from lineofsight.foundation.handbook.queries import framework_in_use
from lineofsight.foundation.partnership.careful import careful
from lineofsight.foundation.partnership.guards import PartnershipRequest, now, partnership_page
from lineofsight.foundation.partnership.models import Organisation
from lineofsight.foundation.partnership.permissions import Refused
from lineofsight.foundation.partnership.queries import bodies_of
from lineofsight.foundation.ui.words import long_date
from lineofsight.governance.challenges import changes, rules
from lineofsight.outputs.leadership import permissions
from lineofsight.outputs.leadership.document import document_of
from lineofsight.outputs.leadership.forms import QuestionForm
from lineofsight.outputs.leadership.queries.briefing import briefing, who_answers


@partnership_page(*permissions.BRIEFED)
@require_safe
def read(request: PartnershipRequest) -> HttpResponse:
    """Decide, must know, did it happen, thin or old, what went well; then a question."""
    here = request.here
    told = briefing(here, framework_in_use(here.partnership, on=here.today))
    facts = {"briefing": told, "form": QuestionForm(**careful(request)), "may_ask": here.may(permissions.ASK),
             "marking": "OFFICIAL-SENSITIVE"}  # fmt: skip
    return render(request, "leadership/briefing.html", facts)


@partnership_page(*permissions.BRIEFED)
@require_safe
def pdf(request: PartnershipRequest) -> HttpResponse:
    """The same as a tagged PDF, to read without a network."""
    here = request.here
    told = briefing(here, framework_in_use(here.partnership, on=here.today))
    paper = document_of(told, partnership=here.partnership.name, reader=here.person.name,
                        site=f"{request.scheme}://{request.get_host()}", today=here.today)  # fmt: skip
    answer = HttpResponse(to_pdf(paper), content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="briefing-{here.partnership.slug}-{here.today}.pdf"'
    return answer


@partnership_page(permissions.ASK)
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: PartnershipRequest) -> HttpResponse:
    """A leader's question; it stands in the log of challenges until it is settled."""
    here, role = request.here, who_answers(request.here)
    form = QuestionForm(request.POST or None, **careful(request))
    if request.method == "POST" and form.is_valid():
        try:
            challenge = _ask(request, form.said["question"])
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"Your question was sent. The answer is due by {long_date(challenge.due_on)}.")
            return redirect("challenges:challenge", here.partnership.slug, challenge.pk)
    return render(request, "leadership/ask.html", {"form": form, "role": role, "marking": "OFFICIAL-SENSITIVE"})


def _ask(request: PartnershipRequest, question: str) -> Any:
    here = request.here
    facts: dict[str, Any] = {
        "question": question, "due_on": rules.usual_due(here.today), "organisation": _own(request), "by": here.doer,
        "now": now(), "today": here.today,
    }  # fmt: skip
    if here.may("sign_off"):
        return changes.ask_executive(here.partnership, **facts)
    role = who_answers(here)
    if role is None:
        raise Refused("No role leads the system of scrutiny. Ask the Business Team to add it.")
    return changes.ask(here.partnership, to_role=role, to_group=role.group, **facts)


def _own(request: PartnershipRequest) -> Organisation:
    keys = request.here.organisations_where(permissions.ASK)
    row: Organisation = bodies_of(request.here.partnership).filter(pk__in=keys).order_by("name")[0]
    return row
