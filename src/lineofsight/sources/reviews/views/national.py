"""National reviews: their recommendations, whether each applies to each agency, and what the agency does about it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from lineofsight.foundation.partnership.careful import careful
from lineofsight.foundation.partnership.guards import PartnershipRequest, now, partnership_page
from lineofsight.foundation.partnership.permissions import Refused
from lineofsight.foundation.partnership.queries import bodies_of
from lineofsight.foundation.ui.tables import Column, Filter, Table
from lineofsight.sources.reviews import changes, permissions, queries
from lineofsight.sources.reviews.forms import NationalForm, RespondForm, TakeUpForm
from lineofsight.sources.reviews.models import NationalRecommendation, NationalReview
from lineofsight.sources.reviews.views.sections import bodies, shared, url

READS_AND_SENDS = require_http_methods(["GET", "HEAD", "POST"])
EMPTY = ("No national reviews yet", "Add one when it is published: each agency then says what applies to it.")


@partnership_page(*permissions.NATIONAL)
@require_safe
def national_reviews(request: PartnershipRequest) -> HttpResponseBase:
    """Every set of recommendations from outside, with how many agencies have answered."""
    here = request.here
    add = url(request, "add-national") if any(map(here.may, permissions.ADD_NATIONAL)) else ""
    table = Table(
        request, name="national-reviews", title="National reviews", noun=("review", "reviews"), default_sort="-published_on",
        rows=queries.national_reviews(here.partnership), exports=here.may("export"), marking="OFFICIAL",
        columns=[
            Column("title", "Review", url=lambda row: url(request, "national", row.pk)),
            Column("published_by", "Published by"),
            Column("published_on", "Published"),
            Column("recommendations", "Recommendations", value=lambda row: len(row.recommendations.all()), align="right"),
            Column("answered", "Agencies that answered", value=queries.agencies_that_answered, align="right"),
        ],
        filters=[Filter("words", "Words in the title", lookup="title__icontains")],
        empty=(*EMPTY, add, "Add a national review" if add else ""),
    )  # fmt: skip
    if table.wants_export:
        return table.export_response()
    return render(request, "reviews/nationals.html", _around(request) | {"table": table, "add_url": add})


@partnership_page(*permissions.ADD_NATIONAL)
@READS_AND_SENDS
def add(request: PartnershipRequest) -> HttpResponse:
    """A new one, in its own words."""
    form = NationalForm(request.POST or None, **careful(request))
    if request.method == "POST" and form.is_valid():
        facts = {name: form.said[name] for name in ("title", "published_by", "published_on", "url")}
        try:
            made = changes.add_national_review(
                request.here.partnership, **facts, wordings=form.recommendations(), by=request.here.doer
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "The review is added. Each agency can say now what applies to it.")
            return redirect(url(request, "national", made.pk))
    facts = {"form": form, "title": "Add a national review", "button": "Add it", "back": url(request, "nationals")}
    return render(request, "reviews/outside.html", _around(request) | facts)


@partnership_page(*permissions.NATIONAL)
@require_safe
def national(request: PartnershipRequest, national: UUID) -> HttpResponse:
    """One review: each recommendation with every agency's newest answer, as far as the person may see other agencies'."""
    review = _found(request, national)
    everybody = request.here.may("see_working_figures") or request.here.may(permissions.READ)
    of = None if everybody else request.here.organisation_ids
    rows = [_recommendation(request, one, of) for one in review.recommendations.all()]
    facts = {
        "review": review,
        "rows": rows,
        "everybody": everybody,
        "columns": ("Agency", "Does it apply?", "What it says", "When"),
    }
    return render(request, "reviews/national.html", _around(request) | facts)


def _recommendation(
    request: PartnershipRequest, one: NationalRecommendation, of: frozenset[str] | None
) -> dict[str, Any]:
    newest = {answer.organisation_id: answer for answer in one.responses.all()}
    shown = [answer for key, answer in newest.items() if of is None or str(key) in of]
    may_take_up = one.local_id is None and any(map(request.here.may, permissions.ADD_NATIONAL))
    return {
        "one": one,
        "answers": [[a.organisation.name, a.get_applies_display(), a.response, a.at.date()] for a in shown],
        "answer_url": url(request, "respond", one.review_id, one.number) if _own(request) else "",
        "take_up_url": url(request, "take-up", one.review_id, one.number) if may_take_up else "",
        "local_path": one.local.subject.path if one.local and one.local.subject else "",
    }


def _own(request: PartnershipRequest) -> list[tuple[str, str]]:
    """Agencies for which the person may answer."""
    here = request.here
    if any(map(here.may, permissions.ADD_NATIONAL)):
        return bodies(request)
    own = here.organisations_where(permissions.ANSWER)
    return [(seat.organisation_id, seat.organisation_name) for seat in here.holdings if seat.organisation_id in own]


@partnership_page(permissions.ANSWER, *permissions.ADD_NATIONAL)
@READS_AND_SENDS
def respond(request: PartnershipRequest, national: UUID, number: int) -> HttpResponse:
    """What one agency says to one recommendation; kept beside what it said before."""
    one = _one(request, national, number)
    form = RespondForm(request.POST or None, choices={"agency": list(dict.fromkeys(_own(request)))}, **careful(request))
    if request.method == "POST" and form.is_valid():
        said = form.said
        body = bodies_of(request.here.partnership).get(pk=said["agency"])
        changes.respond(one, organisation=body, applies=said["applies"], response=said["response"], by=request.here.doer,
                        now=now())  # fmt: skip
        messages.success(request, "The answer is kept.")
        return redirect(url(request, "national", one.review_id))
    return _form_page(request, one, form, "Does it apply, and what do you do about it?", "Save the answer")


@partnership_page(*permissions.ADD_NATIONAL)
@READS_AND_SENDS
def take_up(request: PartnershipRequest, national: UUID, number: int) -> HttpResponse:
    """Make it a recommendation of the partnership's own, which is followed like any other."""
    one = _one(request, national, number)
    form = TakeUpForm(
        request.POST or None, choices={"agency": [("", "The whole partnership"), *bodies(request)]}, **careful(request)
    )
    if request.method == "POST" and form.is_valid():
        key = form.said["agency"]
        body = bodies_of(request.here.partnership).get(pk=key) if key else None
        changes.take_up(one, organisation=body, due_on=form.said["due_on"], by=request.here.doer, now=now(),
                        today=request.here.today)  # fmt: skip
        messages.success(
            request, "It is a recommendation of the partnership now, and is followed until it made a difference."
        )
        return redirect(url(request, "national", one.review_id))
    return _form_page(request, one, form, "Take it up as our own recommendation", "Take it up")


def _form_page(
    request: PartnershipRequest, one: NationalRecommendation, form: Any, title: str, button: str
) -> HttpResponse:
    back = url(request, "national", one.review_id)
    facts = {"form": form, "title": title, "button": button, "back": back, "wording": one.wording}
    return render(request, "reviews/outside.html", _around(request) | facts)


def _around(request: PartnershipRequest) -> dict[str, Any]:
    return shared(request) | {"marking": "OFFICIAL"}


def _found(request: PartnershipRequest, key: UUID) -> NationalReview:
    try:
        return queries.national_review(request.here.partnership, key)
    except NationalReview.DoesNotExist:
        raise Http404 from None


def _one(request: PartnershipRequest, key: UUID, number: int) -> NationalRecommendation:
    found = next((one for one in _found(request, key).recommendations.all() if one.number == number), None)
    if found is None:
        raise Http404
    return found
