"""Section 11 over ten years of fifty agencies with two hundred questions each: every page that shows them.

In a new SQLite database in a temporary folder, or in the one that LINEOFSIGHT_DATABASE names, which has to be empty.
LINEOFSIGHT_BENCH_SHARE makes it smaller for a try: 0.1 is a tenth of the agencies.
"""

import os
import tempfile
from pathlib import Path
from time import perf_counter
from typing import Any

from lineofsight.config.bench_data.opening import figure, page_or_fault, set_up, signed_in


def run() -> list[dict[str, Any]]:
    """Every figure with its bar. RuntimeError when the database is not empty."""
    with tempfile.TemporaryDirectory(prefix="lineofsight-bench-") as folder:
        set_up(Path(folder))
        return _measured()


def _measured() -> list[dict[str, Any]]:
    from lineofsight.config.bench_data import self_assessments

    share = float(os.environ.get("LINEOFSIGHT_BENCH_SHARE", "1"))
    size = self_assessments.Size(agencies=max(4, int(50 * share)))
    start = perf_counter()
    partnership = self_assessments.make("audited", size)
    figures = [
        figure("answers", size.answers, "rows", None, None),
        figure("time to make them", perf_counter() - start, "s", None, None),
    ]
    for name, number, path in _pages(partnership):
        figures += page_or_fault(signed_in(partnership, number), name, f"/p/{partnership.slug}/{path}")
    return figures


def _pages(partnership: Any) -> list[tuple[str, int, str]]:
    """Each page with who opens it: 0 the team, 1 the panel, 2 an agency."""
    from lineofsight.sources.audits.models import Assessment, Audit

    here = "reviews/section-11/"
    newest = Audit.objects.for_partnership(partnership).order_by("-round__due_on")
    last, before = newest[0], newest[1]
    rows = Assessment.objects.for_partnership(partnership).filter(audit=last).order_by("pk")
    declared = rows.filter(state="declared").exclude(organisation__roles__memberships__person__name="Person 1")[0]
    mine = rows.get(organisation__roles__memberships__person__email=f"person2@{partnership.slug}.example")
    return [
        ("home, the team", 0, ""), ("home, an agency", 2, ""), ("rounds", 0, f"{here}rounds/"),
        ("a round", 0, f"{here}rounds/{last.round_id}/"),
        ("heat map", 0, f"{here}rounds/{before.round_id}/overview/"),
        ("heat map, change", 0, f"{here}rounds/{before.round_id}/overview/?view=change"),
        ("heat map, an agency", 2, f"{here}rounds/{before.round_id}/overview/"),
        ("own self-assessments", 2, here), ("task list", 2, f"{here}{mine.request_id}/"),
        ("a standard", 2, f"{here}{mine.request_id}/standard/standard-7/"),
        ("check answers", 2, f"{here}{mine.request_id}/check/"),
        ("to moderate", 1, f"{here}moderate/"), ("moderate an agency", 1, f"{here}{declared.request_id}/moderate/"),
        ("moderate a standard", 1, f"{here}{declared.request_id}/moderate/standard-7/"),
    ]  # fmt: skip
