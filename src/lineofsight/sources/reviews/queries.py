"""Reads of incidents: one with all that hangs on it, the register, and the board of clocks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Prefetch, QuerySet

from lineofsight.cycle.products.queries import visible
from lineofsight.engine import clocks
from lineofsight.engine.framework import Framework
from lineofsight.foundation.handbook.queries import framework_in_use
from lineofsight.foundation.partnership.models import Organisation, Participation, Partnership
from lineofsight.foundation.partnership.queries import Here
from lineofsight.foundation.trail.models import Actor, Entry
from lineofsight.sources.reviews import rules
from lineofsight.sources.reviews.models import (
    AgencyReview,
    ClockRun,
    CoveredItem,
    Incident,
    NationalRecommendation,
    NationalReview,
    PartnerDecision,
    Proceeding,
    ScrutineerComment,
    SummaryRequest,
    TimetableDay,
)


def incidents(partnership: Partnership) -> QuerySet[Incident]:
    """The register, newest awareness first, with the clocks of each (prefetched)."""
    rows = Incident.objects.for_partnership(partnership).select_related("duty_holder", "subject")
    return rows.prefetch_related("clocks", "themes").order_by("-aware_on", "reference")


def with_a_clock_that_ran_out(rows: QuerySet[Incident], *, today: date) -> QuerySet[Incident]:
    """Those of the incidents of which a clock ran out and still runs."""
    late = ClockRun.objects.filter(ended_on__isnull=True, due_on__lt=today)
    return rows.filter(pk__in=late.values("incident"))


def incident(partnership: Partnership, key: UUID) -> Incident:
    """One incident with its reviews. Incident.DoesNotExist for another partnership's."""
    rows = Incident.objects.for_partnership(partnership).select_related(
        "duty_holder", "subject", "partnership__chain", "rapid_review__product", "practice_review__product"
    )
    return rows.prefetch_related("clocks", "themes").get(pk=key)


def partners(partnership: Partnership, *, on: date) -> list[Organisation]:
    """The safeguarding partners of the day, by name."""
    rows = Participation.objects.for_partnership(partnership).on(on)
    found = rows.filter(part=Participation.Part.SAFEGUARDING_PARTNER).select_related("organisation")
    return [row.organisation for row in found.order_by("organisation__name")]


@dataclass(frozen=True, slots=True)
class Record:
    """Everything that hangs on an incident, read once."""

    partners: Sequence[Organisation]
    decisions: Sequence[PartnerDecision]
    comments: Sequence[ScrutineerComment]
    proceedings: Sequence[Proceeding]
    timetable: Sequence[TimetableDay]
    covered: Mapping[str, CoveredItem]
    summaries: Sequence[SummaryRequest]
    clocks: Mapping[str, clocks.ClockRule]
    clock_names: Mapping[str, str]

    def newest(self, stage: str) -> dict[UUID, PartnerDecision]:
        """The newest decision of each partner at a stage."""
        return {row.organisation_id: row for row in self.decisions if row.stage == stage}


def record_of(incident: Incident, *, today: date) -> Record:
    """Everything that hangs on it; nine queries at most."""
    rapid = getattr(incident, "rapid_review", None)
    rules_here = rules_by_code(framework_in_use(incident.partnership, on=today), on=today)
    summaries = rapid.summaries.select_related("organisation", "given_by") if rapid else ()
    return Record(
        partners=partners(incident.partnership, on=today),
        decisions=list(incident.decisions.select_related("organisation", "actor")),
        comments=list(incident.comments.select_related("actor")),
        proceedings=list(incident.proceedings.all()),
        timetable=list(rapid.timetable.all()) if rapid else [],
        covered={one.item: one for one in rapid.covered.select_related("actor")} if rapid else {},
        summaries=sorted(summaries, key=lambda one: one.organisation.name),
        clocks={code: rule for code, (rule, _) in rules_here.items()},
        clock_names=clock_names(incident.partnership, on=today),
    )


def summary(partnership: Partnership, key: UUID) -> SummaryRequest:
    """One agency's summary. SummaryRequest.DoesNotExist for another partnership's."""
    rows = SummaryRequest.objects.for_partnership(partnership)
    related = rows.select_related("organisation", "review__incident__partnership__chain", "review__incident__subject")
    return related.select_related("given_by").get(pk=key)


def last_change(incident: Incident) -> tuple[str, datetime]:
    """Who changed the incident last, and when, as the trail has it."""
    entry = Entry.objects.filter(subject=incident.subject, is_look=False).order_by("-number").first()
    if entry is None:
        raise LookupError(f"The trail knows nothing of {incident.reference}.")
    actor = Actor.objects.filter(pk=entry.actor_id).first()
    return (actor.name if actor else "Somebody"), entry.at


def decisions_of(incident: Incident, stage: str) -> dict[UUID, PartnerDecision]:
    """The newest decision of each partner at a stage; one query."""
    rows = PartnerDecision.objects.filter(incident=incident, stage=stage).select_related("organisation", "actor")
    return {row.organisation_id: row for row in rows.order_by("at", "pk")}


def running(partnership: Partnership) -> QuerySet[ClockRun]:
    """Every clock that still runs here, the nearest day first."""
    rows = ClockRun.objects.for_partnership(partnership).filter(ended_on__isnull=True)
    return rows.select_related("incident__subject", "incident__duty_holder").order_by("due_on", "code")


def national_reviews(partnership: Partnership) -> QuerySet[NationalReview]:
    """The sets of recommendations from outside, newest first."""
    return NationalReview.objects.for_partnership(partnership).prefetch_related("recommendations__responses")


def agencies_that_answered(review: NationalReview) -> int:
    """How many agencies said something to any of its recommendations; no query after the prefetch."""
    return len({answer.organisation_id for one in review.recommendations.all() for answer in one.responses.all()})


def national_review(partnership: Partnership, key: UUID) -> NationalReview:
    """One with its recommendations, every answer, and what was taken up. NationalReview.DoesNotExist for another's."""
    rows = NationalReview.objects.for_partnership(partnership).select_related("partnership__chain", "subject")
    wanted = NationalRecommendation.objects.select_related(
        "local__subject", "review__partnership__chain", "review__subject"
    )
    return rows.prefetch_related(
        Prefetch("recommendations", wanted), "recommendations__responses__organisation"
    ).get(pk=key)  # fmt: skip


def agency_reviews(here: Here) -> QuerySet[AgencyReview]:
    """Single agencies' own reviews, as far as the person may see their products."""
    rows = AgencyReview.objects.filter(product__in=visible(here))
    return rows.select_related("product__organisation", "product__partnership")


def clock_names(partnership: Partnership, *, on: date) -> dict[str, str]:
    """What the clocks of the framework are called, by code."""
    return {clock.code: clock.name for clock in framework_in_use(partnership, on=on).clocks}


def rule_of(partnership: Partnership, code: str, *, on: date) -> tuple[clocks.ClockRule, str] | None:
    """The framework's clock of this code that holds on a day, and its edition; None when the framework has none."""
    framework = framework_in_use(partnership, on=on)
    return rules_by_code(framework, on=on).get(code)


def rules_by_code(framework: Framework, *, on: date) -> Mapping[str, tuple[clocks.ClockRule, str]]:
    """Every clock of a framework that holds on a day, with its edition."""
    found = {}
    for clock in framework.clocks:
        if clock.effective_from <= on and (clock.effective_to is None or on <= clock.effective_to):
            month_and_day = (clock.month_and_day[0], clock.month_and_day[1]) if clock.month_and_day else None
            rule = clocks.ClockRule(
                code=clock.code, starts=clock.starts, ends=clock.ends, holder=clock.duty_holder, unit=clock.unit,  # type: ignore[arg-type]
                length=clock.length or 0, month_and_day=month_and_day, due_soon_in_days=clock.due_soon_in_days,
                duty=clock.duty, from_date=clock.effective_from,
            )  # fmt: skip
            found[clock.code] = (rule, clock.edition)
    return found


def dates_of(incident: Incident) -> rules.Dates:
    """The dates from which the clocks of an incident are worked out."""
    rapid, local = getattr(incident, "rapid_review", None), getattr(incident, "practice_review", None)
    not_notified = incident.decided_on if incident.state == rules.NOT_NOTIFIED else None
    return rules.Dates(
        aware_on=incident.aware_on,
        decided_not_to_notify_on=not_notified,
        notified_on=incident.notified_on,
        rapid_review_sent_on=rapid.sent_on if rapid else None,
        panel_replied_on=rapid.panel_replied_on if rapid else None,
        review_initiated_on=local.initiated_on if local else None,
        publication_planned_for=local.planned_for if local else None,
        report_sent_on=local.sent_on if local else None,
        published_on=local.published_on if local else None,
        child_died=incident.child_died,
        is_looked_after=incident.is_looked_after,
        is_care_leaver=incident.is_care_leaver,
    )
