"""The county that the tests of the dashboard share."""

import pytest

from lineofsight.foundation.partnership.models import Area, Partnership
from tests.sources.dashboard import county


@pytest.fixture
def whole(partnership: Partnership) -> Area:
    """The partnership's whole area, with four districts."""
    return county.an_area(partnership)


@pytest.fixture(autouse=True)
def _on_the_demo_day(settings: object) -> None:
    settings.FIXED_TODAY = county.TODAY  # type: ignore[attr-defined]
