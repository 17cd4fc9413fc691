"""A return of 5,000 figures is read, checked and answered in under three seconds; quick runs take a tenth of it.

The time is that of the processor, so that a busy machine does not fail the test.
"""

import time

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from lineofsight.cycle.requests.models import Return
from lineofsight.foundation.partnership.changes import cover_area
from lineofsight.foundation.partnership.models import Area
from lineofsight.sources.dashboard.changes.figures import Figure, accept_figures
from lineofsight.sources.dashboard.models import RequestedMeasure, ReturnCell
from lineofsight.sources.dashboard.returns import changes, queries, template
from lineofsight.sources.dashboard.returns.reading import Written
from lineofsight.sources.dashboard.returns.slots import Slot
from tests import making
from tests.sources.dashboard.returns import county as counties
from tests.sources.dashboard.returns.county import BEFORE, NOW, County
from tests.sources.dashboard.returns.test_pages import address, client_of

pytestmark = pytest.mark.django_db
DISTRICTS = 24


def grow(county: County, *, measures: int) -> None:
    """Many more measures and districts, with figures of the quarter before."""
    for number in range(3, DISTRICTS + 1):
        area = Area.objects.create(
            code=f"X0701{number:04}", name=f"District {number:02}", kind="district", parent=county.whole,
            starts_on=making.FIRST_DAY,
        )  # fmt: skip
        cover_area(county.partnership, area, starts_on=making.FIRST_DAY, by=making.SYSTEM)
    made = [
        counties.a_measure(county.partnership, f"x{number:03}", number + 10, name=f"Measure {number}")
        for number in range(measures)
    ]
    RequestedMeasure.objects.filter(request=county.request).delete()
    RequestedMeasure.objects.bulk_create(
        RequestedMeasure(request=county.request, measure=one, by_area=True) for one in made
    )
    source = Return.objects.create(
        partnership=county.partnership, organisation=county.trust, reference="R-OLD", how="typed", state="accepted",
        accepted_at=NOW, accepted_by_id=making.SYSTEM.actor_id, created_by_id=making.SYSTEM.actor_id,
    )  # fmt: skip
    figures = [Figure(slot.code, slot.area, BEFORE, 50.0, 5.0, 10.0) for slot in county.slots]
    accept_figures(county.partnership, figures, source=source, known_from=NOW, by=making.SYSTEM)


def numbers_of(slot: Slot) -> tuple[str, str]:
    """Half of ten in each district, and what they add up to."""
    times = DISTRICTS if slot.is_whole else 1
    return str(5 * times), str(10 * times)


@pytest.mark.parametrize(
    ("measures", "seconds"), [(20, 1.5), pytest.param(200, 3.0, marks=pytest.mark.long)], ids=["500", "5000"]
)
def test_large_return_is_checked_and_answered_quickly(county: County, measures: int, seconds: float) -> None:
    grow(county, measures=measures)
    slots = county.slots
    rows = [Written(one.code, one.area_code, "", one.period, *numbers_of(one)) for one in slots]
    reading = changes.from_rows(rows, slots=slots, known=frozenset(), reasons=[])
    sheet = template.Sheet("x", "y", counties.DUE, slots, [("no-data", "No data")], entries=reading.entries)
    file = SimpleUploadedFile("large.xlsx", template.as_xlsx(sheet))
    agency = client_of(county.supplier)
    began = time.process_time()
    answer = agency.post(address(county, "upload", county.request.pk), {"file": file, "expected_version": 0})
    page = agency.get(answer.headers["Location"])
    took = time.process_time() - began
    assert (page.status_code, ReturnCell.objects.count()) == (200, len(slots))
    assert queries.standing(Return.objects.get(request=county.request)).errors == 0
    assert took < seconds, f"{len(slots)} figures took {took:.2f} s"
    print(f"{len(slots)} figures: {took:.2f} s")
