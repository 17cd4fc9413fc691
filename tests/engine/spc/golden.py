"""The golden cases: inputs and what the published programs answered, read once."""

import json
import os
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest


@cache
def cases(name: str) -> list[dict[str, Any]]:
    """All cases of a file in the folder that LINEOFSIGHT_GOLDEN names; the test is skipped when it is unset."""
    folder = os.environ.get("LINEOFSIGHT_GOLDEN")
    if not folder:
        pytest.skip("LINEOFSIGHT_GOLDEN is not set")
    return json.loads((Path(folder) / name).read_text(encoding="utf-8"))


def column(entries: Any) -> list[Any]:
    """A column of a case; one with a single point is stored as a bare value."""
    return entries if isinstance(entries, list) else [entries]


def numbers(entries: Any) -> np.ndarray:
    """A column of numbers written as text, NA and NaN as NaN."""
    return np.array([np.nan if entry in ("NA", "NaN", None) else float(entry) for entry in column(entries)])


def assert_same_lines(found: np.ndarray, expected: np.ndarray, *, scale: float, what: str) -> None:
    """Equal to 1e-12 of the scale of the series, and missing in the same places."""
    np.testing.assert_array_equal(np.isnan(found), np.isnan(expected), err_msg=what)
    np.testing.assert_allclose(found, expected, rtol=0, atol=1e-12 * scale, err_msg=what)
