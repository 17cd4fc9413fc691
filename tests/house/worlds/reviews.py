"""An incident in the middle of its rapid review, one that is not notified, and an agency that is asked for its summary."""

from datetime import date, timedelta

from django.utils import timezone

from lineofsight.foundation.partnership.models import Organisation
from lineofsight.sources.reviews import changes
from lineofsight.sources.reviews.models import Incident, NationalReview
from tests import making
from tests.house.world import World


def make(world: World) -> None:
    """One of each."""
    partners_of(world)
    held = notified(world)
    world.kwargs["incidents:incident"] = held.pk
    world.kwargs["incidents:what"] = "proceeding"
    world.kwargs["incidents:item"] = "facts"
    world.kwargs["incidents:summary"] = held.rapid_review.summaries.get(organisation=lead_of(world)).pk

    world.kwargs["incidents:kind"] = "word"
    world.kwargs["incidents:number"] = 1
    world.kwargs["incidents:national"] = national(world, "Infants under one").pk
    agency_review(world)


def more(world: World, number: int) -> None:
    """More incidents, and more of everything that hangs on the first."""
    held = Incident.objects.get(pk=world.kwargs["incidents:incident"])
    for count in range(number):
        notified(world)
        agency_review(world)
        national(world, f"Review {count}")
        review = NationalReview.objects.get(pk=world.kwargs["incidents:national"])
        for partner in partners_of(world):
            changes.decide(held, stage="review", organisation=partner, choice="yes", reason="To learn from it",
                           decided_on=world.today, by=making.SYSTEM, now=timezone.now())  # fmt: skip
            changes.respond(review.recommendations.first(), organisation=partner, applies="yes", response="We do",
                            by=making.SYSTEM, now=timezone.now())  # fmt: skip
        facts = {"by": making.SYSTEM, "now": timezone.now()}
        changes.comment(held, stage="review", text="Look at the first weeks", **facts)  # type: ignore[arg-type]
        changes.add_proceeding(held, kind="criminal", began_on=world.today, note="", **facts)  # type: ignore[arg-type]
        body = making.an_organisation(world.partnership, f"Agency {count}", kind="voluntary", part="relevant_agency")
        changes.ask_for_summaries(held, [(body, None)], due_on=world.today, **facts)  # type: ignore[arg-type]


def partners_of(world: World) -> list[Organisation]:
    """The three safeguarding partners."""
    kinds = {"Westmarch Council": "local_authority", "Westmarch Board": "icb", "Westmarch Police": "police"}
    return [making.an_organisation(world.partnership, name, kind=kind) for name, kind in kinds.items()]


def lead_of(world: World) -> Organisation:
    """The organisation of the agency's lead."""
    return world.members["agency-lead"].role.organisation


def notified(world: World) -> Incident:
    """An incident of which the rapid review has begun, with the lead's agency asked."""
    partners, aware = partners_of(world), world.today - timedelta(days=6)
    facts = {"by": making.SYSTEM, "now": timezone.now()}
    held = changes.consider(
        world.partnership, summary="Serious injury of an infant", aware_on=aware, incident_on=before(aware),
        duty_holder=partners[0], **facts,
    )  # type: ignore[arg-type]  # fmt: skip
    fresh = changes.notify(held, notified_on=world.today - timedelta(days=2), version=held.version, **facts)  # type: ignore[arg-type]
    changes.ask_for_summaries(fresh, [(lead_of(world), None)], due_on=world.today, **facts)  # type: ignore[arg-type]
    changes.cover(fresh, item="facts", text="What we know so far", version=0, **facts)  # type: ignore[arg-type]
    return fresh


def national(world: World, title: str) -> NationalReview:
    """A national review with two recommendations, one answered and taken up."""
    facts = {"by": making.SYSTEM, "now": timezone.now()}
    review = changes.add_national_review(
        world.partnership, title=title, published_by="The Panel", published_on=world.today, url="https://example.org/review",
        wordings=["Look at infants first", "Ask fathers too"], by=making.SYSTEM,
    )  # fmt: skip
    first = review.recommendations.first()
    if first is not None:
        changes.respond(first, organisation=lead_of(world), applies="yes", response="We do this", **facts)  # type: ignore[arg-type]
        changes.take_up(first, organisation=None, due_on=None, today=world.today, **facts)  # type: ignore[arg-type]
    return review


def agency_review(world: World) -> None:
    """A review that the lead's agency made by itself."""
    changes.report_agency_review(
        world.partnership, organisation=lead_of(world), title="A fall on a ward", process="patient_safety", incident_on=None,
        learning="Ask who else is at home", for_others="", by=making.SYSTEM, now=timezone.now(), today=world.today,
    )  # fmt: skip


def before(day: date) -> date:
    """The day on which it happened."""
    return day - timedelta(days=2)
