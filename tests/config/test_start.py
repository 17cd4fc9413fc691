"""A start with a setting that is missing or wrong says which one and what to do, and writes nothing."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

LINEOFSIGHT = [sys.executable, "-m", "lineofsight.config.cli"]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({}, "Set LINEOFSIGHT_SECRET_KEY (or LINEOFSIGHT_SECRET_KEY_FILE, the path of a file that holds it)"),
        (
            {"LINEOFSIGHT_SECRET_KEY_FILE": "/nowhere/key"},
            "LINEOFSIGHT_SECRET_KEY_FILE names /nowhere/key, which cannot",
        ),
        (
            {"LINEOFSIGHT_SECRET_KEY": "x", "LINEOFSIGHT_LARGEST_UPLOAD_MEGABYTES": "ten"},
            "LINEOFSIGHT_LARGEST_UPLOAD_MEGABYTES is “ten”",
        ),
        (
            {"LINEOFSIGHT_SECRET_KEY": "x", "LINEOFSIGHT_DEMO": "maybe"},
            "LINEOFSIGHT_DEMO is “maybe”; set it to on or off.",
        ),
    ],
)
def test_start_says_which_setting_and_what_to_do(given: dict[str, str], said: str, tmp_path: Path) -> None:
    others = {name: value for name, value in os.environ.items() if not name.startswith(("LINEOFSIGHT_", "DJANGO_"))}
    state = tmp_path / "state"
    environment = {**others, "LINEOFSIGHT_STATE": str(state), **given}
    done = subprocess.run(
        [*LINEOFSIGHT, "manage", "migrate"], env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode != 0
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert not state.exists()
