"""Cards about serious incidents: clocks that end soon or ran out, and what an agency must say. References alone."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse

from lineofsight.foundation.partnership.queries import Here
from lineofsight.outputs.pages.finding.card import Card, Deadline
from lineofsight.sources.reviews import permissions, queries
from lineofsight.sources.reviews.models import Incident, NationalRecommendation, NationalResponse, SummaryRequest
from lineofsight.sources.reviews.rules import short_name

SHOWN = 8


def _address(here: Here, name: str, *arguments: object) -> str:
    return reverse(f"incidents:{name}", args=[here.partnership.slug, *arguments])


@dataclass(frozen=True, slots=True)
class _Running:
    code: str
    due_on: date
    warn_on: date | None
    incident: Incident


def _running(here: Here) -> list[_Running]:
    rows = queries.running(here.partnership).filter(due_on__isnull=False)[:SHOWN]
    return [_Running(one.code, one.due_on, one.warn_on, one.incident) for one in rows if one.due_on]


def _to(here: Here, clock: _Running) -> str:
    return _address(here, "incident", clock.incident.pk) if here.may(permissions.READ) else _address(here, "clocks")


def clocks(here: Here) -> Iterator[Card]:
    """The clocks that run, the nearest day first: now from its warning day on, else coming up; one query.

    Who reads incidents sees all of them; the Executive sees those that ran out, when it is told of them anyway.
    """
    shown = [one for one in _running(here) if here.may(permissions.READ) or one.due_on < here.today]
    near = [one for one in shown if (one.warn_on or one.due_on) <= here.today]
    if not shown:
        return
    told, first = near or shown, shown[0]
    late = first.due_on < here.today
    yield Card(
        title="clock of a serious incident runs" if len(told) == 1 else "clocks of serious incidents run", count=len(told),
        text=f"{first.incident.reference}: {short_name(first.code)}{', which ran out' if late else ''}.", nearest=first.due_on,
        is_urgent=late, place="now" if near else "coming", button="See it" if len(told) == 1 else "See them",
        url=_to(here, first) if len(told) == 1 else _address(here, "clocks"),
    )  # fmt: skip


def _asked(here: Here) -> QuerySet[SummaryRequest]:
    own: Any = here.organisations_where(permissions.ANSWER)
    rows = SummaryRequest.objects.for_partnership(here.partnership).filter(state="asked", organisation__in=own)
    return rows.select_related("review__incident").order_by("due_on")


def to_summarise(here: Here) -> Iterator[Card]:
    """What the person's own agency is asked to say for a rapid review; one query."""
    waiting = list(_asked(here)[:SHOWN])
    if waiting:
        first = waiting[0]
        title = "summary for a rapid review" if len(waiting) == 1 else "summaries for rapid reviews"
        yield Card(title=title, count=len(waiting), text=f"For {first.review.incident.reference}.", nearest=first.due_on,
                   url=_address(here, "summary", first.pk), button="Write it", is_urgent=first.due_on <= here.today)  # fmt: skip


def national(here: Here) -> Iterator[Card]:
    """Recommendations of national reviews that the person's own agency has not answered; one query."""
    own: Any = here.organisations_where(permissions.ANSWER)
    said = NationalResponse.objects.filter(recommendation=OuterRef("pk"), organisation__in=own)
    rows = NationalRecommendation.objects.filter(review__partnership=here.partnership).exclude(Exists(said))
    count = rows.count()
    if count:
        title = "national recommendation to answer" if count == 1 else "national recommendations to answer"
        yield Card(title=title, count=count, url=_address(here, "nationals"), button="See them", place="coming")


def own_deadlines(here: Here) -> Iterator[Deadline]:
    """The days by which the person's own agency must say what it knows; one query."""
    for one in _asked(here)[:SHOWN]:
        text = f"Summary for rapid review {one.review.incident.reference}"
        yield Deadline(one.due_on, text, _address(here, "summary", one.pk))
