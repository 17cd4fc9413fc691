"""The made-up county: its tables fit the framework and each other, and its stories are told by the product's own functions."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.db import transaction
from django.test import override_settings

from lineofsight.config.demo import levels, places, returns, westmarch
from lineofsight.config.demo.clock import moment, standing_at
from lineofsight.config.demo.figures import Asked, Place, figures_of
from lineofsight.config.demo.people import FIRST_DAY, make
from lineofsight.cycle.findings.models import Recommendation
from lineofsight.cycle.requests.models import Extension, Request, Return
from lineofsight.cycle.warnings.models import Warning, WatchRun
from lineofsight.foundation.accounts.models import Person
from lineofsight.foundation.notices.models import Email
from lineofsight.foundation.partnership.models import Partnership
from lineofsight.foundation.partnership.queries import here
from lineofsight.foundation.trail.queries import verify
from lineofsight.governance.meetings.models import Meeting
from lineofsight.outputs.pages.sight import queries
from lineofsight.sources.dashboard.models import MeasureVersion, Observation, Publication, SeriesState
from lineofsight.sources.dashboard.queries.figures import end_of, known_on
from lineofsight.sources.voice.models import VoiceItem
from tests.making import framework_named

TODAY = date(2026, 10, 21)
NAMES = {name: kind for name, kind, _ in places.WESTMARCH.organisations}


def test_every_supplier_is_an_organisation_of_the_county_and_owns_what_it_supplies() -> None:
    owners = {measure.code: measure.owner for measure in framework_named("kscmp-2024").measures}
    wrong = [
        (name, code) for name, held in levels.SUPPLIES.items() for code in held if owners.get(code) != NAMES.get(name)
    ]
    assert wrong == []


def test_county_has_twenty_six_agencies_and_twelve_districts_that_make_the_whole() -> None:
    agencies = [name for name, _, part in places.WESTMARCH.organisations if part not in {places.TEAM, places.GUEST}]
    assert (len(agencies), len(places.SUPPLIERS), len(places.WESTMARCH.districts)) == (26, 26, 12)
    assert sum(levels.SHARES) == pytest.approx(1.0)


def test_spans_are_every_month_and_quarter_that_is_over() -> None:
    found = list(returns.spans(TODAY))
    assert [len([span for span in found if span.is_monthly is monthly]) for monthly in (True, False)] == [42, 14]
    assert (found[0].start, found[-1].end) == (date(2023, 4, 1), date(2026, 9, 30))
    assert found[-1].title == "Quarterly return for July to September 2026"


def test_figures_of_districts_add_up_and_are_the_same_every_time() -> None:
    version = MeasureVersion(family="binomial", denominator="Missing episodes", multiplier=100, unit="percent")
    parts = tuple(
        Place(number, name, share) for number, (name, share) in enumerate((("North", 0.4), ("South", 0.6)), 2)
    )
    asked = Asked("m31b", version, levels.COUNCIL["m31b"], "Council", Place(1, "Westmarch", 1.0), parts)
    whole, north, south = figures_of(asked, [date(2024, 5, 1)])
    assert (north.numerator or 0) + (south.numerator or 0) == whole.numerator
    assert (north.denominator or 0) + (south.denominator or 0) == whole.denominator
    assert whole.value == pytest.approx(100 * (whole.numerator or 0) / (whole.denominator or 1))
    assert figures_of(asked, [date(2024, 5, 1)]) == [whole, north, south]


@pytest.fixture(scope="module")
def county(django_db_setup: None, django_db_blocker: Any) -> Iterator[Partnership]:
    """The whole county, in a transaction that is rolled back."""
    with django_db_blocker.unblock(), transaction.atomic(), override_settings(FIXED_TODAY=TODAY):
        with standing_at(moment(FIRST_DAY, 9)):
            made = make()
        westmarch.tell(made)
        yield made.county
        transaction.set_rollback(True)


@pytest.mark.long
def test_demo_tells_its_stories(county: Partnership) -> None:
    told = {
        warning.key.split(":")[1] if warning.kind == "signal" else warning.kind: warning.state
        for warning in Warning.objects.for_partnership(county).order_by("detected_at")
    }
    assert told == {
        "m31b": "raised", "late": "watched", "m42": "settled", "m40a": "answered", "concern": "new", "m03": "new",
        "m46a": "closed", "m23": "watched", "m54a": "watched", "m58a": "watched", "m75c": "watched",
    }  # fmt: skip
    back = Warning.objects.get(key="signal:m03", state="new")
    assert (back.times_before, back.detected_at.date()) == (1, date(2026, 10, 20))
    assert Warning.objects.get(key="signal:m42").proved == "right"
    assert Warning.objects.get(key="signal:m40a").told_by_clock


@pytest.mark.long
def test_demo_follows_a_warning_and_what_children_told_us_to_the_difference_that_was_made(county: Partnership) -> None:
    reader = here(Person.objects.get(email="business-manager@westmarch.example"), "westmarch", today=TODAY)
    assert reader is not None
    warning = Warning.objects.get(key="signal:m42")
    seen = queries.follow(reader, start=warning.subject_id)
    labels = {node.label for node in seen.down.values()}
    assert labels == {"Finding", "Recommendation", "Decision", "Action", "Impact check"}
    heard = VoiceItem.objects.for_partnership(county).get(said__startswith="Nobody tells us")
    words = {node.says for node in queries.follow(reader, start=heard.subject_id).down.values()}
    assert {"Embedded", "Verified 6 May 2026", "It made the difference, 12 Aug 2026"} <= words
    states = Recommendation.objects.for_partnership(county).values_list("state", flat=True)
    assert set(states) == {"proposed", "accepted", "rejected", "merged", "delivered", "embedded"}
    meetings = Meeting.objects.for_partnership(county).values_list("state", flat=True)
    assert set(meetings) == {"planned", "agenda_out", "held", "minuted"}


@pytest.mark.long
def test_demo_finds_the_slow_decline_early_and_leaves_the_steady_and_the_redefined_measure_alone(
    county: Partnership,
) -> None:
    found = Warning.objects.get(key="signal:m31b")
    assert found.happened_on is not None
    assert (found.happened_on, found.detected_at.date()) == (date(2026, 6, 1), date(2026, 9, 21))
    assert found.answered_at is None
    whole = SeriesState.objects.filter(series__organisation=None, series__area__code=places.WESTMARCH.code)
    low = whole.get(series__version__measure__code="m57")
    assert (low.tier, low.variation, low.assurance) == ("", "common", "fail")
    visits = whole.filter(series__version__measure__code="m22").order_by("series__version__number")
    assert [(state.tier, state.variation) for state in visits] == [("", "common"), ("", "common")]


@pytest.mark.long
def test_demo_knows_what_was_known_and_shows_what_is_missing_as_provisional(county: Partnership) -> None:
    rows = Observation.objects.filter(
        series__partnership=county, series__version__measure__code="m31b", series__organisation=None,
        series__area__code=places.WESTMARCH.code,
    )  # fmt: skip
    then = known_on(rows, end_of(date(2026, 3, 14))).order_by("period").last()
    assert then is not None
    assert then.period == date(2026, 1, 1)
    part = rows.model.objects.filter(
        series__version__measure__code="m54a", series__organisation=None, period=date(2026, 4, 1)
    ).get()
    assert part.state == Observation.State.PROVISIONAL


@pytest.mark.long
def test_demo_has_a_round_open_with_something_of_each_kind(county: Partnership) -> None:
    late = Request.objects.filter(became_late_on__isnull=False, first_received_at__isnull=True)
    assert [request.organisation.name for request in late] == ["East Westmarch Hospitals NHS Trust"]
    assert [one.organisation.name for one in Return.objects.filter(state="sent") if one.organisation] == [
        "Westmarch Community Health NHS Trust"
    ]
    assert Extension.objects.get(granted__isnull=True).request.organisation.name == "Westmarch Probation"
    assert Publication.objects.filter(partnership=county).count() == 2
    assert WatchRun.objects.filter(partnership=county).count() >= 12
    assert Email.objects.count() == 0
    assert verify(county.chain) is None
