"""The setting of most tests here."""

import pytest

from lineofsight.foundation.partnership.models import Partnership
from tests.governance.meetings.setting import Setting


@pytest.fixture
def setting(partnership: Partnership) -> Setting:
    """Groups with members from the three safeguarding partners."""
    return Setting(partnership)
