"""Every page of the demo: its time on the server and its queries, as each role that can reach it by links from its home.

The demo must be made (`script/demo --prepare-only`); LINEOFSIGHT_STATE names another place than `.state/demo`. The bench works
on a copy of its database, so that looking leaves no trace in the demo. A link that leads nowhere makes the bench fail.
"""

import os
import shutil
import sys
import tempfile
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from statistics import quantiles
from time import perf_counter
from typing import Any
from urllib.parse import urljoin, urlsplit

LOOKS, QUERY_BAR, PAGE_BAR = 12, 30, 300.0
GOOD = {200, 302, 405}
# These read every table once, because the words that they look for can stand in any of them.
MAY_ASK_MORE = {"pages:redaction"}
HOST = "testserver"


@dataclass
class Looks:
    """What was measured of one kind of page: milliseconds of each look, the most queries, and who saw it."""

    times: list[float] = field(default_factory=list)
    queries: int = 0
    seen_by: set[str] = field(default_factory=set)


class Links(HTMLParser):
    """The addresses that a page's links lead to."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: set[str] = set()
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep where a link leads."""
        href = dict(attrs).get("href") if tag == "a" else None
        if href and not href.startswith("#"):
            self.found.add(href)


def run() -> list[dict[str, Any]]:
    """Two figures for each kind of page, p95 and queries. RuntimeError when the demo is not made."""
    demo = Path(os.environ.get("LINEOFSIGHT_STATE", Path.cwd() / ".state" / "demo"))
    if not (demo / "lineofsight.sqlite3").exists():
        raise RuntimeError(f"There is no demo in {demo}. Make it first: script/demo --prepare-only")
    with tempfile.TemporaryDirectory(prefix="lineofsight-bench-") as folder:
        shutil.copytree(demo, folder, dirs_exist_ok=True)
        _set_up(Path(folder))
        return _measured()


def _set_up(state: Path) -> None:
    os.environ["LINEOFSIGHT_STATE"] = str(state)
    os.environ.pop("LINEOFSIGHT_DATABASE", None)
    os.environ.setdefault("LINEOFSIGHT_SECRET_KEY", "for a bench alone")
    os.environ["LINEOFSIGHT_DEMO"] = "on"
    os.environ.setdefault("LINEOFSIGHT_TODAY", "2026-10-21")
    os.environ["LINEOFSIGHT_HOSTS"] = HOST
    from lineofsight.config import installation
    from lineofsight.config.django_setup import ready

    ready()
    # The demo may have been made by an older version.
    installation.prepare(state)


def _measured() -> list[dict[str, Any]]:
    pages, dead = dict[str, Looks](), dict[str, str]()
    for role, client, home in _visitors():
        sys.stderr.write(f"{role} … ")
        sys.stderr.flush()
        for kind, url in _walk(client, home, role, dead):
            _look(pages.setdefault(kind, Looks()), client, url, role)
        sys.stderr.write(f"{sum(role in one.seen_by for one in pages.values())} kinds of page\n")
    figures = [figure for kind in sorted(pages) for figure in _figures(kind, pages[kind])]
    every = sorted(time for one in pages.values() for time in one.times)
    figures.append(_figure(f"all {len(pages)} kinds of page: p50", _share(every, 50), "ms", None))
    figures.append(_figure(f"all {len(pages)} kinds of page: p95", _share(every, 95), "ms", PAGE_BAR))
    for url, said in sorted(dead.items()):
        sys.stderr.write(f"Dead: {url} ({said})\n")
    return [*figures, _figure("links that lead nowhere", len(dead), "links", 0)]


def _visitors() -> Iterator[tuple[str, Any, str]]:
    """For each kind of role of each partnership: its name, somebody signed in who has it, and their home."""
    from django.urls import reverse

    from lineofsight.config.bench_data.a_return import browser
    from lineofsight.foundation.partnership.guards import today
    from lineofsight.foundation.partnership.models import Membership

    seats = Membership.objects.on(today()).filter(confirmed_at__isnull=False, stopped_at__isnull=True)
    seen = set()
    for one in seats.select_related("person", "partnership", "role__kind").order_by("partnership_id", "pk"):
        kind = (one.partnership.slug, one.role.kind.code)
        if kind not in seen:
            seen.add(kind)
            yield " ".join(kind), browser(one.person), reverse("pages:home", args=[one.partnership.slug])


def _walk(client: Any, home: str, role: str, dead: dict[str, str]) -> Iterator[tuple[str, str]]:
    """(kind, address) of one page of each kind that can be reached from the role's home by links."""
    waiting, seen, kinds = deque([(home, "")]), {home}, set[str]()
    while waiting:
        url, page = waiting.popleft()
        kind = _kind_of(url)
        if kind in kinds:
            continue
        kinds.add(kind)
        answer = client.get(url)
        if answer.status_code not in GOOD:
            dead[url] = f"{answer.status_code} for {role}, on {page or 'the first page'}"
        elif answer.status_code == 200:
            yield kind, url
            if answer["Content-Type"].startswith("text/html"):
                new = {_inside(link, url) for link in Links(answer.content.decode()).found} - seen - {""}
                seen |= new
                waiting.extend((link, url) for link in sorted(new))


def _inside(link: str, base: str) -> str:
    """The link as an address of ours without its question; empty for other places and for what signs out."""
    parts = urlsplit(urljoin(base, link))
    is_ours = parts.netloc in {"", HOST} and parts.scheme in {"", "http", "https"}
    leads_out = parts.path.startswith(("/static/", "/account/logout"))
    return parts.path if is_ours and not leads_out else ""


def _kind_of(url: str) -> str:
    from django.urls import Resolver404, resolve

    try:
        return resolve(url).view_name
    except Resolver404:
        return url


def _look(looks: Looks, client: Any, url: str, role: str) -> None:
    """Look at the page once as a role that has not seen it yet; often, the first time that anybody does."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as asked:
        client.get(url)
    looks.queries = max(looks.queries, len(asked))
    looks.seen_by.add(role)
    for _ in range(1 if looks.times else LOOKS):
        start = perf_counter()
        answer = client.get(url)
        if answer.streaming:
            b"".join(answer.streaming_content)
        looks.times.append((perf_counter() - start) * 1000)


def _figures(kind: str, looks: Looks) -> list[dict[str, Any]]:
    name = f"{kind}, {len(looks.seen_by)} role{'s' if len(looks.seen_by) > 1 else ''}"
    bar = None if kind in MAY_ASK_MORE else QUERY_BAR
    return [
        _figure(f"{name}: p50", _share(looks.times, 50), "ms", None),
        _figure(f"{name}: p95", _share(looks.times, 95), "ms", None),
        _figure(f"{name}: queries", looks.queries, "queries", bar),
    ]


def _share(times: list[float], percent: int) -> float:
    return quantiles(times, n=100)[percent - 1]


def _figure(name: str, value: float, unit: str, bar: float | None) -> dict[str, Any]:
    said = None if bar is None else f"<= {bar:g}"
    return {"name": name, "value": value, "unit": unit, "bar": said, "ok": None if bar is None else value <= bar}
