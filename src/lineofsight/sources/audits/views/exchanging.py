"""One return, many partnerships: taking it out, bringing it in, using it here, and accepting one made for another."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import slugify
from django.views.decorators.http import require_POST, require_safe

from lineofsight.foundation.partnership.careful import careful
from lineofsight.foundation.partnership.guards import PartnershipRequest, now, partnership_page
from lineofsight.foundation.partnership.permissions import Refused
from lineofsight.sources.audits import changes, core_return, permissions
from lineofsight.sources.audits.forms.running import CoreFileForm
from lineofsight.sources.audits.models import Assessment, CoreReturn
from lineofsight.sources.audits.queries import exchanged
from lineofsight.sources.audits.views.sections import assessment_to_see, shared, url


@partnership_page(*permissions.SEE)
@require_safe
def page(request: PartnershipRequest, asked: UUID) -> HttpResponse:
    """The organisation's returns: for whom each was made, and which partnerships accepted it."""
    one = assessment_to_see(request, asked)
    facts = {
        "one": one,
        "returns": [(held, core_return.read(held.content)) for held in exchanged.returns_of(one)],
        "accepted": exchanged.accepted_here(one),
        "is_own": permissions.why_not_reply(request.here, one) is None,
        "may_answer": permissions.why_not_answer(request.here, one) is None,
        "may_accept": request.here.may(permissions.RUN),
    }
    return render(request, "audits/core_return.html", shared(request) | facts)


def _own(request: PartnershipRequest, asked: UUID) -> Assessment:
    one = assessment_to_see(request, asked)
    reason = permissions.why_not_reply(request.here, one)
    if reason:
        raise Refused(reason)
    return one


def _held(one: Assessment, key: UUID) -> CoreReturn:
    found = exchanged.one_of(one, key)
    if found is None:
        raise Http404
    return found


@partnership_page(*permissions.OWN)
@require_POST
def take_out(request: PartnershipRequest, asked: UUID) -> HttpResponse:
    """The declared answers to the core set, as one file that belongs to the organisation."""
    one = _own(request, asked)
    changes.take_out(one, by=request.here.doer, now=now())
    messages.success(request, "Your core return is ready. Download it below, and give it to another partnership.")
    return redirect(url(request, "core-return", asked))


@partnership_page(*permissions.SEE)
@require_safe
def file(request: PartnershipRequest, asked: UUID, key: UUID) -> HttpResponse:
    """The file itself."""
    one = assessment_to_see(request, asked)
    held = _held(one, key)
    answer = HttpResponse(held.content, content_type="application/json; charset=utf-8")
    name = slugify(f"core return {one.organisation.name} {held.made_at:%Y-%m-%d}")
    answer["Content-Disposition"] = f'attachment; filename="{name}.json"'
    return answer


@partnership_page(permissions.ANSWER)
def bring_in(request: PartnershipRequest, asked: UUID) -> HttpResponse:
    """A return that was made elsewhere: its answers come in to be checked one by one."""
    one = _own(request, asked)
    form = CoreFileForm(request.POST or None, request.FILES or None, **careful(request))
    if request.method == "POST" and form.is_valid():
        try:
            taken = _take(request, one, form.cleaned_data["file"].read())
        except (Refused, core_return.NotACoreReturn) as fault:
            form.add_error("file", str(fault))
        else:
            messages.success(request, f"{taken} answers came in. Open each standard and complete what is still true.")
            return redirect(url(request, "assessment", asked))
    facts: dict[str, Any] = {
        "form": form, "heading": "Bring in a core return", "caption": one.audit.round.title, "button": "Bring it in",
        "text": "Its answers come in where you have none yet, each to be checked.", "back": url(request, "core-return", asked),
    }  # fmt: skip
    return render(request, "audits/form.html", shared(request) | facts)


def _take(request: PartnershipRequest, one: Assessment, content: bytes) -> int:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise core_return.NotACoreReturn("It is not a text file.") from None
    given = changes.bring_in(one.organisation, text, by=request.here.doer, now=now())
    return changes.use_return(one, given, by=request.here.doer, now=now())


@partnership_page(permissions.RUN)
@require_POST
def accept(request: PartnershipRequest, asked: UUID, key: UUID) -> HttpResponse:
    """The partnership accepts a return that was made for another one; it is recorded on it."""
    one = assessment_to_see(request, asked)
    changes.accept_return(one, _held(one, key), by=request.here.doer, now=now())
    messages.success(request, "It is recorded that this partnership accepts that return.")
    return redirect(url(request, "core-return", asked))
