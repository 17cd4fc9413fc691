"""A million-row CSV read, checked and tidied: seconds, processor seconds and memory, in a process of its own."""

import json
import random
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any

ROWS = 1_000_000
SEX = ("Total", "Male", "Female")
AGES = ("Total", "Unborn", "Under 1", "1 to 4", "5 to 9", "10 to 15", "16 to 17", "18 and over", "Not known", "Other")
RECIPE = """
title = "A million made-up rows"

[area]
column = "area_code"

[period]
type = "month"
column = "month"

[breakdown]
columns = ["sex", "age"]
totals = ["Total"]

[[measure]]
code = "re-referrals"
numerator = "again"
denominator = "referrals"
value = "percent"
"""
_READ = """
import json, resource, sys, time
from lineofsight.engine import tables
started, worked = time.perf_counter(), time.process_time()
reading = tables.read(sys.argv[1], tables.load_recipe(sys.argv[2]))
taken = {"seconds": time.perf_counter() - started, "processor": time.process_time() - worked}
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
states = reading.columns["state"].tolist()
print(json.dumps({**taken, "megabytes": peak, "observations": len(reading), "refused": len(reading.refusals),
                  "suppressed": states.count("suppressed"), "total": float(reading.columns["denominator"][
                      [state == "value" for state in states]].sum())}))
"""


def rows() -> Iterator[tuple[str, int]]:
    """A million lines of CSV, each with its number of referrals, 0 where it is suppressed. The same every time."""
    chance = random.Random(5)
    months = [f"{year}-{month:02d}-01" for year in range(2012, 2026) for month in range(1, 13)]
    areas = [f"E1000{number:04d}" for number in range(1, 200)]
    for _, (month, area, sex, age) in zip(range(ROWS), product(months, areas, SEX, AGES), strict=False):
        referrals = chance.randint(0, 3_000)
        again = chance.randint(0, referrals)
        if referrals < 6:
            yield f"{month},{area},{sex},{age},c,c,c\n", 0
        else:
            yield f'{month},{area},{sex},{age},"{referrals:,}",{again},{100 * again / referrals:.1f}\n', referrals


def measure(folder: Path) -> dict[str, Any]:
    """The figures of one reading, with what was written to compare it with."""
    file, recipe = folder / "million.csv", folder / "million.toml"
    written, suppressed = 0, 0
    with file.open("w", encoding="utf-8") as out:
        out.write("month,area_code,sex,age,referrals,again,percent\n")
        for line, referrals in rows():
            out.write(line)
            written, suppressed = written + referrals, suppressed + (referrals == 0)
    recipe.write_text(RECIPE, encoding="utf-8")
    command = [sys.executable, "-c", _READ, str(file), str(recipe)]
    answer = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603
    return {**json.loads(answer.stdout), "written": written, "written_suppressed": suppressed}


def run() -> list[dict[str, Any]]:
    """Time and memory beside their bars, and whether every figure came out right."""
    with tempfile.TemporaryDirectory() as folder:
        found = measure(Path(folder))
    seconds, megabytes = found["seconds"], found["megabytes"]
    right = found["observations"] == ROWS and found["refused"] == 0 and found["total"] == found["written"]
    return [
        {
            "name": "a million rows read and tidied",
            "value": seconds,
            "unit": "s",
            "bar": "under 10",
            "ok": seconds < 10,
        },
        {"name": "the same, processor time", "value": found["processor"], "unit": "s", "bar": None, "ok": None},
        {
            "name": "memory at its highest",
            "value": megabytes,
            "unit": "MB",
            "bar": "under 1000",
            "ok": megabytes < 1_000,
        },
        {"name": "observations", "value": found["observations"], "unit": "", "bar": "all, and all right", "ok": right},
    ]
