"""Opening pages of a made-up installation under a clock: what the benches of pages share."""

import os
import sys
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

ROUNDS = 40
PAGE_BAR, QUERY_BAR = 300.0, 30


def set_up(state: Path) -> None:
    """A ready, empty installation in this folder. RuntimeError when its database holds a partnership already."""
    os.environ["LINEOFSIGHT_STATE"] = str(state)
    os.environ.setdefault("LINEOFSIGHT_SECRET_KEY", "for a bench alone")
    os.environ["LINEOFSIGHT_DEMO"] = "on"
    os.environ["LINEOFSIGHT_TODAY"] = "2026-10-21"
    os.environ["LINEOFSIGHT_HOSTS"] = "testserver"
    from lineofsight.config import installation
    from lineofsight.config.django_setup import ready

    ready()
    installation.prepare(state)
    from lineofsight.foundation.partnership.models import Partnership

    if Partnership.objects.exists():
        raise RuntimeError("The database of LINEOFSIGHT_DATABASE holds a partnership already. Name an empty one.")


def timed(client: Any, url: str) -> tuple[list[float], int]:
    """Seconds of each of ROUNDS openings, sorted, and the queries of one. RuntimeError when the page does not open."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    for _ in range(2):
        answer = client.get(url)
        if answer.status_code != 200:
            raise RuntimeError(f"{url} answered {answer.status_code}.")
    with CaptureQueriesContext(connection) as queries:
        client.get(url)
        asked = len(queries)
    times = []
    for _ in range(ROUNDS):
        start = perf_counter()
        client.get(url)
        times.append(perf_counter() - start)
    return sorted(times), asked


def page_figures(client: Any, name: str, url: str, *, bar: float | None) -> list[dict[str, Any]]:
    """p95, processor time and queries of one page. RuntimeError when it does not open."""
    own = process_time()
    times, queries = timed(client, url)
    own = (process_time() - own) / (ROUNDS + 3)
    return [
        figure(f"{name}: p95", times[int(0.95 * len(times))] * 1000, "ms", bar, None),
        figure(f"{name}: processor time of one", own * 1000, "ms", None, None),
        figure(f"{name}: queries", queries, "queries", QUERY_BAR, None),
    ]


def page_or_fault(client: Any, name: str, url: str) -> list[dict[str, Any]]:
    """The same against the bar of a page; one that does not open is said, and missed."""
    try:
        return page_figures(client, name, url, bar=PAGE_BAR)
    except RuntimeError as fault:
        sys.stderr.write(f"{fault}\n")
        return [figure(f"{name}: opens", 0, "pages", None, False)]


def signed_in(partnership: Any, number: int) -> Any:
    """A browser of one of the made-up people."""
    from django.test import Client

    from lineofsight.foundation.accounts.models import Person

    client = Client()
    person = Person.objects.get(email=f"person{number}@{partnership.slug}.example")
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def figure(name: str, value: float, unit: str, bar: float | None, ok: bool | None) -> dict[str, Any]:
    """A figure as the benches print it: no bar, no verdict."""
    said = None if bar is None else f"<= {bar:g}"
    return {"name": name, "value": value, "unit": unit, "bar": said, "ok": ok if bar is None else value <= bar}
