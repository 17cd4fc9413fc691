"""The demo is made whole or not at all, and a second start finds it made."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

CALL = [sys.executable, "-m", "lineofsight.config.cli", "demo", "--prepare-only"]


def environment(state: Path) -> dict[str, str]:
    ours = {"LINEOFSIGHT_STATE": str(state), "DJANGO_SETTINGS_MODULE": "lineofsight.config.settings"}
    return {**{name: value for name, value in os.environ.items() if not name.startswith("LINEOFSIGHT_")}, **ours}


@pytest.mark.long
def test_demo_killed_while_it_is_made_is_made_by_the_next_start(tmp_path: Path) -> None:
    state = tmp_path / "demo"
    first = subprocess.Popen(CALL, env=environment(state), start_new_session=True)
    for _ in range(300):
        if list(tmp_path.glob("demo.making-*/lineofsight.sqlite3")):
            break
        time.sleep(0.1)
    os.killpg(first.pid, signal.SIGKILL)
    first.wait()
    assert not state.exists()
    said = subprocess.run(CALL, env=environment(state), check=True, capture_output=True, text=True).stdout
    assert "business-manager@westmarch.example" in said
    assert sorted(path.name for path in tmp_path.iterdir()) == ["demo", "demo.lock"]
    began = time.monotonic()
    again = subprocess.run(CALL, env=environment(state), check=True, capture_output=True, text=True).stdout
    assert "Making the demo" not in again
    assert time.monotonic() - began < 15, "nothing is made a second time"
