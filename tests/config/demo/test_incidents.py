"""The made-up county's incidents: each at another place, and every clock as the law has it."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.db import transaction
from django.test import override_settings

from lineofsight.config.demo import incidents
from lineofsight.config.demo.clock import moment, play, standing_at
from lineofsight.config.demo.county import County
from lineofsight.config.demo.people import FIRST_DAY, make
from lineofsight.foundation.partnership.models import Partnership
from lineofsight.sources.reviews.models import AgencyReview, ClockRun, Incident, NationalResponse, SummaryRequest

TODAY = date(2026, 10, 21)


@pytest.fixture(scope="module")
def county(django_db_setup: None, django_db_blocker: Any) -> Iterator[Partnership]:
    """The county with nothing but its people and its incidents, in a transaction that is rolled back."""
    with django_db_blocker.unblock(), transaction.atomic(), override_settings(FIXED_TODAY=TODAY):
        with standing_at(moment(FIRST_DAY, 9)):
            made = make()
        play(incidents.happenings(County(made)))
        yield made.county
        transaction.set_rollback(True)


def test_demo_has_an_incident_at_each_place_and_every_clock_was_kept(county: Partnership) -> None:
    told = {one.reference: one.state for one in Incident.objects.for_partnership(county).order_by("reference")}
    assert told == {
        "I-2025-001": "published",
        "I-2026-001": "not_notified",
        "I-2026-002": "review",
        "I-2026-003": "notified",
    }
    runs = ClockRun.objects.for_partnership(county)
    late = [
        (one.incident.reference, one.code) for one in runs.filter(ended_on__isnull=False) if one.ended_on > one.due_on
    ]
    assert late == []
    running = {(one.incident.reference, one.code): one.due_on for one in runs.filter(ended_on__isnull=True)}
    assert running == {("I-2026-002", "LCSPR"): date(2027, 3, 22), ("I-2026-003", "RR"): date(2026, 10, 28)}
    assert runs.get(incident__reference="I-2026-002", code="SIN").due_on == date(2026, 9, 3)


def test_demo_has_summaries_late_and_given_a_national_review_and_an_agencys_own(county: Partnership) -> None:
    rows = SummaryRequest.objects.for_partnership(county).filter(review__incident__reference="I-2026-003")
    assert sorted(rows.values_list("state", flat=True)) == ["asked", "asked", "asked", "given", "given"]
    assert NationalResponse.objects.count() == 3
    assert AgencyReview.objects.get().product.title == "Review of a late scan after a fall"
