"""The one address of what is done with an incident, and the page of each thing that a rapid review must cover."""

from typing import Final
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from lineofsight.foundation.partnership.careful import careful
from lineofsight.foundation.partnership.guards import PartnershipRequest, now, partnership_page
from lineofsight.foundation.partnership.permissions import Refused
from lineofsight.foundation.ui.conflicts import Conflict, conflict_between
from lineofsight.sources.reviews import changes, permissions, rules
from lineofsight.sources.reviews.forms import CoverForm
from lineofsight.sources.reviews.models import Incident
from lineofsight.sources.reviews.views import after, before
from lineofsight.sources.reviews.views.acting import act
from lineofsight.sources.reviews.views.sections import found, shared, url

DEEDS: Final = {**before.DEEDS, **after.DEEDS}
READS_AND_SENDS = require_http_methods(["GET", "HEAD", "POST"])


@partnership_page(permissions.EDIT, permissions.COMMENT, look="reviews.look")
@READS_AND_SENDS
def do(request: PartnershipRequest, incident: UUID, what: str) -> HttpResponse:
    """One thing to do; 404 for what nobody knows."""
    if what not in DEEDS:
        raise Http404
    return act(request, found(request, incident), what, DEEDS[what])


@partnership_page(permissions.EDIT, look="reviews.look")
@READS_AND_SENDS
def cover(request: PartnershipRequest, incident: UUID, item: str) -> HttpResponse:
    """What the rapid review says to one thing that it must cover; two people at once see each other's words."""
    held, known = found(request, incident), {one.code: one.name for one in rules.items()}
    if item not in known or not hasattr(held, "rapid_review"):
        raise Http404
    there = held.rapid_review.covered.select_related("actor").filter(item=item).first()
    first = {"text": there.text} if there else {}
    form = CoverForm(request.POST or None, version=there.version if there else 0, initial=first, **careful(request))
    facts, status = {"incident": held, "form": form, "title": known[item]}, 200
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["expected_version"] or 0
        try:
            changes.cover(held, item=item, text=form.said["text"], by=request.here.doer, now=now(), version=version)
        except changes.ChangedMeanwhile:
            facts, status = facts | {"conflict": _conflict(held, item, form)}, 409
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Saved.")
            return redirect(f"{url(request, 'incident', held.pk)}#covers")
    return render(request, "reviews/cover.html", shared(request) | facts, status=status)


def _conflict(held: Incident, item: str, form: CoverForm) -> Conflict:
    there = held.rapid_review.covered.select_related("actor").get(item=item)
    return conflict_between(form, {"text": there.text}, by=there.actor.name, at=there.at, version=there.version)
