"""Pages over 2.8 million figures: how long the summary and a measure's page take, and the month's watch.

In a new SQLite database in a temporary folder, or in the one that LINEOFSIGHT_DATABASE names, which has to be empty.
LINEOFSIGHT_BENCH_MONTHS makes it smaller for a try.
"""

import os
import sys
import tempfile
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

from lineofsight.config.bench_data.opening import PAGE_BAR, figure, page_figures, set_up

WATCH_BAR, RETURN_BAR = 60.0, 3.0


def run() -> list[dict[str, Any]]:
    """Every figure with its bar. RuntimeError when the database is not empty."""
    with tempfile.TemporaryDirectory(prefix="lineofsight-bench-") as folder:
        set_up(Path(folder))
        return _measured()


def _measured() -> list[dict[str, Any]]:
    from lineofsight.config.bench_data import county

    months = int(os.environ.get("LINEOFSIGHT_BENCH_MONTHS", "120"))
    size = county.Size(months=months)
    start = perf_counter()
    large = county.make("large", size)
    made = figure("figures made", size.figures, "figures", None, None)
    filled = figure("time to make them", perf_counter() - start, "s", None, None)
    small = county.make("small", county.Size(agencies=2, months=10))
    _watch(small)
    watch = figure(
        f"full watch, {size.agencies * size.measures * size.districts:,} series and totals",
        _watch(large),
        "s",
        WATCH_BAR,
        None,
    )
    figures = [made, filled, watch]
    for name, place, fixed in (("10 months", small, None), (f"{months} months", large, PAGE_BAR)):
        figures += _pages(name, place, bar=fixed)
    figures += _flat(figures)
    return [*figures, *_a_return(large)]


def _watch(partnership: Any) -> float:
    from lineofsight.config.bench_data.county import NOW
    from lineofsight.config.commands.watch_run import show_progress
    from lineofsight.foundation.trail.changes import Doer
    from lineofsight.sources.dashboard.changes.watching import watch_run

    start = perf_counter()
    run = watch_run(partnership, by=Doer.system("Bench"), now=NOW, today=NOW.date(), tell=show_progress)
    sys.stderr.write(f"{run.warnings_raised} warnings, {run.expected_false:.1f} expected by chance\n")
    return perf_counter() - start


def _pages(name: str, partnership: Any, *, bar: float | None) -> list[dict[str, Any]]:
    client, code = _analyst(partnership), _code(partnership)
    found = []
    for page, path in (
        ("summary", ""),
        ("summary as known on a day", "?known_on=2026-10-18"),
        ("measure", f"measures/{code}/"),
        ("measure as known on a day", f"measures/{code}/?known_on=2026-10-18"),
    ):
        found += page_figures(client, f"{page}, {name}", f"/p/{partnership.slug}/data/{path}", bar=bar)
    return found


def _analyst(partnership: Any) -> Any:
    from lineofsight.config.bench_data.a_return import browser
    from lineofsight.foundation.accounts.models import Person

    return browser(Person.objects.get(email=f"analyst@{partnership.slug}.example"))


def _code(partnership: Any) -> str:
    from lineofsight.sources.dashboard.models import Measure

    code: str = Measure.objects.for_partnership(partnership).filter(is_active=True).order_by("number")[3].code
    return code


def _flat(figures: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """How many more queries the pages take with all months than with ten."""
    counts = [one["value"] for one in figures if one["unit"] == "queries"]
    half = len(counts) // 2
    more = max(large - small for small, large in zip(counts[:half], counts[half:], strict=True))
    return [figure("more queries with all months than with ten", more, "queries", 0, None)]


def _a_return(partnership: Any) -> list[dict[str, Any]]:
    """A return of 5,000 cells: uploaded, checked and answered; then accepted, rolled up, judged and warned of."""
    from lineofsight.config.bench_data import a_return

    asked = a_return.make(partnership)
    returns = f"/p/{partnership.slug}/data/returns"
    answered = _took(lambda: _uploaded(asked, f"{returns}/request/{asked.request.pk}/upload/"))
    key = _sent(asked.request)
    analyst = _analyst(partnership)
    accepted = _took(lambda: _accepted(analyst, f"{returns}/to-check/{key}/"))
    said = ((f"{asked.cells:,} cells uploaded, checked and answered", answered), (
        f"{asked.cells:,} cells accepted, rolled up, judged and warned of", accepted))  # fmt: skip
    figures = []
    for name, (wall, own) in said:
        figures.append(figure(name, wall, "s", RETURN_BAR, None))
        figures.append(figure(f"{name}: processor time", own, "s", None, None))
    return figures


def _took(deed: Any) -> tuple[float, float]:
    """Seconds by the clock and of the processor."""
    start, own = perf_counter(), process_time()
    deed()
    return perf_counter() - start, process_time() - own


def _uploaded(asked: Any, url: str) -> None:
    answer = asked.agency.post(url, {"file": asked.file, "expected_version": 0})
    page = asked.agency.get(answer.headers["Location"]) if answer.status_code == 302 else answer
    if page.status_code != 200 or not asked.request.returns.filter(state="draft").exists():
        raise RuntimeError(f"{url} did not take the file ({page.status_code}).")


def _sent(request: Any) -> Any:
    """The draft, explained and sent; its key."""
    from lineofsight.config.bench_data.county import NOW
    from lineofsight.foundation.trail.changes import Doer
    from lineofsight.sources.dashboard.returns import changes, queries

    draft = request.returns.select_related("request__round", "partnership__chain").get(state="draft")
    queries.open_warnings(draft).update(reason_code="real-change", reason="Made up")
    by = Doer.system("Bench")
    sent = changes.send(draft, version=draft.version, note="", by=by, now=NOW, today=NOW.date())
    return sent.pk


def _accepted(analyst: Any, url: str) -> None:
    from lineofsight.cycle.requests.models import Return

    key = url.rstrip("/").rpartition("/")[2]
    version = Return.objects.get(pk=key).version
    answer = analyst.post(f"{url}accept/", {"expected_version": version})
    if Return.objects.get(pk=key).state != "accepted":
        raise RuntimeError(f"{url} was not accepted ({answer.status_code}).")
