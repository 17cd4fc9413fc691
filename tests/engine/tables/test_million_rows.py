"""A million-row CSV is read, checked and tidied in under ten seconds of one processor and under a gigabyte."""

from pathlib import Path

import pytest

from lineofsight.config.benches import tables as bench


@pytest.mark.long
def test_million_rows_are_read_right_in_time_and_memory(tmp_path: Path) -> None:
    found = bench.measure(tmp_path)
    assert (found["observations"], found["refused"]) == (1_000_000, 0)
    assert (found["total"], found["suppressed"]) == (found["written"], found["written_suppressed"])
    # Processor time, so that a busy machine does not fail it.
    assert found["processor"] < 10
    assert found["megabytes"] < 1_000
