"""An agency's summary for a rapid review: the agency's own page. It shows the reference and its own words, nothing else."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from lineofsight.foundation.partnership.careful import careful
from lineofsight.foundation.partnership.guards import PartnershipRequest, now, partnership_page
from lineofsight.foundation.partnership.permissions import Refused
from lineofsight.foundation.ui.conflicts import conflict_between
from lineofsight.sources.reviews import changes, permissions, queries
from lineofsight.sources.reviews.forms import SummaryForm
from lineofsight.sources.reviews.models import SummaryRequest
from lineofsight.sources.reviews.views.sections import shared, url

TEXTS = ("involvement", "good_practice", "learning", "immediate_action")


def _found(request: PartnershipRequest, key: UUID) -> SummaryRequest:
    """The summary, for the agency that was asked and the review group; for others it is not there."""
    try:
        one = queries.summary(request.here.partnership, key)
    except SummaryRequest.DoesNotExist:
        raise Http404 from None
    if not permissions.may_see_summary(request.here, one):
        raise Http404
    request.looked_at = one.review.incident.subject  # type: ignore[attr-defined]
    return one


@partnership_page(permissions.ANSWER, permissions.READ, look="reviews.look_at_summary")
@require_http_methods(["GET", "HEAD", "POST"])
def summary(request: PartnershipRequest, summary: UUID) -> HttpResponse:
    """Read it, write it, and change it until the rapid review was sent."""
    one = _found(request, summary)
    reason = permissions.why_not_give_summary(request.here, one) or _closed(one)
    form = SummaryForm(request.POST or None, version=one.version, initial=_now(one), **careful(request))
    facts, status = {"one": one, "form": form, "reason": reason}, 200
    if request.method == "POST" and reason:
        raise Refused(reason)
    if request.method == "POST" and form.is_valid():
        try:
            _give(request, one, form)
        except changes.ChangedMeanwhile:
            facts, status = facts | {"conflict": _conflict(request, one, form)}, 409
        else:
            messages.success(
                request, "Your summary is with the review group. You can change it until the review is sent."
            )
            return redirect(url(request, "summary", one.pk))
    return render(request, "reviews/summary.html", shared(request) | facts, status=status)


def _closed(one: SummaryRequest) -> str | None:
    return "The rapid review was sent to the Panel, so this stays as it is." if one.review.sent_on else None


def _now(one: SummaryRequest) -> dict[str, Any]:
    involved = {one.State.GIVEN: "yes", one.State.NOT_INVOLVED: "no"}.get(one.State(one.state), "")
    return {"involved": involved} | {name: getattr(one, name) for name in TEXTS}


def _give(request: PartnershipRequest, one: SummaryRequest, form: SummaryForm) -> None:
    said = form.said
    changes.give_summary(
        one, not_involved=said["involved"] == "no", **{name: said[name] for name in TEXTS}, by=request.here.doer, now=now(),
        version=form.cleaned_data["expected_version"] or 0,
    )  # fmt: skip


def _conflict(request: PartnershipRequest, one: SummaryRequest, form: SummaryForm):  # type: ignore[no-untyped-def]
    newest = queries.summary(request.here.partnership, one.pk)
    by = newest.given_by.name if newest.given_by else ""
    return conflict_between(form, _now(newest), by=by, at=newest.given_at or now(), version=newest.version)
