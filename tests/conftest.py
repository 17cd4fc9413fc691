"""Shared fixtures: the database, a partnership, a client signed in as somebody of a kind, and a Chromium.

With LINEOFSIGHT_REQUIRE_DATA set, a test that was skipped has failed: the golden and real files are there, so it must run.
A skip whose reason begins with “Only on” stays a skip.
"""

import os
from collections.abc import Callable, Generator, Iterator
from typing import TypeVar

import pytest
from django.test import Client
from playwright.sync_api import Browser, Page

from lineofsight.foundation.partnership.models import Partnership
from tests import browsing, database, making

Report = TypeVar("Report", pytest.TestReport, pytest.CollectReport)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """A skipped test fails where nothing may be skipped."""
    report = yield
    return _no_skips(report)


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(
    collector: pytest.Collector,
) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """The same for a module that skips itself."""
    report = yield
    return _no_skips(report)


def _no_skips(report: Report) -> Report:
    if os.environ.get("LINEOFSIGHT_REQUIRE_DATA") and report.skipped and not hasattr(report, "wasxfail"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        if not reason.removeprefix("Skipped: ").startswith("Only on"):
            report.outcome = "failed"
            report.longrepr = f"{report.nodeid} was skipped, and nothing may be skipped here. {reason}"
    return report


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On PostgreSQL run the tests that ask a database: the others do there what they do on SQLite."""
    if os.environ.get("LINEOFSIGHT_TEST_DATABASE"):
        left_out = [item for item in items if not _asks_a_database(item)]
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in set(left_out)]


def _asks_a_database(item: pytest.Item) -> bool:
    fixtures = set(getattr(item, "fixturenames", ()))
    return item.get_closest_marker("django_db") is not None or bool(fixtures & {"db", "django_db_setup", "live_server"})


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment: None, django_db_blocker: object) -> Iterator[None]:
    """The database, also when only tests run that bring their own transaction."""
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        tables = database.made()
        tables.__enter__()
    yield
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        tables.__exit__(None, None, None)


@pytest.fixture
def partnership(db: None) -> Partnership:
    """A partnership under the Kent framework."""
    return making.a_partnership()


@pytest.fixture
def signed_in(partnership: Partnership) -> Callable[..., Client]:
    """`signed_in("analyst")`: a client signed in as a member of that kind."""

    def sign_in(kind: str, **facts: object) -> Client:
        membership = making.a_member(facts.pop("partnership", partnership), kind, **facts)  # type: ignore[arg-type]
        client = Client()
        client.force_login(membership.person, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return sign_in


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """One Chromium for all tests of a module."""
    with browsing.started() as browser:
        yield browser


@pytest.fixture
def open_page(chromium: Browser) -> Iterator[Callable[..., Page]]:
    """`open_page(url, width=320, script=False)`: a page in a window of its own; `page.faults` lists console errors."""
    windows = browsing.Windows(chromium)

    def opened(url: str = "about:blank", **facts: object) -> Page:
        page = windows.open(**facts)  # type: ignore[arg-type]
        page.goto(url)
        return page

    yield opened
    windows.close()
