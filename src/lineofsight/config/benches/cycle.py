"""Pages over ten years of fifty agencies: every list and record from product to impact, and the trail.

In a new SQLite database in a temporary folder, or in the one that LINEOFSIGHT_DATABASE names, which has to be empty.
LINEOFSIGHT_BENCH_SHARE makes it smaller for a try: 0.1 is a tenth.
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
    from lineofsight.config.bench_data import decade

    share = float(os.environ.get("LINEOFSIGHT_BENCH_SHARE", "1"))
    whole = decade.Size()
    size = decade.Size(
        agencies=max(4, int(whole.agencies * share)),
        products=int(whole.products * share),
        findings=int(whole.findings * share),
        actions=int(whole.actions * share),
        entries=int(whole.entries * share),
    )
    start = perf_counter()
    partnership = decade.make("decade", size)
    figures = [
        figure("products, findings, actions", size.products + size.findings + size.actions, "rows", None, None),
        figure("rows of the trail", size.entries, "rows", None, None),
        figure("time to make them", perf_counter() - start, "s", None, None),
    ]
    for person, who in ((0, "the team"), (3, "an agency")):
        client = signed_in(partnership, person)
        for name, path in _pages(partnership, own=person == 3):
            figures += page_or_fault(client, f"{name}, {who}", f"/p/{partnership.slug}/{path}")
    leader = signed_in(partnership, 1)
    for name, path in _leaders():
        figures += page_or_fault(leader, f"{name}, a leader", f"/p/{partnership.slug}/{path}")
    return figures


def _leaders() -> list[tuple[str, str]]:
    """The assurance map today and on a past day, the indicators, those with the most rows behind them, and the briefing."""
    indicators = ("impact-of-change", "scrutiny-impact", "audits-lead-to-change", "emerging-risks")
    return [
        ("map by tool", "assurance/map/"), ("map by objective", "assurance/map/?by=objectives"),
        ("map by indicator", "assurance/map/?by=indicators"), ("map on a past day", "assurance/map/?by=objectives&on=31/3/2024"),
        ("tools on a past day", "assurance/map/?on=31/3/2024"), ("row of the map", "assurance/map/indicators/voice/"),
        ("indicators", "assurance/indicators/"),
        *((f"indicator {code}", f"assurance/indicators/{code}/") for code in indicators),
        ("rows of a figure", "assurance/indicators/scrutiny-impact/evidence/findings-to-impact/"),
        ("briefing", "assurance/briefing/"), ("issued scrutiny", "scrutiny/"),
    ]  # fmt: skip


def _pages(partnership: Any, *, own: bool) -> list[tuple[str, str]]:
    """Lists in their plain and their heaviest forms, and one record of each kind; an agency's own action alone."""
    from lineofsight.cycle.findings.models import Action, Finding, Recommendation
    from lineofsight.cycle.products.models import Product
    from lineofsight.foundation.accounts.models import Person

    lists = [
        ("home", ""), ("actions", "actions/"), ("actions, searched", "actions/?q=neglect"),
        ("actions, page 100", "actions/?page=100"), ("findings", "findings/"), ("recommendations", "recommendations/"),
        ("impact checks", "impact/"), ("tools", "assurance/"), ("products", "assurance/products/"),
        ("search", "search/?q=neglect"),
    ]  # fmt: skip
    mine = Person.objects.get(email=f"person3@{partnership.slug}.example").memberships.get().role.organisation_id
    action = _first(Action.objects.for_partnership(partnership).filter(**({"organisation": mine} if own else {})))
    records = [("action", f"actions/{action}/")]
    if own:
        return [*lists[:3], *records]
    product = _first(Product.objects.for_partnership(partnership).filter(is_restricted=False).order_by("-due_on"))
    finding = _first(Finding.objects.for_partnership(partnership).filter(product__is_restricted=False))
    recommendation = _first(Recommendation.objects.for_partnership(partnership))
    records += [
        ("product", f"assurance/products/{product}/"),
        ("finding", f"findings/{finding}/"),
        ("recommendation", f"recommendations/{recommendation}/"),
        ("trail", "trail/"),
    ]
    return [*lists, *records]


def _first(rows: Any) -> Any:
    """The key of the first row."""
    return rows.values_list("pk", flat=True)[0]
