"""Signed acts, definitions with two editors, and publishing a quarter: through the pages."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from lineofsight.foundation.notices.models import Notice
from lineofsight.foundation.partnership import guards
from lineofsight.foundation.partnership.models import Area, Partnership
from lineofsight.foundation.trail.models import Entry
from lineofsight.sources.dashboard.models import (
    Annotation,
    DataQuality,
    Measure,
    Narrative,
    Publication,
    SeriesState,
)
from tests import making
from tests.sources.dashboard import county

pytestmark = pytest.mark.django_db
URL = "/p/westmarch/data/"
QUARTER = "2026-07-01"
SignIn = Callable[..., Client]


@pytest.fixture
def visits(partnership: Partnership, whole: Area) -> Measure:
    """A measure that stepped down for good twelve months ago, with its figures."""
    measure = county.a_measure(partnership, "visits", name="Visits in time")
    rows = county.percentages("visits", whole, lambda n: (90 + county.wave(n) - (30 if n >= 24 else 0), 100))
    county.accept(partnership, rows, organisation=making.an_organisation(partnership))
    return measure


def state() -> SeriesState:
    """What the whole shows."""
    return SeriesState.objects.get(series__organisation=None)


def test_new_baseline_is_signed_changes_the_limits_and_can_be_withdrawn(visits: Measure, signed_in: SignIn) -> None:
    assert state().variation == "concern_low"
    analyst = signed_in("analyst")
    given = {"kind": "rebase", "period": "2025-10-01", "about": "", "reason": "Visits at weekends now count"}
    analyst.post(f"{URL}measures/visits/annotate/", given)
    made = Annotation.objects.get()
    assert (made.kind, made.period, made.by.name, made.role) == (
        "rebase", date(2025, 10, 1), "Analyst Of Westmarch", "Analyst (Westmarch Council)",
    )  # fmt: skip
    assert (state().variation, state().tier) == ("common", "")
    page = analyst.get(f"{URL}measures/visits/").content.decode()
    assert "New baseline from here: Visits at weekends now count" in page
    analyst.post(f"{URL}measures/visits/annotate/{made.pk}/withdraw/", {"reason": "Not so"})
    assert state().variation == "concern_low"
    deeds = Entry.objects.filter(deed__startswith="dashboard.").order_by("number").values_list("deed", flat=True)
    assert list(deeds)[-2:] == ["dashboard.annotate", "dashboard.withdraw_annotation"]


def test_exclusion_takes_a_point_out_of_the_limits(partnership: Partnership, whole: Area, signed_in: SignIn) -> None:
    county.a_measure(partnership, "visits", name="Visits in time")
    rows = county.percentages("visits", whole, lambda n: (30 if n == 10 else 90 + county.wave(n), 100))
    county.accept(partnership, rows, organisation=making.an_organisation(partnership))
    before = state().mean
    given = {"kind": "exclusion", "period": county.months(36)[10].isoformat(), "about": "", "reason": "A strike"}
    signed_in("analyst").post(f"{URL}measures/visits/annotate/", given)
    assert before is not None and state().mean == pytest.approx((before * 36 - 30) / 35)


def test_reason_is_needed_and_members_without_the_seat_may_not(visits: Measure, signed_in: SignIn) -> None:
    given = {"kind": "note", "period": "2025-10-01", "about": "", "reason": " "}
    assert b"There is a problem" in signed_in("analyst").post(f"{URL}measures/visits/annotate/", given).content
    assert signed_in("executive-member").post(f"{URL}measures/visits/annotate/", given).status_code == 403
    assert Annotation.objects.count() == 0


def test_narrative_and_quality_stand_on_the_page_with_name_and_date(visits: Measure, signed_in: SignIn) -> None:
    analyst = signed_in("analyst")
    said = {"changed": "Fewer in time", "why": "Not known yet", "so_what": "Children wait", "what_next": "Ask police"}
    analyst.post(f"{URL}measures/visits/say/", said)
    rated = {"organisation": str(making.an_organisation(visits.partnership).pk), "rating": "poor", "reason": "Gaps"}
    analyst.post(f"{URL}measures/visits/quality/", rated)
    assert (Narrative.objects.get().so_what, DataQuality.objects.get().rating) == ("Children wait", "poor")
    page = analyst.get(f"{URL}measures/visits/").content.decode()
    assert "So what for children" in page and "Children wait" in page and "Poor. Gaps" in page
    assert "Poor: Westmarch Council" in analyst.get(URL).content.decode()


def definition(measure: Measure, **changed: object) -> dict[str, object]:
    """The form as the page gives it, with what somebody changed."""
    version = measure.versions.order_by("-number")[0]
    names = (
        "name", "question", "counts", "numerator", "denominator", "unit", "decimals", "family", "period_type", "taken",
        "frequency", "arrival_days", "direction", "direction_reason", "roll_up", "small_number_rule", "known_limits",
    )  # fmt: skip
    facts = {name: getattr(version, name) for name in names} | {"known_limits": "None known"}
    return facts | {"expected_version": version.number, "effective_from": "1/10/2026", "reason": "Clearer"} | changed


def test_second_editor_of_a_definition_is_shown_both_and_loses_nothing(visits: Measure, signed_in: SignIn) -> None:
    analyst, url = signed_in("analyst"), f"{URL}measures/visits/definition/"
    first = definition(visits, name="Visits made in time")
    second = definition(visits, name="Timely visits")
    assert analyst.post(url, first).status_code == 302
    answer = analyst.post(url, second)
    assert answer.status_code == 409
    assert "Timely visits" in answer.content.decode() and "Visits made in time" in answer.content.decode()
    assert list(visits.versions.order_by("number").values_list("name", flat=True)) == [
        "Visits in time", "Visits made in time",
    ]  # fmt: skip


def test_added_measure_is_on_the_catalogue_and_code_is_used_once(
    partnership: Partnership, visits: Measure, signed_in: SignIn
) -> None:
    analyst = signed_in("analyst")
    given = definition(visits, name="Late visits", code="late-visits", links=["objective:protected"])
    first = analyst.post(f"{URL}definitions/add/", given)
    again = analyst.post(f"{URL}definitions/add/", given)
    assert (first.status_code, again.status_code) == (302, 200)
    assert "already a measure with the code" in again.content.decode()
    assert "Late visits" in analyst.get(f"{URL}definitions/").content.decode()


def test_published_quarter_is_frozen_and_corrected_in_the_open(
    partnership: Partnership, whole: Area, visits: Measure, signed_in: SignIn
) -> None:
    manager, lead = signed_in("business-manager"), signed_in("agency-lead")
    page = manager.get(f"{URL}publish/{QUARTER}/").content.decode()
    assert "1 measure has changed and nobody has said why: Visits in time." in page
    given = {"headline": "Visits need help", "reason_unexplained": "Being looked into"}
    refused = manager.post(f"{URL}publish/{QUARTER}/", {"headline": "x", "reason_unexplained": ""})
    assert (refused.status_code, Publication.objects.count()) == (200, 0)
    manager.post(f"{URL}publish/{QUARTER}/", given)
    made = Publication.objects.get()
    assert made.answered.endswith("Reason: Being looked into")
    assert Notice.objects.filter(key__startswith=f"publication:{made.pk}:published").count() >= 2
    assert "57.0%" in lead.get(URL).content.decode()
    rows = county.percentages("visits", whole, lambda n: (66, 100))
    county.accept(partnership, rows[-1:], organisation=making.an_organisation(partnership), at=guards.now())
    assert "57.0%" in lead.get(URL).content.decode()
    assert "66.0%" in manager.get(URL).content.decode()
    manager.post(f"{URL}publish/{QUARTER}/correct/", {"text": "September was 66%"})
    assert "66.0%" in lead.get(URL).content.decode()
    assert "September was 66%" in lead.get(f"{URL}publish/{QUARTER}/").content.decode()


def test_quarter_that_is_not_over_or_has_no_figures_cannot_be_published(
    partnership: Partnership, visits: Measure, signed_in: SignIn
) -> None:
    manager = signed_in("business-manager")
    for quarter in ("2026-10-01", "2022-01-01"):
        answer = manager.post(f"{URL}publish/{quarter}/", {"headline": "x"})
        assert answer.status_code == 403
    assert signed_in("agency-lead").get(f"{URL}publish/{QUARTER}/").status_code == 403
    assert Publication.objects.count() == 0


def test_outer_circle_sees_no_small_number_anywhere(partnership: Partnership, whole: Area, signed_in: SignIn) -> None:
    county.a_measure(partnership, "visits", name="Visits in time")
    rows = county.percentages("visits", whole, lambda n: (3 if n == 35 else 40, 50))
    county.accept(partnership, rows, organisation=making.an_organisation(partnership))
    manager, lead = signed_in("business-manager"), signed_in("agency-lead")
    given = {"headline": "x", "reason_unexplained": "x"}
    manager.post(f"{URL}publish/{QUARTER}/", given)
    seen = [lead.get(f"{URL}measures/visits/{part}").content.decode() for part in ("", "sentence.txt")] + [
        b"".join(lead.get(f"{URL}measures/visits/?export=csv")).decode(),
        lead.get(URL).content.decode(),
    ]
    assert all("6.0%" not in text and "6%" not in text.replace("80.6%", "") for text in seen)
    assert "hidden, small number" in seen[0]


def test_outer_circle_cannot_work_a_hidden_area_out_from_the_total_or_see_another_agency(
    partnership: Partnership, whole: Area, signed_in: SignIn
) -> None:
    measure = county.a_measure(partnership, "visits", name="Visits in time")
    police = making.an_organisation(partnership, "Westmarch Police", kind="police")
    rows = [
        figure
        for place, district in enumerate(Area.objects.filter(parent=whole).order_by("name"))
        for figure in county.percentages(
            "visits", district, lambda n, p=place: (3 if p == 0 and n > 30 else 44 + p, 60)
        )
    ]
    county.accept(partnership, rows, organisation=police)
    signed_in("business-manager").post(f"{URL}publish/{QUARTER}/", {"headline": "x", "reason_unexplained": "x"})
    lead = signed_in("agency-lead")
    areas = b"".join(lead.get(f"{URL}measures/visits/?areas-export=csv")).decode().splitlines()
    shown = {
        line.split(",")[0]: line.split(",")[1] for line in areas if line.startswith(("Alder", "Brack", "Cald", "Dun"))
    }
    assert shown == {"Aldersham": "c", "Brackenford": "c", "Calder Vale": "76.7%", "Dunmere": "78.3%"}
    line = b"".join(lead.get(f"{URL}measures/visits/?area=X07009002&export=csv")).decode()
    assert line.count("hidden, small number") == 5
    page = lead.get(f"{URL}measures/visits/?agency={police.pk}").content.decode()
    assert "Westmarch Police" not in page and "no figures yet" in page
    assert measure.code == "visits"
