"""The story that most tests here begin with."""

from pathlib import Path
from typing import Any

import pytest

from lineofsight.foundation.partnership.models import Partnership
from tests.outputs.reports.story import TODAY, Story, told


@pytest.fixture
def story(partnership: Partnership, settings: Any, tmp_path: Path) -> Story:
    """One of everything, on the story's own day, with files of the test's own."""
    settings.FIXED_TODAY, settings.MEDIA_ROOT = TODAY, tmp_path
    return told(partnership)
