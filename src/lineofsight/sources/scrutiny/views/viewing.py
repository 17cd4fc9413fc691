"""The scrutineer's own view of each indicator and of overall effectiveness, and what partners answer."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from lineofsight.foundation.handbook.queries import framework_of, version_in_use
from lineofsight.foundation.partnership.guards import PartnershipRequest, now, partnership_page
from lineofsight.foundation.partnership.models import Organisation
from lineofsight.foundation.partnership.queries import bodies_of
from lineofsight.sources.scrutiny import changes, forms, permissions, queries, rules
from lineofsight.sources.scrutiny.models import ScrutineerView
from lineofsight.sources.scrutiny.views.deeds import READS_AND_SENDS, Clean, Deed, act, shared, signed
from lineofsight.sources.scrutiny.wording import OVERALL_WORDS, about, grade_name

PRIVATE = "Nobody but you reads it until you issue it. Partners can answer it then; they cannot change it."


def _found(request: PartnershipRequest, key: UUID) -> ScrutineerView:
    row: ScrutineerView | None = queries.views(request.here).filter(pk=key).first()
    if row is None:
        raise Http404
    return row


def _page(request: PartnershipRequest, row: ScrutineerView) -> str:
    return reverse("scrutiny:view", args=[request.here.partnership.slug, row.pk])


@partnership_page(permissions.READ, permissions.WRITE)
@require_safe
def view(request: PartnershipRequest, view: UUID) -> HttpResponse:
    """One view with the answers to it."""
    row = _found(request, view)
    facts = {
        "view": row,
        "about": about(row),
        "grade": grade_name(row),
        "is_mine": row.writer_id == request.here.person.actor_id,
        "may_answer": row.issued_at is not None and permissions.may_answer_view(request.here),
    }
    return render(request, "scrutiny/view.html", shared(request) | facts)


@partnership_page(permissions.WRITE)
@READS_AND_SENDS
def write(request: PartnershipRequest, indicator: str, question: str) -> HttpResponse:
    """The view of one question of an indicator."""
    return _write(request, indicator, question)


@partnership_page(permissions.WRITE)
@READS_AND_SENDS
def write_overall(request: PartnershipRequest) -> HttpResponse:
    """The view of overall effectiveness."""
    return _write(request, "", rules.OVERALL)


def _write(request: PartnershipRequest, indicator: str, question: str) -> HttpResponse:
    here = request.here
    version = version_in_use(here.partnership, on=here.today)
    framework = framework_of(version)
    known = next((one for one in framework.indicators if one.code == indicator), None)
    if indicator and (known is None or question not in {one.code for one in known.ratings}):
        raise Http404
    draft = queries.own_draft(here, indicator, question)

    def do(clean: Clean, read: int) -> str:
        row = changes.save_view(here.partnership, version=version, indicator=indicator, question=question,
                                by=here.doer, now=now(), read_version=read, **clean)  # fmt: skip
        return _page(request, row)

    deed = Deed(
        forms.ViewForm, "Write your view", "Save the draft", "Your draft is saved. Nobody but you reads it.", do,
        reverse("scrutiny:workspace", args=[here.partnership.slug]), version=draft.version if draft else 0, text=PRIVATE,
        facts={"framework": framework, "initial": {"grade": draft.grade, "narrative": draft.narrative} if draft else {}},
        caption=known.text if known else OVERALL_WORDS,
    )  # fmt: skip
    return act(request, deed)


@partnership_page(permissions.WRITE)
@READS_AND_SENDS
def issue(request: PartnershipRequest, view: UUID) -> HttpResponse:
    """From now on it stands beside what partners judge."""
    row = _found(request, view)

    def do(clean: Clean, version: int) -> str:
        changes.issue_view(row, version=version, **signed(request))
        return _page(request, row)

    deed = Deed(forms.ConfirmForm, "Issue your view", "Issue it now", "Your view is issued.", do, _page(request, row),
                caption=about(row), version=row.version, kind="warning",
                text="It stands beside what partners propose and agree. It cannot be changed any more.")  # fmt: skip
    return act(request, deed)


@partnership_page(*permissions.ANSWERS)
@READS_AND_SENDS
def answer(request: PartnershipRequest, view: UUID) -> HttpResponse:
    """A partner answers a view."""
    row = _found(request, view)

    def do(clean: Clean, version: int) -> str:
        changes.answer_view(row, words=clean["words"], organisation=_own(request), by=request.here.doer, now=now())
        return _page(request, row)

    deed = Deed(forms.WordsForm, "Answer the scrutineer’s view", "Send the answer", "Your answer stands beside the view.",
                do, _page(request, row), caption=f"{about(row)}: {grade_name(row)}", text=row.narrative)  # fmt: skip
    return act(request, deed)


def _own(request: PartnershipRequest) -> Organisation:
    """The organisation for which the person answers: the first in which a seat of theirs lets them."""
    here = request.here
    keys = {UUID(key) for one in permissions.ANSWERS for key in here.organisations_where(one)}
    row: Organisation = bodies_of(here.partnership).filter(pk__in=keys).order_by("name")[0]
    return row
