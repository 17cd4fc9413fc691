"""A yearly report with 60 charts and a pack of 60 papers: seconds as PDF, as Word and as HTML, in a process of its own."""

import json
import random
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any

from lineofsight.engine import charts, spc
from lineofsight.engine.documents import (
    Document,
    Facts,
    Figure,
    Paragraph,
    Section,
    SourceNote,
    Table,
    pack,
    to_docx,
    to_page,
    to_pdf,
)

CHARTS, PAPERS, SECONDS = 60, 60, 60
MONTHS = tuple(f"{month} {year}" for year in (2024, 2025) for month in ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul",
               "Aug", "Sep", "Oct", "Nov", "Dec"))  # fmt: skip
_WORDS = "Practitioners know the threshold, and plans drift after six months without a review. "


def chart(number: int) -> Figure:
    """One chart of made-up figures."""
    chance = random.Random(number)
    values = [chance.gauss(20 + number, 2) for _ in MONTHS]
    limits: Any = spc.xmr(values, improves="down")
    drawn = charts.spc_chart(
        values, limits, title=f"Measure {number}", measure=f"measure {number}", periods=MONTHS,
        unit="percent",
    )  # fmt: skip
    return Figure(charts.to_svg(drawn).encode(), charts.text_alternative(drawn), f"Measure {number}, Westmarch")


def section(number: int) -> Section:
    """A page of the report: text, a chart, its source, a table."""
    rows = tuple((f"Agency {row}", str(row * number), str(row), "On time") for row in range(1, 11))
    return Section(
        f"Measure {number}",
        (
            Paragraph(_WORDS * 6),
            chart(number),
            SourceNote(f"Return of {MONTHS[-1]}", f"/p/westmarch/measures/{number}/"),
            Table(
                "By agency",
                ("Agency", "Referrals", "Late", "How it stands"),
                rows,
                align=("left", "right", "right", "left"),
            ),
        ),
    )


def report() -> Document:
    """The yearly report."""
    sections = tuple(section(number) for number in range(1, CHARTS + 1))
    return Document(
        "Annual Report", "Westmarch", (Section("Measures", sections),), contents=True, site="https://example.org"
    )


def papers() -> Document:
    """The pack of a meeting."""
    given = (
        Document(
            f"Paper {number}",
            "Westmarch",
            (
                Facts((("Lead", "Head of Safeguarding"), ("For", "Decision"))),
                *(Section(f"Part {part}", (Paragraph(_WORDS * 20),)) for part in range(1, 6)),
                section(number),
            ),
            marking="OFFICIAL-SENSITIVE" if number % 7 == 0 else "OFFICIAL",
        )
        for number in range(1, PAPERS + 1)
    )
    return pack(given, title="Papers of the Executive", partnership="Westmarch", marking="OFFICIAL-SENSITIVE")


def measure() -> list[tuple[str, float, int]]:
    """Name, seconds and bytes of each."""
    made = report(), papers()
    jobs: list[tuple[str, Callable[[Document], Any], Document]] = [
        ("yearly report with 60 charts as PDF", to_pdf, made[0]),
        ("yearly report with 60 charts as Word", to_docx, made[0]),
        ("yearly report with 60 charts as HTML", to_page, made[0]),
        ("pack of 60 papers as one PDF", to_pdf, made[1]),
        ("pack of 60 papers as Word", to_docx, made[1]),
    ]
    found = []
    for name, make, document in jobs:
        began = time.perf_counter()
        size = len(make(document))
        found.append((name, time.perf_counter() - began, size))
    return found


def run() -> list[dict[str, Any]]:
    """Seconds beside their bar; measured in a fresh process, so that nothing is warm."""
    code = "import json\nfrom lineofsight.config.benches import documents\nprint(json.dumps(documents.measure()))"
    answer = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)  # noqa: S603
    return [
        {"name": name, "value": seconds, "unit": "s", "bar": f"under {SECONDS}", "ok": seconds < SECONDS}
        for name, seconds, _ in json.loads(answer.stdout)
    ]
