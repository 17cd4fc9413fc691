"""The county of these tests."""

import pytest
from django.conf import LazySettings

from lineofsight.foundation.partnership.models import Partnership
from tests.sources.dashboard.returns import county as counties


@pytest.fixture
def county(partnership: Partnership, settings: LazySettings, tmp_path: object) -> counties.County:
    """A county with an open round; files go to a folder of the test's own; today stands still."""
    settings.MEDIA_ROOT = tmp_path
    settings.FIXED_TODAY = counties.TODAY
    return counties.make(partnership)
